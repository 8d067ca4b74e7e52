"""Who is meant by speaker words that are no name: pronouns, descriptions, abbreviations, names side by side.

In the texts [speaker words], <quotations> and {those spoken to} are marked; direct quotations begin with „.
"""

from __future__ import annotations

import pytest
from by_hand import story
from hypothesis import given
from hypothesis import strategies as st

from quoteex.document import SpeakerKind
from quoteex.speakers.cast import Cast
from quoteex.speakers.names import NameBook

SPRACH = "VERB|root|0|VVFIN"
LENA = f"Lena|PROPN|nsubj|3 Ott|PROPN|flat|1 kam|{SPRACH}"
INA = f"Ina|PROPN|nsubj|3 Berg|PROPN|flat|1 kam|{SPRACH}"
JONAS = f"Jonas|PROPN|nsubj|3 Thal|PROPN|flat|1 kam|{SPRACH}"
SIE = f"Sie|PRON|nsubj|2|PPER sprach|{SPRACH}"
ER = f"Er|PRON|nsubj|2|PPER sprach|{SPRACH}"
SIE_ALLE = f"Sie|PRON|nsubj|2|PPER sprachen|{SPRACH}"


def subject(article: str, noun: str, verb: str = "sprach", *more: str) -> str:
    front = [f"{article}|DET|det|2"] if article else []
    at = 2 if article else 1
    return " ".join([*front, f"{noun}|NOUN|nsubj|{at + 1}{''.join('|' + item for item in more)}", f"{verb}|{SPRACH}"])


# Pronouns: gender


def test_er_and_sie_go_by_first_names() -> None:
    names = ("Lena Ott/PER", "Jonas Thal/PER")
    assert story("Lena Ott kam. Jonas Thal kam. [Sie] sprach.", names, LENA, JONAS, SIE).speakers() == ["Lena Ott"]
    names = ("Jonas Thal/PER", "Lena Ott/PER")
    assert story("Jonas Thal kam. Lena Ott kam. [Er] sprach.", names, JONAS, LENA, ER).speakers() == ["Jonas Thal"]


def test_er_and_sie_go_by_titles() -> None:
    names = ("Ott/PER", "Thal/PER")
    first = f"Försterin|NOUN|nsubj|3 Ott|PROPN|appos|1 kam|{SPRACH}"
    second = f"Pfarrer|NOUN|nsubj|3 Thal|PROPN|appos|1 kam|{SPRACH}"
    assert story("Försterin Ott kam. Pfarrer Thal kam. [Sie] sprach.", names, first, second, SIE).speakers() == ["Ott"]
    swapped = story("Pfarrer Thal kam. Försterin Ott kam. [Er] sprach.", names[::-1], second, first, ER)
    assert swapped.speakers() == ["Thal"]


def test_of_two_that_fit_the_nearer_one_is_meant() -> None:
    names = ("Lena Ott/PER", "Ina Berg/PER")
    assert story("Lena Ott kam. Ina Berg kam. [Sie] sprach.", names, LENA, INA, SIE).speakers() == ["Ina Berg"]


def test_of_two_in_one_sentence_the_subject_is_meant() -> None:
    tree = f"Lena|PROPN|nsubj|3 Ott|PROPN|flat|1 traf|{SPRACH} Ina|PROPN|obj|3 Berg|PROPN|flat|4"
    told = story("Lena Ott traf Ina Berg. [Sie] sprach.", ("Lena Ott/PER", "Ina Berg/PER"), tree, SIE)
    assert told.speakers() == ["Lena Ott"]


def test_a_pronoun_that_fits_nobody_stays_as_it_is() -> None:
    told = story("Jonas Thal kam. [Sie] sprach.", ("Jonas Thal/PER",), JONAS, SIE)
    assert told.speakers() == ["Sie"]
    assert told.named()[1][0].kind == SpeakerKind.UNKNOWN


def test_a_pronoun_does_not_mean_a_body_of_another_gender() -> None:
    # A body is meant if its article shows the gender, it was the subject, and stands near.
    body = f"{{}}|DET|det|2 Wellwerk|PROPN|nsubj|3 baut|{SPRACH}"
    expected = {"Die": "Wellwerk", "Der": "Sie"}
    for article, speaker in expected.items():
        told = story(f"{article} Wellwerk baut. [Sie] sprach.", ("Wellwerk/ORG",), body.format(article), SIE)
        assert told.speakers() == [speaker]


