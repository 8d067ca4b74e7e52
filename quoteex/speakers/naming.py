"""Naming of speakers: each quotation's speaker words become who is meant by them, equal ones one speaker.

A name among the words gives its fullest form in the text, a pronoun or a description the name of whoever it means
(:mod:`quoteex.speakers.cast`); descriptions of people whom the text does not name stay, in the nominative.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quoteex.document import Analysis, Attribution, Part, Quote, RoleFact, Span, Speaker, SpeakerKind, Word, part_of
from quoteex.speakers.abbreviations import abbreviations
from quoteex.speakers.cast import Cast, Entity
from quoteex.speakers.inheritance import inherit_speakers
from quoteex.speakers.mentions import FEMININE, MASCULINE, Form, Mention, has_plural_verb, is_human, is_institution
from quoteex.speakers.names import ORGANIZATION, PERSON, NameBook
from quoteex.speakers.nested import nested_speakers
from quoteex.speakers.phrases import Phrase, below, nominative, own_words, phrase_at, sentence_at
from quoteex.speakers.roles import Role, role_facts, stated_roles
from quoteex.speakers.wordlist import read_wordlist

_KIND_OF_NAME = {PERSON: SpeakerKind.PERSON, ORGANIZATION: SpeakerKind.ORGANIZATION}
_DETERMINER = re.compile(r"d(?:er|ie|as|es|em|en)|(?:[kmds]?ein|ihr|unse?r|dies)(?:e[rsmn]?)?", re.IGNORECASE)
_PERSONAL = {
    "er": MASCULINE,
    "sie": FEMININE,
    "ihm": MASCULINE,
    "ihr": FEMININE,
    "dieser": MASCULINE,
    "diese": FEMININE,
}
_POSSESSIVE = re.compile(r"(sein|ihr)(?:e[rsmn]?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Naming:
    """What one quotation's speaker words say: who, and what kind of source."""

    name: str
    kind: SpeakerKind


def name_speakers(
    text: str, analysis: Analysis, quotes: tuple[Quote, ...]
) -> tuple[tuple[Quote, ...], tuple[Speaker, ...]]:
    """Name the speakers of ``quotes`` and list them: :func:`attribute` without the roles."""
    named, speakers, _ = attribute(text, analysis, quotes)
    return named, speakers


def attribute(
    text: str, analysis: Analysis, quotes: tuple[Quote, ...]
) -> tuple[tuple[Quote, ...], tuple[Speaker, ...], tuple[RoleFact, ...]]:
    """Name the speakers of ``quotes``, list them, and list the roles of everybody whom the text names.

    In: the article's text, its sentences and names, and the quotations; where a quotation has a speaker, only
    ``speaker.part`` is read. Out: the same quotations in the same order with ``speaker_id`` and ``name`` filled in
    (a ``speaker`` of ``None`` is inherited where :mod:`quoteex.speakers.inheritance` says so, else ``None`` afterwards,
    and so is one whose words are only white space or mean nobody), the speakers ``s1``, ``s2`` ... in order of first
    mention, and the roles ``f1``, ``f2`` ... in order of the text. Names that differ only in case are one speaker. A
    speaker's mentions are the PER and ORG names of the text that mean that speaker and the speaker words at the
    quotations: ascending, each once; they may overlap. A speaker's roles are those that the text states, in its words
    and order, each once.
    """
    quotes = nested_speakers(text, analysis, inherit_speakers(text, quotes))
    people = {text[slice(*name.span)] for name in analysis.names if name.kind == PERSON}
    long_forms = {short: long for short, long in abbreviations(text).items() if long not in people}
    book = NameBook(text, analysis.names, long_forms)
    cast = Cast(text, analysis, book, quotes)
    desk = _Desk(text, analysis, book, cast, long_forms)
    namings = desk.namings([quote.speaker.part if quote.speaker else None for quote in quotes])
    stated = stated_roles(text, analysis, book, cast)
    speakers = _speakers(quotes, namings, book, _by_person(text, stated))
    ids = {speaker.name.casefold(): speaker for speaker in speakers}
    named = tuple(_attributed(quote, naming, ids) for quote, naming in zip(quotes, namings, strict=True))
    return named, speakers, role_facts(text, stated, named, {name: speaker.id for name, speaker in ids.items()})


