"""What the tokenizer learns from: paragraphs of sentences of surface tokens, from treebanks and from news articles.

German-GSD's way of dividing text rules: ordinals and abbreviations keep their full stop, a hyphen between letters is a
token of its own, contractions such as ``im`` are multi-word tokens, quotation marks stand alone.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from quoteex.training.conllu import UdSentence, surface
from quoteex.training.division import EXPANSIONS, hyphen_pieces, is_address

WORD_END, SENTENCE_END, MWT_END, MWT_SENTENCE_END = 1, 2, 3, 4
"""Stanza's labels for the last character of a token; 0 is for all other characters."""


@dataclass(frozen=True, slots=True)
class SurfaceToken:
    """A token as written: whether a space follows, and whether it is a multi-word token."""

    text: str
    space_after: bool = True
    multi: bool = False


Paragraph = tuple[tuple[SurfaceToken, ...], ...]
"""Sentences of tokens that stand in one paragraph."""


def labelled(paragraph: Paragraph) -> tuple[str, str]:
    """Return the text, sentences joined by a space, and for each of its characters Stanza's label as a digit."""
    text, labels = [], []
    for sentence in paragraph:
        for position, token in enumerate(sentence):
            last = position == len(sentence) - 1
            label = (MWT_SENTENCE_END if last else MWT_END) if token.multi else SENTENCE_END if last else WORD_END
            space = last or token.space_after
            text.append(token.text + " " * space)
            labels.append("0" * (len(token.text) - 1) + str(label) + "0" * space)
    return "".join(text)[:-1], "".join(labels)[:-1]


def from_treebank(sentence: UdSentence) -> tuple[SurfaceToken, ...]:
    """Return the surface tokens of ``sentence``."""
    return tuple(
        SurfaceToken(row.form, space_after="SpaceAfter=No" not in row.misc, multi="-" in row.id)
        for row in surface(sentence.rows)
    )


# Quotation marks ----------------------------------------------------------------------------------------------------

_OPENING, _CLOSING = ("``", "„"), ("''", "“")
STYLES = (("„", "“"), ("»", "«"), ("«", "»"), ('"', '"'), ("“", "”"), ("‚", "‘"), ("›", "‹"), ("„", '"'))
"""Pairs of quotation marks that German text uses; the treebanks know only `` ... '' and „...“."""


def restyle(sentence: Sequence[SurfaceToken], style: tuple[str, str]) -> tuple[SurfaceToken, ...]:
    """Return the sentence with its quotation marks in ``style``, its double hyphens as dashes."""
    opening, closing = style
    dashes = {"--": "–", "''": closing, "``": opening}
    restyled: list[SurfaceToken] = []
    inside = False
    for token in sentence:
        text = dashes.get(token.text, token.text)
        if token.text in ("„", "“"):
            text = opening if token.text == "„" or not (inside or token.space_after) else closing
        inside = (inside or text == opening) and text != closing
        restyled.append(replace(token, text=text))
    return tuple(restyled)


# News articles ------------------------------------------------------------------------------------------------------

_ODD = re.compile(
    r"""\d{4}\.|                       # a year and the full stop of its sentence
        [\d.,:]+[^\W\d]+\.?|          # 65jährige, 20.April
        .*[^\W\d]\.[^\W\d]{2,}|       # gefasst.Am
        .*[.!?;:,)(\]\[]{2,}|          # ):
        .*['’"“‘].+|                   # Reuters“-Reporterin
        .*[\s\u00ad@_#*|=].*|\W{3,}    # wiki mark-up""",
    re.VERBOSE,
)
"""Tokens that German-GSD would divide in another way, or that are left over from wiki mark-up."""
_FINAL = frozenset([".", "?", "!", ":", "…", "...", "“", "”", "«", '"', "''", "‘"])
_NUMBER_WITH_STOP = re.compile(r"(.*\d)\.")
_MAXIMUM_HEADING = 12


def article_paragraphs(path: Path) -> Iterator[Paragraph]:
    """Yield the paragraphs of the articles in the JSON Lines file ``path`` that are divided as a treebank would be.

    A paragraph is what stands between blank lines. It is left out when one of its sentences starts in lower case, ends
    without a final mark (unless it is all of the paragraph: a heading) or holds a token that German-GSD divides in
    another way. Format: :mod:`quoteex.training.quote_corpus`.
    """
    with path.open(encoding="utf-8") as file:
        for line in file:
            article = json.loads(line)
            for sentences in _paragraphs(article):
                paragraph = tuple(_sentence(article["originalText"], sentence) for sentence in sentences)
                if all(_is_regular(sentence, alone=len(paragraph) == 1) for sentence in paragraph):
                    yield tuple(tuple(_divide(sentence)) for sentence in paragraph)


