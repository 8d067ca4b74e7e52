"""Who is quoted and how much: quotations and words by speaker, of one document or of many added up.

A speaker is known by the name: names equal but for case (:func:`folded`) are one speaker, in a document and across
documents. A word is a run of letters, digits and underscores in the text; it counts for a speaker when any of it
stands in a quotation of that speaker, and once, however many of the speaker's quotations it stands in.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Self

from quoteex.document import Extraction, Quote, Span, Speaker, SpeakerKind

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Quoted:
    """One speaker's row: how many quotations, and how many words in them."""

    name: str
    """As it stands first, when there are several ways to write it."""
    kind: SpeakerKind
    """The first that is known."""
    roles: tuple[str, ...]
    """All of them in order, each once, whatever the case."""
    quotes: int
    words: int
    share: float = 0.0
    """0 to 1: the part of these words in the words of all speakers of the tally; 0 where nobody has any."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Who is quoted in one document or in several together."""

    document: str | None
    """What the document is called: its source, for standard input its id; ``None``: this is several added up."""
    documents: int
    speakers: tuple[Quoted, ...]
    """Most words first, then most quotations, then as they come in the text."""
    unattributed: int
    """Quotations without a speaker, which are in nobody's row."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, to be counted: where each begins and ends, ascending."""

    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the words of ``text``."""
        spans = [match.span() for match in _WORD.finditer(text)]
        return cls([start for start, _ in spans], [end for _, end in spans])

    def count(self, spans: Iterable[Span]) -> int:
        """Return how many words ``spans`` touch: each once, though spans overlap; they may come in any order."""
        count = reached = 0
        for start, end in sorted(spans):
            first, behind = max(bisect_right(self.ends, start), reached), bisect_left(self.starts, end)
            if first < behind:
                count, reached = count + behind - first, behind
        return count


def folded(name: str) -> str:
    """Return ``name`` so that equal means the same name: without case, accents composed ("ü" one code point)."""
    return unicodedata.normalize("NFC", name.casefold())


def tally(extraction: Extraction) -> Tally:
    """Return who is quoted in one document, by the speaker's name at each quotation."""
    article = extraction.article
    by_name: dict[str, list[Quote]] = {}
    for quote in extraction.quotes:
        if quote.speaker is not None:
            by_name.setdefault(folded(quote.speaker.name), []).append(quote)
    known: dict[str, list[Speaker]] = {}
    for speaker in extraction.speakers:
        known.setdefault(folded(speaker.name), []).append(speaker)
    words = Words.of(article.text)
    rows = [_row(quotes, known.get(name, []), words) for name, quotes in by_name.items()]
    return Tally(
        document=article.source if article.source != "-" else article.id,
        documents=1,
        speakers=_ranked(rows),
        unattributed=sum(quote.speaker is None for quote in extraction.quotes),
    )


def add_up(tallies: Iterable[Tally]) -> Tally:
    """Return who is quoted in all of ``tallies`` together; of none, nobody in no documents."""
    tallies = tuple(tallies)
    rows: dict[str, list[Quoted]] = {}
    for row in chain.from_iterable(one.speakers for one in tallies):
        rows.setdefault(folded(row.name), []).append(row)
    return Tally(
        document=None,
        documents=sum(one.documents for one in tallies),
        speakers=_ranked([_sum(same) for same in rows.values()]),
        unattributed=sum(one.unattributed for one in tallies),
    )


def _row(quotes: Sequence[Quote], speakers: Sequence[Speaker], words: Words) -> Quoted:
    name = next(quote.speaker.name for quote in quotes if quote.speaker is not None)
    return Quoted(
        name=name,
        kind=_known_kind(speaker.kind for speaker in speakers),
        roles=_each_once(role for speaker in speakers for role in speaker.roles),
        quotes=len(quotes),
        words=words.count(span for quote in quotes for span in quote.part.spans),
    )


def _sum(rows: Sequence[Quoted]) -> Quoted:
    return Quoted(
        name=rows[0].name,
        kind=_known_kind(row.kind for row in rows),
        roles=_each_once(role for row in rows for role in row.roles),
        quotes=sum(row.quotes for row in rows),
        words=sum(row.words for row in rows),
    )


def _ranked(rows: Iterable[Quoted]) -> tuple[Quoted, ...]:
    """Return the rows with their shares, most words first."""
    rows = sorted(rows, key=lambda row: (-row.words, -row.quotes))
    total = sum(row.words for row in rows)
    return tuple(replace(row, share=row.words / total if total else 0.0) for row in rows)


def _known_kind(kinds: Iterable[SpeakerKind]) -> SpeakerKind:
    return next((kind for kind in kinds if kind is not SpeakerKind.UNKNOWN), SpeakerKind.UNKNOWN)


def _each_once(roles: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for role in roles:
        first.setdefault(folded(role), role)
    return tuple(first.values())
