"""The tokenizer answers like one of the transformers library, where Stanza asks it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny import tiny_bert, tiny_tokenizer
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from quoteex.language.pieces import TOKENIZER, WordTokenizer, load_tokenizer
from quoteex.training.encoder import save

SENTENCES = [["„Der", "Deich", "hält“"], ["Ida"], ["\u00ad", "a\nb"]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("encoder")
    save(tiny_bert(), tiny_tokenizer(), path)
    return path


def test_it_answers_like_transformers(folder: Path) -> None:
    transformers = pytest.importorskip("transformers")
    theirs = transformers.AutoTokenizer.from_pretrained(folder)
    ours = load_tokenizer(folder)
    expected = theirs(SENTENCES, is_split_into_words=True, padding=True)
    found = ours(SENTENCES, is_split_into_words=True, padding=True, return_tensors=None)
    assert found["input_ids"] == found.input_ids == expected["input_ids"]
    assert found["attention_mask"] == expected["attention_mask"]
    for number in range(len(SENTENCES)):
        assert found.word_ids(batch_index=number) == expected.word_ids(batch_index=number)
    for name in ("bos_token_id", "eos_token_id", "pad_token_id", "model_max_length"):
        assert getattr(ours, name) == getattr(theirs, name)
    assert ours(["Ida", "hält"]).input_ids == theirs(["Ida", "hält"])["input_ids"]


def test_sentences_are_padded_to_the_longest(folder: Path) -> None:
    tokenizer = load_tokenizer(folder)
    found = tokenizer(SENTENCES, is_split_into_words=True)
    longest = max(map(sum, found["attention_mask"]))
    assert {len(row) for row in found.input_ids} == {longest}
    for ids, mask in zip(found.input_ids, found["attention_mask"], strict=True):
        assert ids[0] == tokenizer.bos_token_id
        assert ids[sum(mask) - 1] == tokenizer.eos_token_id
        assert set(ids[sum(mask) :]) <= {tokenizer.pad_token_id}
    with pytest.raises(KeyError):
        found["token_type_ids"]


def test_padding_sentences_leaves_the_tokenizer_itself_alone() -> None:
    tokenizer = WordTokenizer(tiny_tokenizer())
    tokenizer(SENTENCES, is_split_into_words=True)
    assert tokenizer.backend_tokenizer.padding is None


@pytest.mark.parametrize("content", ["", "{}", "[]", "no\nJSON"])
def test_a_file_that_holds_no_tokenizer_is_a_value_error(tmp_path: Path, content: str) -> None:
    (tmp_path / TOKENIZER).write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=TOKENIZER):
        load_tokenizer(tmp_path)


def test_a_tokenizer_without_special_pieces_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="no piece <s>"):
        WordTokenizer(Tokenizer(WordLevel({"<unk>": 0}, unk_token="<unk>")))
