"""The language analysis: Stanza's German pipeline on the embedded models, and its result as plain records."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoteex.document import Analysis, Mention, Sentence, Span, Word
from quoteex.errors import ModelError
from quoteex.language.encoder import Encoder, load_encoder
from quoteex.language.manifest import check, read_manifest
from quoteex.language.remembering import RememberingEncoder
from quoteex.paragraphs import paragraphs

if TYPE_CHECKING:
    from stanza import Pipeline
    from stanza.models.common.doc import Document
    from stanza.models.common.doc import Sentence as StanzaSentence

ENCODER_NAME = "quoteex-de"
"""The name under which Stanza's models ask for the encoder."""
PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")
LONGEST_SENTENCE = 150
"""Words; a longer "sentence" (a list, a table, text without any full stop) is cut, since parsing is quadratic in it."""
BETWEEN = "\n\n"

# Stanza's time for a word is quadratic in its length.
_TOO_LONG = re.compile(r"\S{300}")
# Characters that mean nothing to the models, or that Stanza's reading of white space trips over.
_UNREADABLE = re.compile(r"[^\S \n]|[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


@dataclass(frozen=True, slots=True)
class ModelText:
    """What the models read in place of a text: its paragraphs, divided by blank lines, unreadable characters as spaces.

    ``starts`` are the paragraphs' offsets in ``text``, ``origins`` those in the original; within a paragraph offsets
    run in step.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def original(self, start: int, end: int) -> Span:
        """Translate a range that lies within one paragraph into the original text."""
        number = bisect_right(self.starts, start) - 1
        shift = self.origins[number] - self.starts[number]
        return Span(start + shift, end + shift)


def model_text(text: str) -> ModelText:
    """Prepare ``text`` for the models; see :class:`ModelText`."""
    pieces, starts, origins, at = [], [], [], 0
    for start, end in _readable_stretches(text):
        starts.append(at)
        origins.append(start)
        pieces.append(_UNREADABLE.sub(" ", text[start:end]).replace("\n", " "))
        at += end - start + len(BETWEEN)
    return ModelText(BETWEEN.join(pieces), tuple(starts), tuple(origins))


def _readable_stretches(text: str) -> Iterator[Span]:
    """Yield the paragraphs, cut inside of runs of characters without any space that are too long for a word."""
    for paragraph in paragraphs(text):
        start = paragraph.start
        for run in _TOO_LONG.finditer(text, *paragraph):
            yield Span(start, run.end())
            start = run.end()
        if start < paragraph.end:
            yield Span(start, paragraph.end)


class LanguagePipeline:
    """Tokens, sentences, UPOS, morphology, lemmas, trees and names of German text.

    ``models`` is the folder of the models, laid out as Stanza expects it (``MODELS/pos/quoteex.pt`` and so on, with
    ``resources.json`` beside ``MODELS``), plus ``encoder/`` and ``manifest.json``. Everything is loaded and checked at
    construction; nothing is ever fetched from a network. Raises :class:`ModelError` if a file is missing or damaged.
    """

    def __init__(self, models: Path) -> None:
        manifest = read_manifest(models)
        check(models, manifest)
        self.version = manifest.label
        self.encoder: Encoder = load_encoder(models / "encoder")
        self._remembering = RememberingEncoder(self.encoder.model)
        self.stanza = _stanza_pipeline(models, self.encoder, self._remembering)

    def analyze(self, text: str) -> Analysis:
        """Return the sentences and names of ``text``; every span lies in ``text`` as given, none is empty."""
        readable = model_text(text)
        if not readable.text.strip():  # blank, or nothing in it but unreadable characters
            return Analysis((), ())
        document = self.stanza.process(readable.text, processors=["tokenize", "mwt"])
        document = _cut_long_sentences(document)
        if document.sentences:
            try:
                document = self.stanza.process(document, processors=["pos", "lemma", "depparse", "ner"])
            finally:
                self._remembering.forget()
        sentences = tuple(_sentence(sentence, readable) for sentence in document.sentences)
        return Analysis(sentences, tuple(_mentions(document, readable, text)))


def _stanza_pipeline(models: Path, encoder: Encoder, remembering: RememberingEncoder) -> Pipeline:
    import stanza
    from stanza.models.common.foundation_cache import BertRecord, FoundationCache

    cache = FoundationCache(local_files_only=True)
    cache.bert[ENCODER_NAME] = BertRecord(remembering, encoder.tokenizer, {})
    try:
        with _without_optimizers():
            return stanza.Pipeline(
                models.name,
                dir=str(models.parent),
                package="default",
                processors=",".join(PROCESSORS),
                download_method=None,
                foundation_cache=cache,
                logging_level="ERROR",
                use_gpu=False,
            )
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        reason = " ".join(str(error).split())
        raise ModelError(f"{models}: Stanza cannot load these models ({reason}); install quoteex again") from error


@contextmanager
def _without_optimizers() -> Iterator[None]:
    """Keep Stanza from building, for each model it loads, an optimizer that only training needs.

    The first optimizer makes torch import its compiler, which takes longer than loading all the models.
    """
    from stanza.models.common import utils

    names = ("get_optimizer", "get_split_optimizer")
    kept = {name: getattr(utils, name) for name in names}
    try:
        for name in names:
            setattr(utils, name, lambda *_, **__: {})
        yield
    finally:
        for name, function in kept.items():
            setattr(utils, name, function)


def _cut_long_sentences(document: Document) -> Document:
    """Return the document with sentences of more than ``LONGEST_SENTENCE`` words cut into several."""
    if all(len(sentence.words) <= LONGEST_SENTENCE for sentence in document.sentences):
        return document
    from stanza.models.common.doc import Document

    cut = [part for sentence in document.to_dict() for part in _cut(sentence)]
    return Document(cut, text=document.text)


def _cut(sentence: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield runs of a sentence's entries of about ``LONGEST_SENTENCE`` words, words and tokens numbered anew."""
    part: list[dict[str, Any]] = []
    first, last = 1, 0
    for entry in sentence:
        ids = (entry["id"],) if isinstance(entry["id"], int) else tuple(entry["id"])
        # A multi-word token comes before its words, with their range as its id: no cut before all of them are there.
        if ids[0] > last and ids[0] - first >= LONGEST_SENTENCE:
            yield part
            part, first = [], ids[0]
        last = max(last, ids[-1])
        moved = tuple(value - first + 1 for value in ids)
        part.append({**entry, "id": moved if len(moved) > 1 else moved[0]})
    if part:
        yield part


def _sentence(sentence: StanzaSentence, readable: ModelText) -> Sentence:
    tokens = tuple(readable.original(token.start_char, token.end_char) for token in sentence.tokens)
    words = tuple(
        Word(
            text=word.text,
            span=span,
            lemma=word.lemma or word.text,
            upos=word.upos or "X",
            xpos=word.xpos or "",
            feats=word.feats or "",
            head=(word.head or 0) - 1,
            deprel=word.deprel or "dep",
        )
        for token, span in zip(sentence.tokens, tokens, strict=True)
        for word in token.words
    )
    return Sentence(Span(tokens[0].start, tokens[-1].end), tokens, words)


def _mentions(document: Document, readable: ModelText, text: str) -> Iterator[Mention]:
    for entity in document.ents:
        span = readable.original(entity.start_char, entity.end_char)
        yield Mention(span, text[span.start : span.end], entity.type)
