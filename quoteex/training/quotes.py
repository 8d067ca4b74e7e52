"""Train the encoder and the quotation model: ``python -m quoteex.training quotes``.

The encoder learns from the quotation corpus and, at the same time, from treebanks and named entities (see
:mod:`quoteex.training.auxiliary`); a hundred articles of the training part are held back for choosing thresholds and
epochs. The recipe: AdamW, learning rates falling to zero, the encoder's smaller toward its lower layers, subwords
masked in place of dropout inside the encoder, an exponential average of the weights, bf16 autocast. Quotation marks
are exchanged for those of other styles at random, since the corpus knows hardly any but „…“.
"""

from __future__ import annotations

import copy
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from quoteex.document import Medium, QuoteType
from quoteex.language.bert import Bert
from quoteex.language.windows import STRIDE, encode_windows, split_words, windows
from quoteex.quotes.features import WORD_TYPES, word_types
from quoteex.quotes.marks import find_marked
from quoteex.quotes.network import AFTER, BEFORE, DIRECT, MEDIA, OTHER, PARTS, TYPES, QuoteHeads
from quoteex.training.auxiliary import AuxiliaryHeads, Example, batches, collate
from quoteex.training.quote_corpus import CorpusArticle

BEGIN, PAD, FINISH, MASK = 0, 1, 2, 4
"""Ids of the special pieces ``<s> <pad> </s> <mask>``."""

STYLES = (
    (("„", "“"), ("‚", "‘")),
    (("„", "“"), ("‚", "‘")),
    (("»", "«"), ("›", "‹")),
    (("«", "»"), ("‹", "›")),
    (('"', '"'), ("'", "'")),
    (("“", "”"), ("‘", "’")),
    (("„", "”"), ("‚", "’")),
)
"""Opening and closing mark of the outer and of the inner level; the most frequent style stands twice."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast to learn."""

    epochs: int = 14
    articles: int = 8
    """Articles a step."""
    portion: int = 2048
    """Subwords that are run through the encoder at once."""
    auxiliary_subwords: int = 1400
    """Subwords in a batch of another task."""
    auxiliary_batches: int = 1
    """Batches of other tasks a step."""
    auxiliary_weight: float = 0.5
    """The weight of each such batch."""
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.93
    """Each lower layer of the encoder learns at this fraction of the next higher one's rate."""
    warm_up: float = 0.06
    masked: float = 0.08
    stride: int = 480
    """Windows overlap less in training than in use: each subword costs time."""
    frozen_layers: int = 2
    """The word embeddings and this many of the lowest layers stay as they are."""
    other_marks: float = 0.5
    """How often an article's quotation marks are exchanged."""
    average: float = 0.996
    written: bool = False
    """Whether the articles of :mod:`quoteex.training.written_articles` are learned from too."""
    seed: int = 1


CYCLES = (
    Recipe(),
    Recipe(
        epochs=11,
        auxiliary_subwords=2000,
        auxiliary_batches=2,
        auxiliary_weight=0.6,
        encoder_rate=1.5e-4,
        head_rate=8e-4,
        masked=0.12,
        written=True,
        seed=3,
    ),
)
"""What is trained, one after another: rates rise and fall anew in each (Loshchilov & Hutter 2017, "SGDR")."""


def hold_back(articles: Sequence[CorpusArticle]) -> tuple[list[CorpusArticle], list[CorpusArticle]]:
    """Split the corpus's training part: every seventh article is held back for choosing, a hundred of 700."""
    kept = [article for number, article in enumerate(articles) if number % 7 != 3]
    held = [article for number, article in enumerate(articles) if number % 7 == 3]
    return kept, held


def exchange_marks(text: str, chance: random.Random) -> str:
    """Return ``text`` with its paired quotation marks in another style; all offsets stay as they are."""
    style = chance.choice(STYLES)
    characters = list(text)
    for marked in find_marked(text):
        if not marked.closed or marked.inner.start - marked.span.start != 1 or marked.span.end - marked.inner.end != 1:
            continue
        opening, closing = style[min(marked.depth, 1)]
        characters[marked.span.start], characters[marked.span.end - 1] = opening, closing
    return "".join(characters)


