"""The other things the encoder learns beside quotations, so that Stanza's heads find them in its states.

Word classes, morphology, trees (UD) and names (GermEval 2014) are learned by simple heads on the state of each word's
last subword, which is the one that Stanza reads. The heads are thrown away afterwards; Stanza's own are trained on the
finished encoder. Arcs and labels are scored as in Dozat & Manning 2017, "Deep Biaffine Attention".
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from quoteex.language.windows import WINDOW, split_words
from quoteex.training.entities import EntitySentence
from quoteex.training.treebanks import TreeSentence

IGNORE = -100
MORPHOLOGY = ("Case", "Gender", "Number")
"""Features that are learned each by itself; all others together are one label, ``Other``."""
TAGS = ("upos", "xpos", *MORPHOLOGY, "Other", "entity")
COLUMNS = (*TAGS, "deprel")


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence: piece ids, each word's last subword, and the labels that it has, by column (``head`` too)."""

    ids: tuple[int, ...]
    last: tuple[int, ...]
    labels: dict[str, tuple[int, ...]]


class Labels:
    """Numbers the labels of each column, in order of first sight."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, int]] = {column: {} for column in COLUMNS}

    def number(self, column: str, values: Sequence[str]) -> tuple[int, ...]:
        """Return the number of each label of a column; one not seen before gets the next."""
        known = self.known[column]
        return tuple(known.setdefault(value, len(known)) for value in values)

    def sizes(self) -> dict[str, int]:
        """Return how many labels each column has so far."""
        return {column: len(known) for column, known in self.known.items()}


def _pieces(tokenizer: Tokenizer, words: Sequence[str]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Return piece ids and each word's last one; nothing for a sentence that is too long for one window."""
    pieces = split_words(tokenizer, words)
    if len(pieces.ids) > WINDOW:
        return None
    last = [0] * len(words)
    for position, word in enumerate(pieces.word_of):
        last[word] = position
    return pieces.ids, tuple(last)


def tree_examples(sentences: Sequence[TreeSentence], tokenizer: Tokenizer, labels: Labels) -> list[Example]:
    """Turn trees into examples; heads count from 1, 0 is the root (the encoder's first special subword)."""
    result = []
    for sentence in sentences:
        if (pieces := _pieces(tokenizer, sentence.words)) is not None:
            columns = {
                "upos": labels.number("upos", sentence.upos),
                "xpos": labels.number("xpos", sentence.xpos),
                **_morphology(sentence.feats, labels),
                "deprel": labels.number("deprel", sentence.deprels),
                "head": sentence.heads,
            }
            result.append(Example(*pieces, columns))
    return result


def _morphology(values: Sequence[str], labels: Labels) -> dict[str, tuple[int, ...]]:
    # A sentence without any features stands in a treebank that does not annotate them: nothing to learn.
    columns = (*MORPHOLOGY, "Other")
    if all(value == "_" for value in values):
        return dict.fromkeys(columns, (IGNORE,) * len(values))
    divided = [_by_feature(value) for value in values]
    return {column: labels.number(column, [features[column] for features in divided]) for column in columns}


def _by_feature(value: str) -> dict[str, str]:
    """Divide ``Case=Nom|Number=Sing|Person=3`` by :data:`MORPHOLOGY` and ``Other``; ``_`` stands for a missing one."""
    features = dict(feature.split("=", 1) for feature in value.split("|") if "=" in feature)
    found = {name: features.pop(name, "_") for name in MORPHOLOGY}
    return found | {"Other": "|".join(f"{name}={value}" for name, value in features.items())}


def entity_examples(sentences: Sequence[EntitySentence], tokenizer: Tokenizer, labels: Labels) -> list[Example]:
    """Turn sentences with names into examples."""
    return [
        Example(*pieces, {"entity": labels.number("entity", sentence.tags)})
        for sentence in sentences
        if (pieces := _pieces(tokenizer, sentence.tokens)) is not None
    ]


