"""The data that flows through quoteex: plain frozen records, no behaviour to speak of.

All offsets are half-open ranges ``[start, end)`` of Unicode code points (Python string indices) into
``Article.text``; for every span ``article.text[start:end]`` is what the record shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points of the article's text; ``start < end`` wherever one is reported."""

    start: int
    end: int


class QuoteType(StrEnum):
    """Kinds of quotation, after Petersen-Frey & Biemann (2024), "Dataset of Quotation Attribution in German News"."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    REPORTED = "reported"
    FREE_INDIRECT = "free_indirect"
    INDIRECT_FREE_INDIRECT = "indirect_free_indirect"


class Medium(StrEnum):
    """How the quoted words were uttered (same source); ``None`` in a quote means that the text does not say."""

    SPEECH = "speech"
    WRITING = "writing"
    THOUGHT = "thought"
    SPEECH_OR_WRITING = "speech_or_writing"
    SPEECH_OR_THOUGHT = "speech_or_thought"
    THOUGHT_OR_WRITING = "thought_or_writing"


class SpeakerKind(StrEnum):
    """What kind of source speaks."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    DOCUMENT = "document"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Article:
    """One document as it was read: decoded text (byte-order mark removed, else unchanged) and where it came from."""

    text: str
    id: str = "text"
    source: str = "text"
    date: str | None = None
    """The document's date as ISO 8601, when given or found."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of the text: the slices at ``spans`` (ascending, not overlapping), joined by one space in ``text``."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word (UD). Words of a multi-word token (``im`` = ``in`` + ``dem``) share the token's span."""

    text: str
    span: Span
    lemma: str
    upos: str
    xpos: str
    feats: str
    """UD features as ``Case=Nom|Number=Sing``; the empty string when there are none."""
    head: int
    """Index of the governing word in ``Sentence.words``, -1 for the root."""
    deprel: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its surface tokens (spans, in order) and its syntactic words."""

    span: Span
    tokens: tuple[Span, ...]
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A named entity: its span, its text and its kind (PER, ORG or LOC; other models may know more)."""

    span: Span
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the language pipeline found: sentences in order of the text, names in order of the text."""

    sentences: tuple[Sentence, ...]
    names: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The speaker of one quotation.

    ``speaker_id`` points into ``Extraction.speakers``, ``name`` is that speaker's name, ``part`` the words of the
    text that name the speaker at this quotation.
    """

    speaker_id: str
    name: str
    part: Part


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation. ``part`` is the quotation itself (a direct one with its quotation marks)."""

    id: str
    type: QuoteType
    medium: Medium | None
    part: Part
    speaker: Attribution | None
    cue: Part | None
    frame: Part | None
    addressee: Part | None
    parent: str | None
    """Id of the quotation around this one."""
    confidence: float
    """0 to 1: how likely this is a quotation, and this one."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person, organisation or group that is quoted; ``mentions`` in order of the text, ``quotes`` are ids."""

    id: str
    name: str
    kind: SpeakerKind
    roles: tuple[str, ...]
    mentions: tuple[Span, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A stated fact: its id, kind and place; kinds with more to say have a record of their own."""

    id: str
    kind: str
    part: Part
    source: str | None
    """Id of the quotation that the fact stands in; ``None`` when the text itself asserts it."""


@dataclass(frozen=True, slots=True)
class RoleFact:
    """A function of a named person; ``kind`` is ``role``.

    ``part`` reaches from the role to the name where both stand in one sentence, ``role`` is the role without a leading
    article. ``speaker_id`` points into ``Extraction.speakers``; ``None`` when the person is not quoted.
    """

    id: str
    part: Part
    source: str | None
    person: str
    speaker_id: str | None
    role: Part
    kind: str = "role"


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything quoteex says about one article; all lists are in order of first span."""

    article: Article
    quotes: tuple[Quote, ...]
    speakers: tuple[Speaker, ...]
    facts: tuple[Fact | RoleFact, ...] = ()
    models: dict[str, str] = field(default_factory=dict)
    """Name and version of each model by task: ``{"language": "quoteex-de 1.0.0", "quotes": "quoteex-de 1.0.0"}``."""


def part_of(text: str, spans: tuple[Span, ...]) -> Part:
    """Return the :class:`Part` of ``text`` at ``spans`` (ascending): the slices, joined by one space."""
    return Part(text=" ".join(text[start:end] for start, end in spans), spans=spans)
