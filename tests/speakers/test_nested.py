"""Who speaks inside direct speech, on sentences made by hand."""

from __future__ import annotations

import pytest
from by_hand import sentence

from quoteex.document import Analysis, Attribution, Part, Quote, QuoteType, Span, part_of
from quoteex.speakers.nested import nested_speakers


def a_quote(text: str, number: int, words: str, speaker: str | None, parent: str | None) -> Quote:
    def part(some: str) -> Part:
        start = text.index(some)
        return part_of(text, (Span(start, start + len(some)),))

    said = None if speaker is None else Attribution("", speaker, part(speaker))
    return Quote(f"q{number}", QuoteType.DIRECT, None, part(words), said, None, None, None, parent, 1.0)


def inner_speaker(text: str, outer: str, inner: str, *words: str, told: str = "Ott") -> str | None:
    quotes = (a_quote(text, 1, outer, "Ott", None), a_quote(text, 2, inner, told, "q1"))
    analysis = Analysis((sentence(text, *words),), ())
    first, second = nested_speakers(text, analysis, quotes)
    assert first == quotes[0]
    return None if second.speaker is None else second.speaker.part.text


CHILD = (
    "„Ein Kind rief: ‚Halt!‘“, sagte Ott.",
    "„Ein Kind rief: ‚Halt!‘“",
    "‚Halt!‘",
    "„|PUNCT|punct|4",
    "Ein|DET|det|3",
    "Kind|NOUN|nsubj|4",
    "rief|VERB|root|0",
    ":|PUNCT|punct|4",
    "‚|PUNCT|punct|7",
    "Halt|NOUN|obj|4",
    "!|PUNCT|punct|7",
    "‘|PUNCT|punct|7",
    "“|PUNCT|punct|4",
    ",|PUNCT|punct|4",
    "sagte|VERB|parataxis|4",
    "Ott|PROPN|nsubj|12",
    ".|PUNCT|punct|4",
)


def test_the_subject_before_the_inner_quotation_said_it() -> None:
    assert inner_speaker(*CHILD) == "Ein Kind"


def test_whoever_has_been_found_inside_stays() -> None:
    assert inner_speaker(*CHILD, told="Kind") == "Kind"


@pytest.mark.parametrize(("subject", "expected"), [("Ich", "Ott"), ("Lea", "Lea")])
def test_the_subject_behind_it_counts_when_it_stands_in_front(subject: str, expected: str) -> None:
    text = f"„‚Halt!‘, rief {subject.lower() if subject == 'Ich' else subject}“, sagte Ott."
    name = subject.lower() if subject == "Ich" else subject
    words = (
        "„|PUNCT|punct|7",
        "‚|PUNCT|punct|3",
        "Halt|NOUN|obj|7",
        "!|PUNCT|punct|3",
        "‘|PUNCT|punct|3",
        ",|PUNCT|punct|7",
        "rief|VERB|root|0",
        f"{name}|PRON|nsubj|7",
        "“|PUNCT|punct|7",
        ",|PUNCT|punct|7",
        "sagte|VERB|parataxis|7",
        "Ott|PROPN|nsubj|11",
        ".|PUNCT|punct|7",
    )
    assert inner_speaker(text, text[: text.index("“") + 1], "‚Halt!‘", *words) == expected


def test_nobody_in_sight_is_nobody() -> None:
    text = "„Bitte ‚Halt!‘ rufen“, sagte Ott."
    words = (
        "Bitte|ADV|advmod|3",
        "Halt|NOUN|obj|3",
        "rufen|VERB|root|0",
        "sagte|VERB|parataxis|3",
        "Ott|PROPN|nsubj|4",
    )
    assert inner_speaker(text, "„Bitte ‚Halt!‘ rufen“", "‚Halt!‘", *words) is None


def test_a_person_that_nothing_governs_speaks_when_the_parser_sees_no_subject() -> None:
    text = "„Mir sagte ein Lotse auf der Werft: ‚Halt!‘“, sagte Ott."
    words = (
        "Mir|PRON|nsubj|2",
        "sagte|VERB|root|0",
        "ein|DET|det|4",
        "Lotse|NOUN|obj|2",
        "auf|ADP|case|7",
        "der|DET|det|7",
        "Werft|NOUN|obl|2",
        "Halt|NOUN|obj|2",
        "Ott|PROPN|obj|2",
    )
    assert inner_speaker(text, text[: text.index("“") + 1], "‚Halt!‘", *words) == "ein Lotse"
