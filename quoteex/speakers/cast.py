"""Who is who in a text: mentions that mean the same person, body or group, found by rules in the order of the text.

A sieve of rules, the surest first, after Lee et al. 2013, "Deterministic Coreference Resolution Based on
Entity-Centric, Precision-Ranked Rules": equal fullest names, apposition and copula, descriptions with the same noun
and no attribute against it, then pronouns and general descriptions by salience (recency, subject, who spoke last;
after Lappin & Leass 1994, "An Algorithm for Pronominal Anaphora Resolution").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quoteex.document import Analysis, Quote, QuoteType, Sentence, Span, Word
from quoteex.speakers.mentions import FEMININE, MASCULINE, Form, Mention, mentions
from quoteex.speakers.names import NameBook, Named
from quoteex.speakers.phrases import glued
from quoteex.speakers.wordlist import read_wordlist

_SENTENCES_BACK = 10
_BODIES_BACK = 2
"""A pronoun means an institution only if it was the subject so many sentences ago at most."""
_MENTIONS_BACK = 60
_MOST_NOUNS = 300
"""Descriptions are compared with so many known nouns at most, the latest: a text of any length stays linear."""
_APPOSITION = ("appos", "flat", "compound", "name")
_LONGEST_NAME = 6
_LINKS_A_PART = 5
"""From this length on a noun may be the end of a compound: "Ministerin" of "Umweltministerin"."""


@dataclass(slots=True)
class Entity:
    """Somebody or something that is mentioned; grows while the text is gone through."""

    name: Named | None = None
    gender: str = ""
    plural: bool = False
    human: bool = True
    words: str = ""
    """The words of a group; empty for all others."""
    attributes: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)


class Cast:
    """The entities of one text, asked by the place of a mention's head."""

    def __init__(self, text: str, analysis: Analysis, book: NameBook, quotes: Sequence[Quote]) -> None:
        self._text = text
        self._sentences = analysis.sentences
        self._scene = _Scene(quotes)
        self._of: dict[tuple[int, int], Entity] = {}
        self._by_name: dict[str, Entity] = {}
        self._by_noun: dict[str, list[Entity]] = defaultdict(list)
        self._seen: list[tuple[Mention, Entity]] = []
        found = list(mentions(analysis, book.named))
        named = {(m.sentence, m.index): m for m in found if m.form == Form.NAME}
        self._people = sorted(mention.span.start for mention in named.values() if mention.human)
        self._partners = {
            (m.sentence, m.index): partner
            for m in found
            if m.form == Form.DESCRIPTION
            and (partner := _partner(m, analysis.sentences[m.sentence], named)) is not None
        }
        self._roles = self._stated_roles(found)
        for mention in found:
            self._add(mention, self._entity_of(mention))

    def at(self, sentence: int, index: int) -> Entity | None:
        """Return who the mention whose head is word ``index`` of ``sentence`` means."""
        return self._of.get((sentence, index))

    def antecedent(self, mention: Mention) -> Entity | None:
        """Return whom a pronoun or a general description means, by salience; ``None`` when nobody fits."""
        best, highest = None, float("-inf")
        recent = self._seen[-_MENTIONS_BACK:]
        spans = self._scene.excluded(mention.span)
        excluded = [e for other, e in recent if other.form == Form.NAME and any(_overlap(other.span, s) for s in spans)]
        for other, entity in reversed(recent):
            if mention.sentence - other.sentence > _SENTENCES_BACK:
                break
            if not self._may_be(mention, other, entity) or any(entity is one for one in excluded):
                continue
            if any(_overlap(other.span, span) for span in spans):
                continue
            score = self._salience(mention, other, entity)
            if score > highest:
                best, highest = entity, score
        return best

    def next_name(self, place: int) -> int:
        """Return where the first person's name at or after ``place`` begins; -1 when there is none."""
        at = bisect_left(self._people, place)
        return self._people[at] if at < len(self._people) else -1

    @property
    def described(self) -> Iterator[tuple[Mention, Named]]:
        """Each description that stands with a person's name, and that name (fullest form, this place), in order."""
        for mention, entity in self._seen:
            partner = self._partners.get((mention.sentence, mention.index))
            if mention.form == Form.DESCRIPTION and partner is not None and partner.name is not None and entity.name:
                yield mention, partner.name

    # Building -------------------------------------------------------------------------------------------------------

    def _stated_roles(self, found: Sequence[Mention]) -> dict[str, dict[str, Mention]]:
        """Return, by noun and name (casefolded), the names of the people of whom the text says it anywhere."""
        roles: dict[str, dict[str, Mention]] = defaultdict(dict)
        for mention in found:
            partner = self._partners.get((mention.sentence, mention.index))
            if mention.form == Form.DESCRIPTION and partner is not None and partner.name is not None:
                roles[mention.noun].setdefault(partner.name.name.casefold(), partner)
        return roles

    def _add(self, mention: Mention, entity: Entity) -> None:
        entity.mentions.append(mention)
        entity.attributes |= mention.attributes
        if mention.form != Form.GROUP:  # a group has the head of its first member, who is asked for by it
            self._of[mention.sentence, mention.index] = entity
            entity.gender = entity.gender or ("" if entity.plural else mention.gender)
        if mention.noun and mention.form == Form.DESCRIPTION and entity not in self._by_noun[mention.noun]:
            self._by_noun[mention.noun].append(entity)
        self._seen.append((mention, entity))

    def _entity_of(self, mention: Mention) -> Entity:
        if mention.form == Form.NAME and mention.name is not None:
            return self._named(mention.name, mention)
        if mention.form == Form.GROUP:
            return self._new(mention, words=" ".join(self._text[slice(*mention.span)].split()))
        if mention.form == Form.PRONOUN:
            return self.antecedent(mention) or self._new(mention)
        partner = self._partners.get((mention.sentence, mention.index))
        if partner is not None and partner.name is not None:
            return self._named(partner.name, partner)
        if mention.definite:
            return self._known(mention) or self._new(mention)
        return self._new(mention)

    def _new(self, mention: Mention, *, words: str = "") -> Entity:
        return Entity(gender=mention.gender, plural=mention.plural, human=mention.human, words=words)

    def _named(self, named: Named, mention: Mention) -> Entity:
        key = named.name.casefold()
        if key not in self._by_name:
            gender = _gender_of_name(named.name) if mention.human else mention.gender
            self._by_name[key] = Entity(name=named, gender=gender, human=mention.human)
        return self._by_name[key]

    def _known(self, mention: Mention) -> Entity | None:
        """Return who was described with the same noun before, or is anywhere in the text, if only one person is."""
        for noun in [mention.noun, *reversed(list(self._by_noun)[-_MOST_NOUNS:])]:
            if not _same_noun(noun, mention.noun):
                continue
            for entity in reversed(self._by_noun.get(noun, ())):
                if self._agrees(mention, entity):
                    return entity
        if mention.plural:
            return None
        later = {
            n: p for noun, people in self._roles.items() if _same_noun(noun, mention.noun) for n, p in people.items()
        }
        if len(later) == 1 and (partner := next(iter(later.values()))).name is not None:
            entity = self._named(partner.name, partner)
            if self._agrees(mention, entity):
                return entity
        general = mention.noun in read_wordlist("general") and not (mention.attributes and not mention.human)
        return self.antecedent(mention) if general else None

    def _agrees(self, mention: Mention, entity: Entity) -> bool:
        if mention.plural != entity.plural or mention.human != entity.human:
            return False
        if mention.gender and entity.gender and mention.gender != entity.gender:
            return False
        return not (mention.attributes and entity.attributes and not mention.attributes & entity.attributes)

    # Salience -------------------------------------------------------------------------------------------------------

    def _may_be(self, mention: Mention, other: Mention, entity: Entity) -> bool:
        if mention.plural != (other.plural or entity.plural) or not self._scene.together(mention.span, other.span):
            return False
        if mention.form == Form.DESCRIPTION and (entity.name is None or entity.human != mention.human):
            return False
        if mention.plural:
            return True
        if not entity.human and mention.form == Form.PRONOUN:
            near = mention.sentence - other.sentence <= _BODIES_BACK
            named = other.subject or self._scene.speaks(other.span)
            return near and named and bool(mention.gender) and mention.gender == entity.gender
        # "das Unternehmen" may mean "die Welle AG".
        return not entity.human or not (mention.gender and entity.gender and mention.gender != entity.gender)

    def _salience(self, mention: Mention, other: Mention, entity: Entity) -> float:
        score = -1.0 * (mention.sentence - other.sentence)
        score += 1.2 * other.subject + 0.8 * self._scene.speaks(other.span) + 0.3 * (entity.name is not None)
        score += 0.1 * min(len(entity.mentions), 5)
        score -= 0.7 * (bool(mention.gender) and not entity.gender) + 0.8 * (not entity.human)
        return score


