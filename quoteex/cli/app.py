"""The command ``quoteex``: its commands, and what becomes of errors and interruptions.

Exit codes: 0 done, 1 some inputs failed, 2 wrong usage or configuration, 130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
import warnings
from typing import Annotated

import typer

from quoteex import __version__
from quoteex.cli.extract import extract
from quoteex.cli.report import complain, internal_error
from quoteex.cli.schema import schema
from quoteex.cli.sources import USAGE
from quoteex.cli.speakers import speakers
from quoteex.errors import QuoteexError

app = typer.Typer(
    name="quoteex",
    # Plain help: Rich's takes as long to import as all else together.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(extract)
app.command()(speakers)
app.command()(schema)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"quoteex {__version__}")
        raise typer.Exit


@app.callback()
def quoteex(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Extract who said what from German text: quotations, their speakers, character offsets; offline.

    \b
    Example:
      quoteex extract article.txt
    """


def main() -> None:
    """Run the command line and exit."""
    _prepare()
    try:
        app()
    except SystemExit as end:
        # Typer and Rich both exit with 1 when the reader at the pipe has gone (`| head`): that is no failure.
        if isinstance(end.__context__, BrokenPipeError):
            _leave_closed_pipe()
        raise
    except Exception as error:
        if os.environ.get("QUOTEEX_DEBUG"):
            raise
        message, code = _explained(error)
        complain(message)
        sys.exit(code)


def _prepare() -> None:
    """Make ready what all commands write to."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # libraries' warnings tell a user of the command nothing to act on
    if sys.stdout is None:
        complain("standard output is closed; there is nowhere to write results")
        sys.exit(USAGE)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that is not UTF-8 shows "?" for what it lacks


def _explained(error: Exception) -> tuple[str, int]:
    """Return one line about an error that ends the run, and the exit code."""
    match error:
        case QuoteexError():
            return str(error), USAGE
        case ImportError():
            return f"the installation is incomplete ({error}); install quoteex again", USAGE
        case OSError():  # what cannot be read was dealt with input by input
            return f"cannot write results ({error.strerror or error}); the output is incomplete", 1
    return internal_error(error), 1


def _leave_closed_pipe() -> None:
    """Exit with 0 and keep Python from complaining that it cannot flush standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    sys.exit(0)
