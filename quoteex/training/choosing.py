"""Choose the quotation model's thresholds and calibrate its confidence, on articles held back from training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from quoteex.document import QuoteType
from quoteex.language.encoder import Encoder
from quoteex.quotes.decoding import Candidate, Thresholds, candidates
from quoteex.quotes.features import word_types
from quoteex.quotes.finder import Calibration, QuoteModel
from quoteex.quotes.fragments import called, inner, without_bare
from quoteex.quotes.marks import Marked, find_marked
from quoteex.quotes.merge import Found, Words, merge
from quoteex.quotes.network import DIRECT, QuoteHeads
from quoteex.training.quote_corpus import CorpusArticle, TokenQuote
from quoteex.training.scoring import Scores, score

LOWEST = 0.05
GRID = {
    "other": (0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7),
    "direct": (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7),
    "unmarked": (0.3, 0.5, 0.7, 0.8, 0.9),
    "quote": (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6),
    "speaker": (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6),
    "cue": (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6),
    "frame": (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6),
    "addressee": (0.3, 0.4, 0.5, 0.6),
}
RIGHT = 0.8
"""A quotation counts as right, for its confidence, from this F1 of its words on."""


@dataclass(frozen=True, slots=True)
class Looked:
    """An article with everything the model says of it at low thresholds."""

    article: CorpusArticle
    candidates: tuple[Candidate, ...]
    marked: tuple[Marked, ...]
    words: Words
    openings: frozenset[int]
    called: frozenset[int] = frozenset()
    """Openings after a verb of naming."""
    uncertain: frozenset[int] = frozenset()
    """The others in the middle of a sentence."""


def look(articles: Sequence[CorpusArticle], encoder: Encoder, heads: QuoteHeads) -> list[Looked]:
    """Run the model over articles once; thresholds can then be tried without it."""
    low = Thresholds(direct=LOWEST, unmarked=LOWEST, other=LOWEST)
    result = []
    for article in articles:
        text, tokens = article.text, article.tokens
        states = encoder.word_states([text[start:end] for start, end in tokens], word_types(text, tokens))
        words, marked = Words(tokens), find_marked(text)
        openings = frozenset(inside.start for stretch in marked if (inside := words.within(stretch.span)))
        found = tuple(candidates(heads, states, low, openings))
        names = called(text, tokens, openings)
        uncertain = inner(text, tokens, openings) - names
        result.append(Looked(article, found, marked, words, openings, names, uncertain))
    return result


def predict(looked: Looked, thresholds: Thresholds) -> tuple[Found, ...]:
    """Return the quotations of an article at the given thresholds."""
    kept = [
        candidate for candidate in looked.candidates if candidate.probability >= _needed(candidate, looked, thresholds)
    ]
    found = merge(kept, looked.marked, looked.words, thresholds)
    return without_bare(found, looked.uncertain, thresholds.bare)


def _needed(candidate: Candidate, looked: Looked, thresholds: Thresholds) -> float:
    if candidate.anchor_class != DIRECT:
        return thresholds.other
    if candidate.anchor in looked.called:
        return min(thresholds.direct, thresholds.called)
    return thresholds.direct if candidate.anchor in looked.openings else thresholds.unmarked


def token_quote(found: Found, words: Words) -> TokenQuote:
    """Return a quotation as the metric wants it."""
    parts = {
        part: frozenset(word for span in spans for word in words.within(span)) for part, spans in found.parts.items()
    }
    return TokenQuote(type=found.type, medium=found.medium, quote=found.words, **parts)


def scores(looked: Sequence[Looked], thresholds: Thresholds) -> Scores:
    """Score a set of articles at the given thresholds."""
    return score(
        (item.article.quotes, [token_quote(found, item.words) for found in predict(item, thresholds)])
        for item in looked
    )


def choose(looked: Sequence[Looked], rounds: int = 2) -> Thresholds:
    """Choose thresholds one after another, each for the best sum of message, joint and half the exact direct F1."""
    best = Thresholds()
    for _ in range(rounds):
        for name, values in GRID.items():
            tried = [replace(best, **{name: value}) for value in values]
            best = max(tried, key=lambda thresholds: _worth(scores(looked, thresholds)))
    return best


def _worth(found: Scores) -> float:
    return found.message.f1 + found.joint.f1 + 0.5 * found.exact_direct.f1


def calibrate(looked: Sequence[Looked], thresholds: Thresholds) -> tuple[Calibration, Calibration]:
    """Fit the confidence of direct and of other quotations to how often they are right (logistic regression).

    Without a single quotation to learn from, a curve stays as :class:`Calibration` has it.
    """
    figures: dict[bool, list[tuple[float, float, float]]] = {True: [], False: []}
    for item in looked:
        for found in predict(item, thresholds):
            right = any(_is_right(found, gold) for gold in item.article.quotes)
            figures[found.type == QuoteType.DIRECT].append((found.anchor, found.certainty, float(right)))
    direct, other = (_fit(torch.tensor(rows)) if rows else Calibration() for rows in (figures[True], figures[False]))
    return direct, other


def _is_right(found: Found, gold: TokenQuote) -> bool:
    if (found.type == QuoteType.DIRECT) != (gold.type == QuoteType.DIRECT):
        return False
    return 2 * len(found.words & gold.quote) >= RIGHT * (len(found.words) + len(gold.quote))


def _fit(figures: Tensor) -> Calibration:
    # Two made-up ones of even odds, one right and one wrong, keep the curve finite where all are right.
    figures = torch.cat([figures, torch.tensor([[0.5, 0.5, 1.0], [0.5, 0.5, 0.0]])])
    inputs = torch.cat([torch.logit(figures[:, :2].clamp(1e-4, 1 - 1e-4)), torch.ones(len(figures), 1)], 1)
    weights = torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200)

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ weights, figures[:, 2])
        loss = loss + 0.01 * (weights[:2] ** 2).sum()
        torch.autograd.backward(loss)
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    anchor, certainty, constant = (round(value, 4) for value in weights.tolist())
    return Calibration(anchor, certainty, constant)


def finish(heads: QuoteHeads, encoder: Encoder, held: Sequence[CorpusArticle]) -> tuple[QuoteModel, Scores]:
    """Choose and calibrate on ``held``; return the finished model and its scores there."""
    looked = look(held, encoder, heads)
    thresholds = choose(looked)
    direct, other = calibrate(looked, thresholds)
    return QuoteModel(heads, thresholds, direct, other), scores(looked, thresholds)