def test_a_pronoun_does_not_mean_a_body_named_long_before() -> None:
    body = f"Die|DET|det|2 Wellwerk|PROPN|nsubj|3 baut|{SPRACH}"
    rain = f"Es|PRON|nsubj|2|PPER regnet|{SPRACH}"
    for gap, speaker in ((1, "Wellwerk"), (2, "Sie")):
        text = "Die Wellwerk baut. " + "Es regnet. " * gap + "[Sie] sprach."
        assert story(text, ("Wellwerk/ORG",), body, *[rain] * gap, SIE).speakers() == [speaker]


def test_nobody_is_meant_from_far_away() -> None:
    rain = f"Es|PRON|nsubj|2|PPER regnet|{SPRACH}"
    for gap, speaker in ((9, "Lena Ott"), (10, "Sie")):
        text = "Lena Ott kam. " + "Es regnet. " * gap + "[Sie] sprach."
        assert story(text, ("Lena Ott/PER",), LENA, *[rain] * gap, SIE).speakers() == [speaker]


def test_a_pronoun_may_mean_whom_another_pronoun_means() -> None:
    # Too far from the name, but the pronoun between them leads there.
    rain = f"Es|PRON|nsubj|2|PPER regnet|{SPRACH}"
    text = "Lena Ott kam. " + "Es regnet. " * 6 + "Sie sprach. " + "Es regnet. " * 6 + "[Sie] sprach."
    assert story(text, ("Lena Ott/PER",), LENA, *[rain] * 6, SIE, *[rain] * 6, SIE).speakers() == ["Lena Ott"]


# Pronouns: several people


def test_sie_with_a_plural_verb_means_several() -> None:
    people = subject("Die", "Lehrer", "kamen")
    told = story("Die Lehrer kamen. Lena Ott kam. [Sie] sprachen.", ("Lena Ott/PER",), people, LENA, SIE_ALLE)
    assert told.speakers() == ["Die Lehrer"]
    assert told.named()[1][0].kind == SpeakerKind.GROUP


def test_sie_with_a_singular_verb_means_one() -> None:
    people = subject("Die", "Lehrer", "kamen")
    told = story("Lena Ott kam. Die Lehrer kamen. [Sie] sprach.", ("Lena Ott/PER",), LENA, people, SIE)
    assert told.speakers() == ["Lena Ott"]


def test_sie_with_a_plural_verb_means_two_people_named_together() -> None:
    tree = f"Lena|PROPN|nsubj|6 Ott|PROPN|flat|1 und|CCONJ|cc|4 Jonas|PROPN|conj|1 Thal|PROPN|flat|4 kamen|{SPRACH}"
    told = story("Lena Ott und\nJonas Thal kamen. [Sie] sprachen.", ("Lena Ott/PER", "Jonas Thal/PER"), tree, SIE_ALLE)
    assert told.speakers() == ["Lena Ott und Jonas Thal"]
    assert told.named()[1][0].kind == SpeakerKind.GROUP


def test_sie_with_a_plural_verb_does_not_mean_one_person() -> None:
    assert story("Lena Ott kam. [Sie] sprachen.", ("Lena Ott/PER",), LENA, SIE_ALLE).speakers() == ["Sie"]


# Pronouns: what quotations say


def brought(name: str) -> str:
    """The least that a name can be in a sentence of its own: no subject."""
    first, last = name.split()
    return f"Es|PRON|expl|2 traf|{SPRACH} {first}|PROPN|obj|2 {last}|PROPN|flat|3"


def test_nobody_outside_is_taken_from_direct_speech() -> None:
    told = story(
        "Es traf Lena Ott. <„Ina Berg kam“>, sprach [ein Gast]. [Sie] sprach, <es reiche>.",
        ("Lena Ott/PER", "Ina Berg/PER"),
        brought("Lena Ott"),
        f"Ina|PROPN|nsubj|3 Berg|PROPN|flat|1 kam|VERB|ccomp|4|VVFIN sprach|{SPRACH} ein|DET|det|6 Gast|NOUN|nsubj|4",
        SIE,
    )
    assert told.speakers() == ["ein Gast", "Lena Ott"]


