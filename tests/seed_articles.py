"""The sample articles of ``seeds/`` with what is expected of them, for the tests that read them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).resolve().parent.parent / "seeds"

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ExpectedQuote:
    id: str
    type: str
    text: str
    spans: Spans
    speaker: str | None
    speaker_text: str | None
    cue: str | None


@dataclass(frozen=True, slots=True)
class Seed:
    name: str
    text: str
    quotes: tuple[ExpectedQuote, ...]
    not_quotes: tuple[tuple[str, Spans], ...]
    """Text and spans of what stands in quotation marks without being a quotation."""

    def direct(self) -> tuple[ExpectedQuote, ...]:
        return tuple(quote for quote in self.quotes if quote.type == "direct")


@cache
def load_seeds() -> tuple[Seed, ...]:
    return tuple(_load(path) for path in sorted(SEEDS.glob("*.txt")))


def _load(path: Path) -> Seed:
    expected: dict[str, Any] = json.loads(path.with_suffix(".expected.json").read_bytes())
    quotes = (ExpectedQuote(**{**quote, "spans": _spans(quote["spans"])}) for quote in expected["quotes"])
    not_quotes = ((item["text"], _spans(item["spans"])) for item in expected["not_quotes"])
    return Seed(path.stem, path.read_bytes().decode("utf-8"), tuple(quotes), tuple(not_quotes))


def _spans(pairs: list[list[int]]) -> Spans:
    return tuple((start, end) for start, end in pairs)
