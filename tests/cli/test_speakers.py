"""``quoteex speakers`` and ``quoteex extract --speaker``; the fakes make the two words after a quotation its name."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import FailingFinder, FakeLanguage, name_by_words
from typer.testing import CliRunner

import quoteex.extractor
from quoteex.cli.app import app

MORNING = "„Der Deich hält gut“, sagte Imke Harms. „Wer weiß“, so Jo Lund. „Ja, sicher“, fand Imke Harms."
EVENING = "„Der Pegel fällt wieder“, sagte IMKE HARMS. „Nein“\n"


@pytest.fixture(autouse=True)
def _fake_models(monkeypatch: pytest.MonkeyPatch) -> None:
    real = quoteex.extractor.Extractor

    def fake() -> quoteex.extractor.Extractor:
        return real(language=FakeLanguage(), quotes=FailingFinder(), speakers=name_by_words)

    monkeypatch.setattr(quoteex.extractor, "Extractor", fake)
    monkeypatch.delenv("QUOTEEX_DEBUG", raising=False)


@pytest.fixture
def morning(tmp_path: Path) -> Path:
    path = tmp_path / "morgen.txt"
    path.write_bytes(MORNING.encode())
    return path


@pytest.fixture
def evening(tmp_path: Path) -> Path:
    path = tmp_path / "abend.txt"
    path.write_bytes(EVENING.encode())
    return path


def run(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def test_the_table_is_the_default(morning: Path, evening: Path) -> None:
    code, out, err = run("speakers", morning, evening)
    assert (code, err) == (0, "")
    (row,) = (line for line in out.splitlines() if "Imke Harms" in line)
    assert row.split() == ["Imke", "Harms", "person", "–", "3", "10", "83.3%"]
    assert out.endswith("2 speakers, 4 quotations, 12 words in 2 documents; 1 quotation without a speaker\n")


def test_json_adds_up_over_all_documents(morning: Path, evening: Path) -> None:
    code, out, err = run("speakers", "--json", morning, evening)
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "documents": 2,
        "speakers": [
            {"name": "Imke Harms", "kind": "person", "roles": [], "quotes": 3, "words": 10, "share": 0.8333},
            {"name": "Jo Lund", "kind": "person", "roles": [], "quotes": 1, "words": 2, "share": 0.1667},
        ],
    }


def test_jsonl_is_a_line_for_each_speaker(morning: Path, evening: Path) -> None:
    _, out, _ = run("speakers", "--jsonl", morning, evening)
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["document"], row["name"]) for row in rows] == [(None, "Imke Harms"), (None, "Jo Lund")]
    _, out, _ = run("speakers", "--jsonl", "--per-document", evening, morning)
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(Path(row["document"]).name, row["name"], row["words"]) for row in rows] == [
        ("abend.txt", "IMKE HARMS", 4),
        ("morgen.txt", "Imke Harms", 6),
        ("morgen.txt", "Jo Lund", 2),
    ]


def test_csv(morning: Path, evening: Path) -> None:
    code, out, err = run("speakers", "--csv", morning, evening)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "document,name,kind,roles,quotes,words,share",
        ",Imke Harms,person,,3,10,0.8333",
        ",Jo Lund,person,,1,2,0.1667",
    ]
    _, out, _ = run("speakers", "--csv", "--per-document", morning, evening)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["document"], row["name"]) for row in rows] == [
        (str(morning), "Imke Harms"),
        (str(morning), "Jo Lund"),
        (str(evening), "IMKE HARMS"),
    ]


def test_per_document_each_is_by_itself(morning: Path, evening: Path) -> None:
    _, out, _ = run("speakers", "--json", "--per-document", morning)
    assert json.loads(out)["document"] == str(morning)
    _, out, _ = run("speakers", "--per-document", morning, evening)
    totals = [line for line in out.splitlines() if "quotation" in line]
    assert totals == [
        "2 speakers, 3 quotations, 8 words",
        "1 speaker, 1 quotation, 4 words; 1 quotation without a speaker",
    ]
    # However long, a path is not wrapped.
    assert {str(morning), str(evening)} <= set(out.splitlines())


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_standard_input(arguments: tuple[str, ...]) -> None:
    code, out, _ = run("speakers", "--jsonl", "--per-document", *arguments, stdin=EVENING.encode())
    assert (code, json.loads(out)["document"], json.loads(out)["words"]) == (0, "stdin", 4)


def test_nobody_is_quoted() -> None:
    assert run("speakers", stdin=b"Es regnet.")[:2] == (0, "1 document: no speakers\n")
    assert run("speakers", "--csv", stdin=b"Es regnet.")[1] == "document,name,kind,roles,quotes,words,share\n"
    assert json.loads(run("speakers", "--json", stdin=b"Es regnet.")[1]) == {"documents": 1, "speakers": []}


@pytest.mark.parametrize("per_document", [True, False])
def test_inputs_that_fail_do_not_stop_the_others(per_document: bool, morning: Path, tmp_path: Path) -> None:
    broken = tmp_path / "kaputt.txt"
    broken.write_text("KAPUTT", encoding="utf-8")
    options = ["--per-document"] if per_document else []
    code, out, err = run("speakers", "--json", *options, tmp_path / "fehlt.txt", broken, morning)
    assert code == 1
    assert [row["words"] for row in json.loads(out)["speakers"]] == [6, 2]
    assert per_document or json.loads(out)["documents"] == 1
    missing, failed = err.splitlines()
    assert missing.startswith("quoteex: ")
    assert "no such file" in missing
    assert "kaputt.txt: internal error (ValueError: kaputt ␛[31m)" in failed


@pytest.mark.parametrize("option", ["--json", "--jsonl", "--csv", "--per-document"])
def test_without_any_document_there_is_no_result(option: str, tmp_path: Path) -> None:
    code, out, err = run("speakers", option, tmp_path / "fehlt.txt")
    assert (code, out, err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("speakers", "--json", "--csv", "-"), "--json and --csv exclude each other"),
        (("speakers", "--jsonl", "--csv", "-"), "--jsonl and --csv exclude each other"),
        (("speakers", "--json", "--jsonl", "--csv", "-"), "exclude each other"),
        (("speakers", "-", "-"), "read only once"),
        (("extract", "--csv", "-"), "No such option"),
        (("extract", "--speaker", "", "-"), "--speaker is blank"),
        (("extract", "--speaker", " ", "-"), "--speaker is blank"),
    ],
)
def test_wrong_usage_is_2_and_prints_no_result(arguments: tuple[str, ...], words: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert words in " ".join(err.split())


def test_extract_keeps_only_one_speaker_s_quotations(morning: Path, evening: Path) -> None:
    code, out, err = run("extract", "--jsonl", "--speaker", "harms", morning, evening)
    assert (code, err) == (0, "")
    first, second = (json.loads(line) for line in out.splitlines())
    assert [quote["text"] for quote in first["quotes"]] == ["„Der Deich hält gut“", "„Ja, sicher“"]
    assert [quote["text"] for quote in second["quotes"]] == ["„Der Pegel fällt wieder“"]
    ids = {quote["speaker"]["id"] for quote in first["quotes"]}
    assert ids == {speaker["id"] for speaker in first["speakers"]}
    assert first["characters"] == len(MORNING)


def test_extract_s_table_of_one_speaker(morning: Path) -> None:
    _, out, _ = run("extract", "--speaker", "LUND", morning)
    assert "„Wer weiß“" in out
    assert "Harms" not in out
    assert out.endswith(f"1 quotation (1 direct), 1 speaker; {len(MORNING)} characters\n")


def test_extract_says_whose_quotations_there_are_none_of() -> None:
    code, out, _ = run("extract", "--speaker", "[b]\x1b", stdin=b"Es regnet.")
    assert (code, out) == (0, "stdin: no quotations of a speaker named “[b]␛”; 10 characters\n")


@pytest.mark.parametrize("option", ["--json", "--jsonl", "--csv", None])
def test_a_closed_pipe_ends_quietly(option: str | None, package_env: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(
        [sys.executable, "-m", "quoteex", "speakers", *([option] if option else [])],
        input=b" ",  # blank: no model is needed
        stdout=writing,
        stderr=subprocess.PIPE,
        env=package_env,
        check=False,
    )
    os.close(writing)
    assert (process.returncode, process.stderr) == (0, b"")
