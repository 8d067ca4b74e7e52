"""Where paragraphs begin and end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteex.document import Span
from quoteex.paragraphs import paragraphs

some_text = st.text() | st.text(alphabet="Ab. \t\r\n\u2028“")


def shown(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


@given(some_text)
def test_they_ascend_are_disjoint_and_begin_and_end_with_ink(text: str) -> None:
    found = paragraphs(text)
    assert all(one.end < other.start for one, other in pairwise(found))
    for start, end in found:
        assert text[start:end] == text[start:end].strip() != ""


@given(some_text)
def test_between_them_is_nothing_but_white_space(text: str) -> None:
    edges = [Span(0, 0), *paragraphs(text), Span(len(text), len(text))]
    assert all(not text[one.end : other.start].strip() for one, other in pairwise(edges))


@given(some_text, st.sampled_from(["\n\n", "\r\n\r\n", "\r\r", "\n \t\n"]))
def test_nothing_runs_across_a_blank_line(text: str, gap: str) -> None:
    whole = f"Anfang.{gap}{text}"
    assert shown(whole)[0] == "Anfang."


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t\n", "\u2003\n"])
def test_blank_text_has_none(text: str) -> None:
    assert paragraphs(text) == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_is_one_where_lines_end_like_sentences(newline: str) -> None:
    lines = ["Die Fähre fährt wieder.", "„Endlich“, sagt der Wirt.", "Der Hafen bleibt zu!"]
    assert shown(newline.join(lines)) == lines


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_wrapped_lines_are_one(newline: str) -> None:
    first = newline.join(["Die Fähre fährt von", "Montag an wieder zur", "Insel."])
    second = newline.join(["Das hat der Kreis am", "Abend so mitgeteilt."])
    assert shown(first + newline * 2 + second) == [first, second]


def test_blank_lines_at_the_ends_and_in_a_row_change_nothing() -> None:
    assert shown("\n\n  Eins.\n \n\n\tZwei. \n\n") == ["Eins.", "Zwei."]


def test_a_heading_above_one_paragraph_stands_alone() -> None:
    assert shown("Fähre fährt wieder\nAb Montag legt sie ab.") == ["Fähre fährt wieder", "Ab Montag legt sie ab."]


def test_headings_among_lines_that_end_like_sentences_stand_alone() -> None:
    lines = ["Fähre fährt", "Sie legt ab.", "Der Wirt freut sich.", "Auch das Amt ist froh.", "Es zahlt."]
    assert shown("\n".join(lines)) == lines
