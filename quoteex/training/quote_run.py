"""The runs behind ``python -m quoteex.training quotes`` and ``score-quotes``: models and figures from data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from tokenizers import Tokenizer

from quoteex.language.encoder import Encoder, load_encoder
from quoteex.quotes.finder import QuoteModel, load_quote_model, save_quote_model
from quoteex.quotes.network import NetworkSizes, QuoteHeads
from quoteex.training import encoder as encoder_files
from quoteex.training.auxiliary import AuxiliaryHeads, Example, Labels, entity_examples, tree_examples
from quoteex.training.choosing import finish, look, scores
from quoteex.training.entities import training_entities
from quoteex.training.quote_corpus import CorpusArticle, read_articles
from quoteex.training.quotes import Recipe, Student, hold_back, train, widen_types
from quoteex.training.scoring import Scores, format_scores
from quoteex.training.treebanks import training_parts, trees


def auxiliary_pools(data: Path, tokenizer: Tokenizer, labels: Labels) -> list[list[Example]]:
    """Return what the encoder learns beside quotations, by turns: modern trees and names twice, old trees once."""
    parts = training_parts(data)
    old = tree_examples(trees(parts.pop("lit")), tokenizer, labels)
    modern = tree_examples(trees(sentence for part in parts.values() for sentence in part), tokenizer, labels)
    names = entity_examples(training_entities(data, pud=False), tokenizer, labels)
    return [modern, names, modern, names, old]


def train_quotes(data: Path, encoder: Path, work: Path, recipe: Recipe) -> str:
    """Train encoder and quotation model; write ``work/encoder`` and ``work/quotes``, return scores on held-back ones.

    ``encoder`` is the folder that ``python -m quoteex.training encoder`` wrote.
    """
    loaded = load_encoder(encoder)
    widen_types(loaded.model)
    tokenizer = loaded.tokenizer.backend_tokenizer
    kept, held = hold_back(list(read_articles(data / "quotes" / "train.jsonl")))
    labels = Labels()
    pools = auxiliary_pools(data, tokenizer, labels)
    student = Student(loaded.model, QuoteHeads(NetworkSizes()), AuxiliaryHeads(labels.sizes()))
    work.mkdir(parents=True, exist_ok=True)
    average = train(student, tokenizer, kept, pools, recipe=recipe, work=work)
    model, report = conclude(average, loaded, held, work)
    (work / "scores.txt").write_text(f"{asdict(recipe)}\n{report}\n", encoding="utf-8")
    return f"{asdict(model.thresholds)}\n{report}"


def conclude(student: Student, loaded: Encoder, held: Sequence[CorpusArticle], work: Path) -> tuple[QuoteModel, str]:
    """Choose thresholds on ``held``, write encoder and quotation model below ``work``, return model and scores."""
    student.eval()
    finished = Encoder(student.encoder, loaded.tokenizer)
    # What is stored is fp16; what is chosen must be chosen for that.
    with torch.no_grad():
        for parameter in student.parameters():
            parameter.copy_(parameter.half().float())
    model, found = finish(student.heads, finished, held)
    encoder_files.save(student.encoder, loaded.tokenizer.backend_tokenizer, work / "encoder")
    save_quote_model(model, work / "quotes")
    return model, format_scores(found)


def quote_scores(articles: Path, models: Path) -> Scores:
    """Score the models in a folder (``encoder/``, ``quotes/``) on a file of the corpus, given its own tokens."""
    model = load_quote_model(models / "quotes")
    looked = look(list(read_articles(articles)), load_encoder(models / "encoder"), model.heads)
    return scores(looked, model.thresholds)
