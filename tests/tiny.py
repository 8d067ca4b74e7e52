"""A random encoder so small that tests can run and train it: knows letters, digits and marks, nothing else."""

from __future__ import annotations

import string

import torch
from tokenizers import Tokenizer

from quoteex.language.bert import Bert, BertSizes
from quoteex.training.encoder import SPECIAL, make_tokenizer

WIDTH = 16


def tiny_tokenizer() -> Tokenizer:
    letters = sorted({*string.ascii_letters, *string.digits, *"äöüÄÖÜß.,:;!?-–„“‚‘»«›‹\"'"})
    pieces = [(piece, 0.0) for piece in SPECIAL] + [("\u2581", -2.0)] + [(letter, -5.0) for letter in letters]
    return make_tokenizer(pieces)


def tiny_bert(types: int = 8) -> Bert:
    """Return an untrained BERT over :func:`tiny_tokenizer`, the same at every call; ``types`` are its token types."""
    sizes = BertSizes(
        vocab_size=tiny_tokenizer().get_vocab_size(),
        hidden_size=WIDTH,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        type_vocab_size=types,
    )
    with torch.random.fork_rng():
        torch.manual_seed(7)
        return Bert(sizes).eval()
