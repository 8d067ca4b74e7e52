"""From the paths that a command was given to extractions, one after the other; what fails does not stop the rest."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import typer

from quoteex.cli.report import complain, internal_error

if TYPE_CHECKING:
    from quoteex.document import Extraction
    from quoteex.extractor import Extractor

Show = Callable[["Extraction"], None]

SOME_INPUTS_FAILED = 1
USAGE = 2


def named_sources(context: typer.Context, paths: list[str] | None) -> list[str]:
    """Return what to read: ``paths``, without any standard input when something is piped in.

    Nothing to read prints the command's help and exits; standard input named twice is a usage error.
    """
    sources = paths or _piped()
    if not sources:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(USAGE)
    if sources.count("-") > 1:
        raise typer.BadParameter("- (standard input) can be read only once; name it once")
    return sources


def extract_all(sources: Iterable[str], extractor: Extractor, show: Show) -> bool:
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


def _piped() -> list[str]:
    """Return standard input as the only source when something is piped in, else nothing."""
    return [] if sys.stdin is None or sys.stdin.isatty() else ["-"]
