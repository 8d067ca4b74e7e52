"""The search for quotations: model and marks over one analysed article."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from quoteex.document import Analysis, Attribution, Part, Quote, QuoteType, Span, part_of
from quoteex.errors import ModelError
from quoteex.language.encoder import Encoder, load_encoder
from quoteex.language.manifest import check, read_manifest
from quoteex.quotes.decoding import Thresholds, candidates
from quoteex.quotes.features import word_types
from quoteex.quotes.fragments import called, inner, without_bare
from quoteex.quotes.marks import find_marked
from quoteex.quotes.merge import Found, Words, merge
from quoteex.quotes.network import NetworkSizes, QuoteHeads

CONFIG, WEIGHTS = "config.json", "model.safetensors"


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve from the model's own figures to how often such a quotation is right (Platt 1999)."""

    anchor: float = 1.0
    certainty: float = 1.0
    constant: float = 0.0

    def confidence(self, anchor: float, certainty: float) -> float:
        """Return the calibrated probability, rounded to two digits."""
        score = self.anchor * _logit(anchor) + self.certainty * _logit(certainty) + self.constant
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))), 2)


def _logit(probability: float) -> float:
    inside = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(inside / (1 - inside))


@dataclass(frozen=True, slots=True)
class QuoteModel:
    """The heads with the figures that were chosen for them."""

    heads: QuoteHeads
    thresholds: Thresholds
    direct: Calibration
    other: Calibration


def load_quote_model(folder: Path) -> QuoteModel:
    """Load the quotation model from its folder; raises :class:`ModelError` if it does not hold one."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        heads = QuoteHeads(NetworkSizes(**config["sizes"]))
        heads.load_state_dict({name: value.float() for name, value in load_file(folder / WEIGHTS).items()})
        return QuoteModel(
            heads.eval(),
            Thresholds(**config["thresholds"]),
            Calibration(**config["calibration"]["direct"]),
            Calibration(**config["calibration"]["other"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        reason = " ".join(str(error).split())
        raise ModelError(f"{folder}: no quotation model here ({reason}); install quoteex again") from error


def save_quote_model(model: QuoteModel, folder: Path) -> None:
    """Write the quotation model to a folder: weights as fp16 safetensors, all else as JSON."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: value.half().contiguous() for name, value in model.heads.state_dict().items()}, folder / WEIGHTS)
    config = {
        "sizes": asdict(model.heads.sizes),
        "thresholds": asdict(model.thresholds),
        "calibration": {"direct": asdict(model.direct), "other": asdict(model.other)},
    }
    (folder / CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


class QuoteFinder:
    """Finds quotations in an analysed text.

    ``models`` is the folder of the models; ``encoder`` the encoder if it is loaded already. Raises
    :class:`ModelError` if files are missing or damaged.
    """

    def __init__(self, models: Path, encoder: Encoder | None = None) -> None:
        manifest = read_manifest(models)
        if encoder is None:
            check(models, manifest)
            encoder = load_encoder(models / "encoder")
        self.version = manifest.label
        self.encoder = encoder
        self.model = load_quote_model(models / "quotes")

    def find(self, text: str, analysis: Analysis) -> tuple[Quote, ...]:
        """Return the quotations in order of first span, an outer one before one inside it that begins with it.

        A speaker is as yet only the words that name it: its id is empty, its name those words.
        """
        tokens = [token for sentence in analysis.sentences for token in sentence.tokens]
        if not tokens:
            return ()
        return _quotes(text, find_words(text, tokens, self.encoder, self.model), self.model)


def find_words(text: str, tokens: list[Span], encoder: Encoder, model: QuoteModel) -> tuple[Found, ...]:
    """Return the quotations of a text, given its tokens (at least one), in order of first span."""
    states = encoder.word_states([text[start:end] for start, end in tokens], word_types(text, tokens))
    words = Words(tokens)
    marked = find_marked(text)
    openings = {inside.start for stretch in marked if (inside := words.within(stretch.span))}
    names = called(text, tokens, openings)
    found = merge(candidates(model.heads, states, model.thresholds, openings, names), marked, words, model.thresholds)
    return without_bare(found, inner(text, tokens, openings) - names, model.thresholds.bare)


def _quotes(text: str, found: tuple[Found, ...], model: QuoteModel) -> tuple[Quote, ...]:
    parents = parents_of(found)
    return tuple(
        Quote(
            id=f"q{number}",
            type=item.type,
            medium=item.medium,
            part=part_of(text, item.spans),
            speaker=_speaker(text, item.parts["speaker"]),
            cue=_part(text, item.parts["cue"]),
            frame=_part(text, item.parts["frame"]),
            addressee=_part(text, item.parts["addressee"]),
            parent=None if parent is None else f"q{parent + 1}",
            confidence=(model.direct if item.type == QuoteType.DIRECT else model.other).confidence(
                item.anchor, item.certainty
            ),
        )
        for number, (item, parent) in enumerate(zip(found, parents, strict=True), start=1)
    )


def parents_of(found: tuple[Found, ...]) -> tuple[int | None, ...]:
    """Return for each quotation the index of the smallest one that holds all its words and more, if any."""
    by_word: dict[int, list[int]] = {}
    for number, item in enumerate(found):
        for word in item.words:
            by_word.setdefault(word, []).append(number)
    result: list[int | None] = []
    for item in found:
        around = [number for number in by_word.get(min(item.words), []) if item.words < found[number].words]
        result.append(min(around, key=lambda number: len(found[number].words), default=None))
    return tuple(result)


def _part(text: str, spans: tuple[Span, ...]) -> Part | None:
    return part_of(text, spans) if spans else None


def _speaker(text: str, spans: tuple[Span, ...]) -> Attribution | None:
    part = _part(text, spans)
    return None if part is None else Attribution("", part.text, part)
