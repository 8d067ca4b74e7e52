"""The heads of the quotation model, on top of the encoder's word states.

An *anchor* head asks of every word whether a quotation begins there, apart for direct and for other quotations (a
direct fragment and the indirect quotation around it may begin at the same word). For each anchor, the words around it
pass through a small transformer that knows the anchor, and five independent sigmoids say of each word whether it
belongs to the quotation, its speaker, cue, frame or addressee: nesting, gaps and several sentences need no special
case. Type and medium are read off the quotation's words and the anchor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

from quoteex.document import Medium, QuoteType

PARTS = ("quote", "speaker", "cue", "frame", "addressee")
TYPES: tuple[QuoteType, ...] = tuple(QuoteType)
MEDIA: tuple[Medium | None, ...] = (None, *Medium)
DIRECT, OTHER = 0, 1
ANCHOR_CLASSES = 2
BEFORE, AFTER = 100, 200
"""How many words around an anchor are looked at."""
DISTANCE_BUCKETS = 32
NEAR = 8
"""Up to this distance every one has a bucket of its own."""


@dataclass(frozen=True, slots=True)
class NetworkSizes:
    """The sizes of :class:`QuoteHeads`."""

    states: int = 384
    width: int = 256
    layers: int = 2
    heads: int = 8
    inner: int = 768
    dropout: float = 0.15


class SpanOutput(NamedTuple):
    """For each of N anchors: parts (N, words, 5), types (N, 5) and media (N, 7), all logits."""

    parts: Tensor
    types: Tensor
    media: Tensor


def distance_buckets() -> Tensor:
    """Bucket the signed distance of each of the words ``-BEFORE ... AFTER`` from the anchor; shape (words,).

    Distances up to :data:`NEAR` have buckets of their own, farther ones share logarithmic buckets.
    """
    distance = torch.arange(-BEFORE, AFTER + 1)
    size = distance.abs()
    far = NEAR + (torch.log2(size.clamp(min=NEAR) / NEAR) * 1.5).long()
    bucket = torch.where(size <= NEAR, size, far).clamp(max=DISTANCE_BUCKETS // 2 - 1)
    return torch.where(distance < 0, bucket, bucket + DISTANCE_BUCKETS // 2)


class QuoteHeads(nn.Module):
    """Anchors, parts, types and media of quotations from word states of shape (words, states)."""

    def __init__(self, sizes: NetworkSizes) -> None:
        super().__init__()
        width = sizes.width
        self.sizes = sizes
        # One mask over the words' states, before they are copied to each anchor's surroundings: masks inside the
        # layers, over every anchor times every word, would cost more than the layers themselves.
        self.drop = nn.Dropout(sizes.dropout)
        self.anchor = nn.Sequential(nn.Linear(sizes.states, width), nn.GELU(), nn.Linear(width, ANCHOR_CLASSES))
        self.enter = nn.Linear(sizes.states, width)
        self.from_anchor = nn.Linear(sizes.states, width)
        self.of_class = nn.Embedding(ANCHOR_CLASSES, width)
        self.distance = nn.Embedding(DISTANCE_BUCKETS, width)
        layer = nn.TransformerEncoderLayer(
            width, sizes.heads, sizes.inner, 0.0, activation="gelu", batch_first=True, norm_first=True
        )
        self.mix = nn.TransformerEncoder(layer, sizes.layers, norm=nn.LayerNorm(width), enable_nested_tensor=False)
        self.parts = nn.Linear(width, len(PARTS))
        self.kind = nn.Sequential(nn.Linear(width + sizes.states, width), nn.GELU(), nn.Dropout(sizes.dropout))
        self.quote_type = nn.Linear(width, len(TYPES))
        self.quote_medium = nn.Linear(width, len(MEDIA))
        self.register_buffer("buckets", distance_buckets(), persistent=False)

    def anchors(self, states: Tensor) -> Tensor:
        """Logits of a quotation's beginning at each word: (words, 2), for direct and for other quotations."""
        logits: Tensor = self.anchor(self.drop(states))
        return logits

    def spans(self, states: Tensor, at: Tensor, classes: Tensor, bounds: Tensor, gold: Tensor | None) -> SpanOutput:
        """Say of the words around each anchor what they are to it.

        ``states`` (words, states) may hold several articles; ``at`` (N,) are the anchors' rows, ``classes`` (N,)
        their classes, ``bounds`` (N, 2) the rows ``[first, end)`` of each anchor's article. ``gold``
        (N, BEFORE + 1 + AFTER) marks the quotation's words in training; without it the predicted ones are used to
        read off type and medium.
        Part logits are for rows ``at - BEFORE ... at + AFTER``; those outside the article are very negative.
        """
        rows = at[:, None] + torch.arange(-BEFORE, AFTER + 1)
        outside = (rows < bounds[:, :1]) | (rows >= bounds[:, 1:])
        states = self.drop(states)
        around = states[rows.clamp(0, len(states) - 1)]
        anchor = states[at]
        known = (self.from_anchor(anchor) + self.of_class(classes))[:, None]
        mixed = self.mix(self.enter(around) + known + self.distance(self.buckets), src_key_padding_mask=outside)
        parts = self.parts(mixed).masked_fill(outside[..., None], -30.0)
        weight = (gold if gold is not None else torch.sigmoid(parts[..., 0].float())).to(mixed.dtype)
        mean = (weight[..., None] * mixed).sum(1) / weight.sum(1, keepdim=True).clamp(min=1.0)
        kind = self.kind(torch.cat([mean, anchor], 1))
        return SpanOutput(parts, self.quote_type(kind), self.quote_medium(kind))
