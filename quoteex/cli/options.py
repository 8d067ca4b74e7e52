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
    CSV = auto()


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


def chosen_format(*, json: bool, jsonl: bool, csv: bool = False) -> Format:
    """Return the format that the flags ask for, the table when none does; more than one is a usage error."""
    flags = {"--json": (json, Format.JSON), "--jsonl": (jsonl, Format.JSONL), "--csv": (csv, Format.CSV)}
    given = [flag for flag, (wanted, _) in flags.items() if wanted]
    if len(given) > 1:
        raise typer.BadParameter(f"{' and '.join(given)} exclude each other; give one of them")
    return flags[given[0]][1] if given else Format.TABLE
