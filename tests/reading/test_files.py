from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from quoteex.document import Article
from quoteex.errors import InputError
from quoteex.reading.files import read_article


def test_a_file_is_named_by_its_stem_and_keeps_its_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "markt.de.txt"
    path.write_bytes("\ufeffEins\r\nzwei\rdrei".encode())
    assert read_article(str(path), None) == Article(text="Eins\r\nzwei\rdrei", id="markt.de", source=str(path))


def test_a_dash_is_standard_input() -> None:
    assert read_article("-", io.BytesIO("Grüße\r\n".encode())) == Article(text="Grüße\r\n", id="stdin", source="-")


def test_closed_standard_input() -> None:
    with pytest.raises(InputError, match="standard input: is closed"):
        read_article("-", None)


def test_binary_standard_input_is_named_in_words() -> None:
    with pytest.raises(InputError, match=r"^standard input: is binary"):
        read_article("-", io.BytesIO(b"\0"))


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"fehlt\.txt: no such file; check the path"):
        read_article(str(tmp_path / "fehlt.txt"), None)


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a directory; name the files in it"):
        read_article(str(tmp_path), None)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_forbidden_file(tmp_path: Path) -> None:
    path = tmp_path / "geheim.txt"
    path.write_text("x", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(InputError, match="no permission"):
        read_article(str(path), None)


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000, "datei.txt/in-datei"])
def test_a_path_that_the_system_refuses(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("datei.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        read_article(path, None)
