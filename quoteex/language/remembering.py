"""An encoder that remembers: the same sentence is encoded once, however many of Stanza's models ask for it.

Stanza's tagger, parser and NER each run the shared encoder over every sentence, its trainers once more at every step.
With a frozen encoder the states never change, so they are kept by the sentence's subwords.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

if TYPE_CHECKING:
    from quoteex.language.bert import Bert

BATCH = 4096
"""Subwords (padding counted) that go through the encoder at once."""


@dataclass(frozen=True, slots=True)
class States:
    """What the heads read of an encoder's output: its last layers, each of shape (rows, subwords, width)."""

    hidden_states: tuple[Tensor, ...]

    @property
    def last_hidden_state(self) -> Tensor:
        """The last layer."""
        return self.hidden_states[-1]


class RememberingEncoder:
    """Stands in for a frozen BERT where Stanza calls one.

    ``layers`` is how many of the last layers are kept, half precision, for each sentence met since the start or the
    last :meth:`forget`. It is no ``torch.nn.Module``, so that a head's own ``train()``, ``to()``, ``state_dict()`` and
    optimizer pass it by.
    """

    _hf_peft_config_loaded = False

    def __init__(self, encoder: Bert, layers: int = 1) -> None:
        self._encoder = encoder.eval()
        self._layers = layers
        self._known: dict[bytes, Tensor] = {}
        self.config = encoder.config

    def __len__(self) -> int:
        """The number of sentences that are remembered."""
        return len(self._known)

    def forget(self) -> None:
        """Drop all remembered states."""
        self._known.clear()

    def named_parameters(self, *_: object, **__: object) -> Iterator[tuple[str, Tensor]]:
        """Nothing: Stanza asks for the parameters only to freeze them."""
        return iter(())

    @torch.no_grad()
    def __call__(self, input_ids: Tensor, attention_mask: Tensor, **_: object) -> States:
        """Return the states of sentences (rows of piece ids, padded at the end, 1 in the mask where they are real).

        States of padding are zero. Other arguments of a Hugging Face model are taken and ignored.
        """
        lengths = [int(length) for length in attention_mask.sum(1)]
        rows = [ids[:length] for ids, length in zip(input_ids, lengths, strict=True)]
        keys = [row.to(torch.int32).numpy().tobytes() for row in rows]
        new = {key: row for key, row in zip(keys, rows, strict=True) if key not in self._known}
        for group in _groups(sorted(new, key=len), new):
            self._encode(group, [new[key] for key in group])
        states = torch.zeros((self._layers, *input_ids.shape, self.config.hidden_size))
        for number, (key, length) in enumerate(zip(keys, lengths, strict=True)):
            states[:, number, :length] = self._known[key]
        return States(tuple(states))

    def _encode(self, keys: Sequence[bytes], rows: Sequence[Tensor]) -> None:
        ids = torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True, padding_value=self.config.pad_token_id)
        lengths = torch.tensor([len(row) for row in rows])
        mask = (torch.arange(ids.shape[1]) < lengths[:, None]).long()
        output = self._encoder(input_ids=ids, attention_mask=mask, output_hidden_states=self._layers > 1)
        last = output.hidden_states[-self._layers :] if self._layers > 1 else (output.last_hidden_state,)
        states = torch.stack(list(last), 1).half()
        for key, row, found in zip(keys, rows, states, strict=True):
            self._known[key] = found[:, : len(row)].clone()


def _groups(keys: Sequence[bytes], rows: dict[bytes, Tensor]) -> Iterator[list[bytes]]:
    """Cut ``keys``, which grow longer, into groups of about :data:`BATCH` subwords with padding."""
    group: list[bytes] = []
    for key in keys:
        if group and (len(group) + 1) * len(rows[key]) > BATCH:
            yield group
            group = []
        group.append(key)
    if group:
        yield group