def test_without_marks_of_direct_speech_they_may_be_meant() -> None:
    told = story(
        "Es traf Lena Ott. Ina Berg kam, sprach ein Gast. [Sie] sprach, <es reiche>.",
        ("Lena Ott/PER", "Ina Berg/PER"),
        brought("Lena Ott"),
        f"Ina|PROPN|nsubj|3 Berg|PROPN|flat|1 kam|VERB|ccomp|4|VVFIN sprach|{SPRACH} ein|DET|det|6 Gast|NOUN|nsubj|4",
        SIE,
    )
    assert told.speakers() == ["Ina Berg"]


INDIRECT = f"Ina|PROPN|nsubj|3 Berg|PROPN|flat|1 irre|VERB|ccomp|4|VVFIN sagte|{SPRACH} sie|PRON|nsubj|4|PPER"


def test_the_speaker_is_nobody_from_the_own_quotation() -> None:
    names = ("Lena Ott/PER", "Ina Berg/PER")
    told = story("Es traf Lena Ott. <Ina Berg irre>, sagte [sie].", names, brought("Lena Ott"), INDIRECT)
    assert told.speakers() == ["Lena Ott"]


ADDRESSED = f"Zu|ADP|case|2 Ina|PROPN|obl|4 Berg|PROPN|flat|2 sagte|{SPRACH} sie|PRON|nsubj|4|PPER"


@pytest.mark.parametrize(("marked", "expected"), [("{Ina Berg}", "Lena Ott"), ("Ina Berg", "Ina Berg")])
def test_the_speaker_is_not_the_one_spoken_to(marked: str, expected: str) -> None:
    told = story(
        f"Es traf Lena Ott. Zu {marked} sagte [sie], <es reiche>.",
        ("Lena Ott/PER", "Ina Berg/PER"),
        brought("Lena Ott"),
        ADDRESSED,
    )
    assert told.speakers() == [expected]


@pytest.mark.parametrize(
    ("marked", "tree"),
    [("<Ina Berg irre>, sagte [sie].", INDIRECT), ("Zu {Ina Berg} sagte [sie], <es reiche>.", ADDRESSED)],
)
def test_who_is_spoken_of_or_to_is_not_the_speaker_though_named_before(marked: str, tree: str) -> None:
    names = ("Lena Ott/PER", "Ina Berg/PER", "Ina Berg/PER")
    assert story(f"Es traf Lena Ott. Ina Berg kam. {marked}", names, brought("Lena Ott"), INA, tree).speakers() == [
        "Lena Ott"
    ]


def test_who_spoke_before_rather_speaks_again() -> None:
    tree = f"Lena|PROPN|obl|3 Ott|PROPN|flat|1 traf|{SPRACH} Ina|PROPN|obl|3 Berg|PROPN|flat|4"
    names = ("Lena Ott/PER", "Ina Berg/PER")
    assert story("[Lena Ott] traf Ina Berg. [Sie] sprach.", names, tree, SIE).speakers() == ["Lena Ott"] * 2
    assert story("Lena Ott traf [Ina Berg]. [Sie] sprach.", names, tree, SIE).speakers() == ["Ina Berg"] * 2


# Relative pronouns and possessives


def test_a_relative_pronoun_means_the_word_before_it() -> None:
    told = story(
        "Ina Berg traf Lena Ott, [die] warnte.",
        ("Ina Berg/PER", "Lena Ott/PER"),
        f"Ina|PROPN|nsubj|3 Berg|PROPN|flat|1 traf|{SPRACH} Lena|PROPN|obj|3 Ott|PROPN|flat|4 die|PRON|nsubj|7|PRELS "
        "warnte|VERB|acl:relcl|4|VVFIN",
    )
    assert told.speakers() == ["Lena Ott"]


def test_a_relative_pronoun_behind_a_description_means_whom_that_means() -> None:
    told = story(
        "Lena Ott ist Försterin. Ina Berg kam. Es traf die Försterin, [die] warnte.",
        ("Lena Ott/PER", "Ina Berg/PER"),
        "Lena|PROPN|nsubj|4 Ott|PROPN|flat|1 ist|AUX|cop|4|VAFIN Försterin|NOUN|root|0",
        INA,
        f"Es|PRON|expl|2 traf|{SPRACH} die|DET|det|4 Försterin|NOUN|obj|2 die|PRON|nsubj|6|PRELS "
        "warnte|VERB|acl|4|VVFIN",
    )
    assert told.speakers() == ["Lena Ott"]


