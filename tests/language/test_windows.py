"""How words become subwords, and subwords windows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import tiny_tokenizer
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from quoteex.errors import ModelError
from quoteex.language.windows import STRIDE, WINDOW, split_words, windows

TOKENIZER = tiny_tokenizer()


@given(st.integers(0, 5000), st.integers(1, 600).flatmap(lambda size: st.tuples(st.just(size), st.integers(1, size))))
def test_kept_ranges_partition_the_text_and_lie_in_their_windows(length: int, sizes: tuple[int, int]) -> None:
    size, stride = sizes
    found = windows(length, size, stride)
    kept = [position for cut in found for position in range(cut.keep_from, cut.keep_to)]
    assert kept == list(range(length))
    for cut in found:
        assert 0 <= cut.start <= cut.keep_from <= cut.keep_to <= cut.end <= length
        assert cut.end - cut.start <= size


@given(st.integers(WINDOW + 1, 5000))
def test_away_from_the_text_s_ends_each_subword_has_some_context(length: int) -> None:
    context = (WINDOW - STRIDE) // 2
    for cut in windows(length):
        assert cut.start == 0 or cut.keep_from - cut.start >= context
        assert cut.end == length or cut.end - cut.keep_to >= context


def test_a_short_text_is_one_window() -> None:
    assert [(cut.start, cut.end) for cut in windows(WINDOW)] == [(0, WINDOW)]
    assert windows(0) == ()


@given(st.lists(st.text(max_size=6) | st.sampled_from(["\u00ad", "\u200b", "Kai", ""]), max_size=12))
def test_every_word_has_subwords_of_its_own_in_order(words: list[str]) -> None:
    pieces = split_words(TOKENIZER, words)
    assert len(pieces.ids) == len(pieces.word_of)
    assert sorted(set(pieces.word_of)) == list(range(len(words)))
    assert all(one <= other for one, other in pairwise(pieces.word_of))
    assert pieces.first == tuple(pieces.word_of.index(word) for word in range(len(words)))


def test_words_without_any_subword_are_unknown_pieces_wherever_they_stand() -> None:
    pieces = split_words(TOKENIZER, ["\u00ad", "ab", "\u200b", "\u2060", "b", "\ufeff"])
    unknown = TOKENIZER.token_to_id("<unk>")
    assert [pieces.ids[first] == unknown for first in pieces.first] == [True, False, True, True, False, True]


def test_no_special_subword_is_added() -> None:
    special = {TOKENIZER.token_to_id("<s>"), TOKENIZER.token_to_id("</s>")}
    assert not special & set(split_words(TOKENIZER, ["ab", "c"]).ids)


def test_a_tokenizer_without_unknown_piece_is_refused() -> None:
    with pytest.raises(ModelError, match="no piece <unk>"):
        split_words(Tokenizer(WordLevel({"a": 0}, unk_token="a")), ["a"])
