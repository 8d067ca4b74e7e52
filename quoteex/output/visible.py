"""Text from outside, made safe to show on a terminal: what would act on it becomes visible instead."""

from __future__ import annotations

import re

# Bidirectional controls can make a line read other than it is stored ("Trojan Source", Boucher & Anderson 2021).
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSAFE = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff{_BIDI}]")
_BLANKS = re.compile(r"\s+")

_FIRST_PICTURE = 0x2400  # U+2400 SYMBOL FOR NULL: pictures of U+0000 to U+001F stand in the same order
_DELETE, _DELETE_PICTURE = 0x7F, "\u2421"
_SPACE = 0x20


def visible(text: str) -> str:
    """Return ``text`` on one line: runs of white space as one space, control characters as pictures or code points.

    ``ESC`` becomes ``␛``, a right-to-left override ``<U+202E>``; so do lone surrogates, which no terminal can show.
    """
    return _UNSAFE.sub(_picture, _BLANKS.sub(" ", text))


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < _SPACE:
        return chr(_FIRST_PICTURE + code)
    return _DELETE_PICTURE if code == _DELETE else f"<U+{code:04X}>"
