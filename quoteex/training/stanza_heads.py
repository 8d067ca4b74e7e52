"""Trains the small models that read the frozen encoder: Stanza's tagger, its parser and its NER.

Stanza's own trainers and file format (Qi et al. 2018, "Universal Dependency Parsing from Scratch"; Dozat & Manning
2017, "Deep Biaffine Attention"), with three things changed while they run: the encoder is ours and remembers each
sentence's states, the learning rate falls to zero, and the finished file is stripped of what nothing reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch

from quoteex.language.encoder import load_encoder
from quoteex.language.pipeline import ENCODER_NAME
from quoteex.language.remembering import RememberingEncoder
from quoteex.training.head_data import ner_files, parser_files, tagger_files
from quoteex.training.segmenting import arguments

# Stanza treats STTS tags as whole words only for treebanks that it knows.
SHORTHAND = "de_gsd"
_SEED = 20

_SMALL: dict[str, object] = {
    "shorthand": SHORTHAND,
    "word_emb_dim": 0,
    "num_layers": 1,
    "optim": "adam",
    "max_grad_norm": 1.0,
    "log_step": 100,
    "seed": _SEED,
    "device": "cpu",
}
"""What all three have in common: one layer of BiLSTM over the encoder's states, no word vectors, no characters."""
_FLAGS = ("--no_char", "--no_pretrain")

_POS: dict[str, object] = {
    "lang": "de",
    "hidden_dim": 128,
    "deep_biaff_hidden_dim": 128,
    "composite_deep_biaff_hidden_dim": 64,
    "tag_emb_dim": 24,
    "batch_size": 48,
    "dropout": 0.4,
    "word_dropout": 0.1,
    "lr": 2e-3,
    "word_cutoff": 1_000_000,
    "augment_nopunct": 0.1,
}
_DEPPARSE: dict[str, object] = {
    "lang": "de",
    "hidden_dim": 256,
    "deep_biaff_hidden_dim": 160,
    "tag_emb_dim": 0,
    "batch_size": 800,
    "dropout": 0.4,
    "word_dropout": 0.1,
    "lr": 2e-3,
    "beta2": 0.95,
    "weight_decay": 0.0,
    "word_cutoff": 1_000_000,
    "augment_nopunct": 0.1,
}
_NER: dict[str, object] = {
    "hidden_dim": 160,
    "batch_size": 32,
    "dropout": 0.4,
    "lr": 1e-3,
    "lr_decay": 0,
    "min_lr": 0,
    "scheme": "bioes",
}


@dataclass(frozen=True, slots=True)
class Frozen:
    """The finished encoder with its Hugging Face tokenizer, and how many of its last layers the heads average."""

    encoder: RememberingEncoder
    tokenizer: Any
    layers: int


class StanzaTrainer(Protocol):
    """What the three trainers have in common."""

    def update(self, batch: object, eval: bool = False) -> object:  # noqa: A002, FBT001, FBT002
        """Take one step of training (or, to evaluate, none); return its loss."""


def load_frozen(folder: Path, layers: int = 1) -> Frozen:
    """Load the encoder from its Hugging Face ``folder``.

    Stanza averages the last ``layers``: its weights for them do not learn while the encoder is frozen.
    """
    loaded = load_encoder(folder)
    return Frozen(RememberingEncoder(loaded.model, layers), loaded.tokenizer, layers)


# Training -----------------------------------------------------------------------------------------------------------


def train_tagger(data: Path, work: Path, frozen: Frozen, *, steps: int, lit: bool) -> Path:
    """Train UPOS, XPOS (STTS) and features; return the path of ``pos.pt``.

    ``data`` is the folder of the corpora, ``work`` where files are written. The sentences kept for choosing pick the
    best of twelve checkpoints.
    """
    from stanza.models import tagger
    from stanza.models.pos.trainer import Trainer

    folder = _folder(work, "pos")
    files, choosing = tagger_files(data, folder, lit=lit)
    options = {
        "train_file": ";".join(map(str, files)),
        "eval_file": choosing,
        "max_steps_before_stop": steps,
    }
    flags = ("--fix_eval_interval", "--no_second_optim")
    with lent(frozen), falling_rate(Trainer, steps):
        tagger.main([*flags, *_options(folder, "pos.pt", frozen, steps, _POS | options)])
    return strip(folder / "pos.pt")


def train_parser(data: Path, work: Path, frozen: Frozen, *, steps: int, lit: bool) -> Path:
    """Train the parser; return the path of ``depparse.pt``. See :func:`train_tagger`."""
    from stanza.models import parser
    from stanza.models.depparse.trainer import Trainer

    folder = _folder(work, "depparse")
    train, choosing = parser_files(data, folder, lit=lit)
    options = {"train_file": train, "eval_file": choosing, "max_steps_before_stop": steps}
    flags = ("--no_checkpoint", "--no_second_optim", "--no_plateau")
    with lent(frozen), falling_rate(Trainer, steps):
        parser.main([*flags, *_options(folder, "depparse.pt", frozen, steps, _DEPPARSE | options)])
    return strip(folder / "depparse.pt")