def _by_person(text: str, stated: Sequence[Role]) -> dict[str, dict[str, None]]:
    roles: dict[str, dict[str, None]] = {}
    for role in stated:
        roles.setdefault(role.person.casefold(), {})[" ".join(text[slice(*role.span)].split())] = None
    return roles


def _attributed(quote: Quote, naming: _Naming | None, speakers: dict[str, Speaker]) -> Quote:
    if quote.speaker is None or naming is None:
        return replace(quote, speaker=None)
    speaker = speakers[naming.name.casefold()]
    return replace(quote, speaker=Attribution(speaker.id, speaker.name, quote.speaker.part))


def _speakers(
    quotes: Sequence[Quote],
    namings: Sequence[_Naming | None],
    book: NameBook,
    roles: Mapping[str, Mapping[str, None]],
) -> tuple[Speaker, ...]:
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
            roles=tuple(roles.get(key, ())),
            mentions=tuple(sorted(mentions[key])),
            quotes=tuple(quote_ids[key]),
        )
        for number, key in enumerate(order, start=1)
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where speaker words are looked at: the trees, the names and who is who."""

    text: str
    analysis: Analysis
    book: NameBook
    cast: Cast
    long_forms: dict[str, str]

    def namings(self, parts: Sequence[Part | None]) -> list[_Naming | None]:
        """Return who each part names; whom the text does not name, by the fullest description among the parts."""
        fullest: dict[int, _Naming] = {}
        for part in parts:
            if part is not None and (entity := self._unnamed(part)) is not None:
                told = self._words_of(part)
                if id(entity) not in fullest or len(told.name) > len(fullest[id(entity)].name):
                    fullest[id(entity)] = told
        namings: list[_Naming | None] = []
        for part in parts:
            if part is not None and part.text.casefold() in ("demnach", "danach"):
                # "Demnach ...": whoever spoke before.
                namings.append(namings[-1] if namings else None)
            else:
                namings.append(None if part is None else self.naming(part, fullest))
        return namings

    def _unnamed(self, part: Part) -> Entity | None:
        """Return who is described by the head of ``part``, when the text gives no name."""
        number = sentence_at(part.spans[0].start, self.analysis.sentences)
        phrase = phrase_at(part.spans, self.analysis.sentences)
        at = phrase.head_index()
        if number is None or at is None or phrase.words[at].upos in ("PRON", "DET"):
            return None
        entity = self.cast.at(number, at)
        return entity if entity is not None and entity.name is None else None

    def _words_of(self, part: Part) -> _Naming:
        phrase = phrase_at(part.spans, self.analysis.sentences)
        words = part.text.split()
        name = nominative(self.text, phrase) if len(part.spans) == 1 else None
        bare = " ".join(word for word in words if not _DETERMINER.fullmatch(word))
        return _Naming(self.long_forms.get(bare, name or " ".join(words)), _kind_of_description(words, phrase))

    def naming(self, part: Part, fullest: Mapping[int, _Naming]) -> _Naming | None:
        """Return whom the words of ``part`` name; ``None`` when there are no words."""
        words = part.text.split()
        if not words:
            return None
        phrase = phrase_at(part.spans, self.analysis.sentences)
        number = sentence_at(part.spans[0].start, self.analysis.sentences)
        found = self._joined(part, phrase) or self._named(part, phrase)
        if found is not None:
            return found
        entity = None if number is None else self._meant(phrase, number)
        if entity is not None and (found := fullest.get(id(entity)) or self._of_entity(entity)) is not None:
            return found
        # Not where a name was passed over: in "Merkels Sprecher" nobody named speaks.
        if not self.book.overlapping(part.spans) and (person := self.book.person_of(words, part.spans[-1])) is not None:
            return _Naming(person, SpeakerKind.PERSON)
        if all(_DETERMINER.fullmatch(word) for word in words):
            return None  # an article or a demonstrative that means nobody in sight
        return self._behind(part, phrase) or self._words_of(part)

    def _named(self, part: Part, phrase: Phrase) -> _Naming | None:
        """Return the name that the words name the speaker by: the first person not merely related to who speaks."""
        names = self.book.overlapping(part.spans)
        people = [named for named in names if named.kind == PERSON and not phrase.belongs_to_another(named.span)]
        # "Merkels Besuch bei Scholz" has no head that is a name: then the first stands.
        heads = [named for named in people if not phrase.modifies(named.span)]
        others = [named for named in names if named.kind == ORGANIZATION]
        free = [named for named in others if not phrase.modifies(named.span)]
        head = phrase.head()
        # "ein Sprecher der Stadtwerke", "eine Studie der Uno" are not the body itself, "Angaben der Stadtwerke" are.
        bound = others if head is None or _says(head.lemma, head.text) or not _stands_for_itself(phrase) else []
        named = next(iter((*heads, *people, *free, *bound)), None)
        return None if named is None else _Naming(named.name, _KIND_OF_NAME[named.kind])

    def _joined(self, part: Part, phrase: Phrase) -> _Naming | None:
        """Return two or more people named side by side: "Volker Beck und Renate Künast"."""
        names = [name for name in self.book.overlapping(part.spans) if not phrase.modifies(name.span)]
        at = [(name, index) for name in names if (index := _index_of(phrase, name.span)) is not None]
        heads = {index for _, index in at}
        joined = [
            name for name, index in at if phrase.words[index].deprel == "conj" and phrase.words[index].head in heads
        ]
        if not joined:
            return None
        first = [name for name, index in at if any(phrase.words[i].head == index for i in heads)]
        everybody = list(dict.fromkeys(name.name for name in sorted({*first, *joined}, key=lambda name: name.span)))
        if not everybody[1:]:
            return None
        return _Naming(f"{', '.join(everybody[:-1])} und {everybody[-1]}", SpeakerKind.GROUP)

    def _meant(self, phrase: Phrase, number: int) -> Entity | None:
        """Return who is meant by a pronoun or a description, or by the one behind a saying ("ihrer Meinung")."""
        at = phrase.head_index()
        if at is None:
            return None
        word = phrase.words[at]
        if _says(word.lemma, word.text):
            owner = next((i for i in phrase.children(at) if _possessive(phrase.words[i]) is not None), None)
            if owner is not None:
                return self._antecedent(phrase.words[owner], number, owner, _possessive(phrase.words[owner]) or "")
            source = _source(phrase, at)
            return None if source is None else self._meant(Phrase(phrase.words, below(phrase, source)), number)
        if word.upos in ("PRON", "DET"):
            return self._of_pronoun(phrase, at, number)
        joined = (phrase.words[i] for i in phrase.children(at))
        return None if any(other.deprel == "conj" for other in joined) else self.cast.at(number, at)

    def _behind(self, part: Part, phrase: Phrase) -> _Naming | None:
        """Return the source of a saying that is nobody known: "Angaben von Beobachtern"."""
        at = phrase.head_index()
        if at is None or not _says(phrase.words[at].lemma, phrase.words[at].text):
            return None
        source = _source(phrase, at)
        if source is None:
            return None
        spans = [phrase.words[index].span for index in sorted(below(phrase, source))]
        stretch = Span(max(spans[0].start, part.spans[0].start), spans[-1].end)
        return self._words_of(part_of(self.text, (stretch,))) if stretch.start < stretch.end else None

    def _of_pronoun(self, phrase: Phrase, at: int, number: int) -> Entity | None:
        word = phrase.words[at]
        governor = _antecedent_of_relative(phrase, at)
        if governor is not None and (word.xpos.startswith("PREL") or word.text.casefold() in ("der", "die", "das")):
            return self.cast.at(number, governor)
        gender = _PERSONAL.get(word.text.casefold())
        known = self.cast.at(number, at)
        return known if known is not None or gender is None else self._antecedent(word, number, at, gender)

    def _antecedent(self, word: Word, number: int, at: int, gender: str) -> Entity | None:
        words = self.analysis.sentences[number].words
        plural = gender == FEMININE and has_plural_verb(words, at)
        return self.cast.antecedent(
            Mention(word.span, number, at, Form.PRONOUN, "", "" if plural else gender, plural, subject=True)
        )

    def _of_entity(self, entity: Entity) -> _Naming | None:
        if entity.name is not None:
            return _Naming(entity.name.name, _KIND_OF_NAME[entity.name.kind])
        if entity.words:
            return _Naming(entity.words, SpeakerKind.GROUP)
        described = [mention for mention in entity.mentions if mention.form == Form.DESCRIPTION]
        return None if not described else self._described(entity, described[0])

    def _described(self, entity: Entity, mention: Mention) -> _Naming | None:
        words = self.analysis.sentences[mention.sentence].words
        phrase = Phrase(words, own_words(words, mention.index))
        name = nominative(self.text, phrase)
        if name is None:
            return None
        kind = SpeakerKind.GROUP if entity.plural else SpeakerKind.PERSON if entity.human else SpeakerKind.ORGANIZATION
        return _Naming(name, kind)


def _kind_of_description(words: Sequence[str], phrase: Phrase) -> SpeakerKind:
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
    if joined or "Number=Plur" in head.feats.split("|"):
        return SpeakerKind.GROUP
    if is_human(head):
        return SpeakerKind.PERSON
    return SpeakerKind.ORGANIZATION if is_institution(head) else SpeakerKind.UNKNOWN


def _says(*forms: str) -> bool:
    return any(form in read_wordlist("sayings") for form in forms)


def _possessive(word: Word) -> str | None:
    """Return the gender of the owner that a possessive shows: "seiner Meinung", "ihren Angaben"."""
    match = _POSSESSIVE.fullmatch(word.text) if word.upos == "DET" else None
    return None if match is None else MASCULINE if match[1].casefold() == "sein" else FEMININE


def _source(phrase: Phrase, at: int) -> int | None:
    """Return whoever a saying comes from: the word in the genitive or behind "von"; no times and places."""
    children = [i for i in phrase.children(at) if i > at and phrase.words[i].deprel.startswith("nmod")]
    speaks = (i for i in children if phrase.words[i].upos in ("PROPN", "NUM", "X") or _can_speak(phrase.words[i]))
    return next(speaks, None)


def _can_speak(word: Word) -> bool:
    return is_human(word) or is_institution(word) or word.text in read_wordlist("documents")


def _stands_for_itself(phrase: Phrase) -> bool:
    """Whether the phrase's head is a noun of its own, so that a name below it is not the speaker."""
    head = phrase.head()
    return head is not None and head.upos in ("NOUN", "ADJ")


def _index_of(phrase: Phrase, span: Span) -> int | None:
    own = [i for i in phrase.inside if phrase.words[i].span.start < span.end and span.start < phrase.words[i].span.end]
    return next((i for i in sorted(own) if phrase.words[i].head not in own), None)


def _antecedent_of_relative(phrase: Phrase, at: int) -> int | None:
    """Return the word that the relative clause with the pronoun at ``at`` belongs to."""
    index, steps = at, 0
    while index >= 0 and steps < len(phrase.words):
        word = phrase.words[index]
        if word.deprel.startswith("acl"):
            return word.head if word.head >= 0 and word.head < at else None
        index, steps = word.head, steps + 1
    return None
