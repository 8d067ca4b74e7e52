"""``quoteex extract``: the quotations and speakers of each document named."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import typer

from quoteex.cli.options import Format, JsonlOption, JsonOption, PathsArgument, chosen_format
from quoteex.cli.report import complain, internal_error

if TYPE_CHECKING:
    from quoteex.document import Extraction
    from quoteex.extractor import Extractor

Show = Callable[["Extraction"], None]

SOME_INPUTS_FAILED = 1
USAGE = 2


def extract(
    context: typer.Context,
    paths: PathsArgument = None,
    json: JsonOption = False,
    jsonl: JsonlOption = False,
) -> None:
    """Print who said what in German texts.

    The default is a table for people; programs read --json or --jsonl, whose offsets count Unicode code points
    ("quoteex schema" describes the record).

    \b
    Examples:
      quoteex extract article.txt
      quoteex extract --jsonl articles/*.txt > quotes.jsonl
      cat article.txt | quoteex extract --json | jq -r '.quotes[] | .speaker.name'

    \b
    Exit codes: 0 done, 1 some inputs failed (the others are done), 2 wrong usage or damaged models.
    """
    output_format = chosen_format(json=json, jsonl=jsonl)
    sources = paths or _piped()
    if not sources:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(USAGE)
    if sources.count("-") > 1:
        raise typer.BadParameter("- (standard input) can be read only once; name it once")

    from quoteex.extractor import Extractor

    if not _extract_all(sources, Extractor(), _renderer(output_format)):
        raise typer.Exit(SOME_INPUTS_FAILED)


def _piped() -> list[str]:
    """Return standard input as the only source when something is piped in, else nothing."""
    return [] if sys.stdin is None or sys.stdin.isatty() else ["-"]


def _extract_all(sources: Iterable[str], extractor: Extractor, show: Show) -> bool:
    """Show each source's extraction as soon as it is done and complain of those that fail; True when none did.

    What is wrong with the installation (missing or damaged models) would be wrong with every source, and is raised.
    """
    from quoteex.errors import InputError, ModelError
    from quoteex.reading.files import read_article

    stdin = None if sys.stdin is None else sys.stdin.buffer
    all_done = True
    for source in sources:
        try:
            extraction = extractor.extract(read_article(source, stdin))
        except (ModelError, ImportError):
            raise
        except InputError as error:
            complain(str(error))
            all_done = False
        except Exception as error:  # one document must not take the others with it
            if os.environ.get("QUOTEEX_DEBUG"):
                raise
            complain(f"{source}: {internal_error(error)}")
            all_done = False
        else:
            show(extraction)
    return all_done


def _renderer(output_format: Format) -> Show:
    """Return the function that writes one extraction to standard output."""
    from quoteex.output.jsonout import write_json, write_jsonl

    if output_format is Format.JSON:
        return lambda extraction: write_json(extraction, sys.stdout.buffer)
    if output_format is Format.JSONL:
        return lambda extraction: write_jsonl(extraction, sys.stdout.buffer)
    from rich.console import Console

    from quoteex.output.table import print_table

    console = Console()
    return lambda extraction: print_table(extraction, console)