@pytest.mark.parametrize(("owner", "expected"), [("Ihrer", "Lena Ott"), ("Seiner", "Jonas Thal")])
@pytest.mark.parametrize("swapped", [False, True])
def test_a_view_is_that_of_the_one_the_possessive_means(owner: str, expected: str, swapped: bool) -> None:
    people = [("Lena Ott", LENA), ("Jonas Thal", JONAS)][:: -1 if swapped else 1]
    told = story(
        " ".join(f"{name} kam." for name, _ in people) + f" [{owner} Ansicht] nach reicht das.",
        tuple(f"{name}/PER" for name, _ in people),
        *(tree for _, tree in people),
        f"{owner}|DET|det:poss|2|PPOSAT Ansicht|NOUN|obl|4 nach|ADP|case|2 reicht|{SPRACH} das|PRON|nsubj|4",
    )
    assert told.speakers() == [expected]


def test_a_view_of_nobody_known_stays_as_it_is() -> None:
    tree = f"Ihrer|DET|det:poss|2|PPOSAT Ansicht|NOUN|obl|4 nach|ADP|case|2 reicht|{SPRACH} das|PRON|nsubj|4"
    (name,) = story("[Ihrer Ansicht] nach reicht das.", (), tree).speakers()
    assert name is not None
    assert name.casefold().endswith(" ansicht")


# Sayings and whoever is behind them


@pytest.mark.parametrize(
    ("words", "tree", "expected", "kind"),
    [
        (
            "Angaben der Polizei",
            "Angaben|NOUN|obl|5 der|DET|det|4 Polizei|NOUN|nmod|2",
            "die Polizei",
            SpeakerKind.ORGANIZATION,
        ),
        (
            "Angaben des Vereins",
            "Angaben|NOUN|obl|5 des|DET|det|4 Vereins|NOUN|nmod|2|Verein",
            "der Verein",
            SpeakerKind.ORGANIZATION,
        ),
        (
            "Ansicht einer Försterin",
            "Ansicht|NOUN|obl|5 einer|DET|det|4 Försterin|NOUN|nmod|2",
            "eine Försterin",
            SpeakerKind.PERSON,
        ),
        (
            "Angaben von Beobachtern",
            "Angaben|NOUN|obl|5 von|ADP|case|4 Beobachtern|NOUN|nmod|2|Number=Plur|Beobachter",
            "Beobachter",
            SpeakerKind.GROUP,
        ),
    ],
)
def test_behind_sayings_stands_who_speaks(words: str, tree: str, expected: str, kind: SpeakerKind) -> None:
    told = story(f"Nach [{words}] reicht das.", (), f"Nach|ADP|case|2 {tree} reicht|{SPRACH} das|PRON|nsubj|5")
    _, speakers = told.named()
    assert [(speaker.name, speaker.kind) for speaker in speakers] == [(expected, kind)]


def test_a_saying_without_anybody_behind_it_stays() -> None:
    tree = f"Nach|ADP|case|2 Angaben|NOUN|obl|4 vom|ADP|case|2 reicht|{SPRACH}"
    assert story("Nach [Angaben] vom Montag reicht das.", (), tree).speakers() == ["Angaben"]


def test_a_saying_of_a_day_is_nobodys() -> None:
    tree = f"Nach|ADP|case|2 Angaben|NOUN|obl|5 vom|ADP|case|4 Montag|NOUN|nmod|2 reicht|{SPRACH}"
    (name,) = story("Nach [Angaben vom Montag] reicht das.", (), tree).speakers()
    assert name == "Angaben vom Montag"


def test_a_saying_of_somebody_described_is_that_of_whoever_is_meant() -> None:
    told = story(
        "Lena Ott ist Försterin. Ina Berg kam. Nach [Ansicht der Försterin] reicht das.",
        ("Lena Ott/PER", "Ina Berg/PER"),
        "Lena|PROPN|nsubj|4 Ott|PROPN|flat|1 ist|AUX|cop|4|VAFIN Försterin|NOUN|root|0",
        INA,
        f"Nach|ADP|case|2 Ansicht|NOUN|obl|5 der|DET|det|4 Försterin|NOUN|nmod|2 reicht|{SPRACH} das|PRON|nsubj|5",
    )
    assert told.speakers() == ["Lena Ott"]


