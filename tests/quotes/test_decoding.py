"""From the network's figures to candidates."""

from __future__ import annotations

import pytest
import torch
from made_up import a_candidate, places
from torch import Tensor

from quoteex.document import Medium, QuoteType
from quoteex.quotes.decoding import ANCHORS_AT_ONCE, Thresholds, candidates
from quoteex.quotes.network import (
    AFTER,
    BEFORE,
    DIRECT,
    OTHER,
    PARTS,
    NetworkSizes,
    QuoteHeads,
    distance_buckets,
)

SIZES = NetworkSizes(states=8, width=8, layers=1, heads=2, inner=16)


class ToldHeads(QuoteHeads):
    """Heads whose anchors are told: the first two figures of a word's state are the logits."""

    def anchors(self, states: Tensor) -> Tensor:
        return states[:, :2]


@pytest.fixture(scope="module")
def heads() -> ToldHeads:
    torch.manual_seed(3)
    made = ToldHeads(SIZES).eval()
    assert isinstance(made, ToldHeads)
    return made


def states(words: int, *, direct: dict[int, float], other: dict[int, float]) -> Tensor:
    result = torch.randn((words, SIZES.states), generator=torch.Generator().manual_seed(words))
    result[:, :2] = -10
    for column, figures in ((DIRECT, direct), (OTHER, other)):
        for word, probability in figures.items():
            result[word, column] = torch.logit(torch.tensor(probability))
    return result


def anchors(heads: QuoteHeads, found: Tensor, thresholds: Thresholds, openings: set[int]) -> list[tuple[int, int]]:
    return [(item.anchor, item.anchor_class) for item in candidates(heads, found, thresholds, openings)]


def test_each_kind_of_anchor_has_a_threshold_of_its_own(heads: QuoteHeads) -> None:
    figures = states(6, direct={0: 0.4, 2: 0.4, 3: 0.8}, other={2: 0.6, 5: 0.5})
    thresholds = Thresholds(direct=0.3, unmarked=0.7, other=0.55)
    assert anchors(heads, figures, thresholds, {2, 4}) == [(2, DIRECT), (2, OTHER), (3, DIRECT)]
    assert anchors(heads, figures, thresholds, set()) == [(2, OTHER), (3, DIRECT)]


def test_a_text_without_anchors_has_no_candidates(heads: QuoteHeads) -> None:
    assert candidates(heads, states(5, direct={}, other={}), Thresholds()) == []


def test_more_anchors_than_fit_at_once_all_come_in_order(heads: QuoteHeads) -> None:
    count = ANCHORS_AT_ONCE + 3
    figures = states(count, direct={}, other=dict.fromkeys(range(count), 0.9))
    assert anchors(heads, figures, Thresholds(), set()) == [(word, OTHER) for word in range(count)]


@pytest.mark.parametrize("anchor", [0, 1, BEFORE, BEFORE + 1, BEFORE + AFTER, 399])
def test_the_words_looked_at_are_those_around_the_anchor(heads: QuoteHeads, anchor: int) -> None:
    words = 400
    [found] = candidates(heads, states(words, direct={}, other={anchor: 0.9}), Thresholds())
    assert found.first == max(0, anchor - BEFORE)
    assert found.first + found.parts.shape[1] == min(words, anchor + AFTER + 1)
    assert found.parts.shape[0] == len(PARTS)
    assert found.probability == pytest.approx(0.9)
    # Beyond the article the network says "surely not"; nothing of that is left.
    assert (found.parts > 1e-6).all()


def test_looking_at_many_anchors_is_looking_at_each(heads: QuoteHeads) -> None:
    both = states(20, direct={}, other={3: 0.9, 12: 0.8})
    for found in candidates(heads, both, Thresholds()):
        at = torch.tensor([found.anchor])
        output = heads.spans(both, at, torch.tensor([OTHER]), torch.tensor([[0, 20]]), gold=None)
        expected = torch.sigmoid(output.parts[0, BEFORE - found.anchor : BEFORE - found.anchor + 20]).T
        torch.testing.assert_close(found.parts, expected, atol=1e-5, rtol=1e-5)


def test_words_before_the_article_are_those_of_another_and_do_not_matter(heads: QuoteHeads) -> None:
    article, other = torch.randn((6, SIZES.states)), torch.randn((9, SIZES.states))
    alone = heads.spans(article, torch.tensor([2]), torch.tensor([OTHER]), torch.tensor([[0, 6]]), gold=None)
    both = torch.cat([other, article, other])
    among = heads.spans(both, torch.tensor([11]), torch.tensor([OTHER]), torch.tensor([[9, 15]]), gold=None)
    for one, two in zip(alone, among, strict=True):
        torch.testing.assert_close(one, two, atol=1e-5, rtol=1e-5)


def test_distances_are_told_apart_up_close_and_by_side() -> None:
    buckets = distance_buckets().tolist()
    assert len(buckets) == BEFORE + 1 + AFTER
    near = buckets[BEFORE - 8 : BEFORE + 9]
    assert len(set(near)) == len(near)
    assert not set(buckets[:BEFORE]) & set(buckets[BEFORE:])


def test_words_are_counted_from_the_article_s_start() -> None:
    text = "Der Deich sei alt, sagt sie."
    candidate = a_candidate(text, "Deich sei alt", kind=QuoteType.INDIRECT, first=1, cue="sagt")
    assert candidate.words("quote", 0.5) == places(text, "Deich sei alt")
    assert candidate.words("cue", 0.5) == places(text, "sagt")
    assert candidate.words("speaker", 0.5) == frozenset()


def test_the_mean_leaves_out_words_that_were_not_looked_at() -> None:
    text = "Der Deich sei alt, sagt sie."
    candidate = a_candidate(text, "Deich sei", kind=QuoteType.INDIRECT, first=1)
    assert candidate.mean("quote", frozenset({0, 1, 2, 99})) == pytest.approx(0.9)
    assert candidate.mean("quote", frozenset({1, 3})) == pytest.approx(0.5)
    assert candidate.mean("quote", frozenset({0})) == 0.0


def test_the_type_fits_the_anchor() -> None:
    text = "Der Deich hält"
    direct = a_candidate(text, "Deich")
    assert (direct.type(), direct.medium()) == (QuoteType.DIRECT, None)
    other = a_candidate(text, "Deich", kind=QuoteType.REPORTED, medium=Medium.THOUGHT)
    other.types[0] = 9.0  # "direct", which an anchor of the other class never is
    assert (other.type(), other.medium()) == (QuoteType.REPORTED, Medium.THOUGHT)


def test_each_part_has_its_threshold() -> None:
    thresholds = Thresholds(quote=0.1, speaker=0.2, cue=0.3, frame=0.4, addressee=0.6)
    assert [thresholds.of_part(part) for part in PARTS] == [0.1, 0.2, 0.3, 0.4, 0.6]
