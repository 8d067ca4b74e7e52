"""What the quotation model is told of each word besides the word itself."""

from __future__ import annotations

from collections.abc import Sequence

from quoteex.document import Span
from quoteex.quotes.marks import State, mark_state

WORD_TYPES = 8
"""Four mark states, each without and with a paragraph's start."""


def word_types(text: str, words: Sequence[Span]) -> list[int]:
    """Return the encoder's token type of each word: its mark state, plus 4 where a paragraph starts.

    A word that holds an opening or closing mark has that state, any other the state of its first character. A
    paragraph starts at the first word and after every line break.
    """
    states = mark_state(text)
    result = []
    end = 0
    for number, span in enumerate(words):
        inner = states[span.start : span.end]
        state = State.OPENING if State.OPENING in inner else State.CLOSING if State.CLOSING in inner else inner[0]
        gap = text[end : span.start]
        starts = number == 0 or "\n" in gap or "\r" in gap
        result.append(state + (4 if starts else 0))
        end = span.end
    return result
