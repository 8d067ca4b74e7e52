"""Roles: the functions that a text states of the people it names ("Frankreichs Präsident Emmanuel Macron").

Read off the trees: a description in apposition to a name, in front of it, or equated with it by a copula, and the party
in brackets behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quoteex.document import Analysis, Quote, QuoteType, RoleFact, Span, Word, part_of
from quoteex.speakers.cast import Cast
from quoteex.speakers.mentions import Mention, is_human
from quoteex.speakers.names import PERSON, NameBook
from quoteex.speakers.phrases import Phrase, below, glued
from quoteex.speakers.wordlist import read_wordlist

_PARTY = re.compile(r"\s*\(([A-ZÄÖÜ][\w/ -]{1,24})\)")
_LETTERS = re.compile(r"[A-ZÄÖÜ]{2}|(?:Grüne|Linke|Freie Wähler|parteilos)")
_NEAR = 8
"""So many quotations before a role are asked whether it stands in them; more do not nest."""
_IN_FRONT = ("ADJ", "PROPN", "NOUN", "NUM", "ADV")
_BELONGS = frozenset(("von", "vom", "für", "an", "am", "bei", "beim", "in", "im", "des", "der"))
"""Prepositions that lead on a role: "Professor für Physik an der Universität Kiel"."""


@dataclass(frozen=True, slots=True)
class Role:
    """A function of a person: where it stands (without a leading article), the fullest name, where the name stands."""

    span: Span
    person: str
    name: Span


def stated_roles(text: str, analysis: Analysis, book: NameBook, cast: Cast) -> tuple[Role, ...]:
    """Return the roles of the people named in ``text``, in its order, each place once."""
    found: dict[Span, Role] = {}
    for mention, name in cast.described:
        if name.kind == PERSON and _is_role(mention):
            span = _of_description(analysis.sentences[mention.sentence].words, mention)
            # A parser's slip may draw the name itself into the role.
            end = name_start if span.start < (name_start := cast.next_name(span.start)) < span.end else span.end
            span = _trimmed(text, Span(span.start, end))
            found[span] = Role(span, name.name, name.span)
    found |= {role.span: role for role in _parties(text, book)}
    return tuple(found[span] for span in sorted(found))


def role_facts(
    text: str, roles: Sequence[Role], quotes: Sequence[Quote], speakers: Mapping[str, str]
) -> tuple[RoleFact, ...]:
    """Return the ``roles`` as facts ``f1``, ``f2`` ...; ``speakers`` are the ids of speakers by casefolded name."""
    spans = [(span, quote.id) for quote in quotes if quote.type != QuoteType.REPORTED for span in quote.part.spans]
    spans.sort(key=lambda pair: (pair[0].start, -pair[0].end))
    starts = [span.start for span, _ in spans]
    facts = []
    for number, role in enumerate(roles, start=1):
        near = spans[max(0, bisect_right(starts, role.span.start) - _NEAR) : bisect_right(starts, role.span.start)]
        # The last one that begins before and ends behind it is the innermost.
        source = next((id_ for span, id_ in reversed(near) if role.span.end <= span.end), None)
        whole = Span(min(role.span.start, role.name.start), max(role.span.end, role.name.end))
        facts.append(
            RoleFact(
                id=f"f{number}",
                part=part_of(text, (whole,)),
                source=source,
                person=role.person,
                speaker_id=speakers.get(role.person.casefold()),
                role=part_of(text, (role.span,)),
            )
        )
    return tuple(facts)


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
    while (end := _led_on(everything, whole, last) or _and_another(words, last)) is not None:
        whole, last = range(whole.start, end + 1), end
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


def _and_another(words: Sequence[Word], last: int) -> int | None:
    """Return where the second of two functions ends: "Gastgeber und Mitbegründer"."""
    if last + 2 >= len(words) or words[last + 1].text not in ("und", "sowie") or not is_human(words[last + 2]):
        return None
    return glued(words, last + 2).stop - 1


def _leads_on(word: Word) -> bool:
    return word.upos != "ADP" or word.text.casefold() in _BELONGS


def _parties(text: str, book: NameBook) -> Iterator[Role]:
    for named in book.named:
        if named.kind == PERSON and (match := _PARTY.match(text, named.span.end)) and _LETTERS.search(match[1]):
            yield Role(Span(*match.span(1)), named.name, named.span)
