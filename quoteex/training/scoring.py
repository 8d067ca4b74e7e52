"""How well predicted quotations agree with annotated ones: the quotation corpus's own metric, and one of ours.

Source: Petersen-Frey & Biemann (2024), "Dataset of Quotation Attribution in German News Articles" (LREC-COLING), and
the evaluation script published with the corpus (``uhh-lt/german-news-quotation-attribution-2024``, ``eval/eval.py``),
whose figures are reproduced here by code of our own. In the choices below, (S) marks what that script does and (Q)
what is ours.

* **Matching** (S): within each article, annotated and predicted quotations are assigned one to one by the Hungarian
  method so that the sum of similarities is greatest. Similarity is the F1 of the ``quote`` tokens alone; where that is
  above 0, the same type adds 0.01 and the same medium 0.001. As many pairs are formed as possible, so two quotations
  may be paired although they share no token. All that is not paired counts against an empty quotation.
* **Parts** (S): each pair, and each quotation left over, gives for each of its five parts a precision (tokens right of
  tokens predicted) and a recall (tokens right of tokens annotated). Where nothing is predicted there is no precision,
  where nothing is annotated no recall: such a part is left out of the average, not counted as 0 or 1. So a pair that
  rightly has no addressee weighs nothing, a predicted addressee that is not annotated is a precision of 0.
* **Averages** (S): these values are averaged over all articles with equal weight (a macro average over quotations and
  parts): "message" over the ``quote`` part, "roles" over all values of the four others together, "joint" over all
  values of all five. F1 is the harmonic mean of the two averages. The same for each part alone (Q; "message" is
  the ``quote`` part).
* **Type and medium** (S): micro F1. A pair with the same label is one right; with different labels it is one wrongly
  predicted and one missed; a quotation left over is one wrongly predicted or missed. A medium of ``None`` is a label
  like the others (the corpus's "none"). Pairs that share no token count here as well.
* **Exact direct quotations** (Q): micro F1 of the predicted direct quotations, right when their ``quote`` tokens are
  exactly those of an annotated direct one, one to one (a quotation annotated twice, for two speakers, must be
  predicted twice). The matching above plays no part in it.
* Where nothing can be averaged (no quotation predicted, or none annotated), the value is 0.0 (Q; the script fails).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields

import numpy as np
from scipy.optimize import linear_sum_assignment

from quoteex.document import QuoteType
from quoteex.training.quote_corpus import TokenQuote

__all__ = ["Measure", "Scores", "TokenQuote", "format_scores", "match_quotes", "score"]

PARTS = ("quote", "speaker", "cue", "frame", "addressee")
_ROLES = PARTS[1:]
_TYPE_BONUS = 0.01
_MEDIUM_BONUS = 0.001

_Quotes = Sequence[TokenQuote]


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision and recall, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0.0 when both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """All measures over a set of articles; what each means stands at the head of this module."""

    message: Measure
    roles: Measure
    joint: Measure
    speaker: Measure
    cue: Measure
    frame: Measure
    addressee: Measure
    type: Measure
    medium: Measure
    exact_direct: Measure


@dataclass(slots=True)
class _Values:
    """The precisions and recalls of one part, one for each quotation that has it."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)

    def add(self, gold: frozenset[int], predicted: frozenset[int]) -> None:
        right = len(gold & predicted)
        if predicted:
            self.precision.append(right / len(predicted))
        if gold:
            self.recall.append(right / len(gold))


