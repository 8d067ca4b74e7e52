from __future__ import annotations

import os
from pathlib import Path

import pytest

import quoteex


@pytest.fixture
def package_env() -> dict[str, str]:
    """Return an environment in which a new Python imports the same quoteex as the tests do, installed or not."""
    package = Path(quoteex.__file__).parent
    env = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "FORCE_COLOR", "QUOTEEX_DEBUG"}}
    return env | {"PYTHONPATH": str(package.parent), "PYTHONUTF8": "1"}
