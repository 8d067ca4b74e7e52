"""From the network's figures to quotations as sets of words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import torch
from torch import Tensor

from quoteex.document import Medium, QuoteType
from quoteex.quotes.network import AFTER, ANCHOR_CLASSES, BEFORE, DIRECT, MEDIA, PARTS, TYPES, QuoteHeads

ANCHORS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a figure counts; chosen on articles held back from training."""

    direct: float = 0.5
    """For a direct quotation that begins with a quotation mark."""
    unmarked: float = 0.5
    """For one that does not."""
    other: float = 0.5
    called: float = 0.05
    """For a direct quotation after a verb of naming; see :mod:`quoteex.quotes.fragments`."""
    bare: float = 0.9
    """For a piece in the middle of a sentence that has no cue."""
    quote: float = 0.5
    speaker: float = 0.5
    cue: float = 0.5
    frame: float = 0.5
    addressee: float = 0.5

    def of_part(self, part: str) -> float:
        """Return the threshold of one of :data:`~quoteex.quotes.network.PARTS`."""
        value: float = getattr(self, part)
        return value


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the network says of one anchor. ``parts`` has one row a part, one probability a word from ``first`` on."""

    anchor: int
    anchor_class: int
    probability: float
    first: int
    parts: Tensor
    types: Tensor
    media: Tensor

    def words(self, part: str, threshold: float) -> frozenset[int]:
        """Return the words (their indices in the article) whose probability for ``part`` reaches ``threshold``."""
        hits = (self.parts[PARTS.index(part)] >= threshold).nonzero().flatten().tolist()
        return frozenset(self.first + hit for hit in hits)

    def likeliest(self, part: str, lowest: float) -> frozenset[int]:
        """Return the most probable word and those beside it at least half as probable; none below ``lowest``."""
        row = self.parts[PARTS.index(part)].tolist()
        best = max(range(len(row)), key=row.__getitem__)
        if row[best] < lowest:
            return frozenset()
        first = last = best
        while first > 0 and 2 * row[first - 1] >= row[best]:
            first -= 1
        while last + 1 < len(row) and 2 * row[last + 1] >= row[best]:
            last += 1
        return frozenset(range(self.first + first, self.first + last + 1))

    def mean(self, part: str, words: Collection[int]) -> float:
        """Return the mean probability for ``part`` over those of ``words`` that were looked at; 0 if none was."""
        row = self.parts[PARTS.index(part)]
        seen = [float(row[word - self.first]) for word in words if 0 <= word - self.first < len(row)]
        return sum(seen) / len(seen) if seen else 0.0

    def type(self) -> QuoteType:
        """Return the most probable type among those of the anchor's class."""
        direct = TYPES.index(QuoteType.DIRECT)
        if self.anchor_class == DIRECT:
            return QuoteType.DIRECT
        figures = self.types.clone()
        figures[direct] = -torch.inf
        return TYPES[int(figures.argmax())]

    def medium(self) -> Medium | None:
        """Return the most probable medium."""
        return MEDIA[int(self.media.argmax())]


@torch.inference_mode()
def candidates(
    heads: QuoteHeads,
    states: Tensor,
    thresholds: Thresholds,
    openings: Collection[int] = (),
    called: Collection[int] = (),
) -> list[Candidate]:
    """Return what the network says of every anchor of one article, in order of anchor and class.

    ``states`` (words, width) are the article's word states. ``openings`` are the words at which something in quotation
    marks begins: direct quotations begin there or, at ``thresholds.unmarked``, without marks anywhere else; at those
    that are ``called`` too ``thresholds.called`` is enough. The cost is linear in the number of words and of anchors.
    """
    probabilities = torch.sigmoid(heads.anchors(states).float())
    needed = torch.full((len(states), ANCHOR_CLASSES), thresholds.other)
    needed[:, DIRECT] = thresholds.unmarked
    needed[sorted(openings), DIRECT] = thresholds.direct
    needed[sorted(called), DIRECT] = min(thresholds.direct, thresholds.called)
    hits = (probabilities >= needed).nonzero().tolist()
    found: list[Candidate] = []
    for begin in range(0, len(hits), ANCHORS_AT_ONCE):
        found.extend(_look(heads, states, probabilities, hits[begin : begin + ANCHORS_AT_ONCE]))
    return found


def _look(heads: QuoteHeads, states: Tensor, probabilities: Tensor, hits: list[list[int]]) -> list[Candidate]:
    at = torch.tensor([word for word, _ in hits])
    classes = torch.tensor([anchor_class for _, anchor_class in hits])
    bounds = torch.tensor([[0, len(states)]]).expand(len(hits), 2)
    output = heads.spans(states, at, classes, bounds, gold=None)
    parts = torch.sigmoid(output.parts.float()).transpose(1, 2)
    result = []
    for number, (word, anchor_class) in enumerate(hits):
        low, high = max(0, BEFORE - word), min(BEFORE + AFTER + 1, BEFORE + len(states) - word)
        result.append(
            Candidate(
                anchor=word,
                anchor_class=anchor_class,
                probability=float(probabilities[word, anchor_class]),
                first=word - BEFORE + low,
                parts=parts[number, :, low:high],
                types=output.types[number].float().log_softmax(-1),
                media=output.media[number].float().log_softmax(-1),
            )
        )
    return result
