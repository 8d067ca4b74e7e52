"""Speakers of quotations at which nobody is named: taken from the quotation around them or the one before.

Two cases leave no doubt: a fragment inside an indirect quotation shares its frame (so the guidelines of
Petersen-Frey & Biemann 2024), and a quotation that goes on after another's frame, in the same paragraph and with
nothing else between, is the same person's (``„A", sagte X. „B"``). All else stays without a speaker.

Somebody named within another quotation is spoken of there and does not speak next: of 765 speakers without a frame in
the corpus's training part only five stand inside a direct or indirect quotation that is not around their own. No
speaker at all stands inside the own one, except where a speech act is reported.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from quoteex.document import Attribution, Quote, QuoteType, Span

_INK = re.compile(r"\w")
_NEAR = 8
"""Quotations that begin this far back are asked whether a place lies in them; more than that do not nest."""
_MARKS = " .,!?„“”\"»«›‹‚‘’'"
_LINE_BREAK = re.compile(r"[\r\n]")


def inherit_speakers(text: str, quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Return ``quotes`` (in order of first span) with such speakers filled in; nothing else changes."""
    quotes = _heading(text, quotes)
    contents = _Contents(quotes)
    done: dict[str, Quote] = {}
    previous: Quote | None = None
    for quote in quotes:
        speaker = contents.own_speaker(quote) or _around(quote, done) or _before(text, quote, previous)
        done[quote.id] = replace(quote, speaker=speaker)
        if quote.parent is None:
            previous = done[quote.id]
    return tuple(done.values())


def _heading(text: str, quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Give a quotation in the first line, when its words stand again further down, the speaker named there."""
    line = _LINE_BREAK.search(text.strip("\r\n"))
    first = next((quote for quote in quotes if quote.type == QuoteType.DIRECT), None)
    if line is None or first is None or first.cue is not None or first.part.spans[-1].end > line.start() + 1:
        return quotes
    words = first.part.text.strip(_MARKS)
    again = (quote for quote in quotes if quote is not first and quote.type == QuoteType.DIRECT and quote.cue)
    told = next((quote.speaker for quote in again if quote.speaker and words in quote.part.text), None)
    return tuple(replace(quote, speaker=told) if quote is first and told else quote for quote in quotes)


class _Contents:
    """The places where quotations that report words stand, asked which of them a place lies in."""

    def __init__(self, quotes: tuple[Quote, ...]) -> None:
        pairs = ((span, quote) for quote in quotes if quote.type != QuoteType.REPORTED for span in quote.part.spans)
        self._pairs = sorted(pairs, key=lambda pair: pair[0])
        self._starts = [span.start for span, _ in self._pairs]

    def own_speaker(self, quote: Quote) -> Attribution | None:
        """Return the quotation's speaker, unless that is somebody of whom another quotation only speaks."""
        if quote.speaker is not None and quote.type != QuoteType.REPORTED:
            told = quote.speaker.part.spans[0]
            if any(start <= told.start and told.end <= end for start, end in quote.part.spans):
                return None  # nobody names oneself in what one says
        if quote.frame is not None and (speaker := self._in_frame(quote)) is not quote.speaker:
            return speaker
        if quote.speaker is None or quote.type == QuoteType.REPORTED:
            return quote.speaker
        place, words = quote.speaker.part.spans[0], quote.part.spans[0]
        at = bisect_right(self._starts, place.start)
        for span, other in self._pairs[max(0, at - _NEAR) : at]:
            around = span.start <= words.start < span.end
            if other is quote or around or place.end > span.end:
                continue
            if quote.frame is None or other.type == QuoteType.DIRECT:
                return other.speaker if other.speaker is not None and other.speaker.part != quote.speaker.part else None
        return quote.speaker

    def _in_frame(self, quote: Quote) -> Attribution | None:
        """Return the speaker in the quotation's frame when its own stands elsewhere and another's stands there."""
        frame = quote.frame.spans if quote.frame is not None else ()
        if quote.speaker is None or _any_overlap(quote.speaker.part.spans, frame):
            return quote.speaker
        at = bisect_right(self._starts, frame[-1].end)
        near = (other.speaker for _, other in self._pairs[max(0, at - _NEAR) : at + _NEAR] if other is not quote)
        inside = (speaker for speaker in near if speaker is not None and _any_overlap(speaker.part.spans, frame))
        return next(inside, quote.speaker)


def _any_overlap(some: tuple[Span, ...], others: tuple[Span, ...]) -> bool:
    return any(one.start < other.end and other.start < one.end for one in some for other in others)


def _around(quote: Quote, done: dict[str, Quote]) -> Attribution | None:
    parent = done.get(quote.parent) if quote.parent else None
    # Inside a direct quotation, what is quoted is somebody else's.
    return None if parent is None or parent.type == QuoteType.DIRECT else parent.speaker


def _before(text: str, quote: Quote, previous: Quote | None) -> Attribution | None:
    if previous is None or previous.speaker is None or quote.type != QuoteType.DIRECT or quote.parent is not None:
        return None
    end, start = previous.part.spans[-1].end, quote.part.spans[0].start
    if start < end or _LINE_BREAK.search(text, end, start):
        return None
    frame = (previous.frame, previous.cue, previous.addressee)
    known = [span for part in (*frame, previous.speaker.part) if part is not None for span in part.spans]
    return previous.speaker if _says_nothing_else(text, Span(end, start), known) else None


def _says_nothing_else(text: str, gap: Span, known: list[Span]) -> bool:
    """Tell whether all words in ``gap`` stand in one of the ``known`` spans."""
    at = gap.start
    for start, end in sorted(known):
        if _INK.search(text, at, max(at, min(start, gap.end))):
            return False
        at = max(at, min(end, gap.end))
    return not _INK.search(text, at, gap.end)
