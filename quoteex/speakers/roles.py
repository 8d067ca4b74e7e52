"""Roles: the functions that a text states of the people it names ("Frankreichs Präsident Emmanuel Macron").

Read off the trees: a description in apposition to a name, in front of it, or equated with it by a copula, and the party
in brackets behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quoteex.document import Analysis, Span, Word
from quoteex.speakers.cast import Cast
from quoteex.speakers.mentions import Mention, is_human
from quoteex.speakers.names import PERSON, NameBook
from quoteex.speakers.phrases import Phrase, below, glued
from quoteex.speakers.wordlist import read_wordlist

_PARTY = re.compile(r"\s*\(([A-ZÄÖÜ][\w/ -]{1,24})\)")
_LETTERS = re.compile(r"[A-ZÄÖÜ]{2}|(?:Grüne|Linke|Freie Wähler|parteilos)")
_IN_FRONT = ("ADJ", "PROPN", "NOUN", "NUM", "ADV")
_BELONGS = frozenset(("von", "vom", "für", "an", "am", "bei", "beim", "in", "im", "des", "der"))
"""Prepositions that lead on a role: "Professor für Physik an der Universität Kiel"."""


@dataclass(frozen=True, slots=True)
class Role:
    """A function of a person: the person's fullest name, and where the role stands, without a leading article."""

    person: str
    span: Span


def stated_roles(text: str, analysis: Analysis, book: NameBook, cast: Cast) -> tuple[Role, ...]:
    """Return the roles of the people named in ``text``, in its order, each place once."""
    found: dict[Span, str] = {}
    for mention, name in cast.described:
        if name.kind == PERSON and _is_role(mention):
            span = _of_description(analysis.sentences[mention.sentence].words, mention)
            # A parser's slip may draw the name itself into the role.
            end = name_start if span.start < (name_start := cast.next_name(span.start)) < span.end else span.end
            found[_trimmed(text, Span(span.start, end))] = name.name
    found |= dict(_parties(text, book))
    return tuple(Role(person, span) for span, person in sorted(found.items()))


def _trimmed(text: str, span: Span) -> Span:
    """Return the span without white space and commas at its end."""
    return Span(span.start, span.start + len(text[slice(*span)].rstrip(" ,;:\r\n\t")))


def _is_role(mention: Mention) -> bool:
    return mention.human and mention.noun not in read_wordlist("no_roles")


def _of_description(words: tuple[Word, ...], mention: Mention) -> Span:
    """Return the description's noun with what belongs to it: adjectives and genitives in front, what follows it."""
    whole = glued(words, mention.index)
    first, last = whole.start, whole.stop - 1
    everything = Phrase(words, frozenset(range(len(words))))
    before = {i for head in whole for i in everything.children(head) if i < first and words[i].upos in _IN_FRONT}
    before |= {j for i in tuple(before) for j in below(everything, i) if j < first and words[j].upos != "ADP"}
    while first - 1 in before and words[first - 1].upos != "DET":
        first -= 1
    while (end := _led_on(everything, whole, last)) is not None:
        last = end
    return Span(words[first].span.start, words[last].span.end)


def _led_on(everything: Phrase, whole: range, last: int) -> int | None:
    """Return where the part that follows directly ends, when it belongs to the role; else ``None``."""
    words = everything.words
    for head in whole:
        for child in everything.children(head):
            part = below(everything, child)
            if child <= last or min(part) != last + 1 or max(part) - min(part) >= len(part):
                continue
            first = words[min(part)]
            joined = words[child].deprel == "conj" and is_human(words[child])
            if joined or (words[child].deprel.startswith(("nmod", "obl")) and _leads_on(first)):
                return max(part)
    return None


def _leads_on(word: Word) -> bool:
    return word.upos != "ADP" or word.text.casefold() in _BELONGS


def _parties(text: str, book: NameBook) -> Iterator[tuple[Span, str]]:
    for named in book.named:
        if named.kind == PERSON and (match := _PARTY.match(text, named.span.end)) and _LETTERS.search(match[1]):
            yield Span(*match.span(1)), named.name
