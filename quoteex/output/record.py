"""The record "quoteex/1": what quoteex says about one document, as plain JSON types. The only writer of it.

The typed dictionaries below define the record: the functions that fill them are checked against them by the type
checker, and :mod:`quoteex.output.schema` makes the published JSON Schema from them. Within a schema version keys are
added, never renamed or removed. Every key is always there: absent is ``null`` or ``[]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, NamedTuple, TypedDict

from quoteex.document import (
    Attribution,
    Extraction,
    Fact,
    Medium,
    Part,
    Quote,
    QuoteType,
    RoleFact,
    Span,
    Speaker,
    SpeakerKind,
)

SCHEMA_VERSION = "quoteex/1"


class Rule(NamedTuple):
    """A restriction that JSON Schema can state and Python's types cannot: ``Rule("minimum", 0)``."""

    keyword: str
    value: str | int


@dataclass(frozen=True, slots=True)
class Choice:
    """The values of a string, from an enumeration."""

    kind: type[StrEnum]


SpanRecord = Annotated[
    list[Annotated[int, Rule("minimum", 0)]],
    "Half-open range [start, end) of Unicode code points into the decoded text.",
    Rule("minItems", 2),
    Rule("maxItems", 2),
]
Spans = Annotated[list[SpanRecord], "Ascending, not overlapping.", Rule("minItems", 1)]
SlicesText = Annotated[str, "The words of the text at the spans, joined by one space where there are several."]


class PartRecord(TypedDict):
    """Some words of the text and where they stand."""

    text: SlicesText
    spans: Spans


class AttributionRecord(TypedDict):
    """The speaker of one quotation: who, and the words that say so at this quotation."""

    id: Annotated[str, "Id of an entry in the document's speakers."]
    name: str
    text: SlicesText
    spans: Spans


class QuoteRecord(TypedDict):
    """One quotation."""

    id: str
    type: Annotated[str, Choice(QuoteType)]
    medium: Annotated[str, Choice(Medium), "How it was uttered; null: the text does not say."] | None
    text: Annotated[str, "The quotation, a direct one with its quotation marks; slices joined by one space."]
    spans: Spans
    speaker: AttributionRecord | None
    cue: PartRecord | None
    frame: PartRecord | None
    addressee: PartRecord | None
    parent: Annotated[str, "Id of the quotation around this one."] | None
    confidence: Annotated[float, "How likely this is right.", Rule("minimum", 0), Rule("maximum", 1)]


class SpeakerRecord(TypedDict):
    """A person, organisation, group or document that is quoted."""

    id: str
    name: Annotated[str, "The fullest name in the text, without titles and roles; else the fullest naming."]
    kind: Annotated[str, Choice(SpeakerKind)]
    roles: list[str]
    mentions: Annotated[list[SpanRecord], "In order of the text."]
    quotes: Annotated[list[str], "Ids of quotations."]


class FactRecord(TypedDict):
    """A stated fact; each kind may have keys of its own beside these."""

    id: str
    kind: str
    text: SlicesText
    spans: Spans
    source: Annotated[str, "Id of the quotation that it stands in; null: the text itself asserts it."] | None


class RoleRecord(FactRecord):
    """A function of a named person: a fact of the kind "role"."""

    person: Annotated[str, "The person's fullest name in the text."]
    speaker: Annotated[str, "Id of an entry in the document's speakers; null: the person is not quoted."] | None
    role: PartRecord


class DocumentRecord(TypedDict):
    """What quoteex says about one document. Lists are in order of first span; consumers ignore unknown keys."""

    schema: Annotated[str, "Name and version of this schema.", Rule("const", SCHEMA_VERSION)]
    id: Annotated[str, 'The id given in the input, else the file\'s stem, else "stdin".']
    source: Annotated[str, 'As the user named it; "-" for standard input.']
    characters: Annotated[int, "Length of the decoded text in code points.", Rule("minimum", 0)]
    date: Annotated[str, "The document's date, ISO 8601."] | None
    models: Annotated[dict[str, str], "Name and version of each model by task; empty when none was needed."]
    quotes: list[QuoteRecord]
    speakers: list[SpeakerRecord]
    facts: list[RoleRecord | FactRecord]


def to_record(extraction: Extraction) -> DocumentRecord:
    """Return ``extraction`` as the record "quoteex/1": dictionaries, lists, strings and numbers, ready for JSON."""
    article = extraction.article
    return {
        "schema": SCHEMA_VERSION,
        "id": article.id,
        "source": article.source,
        "characters": len(article.text),
        "date": article.date,
        "models": dict(extraction.models),
        "quotes": [_quote(quote) for quote in extraction.quotes],
        "speakers": [_speaker(speaker) for speaker in extraction.speakers],
        "facts": [_fact(fact) for fact in extraction.facts],
    }


def _quote(quote: Quote) -> QuoteRecord:
    return {
        "id": quote.id,
        "type": quote.type.value,
        "medium": None if quote.medium is None else quote.medium.value,
        "text": quote.part.text,
        "spans": _spans(quote.part.spans),
        "speaker": None if quote.speaker is None else _attribution(quote.speaker),
        "cue": _part(quote.cue),
        "frame": _part(quote.frame),
        "addressee": _part(quote.addressee),
        "parent": quote.parent,
        # More digits than the calibration is worth only make records differ between machines.
        "confidence": round(float(quote.confidence), 4),
    }


def _attribution(speaker: Attribution) -> AttributionRecord:
    return {
        "id": speaker.speaker_id,
        "name": speaker.name,
        "text": speaker.part.text,
        "spans": _spans(speaker.part.spans),
    }


def _speaker(speaker: Speaker) -> SpeakerRecord:
    return {
        "id": speaker.id,
        "name": speaker.name,
        "kind": speaker.kind.value,
        "roles": list(speaker.roles),
        "mentions": _spans(speaker.mentions),
        "quotes": list(speaker.quotes),
    }


def _fact(fact: Fact | RoleFact) -> RoleRecord | FactRecord:
    common: FactRecord = {
        "id": fact.id,
        "kind": fact.kind,
        "text": fact.part.text,
        "spans": _spans(fact.part.spans),
        "source": fact.source,
    }
    if isinstance(fact, Fact):
        return common
    role: PartRecord = {"text": fact.role.text, "spans": _spans(fact.role.spans)}
    return {**common, "person": fact.person, "speaker": fact.speaker_id, "role": role}


def _part(part: Part | None) -> PartRecord | None:
    return None if part is None else {"text": part.text, "spans": _spans(part.spans)}


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
