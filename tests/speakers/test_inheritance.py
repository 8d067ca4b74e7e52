from __future__ import annotations

from dataclasses import replace

from quoteex.document import Attribution, Part, Quote, QuoteType, Span, part_of
from quoteex.speakers.inheritance import inherit_speakers


def part(text: str, words: str) -> Part:
    start = text.index(words)
    return part_of(text, (Span(start, start + len(words)),))


def quote(
    text: str,
    words: str,
    number: int,
    *,
    kind: QuoteType = QuoteType.DIRECT,
    speaker: str | None = None,
    frame: str | None = None,
    parent: str | None = None,
) -> Quote:
    named = part(text, speaker) if speaker else None
    return Quote(
        id=f"q{number}",
        type=kind,
        medium=None,
        part=part(text, words),
        speaker=Attribution("", named.text, named) if named else None,
        cue=None,
        frame=part(text, frame) if frame else None,
        addressee=None,
        parent=parent,
        confidence=1.0,
    )


def speakers(text: str, *quotes: Quote) -> list[str | None]:
    return [found.speaker.name if found.speaker else None for found in inherit_speakers(text, quotes)]


def test_quotation_that_goes_on_after_the_frame() -> None:
    text = "„Der Steg hält“, sagte Ines Rauch. „Noch.“"
    first = quote(text, "„Der Steg hält“", 1, speaker="Ines Rauch", frame=", sagte Ines Rauch")
    assert speakers(text, first, quote(text, "„Noch.“", 2)) == ["Ines Rauch", "Ines Rauch"]


def test_not_over_other_words() -> None:
    text = "„Der Steg hält“, sagte Ines Rauch. Ein Angler lachte. „Noch.“"
    first = quote(text, "„Der Steg hält“", 1, speaker="Ines Rauch", frame=", sagte Ines Rauch")
    assert speakers(text, first, quote(text, "„Noch.“", 2)) == ["Ines Rauch", None]


def test_not_over_a_line_break() -> None:
    text = "„Der Steg hält“, sagte Ines Rauch.\n„Noch.“"
    first = quote(text, "„Der Steg hält“", 1, speaker="Ines Rauch", frame=", sagte Ines Rauch")
    assert speakers(text, first, quote(text, "„Noch.“", 2)) == ["Ines Rauch", None]


def test_fragment_in_an_indirect_quotation() -> None:
    text = "Rauch sagte, der Steg sei „noch tragfähig“ und sicher."
    outer = quote(text, "der Steg sei „noch tragfähig“ und sicher", 1, kind=QuoteType.INDIRECT, speaker="Rauch")
    assert speakers(text, outer, quote(text, "„noch tragfähig“", 2, parent="q1")) == ["Rauch", "Rauch"]


def test_quotation_inside_a_direct_one_is_somebody_elses() -> None:
    text = "„Er rief ‚Halt‘ und lief“, sagte Rauch."
    outer = quote(text, "„Er rief ‚Halt‘ und lief“", 1, speaker="Rauch")
    assert speakers(text, outer, quote(text, "‚Halt‘", 2, parent="q1")) == ["Rauch", None]


NAMED_WITHIN = "Rauch sagte, der Steg halte, den Ines Wolf baute. „Noch.“"


def test_who_is_named_within_another_indirect_quotation_does_not_speak_next() -> None:
    text = NAMED_WITHIN
    first = quote(text, "der Steg halte, den Ines Wolf baute", 1, kind=QuoteType.INDIRECT, speaker="Rauch")
    assert speakers(text, first, quote(text, "„Noch.“", 2, speaker="Ines Wolf")) == ["Rauch", "Rauch"]


def test_who_is_named_within_a_direct_quotation_does_not_speak_next() -> None:
    text = "„Der Steg, den Ines Wolf baute, hält“, sagte Rauch. Er lachte. „Noch.“"
    first = quote(text, "„Der Steg, den Ines Wolf baute, hält“", 1, speaker="Rauch")
    assert speakers(text, first, quote(text, "„Noch.“", 2, speaker="Ines Wolf")) == ["Rauch", "Rauch"]


def test_who_is_named_in_front_of_another_quotation_may_speak_next() -> None:
    text = "Ines Wolf kam. Rauch sagte, der Steg halte. „Noch.“"
    first = quote(text, "der Steg halte", 1, kind=QuoteType.INDIRECT, speaker="Rauch")
    assert speakers(text, first, quote(text, "„Noch.“", 2, speaker="Ines Wolf")) == ["Rauch", "Ines Wolf"]


def test_who_is_named_within_another_quotation_speaks_by_the_own_frame() -> None:
    first = quote(NAMED_WITHIN, "der Steg halte, den Ines Wolf baute", 1, kind=QuoteType.INDIRECT, speaker="Rauch")
    framed = quote(NAMED_WITHIN, "„Noch.“", 2, speaker="Ines Wolf", frame="den Ines Wolf baute")
    assert speakers(NAMED_WITHIN, first, framed) == ["Rauch", "Ines Wolf"]


def test_who_is_named_in_what_is_only_reported_may_speak_next() -> None:
    first = quote(NAMED_WITHIN, "der Steg halte, den Ines Wolf baute", 1, kind=QuoteType.REPORTED, speaker="Rauch")
    assert speakers(NAMED_WITHIN, first, quote(NAMED_WITHIN, "„Noch.“", 2, speaker="Ines Wolf")) == [
        "Rauch",
        "Ines Wolf",
    ]


def test_who_is_named_in_the_quotation_around_the_own_speaks() -> None:
    text = "Rauch sagte, Ines Wolf habe „Halt“ gerufen."
    outer = quote(text, "Ines Wolf habe „Halt“ gerufen", 1, kind=QuoteType.INDIRECT, speaker="Rauch")
    assert speakers(text, outer, quote(text, "„Halt“", 2, speaker="Ines Wolf", parent="q1")) == ["Rauch", "Ines Wolf"]


def test_where_the_same_words_name_the_speaker_of_both_nobody_is_left() -> None:
    text = "Rauch sagte, Ines Wolf wisse das. „Noch.“"
    first = quote(text, "Ines Wolf wisse das", 1, kind=QuoteType.INDIRECT, speaker="Ines Wolf")
    unknown = quote(text, "Ines Wolf wisse das", 1, kind=QuoteType.INDIRECT)
    second = quote(text, "„Noch.“", 2, speaker="Ines Wolf")
    assert speakers(text, unknown, second) == [None, None]
    assert speakers(text, first, second) == [None, None]


def test_nobody_names_oneself_in_what_one_says() -> None:
    text = "Rauch sagte: „Ines Wolf kommt.“"
    assert speakers(text, quote(text, "„Ines Wolf kommt.“", 1, speaker="Ines Wolf")) == [None]
    reported = quote(text, "Rauch sagte", 1, kind=QuoteType.REPORTED, speaker="Rauch")
    assert speakers(text, reported) == ["Rauch"]


def test_a_heading_is_whose_words_stand_again_below() -> None:
    text = "„Wir bauen“\nHusum. Am Montag. „Wir bauen, und zwar bald“, sagte Ines Wolf."
    heading = quote(text, "„Wir bauen“", 1, speaker="Husum")
    below = replace(quote(text, "„Wir bauen, und zwar bald“", 2, speaker="Ines Wolf"), cue=part(text, "sagte"))
    assert speakers(text, heading, below) == ["Ines Wolf", "Ines Wolf"]
    assert speakers(text, heading, replace(below, cue=None)) == ["Husum", "Ines Wolf"]
