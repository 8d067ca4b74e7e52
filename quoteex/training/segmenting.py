"""Trains Stanza's tokenizer (which also divides sentences) and its expander of multi-word tokens; measures both.

The trainers and file formats are Stanza's own (Qi et al. 2018, "Universal Dependency Parsing from Scratch").
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from quoteex.training.conllu import Row, UdSentence, write_conllu
from quoteex.training.division import EXPANSIONS
from quoteex.training.surface import article_paragraphs, from_treebank, training_paragraphs, write_paragraphs
from quoteex.training.treebanks import choosing_sentences, training_parts, write_treebanks

SHORTHAND = "de_quoteex"
_SEED = 20


def train_tokenizer(data: Path, work: Path, *, steps: int) -> Path:
    """Train on the treebanks and the quotation corpus's training articles; return the path of ``tokenize.pt``.

    ``data`` is the folder of the corpora, ``work`` where files are written. Every 500 ``steps`` the sentences kept for
    choosing, joined by spaces, decide whether the model is saved.
    """
    from stanza.models import tokenizer

    folder = work / "tokenize"
    folder.mkdir(parents=True, exist_ok=True)
    parts = training_parts(data)
    articles = article_paragraphs(data / "quotes" / "train.jsonl")
    paragraphs = training_paragraphs([parts["gsd"], parts["parseme"], parts["pud"]], articles, seed=_SEED)
    write_paragraphs(paragraphs, folder / "train.txt", folder / "train.labels")
    kept = tuple(from_treebank(sentence) for sentence in choosing_sentences(data))
    write_paragraphs([kept], folder / "choosing.txt", folder / "choosing.labels")
    expansions = [[[form, words], 1] for form, words in EXPANSIONS.items()]
    (folder / "mwt.json").write_text(json.dumps(expansions), encoding="utf-8")
    options = {
        "txt_file": folder / "train.txt",
        "label_file": folder / "train.labels",
        "dev_txt_file": folder / "choosing.txt",
        "dev_label_file": folder / "choosing.labels",
        "dev_conll_gold": write_treebanks(data, work)["choosing"],
        "mwt_json_file": folder / "mwt.json",
        "lang": "de",
        "shorthand": SHORTHAND,
        "save_dir": folder,
        "save_name": "tokenize.pt",
        "max_seqlen": 300,
        "steps": steps,
        "eval_steps": 500,
        "report_steps": 100,
        "anneal_after": 1000,
        "anneal": 0.97,
        "seed": _SEED,
    }
    tokenizer.main(["--use_mwt", *arguments(options)])
    return folder / "tokenize.pt"


def train_expander(data: Path, work: Path) -> Path:
    """Make the expander of contractions, a dictionary; return the path of ``mwt.pt``.

    German has two dozen contractions and no productive ones: what the dictionary lacks stays one word.
    """
    from stanza.models import mwt_expander

    folder = work / "mwt"
    folder.mkdir(parents=True, exist_ok=True)
    parts = training_parts(data)
    sentences = [*parts["gsd"], *parts["parseme"], *parts["pud"], *map(_contraction, EXPANSIONS)]
    write_conllu(sentences, folder / "train.conllu")
    choosing = write_treebanks(data, work)["choosing"]
    options = {
        "train_file": folder / "train.conllu",
        "eval_file": choosing,
        "gold_file": choosing,
        "lang": "de",
        "shorthand": SHORTHAND,
        "save_dir": folder,
        "save_name": "mwt.pt",
    }
    mwt_expander.main(["--dict_only", "--no_force_exact_pieces", *arguments(options)])
    return folder / "mwt.pt"


def _contraction(form: str) -> UdSentence:
    """A sentence of one contraction, for those that no treebank at hand has."""
    preposition, article = EXPANSIONS[form]
    rows = (
        Row("1-2", form, "_", "_", "_", "_", "_", "_", "_", "_"),
        Row("1", preposition, preposition, "ADP", "APPR", "_", "0", "root", "_", "_"),
        Row("2", article, "der", "DET", "ART", "_", "1", "det", "_", "_"),
    )
    return UdSentence((), rows)


def arguments(options: Mapping[str, object]) -> list[str]:
    """Return ``options`` as a command line, which is what Stanza's trainers take."""
    return [part for name, value in options.items() for part in (f"--{name}", str(value))]
