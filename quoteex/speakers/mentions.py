"""Mentions of those who may speak: names, descriptions and personal pronouns, with gender, number and place.

A description is a noun for a human being or an institution with what belongs to it ("der französische Präsident",
"ein Sprecher der Feuerwehr", "das Ministerium"). Nothing is decided here about who is meant.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from quoteex.document import Analysis, Sentence, Span, Word
from quoteex.speakers.names import PERSON, Named
from quoteex.speakers.wordlist import read_wordlist

FEMININE, MASCULINE, NEUTER = "f", "m", "n"
_PRONOUNS = {"er": MASCULINE, "ihm": MASCULINE, "ihn": MASCULINE, "sie": FEMININE, "ihr": FEMININE, "ihnen": ""}
_ROOT = 4
"""So many letters in common make two attributes alike: "französisch" and "Frankreichs", "bremisch" and "Bremer"."""


class Form(StrEnum):
    """How somebody is mentioned."""

    NAME = "name"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention. ``span`` is a name's, else the head word's; ``index`` the head in the words of ``sentence``.

    ``gender`` is f, m, n or empty (unknown); ``attributes`` are the beginnings of adjectives and names in a
    description ("fran" of "der französische Präsident"); ``name`` is the fullest form of a name.
    """

    span: Span
    sentence: int
    index: int
    form: Form
    noun: str
    gender: str
    plural: bool
    subject: bool
    definite: bool = True
    human: bool = True
    attributes: frozenset[str] = frozenset()
    name: Named | None = None


def is_human(word: Word) -> bool:
    """Whether the word is a noun for a human being, by the lists of titles and of persons."""
    forms = {word.text, word.lemma, word.text.removesuffix("nen"), word.text.removesuffix("n")}
    lists = (read_wordlist("titles"), read_wordlist("persons"))
    if word.upos not in ("NOUN", "PROPN", "ADJ") or word.text[:1].islower():
        return False
    return any(form in known for form in forms for known in lists)


def is_institution(word: Word) -> bool:
    """Whether the word is a noun for a body that speaks, by the list of institutions."""
    institutions = read_wordlist("institutions")
    return word.upos in ("NOUN", "PROPN") and (word.text in institutions or word.lemma in institutions)


def mentions(analysis: Analysis, named: Sequence[Named]) -> Iterator[Mention]:
    """Yield the mentions in order of the text; of a name within a description both are mentions."""
    starts = [name.span.start for name in named]
    for number, sentence in enumerate(analysis.sentences):
        first = bisect_right(starts, sentence.span.start - 1)
        own = named[first : bisect_right(starts, sentence.span.end - 1)]
        heads = {head: name for name in own if (head := _head_of(name.span, sentence)) is not None}
        in_name = {
            index
            for index, word in enumerate(sentence.words)
            if any(word.span.start < name.span.end and name.span.start < word.span.end for name in own)
        }
        for index in range(len(sentence.words)):
            if index in heads:
                found: Mention | None = _name(sentence, number, index, heads[index])
            else:
                found = _other(sentence, number, index, within=index in in_name)
            if found is not None:
                yield found
                yield from _joined(sentence, found, own)


def _joined(sentence: Sentence, first: Mention, own: Sequence[Named]) -> Iterator[Mention]:
    """Yield the group that begins with ``first``: "Trump und seine Administration"; its span is all of it."""
    if first.form == Form.PRONOUN:
        return
    others = [
        word
        for word in sentence.words
        if word.head == first.index
        and word.deprel == "conj"
        and (is_human(word) or is_institution(word) or word.upos == "PROPN")
    ]
    if others:
        end = max(word.span.end for word in others)
        end = max([end, *(name.span.end for name in own if name.span.start < end)])
        span = Span(first.span.start, end)
        yield replace(first, span=span, form=Form.GROUP, noun="", gender="", plural=True, name=None)


def _head_of(span: Span, sentence: Sentence) -> int | None:
    own = [i for i, word in enumerate(sentence.words) if word.span.start < span.end and span.start < word.span.end]
    return next((i for i in own if sentence.words[i].head not in own), None)


def _name(sentence: Sentence, number: int, index: int, named: Named) -> Mention:
    word = sentence.words[index]
    person = named.kind == PERSON
    # "Präsident Meyer sagte": the title is the subject, the name hangs on it.
    subject = _is_subject(word) or (
        word.deprel.startswith(("appos", "flat")) and word.head >= 0 and _is_subject(sentence.words[word.head])
    )
    gender = "" if person else determined_gender(sentence.words, index)
    return Mention(
        named.span, number, index, Form.NAME, "", gender, plural=False, subject=subject, human=person, name=named
    )


