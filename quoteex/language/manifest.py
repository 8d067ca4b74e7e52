"""The list of a model folder's files with their checksums: a damaged file gives a clear message, not a result."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from quoteex.errors import ModelError

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A set of models: its name and version, and the sha256 of each file by its path in the folder."""

    name: str
    version: str
    files: dict[str, str]

    @property
    def label(self) -> str:
        """Name and version as records show them, for example ``quoteex-de 1.0.0``."""
        return f"{self.name} {self.version}"


def read_manifest(folder: Path) -> Manifest:
    """Read ``manifest.json`` in ``folder``; raises :class:`ModelError` when it is missing or not what it should be."""
    path = folder / MANIFEST
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        files = {str(name): str(entry["sha256"]) for name, entry in record["files"].items()}
        return Manifest(str(record["name"]), str(record["version"]), files)
    except FileNotFoundError as error:
        raise ModelError(f"{folder}: no models here ({MANIFEST} is missing); install quoteex again") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: not a list of models ({error}); install quoteex again") from error


def check(folder: Path, manifest: Manifest) -> None:
    """Compare every file of ``manifest`` with its checksum; raises :class:`ModelError` at the first that differs."""
    for name, expected in manifest.files.items():
        path = folder / name
        try:
            found = digest(path)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ModelError(f"{path}: this model file cannot be read ({reason}); install quoteex again") from error
        if found != expected:
            raise ModelError(f"{path}: this model file is damaged (its checksum differs); install quoteex again")


def digest(path: Path) -> str:
    """Return the sha256 of a file's content as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(folder: Path, *, name: str, version: str) -> Manifest:
    """List all files below ``folder`` but the manifest itself and Markdown, and write ``manifest.json``."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md")
    files = {path.relative_to(folder).as_posix(): path for path in paths if path.name != MANIFEST}
    entries = {key: {"bytes": path.stat().st_size, "sha256": digest(path)} for key, path in files.items()}
    record = {"name": name, "version": version, "files": entries}
    (folder / MANIFEST).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return Manifest(name, version, {key: str(entry["sha256"]) for key, entry in entries.items()})
