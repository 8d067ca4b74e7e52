"""The UD treebanks that the language models learn from, read and brought to one convention.

Everything follows UD German-GSD (https://universaldependencies.org/treebanks/de_gsd/), because its test part is what
the models are measured on. Three hundred sentences of its dev part are kept for choosing between models and never
trained on; see :func:`choosing_sentences`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from quoteex.training.conllu import Row, UdSentence, read_conllu, write_conllu
from quoteex.training.conventions import from_lit, from_parseme
from quoteex.training.pud import from_pud

GSD_DEV = "de_gsd-ud-dev.conllu"
PUD = "de_pud-ud-test.conllu"
PARSEME = "de_gsd-parseme-subset.conllu"
LIT = "de_lit-ud-test.conllu"

_BLOCK = 25
"""Sentences of GSD dev follow each other as they did in their texts: split by runs, so that sentence borders, and
words that a text repeats, stay on one side."""
_CHOOSING_BLOCKS = frozenset(range(1, 32, 8)) | frozenset(range(3, 32, 8)) | frozenset(range(6, 32, 8))
_CONTRACTIONS = {
    "am": ("an", "dem"),
    "ans": ("an", "das"),
    "aufs": ("auf", "das"),
    "beim": ("bei", "dem"),
    "fürs": ("für", "das"),
    "im": ("in", "dem"),
    "ins": ("in", "das"),
    "vom": ("von", "dem"),
    "zum": ("zu", "dem"),
    "zur": ("zu", "der"),
}


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

    The file is taken as it is: for one convention over all treebanks, see :func:`training_sentences`.
    Raises ``OSError`` when the file cannot be read and stanza's ``CoNLLError`` when it is not CoNLL-U.
    """
    return trees(read_conllu(path))


def trees(sentences: Iterable[UdSentence]) -> list[TreeSentence]:
    """Return the ``sentences`` as plain columns of their syntactic words."""
    return [_tree(sentence.words) for sentence in sentences]


def _tree(words: Sequence[Row]) -> TreeSentence:
    return TreeSentence(
        words=tuple(word.form for word in words),
        upos=tuple(word.upos for word in words),
        xpos=tuple(word.xpos for word in words),
        feats=tuple(word.feats for word in words),
        lemmas=tuple(word.lemma for word in words),
        heads=tuple(int(word.head) for word in words),
        deprels=tuple(word.deprel for word in words),
    )


def choosing_sentences(data: Path) -> list[UdSentence]:
    """Return the 300 sentences of GSD dev that are kept for choosing, in the file's order.

    They are twelve runs of 25 sentences, spread over the file: of every eight runs the second, fourth and seventh.
    """
    return [sentence for i, sentence in enumerate(_gsd_dev(data)) if i // _BLOCK in _CHOOSING_BLOCKS]


def training_sentences(data: Path, *, lit: bool) -> list[UdSentence]:
    """Return all sentences to learn from: the rest of GSD dev, PUD, PARSEME's, and German-LIT if ``lit`` is true.

    ``data`` is the folder that holds ``treebanks/``. No sentence has the text of one that is kept for choosing.
    """
    parts = training_parts(data)
    return [sentence for name, part in parts.items() if lit or name != "lit" for sentence in part]


def training_parts(data: Path) -> dict[str, list[UdSentence]]:
    """Return the sentences to learn from by part: ``gsd``, ``pud``, ``parseme`` and ``lit``.

    Words of ``parseme`` and ``lit`` have no features (``_``), so a tagger must not learn features from these parts.
    ``lit`` was written around 1800 and is spelt accordingly.
    """
    folder = data / "treebanks"
    kept = {_key(sentence) for sentence in choosing_sentences(data)}
    gsd = [sentence for i, sentence in enumerate(_gsd_dev(data)) if i // _BLOCK not in _CHOOSING_BLOCKS]
    parts = {
        "gsd": gsd,
        "pud": [_convert(s, from_pud) for s in read_conllu(folder / PUD) if not _splits_abbreviation(s)],
        "parseme": [_convert(sentence, from_parseme) for sentence in read_conllu(folder / PARSEME)],
        "lit": [_convert(_split_contractions(sentence), from_lit) for sentence in read_conllu(folder / LIT)],
    }
    return {name: [sentence for sentence in part if _key(sentence) not in kept] for name, part in parts.items()}


def write_treebanks(data: Path, work: Path) -> dict[str, Path]:
    """Write each part and the sentences for choosing to ``work/treebanks/NAME.conllu``; return the paths by name.

    Names are those of :func:`training_parts` and ``choosing``.
    """
    folder = work / "treebanks"
    folder.mkdir(parents=True, exist_ok=True)
    parts = {**training_parts(data), "choosing": choosing_sentences(data)}
    paths = {name: folder / f"{name}.conllu" for name in parts}
    for name, sentences in parts.items():
        write_conllu(sentences, paths[name])
    return paths


def _gsd_dev(data: Path) -> list[UdSentence]:
    return read_conllu(data / "treebanks" / GSD_DEV)


def _key(sentence: UdSentence) -> str:
    """What two copies of one sentence share, however they are tokenised and whichever spaces they have."""
    return "".join(sentence.tokens).casefold()


def _splits_abbreviation(sentence: UdSentence) -> bool:
    """Whether ``z. B.`` is taken apart as ``zu dem B.``, which German-PUD does three times and nobody else."""
    return any("-" in row.id and row.form.endswith(".") for row in sentence.rows)


def _convert(sentence: UdSentence, convert: Callable[[Sequence[Row]], list[Row]]) -> UdSentence:
    words = iter(convert(sentence.words))
    return replace(sentence, rows=tuple(row if "-" in row.id else next(words) for row in sentence.rows))


def _split_contractions(sentence: UdSentence) -> UdSentence:
    """Return the sentence with each ``im`` that is one word (XPOS APPRART) as a multi-word token of two."""
    split = {row.id for row in sentence.words if row.xpos == "APPRART" and row.form.lower() in _CONTRACTIONS}
    if not split:
        return sentence
    moved = {row.id: str(int(row.id) + sum(int(s) < int(row.id) for s in split)) for row in sentence.words}
    moved["0"] = "0"
    rows: list[Row] = []
    for row in sentence.rows:
        new_id = "-".join(moved[part] for part in row.id.split("-"))
        new = row._replace(id=new_id, head=moved.get(row.head, row.head))
        rows.extend(_contraction(new) if row.id in split else [new])
    return replace(sentence, rows=tuple(rows))


def _contraction(row: Row) -> list[Row]:
    preposition, article = _CONTRACTIONS[row.form.lower()]
    first, second = int(row.id), int(row.id) + 1
    empty = Row(f"{first}-{second}", row.form, "_", "_", "_", "_", "_", "_", "_", row.misc)
    if row.form[0].isupper():
        preposition = preposition.capitalize()
    case = Row(row.id, preposition, preposition.lower(), "ADP", "APPR", "_", row.head, row.deprel, "_", "_")
    feats = "Definite=Def|PronType=Art"
    return [empty, case, Row(str(second), article, "der", "DET", "ART", feats, row.head, "det", "_", "_")]
