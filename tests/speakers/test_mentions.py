from __future__ import annotations

import pytest
from by_hand import names_in, sentences, span_of

from quoteex.document import Analysis, Span, Word
from quoteex.speakers.mentions import Form, Mention, is_human, is_institution, mentions
from quoteex.speakers.names import NameBook


def found_in(text: str, names: tuple[str, ...], *trees: str) -> list[Mention]:
    analysis = Analysis(sentences(text, *trees), names_in(text, *names))
    return list(mentions(analysis, NameBook(text, analysis.names).named))


def the_one(text: str, names: tuple[str, ...], *trees: str) -> Mention:
    (found,) = found_in(text, names, *trees)
    return found


def word(text: str, upos: str = "NOUN", lemma: str = "") -> Word:
    return Word(text, Span(0, len(text)), lemma or text, upos, "", "", -1, "root")


# Who counts


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (word("Ministerin"), True),
        (word("Umweltministerinnen"), True),
        (word("Anwohnern"), True),
        (word("Fischerinnen", lemma="Mitarbeiterin"), True),
        (word("Dreißigjährige"), True),
        pytest.param(
            word("34-Jährige"),
            True,
        ),
        (word("Angeklagte", upos="ADJ"), True),
        (word("angeklagte", upos="ADJ"), False),
        (word("Ministerin", upos="VERB"), False),
        (word("Ministerium"), False),
        (word("Deich"), False),
    ],
)
def test_nouns_for_human_beings(one: Word, expected: bool) -> None:
    assert is_human(one) is expected


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (word("Umweltministerium"), True),
        (word("Werken", lemma="Werk"), True),
        (word("Polizei", upos="PROPN"), True),
        (word("Polizei", upos="VERB"), False),
        (word("Ministerin"), False),
        (word("Deich"), False),
    ],
)
def test_nouns_for_institutions(one: Word, expected: bool) -> None:
    assert is_institution(one) is expected


def test_things_and_places_are_no_mentions() -> None:
    tree = "Der|DET|det|2 Deich|NOUN|nsubj|3 hält|VERB|root|0|VVFIN in|ADP|case|5 Werl|PROPN|obl|3"
    assert found_in("Der Deich hält in Werl.", ("Werl/LOC",), tree) == []


# Gender


@pytest.mark.parametrize(
    ("words", "gender"),
    [
        ("Die Ministerin", "f"),
        ("Der Minister", "m"),
        ("Ministerin", "f"),
        ("Minister", "m"),
        ("Die Vorsitzende", "f"),
        ("Der Vorsitzende", "m"),
        ("Die Angeklagte", "f"),
        ("Vorsitzende", ""),
        ("Abgeordnete", ""),
        ("Die Kauffrau", "f"),
        ("Das Mitglied", "n"),
        ("Das Ministerium", "n"),
        ("Die Behörde", "f"),
        ("Eine Behörde", "f"),
        ("Der Verband", "m"),
        ("Ein Verband", ""),
        ("Einen Verband", "m"),
        ("Verband", ""),
    ],
)
def test_gender_of_a_subject(words: str, gender: str) -> None:
    *article, noun = words.split()
    at = len(article) + 1
    tree = " ".join([*(f"{form}|DET|det|{at}" for form in article), f"{noun}|NOUN|nsubj|{at + 1}", "kam|VERB|root|0"])
    assert the_one(f"{words} kam.", (), tree).gender == gender


def test_der_of_a_genitive_or_behind_a_preposition_is_feminine() -> None:
    genitive = "Dächer|NOUN|nsubj|4 der|DET|det|3 Behörde|NOUN|nmod|1 lecken|VERB|root|0"
    assert the_one("Dächer der Behörde lecken.", (), genitive).gender == "f"
    dative = "Bei|ADP|case|3 der|DET|det|3 Behörde|NOUN|obl|4 leckt|VERB|root|0"
    assert the_one("Bei der Behörde leckt es.", (), dative).gender == "f"


def test_gender_of_names() -> None:
    # A body's by the article; a person's is not known from the words.
    body = "Die|DET|det|2 Nordgas|PROPN|nsubj|3 baut|VERB|root|0"
    assert the_one("Die Nordgas baut.", ("Nordgas/ORG",), body).gender == "f"
    person = "Die|DET|det|2 Ott|PROPN|nsubj|3 baut|VERB|root|0"
    assert the_one("Die Ott baut.", ("Ott/PER",), person).gender == ""


# Number


