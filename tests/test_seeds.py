"""The sample articles say what they claim: spans, ids, marks and variety."""

from __future__ import annotations

import pytest
from seed_articles import SEEDS, Seed, load_seeds

from quoteex.document import QuoteType

each_seed = pytest.mark.parametrize("seed", load_seeds(), ids=lambda seed: seed.name)


def test_every_article_has_its_expectations_and_no_file_is_left_over() -> None:
    articles = {path.name.removesuffix(".txt") for path in SEEDS.glob("*.txt")}
    expectations = {path.name.removesuffix(".expected.json") for path in SEEDS.glob("*.json")}
    assert articles == expectations
    assert len(articles) == 8


@each_seed
def test_every_span_slices_to_its_text(seed: Seed) -> None:
    for text, spans in [(quote.text, quote.spans) for quote in seed.quotes] + list(seed.not_quotes):
        assert text == " ".join(seed.text[start:end] for start, end in spans)
        assert all(text and text == text.strip() for text in (seed.text[start:end] for start, end in spans))
        assert list(spans) == sorted(spans)


@each_seed
def test_ids_are_unique_and_quotes_in_order(seed: Seed) -> None:
    assert [quote.id for quote in seed.quotes] == [f"q{number}" for number in range(1, len(seed.quotes) + 1)]
    assert list(seed.quotes) == sorted(seed.quotes, key=lambda quote: (quote.spans[0][0], -quote.spans[-1][1]))


@each_seed
def test_types_speakers_and_cues_are_ones_that_the_text_knows(seed: Seed) -> None:
    for quote in seed.quotes:
        assert quote.type in set(QuoteType)
        assert quote.speaker_text is None or quote.speaker_text in seed.text
        assert quote.speaker_text is None or quote.speaker is not None
        assert all(word in seed.text for word in (quote.cue or "").split())


@each_seed
def test_full_stops_are_where_the_guidelines_put_them(seed: Seed) -> None:
    for quote in seed.quotes:
        if quote.type == QuoteType.INDIRECT:
            assert not quote.text.endswith((".", ","))
        if quote.type in (QuoteType.INDIRECT_FREE_INDIRECT, QuoteType.REPORTED):
            assert quote.text.endswith((".", ".“", ".«"))


@each_seed
def test_what_stands_in_marks_is_either_a_direct_quotation_or_listed_as_none(seed: Seed) -> None:
    marks = pytest.importorskip("quoteex.quotes.marks")
    marked = {tuple(item.span) for item in marks.find_marked(seed.text)}
    direct = {span for quote in seed.direct() for span in quote.spans}
    none = {span for _, spans in seed.not_quotes for span in spans}
    assert marked == direct | none
    assert not direct & none


@each_seed
def test_length_is_that_of_a_news_item(seed: Seed) -> None:
    assert 150 <= len(seed.text.split()) <= 500


@each_seed
def test_every_article_has_marks_that_are_no_quotation(seed: Seed) -> None:
    assert seed.not_quotes


def test_typographies_are_covered() -> None:
    first_last = {(quote.text[0], quote.text[-1]) for seed in load_seeds() for quote in seed.direct()}
    assert first_last >= {*map(tuple, ("„“", "»«", '""', "«»", "“”", "„”"))}
    # A quotation inside a quotation.
    assert first_last >= {*map(tuple, ("‚‘", "›‹", "‹›", "‘’", "‚’"))}


def test_line_ends_and_swiss_spelling_are_covered() -> None:
    assert any("\r\n" in seed.text for seed in load_seeds())
    assert all("\n" not in seed.text.replace("\r\n", "") for seed in load_seeds() if "\r" in seed.text)
    swiss = [seed for seed in load_seeds() if any(quote.text.startswith("«") for quote in seed.direct())]
    assert swiss
    assert all("ß" not in seed.text for seed in swiss)


def test_forms_of_reporting_are_covered() -> None:
    quotes = [quote for seed in load_seeds() for quote in seed.quotes]
    cues = {(quote.cue or "").lower() for quote in quotes}
    assert cues >= {"laut", "zufolge", "nach", "so", "räumte ein", "hob hervor"}
    assert {quote.type for quote in quotes} >= {"direct", "indirect", "indirect_free_indirect", "reported"}
    # One quotation over two paragraphs, the mark taken up again; one without a cue of its own; a heading's.
    assert any(quote.type == "direct" and len(quote.spans) == 2 for quote in quotes)
    assert any(quote.type == "direct" and quote.cue is None for quote in quotes)
    assert any(quote.spans[-1][1] <= seed.text.index("\n") for seed in load_seeds() for quote in seed.direct())
    # People named by their surname alone, and two who share one.
    names = {quote.speaker for quote in quotes if quote.speaker and quote.speaker_text == quote.speaker.split()[-1]}
    assert names
    assert {"Ulrike Brandt", "Joachim Brandt"} <= {quote.speaker for quote in quotes}
