"""Thresholds and confidence, chosen on made-up figures."""

from __future__ import annotations

import pytest
import torch
from made_up import a_candidate, openings_of, places, tokens_of
from tiny import WIDTH, tiny_bert, tiny_tokenizer

from quoteex.document import Medium, QuoteType
from quoteex.language.encoder import Encoder
from quoteex.language.pieces import WordTokenizer
from quoteex.quotes.decoding import Candidate, Thresholds
from quoteex.quotes.finder import Calibration, QuoteModel, find_words
from quoteex.quotes.marks import find_marked
from quoteex.quotes.merge import Words
from quoteex.quotes.network import NetworkSizes, QuoteHeads
from quoteex.training.choosing import LOWEST, Looked, calibrate, choose, finish, look, predict, scores, token_quote
from quoteex.training.quote_corpus import CorpusArticle, TokenQuote

TEXT = "„Der Deich hält“, sagt Imke Harms. Das Siel sei aber alt. Der Wirt schenkt „Pharisäer“ aus."
DIRECT = TokenQuote(
    QuoteType.DIRECT,
    Medium.SPEECH,
    places(TEXT, "„Der Deich hält“"),
    speaker=places(TEXT, "Imke Harms"),
    cue=places(TEXT, "sagt"),
)
INDIRECT = TokenQuote(QuoteType.INDIRECT, None, places(TEXT, "Das Siel sei aber alt"))


def an_article(*quotes: TokenQuote) -> CorpusArticle:
    tokens, none = tuple(tokens_of(TEXT)), (False,) * len(quotes)
    return CorpusArticle("Deich", TEXT, tokens, (0,) * len(tokens), quotes, (None,) * len(quotes), none, none)


def looked(*candidates: Candidate, quotes: tuple[TokenQuote, ...] = (DIRECT, INDIRECT)) -> Looked:
    return Looked(an_article(*quotes), candidates, find_marked(TEXT), Words(tokens_of(TEXT)), openings_of(TEXT))


def direct(probability: float = 0.4, certainty: float = 0.9) -> Candidate:
    return a_candidate(
        TEXT,
        "„Der Deich hält“",
        medium=Medium.SPEECH,
        probability=probability,
        certainty=certainty,
        speaker="Imke Harms",
        cue="sagt",
    )


def indirect(probability: float = 0.6) -> Candidate:
    return a_candidate(TEXT, "Das Siel sei aber alt", kind=QuoteType.INDIRECT, probability=probability)


def scare_quotes(probability: float = 0.2) -> Candidate:
    return a_candidate(TEXT, "„Pharisäer“", probability=probability)


def unmarked(probability: float = 0.5) -> Candidate:
    return a_candidate(TEXT, "Wirt schenkt", probability=probability)


def test_each_kind_of_candidate_has_a_threshold_of_its_own() -> None:
    item = looked(direct(), indirect(), scare_quotes(), unmarked())
    found = predict(item, Thresholds(direct=0.3, other=0.7, unmarked=0.6))
    assert [quote.words for quote in found] == [DIRECT.quote]
    found = predict(item, Thresholds(direct=0.5, other=0.5, unmarked=0.5))
    assert [quote.words for quote in found] == [INDIRECT.quote, places(TEXT, "Wirt schenkt")]


def test_a_quotation_is_for_the_metric_what_it_is_in_the_corpus() -> None:
    [found] = predict(looked(direct()), Thresholds(direct=0.3))
    assert token_quote(found, Words(tokens_of(TEXT))) == DIRECT


def test_right_candidates_score_in_full() -> None:
    found = scores([looked(direct(), indirect())], Thresholds(direct=0.3))
    assert (found.joint.f1, found.exact_direct.f1, found.type.f1) == (1, 1, 1)


def test_thresholds_are_chosen_that_part_right_from_wrong() -> None:
    items = [looked(direct(), indirect(), scare_quotes(), unmarked())]
    assert scores(items, Thresholds()).joint.f1 < 1
    chosen = choose(items, rounds=1)
    assert scores(items, chosen).joint.f1 == 1
    assert 0.2 < chosen.direct <= 0.4
    assert chosen.unmarked > 0.5
    assert chosen.other <= 0.6


def test_confidence_tells_what_is_mostly_right_from_what_is_mostly_wrong() -> None:
    right, wrong = looked(direct(0.9, 0.9), indirect(0.9)), looked(direct(0.4, 0.6), indirect(0.4), quotes=())
    of_direct, of_other = calibrate([*[right] * 8, wrong, *[wrong] * 7], Thresholds(direct=0.3, other=0.3))
    assert of_direct.confidence(0.9, 0.9) > 0.8
    assert of_direct.confidence(0.4, 0.6) < 0.2
    assert of_other.confidence(0.9, 0.9) > 0.8
    assert of_other.confidence(0.4, 0.9) < 0.2


def test_without_quotations_to_learn_from_the_curve_stays_as_it_is() -> None:
    assert calibrate([looked(direct())], Thresholds(direct=0.3))[1] == Calibration()
    assert calibrate([looked()], Thresholds()) == (Calibration(), Calibration())


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(tiny_bert(), WordTokenizer(tiny_tokenizer()))


@pytest.fixture(scope="module")
def heads() -> QuoteHeads:
    torch.manual_seed(5)
    return QuoteHeads(NetworkSizes(states=WIDTH, width=8, layers=1, heads=2, inner=16)).eval()


@pytest.mark.parametrize("level", [LOWEST, 0.45, 0.5, 0.55])
def test_trying_thresholds_later_finds_what_using_them_finds(encoder: Encoder, heads: QuoteHeads, level: float) -> None:
    thresholds = Thresholds(direct=level, unmarked=level, other=level)
    [item] = look([an_article(DIRECT)], encoder, heads)
    model = QuoteModel(heads, thresholds, Calibration(), Calibration())
    assert predict(item, thresholds) == find_words(TEXT, tokens_of(TEXT), encoder, model)


def test_finishing_gives_a_model_and_its_scores_whatever_it_finds(encoder: Encoder, heads: QuoteHeads) -> None:
    article = an_article(DIRECT, INDIRECT)
    model, found = finish(heads, encoder, [article])
    assert model.heads is heads
    assert found == scores(look([article], encoder, heads), model.thresholds)