class _Scene:
    """What the quotations say about places: which lie inside direct speech, which are speakers' words."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        direct = (span for quote in quotes if quote.type == QuoteType.DIRECT for span in quote.part.spans)
        self._direct = _outermost(direct)
        self._direct_starts = [span.start for span in self._direct]
        pairs = [(span, quote) for quote in quotes if quote.speaker for span in quote.speaker.part.spans]
        pairs.sort(key=lambda pair: pair[0])
        self._speakers = pairs
        self._speaker_starts = [span.start for span, _ in pairs]

    def inside(self, span: Span) -> Span | None:
        """Return the direct speech that ``span`` lies in."""
        at = bisect_right(self._direct_starts, span.start) - 1
        return self._direct[at] if at >= 0 and span.start < self._direct[at].end else None

    def together(self, one: Span, other: Span) -> bool:
        """Whether what is at ``other`` may be meant at ``one``: nothing inside another direct speech is."""
        return self.inside(other) in (None, self.inside(one))

    def speaks(self, span: Span) -> bool:
        """Whether ``span`` is among the words that name the speaker of a quotation."""
        return bool(self._spoken_at(span))

    def excluded(self, span: Span) -> tuple[Span, ...]:
        """Return where the speaker at ``span`` is not named: inside the own quotation, in the one spoken to."""
        return tuple(
            place
            for quote in self._spoken_at(span)
            for part in ((quote.part, quote.addressee) if quote.type != QuoteType.REPORTED else (quote.addressee,))
            if part is not None
            for place in part.spans
        )

    def _spoken_at(self, span: Span) -> list[Quote]:
        at = bisect_right(self._speaker_starts, span.start)
        near = self._speakers[max(0, at - 8) : at]
        return [quote for place, quote in near if place.start <= span.start < place.end]


def _outermost(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for span in sorted(spans):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _same_noun(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _LINKS_A_PART and long.endswith(short))


def _gender_of_name(name: str) -> str:
    first = name.split(maxsplit=1)[0].split("-", maxsplit=1)[0]
    if first in read_wordlist("female_names"):
        return FEMININE
    return MASCULINE if first in read_wordlist("male_names") else ""


def _begins(mention: Mention, words: Sequence[Word], index: int) -> bool:
    """Whether the name begins with the word at ``index`` and is in no genitive ("die Sprecherin Jörg Scholz’")."""
    if mention.name is None or words[index].span.start != mention.span.start:
        return False
    last = next((word.text for word in words[index:] if word.span.end >= mention.span.end), "")
    return last == mention.name.name.split()[-1] or not last.startswith(mention.name.name.split()[-1])


def _partner(mention: Mention, sentence: Sentence, named: Mapping[tuple[int, int], Mention]) -> Mention | None:
    """Return the name that a description stands with: "Präsident Meyer", "Meyer, der Präsident", "Meyer ist ..."."""
    words, at = sentence.words, mention.index
    word = words[at]
    # "SPD-Chef Klingbeil" is three words, of which any may be the one that the name hangs on.
    whole = glued(words, at)
    near = [i for i, other in enumerate(words) if other.head in whole and other.deprel.startswith(_APPOSITION)]
    # Whatever the parser makes of it: "dem Architekten Jannis Reuter".
    following = range(whole.stop, min(whole.stop + _LONGEST_NAME, len(words)))
    near += [i for i in following if (name := named.get((mention.sentence, i))) and _begins(name, words, whole.stop)]
    # "der Leiter des Bades, Jannis Reuter": the name hangs on the nearest noun.
    governed = {other.head for other in words if other.upos == "ADP"}
    below = [
        i
        for i, other in enumerate(words)
        if other.head in whole and other.deprel.startswith("nmod") and i not in governed
    ]
    near += [i for i, other in enumerate(words) if other.head in below and other.deprel.startswith("appos")]
    if word.deprel.startswith(_APPOSITION) and word.head >= 0:
        near += [
            word.head,
            *(i for i, w in enumerate(words) if w.head == word.head and w.deprel.startswith(_APPOSITION)),
        ]
    if any(other.head == at and other.deprel == "cop" for other in words):
        near += [i for i, other in enumerate(words) if other.head == at and other.deprel.startswith("nsubj")]
    found = (named.get((mention.sentence, i)) for i in near)
    return next((other for other in found if other is not None and other.human == mention.human), None)