@pytest.mark.parametrize(
    ("words", "verb", "plural"),
    [
        ("Die Lehrer", "kamen|VERB|root|0|VVFIN", True),
        ("Der Lehrer", "kam|VERB|root|0|VVFIN", False),
        ("Die Abgeordnete", "kam|VERB|root|0|VVFIN", False),
        ("Die Abgeordneten", "sind|VERB|root|0|VVFIN", True),
        ("Ein Beamter", "kamen|VERB|root|0|VVFIN", False),
        ("Lehrerinnen", "kam|VERB|root|0|VVFIN", True),
        ("Die Feuerwehrleute", "kam|VERB|root|0|VVFIN", True),
        ("Die Lehrerin", "kamen|VERB|root|0|VVFIN", False),
    ],
)
def test_number_by_the_noun_the_article_and_the_verb(words: str, verb: str, plural: bool) -> None:
    *article, noun = words.split()
    at = len(article) + 1
    tree = " ".join([*(f"{form}|DET|det|{at}" for form in article), f"{noun}|NOUN|nsubj|{at + 1}", verb])
    found = the_one(f"{words} {verb.split('|', maxsplit=1)[0]}.", (), tree)
    assert found.plural is plural
    assert not (plural and found.gender)


@pytest.mark.parametrize(("feats", "plural"), [("Number=Plur", True), ("Case=Acc|Number=Sing", False)])
def test_number_by_the_features_where_there_is_no_verb_to_tell(feats: str, plural: bool) -> None:
    tree = f"Es|PRON|expl|2 traf|VERB|root|0|VVFIN die|DET|det|4 Lehrer|NOUN|obj|2|{feats}"
    assert the_one("Es traf die Lehrer.", (), tree).plural is plural


def test_number_by_the_auxiliary() -> None:
    tree = "Die|DET|det|2 Lehrer|NOUN|nsubj|4 {}|AUX|aux|4|VAFIN gekommen|VERB|root|0|VVPP"
    assert the_one("Die Lehrer sind gekommen.", (), tree.format("sind")).plural
    assert not the_one("Die Lehrer ist gekommen.", (), tree.format("ist")).plural


# Subject, definiteness, attributes


def test_subjects() -> None:
    text = "Die Försterin rief den Pfarrer."
    tree = "Die|DET|det|2 Försterin|NOUN|nsubj|3 rief|VERB|root|0|VVFIN den|DET|det|5 Pfarrer|NOUN|obj|3"
    assert [(m.noun, m.subject) for m in found_in(text, (), tree)] == [("försterin", True), ("pfarrer", False)]
    passive = "Die|DET|det|2 Försterin|NOUN|nsubj:pass|3 gerufen|VERB|root|0"
    assert the_one("Die Försterin gerufen.", (), passive).subject


def test_a_name_behind_the_title_that_is_the_subject_is_subject() -> None:
    tree = "{0}|NOUN|{1}|3 Ott|PROPN|appos|1 kam|VERB|root|0|VVFIN"
    for deprel, subject in (("nsubj", True), ("obj", False)):
        title, name = found_in("Försterin Ott kam.", ("Ott/PER",), tree.format("Försterin", deprel))
        assert (title.form, name.form) == (Form.DESCRIPTION, Form.NAME)
        assert (title.subject, name.subject) == (subject, subject)


@pytest.mark.parametrize(
    ("article", "definite"),
    [
        ("Der", True),
        ("Dieser", True),
        ("Jener", True),
        ("Ihr", True),
        ("Sein", True),
        ("", True),
        ("Ein", False),
        ("Kein", False),
        ("Mancher", False),
    ],
)
def test_definiteness(article: str, definite: bool) -> None:
    front = f"{article}|DET|det|2 " if article else ""
    at = 2 if article else 1
    found = the_one(f"{article} Lehrer kam.", (), f"{front}Lehrer|NOUN|nsubj|{at + 1} kam|VERB|root|0|VVFIN")
    assert found.definite is definite


def test_attributes_are_the_beginnings_of_adjectives_and_genitives() -> None:
    text = "Der bremische Sprecher der Werft kam."
    tree = (
        "Der|DET|det|3 bremische|ADJ|amod|3 Sprecher|NOUN|nsubj|6 der|DET|det|5 Werft|NOUN|nmod|3 kam|VERB|root|0|VVFIN"
    )
    assert the_one(text, (), tree).attributes == {"brem", "werf"}


def test_a_name_behind_is_an_attribute_of_a_body_only() -> None:
    # "Ministerin Ott" is not another one than "Ministerin"; "Amtsgericht Werl" is another one than "Amtsgericht Soest".
    tree = "{}|NOUN|nsubj|3 {}|PROPN|appos|1 kam|VERB|root|0|VVFIN"
    assert found_in("Ministerin Ott kam.", ("Ott/PER",), tree.format("Ministerin", "Ott"))[0].attributes == frozenset()
    assert the_one("Amtsgericht Werl kam.", (), tree.format("Amtsgericht", "Werl")).attributes == {"werl"}


# Names


