"""What goes into Stanza's models and what comes out of them; the models themselves are not needed here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteex.document import Analysis, Span
from quoteex.errors import ModelError
from quoteex.language.pipeline import BETWEEN, LONGEST_SENTENCE, LanguagePipeline, _cut, model_text
from quoteex.paragraphs import paragraphs

some_text = st.text() | st.text(alphabet="Ab. \t\r\n\u00a0\u00ad\u200b\u2028\x00„“")

Entry = dict[str, Any]


@given(some_text)
def test_the_models_text_has_the_same_paragraphs_of_the_same_lengths(text: str) -> None:
    readable, found = model_text(text), paragraphs(text)
    assert readable.origins == tuple(start for start, _ in found)
    assert len(readable.text) == sum(end - start for start, end in found) + len(BETWEEN) * max(0, len(found) - 1)
    for (start, end), at in zip(found, readable.starts, strict=True):
        piece = readable.text[at : at + end - start]
        assert "\n" not in piece
        assert all(new in (old, " ") for new, old in zip(piece, text[start:end], strict=True))


@given(some_text, st.data())
def test_ranges_of_the_models_text_lead_back_to_the_same_characters(text: str, data: st.DataObject) -> None:
    readable = model_text(text)
    for span, at in zip(paragraphs(text), readable.starts, strict=True):
        length = span.end - span.start
        first = data.draw(st.integers(0, length - 1))
        last = data.draw(st.integers(first + 1, length))
        assert readable.original(at + first, at + last) == Span(span.start + first, span.start + last)


def test_unreadable_characters_are_spaces_and_readable_ones_stay() -> None:
    assert model_text("Ä\u00a0„ß“\u200b\r\n\r\n10\u202f€\tπ").text == "Ä „ß“ \n\n10 € π"


@pytest.mark.parametrize("length", [299, 300, 301, 700])
def test_a_word_without_end_is_cut_and_leads_back_all_the_same(length: int) -> None:
    text = "\n Der Wert: " + "x" * length + " hält."
    readable = model_text(text)
    assert max(len(word) for word in readable.text.split()) <= 300
    assert "".join(readable.text.split()) == "".join(text.split())
    for at, character in enumerate(readable.text):
        if not character.isspace():
            start, end = readable.original(at, at + 1)
            assert text[start:end] == character


@pytest.mark.parametrize("text", ["", "\n \n", "\u200b", "\u2060\n\n\ufeff"])
def test_text_without_anything_readable_is_not_shown_to_the_models(text: str) -> None:
    without_models = LanguagePipeline.__new__(LanguagePipeline)
    assert without_models.analyze(text) == Analysis((), ())


def test_a_folder_without_models_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no models here"):
        LanguagePipeline(tmp_path)


@st.composite
def sentences(draw: st.DrawFn) -> list[Entry]:
    """Entries as Stanza's ``to_dict`` gives them: words, and before those of a multi-word token their range."""
    entries: list[Entry] = []
    number = 1
    for size in draw(st.lists(st.sampled_from([1, 1, 1, 2, 3]), max_size=3 * LONGEST_SENTENCE)):
        if size > 1:
            entries.append({"id": (number, number + size - 1), "text": f"t{number}", "start_char": number})
        entries += [{"id": word, "text": f"w{word}"} for word in range(number, number + size)]
        number += size
    return entries


def ids(entry: Entry) -> tuple[int, ...]:
    return entry["id"] if isinstance(entry["id"], tuple) else (entry["id"],)


@given(sentences())
def test_cutting_loses_nothing_but_the_numbers(sentence: list[Entry]) -> None:
    parts = list(_cut(sentence))
    assert [entry | {"id": 0} for part in parts for entry in part] == [entry | {"id": 0} for entry in sentence]
    assert all(parts)


@given(sentences())
def test_parts_are_numbered_from_one_and_not_much_too_long(sentence: list[Entry]) -> None:
    for part in _cut(sentence):
        words = [entry["id"] for entry in part if isinstance(entry["id"], int)]
        assert words == list(range(1, len(words) + 1))
        assert len(words) <= LONGEST_SENTENCE + 2


@given(sentences())
def test_words_of_a_token_stay_with_it(sentence: list[Entry]) -> None:
    for part in _cut(sentence):
        for at, entry in enumerate(part):
            if len(ids(entry)) > 1:
                first, last = ids(entry)
                assert [other["id"] for other in part[at + 1 : at + 2 + last - first]] == list(range(first, last + 1))


def test_a_sentence_of_the_allowed_length_is_not_cut() -> None:
    sentence: list[Entry] = [{"id": number} for number in range(1, LONGEST_SENTENCE + 1)]
    assert list(_cut(sentence)) == [sentence]
    assert [len(part) for part in _cut([*sentence, {"id": LONGEST_SENTENCE + 1}])] == [LONGEST_SENTENCE, 1]
