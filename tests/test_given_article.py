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
    1: "Wolodimir Selenskij",
    2: "Emmanuel Macron",
    3: "Emmanuel Macron",
    4: "Emmanuel Macron",
    6: "Emmanuel Macron",
    7: "Emmanuel Macron",
    9: "Trump und seine Administration",
    10: "Emmanuel Macron",
    13: "Emmanuel Macron",
    14: "Olaf Scholz",
}


@pytest.fixture(scope="module")
def extraction() -> quoteex.Extraction:
    if not ARTICLE.exists():
        pytest.skip("the article lies outside the repository")
    return quoteex.extract(ARTICLE.read_bytes().decode("utf-8"))


def direct_spans(extraction: quoteex.Extraction) -> set[quoteex.Span]:
    return {span for quote in extraction.quotes if quote.type == "direct" for span in quote.part.spans}


@pytest.mark.parametrize("number", QUOTED)
def test_quotation_is_found_from_mark_to_mark(extraction: quoteex.Extraction, number: int) -> None:
    assert find_marked(extraction.article.text)[number].span in direct_spans(extraction)


@pytest.mark.parametrize("number", NOT_QUOTED)
def test_title_or_term_is_no_quotation(extraction: quoteex.Extraction, number: int) -> None:
    assert find_marked(extraction.article.text)[number].span not in direct_spans(extraction)


def test_nothing_else_is_direct(extraction: quoteex.Extraction) -> None:
    assert direct_spans(extraction) <= {stretch.span for stretch in find_marked(extraction.article.text)}


@pytest.mark.parametrize("number", SPEAKERS)
def test_speaker(extraction: quoteex.Extraction, number: int) -> None:
    span = find_marked(extraction.article.text)[number].span
    quote = next(quote for quote in extraction.quotes if quote.part.spans[0] == span)
    assert quote.speaker is not None
    assert quote.speaker.name == SPEAKERS[number]


@pytest.mark.parametrize("words", ["Macron sei um", "er reagiere nicht"])
def test_indirect_speech_is_found(extraction: quoteex.Extraction, words: str) -> None:
    starts = [quote.part.spans[0].start for quote in extraction.quotes if quote.type == "indirect"]
    assert extraction.article.text.index(words) in starts
