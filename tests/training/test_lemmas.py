from collections import Counter

from quoteex.training.conllu import Row, UdSentence
from quoteex.training.lemmas import Lexeme, invented_words, lexemes


def words(*rows: Row) -> list[UdSentence]:
    return [UdSentence((), rows)]


def row(form: str, lemma: str, upos: str, misc: str = "_") -> Row:
    return Row("1", form, lemma, upos, "_", "_", "0", "root", "_", misc)


def test_the_treebank_that_is_measured_weighs_most() -> None:
    counts = lexemes({"gsd": words(row("andere", "anderer", "DET")), "pud": words(row("andere", "ander", "DET"))})
    assert counts[Lexeme("andere", "DET", "anderer")] > counts[Lexeme("andere", "DET", "ander")] > 0


def test_old_texts_only_add_unknown_words() -> None:
    counts = lexemes(
        {
            "gsd": words(row("Weise", "Weise", "NOUN")),
            "lit": words(row("Weise", "Weiser", "NOUN"), row("Muße", "Muße", "NOUN")),
        }
    )
    assert {word.lemma for word in counts} == {"Weise", "Muße"}


def test_misspelt_words_are_not_learned() -> None:
    assert not lexemes({"gsd": words(row("Hau", "Haus", "NOUN", "CorrectForm=Haus"))})


def test_invented_words_follow_the_rules_and_are_new() -> None:
    known = Counter(
        {
            Lexeme("gesehen", "VERB", "sehen"): 1,
            Lexeme("sehen", "VERB", "sehen"): 1,
            Lexeme("Sehen", "VERB", "sehen"): 1,
            Lexeme("Berichte", "NOUN", "Bericht"): 1,
            Lexeme("schöne", "ADJ", "schön"): 1,
            Lexeme("instrumentalisiert", "VERB", "instrumentalisiert"): 1,
        }
    )
    made = list(invented_words(known, seed=3))
    assert not {(word.form, word.upos) for word in made} & {(word.form, word.upos) for word in known}
    assert Lexeme("Schöne", "ADJ", "schön") in made
    participles = [word for word in made if word.form.endswith("gesehen") and word.form[0].islower()]
    assert participles
    assert all(word.lemma == word.form.removesuffix("gesehen") + "sehen" for word in participles)
    infinitives = [word for word in made if word.form.endswith("zusehen")]
    assert all(word.lemma == word.form.removesuffix("zusehen") + "sehen" for word in infinitives)
    compounds = [word for word in made if word.form.endswith("berichte")]
    assert all(word.lemma == word.form.removesuffix("e") for word in compounds)
    assert compounds
    assert made == list(invented_words(known, seed=3))
