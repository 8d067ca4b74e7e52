"""The runs behind ``python -m quoteex.training quotes`` and ``score-quotes``: models and figures from data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from quoteex.training.entities import divided, training_entities
from quoteex.training.quote_corpus import CorpusArticle, read_articles
from quoteex.training.quotes import CYCLES, Recipe, Student, hold_back, train, widen_types
from quoteex.training.scoring import Scores, format_scores
from quoteex.training.treebanks import training_parts, trees
from quoteex.training.written_articles import read_written


def auxiliary_pools(data: Path, tokenizer: Tokenizer, labels: Labels) -> list[list[Example]]:
    """Return what the encoder learns beside quotations, by turns: names thrice, modern trees twice, old trees once."""
    parts = training_parts(data)
    old = tree_examples(trees(parts.pop("lit")), tokenizer, labels)
    modern = tree_examples(trees(sentence for part in parts.values() for sentence in part), tokenizer, labels)
    named = [divided(sentence) for sentence in training_entities(data, pud=False)]
    names = entity_examples(named, tokenizer, labels)
    return [names, modern, names, old, names, modern]


def train_quotes(data: Path, encoder: Path, work: Path, recipes: Sequence[Recipe] = CYCLES) -> str:
    """Train encoder and quotation model; write ``work/encoder`` and ``work/quotes``, return scores on held-back ones.

    ``encoder`` is the folder that ``python -m quoteex.training encoder`` wrote. After each of the ``recipes``
    everything learned is written to ``work/cycle1.pt`` and so on; what is there already is not learned again.
    """
    loaded = load_encoder(encoder)
    widen_types(loaded.model)
    tokenizer = loaded.tokenizer.backend_tokenizer
    kept, held = hold_back(list(read_articles(data / "quotes" / "train.jsonl")))
    labels = Labels()
    pools = auxiliary_pools(data, tokenizer, labels)
    student = Student(loaded.model, QuoteHeads(NetworkSizes()), AuxiliaryHeads(labels.sizes()))
    work.mkdir(parents=True, exist_ok=True)
    written = read_written()

    def learn(recipe: Recipe) -> Student:
        articles = kept + written if recipe.written else kept
        return train(student, tokenizer, articles, pools, recipe=recipe, work=work)

    go_through(student, recipes, work, learn)
    model, report = conclude(student, loaded, held, work)
    told = "\n".join(str(asdict(recipe)) for recipe in recipes)
    (work / "scores.txt").write_text(f"{told}\n{report}\n", encoding="utf-8")
    return f"{asdict(model.thresholds)}\n{report}"


def go_through(student: Student, recipes: Sequence[Recipe], work: Path, learn: Callable[[Recipe], Student]) -> None:
    """Put into ``student`` what ``learn`` returns for one recipe after another.

    Each result is kept as ``work/cycle1.pt`` and so on; for one that is there already, ``learn`` is not called.
    """
    for number, recipe in enumerate(recipes, start=1):
        done = work / f"cycle{number}.pt"
        if not done.exists():
            torch.save(learn(recipe).state_dict(), done)
        student.load_state_dict(torch.load(done, weights_only=True))


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
