"""The encoder's tokenizer as Stanza wants it: called with words like one of the ``transformers`` library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Encoding, Tokenizer

TOKENIZER = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class EncodedWords:
    """Piece ids and masks of sentences (padded to one length), one list a sentence, and the word of each piece."""

    encodings: tuple[Encoding, ...]

    def __getitem__(self, name: str) -> list[list[int]]:
        """Return ``input_ids`` or ``attention_mask``."""
        if name == "input_ids":
            return [encoding.ids for encoding in self.encodings]
        if name == "attention_mask":
            return [encoding.attention_mask for encoding in self.encodings]
        raise KeyError(name)

    @property
    def input_ids(self) -> list[list[int]]:
        """Piece ids, special ones included."""
        return self["input_ids"]

    def word_ids(self, batch_index: int) -> list[int | None]:
        """Return for each piece of a sentence the number of its word; ``None`` for special pieces and padding."""
        words: list[int | None] = self.encodings[batch_index].word_ids
        return words


class WordTokenizer:
    """Cuts words into pieces. ``backend_tokenizer`` is the tokenizer itself.

    Raises ``ValueError`` if that has no pieces ``<s>``, ``</s>`` and ``<pad>``.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.backend_tokenizer = tokenizer
        self.bos_token_id = _id(tokenizer, "<s>")
        self.eos_token_id = _id(tokenizer, "</s>")
        self.pad_token_id = _id(tokenizer, "<pad>")
        self.model_max_length = 512
        self._padding = Tokenizer.from_str(tokenizer.to_str())
        self._padding.enable_padding(pad_id=self.pad_token_id, pad_token="<pad>")  # a piece, no secret

    def __call__(
        self, words: Sequence[str] | Sequence[Sequence[str]], *, is_split_into_words: bool = False, **_: object
    ) -> EncodedWords:
        """Encode sentences given as lists of words, or, unless ``is_split_into_words``, texts each by itself.

        Sentences are padded to the longest. Other arguments of the ``transformers`` call are taken and ignored.
        """
        if is_split_into_words:
            return EncodedWords(tuple(self._padding.encode_batch([list(row) for row in words], is_pretokenized=True)))
        return EncodedWords(tuple(self.backend_tokenizer.encode_batch(list(words))))


def _id(tokenizer: Tokenizer, piece: str) -> int:
    number = tokenizer.token_to_id(piece)
    if number is None:
        raise ValueError(f"the tokenizer has no piece {piece}")
    return number


def load_tokenizer(folder: Path) -> WordTokenizer:
    """Load the tokenizer from a Hugging Face folder; raises ``OSError`` or ``ValueError`` if there is none."""
    text = (folder / TOKENIZER).read_text(encoding="utf-8")
    try:
        tokenizer = Tokenizer.from_str(text)
    except Exception as error:  # the library raises nothing narrower
        raise ValueError(f"{TOKENIZER}: {error}") from error
    return WordTokenizer(tokenizer)