def batches(examples: Sequence[Example], subwords: int, chance: random.Random) -> Iterator[list[Example]]:
    """Yield batches of about ``subwords`` (padding counted) for ever: sentences of like length, in random order."""
    while True:
        order = sorted(examples, key=lambda example: len(example.ids) + chance.random() * 8)
        groups: list[list[Example]] = [[]]
        for example in order:
            if groups[-1] and (len(groups[-1]) + 1) * (len(example.ids) + 2) > subwords:
                groups.append([])
            groups[-1].append(example)
        chance.shuffle(groups)
        yield from groups


class AuxiliaryHeads(nn.Module):
    """Linear heads for word classes, morphology and names; biaffine ones for arcs and their labels."""

    def __init__(self, sizes: dict[str, int], states: int = 384, arcs: int = 192, rels: int = 96) -> None:
        super().__init__()
        self.drop = nn.Dropout(0.2)
        self.tags = nn.ModuleDict({column: nn.Linear(states, sizes[column]) for column in TAGS})
        self.arc_of = nn.Linear(states, 2 * arcs)
        self.rel_of = nn.Linear(states, 2 * rels)
        self.arc = nn.Parameter(torch.zeros(arcs + 1, arcs))
        self.rel = nn.Parameter(torch.zeros(sizes["deprel"], rels + 1, rels + 1))
        nn.init.normal_(self.arc, std=0.05)
        nn.init.normal_(self.rel, std=0.05)

    def losses(self, states: Tensor, root: Tensor, labels: dict[str, Tensor]) -> dict[str, Tensor]:
        """Mean cross-entropies by column for words (sentences, words, states) with roots (sentences, states)."""
        states, root = self.drop(states), self.drop(root)
        found = {
            column: _cross_entropy(head(states), labels[column])
            for column, head in self.tags.items()
            if column in labels
        }
        if "head" in labels:
            found |= self._tree_losses(states, root, labels)
        return found

    def _tree_losses(self, states: Tensor, root: Tensor, labels: dict[str, Tensor]) -> dict[str, Tensor]:
        nodes = torch.cat([root[:, None], states], 1)
        real = labels["head"] != IGNORE
        dependent, governor = functional.gelu(self.arc_of(nodes)).chunk(2, -1)
        scores = _with_one(dependent[:, 1:]) @ self.arc @ governor.transpose(1, 2)
        allowed = torch.cat([torch.ones_like(real[:, :1]), real], 1)
        scores = scores.masked_fill(~allowed[:, None], -1e4)
        dependent, governor = functional.gelu(self.rel_of(nodes)).chunk(2, -1)
        chosen = governor.gather(1, labels["head"].clamp(min=0)[..., None].expand(-1, -1, governor.shape[-1]))
        rels = torch.einsum("bwi,rij,bwj->bwr", _with_one(dependent[:, 1:]), self.rel, _with_one(chosen))
        return {"arc": _cross_entropy(scores, labels["head"]), "deprel": _cross_entropy(rels, labels["deprel"])}


def _with_one(values: Tensor) -> Tensor:
    return torch.cat([values, torch.ones_like(values[..., :1])], -1)


def _cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    total = functional.cross_entropy(
        logits.flatten(0, 1).float(), labels.flatten(), ignore_index=IGNORE, reduction="sum"
    )
    return total / (labels != IGNORE).sum().clamp(min=1)


def collate(batch: Sequence[Example]) -> tuple[Tensor, dict[str, Tensor]]:
    """Return each word's last subword (shifted by the first special one), and the labels, padded to (batch, words)."""
    longest = max(len(example.last) for example in batch)
    last = torch.zeros((len(batch), longest), dtype=torch.long)
    labels = {column: torch.full((len(batch), longest), IGNORE) for column in batch[0].labels}
    for row, example in enumerate(batch):
        last[row, : len(example.last)] = torch.tensor(example.last) + 1
        for column, values in example.labels.items():
            labels[column][row, : len(values)] = torch.tensor(values)
    return last, labels
