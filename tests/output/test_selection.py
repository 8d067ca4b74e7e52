from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from fakes import a_quote, extractions
from hypothesis import given

from quoteex.document import Article, Attribution, Extraction, Fact, Part, Quote, RoleFact, Span, Speaker, SpeakerKind
from quoteex.output.selection import only_speakers

SPAN = (Span(0, 1),)


def quotation(ident: str, name: str | None, parent: str | None = None) -> Quote:
    attribution = None if name is None else Attribution(f"s-{name}", name, Part("x", SPAN))
    return replace(a_quote(ident, Part("x", SPAN)), speaker=attribution, parent=parent)


def a_speaker(name: str, *quotes: str) -> Speaker:
    return Speaker(f"s-{name}", name, SpeakerKind.PERSON, ("Rolle",), SPAN, quotes)


def a_fact(ident: str, source: str | None) -> Fact:
    return Fact(ident, "role", Part("x", SPAN), source)


def a_role(ident: str, name: str) -> RoleFact:
    return RoleFact(ident, Part("x", SPAN), None, name, f"s-{name}", Part("x", SPAN))


EVERYTHING = Extraction(
    Article("x" * 9),
    (
        quotation("q1", "Imke Harms"),
        quotation("q2", "Jo Lund", parent="q1"),
        quotation("q3", "Imke Harms", parent="q2"),
        quotation("q4", "Imke Harms", parent="q1"),
        quotation("q5", None, parent="q1"),
    ),
    (a_speaker("Imke Harms", "q1", "q3", "q4"), a_speaker("Jo Lund", "q2")),
    (a_fact("f1", None), a_fact("f2", "q1"), a_fact("f3", "q2"), a_fact("f4", "q5")),
    {"quotes": "fake 1"},
)


def test_the_quotations_of_the_speaker_stay_as_they_are() -> None:
    kept = only_speakers(EVERYTHING, "Imke Harms")
    assert [quote.id for quote in kept.quotes] == ["q1", "q3", "q4"]
    assert (kept.quotes[0], kept.quotes[2]) == (EVERYTHING.quotes[0], EVERYTHING.quotes[3])
    assert (kept.article, kept.models) == (EVERYTHING.article, EVERYTHING.models)


def test_a_parent_that_goes_is_none() -> None:
    assert [quote.parent for quote in only_speakers(EVERYTHING, "Imke Harms").quotes] == [None, None, "q1"]
    (quote,) = only_speakers(EVERYTHING, "Lund").quotes
    assert quote == replace(EVERYTHING.quotes[1], parent=None)


def test_speakers_without_quotations_go() -> None:
    assert only_speakers(EVERYTHING, "Lund").speakers == (a_speaker("Jo Lund", "q2"),)
    assert only_speakers(EVERYTHING, "Harms").speakers == (a_speaker("Imke Harms", "q1", "q3", "q4"),)


def test_facts_go_with_their_source() -> None:
    assert [fact.id for fact in only_speakers(EVERYTHING, "Lund").facts] == ["f1", "f3"]
    assert [fact.id for fact in only_speakers(EVERYTHING, "niemand").facts] == ["f1"]


def test_a_role_s_person_who_is_no_speaker_any_more_is_none() -> None:
    mine, other = (a_role("f1", name) for name in ("Imke Harms", "Jo Lund"))
    kept = only_speakers(replace(EVERYTHING, facts=(mine, other)), "Harms")
    assert kept.facts == (mine, replace(other, speaker_id=None))


@pytest.mark.parametrize("name", ["Imke Harms", "harms", "IMKE", "ke ha", " Imke\t"])
def test_any_part_of_the_name_in_any_case_will_do(name: str) -> None:
    assert len(only_speakers(EVERYTHING, name).quotes) == 3


@pytest.mark.parametrize("name", ["Imke Lund", "Harms Imke", ".*", "q1"])
def test_the_part_must_be_in_the_name(name: str) -> None:
    assert only_speakers(EVERYTHING, name).quotes == ()


def test_several_speakers_may_match() -> None:
    two = replace(EVERYTHING, quotes=(quotation("q1", "Imke Harms"), quotation("q2", "Wim Harms")))
    assert len(only_speakers(two, "harms").quotes) == 2


def test_letters_with_accents_and_sharp_s() -> None:
    decomposed = unicodedata.normalize("NFD", "Jürgen Groß")
    one = replace(EVERYTHING, quotes=(quotation("q1", decomposed),))
    assert len(only_speakers(one, "jürgen gross").quotes) == 1
    assert len(only_speakers(one, "jurgen").quotes) == 0


@given(extraction=extractions())
def test_ids_in_what_is_left_are_consistent(extraction: Extraction) -> None:
    name = extraction.quotes[0].speaker.name if extraction.quotes and extraction.quotes[0].speaker else "a"
    kept = only_speakers(extraction, name)
    ids = {quote.id for quote in kept.quotes}
    assert {quote.parent for quote in kept.quotes} - {None} <= ids
    assert {ident for speaker in kept.speakers for ident in speaker.quotes} <= ids
    assert {fact.source for fact in kept.facts} - {None} <= ids
    assert all(speaker.quotes for speaker in kept.speakers)
    roles = [fact for fact in kept.facts if isinstance(fact, RoleFact)]
    assert {fact.speaker_id for fact in roles} - {None} <= {speaker.id for speaker in kept.speakers}
