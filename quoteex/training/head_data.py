"""What Stanza's tagger, parser and NER learn from, as the files that its trainers read."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from quoteex.training.conllu import UdSentence, surface, write_conllu
from quoteex.training.entities import EntitySentence, choosing_entities, divided, training_entities
from quoteex.training.surface import STYLES, from_treebank, restyle
from quoteex.training.treebanks import choosing_sentences, training_parts

_SEED = 20


def tagger_files(data: Path, folder: Path, *, lit: bool) -> tuple[list[Path], Path]:
    """Write the tagger's training files to ``folder`` and the one for choosing; return their paths.

    Parts with and without features stand in files of their own: Stanza skips a column only where a whole file lacks
    it, so the few features in parts without are blanked.
    """
    parts = training_parts(data)
    full = [*parts["gsd"], *parts["pud"]]
    bare = [_without_feats(sentence) for name in ("parseme", *(["lit"] if lit else [])) for sentence in parts[name]]
    paths = [folder / "full.conllu", folder / "bare.conllu"]
    for sentences, path in zip((full, bare), paths, strict=True):
        write_conllu([*sentences, *restyled(sentences, _SEED)], path)
    return paths, _choosing(data, folder)


def parser_files(data: Path, folder: Path, *, lit: bool) -> tuple[Path, Path]:
    """Write the parser's training file to ``folder`` and the one for choosing; return their paths."""
    parts: Mapping[str, list[UdSentence]] = training_parts(data)
    trees = [sentence for name, part in parts.items() if lit or name != "lit" for sentence in part]
    trees += list(restyled(trees, _SEED))
    # Sentences of one length keep the file's order in Stanza's batches, all through the training.
    random.Random(_SEED).shuffle(trees)  # noqa: S311 (reproducible, nothing secret)
    write_conllu(trees, folder / "train.conllu")
    return folder / "train.conllu", _choosing(data, folder)


def ner_files(data: Path, folder: Path, *, pud: bool) -> tuple[Path, Path]:
    """Write the NER's training file to ``folder`` and the one for choosing; return their paths.

    Sentences that our tokenizer divides in another way than the corpora stand there in both ways.
    """
    sentences = training_entities(data, pud=pud)
    again = [other for sentence in sentences if (other := divided(sentence)) != sentence]
    write_entities([*sentences, *again], folder / "train.json")
    write_entities(choosing_entities(data), folder / "choosing.json")
    return folder / "train.json", folder / "choosing.json"


def restyled(sentences: Iterable[UdSentence], seed: int) -> Iterator[UdSentence]:
    """Yield the ``sentences`` that hold quotation marks or dashes once more, with marks in another style.

    The treebanks know only two styles of marks, articles a dozen.
    """
    chance = random.Random(seed)  # noqa: S311 (reproducible, nothing secret)
    for sentence in sentences:
        tokens = restyle(from_treebank(sentence), chance.choice(STYLES))
        forms = {row.id: token.text for row, token in zip(surface(sentence.rows), tokens, strict=True)}
        rows = tuple(row._replace(form=forms.get(row.id, row.form)) for row in sentence.rows)
        if rows != sentence.rows:
            yield replace(sentence, rows=rows)


def write_entities(sentences: Iterable[EntitySentence], path: Path) -> None:
    """Write ``sentences`` as the JSON that Stanza's NER trainer reads."""
    rows = [
        [{"text": token, "ner": tag} for token, tag in zip(sentence.tokens, sentence.tags, strict=True)]
        for sentence in sentences
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _without_feats(sentence: UdSentence) -> UdSentence:
    return replace(sentence, rows=tuple(row._replace(feats="_") for row in sentence.rows))


def _choosing(data: Path, folder: Path) -> Path:
    path = folder / "choosing.conllu"
    write_conllu(choosing_sentences(data), path)
    return path