def test_a_name_is_one_mention_at_its_head_with_its_fullest_form() -> None:
    text = "Ina Ott kam. Ott ging."
    trees = ("Ina|PROPN|nsubj|3 Ott|PROPN|flat|1 kam|VERB|root|0", "Ott|PROPN|nsubj|2 ging|VERB|root|0")
    first, second = found_in(text, ("Ina Ott/PER", "Ott/PER"), *trees)
    assert (first.span, first.sentence, first.index) == (Span(0, 7), 0, 0)
    assert (second.span, second.sentence, second.index) == (span_of(text, "Ott", 1), 1, 0)
    assert [m.name and m.name.name for m in (first, second)] == ["Ina Ott", "Ina Ott"]
    assert [(m.form, m.human, m.plural) for m in (first, second)] == [(Form.NAME, True, False)] * 2


def test_an_organisation_is_no_human_being() -> None:
    tree = "Nordgas|PROPN|nsubj|2 baut|VERB|root|0"
    assert not the_one("Nordgas baut.", ("Nordgas/ORG",), tree).human


def test_a_title_inside_a_name_is_a_mention_but_an_institution_is_not() -> None:
    person = "Försterin|NOUN|nsubj|3 Ott|PROPN|appos|1 kam|VERB|root|0"
    found = found_in("Försterin Ott kam.", ("Försterin Ott/PER",), person)
    assert [m.form for m in found] == [Form.NAME]
    person = "Försterin|NOUN|appos|2 Ott|PROPN|nsubj|3 kam|VERB|root|0"
    found = found_in("Försterin Ott kam.", ("Försterin Ott/PER",), person)
    assert [m.form for m in found] == [Form.DESCRIPTION, Form.NAME]
    body = "Verband|NOUN|appos|2 Nord|PROPN|nsubj|3 tagt|VERB|root|0"
    found = found_in("Verband Nord tagt.", ("Verband Nord/ORG",), body)
    assert [m.form for m in found] == [Form.NAME]


# Pronouns


@pytest.mark.parametrize(
    ("form", "verb", "gender", "plural"),
    [
        ("Er", "kam", "m", False),
        ("Sie", "kam", "f", False),
        ("Sie", "kamen", "", True),
        ("Ihr", "kam", "f", False),
        ("Ihm", "kam", "m", False),
        ("Ihnen", "kam", "", True),
    ],
)
def test_personal_pronouns(form: str, verb: str, gender: str, plural: bool) -> None:
    found = the_one(f"{form} {verb}.", (), f"{form}|PRON|nsubj|2|PPER {verb}|VERB|root|0|VVFIN")
    assert (found.form, found.gender, found.plural) == (Form.PRONOUN, gender, plural)
    assert found.subject


@pytest.mark.parametrize("form", ["Es", "Ich", "Wir", "Man"])
def test_other_pronouns_are_no_mentions(form: str) -> None:
    assert found_in(f"{form} kam.", (), f"{form}|PRON|nsubj|2|PPER kam|VERB|root|0|VVFIN") == []


def test_a_possessive_is_no_personal_pronoun() -> None:
    assert found_in("Ihr Boot kam.", (), "Ihr|PRON|det:poss|2|PPOSAT Boot|NOUN|nsubj|3 kam|VERB|root|0|VVFIN") == []


# Groups


def test_coordinated_people_are_mentioned_one_by_one_and_as_a_group() -> None:
    text = "Ina Ott und ein Pfarrer kamen."
    tree = "Ina|PROPN|nsubj|6 Ott|PROPN|flat|1 und|CCONJ|cc|5 ein|DET|det|5 Pfarrer|NOUN|conj|1 kamen|VERB|root|0|VVFIN"
    name, group, other = found_in(text, ("Ina Ott/PER",), tree)
    assert [m.form for m in (name, group, other)] == [Form.NAME, Form.GROUP, Form.DESCRIPTION]
    assert group.span == span_of(text, "Ina Ott und ein Pfarrer")
    assert (group.plural, group.gender, group.name, group.subject) == (True, "", None, True)
    assert not name.plural


def test_a_person_and_a_thing_are_no_group() -> None:
    tree = "Der|DET|det|2 Pfarrer|NOUN|nsubj|6 und|CCONJ|cc|5 das|DET|det|5 Boot|NOUN|conj|2 kam|VERB|root|0|VVFIN"
    assert the_one("Der Pfarrer und das Boot kam.", (), tree).form == Form.DESCRIPTION


def test_mentions_come_in_order_over_sentences() -> None:
    text = "Die Försterin kam. Ina Ott ging. Sie schwieg."
    found = found_in(
        text,
        ("Ina Ott/PER",),
        "Die|DET|det|2 Försterin|NOUN|nsubj|3 kam|VERB|root|0|VVFIN",
        "Ina|PROPN|nsubj|3 Ott|PROPN|flat|1 ging|VERB|root|0|VVFIN",
        "Sie|PRON|nsubj|2|PPER schwieg|VERB|root|0|VVFIN",
    )
    assert [(m.form, m.sentence) for m in found] == [(Form.DESCRIPTION, 0), (Form.NAME, 1), (Form.PRONOUN, 2)]
    assert [text[slice(*m.span)] for m in found] == ["Försterin", "Ina Ott", "Sie"]
