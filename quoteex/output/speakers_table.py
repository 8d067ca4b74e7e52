"""Who is quoted, as a table for people to read; the text is made harmless as in :mod:`quoteex.output.table`."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quoteex.output.speakers import Tally
from quoteex.output.visible import visible


def print_speakers(tally: Tally, console: Console) -> None:
    """Print the document's name (where it is one), a row for each speaker and a line of totals.

    Long cells are folded, never cut off. Without speakers it is one line.
    """
    if tally.speakers:
        if tally.document is not None:
            # Not Table's own title, which would be wrapped to the table's width.
            console.print(Text(visible(tally.document)), style="bold", soft_wrap=True)
        console.print(_table(tally))
    console.print(_totals(tally), soft_wrap=True)


def _table(tally: Tally) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Speaker", overflow="fold")
    table.add_column("Kind", overflow="fold")
    table.add_column("Roles", overflow="fold")
    for number in ("Quotes", "Words", "Share"):
        table.add_column(number, justify="right", overflow="fold")
    for speaker in tally.speakers:
        table.add_row(
            Text(visible(speaker.name)),
            Text(speaker.kind.value),
            Text(visible("; ".join(speaker.roles)) or "–"),
            Text(f"{speaker.quotes:,}"),
            Text(f"{speaker.words:,}"),
            Text(f"{speaker.share:.1%}"),
        )
    return table


def _totals(tally: Tally) -> Text:
    nobodys = f"; {_count(tally.unattributed, 'quotation')} without a speaker" if tally.unattributed else ""
    documents = _count(tally.documents, "document")
    if not tally.speakers:
        return Text(f"{documents if tally.document is None else visible(tally.document)}: no speakers{nobodys}")
    speakers = _count(len(tally.speakers), "speaker")
    quotes = _count(sum(speaker.quotes for speaker in tally.speakers), "quotation")
    words = _count(sum(speaker.words for speaker in tally.speakers), "word")
    within = f" in {documents}" if tally.document is None else ""
    return Text(f"{speakers}, {quotes}, {words}{within}{nobodys}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
