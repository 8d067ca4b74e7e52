"""The learned model and the quotation marks made one: from candidates to quotations with character spans.

The model decides what is a quotation, of which type, and which words belong to it. Where a direct quotation stands in
marks, the marks decide where it begins and ends: its span runs from mark to mark, over every stretch of which the
model takes at least half the words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quoteex.document import Medium, QuoteType, Span
from quoteex.quotes.decoding import Candidate, Thresholds
from quoteex.quotes.marks import Marked
from quoteex.quotes.network import DIRECT, PARTS

SMALL_GAP = 2
"""So many words left out in the middle of a part are a slip of the model, unless they belong to another part."""
SAME = 0.6
"""Two quotations other than direct ones that share this much of their words are one."""


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation by its words (indices), with the spans that follow from them, before it gets an id."""

    type: QuoteType
    medium: Medium | None
    spans: tuple[Span, ...]
    words: frozenset[int]
    parts: dict[str, tuple[Span, ...]]
    """Spans of speaker, cue, frame and addressee; an empty tuple where there is none."""
    anchor: float
    """The model's probability that a quotation begins here."""
    certainty: float
    """The model's mean probability over the quotation's words."""


class Words:
    """The words of an article by place: from words to spans and back."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]

    def within(self, span: Span) -> range:
        """Return the words that overlap a range of characters."""
        first = bisect_left(self._ends, span.start + 1)
        return range(first, max(first, bisect_left(self._starts, span.end)))

    def cover(self, words: Iterable[int]) -> tuple[Span, ...]:
        """Return the spans of runs of words, one a run."""
        return tuple(Span(self._starts[first], self._ends[last]) for first, last in runs(words))


def runs(words: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of consecutive numbers, ascending."""
    first = last = None
    for word in sorted(words):
        if last is not None and word != last + 1:
            yield first or 0, last
            first = word
        elif last is None:
            first = word
        last = word
    if last is not None:
        yield first or 0, last


def fill_gaps(words: frozenset[int], taken: frozenset[int]) -> frozenset[int]:
    """Add words missing between two others when there are few of them and none is in ``taken``."""
    filled = set(words)
    ends = list(runs(words))
    for (_, left), (right, _) in zip(ends, ends[1:], strict=False):
        gap = range(left + 1, right)
        if len(gap) <= SMALL_GAP and not taken.intersection(gap):
            filled.update(gap)
    return frozenset(filled)


def merge(
    candidates: Iterable[Candidate], marked: Sequence[Marked], words: Words, thresholds: Thresholds
) -> tuple[Found, ...]:
    """Return the quotations of an article in order of first span, a longer one before one inside it."""
    outlines = Outlines(marked, words)
    found = [item for candidate in candidates if (item := _found(candidate, outlines, words, thresholds)) is not None]
    found.sort(key=lambda item: item.anchor * item.certainty, reverse=True)
    kept: list[Found] = []
    by_word: dict[int, list[Found]] = {}
    for item in found:
        rivals = {id(other): other for word in item.words for other in by_word.get(word, ())}
        if not any(_same(item, other) for other in rivals.values()):
            kept.append(item)
            for word in item.words:
                by_word.setdefault(word, []).append(item)
    return tuple(sorted(kept, key=lambda item: (item.spans[0].start, -item.spans[-1].end)))


def _same(one: Found, other: Found) -> bool:
    if (one.type == QuoteType.DIRECT) != (other.type == QuoteType.DIRECT):
        return one.spans == other.spans
    common, union = len(one.words & other.words), len(one.words | other.words)
    if one.type == QuoteType.DIRECT:
        # A quotation inside a quotation is one of its own; two that partly overlap are the same found twice.
        return common > 0 and not (one.words < other.words or other.words < one.words)
    return common >= SAME * union


class Outlines:
    """What stands in marks, by words, with stretches that a paragraph's start takes up again joined."""

    def __init__(self, marked: Sequence[Marked], words: Words) -> None:
        self._spans: list[tuple[Span, ...]] = []
        self._words: list[range] = []
        self._by_word: dict[int, list[int]] = {}
        for stretch in marked:
            inside = words.within(stretch.span)
            number = len(self._words)
            self._words.append(inside)
            self._spans.append((stretch.span,))
            for word in inside:
                self._by_word.setdefault(word, []).append(number)
        self._next = _continuations(marked)

    def at(self, anchor: int) -> int | None:
        """Return the outermost stretch that begins at a word or the next, else the innermost around the word."""
        around = self._by_word.get(anchor, [])
        for number in (*around, *self._by_word.get(anchor + 1, [])):
            if self._words[number].start in (anchor, anchor + 1):
                return number
        return around[-1] if around else None

    def join(self, first: int, likely: frozenset[int]) -> tuple[tuple[Span, ...], frozenset[int]]:
        """Return spans and words of stretch ``first`` and of all later ones that ``likely`` words mostly fill."""
        chosen = self._chain(first)
        seen = set(chosen)
        for word in sorted(likely):
            for number in self._by_word.get(word, [])[:1]:
                inside = self._words[number]
                if number in seen or number < first or self._words[first].stop > inside.start:
                    continue
                seen.add(number)
                if 2 * len(likely.intersection(inside)) >= len(inside):
                    chosen.extend(self._chain(number))
        chosen = sorted(set(chosen))
        spans = tuple(span for number in chosen for span in self._spans[number])
        return spans, frozenset(word for number in chosen for word in self._words[number])

    def _chain(self, first: int) -> list[int]:
        chain = [first]
        while (following := self._next.get(chain[-1])) is not None:
            chain.append(following)
        return chain


def _continuations(marked: Sequence[Marked]) -> dict[int, int]:
    result: dict[int, int] = {}
    open_at: dict[int, int] = {}
    for number, stretch in enumerate(marked):
        if stretch.continued and stretch.depth in open_at:
            result[open_at.pop(stretch.depth)] = number
        if not stretch.closed:
            open_at[stretch.depth] = number
    return result


def _found(candidate: Candidate, outlines: Outlines, words: Words, thresholds: Thresholds) -> Found | None:
    parts = {part: candidate.words(part, thresholds.of_part(part)) for part in PARTS}
    quote = parts.pop("quote") | {candidate.anchor}
    outline = outlines.at(candidate.anchor) if candidate.anchor_class == DIRECT else None
    if outline is not None:
        spans, quote = outlines.join(outline, quote)
    else:
        quote = fill_gaps(quote, frozenset().union(*parts.values()))
        spans = words.cover(quote)
    if not quote:
        return None
    certainty = candidate.mean("quote", quote)
    apart = {part: found if candidate.anchor_class != DIRECT else found - quote for part, found in parts.items()}
    return Found(
        type=candidate.type(),
        medium=candidate.medium(),
        spans=spans,
        words=quote,
        parts={part: words.cover(fill_gaps(found, quote)) for part, found in apart.items()},
        anchor=candidate.probability,
        certainty=certainty,
    )

