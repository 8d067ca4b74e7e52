"""Abbreviations that a text introduces in brackets: "die Gewerkschaft der Polizei (GdP)".

Found by the letters, after Schwartz & Hearst 2003, "A Simple Algorithm for Identifying Abbreviation Definitions": the
shortest run of words before the bracket that has the abbreviation's letters in their order and begins with the first.
"""

from __future__ import annotations

import re

_BRACKET = re.compile(r"\(\s*(?=[^()\s]*[A-ZÄÖÜ][^()\s]*[A-ZÄÖÜ])([A-ZÄÖÜ][\w/-]{1,9})\s*\)")
_WORD = re.compile(r"[^\s(),;:„“”»«\"]+")
_REACH = 120
"""Code points before a bracket in which its long form is looked for."""


def abbreviations(text: str) -> dict[str, str]:
    """Return the long form of each abbreviation that ``text`` explains in brackets; the first explanation counts."""
    found: dict[str, str] = {}
    for bracket in _BRACKET.finditer(text):
        before = text[max(0, bracket.start() - _REACH) : bracket.start()]
        before = re.split(r"[.!?:;\n„“”»«]", before)[-1]
        long = _long_form(bracket[1], before)
        if long is not None:
            found.setdefault(bracket[1], long)
    return found


def _long_form(short: str, before: str) -> str | None:
    """Return the shortest run of words at the end of ``before`` that ``short`` can stand for."""
    letters = [letter.casefold() for letter in short if letter.isalpha()]
    for word in reversed(list(_WORD.finditer(before))):
        candidate = before[word.start() :].strip()
        if word[0][0].isupper() and word[0][0].casefold() == letters[0] and _has_in_order(candidate, letters):
            return " ".join(candidate.split()) if candidate != short else None
    return None


def _has_in_order(text: str, letters: list[str]) -> bool:
    rest = iter(text.casefold())
    return all(letter in rest for letter in letters)
