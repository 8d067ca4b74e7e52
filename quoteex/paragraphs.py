"""Where paragraphs begin and end; what is said of one paragraph never runs into the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from quoteex.document import Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_SENTENCE_END = tuple(".!?:;…\"'“”»«‘’‹›)]")
_WRAPPED_SHARE = 0.5


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs of ``text`` in order, without the white space around them; blank text has none.

    Blank lines divide paragraphs, and so does every other line break (of any kind), unless the text's lines are
    wrapped: when more than half of the lines that another one follows do not end like a sentence, line breaks mean
    nothing. Work is linear in the length of the text.
    """
    lines = list(_lines(text))
    wrapped = _is_wrapped(text, lines)
    found: list[Span] = []
    open_paragraph = False
    for start, end in lines:
        if start == end:
            open_paragraph = False
        elif open_paragraph and wrapped:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
            open_paragraph = True
    return tuple(found)


def _lines(text: str) -> Iterator[Span]:
    """Yield each line without the white space around it; blank lines are empty spans."""
    at = 0
    while at < len(text):
        match = _LINE.match(text, at)
        end = match.end() if match else len(text)
        line = text[at:end]
        start = at + len(line) - len(line.lstrip())
        yield Span(start, max(start, at + len(line.rstrip())))
        at = end


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    followed = [line for line, after in pairwise(lines) if line.start < line.end and after.start < after.end]
    running_on = sum(not text[line.start : line.end].endswith(_SENTENCE_END) for line in followed)
    # A lone heading above its text is no sign of wrapping.
    return len(followed) > 1 and running_on > _WRAPPED_SHARE * len(followed)
