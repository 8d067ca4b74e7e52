"""Sentences with named entities to learn from: GermEval 2014 and Universal NER's German PUD, as BIO tags.

Sources: Benikova, Biemann & Reznicek 2014, "NoSta-D Named Entity Annotation for German"; Mayhew et al. 2024,
"Universal NER".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from quoteex.training.division import hyphen_pieces

KINDS = ("PER", "LOC", "ORG")
"""The kinds of entity that the models know."""

GERMEVAL_DEV = "germeval2014-dev.tsv"
GERMEVAL_TEST = "germeval2014-test-first3100.tsv"
UNER_PUD = "uner-de_pud.iob2"

_CHOOSING = 400
_LEFT_OUT = ("OTH", "OTHderiv", "OTHpart", *(kind + ending for kind in KINDS for ending in ("deriv", "part")))


@dataclass(frozen=True, slots=True)
class EntitySentence:
    """One sentence: its tokens, and for each the tag ``O``, ``B-KIND`` or ``I-KIND`` with one of :data:`KINDS`."""

    tokens: tuple[str, ...]
    tags: tuple[str, ...]


def choosing_entities(data: Path) -> list[EntitySentence]:
    """Return the sentences kept for choosing between models: the last 400 of the GermEval test part at hand.

    They lie next to the unseen rest of that part, which measures the result. ``data`` is the folder with ``ner/``.
    """
    return read_entities(data / "ner" / GERMEVAL_TEST)[-_CHOOSING:]


def training_entities(data: Path, *, pud: bool) -> list[EntitySentence]:
    """Return the sentences to learn from: GermEval dev, the rest of its test part, and with ``pud`` Universal NER.

    Universal NER's German PUD has a narrower LOC and ORG, so add it only where that does not cost F1 on
    the sentences of :func:`choosing_entities`; none of these is among the result.
    """
    folder = data / "ner"
    kept = {sentence.tokens for sentence in choosing_entities(data)}
    sentences = read_entities(folder / GERMEVAL_DEV) + read_entities(folder / GERMEVAL_TEST)[:-_CHOOSING]
    if pud:
        sentences += read_entities(folder / UNER_PUD)
    return [sentence for sentence in sentences if sentence.tokens not in kept]


def divided(sentence: EntitySentence) -> EntitySentence:
    """Return the sentence with its tokens divided at hyphens, as German-GSD and so the embedded tokenizer has them.

    The corpora keep ``EU-Gipfel`` whole; a name that is so divided stays one name.
    """
    tokens: list[str] = []
    tags: list[str] = []
    for token, tag in zip(sentence.tokens, sentence.tags, strict=True):
        pieces = hyphen_pieces(token)
        tokens += pieces
        tags += [tag, *["I" + tag[1:] if tag != "O" else "O"] * (len(pieces) - 1)]
    return EntitySentence(tuple(tokens), tuple(tags))


def read_entities(path: Path) -> list[EntitySentence]:
    """Return the sentences of a GermEval ``.tsv`` or Universal NER ``.iob2`` file, in its order.

    Of GermEval's two layers the outer one counts. ``OTH`` (works, events, brands: a small and mixed class, of which a
    model in between missed half), derived words (``-deriv``: "deutsche") and compounds with a name inside (``-part``:
    "EU-weit") become ``O``: nobody among them speaks.
    Universal NER has the same three kinds.

    Raises ``OSError`` when the file cannot be read and ``ValueError`` for a line or tag in neither format.
    """
    with path.open(encoding="utf-8") as file:
        return [_sentence(rows) for rows in _blocks(file)]


def _blocks(lines: Iterable[str]) -> Iterator[list[tuple[str, str]]]:
    """Yield (token, tag) pairs of each sentence: fields two and three of lines that start with a token number."""
    rows: list[tuple[str, str]] = []
    for number, line in enumerate(lines, 1):
        fields = line.rstrip("\n").split("\t")
        if not line.strip():
            if rows:
                yield rows
            rows = []
        elif not rows and line.startswith("#"):
            continue
        elif len(fields) >= 3 and fields[0].isdigit():
            rows.append((fields[1], fields[2]))
        else:
            raise ValueError(f"line {number}: expected NUMBER<tab>TOKEN<tab>TAG, found {line.strip()!r}")
    if rows:
        yield rows


def _sentence(rows: list[tuple[str, str]]) -> EntitySentence:
    tags: list[str] = []
    for _, tag in rows:
        mapped = _map_tag(tag)
        if mapped.startswith("I-") and (not tags or tags[-1][2:] != mapped[2:]):
            mapped = "B-" + mapped[2:]
        tags.append(mapped)
    return EntitySentence(tokens=tuple(token for token, _ in rows), tags=tuple(tags))


def _map_tag(tag: str) -> str:
    prefix, _, kind = tag.partition("-")
    if tag == "O" or (prefix in ("B", "I") and kind in _LEFT_OUT):
        return "O"
    if prefix not in ("B", "I") or kind not in KINDS:
        raise ValueError(f"unknown entity tag {tag!r}")
    return tag
