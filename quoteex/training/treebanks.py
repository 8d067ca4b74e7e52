"""The UD treebanks that the language models learn from, read and brought to one convention.

Everything here follows the conventions of UD German-GSD (https://universaldependencies.org/treebanks/de_gsd/), because
its test part is what the models are measured on.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stanza.utils.conll import CoNLL

_FORM, _LEMMA, _UPOS, _XPOS, _FEATS, _HEAD, _DEPREL = range(1, 8)


@dataclass(frozen=True, slots=True)
class TreeSentence:
    """The syntactic words of one sentence; all tuples have one entry a word.

    ``heads`` counts from 1, with 0 for the root; ``xpos`` and ``feats`` hold ``"_"`` where the treebank says nothing.
    """

    words: tuple[str, ...]
    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    feats: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    deprels: tuple[str, ...]


def read_trees(path: Path) -> list[TreeSentence]:
    """Return the sentences of the CoNLL-U file at ``path``, in its order; multi-word tokens appear as their words.

    Raises ``OSError`` when the file cannot be read and stanza's ``CoNLLError`` when it is not CoNLL-U.
    """
    with path.open(encoding="utf-8") as file:
        sentences, _ = CoNLL.load_conll(file)
    return [_tree([row for row in rows if "-" not in row[0]]) for rows in sentences]


def _tree(rows: list[list[str]]) -> TreeSentence:
    columns = list(zip(*rows, strict=True))
    return TreeSentence(
        words=columns[_FORM],
        upos=columns[_UPOS],
        xpos=columns[_XPOS],
        feats=columns[_FEATS],
        lemmas=columns[_LEMMA],
        heads=tuple(int(head) for head in columns[_HEAD]),
        deprels=columns[_DEPREL],
    )
