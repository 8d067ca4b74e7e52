"""What the embedded models find in the sample articles of ``seeds/``."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from seed_articles import Seed, load_seeds

import quoteex

pytestmark = pytest.mark.model

NAME = "NER leaves out the name, so the naming stays with its article"
NESTED = "the speaker inside direct speech is not found"
WRONG = "somebody else is taken for the speaker"
FRAGMENT = "the model does not take the fragment for a quotation"
TERM = "the model takes a popular name for a quotation"

# (article, id of the expected quotation, or text of the item in marks): why it is missed. Strict: an entry whose test
# passes is an error, so the list shrinks with every better model.
KNOWN_MISSES: dict[tuple[str, str], str] = {
    ("hallenbad", "„rote Ungetüm“"): TERM,
    ("moor", "q9"): NESTED,
    ("nachtzug", "q8"): NAME,
    ("nachtzug", "q9"): NAME,
    ("orchester", "q3"): FRAGMENT,
    ("orchester", "q7"): WRONG,
    ("orchester", "q11"): WRONG,
    ("sesselbahn", "q8"): FRAGMENT,
    ("sesselbahn", "q10"): WRONG,
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
    direct = [quote for quote in extraction_of(seed).quotes if quote.type == quoteex.QuoteType.DIRECT]
    # What the frame interrupts, or what goes on in the next paragraph, may be one quotation with two spans or two.
    found = [quote for quote in direct if set(expected.spans) & set(quote.part.spans)]
    spans = {span for quote in found for span in quote.part.spans}
    assert set(expected.spans) <= spans
    assert spans <= {span for other in seed.direct() for span in other.spans}
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