def test_demnach_is_whoever_spoke_before() -> None:
    told = story(
        "[Lena Ott] kam. [Demnach] reicht das.", ("Lena Ott/PER",), LENA, f"Demnach|ADV|advmod|2 reicht|{SPRACH}"
    )
    assert told.speakers() == ["Lena Ott"] * 2


# Descriptions

FOERSTERIN = subject("Die", "Försterin")


@pytest.mark.parametrize(
    ("introduced", "tree"),
    [
        pytest.param(
            "Lena Ott, die Försterin, kam.",
            f"Lena|PROPN|nsubj|5 Ott|PROPN|flat|1 die|DET|det|4 Försterin|NOUN|appos|1 kam|{SPRACH}",
            id="apposition-behind",
        ),
        pytest.param(
            "Die Försterin Lena Ott kam.",
            f"Die|DET|det|2 Försterin|NOUN|nsubj|5 Lena|PROPN|appos|2 Ott|PROPN|flat|3 kam|{SPRACH}",
            id="apposition-in-front",
        ),
        pytest.param(
            "Försterin Lena Ott kam.",
            f"Försterin|NOUN|compound|2 Lena|PROPN|nsubj|4 Ott|PROPN|flat|2 kam|{SPRACH}",
            id="title",
        ),
        pytest.param(
            "Die Försterin des Stadtwalds, Lena Ott, kam.",
            "Die|DET|det|2 Försterin|NOUN|nsubj|7 des|DET|det|4 Stadtwalds|NOUN|nmod|2 Lena|PROPN|appos|4 "
            f"Ott|PROPN|flat|5 kam|{SPRACH}",
            id="apposition-hung-on-a-thing",
        ),
        pytest.param(
            "Lena Ott ist Försterin.",
            "Lena|PROPN|nsubj|4 Ott|PROPN|flat|1 ist|AUX|cop|4|VAFIN Försterin|NOUN|root|0",
            id="copula",
        ),
    ],
)
def test_a_description_repeated_means_the_one_introduced_with_it(introduced: str, tree: str) -> None:
    told = story(
        f"{introduced} Ina Berg kam. [Die Försterin] sprach.", ("Lena Ott/PER", "Ina Berg/PER"), tree, INA, FOERSTERIN
    )
    assert told.speakers() == ["Lena Ott"]


def test_the_end_of_a_compound_means_the_same() -> None:
    told = story(
        "Stadtförsterin Lena Ott kam. Ina Berg kam. [Die Försterin] sprach.",
        ("Lena Ott/PER", "Ina Berg/PER"),
        f"Stadtförsterin|NOUN|compound|2 Lena|PROPN|nsubj|4 Ott|PROPN|flat|2 kam|{SPRACH}",
        INA,
        FOERSTERIN,
    )
    assert told.speakers() == ["Lena Ott"]


def test_a_description_named_only_later() -> None:
    title = f"Försterin|NOUN|compound|2 Lena|PROPN|nsubj|4 Ott|PROPN|flat|2 kam|{SPRACH}"
    told = story(
        "Ina Berg kam. [Die Försterin] sprach. Försterin Lena Ott kam.",
        ("Ina Berg/PER", "Lena Ott/PER"),
        INA,
        FOERSTERIN,
        title,
    )
    assert told.speakers() == ["Lena Ott"]


def test_a_description_of_two_people_named_only_later_stays() -> None:
    title = f"Försterin|NOUN|compound|2 {{}}|PROPN|nsubj|4 {{}}|PROPN|flat|2 kam|{SPRACH}"
    told = story(
        "[Die Försterin] sprach. Försterin Lena Ott kam. Försterin Ina Berg kam.",
        ("Lena Ott/PER", "Ina Berg/PER"),
        FOERSTERIN,
        title.format("Lena", "Ott"),
        title.format("Ina", "Berg"),
    )
    assert told.speakers() == ["Die Försterin"]


def president(article: str, attribute: str, *name: str) -> str:
    names = "" if not name else f"{name[0]}|PROPN|appos|3 {name[1]}|PROPN|flat|4 "
    verb = 6 if name else 4
    return f"{article}|DET|det|3 {attribute}|ADJ|amod|3 Präsident|NOUN|nsubj|{verb} {names}kam|{SPRACH}"


