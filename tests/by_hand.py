"""Sentences, names and quotations made by hand: speakers are tested on exact analyses, without any model."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quoteex.document import (
    Analysis,
    Attribution,
    Mention,
    Part,
    Quote,
    QuoteType,
    Sentence,
    Span,
    Speaker,
    Word,
    part_of,
)
from quoteex.speakers import name_speakers

_MARK = re.compile(r"[\[\]<>{}]")


def span_of(text: str, words: str, occurrence: int = 0) -> Span:
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def names_in(text: str, *names: str) -> tuple[Mention, ...]:
    """Mentions in order of the text; "Ott/PER" is the next "Ott" after the one before."""
    mentions = []
    end = 0
    for name in names:
        words, _, kind = name.rpartition("/")
        start = text.index(words, end)
        end = start + len(words)
        mentions.append(Mention(Span(start, end), words, kind))
    return tuple(mentions)


def sentence(text: str, *words: str, start: int = 0) -> Sentence:
    """A sentence from "form|UPOS|deprel|head" (head counted from 1, 0 for the root), looked for from ``start`` on.

    Behind these, at will: features ("Number=Plur"), the tag ("VVFIN", in capitals) and the lemma (else the form).
    """
    made = []
    end = start
    for word in words:
        form, upos, deprel, head, *more = word.split("|")
        begin = text.index(form, end)
        end = begin + len(form)
        feats = "|".join(item for item in more if "=" in item)
        xpos = next((item for item in more if item.isupper()), "")
        lemma = next((item for item in more if "=" not in item and not item.isupper()), form)
        made.append(Word(form, Span(begin, end), lemma, upos, xpos, feats, int(head) - 1, deprel))
    return Sentence(Span(made[0].span.start, end), tuple(word.span for word in made), tuple(made))


def sentences(text: str, *trees: str) -> tuple[Sentence, ...]:
    """The sentences of ``text``, each written as one string of words with spaces between (see :func:`sentence`)."""
    made: list[Sentence] = []
    for tree in trees:
        made.append(sentence(text, *tree.split(), start=made[-1].span.end if made else 0))
    return tuple(made)


def quote(number: int, part: Part | None) -> Quote:
    attribution = Attribution("", part.text, part) if part else None
    nothing = Part("x", (Span(0, 1),))
    return Quote(f"q{number}", QuoteType.INDIRECT, None, nothing, attribution, None, None, None, None, 1.0)


def run(
    text: str, analysis: Analysis, *speakers: Span | tuple[Span, ...] | None
) -> tuple[tuple[Quote, ...], tuple[Speaker, ...]]:
    parts = [part_of(text, (span,) if isinstance(span, Span) else span) if span else None for span in speakers]
    return name_speakers(text, analysis, tuple(quote(number, part) for number, part in enumerate(parts, start=1)))


@dataclass(frozen=True)
class Story:
    """A text with its analysis and quotations."""

    text: str
    analysis: Analysis
    quotes: tuple[Quote, ...]

    def named(self) -> tuple[tuple[Quote, ...], tuple[Speaker, ...]]:
        return name_speakers(self.text, self.analysis, self.quotes)

    def speakers(self) -> list[str | None]:
        """The name of the speaker at each quotation."""
        return [quote.speaker.name if quote.speaker else None for quote in self.named()[0]]


def story(marked: str, names: tuple[str, ...], *trees: str) -> Story:
    """A story with its quotations marked: [speaker], <quotation>, {addressee}; direct ones begin with „.

    The first speaker belongs to the first quotation and so on, an addressee to the next quotation that ends behind it.
    Without any <quotation> each speaker's is a reported one that consists of the speaker's words alone.
    """
    text, found = _MARK.sub("", marked), _marked(marked)
    contents = found["<"] or found["["]
    quotes = []
    for number, (speaker, content) in enumerate(zip(found["["], contents, strict=True), start=1):
        kind = QuoteType.DIRECT if text[content.start] == "„" else QuoteType.INDIRECT
        part, words = part_of(text, (speaker,)), part_of(text, (content,))
        previous = contents[number - 2].end if number > 1 else 0
        addressee = next((span for span in found["{"] if previous <= span.start < content.end), None)
        quotes.append(
            Quote(
                id=f"q{number}",
                type=kind if found["<"] else QuoteType.REPORTED,
                medium=None,
                part=words,
                speaker=Attribution("", part.text, part),
                cue=None,
                frame=None,
                addressee=part_of(text, (addressee,)) if addressee else None,
                parent=None,
                confidence=1.0,
            )
        )
    return Story(text, Analysis(sentences(text, *trees), names_in(text, *names)), tuple(quotes))


def _marked(marked: str) -> dict[str, list[Span]]:
    """The spans between the marks, by the opening one, as places in the text without marks."""
    found: dict[str, list[Span]] = {"[": [], "<": [], "{": []}
    opened: dict[str, int] = {}
    for count, mark in enumerate(_MARK.finditer(marked)):
        place = mark.start() - count
        if mark[0] in found:
            opened[mark[0]] = place
        else:
            opening = {"]": "[", ">": "<", "}": "{"}[mark[0]]
            found[opening].append(Span(opened[opening], place))
    return found
