"""From candidates to quotations: the marks say where a direct one begins and ends, the model which words belong."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from made_up import a_candidate, places, tokens_of

from quoteex.document import Medium, QuoteType, Span
from quoteex.quotes.decoding import Candidate, Thresholds
from quoteex.quotes.marks import find_marked
from quoteex.quotes.merge import SMALL_GAP, Found, Words, fill_gaps, merge, runs
from quoteex.quotes.network import ANCHOR_CLASSES, MEDIA, PARTS, TYPES

INDIRECT = QuoteType.INDIRECT


def merged(text: str, *candidates: Candidate, thresholds: Thresholds | None = None) -> tuple[Found, ...]:
    return merge(candidates, find_marked(text), Words(tokens_of(text)), thresholds or Thresholds())


def slices(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def shown(text: str, *candidates: Candidate) -> list[list[str]]:
    return [slices(text, item.spans) for item in merged(text, *candidates)]


def test_a_direct_quotation_runs_from_mark_to_mark_whatever_words_the_model_takes() -> None:
    text = "Sie sagt: „Der Deich hält, ganz sicher“, und geht."
    for words in ["„Der Deich", "„Der Deich hält, ganz sicher“, und geht"]:
        assert shown(text, a_candidate(text, words)) == [["„Der Deich hält, ganz sicher“"]]


def test_an_anchor_beside_or_inside_the_marks_means_the_same_stretch() -> None:
    text = "Sie sagt: „Der Deich hält“, und geht."
    for words in [": „Der Deich", "Deich hält"]:
        assert shown(text, a_candidate(text, words)) == [["„Der Deich hält“"]]


def test_stretches_that_the_model_takes_are_joined() -> None:
    text = "„Der Deich hält“, sagt Imke Harms, „noch viele Jahre“. Das „Amt“ schweigt."
    candidate = a_candidate(text, "„Der Deich hält“", "„noch viele Jahre“", speaker="Imke Harms", cue="sagt")
    [found] = merged(text, candidate)
    assert slices(text, found.spans) == ["„Der Deich hält“", "„noch viele Jahre“"]
    assert slices(text, found.parts["speaker"]) == ["Imke Harms"]
    assert slices(text, found.parts["cue"]) == ["sagt"]
    assert found.parts["addressee"] == ()


def test_a_stretch_of_which_the_model_takes_less_than_half_is_not_joined() -> None:
    text = "„Der Deich hält“, sagt sie, „aber nicht mehr sehr viele Jahre“."
    assert shown(text, a_candidate(text, "„Der Deich hält“", "„aber")) == [["„Der Deich hält“"]]


def test_a_stretch_before_the_anchor_is_not_joined() -> None:
    text = "„Der Deich hält“, sagt sie. „Noch viele Jahre“, sagt er."
    candidate = a_candidate(text, "„Der Deich hält“", "„Noch viele Jahre“", anchor=min(places(text, "„Noch")))
    assert shown(text, candidate) == [["„Noch viele Jahre“"]]


def test_a_quotation_goes_on_in_the_paragraphs_that_take_it_up_again() -> None:
    text = "Sie sagt: „Der Deich hält.\n\n„Das Siel hält auch.\n\n„Alles hält.“\n\nSo war es."
    parts = ["„Der Deich hält.", "„Das Siel hält auch.", "„Alles hält.“"]
    assert [marked.continued for marked in find_marked(text)] == [False, True, True]
    assert shown(text, a_candidate(text, "„Der Deich")) == [parts]


def test_a_stretch_inside_another_that_is_taken_too_adds_no_overlap() -> None:
    text = "Er: „Ich rief: ‚Halt an.\n\n„‚Halt an, rief ich, und er hielt.‘ So war es, so, so.“"
    inner = "‚Halt an.\n"
    rest = "„‚Halt an, rief ich, und er hielt.‘ So war es, so, so.“"
    assert shown(text, a_candidate(text, inner, rest)) == [["‚Halt an.", rest]]


def test_a_quotation_inside_a_direct_one_stays_one_of_its_own() -> None:
    text = "Er sagt: „Sie rief: ‚Halt an!‘ und lief.“"
    outer, inner = a_candidate(text, "„Sie rief: ‚Halt an!‘ und lief.“"), a_candidate(text, "‚Halt an!‘")
    assert shown(text, inner, outer) == [["„Sie rief: ‚Halt an!‘ und lief.“"], ["‚Halt an!‘"]]


def test_a_direct_quotation_without_marks_has_the_words_that_the_model_takes() -> None:
    text = "Der Deich hält, sagt sie laut."
    [found] = merged(text, a_candidate(text, "Der Deich hält", speaker="sie"))
    assert slices(text, found.spans) == ["Der Deich hält"]
    assert found.type == QuoteType.DIRECT


def test_words_of_a_direct_quotation_are_none_of_its_parts() -> None:
    text = "„Sie hält“, sagt Imke Harms."
    [found] = merged(text, a_candidate(text, "„Sie hält“", speaker="hält“, sagt Imke"))
    assert slices(text, found.parts["speaker"]) == [", sagt Imke"]


def test_the_speaker_of_an_indirect_quotation_may_stand_in_it() -> None:
    text = "Imke Harms hält den Deich für sicher."
    [found] = merged(text, a_candidate(text, text, kind=INDIRECT, speaker="Imke Harms"))
    assert slices(text, found.spans) == [text]
    assert slices(text, found.parts["speaker"]) == ["Imke Harms"]


def test_marks_do_not_bound_an_indirect_quotation() -> None:
    text = "Der Deich sei „absolut sicher“, sagt sie."
    assert shown(text, a_candidate(text, "Der Deich sei „absolut", kind=INDIRECT)) == [["Der Deich sei „absolut"]]


def test_a_small_gap_is_filled_and_a_larger_one_is_not() -> None:
    text = "Der Deich am Siel sei alt, brüchig und längst nicht mehr sicher gewesen, sagt sie."
    near = a_candidate(text, "Der Deich", "sei alt, brüchig", kind=INDIRECT)
    assert shown(text, near) == [["Der Deich am Siel sei alt, brüchig"]]
    far = a_candidate(text, "Der Deich am Siel", "längst nicht mehr sicher gewesen", kind=INDIRECT)
    assert shown(text, far) == [["Der Deich am Siel", "längst nicht mehr sicher gewesen"]]


def test_a_gap_that_is_the_frame_is_not_filled() -> None:
    text = "Der Deich sei alt, sagt sie, und längst nicht sicher."
    candidate = a_candidate(text, "Der Deich sei alt,", ", und längst nicht sicher", kind=INDIRECT, frame="sagt sie")
    assert shown(text, candidate) == [["Der Deich sei alt,", ", und längst nicht sicher"]]


def test_a_stray_word_far_from_the_rest_is_dropped_unless_the_frame_leads_to_it() -> None:
    text = "Der Deich am Siel sei alt, so hat die Harms laut gesagt, brüchig."
    stray = a_candidate(text, "Der Deich am Siel sei alt", "brüchig", kind=INDIRECT)
    assert shown(text, stray) == [["Der Deich am Siel sei alt"]]
    framed = a_candidate(
        text, "Der Deich am Siel sei alt", "brüchig", kind=INDIRECT, frame=", so hat die Harms laut gesagt,"
    )
    assert shown(text, framed) == [["Der Deich am Siel sei alt", "brüchig"]]


def test_the_same_quotation_is_given_once_as_the_model_is_surer() -> None:
    text = "Der Deich sei alt, sagt sie."
    sure = a_candidate(text, "Der Deich sei alt", kind=INDIRECT)
    unsure = a_candidate(text, "Deich sei alt", kind=QuoteType.REPORTED, probability=0.6)
    [found] = merged(text, unsure, sure)
    assert found.type == INDIRECT
    assert slices(text, found.spans) == ["Der Deich sei alt"]


def test_one_stretch_is_one_direct_quotation() -> None:
    text = "Sie sagt: „Der Deich hält. Das Siel hält auch.“"
    assert len(merged(text, a_candidate(text, "„Der Deich"), a_candidate(text, "Das Siel"))) == 1


def test_a_direct_part_of_an_indirect_quotation_stays() -> None:
    text = "Der Deich sei „absolut sicher“, sagt sie."
    around = a_candidate(text, "Der Deich sei „absolut sicher“", kind=INDIRECT)
    inside = a_candidate(text, "„absolut sicher“")
    assert [item.type for item in merged(text, inside, around)] == [INDIRECT, QuoteType.DIRECT]


def test_type_medium_and_figures_come_from_the_candidate() -> None:
    text = "Der Deich sei alt, schreibt sie."
    candidate = a_candidate(
        text, "Der Deich sei alt", kind=QuoteType.REPORTED, medium=Medium.WRITING, probability=0.7, certainty=0.8
    )
    [found] = merged(text, candidate)
    assert (found.type, found.medium) == (QuoteType.REPORTED, Medium.WRITING)
    assert found.anchor == 0.7
    assert found.certainty == pytest.approx(0.8)


def test_thresholds_decide_which_words_count() -> None:
    text = "Der Deich sei alt, schreibt sie."
    candidate = a_candidate(text, "Der Deich sei alt", kind=INDIRECT, speaker="sie", certainty=0.4)
    [strict] = merged(text, candidate)
    assert (slices(text, strict.spans), strict.parts["speaker"]) == (["Der"], ())
    [loose] = merged(text, candidate, thresholds=Thresholds(quote=0.4, speaker=0.4))
    assert slices(text, loose.spans + loose.parts["speaker"]) == ["Der Deich sei alt", "sie"]


def test_nothing_comes_of_nothing() -> None:
    assert merged("Der „Deich“ hält.") == ()


@given(st.sets(st.integers(0, 60)))
def test_runs_are_the_words_again(words: set[int]) -> None:
    found = list(runs(words))
    assert [word for first, last in found for word in range(first, last + 1)] == sorted(words)
    assert all(one[1] + 1 < other[0] for one, other in pairwise(found))


@given(st.frozensets(st.integers(0, 60)), st.frozensets(st.integers(0, 60)))
def test_filling_only_adds_what_stands_in_a_small_gap(words: frozenset[int], taken: frozenset[int]) -> None:
    filled = fill_gaps(words, taken)
    assert words <= filled
    assert not (filled - words) & taken
    gaps = list(runs(filled - words))
    assert all(last - first < SMALL_GAP and {first - 1, last + 1} <= words for first, last in gaps)


@given(st.text(alphabet="ab „“", max_size=40), st.data())
def test_words_within_a_range_are_those_that_overlap_it(text: str, data: st.DataObject) -> None:
    tokens = tokens_of(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start + 1, len(text) + 1))
    overlapping = [number for number, token in enumerate(tokens) if token.start < end and start < token.end]
    assert list(Words(tokens).within(Span(start, end))) == overlapping


@st.composite
def guesses(draw: st.DrawFn, words: int) -> Candidate:
    """Whatever a network may say of a text of so many words."""
    generator = torch.Generator().manual_seed(draw(st.integers(0, 1000)))
    first = draw(st.integers(0, words - 1))
    anchor = draw(st.integers(first, words - 1))
    return Candidate(
        anchor=anchor,
        anchor_class=draw(st.integers(0, ANCHOR_CLASSES - 1)),
        probability=draw(st.floats(0, 1)),
        first=first,
        parts=torch.rand((len(PARTS), draw(st.integers(anchor - first + 1, words - first))), generator=generator),
        types=torch.rand(len(TYPES), generator=generator),
        media=torch.rand(len(MEDIA), generator=generator),
    )


@given(st.text(alphabet="ab.\n„“‚‘»« ", min_size=1, max_size=60), st.data())
def test_whatever_the_model_says_spans_ascend_within_the_text(text: str, data: st.DataObject) -> None:
    tokens = tokens_of(text)
    candidates = data.draw(st.lists(guesses(len(tokens)), max_size=6)) if tokens else []
    found = merged(text, *candidates)
    assert len(found) <= len(candidates)
    for item in found:
        assert item.spans
        assert item.words
        for spans in (item.spans, *item.parts.values()):
            assert all(0 <= span.start < span.end <= len(text) for span in spans)
            assert all(one.end <= other.start for one, other in pairwise(spans))
        covered = {word for span in item.spans for word in Words(tokens).within(span)}
        assert item.words <= covered
    assert list(found) == sorted(found, key=lambda item: item.spans[0].start)


def test_speaker_is_named_in_one_place() -> None:
    text = "„Wir bauen den Steg“, sagte Ines Rauch, während am Ufer der Angler wartete."
    made = a_candidate(text, "„Wir bauen den Steg“")
    figures = made.parts.clone()
    figures[PARTS.index("speaker"), sorted(places(text, "Ines Rauch"))] = 0.9
    figures[PARTS.index("speaker"), sorted(places(text, "der Angler"))] = 0.6
    (found,) = merged(text, replace(made, parts=figures))
    assert [text[start:end] for start, end in found.parts["speaker"]] == ["Ines Rauch"]


def test_direct_quotation_takes_the_likeliest_speaker_where_none_is_sure() -> None:
    text = "„Wir bauen den Steg“, sagte Ines Rauch."
    made = a_candidate(text, "„Wir bauen den Steg“")
    figures = made.parts.clone()
    figures[PARTS.index("speaker")] = 0.01
    figures[PARTS.index("speaker"), sorted(places(text, "Ines Rauch"))] = 0.3
    (found,) = merged(text, replace(made, parts=figures))
    assert [text[start:end] for start, end in found.parts["speaker"]] == ["Ines Rauch"]
    figures[PARTS.index("speaker")] = 0.05
    (found,) = merged(text, replace(made, parts=figures))
    assert found.parts["speaker"] == ()