@dataclass(frozen=True, slots=True)
class Prepared:
    """One article ready for the network; word rows are the article's own."""

    rows: tuple[tuple[int, ...], ...]
    types: tuple[tuple[int, ...], ...]
    places: Tensor
    """(words, 2): the window and the position in it (special subword counted) where each word's state stands."""
    article: CorpusArticle


def prepare(article: CorpusArticle, text: str, tokenizer: Tokenizer, stride: int = STRIDE) -> Prepared:
    """Cut an article (with ``text`` in place of its own, of the same length) into windows, ``stride`` apart."""
    words = [text[start:end] for start, end in article.tokens]
    pieces = split_words(tokenizer, words)
    kinds = word_types(text, article.tokens)
    types = [kinds[word] for word in pieces.word_of]
    cuts = windows(len(pieces.ids), stride=stride)
    places = torch.zeros((len(words), 2), dtype=torch.long)
    for number, cut in enumerate(cuts):
        for word, first in enumerate(pieces.first):
            if cut.keep_from <= first < cut.keep_to:
                places[word] = torch.tensor([number, first - cut.start + 1])
    return Prepared(
        tuple(pieces.ids[cut.start : cut.end] for cut in cuts),
        tuple(tuple(types[cut.start : cut.end]) for cut in cuts),
        places,
        article,
    )


class Student(nn.Module):
    """Everything that learns: the encoder, the quotation heads and, if wanted, the auxiliary heads."""

    def __init__(self, encoder: Bert, heads: QuoteHeads, auxiliary: AuxiliaryHeads | None) -> None:
        super().__init__()
        self.encoder, self.heads, self.auxiliary = encoder, heads, auxiliary


def widen_types(encoder: Bert) -> None:
    """Give the encoder token types for the mark states, all equal to its first to begin with."""
    old = encoder.embeddings.token_type_embeddings
    if old.num_embeddings >= WORD_TYPES:
        return
    new = nn.Embedding(WORD_TYPES, old.embedding_dim)
    new.weight.data.copy_(old.weight.data[:1].expand(WORD_TYPES, -1))
    encoder.embeddings.token_type_embeddings = new
    encoder.config = replace(encoder.config, type_vocab_size=WORD_TYPES)


def word_states(encoder: Bert, prepared: Sequence[Prepared], masked: float = 0.0) -> tuple[Tensor, Tensor]:
    """Encode articles; return their word states one after another, and the rows ``[first, end)`` of each article."""
    rows = [list(row) for article in prepared for row in article.rows]
    if masked:
        rows = [_mask(row, masked) for row in rows]
    types = [kinds for article in prepared for kinds in article.types]
    states = encode_windows(encoder, rows, types, begin=BEGIN, finish=FINISH, pad=PAD)
    found, bounds, window, row = [], [], 0, 0
    for article in prepared:
        found.append(states[article.places[:, 0] + window, article.places[:, 1]])
        window += len(article.rows)
        bounds.append((row, row + len(article.places)))
        row += len(article.places)
    return torch.cat(found), torch.tensor(bounds)


def _mask(row: list[int], share: float) -> list[int]:
    hidden = torch.rand(len(row)) < share
    return [MASK if hide else piece for piece, hide in zip(row, hidden.tolist(), strict=True)]


