"""The learned model and the quotation marks made one: from candidates to quotations with character spans.

The model decides what is a quotation, of which type, and which words belong to it. Where a direct quotation stands in
marks, the marks decide where it begins and ends: its span runs from mark to mark, over every stretch of which the
model takes at least half the words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from quoteex.document import Medium, QuoteType, Span
from quoteex.quotes.decoding import Candidate, Thresholds
from quoteex.quotes.marks import Marked
from quoteex.quotes.network import DIRECT, PARTS

SMALL_GAP = 2
"""So many words left out in the middle of a part are a slip of the model, unless they belong to another part."""
FAINT_SPEAKER = 0.15
"""Nearly every direct quotation has a speaker: where none reaches its threshold, the likeliest from here on counts."""
STRAY = 3
"""Fewer words than this in a row, far from the rest of a quotation, are a slip of the model."""
SAME = 0.4
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
    # Along a run, number and position grow in step.
    for _, numbered in groupby(enumerate(sorted(set(words))), lambda pair: pair[1] - pair[0]):
        run = [word for _, word in numbered]
        yield run[0], run[-1]


def fill_gaps(words: frozenset[int], taken: frozenset[int]) -> frozenset[int]:
    """Add words missing between two others when there are few of them and none is in ``taken``."""
    filled = set(words)
    for (_, left), (right, _) in pairwise(runs(words)):
        gap = range(left + 1, right)
        if len(gap) <= SMALL_GAP and not taken.intersection(gap):
            filled.update(gap)
    return frozenset(filled)


def drop_strays(words: frozenset[int], around: frozenset[int]) -> frozenset[int]:
    """Drop short runs of words that stand far from the rest: slips of the model.

    A run of fewer than ``STRAY`` words stays when all words between it and the longest run, but for ``SMALL_GAP``,
    are the quotation's own or in ``around`` (its frame, say: „Er sei", so der Minister, „krank").
    """
    found = list(runs(words))
    if not found:
        return words
    first, last = max(found, key=lambda run: run[1] - run[0])
    kept = set(words)
    for left, right in found:
        between = range(last + 1, left) if left > last else range(right + 1, first)
        foreign = sum(word not in words and word not in around for word in between)
        if right - left + 1 < STRAY and foreign > SMALL_GAP:
            kept.difference_update(range(left, right + 1))
    return frozenset(kept)


def best_run(words: frozenset[int], candidate: Candidate) -> frozenset[int]:
    """Return the run of words (small gaps allowed) with the most probable one: a speaker is named in one place."""
    if not words:
        return words

    def best(run: tuple[int, int]) -> float:
        return max(candidate.mean("speaker", (word,)) for word in range(run[0], run[1] + 1))

    first, last = max(runs(fill_gaps(words, frozenset())), key=best)
    return words.intersection(range(first, last + 1))


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
        self._spans = [stretch.span for stretch in marked]
        self._words = [words.within(span) for span in self._spans]
        self._by_word: dict[int, list[int]] = {}
        for number, inside in enumerate(self._words):
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
        """Return spans and words of stretch ``first`` and of all later ones that ``likely`` words mostly fill.

        A stretch that a chosen one leaves open is taken with its continuations. Spans ascend and do not overlap.
        """
        chosen = set(self._chain(first))
        outermost = {self._by_word[word][0] for word in likely if word in self._by_word}
        for number in outermost - chosen:
            inside = self._words[number]
            later = number > first and inside.start >= self._words[first].stop
            if later and 2 * len(likely.intersection(inside)) >= len(inside):
                chosen.update(self._chain(number))
        spans: list[Span] = []
        for number in sorted(chosen):
            # One that begins before the end of the one before lies inside it.
            if not spans or spans[-1].end <= self._spans[number].start:
                spans.append(self._spans[number])
        return tuple(spans), frozenset(word for number in chosen for word in self._words[number])

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
    parts["speaker"] = best_run(parts["speaker"], candidate)
    if candidate.anchor_class == DIRECT and not parts["speaker"]:
        parts["speaker"] = candidate.likeliest("speaker", FAINT_SPEAKER)
    quote = parts.pop("quote") | {candidate.anchor}
    outline = outlines.at(candidate.anchor) if candidate.anchor_class == DIRECT else None
    if outline is not None:
        spans, quote = outlines.join(outline, quote)
    else:
        others = frozenset().union(*parts.values())
        quote = drop_strays(fill_gaps(quote, others), others)
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
