from __future__ import annotations

from pathlib import Path

import pytest
import torch

from quoteex.language.bert import Bert, BertSizes, load_bert, save_bert

SIZES = BertSizes(
    vocab_size=50,
    hidden_size=24,
    num_hidden_layers=2,
    num_attention_heads=3,
    intermediate_size=48,
    max_position_embeddings=16,
    type_vocab_size=8,
)
IDS = torch.tensor([[0, 7, 9, 11, 2], [0, 8, 2, 1, 1]])
MASK = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
TYPES = torch.tensor([[0, 4, 2, 3, 0], [0, 1, 0, 0, 0]])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    save_bert(Bert(SIZES), tmp_path)
    return tmp_path


def test_result_is_that_of_transformers(folder: Path) -> None:
    transformers = pytest.importorskip("transformers")
    theirs = transformers.BertModel.from_pretrained(folder, dtype=torch.float32, add_pooling_layer=False).eval()
    ours = load_bert(folder)
    with torch.no_grad():
        expected = theirs(IDS, attention_mask=MASK, token_type_ids=TYPES, output_hidden_states=True)
        found = ours(IDS, MASK, TYPES, output_hidden_states=True)
    real = MASK.bool()
    assert len(found.hidden_states) == len(expected.hidden_states) == 3
    for left, right in zip(found.hidden_states, expected.hidden_states, strict=True):
        torch.testing.assert_close(left[real], right[real], atol=1e-5, rtol=1e-4)


def test_attention_in_training_is_the_fused_one(folder: Path) -> None:
    model = load_bert(folder)
    with torch.no_grad():
        fused = model(IDS, MASK, TYPES).last_hidden_state
        plain = model.train()(IDS, MASK, TYPES).last_hidden_state
    torch.testing.assert_close(fused[MASK.bool()], plain[MASK.bool()], atol=1e-5, rtol=1e-4)


def test_padding_changes_nothing(folder: Path) -> None:
    model = load_bert(folder)
    with torch.no_grad():
        alone = model(IDS[1:, :3], MASK[1:, :3], TYPES[1:, :3]).last_hidden_state
        padded = model(IDS, MASK, TYPES).last_hidden_state[1:, :3]
    torch.testing.assert_close(alone, padded, atol=1e-5, rtol=1e-4)


def test_weights_are_stored_in_half_precision_and_loaded_in_full(folder: Path) -> None:
    from safetensors.torch import load_file

    assert {value.dtype for value in load_file(folder / "model.safetensors").values()} == {torch.float16}
    assert {parameter.dtype for parameter in load_bert(folder).parameters()} == {torch.float32}