def _other(sentence: Sentence, number: int, index: int, *, within: bool) -> Mention | None:
    word = sentence.words[index]
    lower = word.text.casefold()
    if word.upos == "PRON" and lower in _PRONOUNS and word.xpos in ("PPER", ""):
        plural = lower == "ihnen" or (lower == "sie" and has_plural_verb(sentence.words, index))
        gender = "" if plural else _PRONOUNS[lower]
        return Mention(word.span, number, index, Form.PRONOUN, lower, gender, plural, _is_subject(word))
    human = is_human(word)
    if not human and (within or not is_institution(word)):
        return None
    plural = _is_plural(sentence.words, index)
    return Mention(
        word.span,
        number,
        index,
        Form.DESCRIPTION,
        (word.lemma or word.text).casefold(),
        "" if plural else _gender_of(sentence.words, index, human=human),
        plural,
        _is_subject(word),
        _is_definite(sentence.words, index),
        human,
        _attributes(sentence.words, index, names=not human),
    )


def _is_subject(word: Word) -> bool:
    return word.deprel.startswith("nsubj")


def has_plural_verb(words: Sequence[Word], index: int) -> bool:
    """Whether the finite verb of the clause that the word at ``index`` is the subject of is a plural form."""
    governor = words[index].head
    if governor < 0:
        return False
    verbs = [governor, *(i for i, word in enumerate(words) if word.head == governor and word.upos == "AUX")]
    finite = [words[i] for i in verbs if words[i].xpos.endswith("FIN")]
    return any(verb.text.casefold().endswith(("en", "sind", "tun")) for verb in finite)


def _children(words: Sequence[Word], index: int) -> list[Word]:
    return [word for word in words if word.head == index]


def _determiner(words: Sequence[Word], index: int) -> str:
    """Return the article or pronoun in front of the noun, in lower case; empty when there is none."""
    return next((word.text.casefold() for word in words[:index] if word.head == index and word.upos == "DET"), "")


def determined_gender(words: Sequence[Word], index: int) -> str:
    """Return the gender that the article before a singular noun shows; empty when it shows none."""
    determiner = _determiner(words, index)
    governed = words[index].deprel.startswith("nmod") or any(w.upos == "ADP" for w in _children(words, index))
    if determiner in ("der", "dieser", "jener"):
        return FEMININE if governed else MASCULINE
    if determiner in ("die", "diese", "jene", "eine", "keine", "einer", "seine", "ihre", "unsere"):
        return FEMININE
    if determiner in ("den", "einen", "diesen"):
        return MASCULINE
    return NEUTER if determiner in ("das", "dieses") else ""


def _gender_of(words: Sequence[Word], index: int, *, human: bool) -> str:
    word = words[index]
    if human and word.text.endswith(("in", "frau")) and not word.text.endswith("kind"):
        return FEMININE
    shown = determined_gender(words, index)
    if shown:
        return shown
    if human and not word.text.endswith(("jährige", "jährigen", "sitzende", "sitzenden", "nete", "neten")):
        return MASCULINE
    return ""


def _is_plural(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if word.text.endswith(("innen", "leute", "leuten")):
        return True
    determiner = _determiner(words, index)
    if determiner in ("ein", "eine", "einer", "einem", "einen", "eines", "das", "dem", "des"):
        return False
    if word.text.endswith("in") and is_human(word):
        return False
    if _is_subject(word) and any(w.xpos.endswith("FIN") for w in words):
        return has_plural_verb(words, index)
    return "Number=Plur" in word.feats.split("|")


def _is_definite(words: Sequence[Word], index: int) -> bool:
    determiner = _determiner(words, index)
    # Without any article it is a heading's: "Ministerin: Der Zug kommt".
    return not determiner or determiner.startswith(("d", "jen", "sein", "ihr"))


def _attributes(words: Sequence[Word], index: int, *, names: bool) -> frozenset[str]:
    """Return the beginnings of the adjectives, nouns and (with ``names``) names that tell which one is meant."""
    kinds = ("amod", "nmod", "flat", "appos", "compound") if names else ("amod", "nmod")
    nouns = ("ADJ", "NOUN", "PROPN")
    found = (w for w in _children(words, index) if w.deprel.startswith(kinds) and w.upos in nouns)
    return frozenset(word.text.casefold()[:_ROOT] for word in found)
