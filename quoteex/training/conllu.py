"""CoNLL-U files as frozen records: what the treebank steps hand to each other.

Format: https://universaldependencies.org/format.html. Parsing is stanza's; enhanced (empty) nodes are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from stanza.utils.conll import CoNLL


class Row(NamedTuple):
    """One line of CoNLL-U: a syntactic word (``id`` ``"3"``) or the surface form of several (``"3-4"``)."""

    id: str
    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: str
    deprel: str
    deps: str
    misc: str


@dataclass(frozen=True, slots=True)
class UdSentence:
    """One sentence of a treebank: its comment lines (with ``#``) and its rows, in the file's order."""

    comments: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def words(self) -> tuple[Row, ...]:
        """The syntactic words: all rows but the ranges of multi-word tokens."""
        return tuple(row for row in self.rows if "-" not in row.id)

    @property
    def tokens(self) -> tuple[str, ...]:
        """The surface tokens: a multi-word token once, without its words."""
        return tuple(row.form for row in surface(self.rows))

    @property
    def text(self) -> str:
        """The sentence as it was written: tokens joined by one space, or by nothing after ``SpaceAfter=No``."""
        pieces = [row.form + ("" if "SpaceAfter=No" in row.misc else " ") for row in surface(self.rows)]
        return "".join(pieces).rstrip()


def surface(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that stand for surface tokens: ranges, and the words that no range covers."""
    kept: list[Row] = []
    covered = 0
    for row in rows:
        if "-" in row.id:
            covered = int(row.id.split("-")[1])
            kept.append(row)
        elif int(row.id) > covered:
            kept.append(row)
    return kept


def read_conllu(path: Path) -> list[UdSentence]:
    """Return the sentences of the file at ``path``, in its order.

    Raises ``OSError`` when the file cannot be read and stanza's ``CoNLLError`` when it is not CoNLL-U.
    """
    with path.open(encoding="utf-8") as file:
        sentences, comments = CoNLL.load_conll(file)
    return [
        UdSentence(comments=tuple(notes), rows=tuple(Row(*fields) for fields in rows))
        for rows, notes in zip(sentences, comments, strict=True)
    ]


def write_conllu(sentences: Iterable[UdSentence], path: Path) -> None:
    """Write ``sentences`` to ``path``; its ``# text`` line is made again from the tokens, other comments are kept."""
    with path.open("w", encoding="utf-8") as file:
        for sentence in sentences:
            for comment in sentence.comments:
                if not comment.startswith("# text ="):
                    print(comment, file=file)
            print(f"# text = {sentence.text}", file=file)
            for row in sentence.rows:
                print("\t".join(row), file=file)
            print(file=file)
