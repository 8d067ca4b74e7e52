"""What the embedded models find in the sample articles of ``seeds/``."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from seed_articles import Seed, load_seeds

import quoteex

pytestmark = pytest.mark.model

KNOWN_MISSES: dict[tuple[str, str], str] = {
    # (article, id of the expected quotation, or text of the item in marks): why it is missed. Strict: an entry whose
    # test passes is an error, so the list shrinks with every better model.
}


@cache
def extraction_of(seed: Seed) -> quoteex.Extraction:
    return quoteex.extract(seed.text)


def case(seed: Seed, key: str, *values: object) -> Any:
    reason = KNOWN_MISSES.get((seed.name, key))
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(seed, *values, marks=marks, id=f"{seed.name}-{key}")


def test_known_misses_name_what_exists() -> None:
    keys = {(seed.name, quote.id) for seed in load_seeds() for quote in seed.direct()}
    keys |= {(seed.name, text) for seed in load_seeds() for text, _ in seed.not_quotes}
    assert keys >= set(KNOWN_MISSES)


@pytest.mark.parametrize(
    ("seed", "expected"), [case(seed, quote.id, quote) for seed in load_seeds() for quote in seed.direct()]
)
def test_direct_quotation_is_found_from_mark_to_mark_with_its_speaker(seed: Seed, expected: Any) -> None:
    wanted = set(expected.spans)
    direct = [quote for quote in extraction_of(seed).quotes if quote.type == quoteex.QuoteType.DIRECT]
    # What goes on in the next paragraph may be one quotation with two spans or two quotations.
    found = [quote for quote in direct if wanted.issuperset(quote.part.spans)]
    assert {tuple(span) for quote in found for span in quote.part.spans} == wanted
    for quote in found:
        name = quote.speaker.name if quote.speaker else None
        assert (name or "").casefold() == (expected.speaker or "").casefold()


@pytest.mark.parametrize(
    ("seed", "text", "spans"),
    [case(seed, text, text, spans) for seed in load_seeds() for text, spans in seed.not_quotes],
)
def test_title_term_or_scare_quote_is_no_quotation(seed: Seed, text: str, spans: Any) -> None:
    (start, end) = spans[0]
    inside = [
        quote
        for quote in extraction_of(seed).quotes
        if start <= quote.part.spans[0].start and quote.part.spans[-1].end <= end
    ]
    assert not inside, f"{text} was taken for a quotation"
