"""Options that several commands share, and what they mean."""

from __future__ import annotations

from enum import Enum, auto
from typing import Annotated

import typer


class Format(Enum):
    """How results are written."""

    TABLE = auto()
    JSON = auto()
    JSONL = auto()


PathsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH|-",
        help="Plain-text files (UTF-8; UTF-16 with a byte-order mark); - is standard input, as is no PATH in a pipe.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print an indented JSON object for each document.")]
JsonlOption = Annotated[bool, typer.Option("--jsonl", help="Print a JSON object for each document on one line.")]


def chosen_format(*, json: bool, jsonl: bool) -> Format:
    """Return the format that the flags ask for, the table when none does; both are a usage error."""
    if json and jsonl:
        raise typer.BadParameter("--json and --jsonl exclude each other; give one of them")
    if json:
        return Format.JSON
    return Format.JSONL if jsonl else Format.TABLE
