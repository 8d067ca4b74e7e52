"""Measures the assembled language pipeline: trees from raw text, names on given tokens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from quoteex.language.pipeline import LanguagePipeline
from quoteex.training.entities import KINDS, EntitySentence, choosing_entities
from quoteex.training.treebanks import choosing_sentences
from quoteex.training.ud_scores import raw_text, ud_scores

if TYPE_CHECKING:
    from stanza.models.common.doc import Document

Names = set[tuple[int, int, int, str]]
"""Names as (sentence, first token, token after the last, kind)."""


class Processor(Protocol):
    """One of a Stanza pipeline's processors."""

    def process(self, document: Document) -> Document:
        """Return the document, with what the processor found in it."""


def evaluate(models: Path, data: Path) -> str:
    """Return a table of F1 in percent on the sentences kept for choosing, one line a metric.

    ``models`` is the folder of the models, ``data`` that of the corpora. The treebank's sentences are joined by spaces
    and analysed from that text; names are looked for in the tokens that GermEval gives.
    """
    pipeline = LanguagePipeline(models).stanza
    trees = choosing_sentences(data)
    scores = ud_scores(trees, pipeline(raw_text(trees)))
    sentences = choosing_entities(data)
    gold, found = gold_names(sentences), predicted_names(pipeline.processors["ner"], sentences)
    scores["NER"] = f1(gold, found)
    for kind in KINDS:
        scores[f"NER {kind}"] = f1(_of_kind(gold, kind), _of_kind(found, kind))
    return "\n".join(f"{metric:<10}{value:7.2f}" for metric, value in scores.items())


def gold_names(sentences: Sequence[EntitySentence]) -> Names:
    """Return the names that the BIO tags of the ``sentences`` say."""
    names: Names = set()
    for number, sentence in enumerate(sentences):
        begun: tuple[int, str] | None = None
        for position, tag in enumerate((*sentence.tags, "O")):
            if begun and not tag.startswith("I-"):
                names.add((number, begun[0], position, begun[1]))
                begun = None
            if tag.startswith("B-"):
                begun = position, tag[2:]
    return names


def predicted_names(processor: Processor, sentences: Sequence[EntitySentence]) -> Names:
    """Return the names that Stanza's NER ``processor`` finds in the tokens of the ``sentences``."""
    from stanza.models.common.doc import Document

    tokens = [[{"id": i, "text": text} for i, text in enumerate(s.tokens, 1)] for s in sentences]
    document = processor.process(Document(tokens))
    return {
        (number, entity.tokens[0].id[0] - 1, entity.tokens[-1].id[0], entity.type)
        for number, sentence in enumerate(document.sentences)
        for entity in sentence.ents
    }


def f1(gold: Names, found: Names) -> float:
    """Return F1 in percent of names found exactly, with their kind; 100 if there are none to find and none found."""
    return 100 * 2 * len(gold & found) / (len(gold) + len(found)) if gold or found else 100.0


def _of_kind(names: Names, kind: str) -> Names:
    return {name for name in names if name[3] == kind}
