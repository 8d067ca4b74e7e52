"""The order of the house: a step imports only what stands upstream of it, and nothing heavy before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import quoteex

PACKAGE = Path(quoteex.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

STEPS = ["reading", "language", "quotes", "speakers", "facts"]
"""The way of the data; each may import the steps to its left."""

SHARED = {"document", "errors", "paragraphs"}

MAY_IMPORT = {step: SHARED | set(STEPS[: number + 1]) for number, step in enumerate(STEPS)} | {
    "document": {"document"},
    "errors": {"errors"},
    "paragraphs": {"document", "paragraphs"},
    "extractor": SHARED | set(STEPS),
    "output": SHARED | {"output"},
    "cli": SHARED | set(STEPS) | {"extractor", "output", "cli", ""},
    "training": SHARED | set(STEPS) | {"training", "extractor", "output", ""},
    "": SHARED | {"extractor", "output"},
    "__main__": {"cli"},
}
"""Part of the package -> parts that it may import; the empty string is ``quoteex/__init__.py``."""

HEAVY = {"torch", "stanza", "transformers", "tokenizers", "numpy", "safetensors", "peft"}


def part_of_package(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imports(path: Path) -> Iterator[str]:
    """Yield the full names of all modules that a file imports, at its top or anywhere in it."""
    here = ["quoteex", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            # `from quoteex import document` imports a module too.
            yield from (f"{module}.{alias.name}" for alias in node.names) if module == "quoteex" else [module]


def imported_parts(path: Path) -> set[str]:
    names = [name.split(".") for name in imports(path)]
    parts = {name[1] if len(name) > 1 else "" for name in names if name[0] == "quoteex"}
    # Names such as quoteex.__version__ belong to the package itself.
    return {part if part in MAY_IMPORT or (PACKAGE / part).is_dir() else "" for part in parts}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_upstream_imports_downstream(path: Path) -> None:
    assert imported_parts(path) <= MAY_IMPORT[part_of_package(path)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_stanza_and_transformers_are_the_language_package_s(path: Path) -> None:
    if part_of_package(path) not in {"language", "training"}:
        assert not {name.split(".")[0] for name in imports(path)} & {"stanza", "transformers", "peft"}


@pytest.mark.parametrize(
    "code",
    [
        "import quoteex; quoteex.Extractor(); quoteex.to_record(quoteex.extract(' '))",
        "import sys; sys.argv[1:] = ['--help']; from quoteex.cli.app import main; main()",
        "import sys; sys.argv[1:] = ['extract', '--help']; from quoteex.cli.app import main; main()",
        "import sys; sys.argv[1:] = ['--version']; from quoteex.cli.app import main; main()",
        "import sys; sys.argv[1:] = ['schema']; from quoteex.cli.app import main; main()",
        "import sys; sys.argv[1:] = ['extract', '--json']; from quoteex.cli.app import main; main()",
        "import sys; sys.argv[1:] = ['extract', '--speaker', 'x']; from quoteex.cli.app import main; main()",
        "import sys; sys.argv[1:] = ['speakers', '--help']; from quoteex.cli.app import main; main()",
        "import sys; sys.argv[1:] = ['speakers', '--csv']; from quoteex.cli.app import main; main()",
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(code: str, package_env: dict[str, str]) -> None:
    watched = f"import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); {code}"
    process = subprocess.run(
        [sys.executable, "-c", watched], input="", env=package_env, capture_output=True, text=True, check=True
    )
    loaded = set(process.stderr.split())
    assert "quoteex" in loaded
    assert not loaded & HEAVY


def test_help_does_not_even_import_rich(package_env: dict[str, str]) -> None:
    code = "import atexit, sys; atexit.register(lambda: print('rich' in sys.modules, file=sys.stderr))"
    process = subprocess.run(
        [sys.executable, "-c", f"{code}; sys.argv[1:] = ['--help']; from quoteex.cli.app import main; main()"],
        env=package_env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stderr.strip() == "False"
