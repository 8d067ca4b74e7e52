"""``quoteex speakers``: who is quoted in the documents named, and how much."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from quoteex.cli.options import Format, PathsArgument, chosen_format
from quoteex.cli.sources import SOME_INPUTS_FAILED, extract_all, named_sources

if TYPE_CHECKING:
    from quoteex.output.speakers import Tally

PerDocumentOption = Annotated[
    bool, typer.Option("--per-document", help="Count each document by itself; else all are added up by equal name.")
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one indented JSON object (with --per-document, one a document).")
]
JsonlOption = Annotated[bool, typer.Option("--jsonl", help="Print a JSON object for each speaker on one line.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Print comma-separated values, a line for each speaker.")]


def speakers(
    context: typer.Context,
    paths: PathsArgument = None,
    *,
    per_document: PerDocumentOption = False,
    json: JsonOption = False,
    jsonl: JsonlOption = False,
    csv: CsvOption = False,
) -> None:
    """Print who is quoted in German texts: names, kinds, roles, quotations, words quoted.

    Most words first. A word counts once for a speaker, also where quotations stand in one another; the share is of
    the words of all speakers printed together. Quotations without a speaker count for nobody. Names that differ only
    in case are one speaker. The columns of --csv are document (empty without --per-document), name, kind, roles
    (joined by "; "), quotes, words, share (0 to 1); the keys of --jsonl are the same.

    \b
    Examples:
      quoteex speakers article.txt
      quoteex speakers --csv articles/*.txt > speakers.csv
      quoteex speakers --per-document --jsonl articles/*.txt | jq -r 'select(.kind == "person") | .name'

    \b
    Exit codes: 0 done, 1 some inputs failed (the others are counted), 2 wrong usage or damaged models.
    """
    output_format = chosen_format(json=json, jsonl=jsonl, csv=csv)
    sources = named_sources(context, paths)

    from quoteex.extractor import Extractor
    from quoteex.output.speakers import add_up, tally

    show = _renderer(output_format)
    tallies: list[Tally] = []
    take = show if per_document else tallies.append
    all_done = extract_all(sources, Extractor(), lambda extraction: take(tally(extraction)))
    if tallies:
        show(add_up(tallies))
    if not all_done:
        raise typer.Exit(SOME_INPUTS_FAILED)


def _renderer(output_format: Format) -> Callable[[Tally], None]:
    """Return the function that writes one tally to standard output."""
    from quoteex.output.speakers_data import CsvWriter, write_speakers_json, write_speakers_jsonl

    match output_format:
        case Format.JSON:
            return lambda tally: write_speakers_json(tally, sys.stdout.buffer)
        case Format.JSONL:
            return lambda tally: write_speakers_jsonl(tally, sys.stdout.buffer)
        case Format.CSV:
            return CsvWriter(sys.stdout.buffer).write
    from rich.console import Console

    from quoteex.output.speakers_table import print_speakers

    console = Console()
    return lambda tally: print_speakers(tally, console)
