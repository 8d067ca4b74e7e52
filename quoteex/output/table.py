"""An extraction as a table for people to read; programs take JSON.

All that comes from the text goes through :func:`quoteex.output.visible.visible` and into Rich's ``Text`` objects: as
plain strings Rich would read ``[sic]`` as markup and drop it.
"""

from __future__ import annotations

from collections import Counter

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quoteex.document import Article, Extraction, Part, Quote, QuoteType
from quoteex.output.visible import visible

_TYPE_NAMES = {
    QuoteType.DIRECT: "direct",
    QuoteType.INDIRECT: "indirect",
    QuoteType.REPORTED: "reported",
    QuoteType.FREE_INDIRECT: "free indirect",
    QuoteType.INDIRECT_FREE_INDIRECT: "indirect/free indirect",
}


def print_table(extraction: Extraction, console: Console, *, speaker: str | None = None) -> None:
    """Print the document's name, its quotations (speaker, type, quotation, cue) and a line of totals.

    Long cells are folded, never cut off. Without quotations it is one line, which names the ``speaker`` whose
    quotations alone were wanted; ``None``: everybody's were.
    """
    if extraction.quotes:
        # Not Table's own title, which would be wrapped to the table's width.
        console.print(_title(extraction.article), style="bold", soft_wrap=True)
        console.print(_table(extraction))
    console.print(_totals(extraction, speaker), soft_wrap=True)


def _table(extraction: Extraction) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Speaker", overflow="fold", max_width=28)
    table.add_column("Type", overflow="fold", max_width=14)
    table.add_column("Quotation", overflow="fold", ratio=1)
    table.add_column("Cue", overflow="fold", max_width=16)
    for quote in extraction.quotes:
        table.add_row(_speaker(quote), Text(_TYPE_NAMES[quote.type]), _words(quote.part), _words(quote.cue))
    return table


def _title(article: Article) -> Text:
    return Text(visible(article.source if article.source != "-" else article.id))


def _speaker(quote: Quote) -> Text:
    return Text("–") if quote.speaker is None else Text(visible(quote.speaker.name))


def _words(part: Part | None) -> Text:
    return Text("–") if part is None else Text(visible(part.text))


def _totals(extraction: Extraction, speaker: str | None) -> Text:
    size = _count(len(extraction.article.text), "character")
    if not extraction.quotes:
        of = "" if speaker is None else f" of a speaker named “{visible(speaker)}”"
        return _title(extraction.article).append(f": no quotations{of}; {size}")
    kinds = Counter(_TYPE_NAMES[quote.type] for quote in extraction.quotes)
    by_type = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
    quotes = _count(len(extraction.quotes), "quotation")
    return Text(f"{quotes} ({by_type}), {_count(len(extraction.speakers), 'speaker')}; {size}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
