"""What the model is told of a word besides the word itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from made_up import tokens_of

from quoteex.document import Span
from quoteex.quotes.features import WORD_TYPES, word_types
from quoteex.quotes.marks import State

STARTS = 4


def types(text: str) -> dict[str, int]:
    return dict(
        zip((text[start:end] for start, end in tokens_of(text)), word_types(text, tokens_of(text)), strict=True)
    )


def test_marks_and_the_words_between_them_have_states() -> None:
    assert types("Imke sagt: „Der Deich“ hält.") == {
        "Imke": State.OUTSIDE + STARTS,
        "sagt": State.OUTSIDE,
        ":": State.OUTSIDE,
        "„": State.OPENING,
        "Der": State.INSIDE,
        "Deich": State.INSIDE,
        "“": State.CLOSING,
        "hält": State.OUTSIDE,
        ".": State.OUTSIDE,
    }


def test_a_word_that_holds_a_mark_has_its_state() -> None:
    text = "Der „Deich“ hält"
    words = [Span(0, 3), Span(4, 11), Span(12, 16)]
    assert word_types(text, words) == [State.OUTSIDE + STARTS, State.OPENING, State.OUTSIDE]
    assert word_types(text, [Span(5, 11)]) == [State.CLOSING + STARTS]


def test_a_paragraph_starts_after_every_kind_of_line_break() -> None:
    for newline in ("\n", "\r\n", "\r", "\n\n"):
        assert word_types(f"a b{newline}c d", [Span(0, 1), Span(2, 3), *later(newline)]) == [4, 0, 4, 0]


def later(newline: str) -> list[Span]:
    at = 3 + len(newline)
    return [Span(at, at + 1), Span(at + 2, at + 3)]


@given(st.text(alphabet="ab.\r\n„“‚‘»« ", max_size=60))
def test_every_word_has_a_type(text: str) -> None:
    found = word_types(text, tokens_of(text))
    assert len(found) == len(tokens_of(text))
    assert all(0 <= kind < WORD_TYPES for kind in found)
    assert all(kind >= STARTS for kind in found[:1])