@dataclass(slots=True)
class _Counts:
    """Right, predicted and annotated items, for a micro average."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, right: int, predicted: int, gold: int) -> None:
        self.right += right
        self.predicted += predicted
        self.gold += gold

    def measure(self) -> Measure:
        return Measure(
            self.right / self.predicted if self.predicted else 0.0, self.right / self.gold if self.gold else 0.0
        )


def score(articles: Iterable[tuple[Sequence[TokenQuote], Sequence[TokenQuote]]]) -> Scores:
    """Score pairs of (annotated quotations, predicted quotations), one pair per article.

    Articles without quotations must be among them: what is predicted there counts as wrong. The order of quotations
    matters only where several matchings are equally good.
    """
    parts = {part: _Values() for part in PARTS}
    types, media, direct = _Counts(), _Counts(), _Counts()
    for gold, predicted in articles:
        _add_exact_direct(direct, gold, predicted)
        for gold_quote, predicted_quote in _pairs(gold, predicted):
            for part, values in parts.items():
                values.add(_tokens(gold_quote, part), _tokens(predicted_quote, part))
            types.add(*_labels(gold_quote, predicted_quote, "type"))
            media.add(*_labels(gold_quote, predicted_quote, "medium"))
    return Scores(
        message=_average(parts["quote"]),
        roles=_average(*(parts[role] for role in _ROLES)),
        joint=_average(*parts.values()),
        **{role: _average(parts[role]) for role in _ROLES},
        type=types.measure(),
        medium=media.measure(),
        exact_direct=direct.measure(),
    )


def match_quotes(gold: Sequence[TokenQuote], predicted: Sequence[TokenQuote]) -> list[tuple[int, int]]:
    """Return the pairs (index in ``gold``, index in ``predicted``) of the best one-to-one matching, by gold index.

    There are ``min(len(gold), len(predicted))`` of them; some may share no token (see the head of this module).
    """
    similarity = np.zeros((len(gold), len(predicted)))
    for row, gold_quote in enumerate(gold):
        for column, predicted_quote in enumerate(predicted):
            similarity[row, column] = _similarity(gold_quote, predicted_quote)
    rows, columns = linear_sum_assignment(similarity, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]


def format_scores(scores: Scores) -> str:
    """Return a plain table: one line per measure with precision, recall and F1 in per cent, no line break at the end.

    >>> half = Measure(0.5, 0.5)
    >>> print(format_scores(Scores(*[half] * 10)).splitlines()[1])
    message           50.0   50.0   50.0
    """
    lines = [f"{'':<15}{'P':>7}{'R':>7}{'F1':>7}"]
    for entry in fields(scores):
        measure: Measure = getattr(scores, entry.name)
        values = (measure.precision, measure.recall, measure.f1)
        lines.append(f"{entry.name.replace('_', ' '):<15}" + "".join(f"{100 * value:7.1f}" for value in values))
    return "\n".join(lines)


def _similarity(gold: TokenQuote, predicted: TokenQuote) -> float:
    right = len(gold.quote & predicted.quote)
    if not right:
        return 0.0
    f1 = 2 * right / (len(gold.quote) + len(predicted.quote))
    bonus = _TYPE_BONUS * (gold.type == predicted.type) + _MEDIUM_BONUS * (gold.medium == predicted.medium)
    return f1 + bonus


def _pairs(gold: _Quotes, predicted: _Quotes) -> Iterable[tuple[TokenQuote | None, TokenQuote | None]]:
    """Yield the matched quotations, then those left over with ``None`` in the other's place."""
    pairs = match_quotes(gold, predicted)
    yield from ((gold[row], predicted[column]) for row, column in pairs)
    matched_gold, matched_predicted = {row for row, _ in pairs}, {column for _, column in pairs}
    yield from ((quote, None) for index, quote in enumerate(gold) if index not in matched_gold)
    yield from ((None, quote) for index, quote in enumerate(predicted) if index not in matched_predicted)


def _tokens(quote: TokenQuote | None, part: str) -> frozenset[int]:
    tokens: frozenset[int] = frozenset() if quote is None else getattr(quote, part)
    return tokens


def _labels(gold: TokenQuote | None, predicted: TokenQuote | None, name: str) -> tuple[int, int, int]:
    """Return how many labels of this pair are right, predicted, and annotated: 0 or 1 each."""
    if gold is None or predicted is None:
        return 0, int(predicted is not None), int(gold is not None)
    return int(getattr(gold, name) == getattr(predicted, name)), 1, 1


def _add_exact_direct(counts: _Counts, gold: _Quotes, predicted: _Quotes) -> None:
    gold_spans = Counter(quote.quote for quote in gold if quote.type == QuoteType.DIRECT)
    predicted_spans = Counter(quote.quote for quote in predicted if quote.type == QuoteType.DIRECT)
    counts.add((gold_spans & predicted_spans).total(), predicted_spans.total(), gold_spans.total())


def _average(*values: _Values) -> Measure:
    precision = [number for value in values for number in value.precision]
    recall = [number for value in values for number in value.recall]
    return Measure(_mean(precision), _mean(recall))


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0
