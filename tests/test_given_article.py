"""The article that quoteex was conceived on, which lies beside the checkout and is no part of the project.

Only places and names stand here: of the fifteen stretches in quotation marks ten are quotations.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import quoteex
from quoteex.quotes.marks import find_marked

pytestmark = pytest.mark.model

ARTICLE = Path(__file__).parent.parent.parent / "shared" / "seeds" / "000_55e919fddd129097.txt"
QUOTED = (1, 2, 3, 4, 6, 7, 9, 10, 13, 14)
NOT_QUOTED = (0, 5, 8, 11, 12)
SPEAKERS = {
    1: "Selenskij",
    2: "Macron",
    3: "Macron",
    4: "Macron",
    6: "Macron",
    7: "Macron",
    10: "Macron",
    13: "Macron",
    14: "Scholz",
}


@pytest.fixture(scope="module")
def extraction() -> quoteex.Extraction:
    if not ARTICLE.exists():
        pytest.skip("the article lies outside the repository")
    return quoteex.extract(ARTICLE.read_bytes().decode("utf-8"))


def test_quotations_in_marks(extraction: quoteex.Extraction) -> None:
    marked = find_marked(extraction.article.text)
    direct = {quote.part.spans[0] for quote in extraction.quotes if quote.type == "direct"}
    assert direct == {marked[number].span for number in QUOTED}
    assert not direct & {marked[number].span for number in NOT_QUOTED}


@pytest.mark.parametrize("number", SPEAKERS)
def test_speaker(extraction: quoteex.Extraction, number: int) -> None:
    span = find_marked(extraction.article.text)[number].span
    quote = next(quote for quote in extraction.quotes if quote.part.spans[0] == span)
    assert quote.speaker is not None
    assert SPEAKERS[number] in quote.speaker.name


def test_indirect_speech_is_found(extraction: quoteex.Extraction) -> None:
    starts = [extraction.article.text.index(words) for words in ("Macron sei um", "er reagiere nicht")]
    indirect = [quote.part.spans[0].start for quote in extraction.quotes if quote.type == "indirect"]
    assert set(starts) <= set(indirect)
