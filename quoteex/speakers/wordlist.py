"""Word lists of ``quoteex/lexicon``: plain text, one entry a line, ``#`` begins a comment, ``*x`` means "ends in x"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class WordList:
    """Words and word endings, casefolded. ``word in word_list`` compares without regard to case."""

    words: frozenset[str]
    endings: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        folded = word.casefold()
        return folded in self.words or folded.endswith(self.endings)


def parse_wordlist(lines: Iterable[str]) -> WordList:
    """Return the list written in ``lines``; comments and empty lines count for nothing."""
    entries = [entry for line in lines if (entry := line.partition("#")[0].strip().casefold())]
    return WordList(
        words=frozenset(entry for entry in entries if not entry.startswith("*")),
        endings=tuple(sorted({entry[1:] for entry in entries if entry.startswith("*") and len(entry) > 1})),
    )


@cache
def read_wordlist(name: str) -> WordList:
    """Return ``quoteex/lexicon/NAME.txt``, read once a process."""
    text = files("quoteex").joinpath("lexicon", f"{name}.txt").read_text(encoding="utf-8")
    return parse_wordlist(text.splitlines())
