"""Words and candidates made up by hand, in place of what the language models and the network would say."""

from __future__ import annotations

import re

import torch

from quoteex.document import Medium, QuoteType, Span
from quoteex.quotes.decoding import Candidate
from quoteex.quotes.marks import find_marked
from quoteex.quotes.merge import Words
from quoteex.quotes.network import DIRECT, MEDIA, OTHER, PARTS, TYPES

LIKELY, UNLIKELY = 0.9, 0.1


def tokens_of(text: str) -> list[Span]:
    """Cut ``text`` into words and single other characters."""
    return [Span(*match.span()) for match in re.finditer(r"\w+|[^\w\s]", text)]


def places(text: str, *phrases: str) -> frozenset[int]:
    """Return the words of ``text`` that the phrases (each found once in it) reach over."""
    found: set[int] = set()
    for phrase in phrases:
        assert text.count(phrase) == 1
        start = text.index(phrase)
        found.update(Words(tokens_of(text)).within(Span(start, start + len(phrase))))
    return frozenset(found)


def a_candidate(
    text: str,
    *quote: str,
    kind: QuoteType = QuoteType.DIRECT,
    medium: Medium | None = None,
    probability: float = LIKELY,
    certainty: float = LIKELY,
    anchor: int | None = None,
    first: int = 0,
    **parts: str,
) -> Candidate:
    """Return a candidate over all words of ``text`` from ``first`` on whose parts are the given phrases."""
    words = places(text, *quote)
    figures = torch.full((len(PARTS), len(tokens_of(text)) - first), UNLIKELY)
    chosen = {"quote": words} | {name: places(text, part) for name, part in parts.items()}
    for name, numbers in chosen.items():
        figures[PARTS.index(name), [number - first for number in numbers]] = certainty
    return Candidate(
        anchor=min(words) if anchor is None else anchor,
        anchor_class=DIRECT if kind == QuoteType.DIRECT else OTHER,
        probability=probability,
        first=first,
        parts=figures,
        types=torch.tensor([float(other == kind) for other in TYPES]),
        media=torch.tensor([float(other == medium) for other in MEDIA]),
    )


def openings_of(text: str) -> frozenset[int]:
    words = Words(tokens_of(text))
    return frozenset(words.within(marked.span).start for marked in find_marked(text))
