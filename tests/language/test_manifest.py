"""A folder of models is checked against its list; whatever is wrong with it is one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoteex.errors import ModelError
from quoteex.language.manifest import MANIFEST, check, read_manifest, write_manifest


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "encoder").mkdir()
    (tmp_path / "encoder" / "weights.bin").write_bytes(b"\x00\x01\x02")
    (tmp_path / "words.txt").write_text("Deich\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("Notes, which may change.\n", encoding="utf-8")
    write_manifest(tmp_path, name="quoteex-xx", version="1.2.3")
    return tmp_path


def complaint(models: Path) -> str:
    with pytest.raises(ModelError) as caught:
        check(models, read_manifest(models))
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith("; install quoteex again")
    return message


def test_what_is_written_is_read_and_holds(models: Path) -> None:
    manifest = read_manifest(models)
    assert manifest.label == "quoteex-xx 1.2.3"
    assert set(manifest.files) == {"encoder/weights.bin", "words.txt"}
    check(models, manifest)


def test_writing_it_again_changes_nothing(models: Path) -> None:
    before = (models / MANIFEST).read_bytes()
    assert write_manifest(models, name="quoteex-xx", version="1.2.3") == read_manifest(models)
    assert (models / MANIFEST).read_bytes() == before


def test_notes_beside_the_models_may_change(models: Path) -> None:
    (models / "README.md").write_text("Other notes.\n", encoding="utf-8")
    check(models, read_manifest(models))


def test_a_damaged_file_is_named(models: Path) -> None:
    (models / "encoder" / "weights.bin").write_bytes(b"\x00\x01\x03")
    assert f"{models / 'encoder' / 'weights.bin'}: this model file is damaged" in complaint(models)


def test_a_truncated_file_is_named(models: Path) -> None:
    (models / "words.txt").write_bytes(b"")
    assert "words.txt: this model file is damaged" in complaint(models)


def test_a_missing_file_is_named(models: Path) -> None:
    (models / "words.txt").unlink()
    assert "words.txt: this model file cannot be read" in complaint(models)


def test_a_folder_without_list_has_no_models(tmp_path: Path) -> None:
    assert f"{tmp_path}: no models here" in complaint(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"7",
        b"{}",
        b'{"name": "x", "version": "1", "files": []}',
        b'{"name": "x", "version": "1", "files": {"a": 3}}',
        b'{"name": "x", "version": "1", "files": {"a": {"bytes": 1}}}',
        b'{"name": "x", "files": {}}',
    ],
)
def test_a_list_that_is_none_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(content)
    assert f"{tmp_path / MANIFEST}: not a list of models" in complaint(tmp_path)
