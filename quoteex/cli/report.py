"""What the command says on standard error: one line a message, nothing in it that acts on the terminal."""

from __future__ import annotations

import sys

from quoteex.output.visible import visible


def complain(message: str) -> None:
    """Print ``quoteex: message`` on standard error, on one line."""
    print(f"quoteex: {visible(message)}", file=sys.stderr, flush=True)  # noqa: T201 (standard error is ours)


def internal_error(error: Exception) -> str:
    """Return one line about an error that nobody foresaw."""
    detail = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"internal error ({detail}); please report it; QUOTEEX_DEBUG=1 shows where it happened"
