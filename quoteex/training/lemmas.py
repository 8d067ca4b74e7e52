"""Trains Stanza's lemmatizer: a dictionary of the treebanks' words, and a character model for all others.

The trainer and file format are Stanza's own. The character model sees each word type a few times rather than each
token, and made-up words beside the treebanks' own: see :func:`invented_words`.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from quoteex.training.conllu import Row, UdSentence, write_conllu
from quoteex.training.conventions import table
from quoteex.training.segmenting import SHORTHAND, arguments
from quoteex.training.treebanks import training_parts, write_treebanks

_SEED = 20
_WEIGHTS = {"gsd": 3, "parseme": 2, "pud": 2, "lit": 1}
"""German-GSD's own lemmas win where treebanks differ."""

_NAMES = ("NOUN", "PROPN", "X", "SYM", "NUM", "PUNCT")


class Lexeme(NamedTuple):
    """A word form with its word class and its lemma."""

    form: str
    upos: str
    lemma: str


def train_lemmatizer(data: Path, work: Path, *, epochs: int) -> Path:
    """Train on all treebanks; return the path of ``lemma.pt``. The sentences kept for choosing pick the epoch.

    Words of German-LIT count only where no other treebank has the form in that word class.
    """
    from stanza.models import lemmatizer

    folder = work / "lemma"
    folder.mkdir(parents=True, exist_ok=True)
    counts = lexemes(training_parts(data))
    words = list(counts) + list(invented_words(counts, seed=_SEED))
    repeated = [word for word in words for _ in range(math.ceil(math.sqrt(counts.get(word, 1))))]
    write_conllu(_sentences(repeated), folder / "train.conllu")
    options = {
        "train_file": folder / "train.conllu",
        "eval_file": write_treebanks(data, work)["choosing"],
        "shorthand": SHORTHAND,
        "save_dir": folder,
        "save_name": "lemma.pt",
        "num_epoch": epochs,
        "hidden_dim": 128,
        "dropout": 0.3,
        "emb_dropout": 0.2,
        "lr": 0.002,
        "batch_size": 64,
        "log_step": 500,
        "seed": _SEED,
    }
    lemmatizer.main(arguments(options))
    return folder / "lemma.pt"


def lexemes(parts: Mapping[str, Iterable[UdSentence]]) -> Counter[Lexeme]:
    """Return how often each word stands in the ``parts``, weighted by part; typing errors are left out."""
    counts: Counter[Lexeme] = Counter()
    for name, sentences in parts.items():
        known = {(word.form, word.upos) for word in counts} if name == "lit" else set()
        for sentence in sentences:
            for row in sentence.words:
                if "CorrectForm=" not in row.misc and "Typo=Yes" not in row.feats and (row.form, row.upos) not in known:
                    counts[Lexeme(row.form, row.upos, row.lemma)] += _WEIGHTS[name]
    return counts


def invented_words(counts: Counter[Lexeme], seed: int) -> Iterator[Lexeme]:
    """Yield words that follow from the known ones by rules that have no exceptions, in a fixed order for a ``seed``.

    Words of the closed classes, verbs and adjectives as they look at a sentence's start; participles and infinitives
    with ``zu`` of verbs with a particle; compounds of nouns whose lemma differs from the form.
    """
    chance = random.Random(seed)  # noqa: S311 (reproducible, nothing secret)
    known = {(word.form, word.upos) for word in counts}
    for word in sorted(counts):
        for new in _derived(word, chance):
            if (new.form, new.upos) not in known:
                known.add((new.form, new.upos))
                yield new


def _derived(word: Lexeme, chance: random.Random) -> Iterator[Lexeme]:
    form, upos, lemma = word
    if upos not in _NAMES and form[0].islower() and lemma[0].islower():
        yield Lexeme(form[0].upper() + form[1:], upos, lemma)
    if upos == "VERB" and form.startswith("ge") and not lemma.startswith("ge"):
        for (prefix,) in chance.sample(table("verb_particles.txt"), 3):
            yield Lexeme(prefix + form, upos, prefix + lemma)
    if upos == "VERB" and form == lemma and form.endswith("n") and len(form) <= 8:
        for (prefix,) in chance.sample(table("verb_particles.txt"), 2):
            yield Lexeme(f"{prefix}zu{form}", upos, prefix + lemma)
    if upos == "NOUN" and form != lemma and form[0].isupper() and form[1:].islower() and 4 <= len(form) <= 12:
        for (modifier,) in chance.sample(table("compound_modifiers.txt"), 2):
            yield Lexeme(modifier + form.lower(), upos, modifier + lemma.lower())


def _sentences(words: Sequence[Lexeme]) -> Iterator[UdSentence]:
    """Each word as a sentence of its own: the lemmatizer sees no context."""
    for word in words:
        yield UdSentence((), (Row("1", word.form, word.lemma, word.upos, "_", "_", "0", "root", "_", "_"),))
