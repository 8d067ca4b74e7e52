"""Stand-ins for the models, and hypothesis strategies for texts and extractions; no test of the shell loads a model."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import strategies as st

from quoteex.document import (
    Analysis,
    Article,
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
    part_of,
)

EXAMPLE = "„Der Deich hält“, sagte Ortsvorsteherin Imke Harms am Montag. Sie sei zuversichtlich."


class FakeLanguage:
    """Counts the texts that it is asked to analyse and finds nothing in them."""

    version = "fake-language 1"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def analyze(self, text: str) -> Analysis:
        self.texts.append(text)
        return Analysis(sentences=(), names=())


class MarkFinder:
    """Takes everything between „ and “ for a direct quotation, said by the first capitalised pair of words after it."""

    version = "fake-quotes 1"

    def find(self, text: str, analysis: Analysis) -> tuple[Quote, ...]:
        found = []
        for number, match in enumerate(re.finditer("„[^“]*“", text), start=1):
            name = re.compile(r"[A-Z]\w+ [A-Z]\w+").search(text, match.end())
            words = None if name is None else part_of(text, (Span(*name.span()),))
            found.append(a_quote(f"q{number}", part_of(text, (Span(*match.span()),)), speaker=words))
        return tuple(found)


class FailingFinder(MarkFinder):
    """Fails on texts that have the word KAPUTT in them."""

    def find(self, text: str, analysis: Analysis) -> tuple[Quote, ...]:
        if "KAPUTT" in text:
            raise ValueError("kaputt \x1b[31m")
        return super().find(text, analysis)


def name_by_words(
    text: str, analysis: Analysis, quotes: tuple[Quote, ...]
) -> tuple[tuple[Quote, ...], tuple[Speaker, ...], tuple[RoleFact, ...]]:
    """Make every quotation's speaker one of their own, named by the words as they stand; nobody has a role."""
    named: list[Quote] = []
    speakers: list[Speaker] = []
    for quote in quotes:
        if quote.speaker is None:
            named.append(quote)
            continue
        part, ident = quote.speaker.part, f"s{len(speakers) + 1}"
        speakers.append(Speaker(ident, part.text, SpeakerKind.PERSON, (), part.spans, (quote.id,)))
        named.append(replace(quote, speaker=Attribution(ident, part.text, part)))
    return tuple(named), tuple(speakers), ()


def a_quote(ident: str, part: Part, *, speaker: Part | None = None, cue: Part | None = None) -> Quote:
    """Return a direct quotation whose speaker, when given, is not named yet."""
    attribution = None if speaker is None else Attribution("", speaker.text, speaker)
    return Quote(ident, QuoteType.DIRECT, None, part, attribution, cue, None, None, None, 0.5)


texts = st.one_of(
    st.text(min_size=1),
    st.text(alphabet="„“ ab\n\r\t\x00\x1b\x9b\u202e\u2028\U0001f600[]é", min_size=1),
)


@st.composite
def parts(draw: st.DrawFn, text: str) -> Part:
    """Any part of a text that is not empty: one to three spans, ascending, not overlapping."""
    ends = draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True).map(sorted))
    return part_of(text, tuple(Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=False)))


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Any extraction that the data types allow, over any text."""
    text = draw(texts)
    names = st.text(max_size=20)
    some_parts = parts(text)
    quotes = draw(
        st.lists(
            st.builds(
                Quote,
                id=names,
                type=st.sampled_from(QuoteType),
                medium=st.none() | st.sampled_from(Medium),
                part=some_parts,
                speaker=st.none() | st.builds(Attribution, speaker_id=names, name=names, part=some_parts),
                cue=st.none() | some_parts,
                frame=st.none() | some_parts,
                addressee=st.none() | some_parts,
                parent=st.none() | names,
                confidence=st.floats(0, 1),
            ),
            max_size=4,
        ).map(tuple)
    )
    speakers = draw(
        st.lists(
            st.builds(
                Speaker,
                id=names,
                name=names,
                kind=st.sampled_from(SpeakerKind),
                roles=st.lists(names, max_size=2).map(tuple),
                mentions=some_parts.map(lambda part: part.spans),
                quotes=st.lists(names, max_size=2).map(tuple),
            ),
            max_size=3,
        ).map(tuple)
    )
    facts = draw(
        st.lists(
            st.builds(Fact, id=names, kind=names, part=some_parts, source=st.none() | names)
            | st.builds(
                RoleFact,
                id=names,
                part=some_parts,
                source=st.none() | names,
                person=names,
                speaker_id=st.none() | names,
                role=some_parts,
            ),
            max_size=2,
        ).map(tuple)
    )
    article = Article(text=text, id=draw(names), source=draw(names), date=draw(st.none() | st.just("2025-03-27")))
    return Extraction(article, quotes, speakers, facts, draw(st.dictionaries(names, names, max_size=2)))
