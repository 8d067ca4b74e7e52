"""First step of speaker naming: each quotation's speaker words become a name, equal names one speaker.

A name among the words (a person before an organisation) gives its fullest form in the text; words without a name stay
as they are. Who is meant by a pronoun or a role ("sie", "die Ministerin") is not decided here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quoteex.document import Analysis, Attribution, Part, Quote, Sentence, Span, Speaker, SpeakerKind, Word
from quoteex.speakers.inheritance import inherit_speakers
from quoteex.speakers.names import ORGANIZATION, PERSON, NameBook, Named
from quoteex.speakers.wordlist import read_wordlist

_KIND_OF_NAME = {PERSON: SpeakerKind.PERSON, ORGANIZATION: SpeakerKind.ORGANIZATION}
_MODIFIERS = ("nmod", "obl", "det")
_ADDITIONS = ("appos", "flat", "compound", "name")
_DETERMINER = re.compile(r"d(?:er|ie|as|es|em|en)|(?:k?ein|dies)(?:e[rsmn]?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Naming:
    """What one quotation's speaker words say: who, and what kind of source."""

    name: str
    kind: SpeakerKind


def name_speakers(
    text: str, analysis: Analysis, quotes: tuple[Quote, ...]
) -> tuple[tuple[Quote, ...], tuple[Speaker, ...]]:
    """Name the speakers of ``quotes`` and list them.

    In: the article's text, its sentences and names, and the quotations; where a quotation has a speaker, only
    ``speaker.part`` is read. Out: the same quotations in the same order with ``speaker_id`` and ``name`` filled in
    (a ``speaker`` of ``None`` is inherited where :mod:`quoteex.speakers.inheritance` says so, else ``None`` afterwards,
    and so is one whose words are only white space), and the speakers
    ``s1``, ``s2`` ... in order of first mention. Names that differ only in case are one speaker. A speaker's mentions
    are the PER and ORG names of the text that mean that speaker and the speaker words at the quotations: ascending,
    each once; they may overlap. Roles stay empty.
    """
    quotes = inherit_speakers(text, quotes)
    book = NameBook(text, analysis.names)
    namings = [_naming(quote.speaker.part, analysis.sentences, book) if quote.speaker else None for quote in quotes]
    speakers = _speakers(quotes, namings, book)
    ids = {speaker.name.casefold(): speaker for speaker in speakers}
    return tuple(_attributed(quote, naming, ids) for quote, naming in zip(quotes, namings, strict=True)), speakers


def _attributed(quote: Quote, naming: _Naming | None, speakers: dict[str, Speaker]) -> Quote:
    if quote.speaker is None or naming is None:
        return replace(quote, speaker=None)
    speaker = speakers[naming.name.casefold()]
    return replace(quote, speaker=Attribution(speaker.id, speaker.name, quote.speaker.part))


def _speakers(quotes: Sequence[Quote], namings: Sequence[_Naming | None], book: NameBook) -> tuple[Speaker, ...]:
    first: dict[str, _Naming] = {}
    quote_ids: dict[str, list[str]] = {}
    mentions: dict[str, set[Span]] = {}
    for quote, naming in zip(quotes, namings, strict=True):
        if quote.speaker is None or naming is None:
            continue
        key = naming.name.casefold()
        first.setdefault(key, naming)
        quote_ids.setdefault(key, []).append(quote.id)
        mentions.setdefault(key, set()).update(quote.speaker.part.spans)
    for named in book.named:
        if (key := named.name.casefold()) in mentions:
            mentions[key].add(named.span)
    # A stable sort: speakers first mentioned by the very same words stay in order of their quotations.
    order = sorted(first, key=lambda key: min(mentions[key]))
    return tuple(
        Speaker(
            id=f"s{number}",
            name=first[key].name,
            kind=first[key].kind,
            roles=(),
            mentions=tuple(sorted(mentions[key])),
            quotes=tuple(quote_ids[key]),
        )
        for number, key in enumerate(order, start=1)
    )


def _naming(part: Part, sentences: Sequence[Sentence], book: NameBook) -> _Naming | None:
    """Return whom the words name; ``None`` when there are no words."""
    words = part.text.split()
    if not words:
        return None
    phrase = _phrase(part, sentences)
    named = _name_in(part, phrase, book)
    if named is not None:
        return _Naming(named.name, _KIND_OF_NAME[named.kind])
    # Not where a name was passed over: in "Merkels Sprecher" nobody named speaks.
    if not book.overlapping(part.spans) and (person := book.person_of(words, part.spans[-1])) is not None:
        return _Naming(person, SpeakerKind.PERSON)
    return _Naming(" ".join(words), _kind_of_description(words, phrase))