def quote_losses(
    heads: QuoteHeads, states: Tensor, bounds: Tensor, prepared: Sequence[Prepared], total: int
) -> dict[str, Tensor]:
    """Return a portion's share in the losses of anchors, parts, types and media.

    ``total`` is the number of quotations in the whole batch, of which ``prepared`` are some articles.
    """
    wanted = torch.zeros((len(states), 2))
    chosen: list[tuple[int, int, tuple[int, int]]] = []
    targets, types, media = [], [], []
    for (first, end), article in zip(bounds.tolist(), prepared, strict=True):
        for quote in article.article.quotes:
            anchor = min(quote.quote)
            kind = DIRECT if quote.type == QuoteType.DIRECT else OTHER
            wanted[first + anchor, kind] = 1
            chosen.append((first + anchor, kind, (first, end)))
            targets.append(_target(anchor, [getattr(quote, part) for part in PARTS]))
            types.append(TYPES.index(QuoteType(quote.type)))
            media.append(MEDIA.index(None if quote.medium is None else Medium(quote.medium)))
    logits = heads.anchors(states).float()
    anchor_loss = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="sum")
    losses = {"anchor": anchor_loss / (total + 1)}
    if chosen:
        gold = torch.stack(targets)
        output = heads.spans(
            states,
            torch.tensor([row for row, _, _ in chosen]),
            torch.tensor([kind for _, kind, _ in chosen]),
            torch.tensor([limits for _, _, limits in chosen]),
            gold[..., 0],
        )
        parts = functional.binary_cross_entropy_with_logits(output.parts.float(), gold, reduction="sum")
        type_loss = functional.cross_entropy(output.types.float(), torch.tensor(types), reduction="sum")
        medium_loss = functional.cross_entropy(output.media.float(), torch.tensor(media), reduction="sum")
        losses |= {"parts": 0.2 * parts / total, "type": 0.5 * type_loss / total, "medium": 0.5 * medium_loss / total}
    return losses


def _target(anchor: int, parts: Sequence[frozenset[int]]) -> Tensor:
    target = torch.zeros((BEFORE + AFTER + 1, len(parts)))
    for column, words in enumerate(parts):
        near = [word - anchor + BEFORE for word in words if -BEFORE <= word - anchor <= AFTER]
        target[near, column] = 1
    return target


def auxiliary_losses(
    encoder: Bert, heads: AuxiliaryHeads, batch: Sequence[Example], masked: float
) -> dict[str, Tensor]:
    """Return the losses of the other tasks over a batch of sentences."""
    rows = [_mask(list(example.ids), masked) for example in batch]
    types = [[0] * len(row) for row in rows]
    states = encode_windows(encoder, rows, types, begin=BEGIN, finish=FINISH, pad=PAD)
    last, labels = collate(batch)
    words = states.gather(1, last[..., None].expand(-1, -1, states.shape[-1]))
    return heads.losses(words, states[:, 0], labels)


def article_batches(articles: Sequence[CorpusArticle], size: int, chance: random.Random) -> Iterator[list[int]]:
    """Yield one epoch of batches (indices), articles of like length together, in random order."""
    order = sorted(range(len(articles)), key=lambda number: len(articles[number].tokens) * chance.uniform(0.8, 1.25))
    groups = [order[begin : begin + size] for begin in range(0, len(order), size)]
    chance.shuffle(groups)
    yield from groups


def freeze(encoder: Bert, layers: int) -> None:
    """Keep the word embeddings and the lowest ``layers`` from learning."""
    encoder.embeddings.word_embeddings.requires_grad_(requires_grad=False)
    for layer in encoder.encoder.layer[:layers]:
        layer.requires_grad_(requires_grad=False)


