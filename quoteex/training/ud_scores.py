"""Scores against a treebank by the official evaluation of Universal Dependencies (``udtools``, which Stanza brings).

Metrics: Zeman et al. 2018, "CoNLL 2018 Shared Task: Multilingual Parsing from Raw Text to Universal Dependencies".
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from quoteex.training.conllu import UdSentence

if TYPE_CHECKING:
    from stanza import Document

METRICS = ("Tokens", "Sentences", "Words", "UPOS", "XPOS", "UFeats", "Lemmas", "UAS", "LAS")


def raw_text(sentences: Sequence[UdSentence], separator: str = " ") -> str:
    """Return the text of the ``sentences``, joined by ``separator``."""
    return separator.join(sentence.text for sentence in sentences)


def ud_scores(sentences: Sequence[UdSentence], document: Document) -> dict[str, float]:
    """Return F1 in percent by metric, of a stanza ``document`` that was made from the text of the ``sentences``.

    Columns that the pipeline did not fill count as wrong. Raises ``UDError`` (udtools) when the characters of both
    differ in more than white space.
    """
    from stanza.models.common.utils import ud_scores as compare

    system = f"{_with_trees(document):C}\n\n"
    scores = compare(io.StringIO(_conllu(sentences)), io.StringIO(system))
    return {metric: 100 * scores[metric].f1 for metric in METRICS}


def _conllu(sentences: Sequence[UdSentence]) -> str:
    return "\n\n".join("\n".join("\t".join(row) for row in sentence.rows) for sentence in sentences) + "\n\n"


def _with_trees(document: Document) -> Document:
    """Give words without a governor one, which the evaluation insists on."""
    for sentence in document.sentences:
        for word in sentence.words:
            if word.head is None:
                word.head, word.deprel = word.id - 1, "root" if word.id == 1 else "dep"
    return document
