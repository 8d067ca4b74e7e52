"""How good the embedded models are: measured on corpora outside the repository, with floors that may only rise."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = [pytest.mark.model, pytest.mark.scores]

DATA = Path(__file__).parent.parent.parent / "shared" / "data"

QUOTE_FLOORS = {"message": 0.755, "roles": 0.715, "joint": 0.725, "type": 0.755, "exact_direct": 0.88}

LANGUAGE_FLOORS = {
    "Tokens": 99.6,
    "Sentences": 96.5,
    "Words": 99.5,
    "UPOS": 95.0,
    "UFeats": 79.0,
    "Lemmas": 95.8,
    "LAS": 80.7,
    "NER": 79.5,
}
"""On the sentences kept for choosing."""


SPEAKER_FLOOR = 0.8
"""Share of right speakers, given the corpus's quotations and speaker words."""


def test_quotations() -> None:
    from quoteex.extractor import EMBEDDED_MODELS
    from quoteex.training.quote_run import quote_scores

    articles = DATA / "quotes" / "dev.jsonl"
    if not articles.exists():
        pytest.skip("the quotation corpus lies outside the repository")
    found = quote_scores(articles, EMBEDDED_MODELS)
    reached = {name: getattr(found, name).f1 for name in QUOTE_FLOORS}
    assert {name: value for name, value in reached.items() if value < QUOTE_FLOORS[name]} == {}, reached


def test_language() -> None:
    from quoteex.extractor import EMBEDDED_MODELS
    from quoteex.training.evaluate_language import evaluate

    if not DATA.exists():
        pytest.skip("the treebanks lie outside the repository")
    reached = {
        line.rsplit(maxsplit=1)[0].strip(): float(line.split()[-1])
        for line in evaluate(EMBEDDED_MODELS, DATA).splitlines()
    }
    assert {name: reached[name] for name, floor in LANGUAGE_FLOORS.items() if reached[name] < floor} == {}, reached


def test_speakers() -> None:
    from quoteex.extractor import EMBEDDED_MODELS
    from quoteex.language.pipeline import LanguagePipeline
    from quoteex.training.speaker_scores import score_speakers

    articles = DATA / "quotes" / "dev.jsonl"
    if not articles.exists():
        pytest.skip("the quotation corpus lies outside the repository")
    gold = Path(__file__).parent / "speakers" / "dev_speakers.json"
    found = score_speakers(articles, gold, LanguagePipeline(EMBEDDED_MODELS))
    assert found.accuracy() >= SPEAKER_FLOOR