def test_attributes_tell_two_people_of_one_function_apart() -> None:
    told = story(
        "Der russische Präsident Oleg Sand kam. Der französische Präsident Luc Brun kam. "
        "[Der russische Präsident] kam. [Der französische Präsident] kam.",
        ("Oleg Sand/PER", "Luc Brun/PER"),
        president("Der", "russische", "Oleg", "Sand"),
        president("Der", "französische", "Luc", "Brun"),
        president("Der", "russische"),
        president("Der", "französische"),
    )
    assert told.speakers() == ["Oleg Sand", "Luc Brun"]


def test_with_another_attribute_somebody_else_is_meant() -> None:
    told = story(
        "Der russische Präsident Oleg Sand kam. [Der französische Präsident] kam. [Er] sprach.",
        ("Oleg Sand/PER",),
        president("Der", "russische", "Oleg", "Sand"),
        president("Der", "französische"),
        ER,
    )
    assert told.speakers() == ["Der französische Präsident"] * 2


def test_a_description_of_the_other_gender_means_somebody_else() -> None:
    first = f"Der|DET|det|2 Abgeordnete|NOUN|nsubj|5 Jonas|PROPN|appos|2 Thal|PROPN|flat|3 kam|{SPRACH}"
    told = story(
        "Der Abgeordnete Jonas Thal kam. [Die Abgeordnete] sprach.",
        ("Jonas Thal/PER",),
        first,
        subject("Die", "Abgeordnete"),
    )
    assert told.speakers() == ["Die Abgeordnete"]


def test_an_indefinite_description_is_somebody_new() -> None:
    told = story(
        "Försterin Lena Ott kam. [Eine Försterin] sprach.",
        ("Lena Ott/PER",),
        f"Försterin|NOUN|compound|2 Lena|PROPN|nsubj|4 Ott|PROPN|flat|2 kam|{SPRACH}",
        subject("Eine", "Försterin"),
    )
    assert told.speakers() == ["Eine Försterin"]


def test_two_descriptions_of_one_nameless_person_share_the_fuller_words() -> None:
    told = story(
        "[Ein Sprecher] sprach. [Der Sprecher des Hafens] sprach.",
        (),
        subject("Ein", "Sprecher"),
        f"Der|DET|det|2 Sprecher|NOUN|nsubj|5 des|DET|det|4 Hafens|NOUN|nmod|2 sprach|{SPRACH}",
    )
    assert told.speakers() == ["Der Sprecher des Hafens"] * 2
    assert [speaker.quotes for speaker in told.named()[1]] == [("q1", "q2")]


def test_a_pronoun_means_a_nameless_person_by_the_description() -> None:
    told = story(
        "Ein Sprecher des Hafens sprach. [Er] sprach.",
        (),
        f"Ein|DET|det|2 Sprecher|NOUN|nsubj|5 des|DET|det|4 Hafens|NOUN|nmod|2 sprach|{SPRACH}",
        ER,
    )
    assert told.speakers() == ["Ein Sprecher des Hafens"]
    assert told.named()[1][0].kind == SpeakerKind.PERSON


# General descriptions


def test_the_man_and_the_woman_mean_whoever_was_named() -> None:
    names = ("Jonas Thal/PER", "Lena Ott/PER")
    told = story("Jonas Thal kam. Lena Ott kam. [Der Mann] sprach.", names, JONAS, LENA, subject("Der", "Mann"))
    assert told.speakers() == ["Jonas Thal"]
    told = story("Lena Ott kam. Jonas Thal kam. [Die Frau] sprach.", names[::-1], LENA, JONAS, subject("Die", "Frau"))
    assert told.speakers() == ["Lena Ott"]


def test_a_function_is_not_anybody_who_was_named() -> None:
    assert story("Lena Ott kam. [Die Försterin] sprach.", ("Lena Ott/PER",), LENA, FOERSTERIN).speakers() == [
        "Die Försterin"
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Die Vierunddreißigjährige", "Lena Ott"),
        pytest.param(
            "Die 34-Jährige",
            "Lena Ott",
        ),
    ],
)
def test_an_age_means_whoever_was_named(words: str, expected: str) -> None:
    told = story(f"Lena Ott kam. [{words}] sprach.", ("Lena Ott/PER",), LENA, subject(*words.split()))
    assert told.speakers() == [expected]