def _name_in(part: Part, phrase: _Phrase, book: NameBook) -> Named | None:
    """Return the name that the words name the speaker by: the first person not merely related to who speaks."""
    names = book.overlapping(part.spans)
    people = [named for named in names if named.kind == PERSON and not phrase.belongs_to_another(named.span)]
    # "Merkels Besuch bei Scholz" has no head that is a name: then the first stands.
    heads = [named for named in people if not phrase.modifies(named.span)]
    others = [named for named in names if named.kind == ORGANIZATION]
    free = [named for named in others if not phrase.modifies(named.span)]
    return next(iter((*heads, *people, *free, *others)), None)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The syntactic words of one sentence and which of them are the speaker's words; both may be empty."""

    words: tuple[Word, ...]
    inside: frozenset[int]

    def head(self) -> Word | None:
        """Return the word that all others hang on: the first whose governor is outside."""
        for index in sorted(self.inside):
            word = self.words[index]
            if word.upos not in ("ADP", "DET", "PUNCT") and word.head not in self.inside:
                return word
        return None

    def modifies(self, span: Span) -> bool:
        """Say whether the name at ``span`` stands in a genitive or behind a preposition, below another word."""
        return any(word.deprel.startswith(_MODIFIERS) for word in self._upwards(span))

    def belongs_to_another(self, span: Span) -> bool:
        """Say whether the name is of somebody whom the speaker is only related to: "Merkels Sprecher".

        Not so in "Merkels Ansicht" and "Angaben von Merkel", where no person but the named one can be meant. A name in
        apposition to a thing ("der Leiter des Bades Jannis Reuter") is taken for the parser's slip.
        """
        titles = read_wordlist("titles")
        person_below = True
        for word in self._upwards(span):
            governor = self.words[word.head]
            is_person = governor.text in titles or governor.lemma in titles
            if word.deprel.startswith(_ADDITIONS):
                person_below = is_person
            elif word.deprel.startswith(_MODIFIERS):
                return person_below and is_person
        return False

    def _upwards(self, span: Span) -> list[Word]:
        """Return the words from the name's highest word up to the last one below the phrase's head."""
        own = [index for index in self.inside if self.words[index].span.start < span.end > span.start]
        own = [index for index in own if self.words[index].span.end > span.start]
        at = next((index for index in sorted(own) if self.words[index].head not in own), -1)
        path: list[Word] = []
        while at in self.inside and self.words[at].head in self.inside and len(path) < len(self.inside):
            path.append(self.words[at])
            at = self.words[at].head
        return path


def _phrase(part: Part, sentences: Sequence[Sentence]) -> _Phrase:
    """Return the speaker's words in the tree of the sentence that they begin in."""
    at = bisect_right(sentences, part.spans[0].start, key=lambda sentence: sentence.span.start) - 1
    if at < 0:
        return _Phrase((), frozenset())
    words = sentences[at].words
    inside = (
        index
        for index, word in enumerate(words)
        if any(word.span.start < end and start < word.span.end for start, end in part.spans)
    )
    return _Phrase(words, frozenset(inside))


def _kind_of_description(words: Sequence[str], phrase: _Phrase) -> SpeakerKind:
    """Return the kind of a speaker without a name: a document by its head noun, a group by number or coordination."""
    head = phrase.head()
    documents = read_wordlist("documents")
    if head is None:
        nouns = [word for word in words if word[0].isupper() and not _DETERMINER.fullmatch(word)]
        return SpeakerKind.DOCUMENT if nouns and nouns[0] in documents else SpeakerKind.UNKNOWN
    if head.text in documents or head.lemma in documents:
        return SpeakerKind.DOCUMENT
    if head.upos not in ("NOUN", "PROPN", "ADJ"):
        return SpeakerKind.UNKNOWN
    siblings = (phrase.words[index] for index in phrase.inside)
    joined = any(word.deprel.startswith("conj") and phrase.words[word.head] is head for word in siblings)
    return SpeakerKind.GROUP if joined or "Number=Plur" in head.feats.split("|") else SpeakerKind.UNKNOWN
