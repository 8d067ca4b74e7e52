"""Short pieces in marks in the middle of a sentence: what the words before them say of their being quotations.

Two rules beside the network, for cases of which the corpus has few. After a verb of naming (without "sich" and "man")
about 22 of 25 such pieces in the corpus's training part are quotations, so little evidence is let be enough there; how
little (``Thresholds.called``) was set by one article outside the corpus and makes no difference on the articles held
back. Anywhere else a piece for which the network sees no cue must be certain (``Thresholds.bare``): of seven such on
the articles held back the two below 0.9 were a term and a title, the five above it quotations.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files

from quoteex.document import QuoteType, Span
from quoteex.quotes.merge import Found

_REACH = 8
"""So many words before the mark the verb may stand."""
_CLAUSE = ".!?:;,„“”»«›‹\"'‚‘’()–—"
_NOBODY = ("sich", "man", "wird", "werden", "wurde", "wurden")
_BEFORE_SENTENCE = '.!?:;“”"»«)…-–—\n\r'


def called(text: str, tokens: Sequence[Span], openings: Collection[int]) -> frozenset[int]:
    """Return those of the ``openings`` (words) that follow a verb of naming in their clause."""
    return frozenset(opening for opening in openings if _is_called(text, tokens, opening))


def _is_called(text: str, tokens: Sequence[Span], opening: int) -> bool:
    before: list[str] = []
    for number in range(opening - 1, max(-1, opening - 1 - _REACH), -1):
        word = text[slice(*tokens[number])].casefold()
        if word in _CLAUSE or "\n" in text[tokens[number].end : tokens[number + 1].start]:
            break
        before.append(word)
    verb = next((number for number, word in enumerate(before) if word in _naming_verbs()), None)
    return verb is not None and not any(word in _NOBODY for word in before)


def inner(text: str, tokens: Sequence[Span], openings: Collection[int]) -> frozenset[int]:
    """Return those of the ``openings`` (words) before which a sentence has begun already."""
    return frozenset(opening for opening in openings if _goes_on(text[: tokens[opening].start][-80:]))


def _goes_on(before: str) -> bool:
    before = before.rstrip(" \t\xa0")
    return bool(before) and before[-1] not in _BEFORE_SENTENCE


def without_bare(found: Sequence[Found], uncertain: Collection[int], threshold: float) -> tuple[Found, ...]:
    """Leave out direct quotations at an ``uncertain`` word without a cue whose anchor is below ``threshold``."""
    return tuple(
        item
        for item in found
        if item.type != QuoteType.DIRECT
        or item.parts["cue"]
        or item.anchor >= threshold
        or min(item.words) not in uncertain
    )


@cache
def _naming_verbs() -> frozenset[str]:
    text = files("quoteex").joinpath("lexicon", "naming_verbs.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
