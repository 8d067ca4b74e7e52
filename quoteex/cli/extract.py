"""``quoteex extract``: the quotations and speakers of each document named."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from quoteex.cli.options import Format, JsonlOption, JsonOption, PathsArgument, chosen_format
from quoteex.cli.sources import SOME_INPUTS_FAILED, Show, extract_all, named_sources

SpeakerOption = Annotated[
    str | None,
    typer.Option(
        "--speaker",
        metavar="NAME",
        help="Keep only the quotations of speakers whose name contains NAME, in upper or lower case.",
        show_default=False,
    ),
]


def extract(
    context: typer.Context,
    paths: PathsArgument = None,
    speaker: SpeakerOption = None,
    json: JsonOption = False,
    jsonl: JsonlOption = False,
) -> None:
    """Print who said what in German texts.

    The default is a table for people; programs read --json or --jsonl, whose offsets count Unicode code points
    ("quoteex schema" describes the record).

    \b
    Examples:
      quoteex extract article.txt
      quoteex extract --speaker merkel article.txt
      quoteex extract --jsonl articles/*.txt > quotes.jsonl
      cat article.txt | quoteex extract --json | jq -r '.quotes[] | .speaker.name'

    \b
    Exit codes: 0 done, 1 some inputs failed (the others are done), 2 wrong usage or damaged models.
    """
    output_format = chosen_format(json=json, jsonl=jsonl)
    if speaker is not None and not speaker.strip():
        # Most likely a variable of the shell that is not set: everybody's name contains nothing.
        raise typer.BadParameter("--speaker is blank; give a name or a part of one")
    sources = named_sources(context, paths)

    from quoteex.extractor import Extractor

    show = _renderer(output_format, speaker)
    if not extract_all(sources, Extractor(), show if speaker is None else _only(speaker, show)):
        raise typer.Exit(SOME_INPUTS_FAILED)


def _only(speaker: str, show: Show) -> Show:
    """Return ``show`` for what is left of each extraction when only the quotations of ``speaker`` are kept."""
    from quoteex.output.selection import only_speakers

    return lambda extraction: show(only_speakers(extraction, speaker))


def _renderer(output_format: Format, speaker: str | None) -> Show:
    """Return the function that writes one extraction to standard output; a table says whom it is of."""
    from quoteex.output.jsonout import write_json, write_jsonl

    if output_format is Format.JSON:
        return lambda extraction: write_json(extraction, sys.stdout.buffer)
    if output_format is Format.JSONL:
        return lambda extraction: write_jsonl(extraction, sys.stdout.buffer)
    from rich.console import Console

    from quoteex.output.table import print_table

    console = Console()
    return lambda extraction: print_table(extraction, console, speaker=speaker)
