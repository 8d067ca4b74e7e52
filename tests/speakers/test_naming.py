"""Speaker naming on analyses made by hand: no model is needed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from by_hand import names_in, quote, run, sentence, span_of
from hypothesis import given
from hypothesis import strategies as st

from quoteex.document import (
    Analysis,
    Attribution,
    Mention,
    Part,
    Quote,
    Sentence,
    Span,
    SpeakerKind,
    Word,
    part_of,
)
from quoteex.speakers import name_speakers
from quoteex.speakers.wordlist import parse_wordlist, read_wordlist


def name_of(text: str, names: tuple[str, ...], words: str, occurrence: int = 0, *trees: Sentence) -> str:
    """The name given to the speaker words ``words`` in ``text``."""
    quotes, _ = run(text, Analysis(trees, names_in(text, *names)), span_of(text, words, occurrence))
    assert quotes[0].speaker is not None
    return quotes[0].speaker.name


# Fullest form


@pytest.mark.parametrize(
    ("marked", "names", "expected"),
    [
        # The speaker's words stand in square brackets.
        pytest.param("Lena Ott kam. [Ott] sprach.", ("Lena Ott/PER", "Ott/PER"), "Lena Ott", id="surname"),
        pytest.param("[Ott] sprach. Lena Ott kam.", ("Ott/PER", "Lena Ott/PER"), "Lena Ott", id="full-form-later"),
        pytest.param("Lena Ott kam, [L. Ott] sprach.", ("Lena Ott/PER", "L. Ott/PER"), "Lena Ott", id="initial"),
        pytest.param("Lena Ott kam, [E. Ott] sprach.", ("Lena Ott/PER", "E. Ott/PER"), "E. Ott", id="other-initial"),
        pytest.param("Lena Ott kam, [Emil Ott] sprach.", ("Lena Ott/PER", "Emil Ott/PER"), "Emil Ott", id="other-name"),
        pytest.param("Lena Ott kam, [Leo Ott] sprach.", ("Lena Ott/PER", "Leo Ott/PER"), "Leo Ott", id="same-initial"),
        pytest.param("Ina von Au kam. [Von Au] sprach.", ("Ina von Au/PER", "Von Au/PER"), "Ina von Au", id="particle"),
        pytest.param(
            "[Ott], Lena Ott, Lena Ina Ott", ("Ott/PER", "Lena Ott/PER", "Lena Ina Ott/PER"), "Lena Ina Ott", id="three"
        ),
        pytest.param("Lena Ott kam. [Lena] weinte.", ("Lena Ott/PER", "Lena/PER"), "Lena Ott", id="first-name"),
        pytest.param(
            "Lena Ott, Lena Thal. [Lena] kam.",
            ("Lena Ott/PER", "Lena Thal/PER", "Lena/PER"),
            "Lena",
            id="two-of-one-name",
        ),
        pytest.param("[LENA OTT] GEHT\nLena Ott ging.", ("LENA OTT/PER", "Lena Ott/PER"), "Lena Ott", id="capitals"),
        pytest.param("[Lena\r\nOtt] ging.", ("Lena\r\nOtt/PER",), "Lena Ott", id="line-break"),
        pytest.param("Die Well AG baut. [Well] schwieg.", ("Well AG/ORG", "Well/ORG"), "Well AG", id="legal-form"),
        pytest.param("Die SPD Werl kam. [SPD] warnt.", ("SPD Werl/ORG", "SPD/ORG"), "SPD", id="not-the-local-branch"),
        pytest.param("Otto Berg kam. [Ott] kam.", ("Otto Berg/PER", "Ott/PER"), "Ott", id="part-of-a-word"),
    ],
)
def test_a_name_gets_its_fullest_form(marked: str, names: tuple[str, ...], expected: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    quotes, _ = run(text, Analysis((), names_in(text, *names)), Span(start, end))
    assert quotes[0].speaker is not None
    assert quotes[0].speaker.name == expected


def test_a_surname_that_the_recogniser_missed_is_known_from_elsewhere() -> None:
    text = "Marlene Ott kam. Landrätin Ott sprach."
    assert name_of(text, ("Marlene Ott/PER",), "Landrätin Ott") == "Marlene Ott"


def test_a_common_noun_is_not_taken_for_a_surname() -> None:
    text = "Tim Koch aß. Der Koch sprach."
    assert name_of(text, ("Tim Koch/PER",), "Der Koch") == "Der Koch"


@pytest.mark.parametrize("form", ["Scholz'", "Scholz’"])
def test_the_apostrophe_of_a_genitive_goes(form: str) -> None:
    text = f"Jörg Scholz kam. Laut {form} Umgebung war es spät."
    assert name_of(text, ("Jörg Scholz/PER", f"{form}/PER"), form) == "Jörg Scholz"


def test_the_genitive_s_goes_when_the_bare_form_stands_elsewhere() -> None:
    text = "Nach Otts Ansicht reicht das. Marlene Ott kam."
    assert name_of(text, ("Otts/PER", "Marlene Ott/PER"), "Otts Ansicht") == "Marlene Ott"


def test_an_s_that_belongs_to_the_name_stays() -> None:
    text = "Jens Peters sprach, Karl Peter schwieg."
    assert name_of(text, ("Jens Peters/PER", "Karl Peter/PER"), "Jens Peters") == "Jens Peters"
    assert name_of("Andreas kam.", ("Andreas/PER",), "Andreas") == "Andreas"


def test_diacritics_tell_names_apart() -> None:
    text = "Ina Möller kam. Moller sprach."
    assert name_of(text, ("Ina Möller/PER", "Moller/PER"), "Moller") == "Moller"


# Titles


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Dr. Lena Ott", "Lena Ott"),
        ("Prof. Dr. med. Lena Ott", "Lena Ott"),
        ("Frau Ott", "Ott"),
        ("Bundesverkehrsministerin Lena Ott", "Lena Ott"),
        ("CDU-Chef Ott", "Ott"),
        ("Hermann Ott", "Hermann Ott"),
        ("Stewart Ott", "Stewart Ott"),
        ("Roland Kaiser", "Roland Kaiser"),
        ("Anna Richter", "Anna Richter"),
    ],
)
def test_titles_inside_a_name_go_and_names_stay(words: str, expected: str) -> None:
    assert name_of(f"So {words}.", (f"{words}/PER",), words) == expected


def test_titles_file_spares_common_first_names() -> None:
    first_names = ("Alexander", "Annegret", "Christian", "Dagmar", "Dieter", "Emir", "Friedrich", "Günter", "Hartmann")
    more = ("Hermann", "Karin", "Katrin", "Konrad", "Martin", "Oliver", "Peter", "Robin", "Stewart", "Werner")
    titles = read_wordlist("titles")
    assert [name for name in first_names + more if name in titles] == []


# Which name among the words


def test_the_named_head_is_preferred_to_a_genitive() -> None:
    text = "Otts Sprecher Emil Thal schwieg."
    tree = sentence(
        text,
        "Otts|PROPN|nmod:poss|2",
        "Sprecher|NOUN|nsubj|5",
        "Emil|PROPN|appos|2",
        "Thal|PROPN|flat|3",
        "schwieg|VERB|root|0",
    )
    assert name_of(text, ("Otts/PER", "Emil Thal/PER"), "Otts Sprecher Emil Thal", 0, tree) == "Emil Thal"


def test_who_is_only_related_to_a_named_person_is_not_that_person() -> None:
    text = "Der Sprecher von Lena Ott schwieg."
    tree = sentence(
        text,
        "Der|DET|det|2",
        "Sprecher|NOUN|nsubj|6",
        "von|ADP|case|4",
        "Lena|PROPN|nmod|2",
        "Ott|PROPN|flat|4",
        "schwieg|VERB|root|0",
    )
    assert name_of(text, ("Lena Ott/PER",), "Der Sprecher von Lena Ott", 0, tree) == "Der Sprecher von Lena Ott"


def test_a_view_is_that_of_the_person_named() -> None:
    text = "Nach Ansicht von Lena Ott reicht das."
    tree = sentence(
        text,
        "Nach|ADP|case|2",
        "Ansicht|NOUN|obl|6",
        "von|ADP|case|4",
        "Lena|PROPN|nmod|2",
        "Ott|PROPN|flat|4",
        "reicht|VERB|root|0",
    )
    assert name_of(text, ("Lena Ott/PER",), "Ansicht von Lena Ott", 0, tree) == "Lena Ott"


def test_a_name_hung_on_a_thing_is_still_the_speakers() -> None:
    text = "Der Vorsitzende des Vereins, Emil Thal, kam."
    tree = sentence(
        text,
        "Der|DET|det|2",
        "Vorsitzende|NOUN|nsubj|9",
        "des|DET|det|4",
        "Vereins|NOUN|nmod|2",
        ",|PUNCT|punct|6",
        "Emil|PROPN|appos|4",
        "Thal|PROPN|flat|6",
        ",|PUNCT|punct|6",
        "kam|VERB|root|0",
    )
    assert name_of(text, ("Emil Thal/PER",), "Der Vorsitzende des Vereins, Emil Thal", 0, tree) == "Emil Thal"


def test_a_name_inside_an_attribute_is_not_the_head() -> None:
    text = "Der von Lena Ott berufene Emil Thal kam."
    tree = sentence(
        text,
        "Der|DET|det|6",
        "von|ADP|case|3",
        "Lena|PROPN|obl:agent|5",
        "Ott|PROPN|flat|3",
        "berufene|ADJ|amod|6",
        "Emil|PROPN|nsubj|8",
        "Thal|PROPN|flat|6",
        "kam|VERB|root|0",
    )
    names = ("Lena Ott/PER", "Emil Thal/PER")
    assert name_of(text, names, "Der von Lena Ott berufene Emil Thal", 0, tree) == "Emil Thal"


def test_a_person_is_preferred_to_an_organisation() -> None:
    text = "Der Chef der Wellwerk AG, Emil Thal, kam."
    assert name_of(text, ("Wellwerk AG/ORG", "Emil Thal/PER"), text[:33]) == "Emil Thal"


def test_an_organisation_names_the_speaker_where_no_person_does() -> None:
    text = "Ein Sprecher der Wellwerk AG winkte ab."
    quotes, speakers = run(
        text, Analysis((), names_in(text, "Wellwerk AG/ORG")), span_of(text, "Ein Sprecher der Wellwerk AG")
    )
    assert quotes[0].speaker is not None
    assert (speakers[0].name, speakers[0].kind) == ("Wellwerk AG", SpeakerKind.ORGANIZATION)


def test_an_untagged_reading_does_not_bring_back_a_name_passed_over() -> None:
    text = "Jörg Scholz kam. Sprecherin Jörg Scholz’ war da."
    tree = sentence(
        text[17:], "Sprecherin|NOUN|nsubj|4", "Jörg|PROPN|nmod|1", "Scholz’|PROPN|flat|2", "war|VERB|root|0"
    )
    words = tuple(replace(word, span=Span(word.span.start + 17, word.span.end + 17)) for word in tree.words)
    moved = Sentence(Span(17, len(text)), tuple(word.span for word in words), words)
    names = ("Jörg Scholz/PER", "Jörg Scholz’/PER")
    assert name_of(text, names, "Sprecherin Jörg Scholz’", 0, moved) == "Sprecherin Jörg Scholz’"


def test_the_organisation_that_is_the_head_is_preferred() -> None:
    text = "Nordgas' Tochter Wellwerk AG schwieg."
    tree = sentence(
        text,
        "Nordgas|PROPN|nmod:poss|2",
        "Tochter|NOUN|nsubj|5",
        "Wellwerk|PROPN|appos|2",
        "AG|PROPN|flat|3",
        "schwieg|VERB|root|0",
    )
    names = ("Nordgas/ORG", "Wellwerk AG/ORG")
    assert name_of(text, names, "Nordgas' Tochter Wellwerk AG", 0, tree) == "Wellwerk AG"


def test_places_name_nobody() -> None:
    assert name_of("Berlins Stimme", ("Berlins/LOC",), "Berlins Stimme") == "Berlins Stimme"


# Two people of one surname

TWO = "Chefin Ulrike Brandt kam. Kämmerer Joachim Brandt kam auch. {} sprach. Ulrike Brandt ging."
TWO_NAMES = ("Ulrike Brandt/PER", "Joachim Brandt/PER", "Brandt/PER", "Ulrike Brandt/PER")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Brandt", "Joachim Brandt"),
        ("Chefin Brandt", "Ulrike Brandt"),
        ("Kämmerer Brandt", "Joachim Brandt"),
        ("Frau Brandt", "Ulrike Brandt"),
        ("Herr Brandt", "Joachim Brandt"),
        ("U. Brandt", "Ulrike Brandt"),
    ],
)
def test_of_two_people_the_words_decide_else_the_last_one_named(words: str, expected: str) -> None:
    text = TWO.format(words)
    named = words if "." in words else "Brandt"
    names = (*TWO_NAMES[:2], f"{named}/PER", TWO_NAMES[3])
    start = text.index(words, text.index("auch"))
    quotes, _ = run(text, Analysis((), names_in(text, *names)), Span(start, start + len(words)))
    assert quotes[0].speaker is not None
    assert quotes[0].speaker.name == expected


def test_of_two_people_of_one_sex_the_function_decides() -> None:
    text = "Fährmann Karl Brandt kam. Müller Joachim Brandt kam auch. Fährmann Brandt sprach."
    names = ("Karl Brandt/PER", "Joachim Brandt/PER", "Brandt/PER")
    assert name_of(text, names, "Fährmann Brandt") == "Karl Brandt"


def test_a_register_of_namesakes_is_left_as_it_is() -> None:
    people = [f"Ida{number} Ott" for number in range(60)]
    text = ", ".join([*people, "Ott"])
    assert name_of(text, tuple(f"{name}/PER" for name in [*people, "Ott"]), " Ott", 60) == "Ott"


# Speakers


def test_quotes_of_one_name_share_a_speaker_with_all_mentions() -> None:
    text = "Lena Ott kam. Die Stadt zahle, so Ott. Der Bericht liege vor. Landrätin Ott sprach."
    names = names_in(text, "Lena Ott/PER", "Ott/PER", "Ott/PER")
    landrat, bericht = span_of(text, "Landrätin Ott"), span_of(text, "Der Bericht")
    quotes, speakers = run(text, Analysis((), names), bericht, names[1].span, None, landrat)
    assert [speaker.id for speaker in speakers] == ["s1", "s2"]
    assert [speaker.name for speaker in speakers] == ["Lena Ott", "Der Bericht"]
    assert [speaker.kind for speaker in speakers] == [SpeakerKind.PERSON, SpeakerKind.DOCUMENT]
    assert speakers[0].quotes == ("q2", "q4")
    assert speakers[0].mentions == (names[0].span, names[1].span, landrat, names[2].span)
    assert speakers[0].roles == ()
    assert [quote.speaker and quote.speaker.speaker_id for quote in quotes] == ["s2", "s1", None, "s1"]


def test_descriptions_differing_in_case_are_one_speaker() -> None:
    text = "Die Behörde warnte. Das sei falsch, sagte die Behörde."
    quotes, speakers = run(text, Analysis((), ()), span_of(text, "Die Behörde"), span_of(text, "die Behörde"))
    assert [(speaker.name, speaker.kind) for speaker in speakers] == [("Die Behörde", SpeakerKind.UNKNOWN)]
    assert {quote.speaker.name for quote in quotes if quote.speaker} == {"Die Behörde"}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("Der|DET|det|2", "Bericht|NOUN|root|0|Number=Sing"), SpeakerKind.DOCUMENT),
        (("neue|ADJ|amod|2", "Abschlussberichte|NOUN|root|0|Number=Plur"), SpeakerKind.DOCUMENT),
        (("Autoren|NOUN|root|0|Number=Plur", "der|DET|det|3", "Studie|NOUN|nmod|1|Number=Sing"), SpeakerKind.GROUP),
        (("Anwohner|NOUN|root|0|Number=Plur",), SpeakerKind.GROUP),
        (("Mutter|NOUN|root|0|Number=Sing", "und|CCONJ|cc|3", "Kind|NOUN|conj|1|Number=Sing"), SpeakerKind.GROUP),
        (("Die|DET|det|2", "Ministerin|NOUN|root|0|Number=Sing"), SpeakerKind.PERSON),
        (("wir|PRON|root|0|Number=Plur",), SpeakerKind.UNKNOWN),
    ],
)
def test_kind_of_a_description(words: tuple[str, ...], kind: SpeakerKind) -> None:
    text = " ".join(word.split("|")[0] for word in words)
    _, speakers = run(text, Analysis((sentence(text, *words),), ()), Span(0, len(text)))
    assert speakers[0].kind == kind


def test_line_breaks_become_spaces_in_the_name_but_not_in_the_words() -> None:
    text = "die\r\n  Freunde"
    quotes, _ = run(text, Analysis((), ()), Span(0, len(text)))
    assert quotes[0].speaker == Attribution("s1", "die Freunde", Part(text, (Span(0, len(text)),)))


def test_words_of_white_space_are_nobody() -> None:
    quotes, speakers = run("a \n b", Analysis((), ()), Span(1, 4))
    assert quotes[0].speaker is None
    assert speakers == ()


def test_the_same_name_is_of_the_kind_it_mostly_has() -> None:
    text = "Thal kam. Thal ging. Thal schwieg. Emil Thal lachte."
    names = names_in(text, "Thal/ORG", "Thal/PER", "Thal/PER", "Emil Thal/PER")
    _, speakers = run(text, Analysis((), names), names[0].span)
    assert (speakers[0].name, speakers[0].kind) == ("Emil Thal", SpeakerKind.PERSON)


# Invariants

WORDS = (
    "Lena",
    "Emil",
    "Ott",
    "Otts",
    "Thal",
    "Ott-Thal",
    "Dr.",
    "Ministerin",
    "AG",
    "die",
    "Studie",
    "und",
    "E.",
    ",",
    "„",
    "“",
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, Analysis, tuple[Quote, ...]]:
    """Articles of few different words, so that names meet; names, trees and speaker words anywhere."""
    pieces = draw(
        st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from((" ", "\n", ". "))), min_size=1, max_size=25)
    )
    text = "".join(word + gap for word, gap in pieces)
    tokens = [Span(*match.span()) for match in re.finditer(r"\S+", text)]
    last = len(tokens) - 1

    def spans(count: int) -> list[Span]:
        """Ascending ranges of tokens that do not overlap."""
        cuts = sorted(draw(st.lists(st.integers(0, last), min_size=0, max_size=2 * count, unique=True)))
        return [Span(tokens[a].start, tokens[b].end) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]

    kinds = st.sampled_from(("PER", "ORG", "LOC", "MISC"))
    names = tuple(Mention(span, text[span.start : span.end], draw(kinds)) for span in spans(5))
    heads = st.integers(-1, last)
    deprels = st.sampled_from(("nmod", "appos", "conj", "flat", "nsubj", "punct"))
    words = tuple(
        Word(
            text[a:b],
            Span(a, b),
            text[a:b],
            draw(st.sampled_from(("NOUN", "PROPN", "DET"))),
            "",
            "",
            draw(heads),
            draw(deprels),
        )
        for a, b in tokens
    )
    trees = (Sentence(Span(tokens[0].start, tokens[-1].end), tuple(tokens), words),) if draw(st.booleans()) else ()
    quotes = []
    for number in range(draw(st.integers(0, 5))):
        found = spans(2)
        quotes.append(quote(number, part_of(text, tuple(found)) if found else None))
    return text, Analysis(trees, names), tuple(quotes)


@given(cases())
def test_quotes_keep_their_order_and_all_but_the_name(case: tuple[str, Analysis, tuple[Quote, ...]]) -> None:
    text, analysis, quotes = case
    named, _ = name_speakers(text, analysis, quotes)
    for before, after in zip(quotes, named, strict=True):
        assert replace(after, speaker=None) == replace(before, speaker=None)
        # An article alone may mean nobody.
        nobody = before.speaker is None or set(before.speaker.part.text.split()) == {"die"}
        assert after.speaker is not None or nobody
        assert before.speaker is not None or after.speaker is None
        if before.speaker and after.speaker:
            assert after.speaker.part == before.speaker.part


@given(cases())
def test_speakers_and_quotes_point_at_each_other(case: tuple[str, Analysis, tuple[Quote, ...]]) -> None:
    text, analysis, quotes = case
    named, speakers = name_speakers(text, analysis, quotes)
    assert [speaker.id for speaker in speakers] == [f"s{number}" for number in range(1, len(speakers) + 1)]
    assert len({speaker.name.casefold() for speaker in speakers}) == len(speakers)
    for speaker in speakers:
        own = [quote for quote in named if quote.speaker and quote.speaker.speaker_id == speaker.id]
        assert tuple(quote.id for quote in own) == speaker.quotes != ()
        assert {quote.speaker.name for quote in own if quote.speaker} == {speaker.name}
        assert {span for quote in own if quote.speaker for span in quote.speaker.part.spans} <= set(speaker.mentions)
        assert speaker.name == " ".join(speaker.name.split()) != ""
    assert sum(len(speaker.quotes) for speaker in speakers) == sum(quote.speaker is not None for quote in named)


@given(cases())
def test_mentions_ascend_and_speakers_come_in_order_of_first_mention(
    case: tuple[str, Analysis, tuple[Quote, ...]],
) -> None:
    text, analysis, quotes = case
    _, speakers = name_speakers(text, analysis, quotes)
    for speaker in speakers:
        assert list(speaker.mentions) == sorted(set(speaker.mentions))
        assert all(text[start:end].strip() for start, end in speaker.mentions)
    firsts = [speaker.mentions[0] for speaker in speakers]
    assert firsts == sorted(firsts)


@given(cases())
def test_naming_again_changes_nothing(case: tuple[str, Analysis, tuple[Quote, ...]]) -> None:
    text, analysis, quotes = case
    once = name_speakers(text, analysis, quotes)
    assert name_speakers(text, analysis, once[0]) == once


# Word lists


def test_word_lists_have_comments_words_and_endings() -> None:
    words = parse_wordlist(["# heading", "", "Frau # an address", "*Chef"])
    assert "FRAU" in words
    assert "Hafenchef" in words
    assert "chef" in words
    assert "Chefin" not in words
    assert "#" not in words
    assert "" not in parse_wordlist([])
