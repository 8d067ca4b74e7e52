from __future__ import annotations

import pytest
from by_hand import sentences, span_of

from quoteex.document import Span
from quoteex.speakers.phrases import Phrase, nominative, phrase_at, sentence_at

SINGULAR, PLURAL = "Number=Sing", "Number=Plur"


def in_nominative(marked: str, tree: str) -> str | None:
    """The nominative of the words in brackets."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    return nominative(text, phrase_at((Span(start, end),), sentences(text, tree)))


# Nominative


@pytest.mark.parametrize(
    ("marked", "tree", "expected"),
    [
        pytest.param(
            "[Dem Förster] zufolge reicht das.",
            "Dem|DET|det|2 Förster|NOUN|obl|4 zufolge|ADP|case|2 reicht|VERB|root|0 das|PRON|nsubj|4",
            "der Förster",
            id="masculine",
        ),
        pytest.param(
            "Laut [dem Förster] reicht das.",
            "Laut|ADP|case|3 dem|DET|det|3 Förster|NOUN|obl|4 reicht|VERB|root|0",
            "der Förster",
            id="masculine-behind-a-preposition-outside",
        ),
        pytest.param(
            "[Laut dem Förster] reicht das.",
            "Laut|ADP|case|3 dem|DET|det|3 Förster|NOUN|obl|4 reicht|VERB|root|0",
            "der Förster",
            id="masculine-behind-a-preposition-inside",
        ),
        pytest.param(
            "Laut [dem Rathaus] reicht das.",
            "Laut|ADP|case|3 dem|DET|det|3 Rathaus|NOUN|obl|4 reicht|VERB|root|0",
            "das Rathaus",
            id="neuter-by-its-ending",
        ),
        pytest.param(
            "Laut [dem Schreiben] reicht das.",
            "Laut|ADP|case|3 dem|DET|det|3 Schreiben|NOUN|obl|4|Gender=Neut reicht|VERB|root|0",
            "das Schreiben",
            id="neuter-by-its-gender",
        ),
        pytest.param(
            "Laut [einem Förster] reicht das.",
            "Laut|ADP|case|3 einem|DET|det|3 Förster|NOUN|obl|4 reicht|VERB|root|0",
            "ein Förster",
            id="indefinite",
        ),
        pytest.param(
            "Laut [dem neuen Förster] reicht das.",
            "Laut|ADP|case|4 dem|DET|det|4 neuen|ADJ|amod|4 Förster|NOUN|obl|5 reicht|VERB|root|0",
            "der neue Förster",
            id="adjective",
        ),
        pytest.param(
            "Laut [einem neuen Förster] reicht das.",
            "Laut|ADP|case|4 einem|DET|det|4 neuen|ADJ|amod|4 Förster|NOUN|obl|5 reicht|VERB|root|0",
            "ein neuer Förster",
            id="adjective-indefinite-masculine",
        ),
        pytest.param(
            "Laut [einem neuen Gutachten] reicht das.",
            "Laut|ADP|case|4 einem|DET|det|4 neuen|ADJ|amod|4 Gutachten|NOUN|obl|5 reicht|VERB|root|0",
            "ein neues Gutachten",
            id="adjective-indefinite-neuter",
        ),
        pytest.param(
            "Laut [dem Zeugen] reicht das.",
            f"Laut|ADP|case|3 dem|DET|det|3 Zeugen|NOUN|obl|4|{SINGULAR}|Zeuge reicht|VERB|root|0",
            "der Zeuge",
            id="weak-with-e",
        ),
        pytest.param(
            "[Den Präsidenten] zitiert sie.",
            f"Den|DET|det|2 Präsidenten|NOUN|obj|3|{SINGULAR}|Präsident zitiert|VERB|root|0",
            "der Präsident",
            id="weak-accusative",
        ),
    ],
)
def test_dative_and_accusative_in_the_singular(marked: str, tree: str, expected: str) -> None:
    assert in_nominative(marked, tree) == expected


@pytest.mark.parametrize(
    ("marked", "tree", "expected"),
    [
        pytest.param(
            "Nach Angaben [des Vereins] reicht das.",
            "Nach|ADP|case|2 Angaben|NOUN|obl|5 des|DET|det|4 Vereins|NOUN|nmod|2|Verein reicht|VERB|root|0",
            "der Verein",
            id="masculine",
        ),
        pytest.param(
            "Nach Angaben [des neuen Amtes] ist das.",
            "Nach|ADP|case|2 Angaben|NOUN|obl|6 des|DET|det|5 neuen|ADJ|amod|5 Amtes|NOUN|nmod|2|Amt ist|VERB|root|0",
            "das neue Amt",
            id="neuter",
        ),
        pytest.param(
            "Nach Angaben [der kleinen Werft] reicht das.",
            "Nach|ADP|case|2 Angaben|NOUN|obl|6 der|DET|det|5 kleinen|ADJ|amod|5 Werft|NOUN|nmod|2 reicht|VERB|root|0",
            "die kleine Werft",
            id="feminine",
        ),
        pytest.param(
            "Nach Angaben [einer Hebamme] reicht das.",
            "Nach|ADP|case|2 Angaben|NOUN|obl|5 einer|DET|det|4 Hebamme|NOUN|nmod|2 reicht|VERB|root|0",
            "eine Hebamme",
            id="feminine-indefinite",
        ),
        pytest.param(
            "Nach Angaben [der Werften] reicht das.",
            f"Nach|ADP|case|2 Angaben|NOUN|obl|5 der|DET|det|4 Werften|NOUN|nmod|2|{PLURAL}|Werft reicht|VERB|root|0",
            "die Werften",
            id="plural",
        ),
    ],
)
def test_genitive(marked: str, tree: str, expected: str) -> None:
    assert in_nominative(marked, tree) == expected


@pytest.mark.parametrize(
    ("marked", "tree", "expected"),
    [
        pytest.param(
            "Laut [den Anwohnern] reicht das.",
            f"Laut|ADP|case|3 den|DET|det|3 Anwohnern|NOUN|obl|4|{PLURAL}|Anwohner reicht|VERB|root|0",
            "die Anwohner",
            id="article",
        ),
        pytest.param(
            "Laut [den Zeugen] reicht das.",
            f"Laut|ADP|case|3 den|DET|det|3 Zeugen|NOUN|obl|4|{PLURAL}|Zeuge reicht|VERB|root|0",
            "die Zeugen",
            id="article-weak",
        ),
        pytest.param(
            "Laut [Beobachtern] reicht das.",
            f"Laut|ADP|case|2 Beobachtern|NOUN|obl|3|{PLURAL}|Beobachter reicht|VERB|root|0",
            "Beobachter",
            id="bare",
        ),
        pytest.param(
            "[Aus ersten Berichten] folgt das.",
            f"Aus|ADP|case|3 ersten|ADJ|amod|3 Berichten|NOUN|obl|4|{PLURAL}|Bericht folgt|VERB|root|0",
            "erste Berichte",
            id="bare-with-adjective-and-preposition",
        ),
        pytest.param(
            "Wie es in [Hafenkreisen] heißt.",
            f"in|ADP|case|2 Hafenkreisen|NOUN|obl|3|{PLURAL}|Hafenkreis heißt|VERB|root|0",
            "Hafenkreise",
            id="circles",
        ),
        pytest.param(
            "Laut [Untersuchungen] reicht das.",
            f"Laut|ADP|case|2 Untersuchungen|NOUN|obl|3|{PLURAL}|Untersuchung reicht|VERB|root|0",
            "Untersuchungen",
            id="bare-that-ends-so-in-the-nominative-too",
        ),
        pytest.param(
            "Laut [Eltern] reicht das.",
            f"Laut|ADP|case|2 Eltern|NOUN|obl|3|{PLURAL} reicht|VERB|root|0",
            "Eltern",
            id="parents",
        ),
        pytest.param(
            "[Schwestern] sagen das.",
            f"Schwestern|NOUN|nsubj|2|{PLURAL}|Schwester sagen|VERB|root|0",
            "Schwestern",
            id="subject",
        ),
    ],
)
def test_plural(marked: str, tree: str, expected: str) -> None:
    assert in_nominative(marked, tree) == expected


@pytest.mark.parametrize(
    ("words", "lemma", "expected"),
    [
        ("laut dem Abgeordneten", "Abgeordnete", "der Abgeordnete"),
        ("laut einem Abgeordneten", "Abgeordnete", "ein Abgeordneter"),
        ("laut dem Angeklagten", "Angeklagte", "der Angeklagte"),
        ("laut einem Beamten", "Beamter", "ein Beamter"),
        ("laut dem Vorsitzenden", "Vorsitzende", "der Vorsitzende"),
        ("laut dem Dreißigjährigen", "Dreißigjährige", "der Dreißigjährige"),
        pytest.param(
            "laut dem 34-Jährigen",
            "34-Jährige",
            "der 34-Jährige",
        ),
        ("laut einem Dreißigjährigen", "Dreißigjährige", "ein Dreißigjähriger"),
        pytest.param(
            "laut einem 34-Jährigen",
            "34-Jährige",
            "ein 34-Jähriger",
        ),
        ("laut der Dreißigjährigen", "Dreißigjährige", "die Dreißigjährige"),
        ("laut einer Vorsitzenden", "Vorsitzende", "eine Vorsitzende"),
        pytest.param(
            "laut der 34-Jährigen",
            "34-Jährige",
            "die 34-Jährige",
        ),
        pytest.param(
            "laut der Abgeordneten",
            "Abgeordnete",
            "die Abgeordnete",
        ),
    ],
)
def test_nouns_that_decline_like_adjectives(words: str, lemma: str, expected: str) -> None:
    _, article, noun = words.split()
    tree = f"laut|ADP|case|3 {article}|DET|det|3 {noun}|NOUN|obl|4|{SINGULAR}|{lemma} reicht|VERB|root|0"
    assert in_nominative(f"Das [{words}] reicht.", tree) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "Das [laut der Werft] reicht.",
        "Das laut [der Werft] reicht.",
    ],
)
def test_feminine_behind_a_preposition(marked: str) -> None:
    tree = f"laut|ADP|case|3 der|DET|det|3 Werft|NOUN|obl|4|{SINGULAR} reicht|VERB|root|0"
    assert in_nominative(marked, tree) == "die Werft"


@pytest.mark.parametrize(
    "words", ["der neue Förster", "die Förster", "das Amt", "eine Werft", "Förster", "drei Förster"]
)
def test_the_nominative_stays(words: str) -> None:
    *before, noun = words.split()
    kinds = {"neue": "ADJ|amod", "drei": "NUM|nummod"}
    at = len(before) + 1
    front = [f"{word}|{kinds.get(word, 'DET|det')}|{at}" for word in before]
    tree = " ".join([*front, f"{noun}|NOUN|nsubj|{at + 1}", "reicht|VERB|root|0"])
    assert in_nominative(f"[{words}] reicht.", tree) == words


def test_the_article_of_a_subject_is_no_dative() -> None:
    tree = "Der|DET|det|2 Abgeordnete|NOUN|nsubj|3 tagt|VERB|root|0"
    assert in_nominative("[Der Abgeordnete] tagt.", tree) == "Der Abgeordnete"


def test_what_follows_the_head_stays_in_its_case() -> None:
    tree = (
        "Laut|ADP|case|3 einem|DET|det|3 Sprecher|NOUN|obl|7 der|DET|det|6 kleinen|ADJ|amod|6 Werft|NOUN|nmod|3 "
        "reicht|VERB|root|0"
    )
    expected = "ein Sprecher der kleinen Werft"
    assert in_nominative("Laut [einem Sprecher der kleinen Werft] reicht das.", tree) == expected


@pytest.mark.parametrize("addition", ["( VB )", "auf Anfrage", "auf Nachfrage des Senders"])
def test_brackets_and_the_question_asked_are_left_out(addition: str) -> None:
    more = [f"{word}|{'X' if word.isalpha() else 'PUNCT'}|dep|3" for word in addition.split()]
    tree = f"Laut|ADP|case|3 dem|DET|det|3 Verein|NOUN|obl|{4 + len(more)} {' '.join(more)} reicht|VERB|root|0"
    assert in_nominative(f"Laut [dem Verein {addition}] reicht das.", tree) == "der Verein"


def test_commas_at_the_end_and_line_breaks_go() -> None:
    tree = "Laut|ADP|case|3 dem|DET|det|3 Förster|NOUN|obl|4 reicht|VERB|root|0"
    assert in_nominative("Laut [dem\n  Förster,] reicht das.", tree) == "der Förster"


def test_words_without_a_noun_have_no_nominative() -> None:
    assert in_nominative("[Sie] kam.", "Sie|PRON|nsubj|2 kam|VERB|root|0") is None
    assert nominative("Amt", Phrase((), frozenset())) is None


# Places in the tree

NICHTE = "Die Nichte von Lena Ott kam."
NICHTE_TREE = "Die|DET|det|2 Nichte|NOUN|nsubj|6 von|ADP|case|4 Lena|PROPN|nmod|2 Ott|PROPN|flat|4 kam|VERB|root|0"


def phrase_of(text: str, tree: str, words: str) -> Phrase:
    return phrase_at((span_of(text, words),), sentences(text, tree))


def test_the_head_is_what_the_others_hang_on() -> None:
    phrase = phrase_of(NICHTE, NICHTE_TREE, "Die Nichte von Lena Ott")
    head = phrase.head()
    assert head is not None
    assert head.text == "Nichte"
    assert list(phrase.children(1)) == [0, 3]
    # Without "Nichte" the article hangs on a word outside, too, but is no head.
    articles = phrase_of(NICHTE, NICHTE_TREE, "Die")
    assert (articles.head_index(), articles.head()) == (None, None)


def test_a_phrase_in_two_pieces_takes_both() -> None:
    text = "Die Fähre, so die Kapitänin der Werft, fährt."
    tree = (
        "Die|DET|det|2 Fähre|NOUN|nsubj|8 so|ADV|advmod|5 die|DET|det|5 Kapitänin|NOUN|parataxis|8 der|DET|det|7 "
        "Werft|NOUN|nmod|5 fährt|VERB|root|0"
    )
    phrase = phrase_at((span_of(text, "die Kapitänin"), span_of(text, "Werft")), sentences(text, tree))
    assert phrase.inside == {3, 4, 6}


def test_a_phrase_is_looked_for_in_its_own_sentence_only() -> None:
    text = "Der Koch aß. Der Koch sprach."
    trees = ("Der|DET|det|2 Koch|NOUN|nsubj|3 aß|VERB|root|0", "Der|DET|det|2 Koch|NOUN|nsubj|3 sprach|VERB|root|0")
    both = sentences(text, *trees)
    second = phrase_at((span_of(text, "Der Koch", 1),), both)
    assert second.words is both[1].words
    assert second.inside == {0, 1}
    assert phrase_at((Span(0, 3),), ()) == Phrase((), frozenset())


def test_sentence_at_a_place() -> None:
    text = "– Der Koch aß. Er sprach."
    both = sentences(text, "Der|DET|det|2 Koch|NOUN|nsubj|3 aß|VERB|root|0", "Er|PRON|nsubj|2 sprach|VERB|root|0")
    assert [sentence_at(place, both) for place in (0, 2, 14, 15, 99)] == [None, 0, 0, 1, 1]


def test_a_name_below_another_word_modifies_it() -> None:
    phrase = phrase_of(NICHTE, NICHTE_TREE, "Die Nichte von Lena Ott")
    assert phrase.modifies(span_of(NICHTE, "Lena Ott"))
    text = "Nichte Lena Ott kam."
    tree = "Nichte|NOUN|nsubj|4 Lena|PROPN|appos|1 Ott|PROPN|flat|2 kam|VERB|root|0"
    assert not phrase_of(text, tree, "Nichte Lena Ott").modifies(span_of(text, "Lena Ott"))


@pytest.mark.parametrize(("noun", "expected"), [("Sprecherin", True), ("Ansicht", False)])
def test_a_name_belongs_to_another_only_below_a_person(noun: str, expected: bool) -> None:
    text = f"Die {noun} von Lena Ott gilt."
    phrase = phrase_of(text, NICHTE_TREE.replace("Nichte", noun).replace("kam", "gilt"), f"Die {noun} von Lena Ott")
    assert phrase.belongs_to_another(span_of(text, "Lena Ott")) is expected


@pytest.mark.parametrize(("noun", "expected"), [("Leiters", True), ("Bades", False)])
def test_a_name_in_apposition_to_a_thing_belongs_to_nobody_else(noun: str, expected: bool) -> None:
    text = f"Der Sprecher des {noun} Emil Thal kam."
    tree = (
        f"Der|DET|det|2 Sprecher|NOUN|nsubj|7 des|DET|det|4 {noun}|NOUN|nmod|2|{noun[:-1]} Emil|PROPN|appos|4 "
        "Thal|PROPN|flat|5 kam|VERB|root|0"
    )
    phrase = phrase_of(text, tree, f"Der Sprecher des {noun} Emil Thal")
    assert phrase.belongs_to_another(span_of(text, "Emil Thal")) is expected