@pytest.mark.parametrize("article", ["", "Das ", "Die "])
def test_the_company_means_the_body_that_was_named(article: str) -> None:
    at = 2 if article else 1
    front = f"{article.strip()}|DET|det|2 " if article else ""
    told = story(
        f"{article}Wellwerk AG baut. Lena Ott kam. [Das Unternehmen] sprach.",
        ("Wellwerk AG/ORG", "Lena Ott/PER"),
        f"{front}Wellwerk|PROPN|nsubj|{at + 2} AG|PROPN|flat|{at} baut|{SPRACH}",
        LENA,
        subject("Das", "Unternehmen"),
    )
    assert told.speakers() == ["Wellwerk AG"]
    assert told.named()[1][0].kind == SpeakerKind.ORGANIZATION


# Names side by side


def test_two_people_named_together_speak_together() -> None:
    told = story(
        "Lena Ott kam. Jonas Thal kam. [Thal und Ott] sprachen.",
        ("Lena Ott/PER", "Jonas Thal/PER", "Thal/PER", "Ott/PER"),
        LENA,
        JONAS,
        f"Thal|PROPN|nsubj|4 und|CCONJ|cc|3 Ott|PROPN|conj|1 sprachen|{SPRACH}",
    )
    _, speakers = told.named()
    assert [(speaker.name, speaker.kind) for speaker in speakers] == [("Jonas Thal und Lena Ott", SpeakerKind.GROUP)]


def test_three_people_named_together() -> None:
    told = story(
        "[Lena Ott, Jonas Thal und Ina Berg] sprachen.",
        ("Lena Ott/PER", "Jonas Thal/PER", "Ina Berg/PER"),
        "Lena|PROPN|nsubj|8 Ott|PROPN|flat|1 Jonas|PROPN|conj|1 Thal|PROPN|flat|3 und|CCONJ|cc|6 Ina|PROPN|conj|1 "
        f"Berg|PROPN|flat|6 sprachen|{SPRACH}",
    )
    assert told.speakers() == ["Lena Ott, Jonas Thal und Ina Berg"]


def test_a_name_in_a_genitive_beside_another_does_not_speak_too() -> None:
    told = story(
        "[Lena Ott und die Nichte von Jonas Thal] kamen.",
        ("Lena Ott/PER", "Jonas Thal/PER"),
        "Lena|PROPN|nsubj|9 Ott|PROPN|flat|1 und|CCONJ|cc|5 die|DET|det|5 Nichte|NOUN|conj|1 von|ADP|case|7 "
        f"Jonas|PROPN|nmod|5 Thal|PROPN|flat|7 kamen|{SPRACH}",
    )
    assert told.speakers() == ["Lena Ott"]


# Asked directly


def test_the_cast_knows_who_stands_where() -> None:
    told = story(
        "Lena Ott und ein Sprecher kamen. Sie sprachen.",
        ("Lena Ott/PER",),
        f"Lena|PROPN|nsubj|6 Ott|PROPN|flat|1 und|CCONJ|cc|5 ein|DET|det|5 Sprecher|NOUN|conj|1 kamen|{SPRACH}",
        SIE_ALLE,
    )
    cast = Cast(told.text, told.analysis, NameBook(told.text, told.analysis.names), ())
    lena, both, speaker = cast.at(0, 0), cast.at(1, 0), cast.at(0, 4)
    assert lena is not None
    assert both is not None
    assert speaker is not None
    assert (lena.name and lena.name.name, lena.gender) == ("Lena Ott", "f")
    assert (both.words, both.plural) == ("Lena Ott und ein Sprecher", True)
    assert (speaker.name, speaker.gender) == (None, "m")
    assert both is not lena
    assert cast.at(0, 5) is None
    assert cast.at(7, 0) is None


# Invariants

