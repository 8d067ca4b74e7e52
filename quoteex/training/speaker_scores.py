"""Scores of speaker naming: how often is a quotation's speaker the right one, by name.

The gold standard is a JSON file of names and offsets beside the quotation corpus: a list of
``{"article": N, "speakers": [NAME or null, ...], "roles": [[PERSON, START, END], ...]}``, where ``N`` counts the
articles of the corpus file from 0, ``speakers`` follow its annotations, and a role is the text between two offsets. A
description of more than six words is cut there and ends in ``…``. Speaker words and quotations are the corpus's own,
so that only the naming is measured.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quoteex.document import Attribution, Part, Quote, QuoteType, Span, part_of
from quoteex.extractor import Language
from quoteex.speakers.naming import name_speakers
from quoteex.training.quote_corpus import CorpusArticle, read_articles

_ARTICLE = re.compile(r"(?:der|die|das|dem|den|des|eine?[mnrs]?)\s+", re.IGNORECASE)
_ENDING = re.compile(r"\b([a-zäöüß]{4,}?)e[srnm]?\b")
_PRONOUN = re.compile(r"er|sie|es|der|die|das|diese[rs]?|ih(?:m|n|r|nen)|(?:sein|ihr)(?:e[rmn]?)? \w+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SpeakerScores:
    """How many speakers were asked for and how many were right, by how the quotation's own words put them.

    Forms are ``name``, ``description``, ``pronoun`` and ``none`` (no words at the quotation).
    """

    asked: Mapping[str, int]
    right: Mapping[str, int]

    def accuracy(self, form: str | None = None) -> float:
        """Return the share that is right, of one form or of all; 0 when nothing was asked."""
        asked = self.asked.get(form, 0) if form else sum(self.asked.values())
        right = self.right.get(form, 0) if form else sum(self.right.values())
        return right / asked if asked else 0.0


def format_speaker_scores(scores: SpeakerScores) -> str:
    """Return the scores as a table, one line a form."""
    rows = [*((form, scores.asked[form], scores.accuracy(form)) for form in sorted(scores.asked))]
    rows.append(("all", sum(scores.asked.values()), scores.accuracy()))
    return "\n".join(f"{form:<12} {asked:>5} {100 * accuracy:6.1f}" for form, asked, accuracy in rows)


def score_speakers(articles: Path, gold: Path, language: Language) -> SpeakerScores:
    """Name the speakers of the corpus's quotations in ``articles`` and compare them with ``gold``."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wanted = {entry["article"]: entry for entry in json.loads(gold.read_text(encoding="utf-8"))}
    for number, article in enumerate(read_articles(articles)):
        if number in wanted:
            for form, good in _compared(article, wanted[number], language):
                asked[form] += 1
                right[form] += good
    return SpeakerScores(asked, right)


def _compared(article: CorpusArticle, wanted: Mapping[str, Any], language: Language) -> Iterator[tuple[str, bool]]:
    named, _ = name_speakers(article.text, language.analyze(article.text), corpus_quotes(article))
    for quote in named:
        number = int(quote.id.removeprefix("q"))
        name = wanted["speakers"][number]
        words = article.quotes[number].speaker
        said = part_of(article.text, _spans(article, words)).text if words else ""
        yield form_of(said, name), same_name(name, quote.speaker.name if quote.speaker else None)


def corpus_quotes(article: CorpusArticle) -> tuple[Quote, ...]:
    """Return the corpus's quotations as the model would: in order of first span, speakers as words only."""
    places = [_spans(article, quote.quote) for quote in article.quotes]
    order = sorted(range(len(places)), key=lambda number: (places[number][0].start, -places[number][-1].end, number))
    return tuple(_quote(article, number) for number in order)


def _quote(article: CorpusArticle, number: int) -> Quote:
    quote, parent = article.quotes[number], article.parents[number]
    speaker = _part(article, quote.speaker)
    return Quote(
        id=f"q{number}",
        type=QuoteType(quote.type),
        medium=None,
        part=part_of(article.text, _spans(article, quote.quote)),
        speaker=None if speaker is None else Attribution("", "", speaker),
        cue=_part(article, quote.cue),
        frame=_part(article, quote.frame),
        addressee=_part(article, quote.addressee),
        parent=None if parent is None else f"q{parent}",
        confidence=1.0,
    )


def _part(article: CorpusArticle, words: frozenset[int]) -> Part | None:
    return part_of(article.text, _spans(article, words)) if words else None


def _spans(article: CorpusArticle, words: frozenset[int]) -> tuple[Span, ...]:
    """Return the runs of neighbouring words as spans."""
    runs: list[Span] = []
    last = -2
    for word in sorted(words):
        start, end = article.tokens[word]
        runs = [*runs[:-1], Span(runs[-1].start, end)] if word == last + 1 else [*runs, Span(start, end)]
        last = word
    return tuple(runs)


def form_of(words: str, name: str | None) -> str:
    """Say how the speaker words put the speaker of that name."""
    if not words:
        return "none"
    if _PRONOUN.fullmatch(words.strip()):
        return "pronoun"
    last = name.split()[-1] if name else ""
    return "name" if last and last in words else "description"


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names are equal but for case, an article in front and the endings of adjectives.

    Of a name ``one`` that ends in ``…`` only what stands before that is compared.
    """
    if one is not None and other is not None and one.endswith(" …"):
        begun = one.removesuffix(" …").split()
        return same_name(" ".join(begun), " ".join(other.split()[: len(begun)]))
    return _bare(one) == _bare(other)


def _bare(name: str | None) -> str | None:
    if name is None:
        return None
    without = _ARTICLE.sub("", name.strip(' „“”"»«'), count=1) if _ARTICLE.match(name) else name.strip(' „“”"»«')
    return _ENDING.sub(r"\1", without.casefold())
