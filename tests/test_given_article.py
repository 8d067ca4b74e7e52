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


def missed(number: int, reason: str) -> object:
    return pytest.param(number, marks=pytest.mark.xfail(reason=reason, strict=True))


def direct_spans(extraction: quoteex.Extraction) -> set[quoteex.Span]:
    return {span for quote in extraction.quotes if quote.type == "direct" for span in quote.part.spans}


@pytest.mark.parametrize("number", [missed(9, "one word in marks") if number == 9 else number for number in QUOTED])
def test_quotation_is_found_from_mark_to_mark(extraction: quoteex.Extraction, number: int) -> None:
    assert find_marked(extraction.article.text)[number].span in direct_spans(extraction)


@pytest.mark.parametrize("number", [missed(0, "a meeting's title") if number == 0 else number for number in NOT_QUOTED])
def test_title_or_term_is_no_quotation(extraction: quoteex.Extraction, number: int) -> None:
    assert find_marked(extraction.article.text)[number].span not in direct_spans(extraction)


def test_nothing_else_is_direct(extraction: quoteex.Extraction) -> None:
    assert direct_spans(extraction) <= {stretch.span for stretch in find_marked(extraction.article.text)}


@pytest.mark.parametrize(
    "number",
    [missed(13, "the model takes an institution named before") if number == 13 else number for number in SPEAKERS],
)
def test_speaker(extraction: quoteex.Extraction, number: int) -> None:
    span = find_marked(extraction.article.text)[number].span
    quote = next(quote for quote in extraction.quotes if quote.part.spans[0] == span)
    assert quote.speaker is not None
    assert SPEAKERS[number] in quote.speaker.name


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(
            "Macron sei um", marks=pytest.mark.xfail(reason="the cue stands in an impersonal clause", strict=True)
        ),
        "er reagiere nicht",
    ],
)
def test_indirect_speech_is_found(extraction: quoteex.Extraction, words: str) -> None:
    starts = [quote.part.spans[0].start for quote in extraction.quotes if quote.type == "indirect"]
    assert extraction.article.text.index(words) in starts
