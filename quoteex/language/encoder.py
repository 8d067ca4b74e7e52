"""The one encoder that all models share: loading it, and running it over a text's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from quoteex.errors import ModelError
from quoteex.language.bert import Bert, load_bert
from quoteex.language.pieces import WordTokenizer, load_tokenizer
from quoteex.language.windows import encode_windows, split_words, windows

WINDOWS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Encoder:
    """A BERT and its tokenizer; ``tokenizer`` is what Stanza wants, its ``backend_tokenizer`` cuts words here."""

    model: Bert
    tokenizer: WordTokenizer

    @torch.inference_mode()
    def word_states(self, words: Sequence[str], types: Sequence[int]) -> Tensor:
        """Return the state of each word, shape (words, width), for a text of any length.

        ``types`` has each word's token type. Time is linear in the number of words; windows are run a few at a time.
        """
        tokenizer = self.tokenizer
        pieces = split_words(tokenizer.backend_tokenizer, words)
        kinds = [types[word] for word in pieces.word_of]
        cuts = windows(len(pieces.ids))
        width = self.model.config.hidden_size
        states = torch.empty((len(words), width))
        first = torch.tensor(pieces.first, dtype=torch.long)
        for begin in range(0, len(cuts), WINDOWS_AT_ONCE):
            some = cuts[begin : begin + WINDOWS_AT_ONCE]
            found = encode_windows(
                self.model,
                [pieces.ids[cut.start : cut.end] for cut in some],
                [kinds[cut.start : cut.end] for cut in some],
                begin=tokenizer.bos_token_id,
                finish=tokenizer.eos_token_id,
                pad=tokenizer.pad_token_id,
            )
            for row, cut in enumerate(some):
                low, high = torch.searchsorted(first, torch.tensor([cut.keep_from, cut.keep_to])).tolist()
                states[low:high] = found[row, first[low:high] - cut.start + 1].float()
        return states


def load_encoder(folder: Path) -> Encoder:
    """Load the encoder from a Hugging Face folder (weights of any precision become fp32).

    Raises :class:`ModelError` if the folder does not hold one.
    """
    from safetensors import SafetensorError

    try:
        return Encoder(load_bert(folder), load_tokenizer(folder))
    except (OSError, ValueError, TypeError, RuntimeError, SafetensorError) as error:
        reason = " ".join(str(error).split())
        raise ModelError(f"{folder}: no encoder here ({reason}); install quoteex again") from error
