"""A random encoder so small that tests can run and train it: knows letters, digits and marks, nothing else."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from tokenizers import Tokenizer

from quoteex.training.encoder import SPECIAL, make_tokenizer

if TYPE_CHECKING:
    from transformers import BertModel

WIDTH = 16


def tiny_tokenizer() -> Tokenizer:
    letters = sorted({*string.ascii_letters, *string.digits, *"äöüÄÖÜß.,:;!?-–„“‚‘»«›‹\"'"})
    pieces = [(piece, 0.0) for piece in SPECIAL] + [("\u2581", -2.0)] + [(letter, -5.0) for letter in letters]
    return make_tokenizer(pieces)


def tiny_bert(types: int = 8) -> BertModel:
    """Return an untrained BERT over :func:`tiny_tokenizer`, the same at every call; ``types`` are its token types."""
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=tiny_tokenizer().get_vocab_size(),
        hidden_size=WIDTH,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=512,
        type_vocab_size=types,
        pad_token_id=SPECIAL.index("<pad>"),
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    with torch.random.fork_rng():
        torch.manual_seed(7)
        return BertModel(config, add_pooling_layer=False).eval()
