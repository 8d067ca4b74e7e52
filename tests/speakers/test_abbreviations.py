from __future__ import annotations

import pytest
from by_hand import story
from hypothesis import given
from hypothesis import strategies as st

from quoteex.document import SpeakerKind
from quoteex.speakers.abbreviations import abbreviations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Der Bund der Fährleute (BdF) mahnt.", {"BdF": "Bund der Fährleute"}, id="letters-of-the-words"),
        pytest.param("Das Wasserprüfamt (WPA) mahnt.", {"WPA": "Wasserprüfamt"}, id="letters-within-a-word"),
        pytest.param("Der Alte Bund Nord-Ost ( BNO ) mahnt.", {"BNO": "Bund Nord-Ost"}, id="the-shortest-run"),
        pytest.param(
            "Der Bund\nder Fährleute (BdF), der Bund\u00a0der  Fährleute (BdF).",
            {"BdF": "Bund der Fährleute"},
            id="gaps",
        ),
        pytest.param("Der Bund Fels (BF) und der Bund Flut (BF).", {"BF": "Bund Fels"}, id="the-first-counts"),
        pytest.param("Der Bund tagt. Das Fest (BF) beginnt.", {}, id="not-over-the-end-of-a-sentence"),
        pytest.param("Der Bund der Fährleute (Bremen) mahnt.", {}, id="no-second-capital"),
        pytest.param("Der Bund der Fährleute (bdf) mahnt.", {}, id="small-letters"),
        pytest.param("Der Bund der Fährleute (BdX) mahnt.", {}, id="other-letters"),
        pytest.param("Der Rat der Fährleute (DRF) mahnt.", {"DRF": "Der Rat der Fährleute"}, id="with-the-article"),
        pytest.param("Ein bund für alle (BFA) mahnt.", {}, id="no-capital-to-begin-with"),
        pytest.param("Der Bund (BDFGHKLMNPQRS) mahnt.", {}, id="too-long"),
        pytest.param("Der BF (BF) mahnt.", {}, id="itself"),
        pytest.param("Bund " + "der " * 40 + "Fährleute (BdF)", {}, id="too-far-away"),
        pytest.param("", {}, id="empty"),
    ],
)
def test_long_forms_in_front_of_brackets(text: str, expected: dict[str, str]) -> None:
    assert abbreviations(text) == expected


@given(st.text(alphabet="AbÄß (Bd)-/.\n„", max_size=60))
def test_a_long_form_stands_in_the_text_and_has_the_letters_in_order(text: str) -> None:
    for short, long in abbreviations(text).items():
        assert short in text
        assert long in " ".join(text.split())
        assert long[0].casefold() == short[0].casefold()
        rest = iter(long.casefold())
        assert all(letter in rest for letter in short.casefold() if letter.isalpha())


BUND = "Der|DET|det|2 Bund|PROPN|nsubj|6 der|DET|det|4 Fährleute|NOUN|nmod|2 BdF|PROPN|appos|2 tagte|VERB|root|0|VVFIN"
LATER = "Der|DET|det|2 BdF|PROPN|nsubj|3 mahnt|VERB|root|0|VVFIN"


def test_an_abbreviation_used_later_means_its_long_form() -> None:
    told = story(
        "[Der Bund der Fährleute] (BdF) tagte. [Der BdF] mahnt.",
        ("Bund der Fährleute/ORG", "BdF/ORG", "BdF/ORG"),
        BUND,
        LATER,
    )
    _, speakers = told.named()
    assert [(speaker.name, speaker.kind) for speaker in speakers] == [("Bund der Fährleute", SpeakerKind.ORGANIZATION)]
    assert speakers[0].quotes == ("q1", "q2")


def test_an_abbreviation_that_the_recogniser_missed_means_its_long_form_too() -> None:
    told = story("Der Bund der Fährleute (BdF) tagte. [Der BdF] mahnt.", (), BUND, LATER)
    assert told.speakers() == ["Bund der Fährleute"]


def test_a_party_behind_a_persons_name_is_no_abbreviation_of_it() -> None:
    told = story(
        "[Sina Pohl-Dorn] (SPD) kam. [Die SPD] mahnt.",
        ("Sina Pohl-Dorn/PER", "SPD/ORG", "SPD/ORG"),
        "Sina|PROPN|nsubj|4 Pohl-Dorn|PROPN|flat|1 SPD|PROPN|appos|1 kam|VERB|root|0|VVFIN",
        "Die|DET|det|2 SPD|PROPN|nsubj|3 mahnt|VERB|root|0|VVFIN",
    )
    assert abbreviations(told.text) == {"SPD": "Sina Pohl-Dorn"}  # as far as letters tell
    assert told.speakers() == ["Sina Pohl-Dorn", "SPD"]
