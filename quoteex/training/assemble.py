"""Put finished models together into the folder that quoteex loads: ``python -m quoteex.training assemble``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from quoteex.errors import ModelError
from quoteex.language.manifest import Manifest, write_manifest
from quoteex.language.pipeline import PROCESSORS

PACKAGE = "quoteex"
NAME = "quoteex-de"


def assemble(work: Path, out: Path, *, version: str) -> Manifest:
    """Copy the models below ``work`` to ``out`` (``.../models/de``) in Stanza's layout and list them.

    Taken are ``work/PROCESSOR/PROCESSOR.pt`` for each of Stanza's processors, ``work/encoder/`` and ``work/quotes/``.
    What lies in ``out`` already is replaced; Markdown there stays. ``resources.json``, which tells Stanza what there
    is, goes beside ``out``. Raises :class:`ModelError` if a model is missing.
    """
    sources = {f"{name}/{PACKAGE}.pt": work / name / f"{name}.pt" for name in PROCESSORS}
    for folder in ("encoder", "quotes"):
        sources |= {f"{folder}/{path.name}": path for path in sorted((work / folder).glob("*")) if path.is_file()}
    missing = [str(path) for path in sources.values() if not path.is_file()]
    missing += [str(work / name) for name in ("encoder", "quotes") if not (work / name / "model.safetensors").is_file()]
    if missing:
        raise ModelError(f"{', '.join(missing)}: not there yet; train it first")
    for old in (*PROCESSORS, "encoder", "quotes"):
        shutil.rmtree(out / old, ignore_errors=True)
    for name, path in sources.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, out / name)
    (out.parent / "resources.json").write_text(json.dumps(resources(out.name), indent=2) + "\n", encoding="utf-8")
    return write_manifest(out, name=NAME, version=version)


def resources(language: str) -> dict[str, object]:
    """Return Stanza's list of resources for one language with one package, which is also the default."""
    packages = dict.fromkeys(PROCESSORS, PACKAGE)
    listed: dict[str, object] = {name: {PACKAGE: {}} for name in PROCESSORS}
    return {language: {"lang_name": "German", "packages": {"default": packages}, **listed}}
