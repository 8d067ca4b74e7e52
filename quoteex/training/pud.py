"""Brings UD German-PUD to the conventions of UD German-GSD; its Penn-like XPOS becomes STTS.

STTS: Schiller, Teufel, Stöckert & Thielen 1999, "Guidelines für das Tagging deutscher Textcorpora mit STTS".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from quoteex.training.conllu import Row
from quoteex.training.conventions import (
    DETERMINER_LEMMAS,
    apply,
    comparison,
    dependents,
    governor,
    gsd_lemma,
    lemma_table,
    oblique,
    relation_name,
    table,
    universal,
    with_feats,
)

_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
_DAYS = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag"
_CALENDAR = frozenset([*_MONTHS.split(), *_DAYS.split(), "Euro"])
_MODALS = frozenset(["dürfen", "können", "mögen", "müssen", "sollen", "wollen"])
_DEMONSTRATIVES = frozenset(["derjenige", "derselbe", "dieser", "jener"])


def from_pud(words: Sequence[Row]) -> list[Row]:
    """Return the ``words`` of a German-PUD sentence as German-GSD would annotate them."""
    return apply(words, _word, gsd_lemma, _xpos, _feats, comparison, _expletive, relation_name, oblique)


@cache
def _adverbial_adjectives() -> frozenset[str]:
    return frozenset(fields[0] for fields in table("adverbial_adjectives.txt"))


def _word(words: Sequence[Row], i: int) -> Row:
    """Word classes: adjectives used adverbially, days and months, ``um ... zu``, pronouns that count as DET."""
    row = words[i]
    if row.upos == "ADV" and row.lemma in _adverbial_adjectives():
        return row._replace(upos="ADJ")
    if row.form.lower() == "um" and row.deprel == "mark":
        return row._replace(upos="ADP")
    if row.upos == "NOUN" and row.form in _CALENDAR:
        return row._replace(upos="PROPN")
    lemma = lemma_table().get(("DET", row.lemma), row.lemma)
    if row.upos == "NOUN" and row.form[:1].islower() and lemma in DETERMINER_LEMMAS:
        pronoun_type = "Tot" if lemma == "alle" else "Ind"
        return with_feats(row._replace(upos="DET", lemma=lemma), add=f"PronType={pronoun_type}")
    if row.upos == "DET" and row.lemma == "der" and universal(row) != "det":
        return with_feats(row._replace(upos="PRON"), add="PronType=Dem,Rel", drop=("Definite",))
    return row


def _xpos(words: Sequence[Row], i: int) -> Row:
    """STTS from UPOS, Penn-like tag, lemma and relation."""
    row = words[i]
    simple = {
        "ADJ": "ADJA" if "Case=" in row.feats or row.deprel == "amod" else "ADJD",
        "CCONJ": "KON",
        "INTJ": "ITJ",
        "NOUN": "NN",
        "NUM": "CARD",
        "PROPN": "NN" if row.form in _CALENDAR else "NE",
        "SYM": "XY",
        "X": {"AFX": "TRUNC", "RED": "TRUNC", "UH": "ITJ"}.get(row.xpos, "FM"),
    }
    if row.upos in simple:
        return row._replace(xpos=simple[row.upos])
    by_class = {
        "ADP": _adposition,
        "ADV": _adverb,
        "DET": _determiner,
        "PART": _particle,
        "PRON": _pronoun,
        "PUNCT": _punctuation,
        "SCONJ": _subjunction,
    }
    return row._replace(xpos=by_class.get(row.upos, _verb)(words, i))


def _adposition(words: Sequence[Row], i: int) -> str:
    row = words[i]
    if row.deprel == "compound:prt":
        return "PTKVZ"
    if row.deprel == "mark":
        return "KOUI"
    return "APPO" if 0 < int(row.head) < i + 1 else "APPR"


def _adverb(words: Sequence[Row], i: int) -> str:
    row = words[i]
    if row.deprel == "compound:prt":
        return "PTKVZ"
    if row.xpos == "WRB":
        return "PWAV"
    if row.form.lower() == "zu":
        return "PTKA"
    return "PAV" if "PronType=Dem" in row.feats else "ADV"


def _determiner(words: Sequence[Row], i: int) -> str:
    row = words[i]
    attributive = universal(row) == "det"
    if row.xpos == "DTP$":
        return "PPOSAT"
    if row.xpos == "WDT" or row.lemma == "welcher":
        return "PWAT" if attributive else "PRELS"
    if row.lemma in _DEMONSTRATIVES:
        return "PDAT" if attributive else "PDS"
    if row.lemma in ("der", "ein") and attributive:
        return "ART"
    if row.lemma == "anderer" and attributive:
        return "ADJA"
    return "PIAT" if attributive else "PIS"


def _particle(words: Sequence[Row], i: int) -> str:
    return "PTKNEG" if "Polarity=Neg" in words[i].feats else "PTKZU"


def _pronoun(words: Sequence[Row], i: int) -> str:
    row = words[i]
    tags = {"EX": "PIS", "NN": "PIS", "NNA": "PIS", "REL": "PRELS", "WP": "PWS", "DTP$": "PPOSAT"}
    if row.xpos == "PRP":
        return "PRF" if "Reflex=Yes" in row.feats else "PPER"
    if row.lemma == "der" and row.deprel.startswith("nmod"):
        return "PRELAT"
    return tags.get(row.xpos, "PDS")


def _punctuation(words: Sequence[Row], i: int) -> str:
    form = words[i].form
    if form == ",":
        return "$,"
    return "$." if form in (".", ":", ";", "?", "!") else "$("


def _subjunction(words: Sequence[Row], i: int) -> str:
    row, head = words[i], governor(words, i)
    infinitive = head is not None and any(word.xpos == "PTKZU" for word in dependents(words, int(row.head) - 1))
    return "KOUI" if infinitive or row.form.lower() in ("ohne", "statt", "anstatt") else "KOUS"


def _verb(words: Sequence[Row], i: int) -> str:
    row = words[i]
    kind = "VA" if row.lemma in ("haben", "sein", "werden") else "VM" if row.lemma in _MODALS else "VV"
    form = {"VBC": "FIN", "VBN": "PP"}.get(row.xpos, "INF")
    if form == "INF" and kind == "VV" and "zu" in row.form and "zu" not in row.lemma:
        form = "IZU"
    if "Mood=Imp" in row.feats:
        form = "IMP"
    return kind + form


def _feats(words: Sequence[Row], i: int) -> Row:
    """Features that German-PUD leaves out (``VerbForm``, ``Voice``) or adds (``Degree`` of adverbs, ``Tense=Past``)."""
    row = words[i]
    if row.upos in ("VERB", "AUX") and row.xpos.startswith("V"):
        form = "Part" if row.xpos.endswith("PP") else "Inf" if row.xpos[2:] in ("INF", "IZU") else "Fin"
        passive = "|Voice=Pass" if row.deprel == "aux:pass" else ""
        drop = () if form == "Fin" else ("Tense", "Mood", "Number", "Person")
        return with_feats(row, add=f"VerbForm={form}{passive}", drop=drop)
    if row.upos == "ADJ":
        return row if "Degree=" in row.feats else with_feats(row, add="Degree=Pos")
    if row.upos in ("ADV", "ADP", "CCONJ", "SCONJ"):
        row = with_feats(row, add="PronType=Int" if row.xpos == "PWAV" else "", drop=("Degree", "AdpType", "Case"))
    elif row.xpos in ("PPER", "PRF"):
        row = with_feats(row, add="PronType=Prs")
    elif row.xpos == "PPOSAT" and "Gender[psor]=Masc" in row.feats:
        row = with_feats(row, add="Gender[psor]=Masc,Neut")
    return row


def _expletive(words: Sequence[Row], i: int) -> Row:
    """``es gibt``, ``es ist klar, dass``: the only ``es`` of a clause is its subject, and the clause a complement."""
    row, head = words[i], governor(words, i)
    if head is None:
        return row
    siblings = dependents(words, int(row.head) - 1)
    if row.deprel == "csubj" and any(_is_expletive(word) for word in siblings):
        infinitive = any(word.xpos == "PTKZU" for word in dependents(words, i)) or row.xpos == "VVIZU"
        return row._replace(deprel="xcomp" if infinitive else "ccomp")
    if _is_expletive(row) and not any(universal(word) == "nsubj" for word in siblings):
        passive = any(word.deprel == "aux:pass" for word in siblings)
        return row._replace(deprel="nsubj:pass" if passive else "nsubj")
    return row


def _is_expletive(row: Row) -> bool:
    return row.form.lower() == "es" and universal(row) == "expl"
