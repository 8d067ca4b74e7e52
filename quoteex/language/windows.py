"""Word states from the encoder, for texts of any length, at a cost linear in it.

The words' subwords are cut into overlapping windows; each word takes its state from the window in which its first
subword is most central. Words that yield no subword (a lone soft hyphen, say) are represented by the unknown piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from quoteex.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from quoteex.language.bert import Bert

WINDOW = 510
"""Subwords a window, the two special ones apart."""
STRIDE = 384


@dataclass(frozen=True, slots=True)
class Pieces:
    """The subwords of a text's words: piece ids, the word each belongs to, and each word's first subword."""

    ids: tuple[int, ...]
    word_of: tuple[int, ...]
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Subwords ``[start, end)``, of which those in ``[keep_from, keep_to)`` take their states from this window."""

    start: int
    end: int
    keep_from: int
    keep_to: int


def split_words(tokenizer: Tokenizer, words: Sequence[str]) -> Pieces:
    """Cut words into subwords, without special ones; every word has at least one.

    Raises :class:`ModelError` if the tokenizer has no unknown piece.
    """
    encoding = tokenizer.encode(list(words), is_pretokenized=True, add_special_tokens=False)
    unknown = tokenizer.token_to_id("<unk>")
    if unknown is None:
        raise ModelError("the encoder's tokenizer has no piece <unk>; install quoteex again")
    pieces_of: list[list[int]] = [[] for _ in words]
    for piece, owner in zip(encoding.ids, encoding.word_ids, strict=True):
        if owner is not None:  # special subwords belong to no word; none is asked for
            pieces_of[owner].append(piece)
    ids: list[int] = []
    word_of: list[int] = []
    first: list[int] = []
    for word, pieces in enumerate(pieces_of):
        first.append(len(ids))
        ids.extend(pieces or [unknown])
        word_of.extend([word] * (len(ids) - first[-1]))
    return Pieces(tuple(ids), tuple(word_of), tuple(first))


def windows(length: int, size: int = WINDOW, stride: int = STRIDE) -> tuple[Window, ...]:
    """Cover ``length`` subwords by windows; the kept ranges partition ``[0, length)``. No window for length 0."""
    if length == 0:
        return ()
    starts = [0]
    while starts[-1] + size < length:
        starts.append(min(starts[-1] + stride, length - size))
    result = []
    for number, start in enumerate(starts):
        end = min(start + size, length)
        keep_from = 0 if number == 0 else (start + starts[number - 1] + size) // 2
        keep_to = length if number == len(starts) - 1 else (starts[number + 1] + end) // 2
        result.append(Window(start, end, keep_from, keep_to))
    return tuple(result)


def encode_windows(
    model: Bert,
    rows: Sequence[Sequence[int]],
    types: Sequence[Sequence[int]],
    *,
    begin: int,
    finish: int,
    pad: int,
) -> Tensor:
    """Run the encoder over rows of subwords; return states of shape (rows, longest + 2, width), special ones included.

    ``types`` gives each subword's token type (its mark state); special subwords and padding have type 0. ``begin``,
    ``finish`` and ``pad`` are the ids of the special subwords around a row and of padding. There is at least one row.
    """
    longest = max(len(row) for row in rows) + 2
    ids = torch.full((len(rows), longest), pad)
    kinds = torch.zeros((len(rows), longest), dtype=torch.long)
    mask = torch.zeros((len(rows), longest), dtype=torch.long)
    for number, (row, row_types) in enumerate(zip(rows, types, strict=True)):
        ids[number, : len(row) + 2] = torch.tensor([begin, *row, finish])
        kinds[number, 1 : len(row) + 1] = torch.tensor(list(row_types))
        mask[number, : len(row) + 2] = 1
    states: Tensor = model(input_ids=ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state
    return states
