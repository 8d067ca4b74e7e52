from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoteex.errors import ModelError
from quoteex.language.manifest import check, read_manifest
from quoteex.language.pipeline import PROCESSORS
from quoteex.training.assemble import assemble


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    for name in PROCESSORS:
        (folder / name).mkdir(parents=True)
        (folder / name / f"{name}.pt").write_text(name)
        (folder / name / "train.conllu").write_text("stays behind")
    for name in ("encoder", "quotes"):
        (folder / name).mkdir()
        (folder / name / "model.safetensors").write_text(name)
    return folder


def test_models_are_laid_out_as_stanza_expects_and_listed(work: Path, tmp_path: Path) -> None:
    out = tmp_path / "models" / "de"
    manifest = assemble(work, out, version="0.0.1")
    assert (out / "pos" / "quoteex.pt").read_text() == "pos"
    assert not list(out.rglob("*.conllu"))
    resources = json.loads((out.parent / "resources.json").read_text())
    assert resources["de"]["packages"]["default"] == dict.fromkeys(PROCESSORS, "quoteex")
    assert read_manifest(out) == manifest
    assert len(manifest.files) == len(PROCESSORS) + 2
    check(out, manifest)


def test_what_was_there_is_replaced_but_for_its_description(work: Path, tmp_path: Path) -> None:
    out = tmp_path / "models" / "de"
    (out / "quotes").mkdir(parents=True)
    (out / "quotes" / "old.safetensors").write_text("old")
    (out / "MODEL_CARD.md").write_text("card")
    assemble(work, out, version="0.0.1")
    assert not (out / "quotes" / "old.safetensors").exists()
    assert (out / "MODEL_CARD.md").read_text() == "card"


def test_missing_model_is_named(work: Path, tmp_path: Path) -> None:
    (work / "ner" / "ner.pt").unlink()
    with pytest.raises(ModelError, match=r"ner\.pt: not there yet"):
        assemble(work, tmp_path / "models" / "de", version="0.0.1")
