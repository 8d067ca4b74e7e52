"""Pieces in marks in the middle of a sentence: after verbs of naming, and those without a cue."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up import a_candidate, openings_of, tokens_of

from quoteex.quotes.decoding import Thresholds
from quoteex.quotes.fragments import called, inner, without_bare
from quoteex.quotes.marks import find_marked
from quoteex.quotes.merge import Found, Words, merge


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sie nannte den Deich „alt“.", True),
        ("Die Fischer beschimpften ihn als „Feigling“.", True),
        ("Sie nannte sich „Fee“.", False),
        ("Das nennt man „Priel“.", False),
        ("Sie nannte Zahlen. Er sah „Ebbe“.", False),
        ("Sie nannte Zahlen, er sah „Ebbe“.", False),
        ("Sie kaufte den Kutter „Ebbe“.", False),
        ("Sie nannte\n„Ebbe“.", False),
        ("Er nannte im alten Hafen vor dem großen neuen Deich „Ebbe“.", False),
    ],
)
def test_after_a_verb_of_naming_in_the_same_clause(text: str, expected: bool) -> None:
    assert bool(called(text, tokens_of(text), openings_of(text))) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Er sah „Ebbe“.", True),
        ("„Ebbe“ stand da.", False),
        ("Er ging. „Ebbe“ kam.", False),
        ("Er rief: „Ebbe“.", False),
        ("Er ging\n„Ebbe“ kam.", False),
        ("Er ging – „Ebbe“ kam.", False),
    ],
)
def test_in_the_middle_of_a_sentence(text: str, expected: bool) -> None:
    assert bool(inner(text, tokens_of(text), openings_of(text))) is expected


def found_in(text: str, words: str, probability: float, cue: str | None) -> Found:
    candidate = a_candidate(text, words, cue=cue) if cue else a_candidate(text, words)
    candidate = replace(candidate, probability=probability)
    [found] = merge([candidate], find_marked(text), Words(tokens_of(text)), Thresholds())
    return found


@pytest.mark.parametrize(("cue", "probability", "stays"), [(None, 0.8, False), (None, 0.95, True), ("sagt", 0.8, True)])
def test_a_bare_piece_must_be_certain(cue: str | None, probability: float, stays: bool) -> None:
    text = "Er sagt heute „Ebbe“ dazu."
    found = found_in(text, "„Ebbe“", probability, cue)
    uncertain = inner(text, tokens_of(text), openings_of(text))
    assert without_bare([found], uncertain, 0.9) == ((found,) if stays else ())
    assert without_bare([found], (), 0.9) == (found,)
