from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from fakes import EXAMPLE, FailingFinder, FakeLanguage, name_by_words
from typer.testing import CliRunner

import quoteex.extractor
from quoteex.cli.app import app, main
from quoteex.errors import ModelError


@pytest.fixture(autouse=True)
def _fake_models(monkeypatch: pytest.MonkeyPatch) -> None:
    real = quoteex.extractor.Extractor

    def fake() -> quoteex.extractor.Extractor:
        return real(language=FakeLanguage(), quotes=FailingFinder(), speakers=name_by_words)

    monkeypatch.setattr(quoteex.extractor, "Extractor", fake)
    monkeypatch.delenv("QUOTEEX_DEBUG", raising=False)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "deich.txt"
    path.write_bytes(EXAMPLE.encode())
    return path


def run(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def objects(text: str) -> list[dict[str, object]]:
    """Return the JSON objects that follow one another in a text."""
    decoder, found, at = json.JSONDecoder(), [], 0
    while text[at:].strip():
        value, at = decoder.raw_decode(text, at + len(text[at:]) - len(text[at:].lstrip()))
        found.append(value)
    return found


def test_the_table_is_the_default(article: Path) -> None:
    code, out, err = run("extract", article)
    assert (code, err) == (0, "")
    assert "„Der Deich hält“" in out
    assert "Ortsvorsteherin Imke" in out  # the fake's idea of a name
    assert out.endswith(f"1 quotation (1 direct), 1 speaker; {len(EXAMPLE)} characters\n")


def test_json_is_one_indented_object(article: Path) -> None:
    code, out, err = run("extract", "--json", article)
    assert (code, err) == (0, "")
    record = json.loads(out)
    assert (record["schema"], record["id"], record["source"]) == ("quoteex/1", "deich", str(article))
    assert record["quotes"][0]["text"] == "„Der Deich hält“"
    assert out.startswith('{\n  "schema"')


def test_several_documents_follow_one_another_in_order(article: Path, tmp_path: Path) -> None:
    other = tmp_path / "leer.txt"
    other.touch()
    _, out, _ = run("extract", "--json", other, article)
    assert [record["id"] for record in objects(out)] == ["leer", "deich"]
    _, out, _ = run("extract", "--jsonl", other, article)
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["leer", "deich"]


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_standard_input(arguments: tuple[str, ...]) -> None:
    code, out, _ = run("extract", "--jsonl", *arguments, stdin=(EXAMPLE + "\r\n").encode())
    record = json.loads(out)
    assert (code, record["id"], record["source"]) == (0, "stdin", "-")
    assert record["characters"] == len(EXAMPLE) + 2


def test_inputs_that_fail_do_not_stop_the_others(article: Path, tmp_path: Path) -> None:
    (tmp_path / "bild.png").write_bytes(b"\x89PNG\0\0")
    code, out, err = run(
        "extract", "--jsonl", tmp_path / "fehlt.txt", article, tmp_path, tmp_path / "bild.png", article
    )
    assert code == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["deich", "deich"]
    lines = err.splitlines()
    assert [line.startswith("quoteex: ") for line in lines] == [True] * 3
    for line, words in zip(lines, ("no such file", "is a directory", "is binary"), strict=True):
        assert words in line


def test_an_error_that_nobody_foresaw_is_one_harmless_line(article: Path, tmp_path: Path) -> None:
    broken = tmp_path / "kaputt.txt"
    broken.write_text("KAPUTT", encoding="utf-8")
    code, out, err = run("extract", "--jsonl", broken, article)
    assert (code, len(out.splitlines())) == (1, 1)
    assert err.count("\n") == 1
    assert "kaputt.txt: internal error (ValueError: kaputt ␛[31m)" in err


def test_no_quotations_is_no_error() -> None:
    code, out, _ = run("extract", stdin=b"Es regnet.")
    assert (code, out) == (0, "stdin: no quotations; 10 characters\n")


@pytest.mark.parametrize(
    "arguments",
    [("extract", "--json", "--jsonl", "-"), ("extract", "-", "-"), ("extract", "--nichts"), ("nichts",), ()],
)
def test_wrong_usage_is_2_and_prints_no_result(arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "Usage:" in err


@pytest.mark.parametrize("command", ["extract", "speakers"])
def test_no_path_on_a_terminal_is_help_and_2(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoteex.cli.sources._piped", list)
    code, out, err = run(command)
    assert (code, out) == (2, "")
    assert "Examples:" in err


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals here")
def test_what_is_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    from quoteex.cli import sources

    monkeypatch.setattr(sys, "stdin", None)
    assert sources._piped() == []
    with Path(os.devnull).open(encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert sources._piped() == ["-"]
    controller, terminal = os.openpty()
    with os.fdopen(terminal, encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert sources._piped() == []
    os.close(controller)


def test_schema_prints_the_schema() -> None:
    code, out, _ = run("schema")
    assert code == 0
    assert json.loads(out)["title"] == "quoteex/1"


def test_every_command_has_help_with_an_example() -> None:
    group = typer.main.get_command(app)
    names = list(group.commands)  # type: ignore[attr-defined]
    assert names == ["extract", "speakers", "schema"]
    for arguments in ((), *((name,) for name in names)):
        code, out, _ = run(*arguments, "--help")
        assert code == 0
        assert "Example" in out
        assert f"  quoteex {' '.join(arguments)}" in out


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (ModelError("models/de: tok.pt is damaged; install quoteex again"), 2, "quoteex: models/de: tok.pt is damaged"),
        (ModuleNotFoundError("No module named 'stanza'"), 2, "quoteex: the installation is incomplete"),
    ],
)
def test_a_broken_installation_is_one_line_and_2(
    error: Exception,
    code: int,
    words: str,
    article: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(_self: object, _text: str) -> None:
        raise error

    monkeypatch.setattr(FakeLanguage, "analyze", fail)
    monkeypatch.setattr(sys, "argv", ["quoteex", "extract", str(article), str(article)])
    with pytest.raises(SystemExit) as end:
        main()
    captured = capsys.readouterr()
    assert (end.value.code, captured.out) == (code, "")
    assert captured.err.startswith(words)
    assert captured.err.count("\n") == 1


def test_an_interruption_is_130(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_self: object, _text: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FakeLanguage, "analyze", interrupt)
    monkeypatch.setattr(sys, "argv", ["quoteex", "extract", str(article)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("arguments", [["schema"], ["extract", "--json"], ["extract"], ["extract", "--help"]])
def test_a_closed_pipe_ends_quietly(arguments: list[str], package_env: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(
        [sys.executable, "-m", "quoteex", *arguments],
        input=b" ",  # blank: no model is needed
        stdout=writing,
        stderr=subprocess.PIPE,
        env=package_env,
        check=False,
    )
    os.close(writing)
    assert (process.returncode, process.stderr) == (0, b"")


def test_a_console_that_is_not_utf_8_is_served(package_env: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "grüße.txt"
    path.write_text(" ", encoding="utf-8")
    process = subprocess.run(
        [sys.executable, "-m", "quoteex", "extract", str(path)],
        capture_output=True,
        env=package_env | {"PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, b"")
    assert process.stdout.endswith(b"gr??e.txt: no quotations; 1 character\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("option", ["--json", "--jsonl", None])
def test_a_full_disk_is_one_line_and_1(option: str | None, package_env: dict[str, str]) -> None:
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [sys.executable, "-m", "quoteex", "extract", *([option] if option else [])],
            input=b" ",
            stdout=full,
            stderr=subprocess.PIPE,
            env=package_env,
            check=False,
        )
    assert process.returncode == 1
    assert process.stderr.startswith(b"quoteex: cannot write results")
    assert process.stderr.count(b"\n") == 1