def _paragraphs(article: Mapping[str, Any]) -> Iterator[list[Mapping[str, Any]]]:
    text, end = article["originalText"], 0
    paragraph: list[Mapping[str, Any]] = []
    for sentence in article["sentences"]:
        if paragraph and re.search(r"\n\s*\n", text[end : sentence["charBegin"]]):
            yield paragraph
            paragraph = []
        paragraph.append(sentence)
        end = sentence["charEnd"]
    if paragraph:
        yield paragraph


def _sentence(text: str, sentence: Mapping[str, Any]) -> tuple[SurfaceToken, ...]:
    """Find each token's place, to know which are followed by white space."""
    tokens, position = [], sentence["charBegin"]
    for token in sentence["tokens"]:
        position = text.index(token, position) + len(token)
        tokens.append(SurfaceToken(token, space_after=text[position : position + 1].isspace()))
    return tuple(tokens)


def _is_regular(sentence: Sequence[SurfaceToken], *, alone: bool) -> bool:
    first, last = sentence[0].text, sentence[-1].text
    starts = first[0].isupper() or first[0].isdigit() or first in "„“»«\"'(–" or first == "``"
    heading = alone and len(sentence) <= _MAXIMUM_HEADING and last[-1].isalnum()
    final = last in _FINAL or _NUMBER_WITH_STOP.fullmatch(last) is not None
    return starts and (final or heading) and not any(_is_odd(token.text) for token in sentence[:-1])


def _is_odd(token: str) -> bool:
    return token != "..." and _ODD.fullmatch(token) is not None and not is_address(token)


def _divide(sentence: Sequence[SurfaceToken]) -> Iterator[SurfaceToken]:
    """Divide tokens at hyphens, and the last one's number from its full stop; mark contractions."""
    for position, token in enumerate(sentence):
        pieces = hyphen_pieces(token.text)
        if position == len(sentence) - 1 and (match := _NUMBER_WITH_STOP.fullmatch(pieces[-1])):
            pieces[-1:] = [match[1], "."]
        for piece in pieces[:-1]:
            yield SurfaceToken(piece, space_after=False)
        yield SurfaceToken(pieces[-1], token.space_after, multi=token.text.lower() in EXPANSIONS)


# The training text --------------------------------------------------------------------------------------------------


def training_paragraphs(
    treebanks: Iterable[Sequence[UdSentence]], articles: Iterable[Paragraph], seed: int
) -> list[Paragraph]:
    """Return all paragraphs to learn from, in random order.

    Treebank sentences appear four times: twice in long runs (as the measured text has them), once in short paragraphs
    (so that titles without a final mark are seen at a paragraph's end), and once in short ones with other quotation
    marks. Articles appear once.
    """
    chance = random.Random(seed)  # noqa: S311 (reproducible, nothing secret)
    paragraphs = list(articles)
    for treebank in treebanks:
        sentences = [from_treebank(sentence) for sentence in treebank]
        paragraphs += [*_runs(sentences, [25]), *_runs(sentences, [40])]
        paragraphs += _runs(sentences, [chance.choice((1, 1, 2, 3, 4)) for _ in sentences])
        restyled = [restyle(sentence, chance.choice(STYLES)) for sentence in sentences]
        paragraphs += _runs(restyled, [chance.choice((1, 2, 3, 6)) for _ in sentences])
    chance.shuffle(paragraphs)
    return paragraphs


def _runs(sentences: Sequence[tuple[SurfaceToken, ...]], lengths: Sequence[int]) -> Iterator[Paragraph]:
    """Cut ``sentences`` into paragraphs of the given ``lengths``, the last of which repeats."""
    start = number = 0
    while start < len(sentences):
        length = lengths[min(number, len(lengths) - 1)]
        yield tuple(sentences[start : start + length])
        start, number = start + length, number + 1


def write_paragraphs(paragraphs: Iterable[Paragraph], text_file: Path, label_file: Path) -> None:
    """Write Stanza's training format: text and labels of equal length, paragraphs between blank lines."""
    pairs = [labelled(paragraph) for paragraph in paragraphs]
    text_file.write_text("\n\n".join(text for text, _ in pairs) + "\n\n", encoding="utf-8")
    label_file.write_text("\n\n".join(labels for _, labels in pairs) + "\n\n", encoding="utf-8")
