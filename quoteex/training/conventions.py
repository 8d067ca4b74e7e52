"""Brings other German treebanks to the conventions of UD German-GSD as of its present dev part.

Each rule answers a difference that shows when the same frequent words, or the same pairs of tags, are counted in
German-GSD and in the other treebank. Rules see and return the syntactic words of one sentence; the word at index ``i``
has the number ``i + 1``, which ``head`` refers to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources

from quoteex.training.conllu import Row

Rule = Callable[[Sequence[Row], int], Row]
"""Takes the words of a sentence and an index; returns the word at that index as it should be."""

VERBAL = ("VERB", "AUX")
DETERMINER_LEMMAS = frozenset(
    lemma
    for line in (
        "alle anderer beide derjenige derselbe dieser ein einige jeder jener",
        "kein mancher mehr meist solcher viel welcher wenig",
    )
    for lemma in line.split()
)
"""Words that German-GSD calls DET even when they stand alone (XPOS PIS and PDS), where others have PRON or NOUN."""

_ATTRIBUTIVE = ("advmod", "amod", "det", "det:poss", "nmod")
_YEAR = re.compile(r"1\d{3}|20\d\d")
_ORDINAL = re.compile(r"\d+\.")
_RENAMED = {
    "acl:relcl": "acl",
    "cc:preconj": "cc",
    "flat:name": "flat",
    "iobj": "obl:arg",
    "nmod:poss": "nmod",
    "obl:tmod": "obl",
}


def from_parseme(words: Sequence[Row]) -> list[Row]:
    """Return the ``words`` of a PARSEME sentence (German-GSD of UD 2.1) as today's German-GSD has them.

    Features are emptied: that release left out a quarter of them and could not tell masculine from neuter.
    """
    return apply(words, _parseme_word, gsd_lemma, comparison, _parseme_relation, relation_name, oblique, _featureless)


def from_lit(words: Sequence[Row]) -> list[Row]:
    """Return the ``words`` of a German-LIT sentence closer to German-GSD; features (nearly all missing) are emptied."""
    return apply(words, _lit_word, gsd_lemma, comparison, relation_name, oblique, _featureless)


# What rules are made of ---------------------------------------------------------------------------------------------


def apply(words: Sequence[Row], *rules: Rule) -> list[Row]:
    """Return the words after each rule, applied to all of them before the next rule sees the result."""
    result = list(words)
    for rule in rules:
        result = [rule(result, i) for i in range(len(result))]
    return result


def governor(words: Sequence[Row], i: int) -> Row | None:
    """Return the word that governs word ``i``; ``None`` for the root."""
    number = int(words[i].head)
    return words[number - 1] if number else None


def dependents(words: Sequence[Row], i: int) -> list[Row]:
    """Return the words that depend on word ``i``, in order."""
    return [word for word in words if word.head == str(i + 1)]


def universal(row: Row) -> str:
    """Return the relation without its language-specific part: ``nsubj`` for ``nsubj:pass``."""
    return row.deprel.partition(":")[0]


def with_feats(row: Row, *, add: str = "", drop: Sequence[str] = ()) -> Row:
    """Return ``row`` with the features ``add`` (``A=x|B=y``) set and those named in ``drop`` removed, in UD's order."""
    pairs = [pair.split("=", 1) for pair in f"{row.feats}|{add}".split("|") if "=" in pair]
    feats = {name: value for name, value in pairs if name not in drop}
    ordered = sorted(feats.items(), key=lambda item: item[0].lower())
    return row._replace(feats="|".join(f"{name}={value}" for name, value in ordered) or "_")


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the tab-separated text table ``name`` beside this module, without ``#`` comments."""
    text = resources.files("quoteex.training").joinpath("tables", name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def lemma_table() -> dict[tuple[str, str], str]:
    """Return German-GSD's lemma by UPOS and the lemma of other treebanks."""
    return {(upos, found): lemma for upos, found, lemma in table("lemmas.txt")}


# Rules that several treebanks need ----------------------------------------------------------------------------------


def gsd_lemma(words: Sequence[Row], i: int) -> Row:
    """Closed-class lemmas, ordinals (``21.`` keeps its full stop), ``dass`` in the spelling at hand, alternatives."""
    row = words[i]
    lemma = lemma_table().get((row.upos, row.lemma), row.lemma)
    if _ORDINAL.fullmatch(row.form) and row.upos == "ADJ":
        lemma = row.form
    elif row.form.lower() in ("dass", "daß"):
        lemma = row.form.lower()
    elif row.upos == "PRON" and row.form.lower() == "sie" and lemma == "er":
        lemma = "sie"
    elif "|" in lemma:
        # Alternatives such as "Stunde|Stunden" or "Sie|sie": the shorter, then the lower-cased one, is German-GSD's.
        lemma = min(lemma.split("|"), key=lambda choice: (len(choice), choice[:1].isupper()))
    return row._replace(lemma=lemma)


def comparison(words: Sequence[Row], i: int) -> Row:
    """``größer als X``, ``so groß wie X``: German-GSD has a case marker on an oblique, others a coordination."""
    row = words[i]
    if _marks_comparison(words, row):
        return row._replace(deprel="case", upos="ADP" if row.form.lower() == "als" else "CCONJ", xpos="KOKOM")
    compared = any(_marks_comparison(words, word) for word in dependents(words, i))
    if compared and row.deprel in ("conj", "acl", "advcl", "xcomp"):
        return row._replace(deprel="obl")
    return row


def _marks_comparison(words: Sequence[Row], row: Row) -> bool:
    """Whether ``row`` is ``als`` or ``wie`` before a phrase without a verb, and no ``sowohl ... als auch``."""
    if row.form.lower() not in ("als", "wie") or universal(row) not in ("cc", "case", "mark") or row.head == "0":
        return False
    position, head = int(row.id) - 1, int(row.head) - 1
    correlative = any(word.form.lower() in ("sowohl", "weder") for word in words[:position])
    before_auch = any(word.form.lower() == "auch" for word in words[position + 1 : position + 2])
    clause = words[head].upos in VERBAL or any(universal(word) == "cop" for word in dependents(words, head))
    return not (clause or correlative or before_auch)


def relation_name(words: Sequence[Row], i: int) -> Row:
    """Relations and subtypes that German-GSD does not use; years after their noun are ``nmod`` (``im Jahr 2016``)."""
    row = words[i]
    deprel = _RENAMED.get(row.deprel, row.deprel)
    if deprel == "nummod" and 0 < int(row.head) < int(row.id) and _YEAR.fullmatch(row.form):
        deprel = "nmod"
    return row._replace(deprel=deprel)


def oblique(words: Sequence[Row], i: int) -> Row:
    """German-GSD has ``obl`` below verbs only; what depends on a predicate adjective or noun is ``nmod`` there."""
    row, head = words[i], governor(words, i)
    if head is None or universal(row) not in ("obl", "nmod"):
        return row
    if head.upos not in VERBAL:
        return row._replace(deprel="nmod")
    return row._replace(deprel="obl") if universal(row) == "nmod" else row


def _featureless(words: Sequence[Row], i: int) -> Row:
    return words[i]._replace(feats="_")


# PARSEME's German-GSD -----------------------------------------------------------------------------------------------


def _parseme_word(words: Sequence[Row], i: int) -> Row:
    """UD 2.1 called determiners PRON, copulas VERB and adjectives used adverbially ADV."""
    row = words[i]
    if row.xpos in ("PPOSAT", "PIAT", "PDAT", "PWAT") and row.upos != "ADV":
        attributive = "det:poss" if row.xpos == "PPOSAT" else "det"
        return row._replace(upos="DET", deprel=attributive if row.deprel in _ATTRIBUTIVE else row.deprel)
    if row.xpos in ("PIS", "PDS") and lemma_table().get(("DET", row.lemma), row.lemma) in DETERMINER_LEMMAS:
        return row._replace(upos="DET")
    if row.xpos == "ART" and row.upos in ("NUM", "PRON"):
        return row._replace(upos="DET", deprel="det" if row.deprel == "nummod" else row.deprel)
    if row.upos == "VERB" and universal(row) in ("cop", "aux"):
        return row._replace(upos="AUX")
    if (row.upos, row.xpos) in (("ADV", "ADJD"), ("PROPN", "ADJA")):
        return row._replace(upos="ADJ")
    if row.upos == "PRON" and row.xpos in ("PWAV", "PAV"):
        return row._replace(upos="ADV")
    if row.upos == "ADV" and row.form.lower() == "bis":
        return row._replace(upos="ADP", deprel="case")
    return row


def _parseme_relation(words: Sequence[Row], i: int) -> Row:
    row = words[i]
    if row.deprel == "nummod" and row.upos == "NOUN":
        return row._replace(deprel="nmod")  # 800 Millionen Mark
    if row.deprel == "amod" and row.upos == "NUM":
        return row._replace(deprel="nummod")
    return row


# German-LIT ---------------------------------------------------------------------------------------------------------


def _lit_word(words: Sequence[Row], i: int) -> Row:
    row = words[i]
    if row.xpos == "KOUI" and row.form.lower() == "um":
        return row._replace(upos="ADP")
    if (row.upos, row.xpos) == ("ADV", "ADJD"):
        return row._replace(upos="ADJ")
    if row.upos == "X" and row.form in ("–", "—"):
        return row._replace(upos="PUNCT", xpos="$(", deprel="punct")
    return row._replace(xpos="PAV" if row.xpos == "PROAV" else row.xpos)