TEMPLATES = (
    ("Lena Ott kam. ", (LENA,), ("Lena Ott/PER",)),
    ("[Jonas Thal] kam, <es reiche>. ", (JONAS,), ("Jonas Thal/PER",)),
    ("[Ott] sprach, <es reiche>. ", (f"Ott|PROPN|nsubj|2 sprach|{SPRACH}",), ("Ott/PER",)),
    ("<„Es reicht“>, sprach [er]. ", (f"sprach|{SPRACH} er|PRON|nsubj|1|PPER",), ()),
    (
        "<„Lena Ott kam“>, sprach [sie]. ",
        (f"{LENA} sprach|VERB|conj|3|VVFIN sie|PRON|nsubj|4|PPER",),
        ("Lena Ott/PER",),
    ),
    ("[Sie] sprachen, <es reiche>. ", (SIE_ALLE,), ()),
    (
        "Zu {Ina Berg} sagte [sie], <es reiche>. ",
        (ADDRESSED,),
        ("Ina Berg/PER",),
    ),
    ("<Ina Berg irre>, sagte [sie]. ", (INDIRECT,), ("Ina Berg/PER",)),
    ("[Die Försterin] sprach, <es reiche>. ", (FOERSTERIN,), ()),
    (
        "Försterin Lena Ott kam. ",
        (f"Försterin|NOUN|compound|2 Lena|PROPN|nsubj|4 Ott|PROPN|flat|2 kam|{SPRACH}",),
        ("Lena Ott/PER",),
    ),
    ("[Ein Sprecher] sprach, <es reiche>. ", (subject("Ein", "Sprecher"),), ()),
    (
        "Nach [Angaben der Polizei], <reiche das>. ",
        ("Nach|ADP|case|2 Angaben|NOUN|obl|5 der|DET|det|4 Polizei|NOUN|nmod|2 reiche|VERB|root|0 das|PRON|nsubj|5",),
        (),
    ),
    (
        "[Seiner Ansicht] nach <reiche das>. ",
        ("Seiner|DET|det:poss|2 Ansicht|NOUN|obl|4 nach|ADP|case|2 reiche|VERB|root|0 das|PRON|nsubj|4",),
        (),
    ),
    (
        "[Der Bund der Fährleute] (BdF) sprach, <es reiche>. ",
        (f"Der|DET|det|2 Bund|PROPN|nsubj|6 der|DET|det|4 Fährleute|NOUN|nmod|2 BdF|PROPN|appos|2 sprach|{SPRACH}",),
        ("Bund der Fährleute/ORG", "BdF/ORG"),
    ),
    ("[BdF] sprach, <es reiche>. ", (f"BdF|PROPN|nsubj|2 sprach|{SPRACH}",), ("BdF/ORG",)),
    ("[Der Verband] sprach, <es reiche>. ", (subject("Der", "Verband"),), ()),
    (
        "[Demnach] sprach <es reiche>. ",
        (f"Demnach|ADV|advmod|2 sprach|{SPRACH}",),
        (),
    ),
    (
        "Ina Berg und Jonas Thal kamen. ",
        (f"Ina|PROPN|nsubj|6 Berg|PROPN|flat|1 und|CCONJ|cc|4 Jonas|PROPN|conj|1 Thal|PROPN|flat|4 kamen|{SPRACH}",),
        ("Ina Berg/PER", "Jonas Thal/PER"),
    ),
)


@given(st.lists(st.sampled_from(TEMPLATES), min_size=1, max_size=12))
def test_whatever_is_told_everybody_has_a_name_and_it_fits(
    chosen: list[tuple[str, tuple[str, ...], tuple[str, ...]]],
) -> None:
    marked = "".join(text for text, _, _ in chosen)
    trees = [tree for _, trees, _ in chosen for tree in trees]
    told = story(marked, tuple(name for _, _, names in chosen for name in names), *trees)
    quotes, speakers = told.named()
    by_id = {speaker.id: speaker for speaker in speakers}
    assert list(by_id) == [f"s{number}" for number in range(1, len(speakers) + 1)]
    for quote in quotes:
        if quote.speaker is None:
            continue
        words = quote.speaker.part.text.casefold()
        assert quote.speaker.name.strip() == quote.speaker.name != ""
        assert by_id[quote.speaker.speaker_id].name == quote.speaker.name
        assert quote.id in by_id[quote.speaker.speaker_id].quotes
        # No pronoun means somebody of the other gender.
        if words in ("er", "seiner ansicht"):
            assert quote.speaker.name not in ("Lena Ott", "Ina Berg", "Die Försterin", "die Polizei")
        if words == "sie":
            assert quote.speaker.name not in ("Jonas Thal", "Ein Sprecher", "Der Verband")
    for speaker in speakers:
        assert speaker.quotes
        assert list(speaker.mentions) == sorted(set(speaker.mentions))
        assert all(told.text[slice(*span)].strip() for span in speaker.mentions)
    # "Demnach" has no speaker at the very beginning only.
    nobody = [quote.speaker is None for quote in quotes]
    assert not any(nobody) or quotes[0].speaker is None
