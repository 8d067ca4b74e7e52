"""The encoder over words of texts of any length, on a tiny random one."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import WIDTH, tiny_bert, tiny_tokenizer

from quoteex.errors import ModelError
from quoteex.language.encoder import WINDOWS_AT_ONCE, Encoder, load_encoder
from quoteex.language.windows import STRIDE, WINDOW, encode_windows, split_words, windows
from quoteex.training.encoder import save


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "encoder"
    save(tiny_bert(), tiny_tokenizer(), path)
    return path


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Encoder:
    return load_encoder(folder)


def directly(encoder: Encoder, ids: list[int], types: list[int]) -> torch.Tensor:
    with torch.inference_mode():
        return encode_windows(encoder.model, [ids], [types], begin=0, finish=2, pad=1)[0, 1:-1]


def test_saving_and_loading_keeps_weights_and_pieces(encoder: Encoder) -> None:
    before = tiny_bert().state_dict()
    after = encoder.model.state_dict()
    assert before.keys() == after.keys()
    assert all(torch.equal(value.half().float(), after[name]) for name, value in before.items())
    words = ["Deich", "„hält“", "\n"]
    assert split_words(encoder.tokenizer.backend_tokenizer, words) == split_words(tiny_tokenizer(), words)
    assert not encoder.model.training


def test_a_short_text_is_encoded_as_it_stands(encoder: Encoder) -> None:
    words, types = ["„Der", "Deich", "\u00ad", "hält“"], [5, 2, 2, 3]
    pieces = split_words(tiny_tokenizer(), words)
    states = directly(encoder, list(pieces.ids), [types[word] for word in pieces.word_of])
    expected = states[list(pieces.first)]
    torch.testing.assert_close(encoder.word_states(words, types), expected, atol=1e-5, rtol=1e-5)


def test_the_type_of_a_word_matters(encoder: Encoder) -> None:
    assert not torch.allclose(encoder.word_states(["Deich"], [0]), encoder.word_states(["Deich"], [1]))


def test_each_word_of_a_long_text_has_its_state_from_the_window_where_it_is_central(encoder: Encoder) -> None:
    # Words of one letter are two subwords: a metaspace and a letter.
    words = ["abcdefghij"[number % 10] for number in range(WINDOW)]
    pieces = split_words(tiny_tokenizer(), words)
    cuts = windows(len(pieces.ids))
    assert len(cuts) == 3
    states = encoder.word_states(words, [0] * len(words))
    assert states.shape == (len(words), WIDTH)
    for cut in cuts:
        direct = directly(encoder, list(pieces.ids[cut.start : cut.end]), [0] * (cut.end - cut.start))
        kept = [word for word, first in enumerate(pieces.first) if cut.keep_from <= first < cut.keep_to]
        expected = direct[[pieces.first[word] - cut.start for word in kept]]
        torch.testing.assert_close(states[kept], expected, atol=1e-5, rtol=1e-5)


def test_a_text_of_more_windows_than_fit_at_once_is_whole(encoder: Encoder) -> None:
    words = ["a"] * ((WINDOWS_AT_ONCE + 1) * STRIDE // 2 + WINDOW // 2)
    states = encoder.word_states(words, [0] * len(words))
    assert len(windows(2 * len(words))) > WINDOWS_AT_ONCE
    assert states.shape == (len(words), WIDTH)
    assert torch.isfinite(states).all()
    # Each is a normalised vector; memory that nobody wrote to would not be.
    assert (states.std(1) > 0.1).all()


@settings(max_examples=20, deadline=None)
@given(words=st.lists(st.text(max_size=4), max_size=30))
def test_any_words_have_states(encoder: Encoder, words: list[str]) -> None:
    states = encoder.word_states(words, [0] * len(words))
    assert states.shape == (len(words), WIDTH)
    assert torch.isfinite(states).all()


def test_rows_do_not_disturb_each_other(encoder: Encoder) -> None:
    rows, types = [[7, 8, 9], [10]], [[1, 2, 3], [0]]
    with torch.inference_mode():
        together = encode_windows(encoder.model, rows, types, begin=0, finish=2, pad=1)
    assert together.shape == (2, 5, WIDTH)
    torch.testing.assert_close(together[1, 1:2], directly(encoder, rows[1], types[1]), atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("content", [None, b"{}", b"\x00 no\nmodel"])
def test_a_folder_that_holds_no_encoder_is_one_line(
    folder: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError) as caught:
        load_encoder(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}: no encoder here")
    assert "\n" not in str(caught.value)
