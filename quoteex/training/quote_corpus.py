"""Reading the corpus of quotations: articles with their tokens and annotated quotations.

Source and format: Petersen-Frey & Biemann (2024), "Dataset of Quotation Attribution in German News Articles"
(LREC-COLING), one article per line of a JSON Lines file. What the annotation means stands in that paper.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quoteex.document import Medium, QuoteType, Span
from quoteex.errors import InputError

_TYPES: Mapping[str, QuoteType] = {
    "Direct": QuoteType.DIRECT,
    "Indirect": QuoteType.INDIRECT,
    "Reported": QuoteType.REPORTED,
    "FreeIndirect": QuoteType.FREE_INDIRECT,
    "IndirectFreeIndirect": QuoteType.INDIRECT_FREE_INDIRECT,
}
_MEDIA: Mapping[str, Medium | None] = {
    "Speech": Medium.SPEECH,
    "Writing": Medium.WRITING,
    "Thought": Medium.THOUGHT,
    "SW": Medium.SPEECH_OR_WRITING,
    "ST": Medium.SPEECH_OR_THOUGHT,
    "TW": Medium.THOUGHT_OR_WRITING,
    "none": None,
}


@dataclass(frozen=True, slots=True)
class TokenQuote:
    """One quotation as sets of token ids (positions in the article's tokens, counted from 0).

    ``type`` and ``medium`` are values of :class:`~quoteex.document.QuoteType` and :class:`~quoteex.document.Medium`;
    a medium of ``None`` means that the text does not say. A part that the quotation does not have is the empty set.
    """

    type: str
    medium: str | None
    quote: frozenset[int]
    speaker: frozenset[int] = frozenset()
    cue: frozenset[int] = frozenset()
    frame: frozenset[int] = frozenset()
    addressee: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CorpusArticle:
    """One annotated article.

    ``tokens`` are character spans into ``text``, ascending and not overlapping; ``sentences[i]`` is the index of the
    sentence that token ``i`` stands in. ``quotes`` are in the order of the file, and the next three run beside them:
    ``parents`` (index of the quotation around this one, ``None`` for an outermost one; see :func:`parents_of`),
    ``nested`` and ``has_nested`` (the corpus's own flags, which say that there is a quotation around or inside this
    one, but not which).
    """

    name: str
    text: str
    tokens: tuple[Span, ...]
    sentences: tuple[int, ...]
    quotes: tuple[TokenQuote, ...]
    parents: tuple[int | None, ...]
    nested: tuple[bool, ...]
    has_nested: tuple[bool, ...]


def read_articles(path: str | Path) -> Iterator[CorpusArticle]:
    """Yield the articles of the JSON Lines file at ``path`` in order; blank lines are passed over.

    Everything is checked: sentences follow each other without a gap in their token ids, every token is found at its
    place with nothing but white space before it, every part's spans and token ids agree. Raises
    :class:`~quoteex.errors.InputError`, with file and line, at the first thing that does not fit.
    """
    try:
        with Path(path).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _article(line, f"{path}, line {number}")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); expected a JSON Lines file in UTF-8") from error


def parents_of(quotes: Sequence[TokenQuote]) -> tuple[int | None, ...]:
    """For each quotation the index of the smallest one whose ``quote`` tokens properly contain its own, or ``None``.

    Of several equally small ones (the corpus lists a quotation of two speakers twice) the first is taken.
    """
    result: list[int | None] = []
    for inner in quotes:
        around = [index for index, outer in enumerate(quotes) if inner.quote < outer.quote]
        result.append(min(around, key=lambda index: len(quotes[index].quote), default=None))
    return tuple(result)


def _article(line: str, where: str) -> CorpusArticle:
    try:
        record = json.loads(line)
        text = record["originalText"]
        tokens, sentences = _tokens(record["sentences"], text, where)
        annotations = record["annotations"]
        quotes = tuple(_quote(annotation, tokens, where) for annotation in annotations)
        return CorpusArticle(
            name=record["documentName"],
            text=text,
            tokens=tokens,
            sentences=sentences,
            quotes=quotes,
            parents=parents_of(quotes),
            nested=tuple(annotation["isNested"] for annotation in annotations),
            has_nested=tuple(annotation["hasNested"] for annotation in annotations),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{where}: not an article of the quotation corpus ({error!r})") from error


def _tokens(records: Sequence[Mapping[str, Any]], text: str, where: str) -> tuple[tuple[Span, ...], tuple[int, ...]]:
    """Return the spans of all tokens, and the sentence index of each.

    The corpus states character offsets of sentences only: tokens are found one after the other from there, with
    white space between them.
    """
    spans: list[Span] = []
    sentences: list[int] = []
    position = 0
    for index, record in enumerate(records):
        words = record["tokens"]
        if (record["begin"], record["end"]) != (len(spans), len(spans) + len(words)) or not words:
            raise InputError(f"{where}: the token ids of sentence {index} do not continue those before it")
        if record["charBegin"] < position:
            raise InputError(f"{where}: sentence {index} overlaps the one before it")
        position = record["charBegin"]
        for word in words:
            start = _skip_space(text, position)
            if not word or not text.startswith(word, start):
                raise InputError(f"{where}: token {len(spans)} ({word!r}) is not at character {start} of the text")
            position = start + len(word)
            spans.append(Span(start, position))
            sentences.append(index)
        if (spans[record["begin"]].start, position) != (record["charBegin"], record["charEnd"]):
            raise InputError(f"{where}: the characters of sentence {index} do not fit its tokens")
    return tuple(spans), tuple(sentences)


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _quote(annotation: Mapping[str, Any], tokens: Sequence[Span], where: str) -> TokenQuote:
    where = f"{where}, annotation {annotation['id']}"
    if annotation["type"] not in _TYPES or annotation["medium"] not in _MEDIA:
        raise InputError(f"{where}: unknown type {annotation['type']!r} or medium {annotation['medium']!r}")
    quote = TokenQuote(
        type=_TYPES[annotation["type"]],
        medium=_MEDIA[annotation["medium"]],
        quote=_part(annotation["quote"], tokens, where),
        speaker=_part(annotation["speaker"], tokens, where),
        cue=_part(annotation["cue"], tokens, where),
        frame=_part(annotation["frame"], tokens, where),
        addressee=_part(annotation["addressee"], tokens, where),
    )
    if not quote.quote:
        raise InputError(f"{where}: the quotation has no tokens")
    return quote


def _part(part: Mapping[str, Any], tokens: Sequence[Span], where: str) -> frozenset[int]:
    """Return the token ids of one part. Spans of a part may overlap: a few frames of the corpus do."""
    ids: set[int] = set()
    for span in part["spans"]:
        begin, end = span["begin"], span["end"]
        if not 0 <= begin < end <= len(tokens):
            raise InputError(f"{where}: no tokens {begin} to {end} in the article")
        if (tokens[begin].start, tokens[end - 1].end) != (span["charBegin"], span["charEnd"]):
            raise InputError(f"{where}: the characters of tokens {begin} to {end} do not fit the tokens")
        ids.update(range(begin, end))
    if ids != set(part["tokenIds"]):
        raise InputError(f"{where}: tokenIds and spans of a part disagree")
    return frozenset(ids)