def parameter_groups(student: Student, recipe: Recipe) -> list[dict[str, object]]:
    """Group the parameters by learning rate; biases and norms do not decay."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    layers = student.encoder.config.num_hidden_layers
    for name, parameter in student.named_parameters():
        if not parameter.requires_grad:
            continue
        rate = recipe.head_rate
        if name.startswith("encoder.embeddings"):
            rate = recipe.encoder_rate * recipe.layer_decay**layers
            if "token_type" in name:  # new, and few
                rate = recipe.encoder_rate * 2
        elif name.startswith("encoder."):
            layer = int(name.split(".layer.")[1].split(".")[0])
            rate = recipe.encoder_rate * recipe.layer_decay ** (layers - 1 - layer)
        decay = 0.01 if parameter.ndim > 1 else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return [{"params": group, "lr": rate, "weight_decay": decay} for (rate, decay), group in groups.items()]


def train(
    student: Student,
    tokenizer: Tokenizer,
    articles: Sequence[CorpusArticle],
    others: Sequence[Sequence[Example]],
    *,
    recipe: Recipe,
    work: Path,
) -> Student:
    """Train ``student`` in place and return the average of its weights over the last steps.

    ``others`` are pools of sentences for the auxiliary heads, of which each step draws one batch in turn. Checkpoints
    (the average so far) are written to ``work/student.pt`` every other epoch, figures to ``work/log.jsonl``.
    """
    chance = random.Random(recipe.seed)  # noqa: S311 (reproducible, nothing secret)
    torch.manual_seed(recipe.seed)
    freeze(student.encoder, recipe.frozen_layers)
    optimizer = torch.optim.AdamW(parameter_groups(student, recipe), betas=(0.9, 0.98), eps=1e-8, fused=True)
    steps = recipe.epochs * math.ceil(len(articles) / recipe.articles)
    warm = max(1, int(steps * recipe.warm_up))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    pools = [batches(pool, recipe.auxiliary_subwords, chance) for pool in others]
    average = copy.deepcopy(student).requires_grad_(requires_grad=False)
    student.train()
    step, started = 0, time.monotonic()
    sums: dict[str, list[float]] = {}
    for epoch in range(1, recipe.epochs + 1):
        for group in article_batches(articles, recipe.articles, chance):
            batch = [_augmented(articles[number], tokenizer, recipe, chance) for number in group]
            drawn = range(step * recipe.auxiliary_batches, (step + 1) * recipe.auxiliary_batches)
            others_now = [next(pools[number % len(pools)]) for number in drawn] if pools else []
            found = learn(student, batch, others_now, recipe)
            nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            step += 1
            _update(average, student, min(recipe.average, (1 + step) / (10 + step)))
            for name, value in found.items():
                sums.setdefault(name, []).append(value)
            if step % 25 == 0:
                means = {name: round(sum(values) / len(values), 4) for name, values in sums.items()}
                _log(work, {"epoch": epoch, "step": step, "of": steps, "s": round(time.monotonic() - started), **means})
                sums = {}
        if epoch % 2 == 0 or epoch == recipe.epochs:
            torch.save(average.state_dict(), work / "student.pt.new")
            (work / "student.pt.new").replace(work / "student.pt")
    return average


def _augmented(article: CorpusArticle, tokenizer: Tokenizer, recipe: Recipe, chance: random.Random) -> Prepared:
    text = exchange_marks(article.text, chance) if chance.random() < recipe.other_marks else article.text
    return prepare(article, text, tokenizer, recipe.stride)


def portions(batch: Sequence[Prepared], subwords: int) -> Iterator[list[Prepared]]:
    """Divide a batch into runs of articles of at most ``subwords`` each, padding counted (a longer one stands alone).

    A step's gradient is the sum over its portions: the same, with a fraction of the memory, and on a CPU faster.
    """
    portion: list[Prepared] = []
    for article in sorted(batch, key=lambda article: max(len(row) for row in article.rows)):
        longest = max(len(row) for row in article.rows)
        windows_now = sum(len(other.rows) for other in portion) + len(article.rows)
        if portion and windows_now * (longest + 2) > subwords:
            yield portion
            portion = []
        portion.append(article)
    if portion:
        yield portion


def learn(
    student: Student, batch: Sequence[Prepared], others: Sequence[Sequence[Example]], recipe: Recipe
) -> dict[str, float]:
    """Add the gradients of one step: a batch of articles and some of other tasks; return the losses by name."""
    found: dict[str, float] = {}
    total = sum(len(article.article.quotes) for article in batch)
    for portion in portions(batch, recipe.portion):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states, bounds = word_states(student.encoder, portion, recipe.masked)
            losses = quote_losses(student.heads, states, bounds, portion, total)
            loss = torch.stack(list(losses.values())).sum()
        torch.autograd.backward(loss)
        for name, value in losses.items():
            found[name] = found.get(name, 0.0) + float(value.detach())
    if student.auxiliary is None:
        return found
    for other in others:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            more = auxiliary_losses(student.encoder, student.auxiliary, other, recipe.masked)
            weighted = recipe.auxiliary_weight * torch.stack(list(more.values())).sum()
        torch.autograd.backward(weighted)
        found |= {name: float(value.detach()) for name, value in more.items()}
    return found


@torch.no_grad()
def _update(average: nn.Module, student: nn.Module, keep: float) -> None:
    torch._foreach_lerp_(list(average.parameters()), list(student.parameters()), 1 - keep)


def _log(work: Path, record: dict[str, object]) -> None:
    with (work / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(record) + "\n")