def train_ner(data: Path, work: Path, frozen: Frozen, *, steps: int, pud: bool) -> Path:
    """Train names (PER, LOC, ORG); return the path of ``ner.pt``.

    The last 400 sentences of the GermEval test part at hand pick the checkpoint. ``pud`` adds Universal NER's.
    """
    from stanza.models import ner_tagger
    from stanza.models.ner.trainer import Trainer

    folder = _folder(work, "ner")
    train, choosing = ner_files(data, folder, pud=pud)
    options = {"train_file": train, "eval_file": choosing, "max_steps_no_improve": steps}
    with lent(frozen), falling_rate(Trainer, steps):
        ner_tagger.main(_options(folder, "ner.pt", frozen, steps, _NER | options))
    return strip(folder / "ner.pt")


def _options(folder: Path, name: str, frozen: Frozen, steps: int, options: Mapping[str, object]) -> list[str]:
    common = {
        "bert_model": ENCODER_NAME,
        "bert_hidden_layers": frozen.layers,
        "save_dir": folder,
        "save_name": name,
        "max_steps": steps,
        "eval_interval": max(1, steps // 12),
    }
    return [*_FLAGS, *arguments(_SMALL | common | dict(options))]


def _folder(work: Path, name: str) -> Path:
    folder = work / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def lent(frozen: Frozen) -> Iterator[None]:
    """While this lasts, whatever encoder Stanza loads is ``frozen``."""
    from stanza.models.common import bert_embedding

    def load(*_: object, **__: object) -> tuple[RememberingEncoder, Any]:
        return frozen.encoder, frozen.tokenizer

    with _replaced(bert_embedding, "load_bert", load):
        yield


@contextmanager
def falling_rate(trainer: type[StanzaTrainer], steps: int, warm_up: float = 0.05) -> Iterator[None]:
    """While this lasts, the learning rate of a Stanza ``trainer`` class rises, then falls to zero over its ``steps``.

    Stanza's own trainers keep the rate, or lower it when scores stall; that wants several times the steps.
    """
    update = trainer.update
    taken = 0

    def scheduled(self: StanzaTrainer, batch: object, eval: bool = False) -> object:  # noqa: A002, FBT001, FBT002
        nonlocal taken
        if not eval:
            share = min((taken + 1) / (warm_up * steps), max(0.01, 1 - taken / steps))
            for group in _groups(self):
                group["lr"] = group.setdefault("full_lr", group["lr"]) * share
            taken += 1
        return update(self, batch, eval)

    with _replaced(trainer, "update", scheduled):
        yield


def _groups(trainer: StanzaTrainer) -> Iterator[dict[str, Any]]:
    """The groups of parameters of its one optimizer, or of several by name, whichever it has."""
    optimizers = getattr(trainer, "optimizers", None) or getattr(trainer, "optimizer", {})
    for optimizer in optimizers.values() if isinstance(optimizers, dict) else [optimizers]:
        yield from optimizer.param_groups


@contextmanager
def _replaced(owner: object, name: str, value: Callable[..., Any]) -> Iterator[None]:
    old = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, old)


# The finished file --------------------------------------------------------------------------------------------------

_UNREAD = ("word", "lemma", "delta")
"""Vocabularies of words, which Stanza's models carry even if they have no word vectors."""
_LEARNING = ("model", "vocab", "config", "model_type")
"""What a model needs of its file; the rest (optimizer, scores so far) is for going on with the training."""


def strip(path: Path) -> Path:
    """Write the Stanza model at ``path`` anew, in half precision, without paths, word lists and optimizer state.

    Stanza loads it as before. Returns ``path``; raises ``ValueError`` if the file holds weights of an encoder.
    """
    from stanza.models.common.vocab import VOCAB_PREFIX

    saved = torch.load(path, map_location="cpu", weights_only=True)
    if any(name.startswith("bert_model.") for name in saved["model"]):
        raise ValueError(f"{path}: holds a copy of the encoder; train with a frozen one")
    kept = {name: saved[name] for name in _LEARNING if name in saved}
    kept["model"] = {name: _half(value) for name, value in saved["model"].items()}
    kept["config"] = {name: None if _is_place(name) else value for name, value in saved["config"].items()}
    for name in set(_UNREAD) & set(kept["vocab"]):
        prefix: Sequence[str] = VOCAB_PREFIX
        kept["vocab"][name] |= {
            "_id2unit": list(prefix),
            "_unit2id": {unit: number for number, unit in enumerate(prefix)},
        }
    new = path.with_suffix(".new")
    torch.save(kept, new)
    new.replace(path)
    return path


def _half(value: torch.Tensor) -> torch.Tensor:
    return value.half() if value.is_floating_point() else value


def _is_place(name: str) -> bool:
    return name.endswith(("_dir", "_file", "_save_name", "save_name", "load_name", "continue_from"))
