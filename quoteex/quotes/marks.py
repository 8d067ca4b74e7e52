"""Pairing the quotation marks of German text, exactly and in linear time.

Marks and their partners follow German, Austrian and Swiss usage (Amtliches Regelwerk, §§ 89 to 95, and the
typographic variants that newspapers use), with the English, French and typewriter forms found in German news. Each
mark is judged by what stands beside it and by what is open; where that does not decide (an apostrophe or a closing
mark? an inch sign?), by the next mark of its kind in the paragraph. Nothing is paired across a paragraph's border.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from itertools import pairwise
from typing import NamedTuple

from quoteex.document import Span

# Each opening mark with the marks that close it. The first is the proper partner, the others are common slips.
_CLOSERS: Mapping[str, tuple[str, ...]] = {
    "„": ("“", "”", '"', "''", "„"),
    ",,": ("''", "“", "”", '"'),
    "``": ("''", "”", '"'),
    "“": ("”", "“", '"'),
    "”": ("”", "“", '"'),
    '"': ('"', "”", "“"),
    "''": ("''",),
    "»": ("«",),
    "«": ("»",),
    "›": ("‹",),
    "‹": ("›",),
    "‚": ("‘", "’", "'"),
    "‘": ("’", "'"),
    "'": ("'",),
}
_LOW = frozenset({"„", ",,", "``", "‚"})  # only ever opening, but for slips
_DOUBLE = frozenset({"“", "”", '"', "''"})
_GUILLEMETS = frozenset("»«›‹")
_SINGLE = frozenset("'‘’")
# Three or more commas, backticks or apostrophes in a row match here, but are no mark.
_MARK = re.compile(r",{2,}|`{2,}|'{2,}|[„“”\"»«›‹‚‘’']")
_INK = re.compile(r"\S")

# What may stand beside a mark, one letter a class; all else is told by str.isalnum and str.isspace.
_SPACE, _NARROW, _WORD, _DIGIT, _MARKS, _OPENING, _CLOSING, _JOINING, _OTHER = " ~a9m(.-o"
_CLASSES: Mapping[str, str] = {
    **dict.fromkeys("\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}", _SPACE),
    # Set inside the marks by French typography.
    **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}", _NARROW),
    **dict.fromkeys("„“”\"»«›‹‚‘’'`", _MARKS),
    **dict.fromkeys("([{", _OPENING),
    **dict.fromkeys(".,;!?)]}", _CLOSING),
    **dict.fromkeys("-‐‑–—/:=", _JOINING),
}
_BEFORE_OPENING = frozenset((_SPACE, _NARROW, _OPENING))
_INSIDE_WORD = frozenset((_WORD, _DIGIT))
_AFTER_OPENING = frozenset((_WORD, _DIGIT, _MARKS, _OPENING, _JOINING, _OTHER))

# Shortened words whose apostrophe stands in front ('n, 'ne, 's, 'raus, '90er): it opens nothing.
_ELISION = re.compile(r"(?:n(?:e[mnrs]?)?|[mrst]|r(?:an|auf|aus|ein|über|um|unter)|\d\d(?:ern?|s))(?!\w)")
_SHORT_YEAR = re.compile(r"\d\d(?!\w)")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of text in quotation marks, never empty, within one paragraph.

    ``span`` reaches from the opening mark to after the closing one, ``inner`` lies between the marks. ``depth`` is the
    number of other stretches around this one. ``closed`` is false where the closing mark is missing: then both spans
    end where the paragraph (without trailing white space) or the stretch around ends. ``continued`` is true where the
    mark at a paragraph's start takes up again what the paragraph before left open.
    """

    span: Span
    inner: Span
    depth: int
    closed: bool
    continued: bool


class State(IntEnum):
    """What :func:`mark_state` says of a character."""

    OUTSIDE = 0
    OPENING = 1
    INSIDE = 2
    CLOSING = 3


def find_marked(text: str) -> tuple[Marked, ...]:
    """Return what stands in quotation marks in ``text``, in order of start; stretches are nested or disjoint.

    Titles, terms and scare quotes are found like quotations: telling them apart is not this module's task. Apostrophes,
    inch and minute signs, guillemets as bullets or between the steps of a path, and closing marks without an opening
    one give nothing. Paragraphs are divided by blank lines, or by line breaks where the text has no blank line.
    """
    found: list[_Open] = []
    left_open: Sequence[_Open] = ()
    for start, end in _paragraphs(text):
        pairing = _Pairing(text, start, end, left_open)
        found.extend(pairing.run())
        left_open = pairing.left_open
    return tuple(_nest(text, found))


def mark_state(text: str) -> bytes:
    """Return one byte for each character of ``text``: a value of :class:`State`.

    The marks of nested stretches count as opening and closing ones too, their text as inside. A stretch left open is
    inside up to its paragraph's end.
    """
    state = bytearray(len(text))  # OUTSIDE everywhere
    for marked in find_marked(text):
        (start, end), (inner_start, inner_end) = marked.span, marked.inner
        if marked.depth == 0:
            state[inner_start:inner_end] = bytes([State.INSIDE]) * (inner_end - inner_start)
        state[start:inner_start] = bytes([State.OPENING]) * (inner_start - start)
        state[inner_end:end] = bytes([State.CLOSING]) * (end - inner_end)
    return bytes(state)


@dataclass(slots=True)
class _Open:
    """An opening mark on its way to a :class:`Marked`."""

    mark: str
    start: int
    inner_start: int
    firm: bool
    """Whether it is reported even if nothing closes it."""
    continued: bool = False
    inner_end: int = 0
    end: int = 0
    closed: bool = False


class _Mark(NamedTuple):
    """A possible mark with the classes of its neighbours."""

    text: str
    start: int
    end: int
    left: str
    right: str

    @property
    def looks_opening(self) -> bool:
        return self.left in _BEFORE_OPENING and self.right in _AFTER_OPENING


class _Action(Enum):
    IGNORE = 0
    OPEN = 1
    CLOSE = 2


@dataclass(slots=True)
class _Pairing:
    """Pairs the marks of the paragraph ``text[start:end]``; ``before`` is what the paragraph before left open."""

    text: str
    start: int
    end: int
    before: Sequence[_Open]
    stack: list[_Open] = field(default_factory=list)
    accepted: Counter[str] = field(default_factory=Counter)
    """How many marks on the stack each closing mark could close: no search is needed where there are none."""
    opened_at: int = -1
    """Where the last opening mark ends: a mark that follows at once opens too."""
    resumed: int = 0
    marks: Sequence[_Mark] = ()
    ahead: Sequence[_Mark | None] = ()
    last_close: dict[str, int] = field(default_factory=dict)
    left_open: Sequence[_Open] = ()

    def run(self) -> Iterator[_Open]:
        """Yield all stretches; afterwards ``left_open`` holds those that the paragraph leaves open, outermost first."""
        self.marks = [self._mark(match) for match in _MARK.finditer(self.text, self.start, self.end)]
        self._look_ahead()
        for index, mark in enumerate(self.marks):
            action = self._action(index, mark)
            if action is _Action.OPEN:
                self._push(mark)
            elif action is _Action.CLOSE:
                yield from self._close(mark)
        self.left_open = tuple(opened for opened in self.stack if opened.mark not in _SINGLE)
        while self.stack:
            yield self._pop(self.end, self.end)

    def _class_at(self, position: int) -> str:
        if not self.start <= position < self.end:
            return _SPACE
        char = self.text[position]
        known = _CLASSES.get(char)
        if known is not None:
            return known
        if char.isalnum():
            return _DIGIT if char.isdigit() else _WORD
        return _SPACE if char.isspace() else _OTHER

    def _mark(self, match: re.Match[str]) -> _Mark:
        start, end = match.span()
        right = self._class_at(end)
        if right == _CLOSING and self.text[end] == "." and self._class_at(end + 1) in (_CLOSING, _WORD, _DIGIT):
            right = _OTHER  # "... und", ".NET"
        return _Mark(match.group(), start, end, self._class_at(start - 1), right)

    def _look_ahead(self) -> None:
        """Note for each mark the next one that may be its rival, from the paragraph's end backwards."""
        ahead: list[_Mark | None] = [None] * len(self.marks)
        following: dict[str, _Mark] = {}
        for index in range(len(self.marks) - 1, -1, -1):
            mark = self.marks[index]
            group = _group(mark.text)
            ahead[index] = following.get(group)
            if group != "single" or self._is_sure(mark):
                following[group] = mark
            if group == "single" and mark.left not in _BEFORE_OPENING and mark.right not in _INSIDE_WORD:
                self.last_close.setdefault(mark.text, index)
        self.ahead = ahead

    def _is_sure(self, mark: _Mark) -> bool:
        """Whether a single mark is surely none of the usual apostrophes (geht's, Scholz' Amt, 'ne)."""
        if mark.text == "‚":
            return True
        if mark.left in _INSIDE_WORD:
            return not (mark.right in _INSIDE_WORD or self._before_word(mark))
        return not (mark.left in _BEFORE_OPENING and (mark.text == "’" or self._is_elision(mark)))

    def _before_word(self, mark: _Mark) -> bool:
        return mark.right == _SPACE and self._class_at(mark.end + 1) in _INSIDE_WORD

    def _is_elision(self, mark: _Mark) -> bool:
        return _ELISION.match(self.text, mark.end) is not None

    def _action(self, index: int, mark: _Mark) -> _Action:
        if mark.text in _SINGLE:
            return self._single(index, mark)
        if mark.text in _GUILLEMETS:
            return self._guillemet(index, mark)
        if mark.text in _LOW:
            return self._low(mark)
        return self._double(index, mark) if mark.text in _DOUBLE else _Action.IGNORE

    def _opens_here(self, mark: _Mark) -> bool:
        if mark.right == _JOINING and self.accepted.get(mark.text):
            return False  # „Foo “-Bar
        return mark.right in _AFTER_OPENING and (mark.left in _BEFORE_OPENING or self.opened_at == mark.start)

    def _low(self, mark: _Mark) -> _Action:
        at_end = mark.right in (_SPACE, _CLOSING)
        if mark.text == "„":
            slip = at_end and mark.left not in _BEFORE_OPENING and self.accepted["„"] > 0
            return _Action.CLOSE if slip else _Action.OPEN
        if mark.text == "‚":  # also used for a comma
            return _Action.IGNORE if at_end else _Action.OPEN
        return _Action.IGNORE if mark.left in _INSIDE_WORD or mark.right not in _AFTER_OPENING else _Action.OPEN

    def _double(self, index: int, mark: _Mark) -> _Action:
        partner = self.accepted[mark.text] > 0
        ahead = self.ahead[index]
        closes_later = ahead is not None and not ahead.looks_opening and ahead.text not in _LOW
        if self._opens_here(mark):
            return _Action.OPEN
        if partner:
            other_kind = self.stack[-1].mark != mark.text
            if mark.left == _DIGIT and closes_later and (mark.right == _SPACE or other_kind):
                return _Action.IGNORE  # an inch sign: the closing mark is still to come
            compound = other_kind and mark.left == _JOINING and mark.right in _INSIDE_WORD  # „Anti-"Foo"-Pakt“
            return _Action.OPEN if compound else _Action.CLOSE
        if mark.left in _INSIDE_WORD or mark.left == _MARKS:
            return _Action.IGNORE
        spaced = mark.text == '"' and mark.left == _SPACE and mark.right in (_SPACE, _NARROW) and closes_later
        return _Action.OPEN if mark.right in _AFTER_OPENING or spaced else _Action.IGNORE

    def _guillemet(self, index: int, mark: _Mark) -> _Action:
        spaced_inside = mark.right == _NARROW and mark.left in (_SPACE, _OPENING, _JOINING)
        if mark.left != _NARROW and (spaced_inside or self._opens_here(mark)):
            return _Action.OPEN
        if self.accepted[mark.text]:
            return _Action.CLOSE
        if mark.right in _AFTER_OPENING:
            return _Action.IGNORE if mark.left in _INSIDE_WORD else _Action.OPEN
        ahead = self.ahead[index]
        # « Bonjour », but not the steps of a path (Start » Politik) nor a bullet.
        pair = ahead is not None and ahead.text in _CLOSERS[mark.text]
        spaced = pair and ahead is not None and ahead.left in (_SPACE, _NARROW) and ahead.right not in _INSIDE_WORD
        return _Action.OPEN if spaced and mark.left not in _INSIDE_WORD else _Action.IGNORE

    def _single(self, index: int, mark: _Mark) -> _Action:
        if mark.left in _INSIDE_WORD and mark.right in _INSIDE_WORD:
            return _Action.IGNORE  # geht's, d’Estaing, 5'10
        # Only the innermost: the ’ in ‚… „Scholz’ Amt“ …‘ closes nothing.
        partner = bool(self.stack) and mark.text in _CLOSERS[self.stack[-1].mark]
        if self._single_opens(index, mark, partner=partner):
            return _Action.OPEN
        if not partner or (mark.left in _BEFORE_OPENING and mark.right in _INSIDE_WORD):
            return _Action.IGNORE
        ahead = self.ahead[index]
        closes_later = ahead is not None and ahead.text != "‚" and not ahead.looks_opening
        touching = closes_later and ahead is not None and ahead.start == mark.end
        if mark.left in _INSIDE_WORD and closes_later and (touching or self._before_word(mark)):
            return _Action.IGNORE  # Scholz’ Amt, hab’ ich, 5' 10": the closing mark is still to come
        return _Action.CLOSE

    def _single_opens(self, index: int, mark: _Mark, *, partner: bool) -> bool:
        if mark.text == "’" or self._is_elision(mark):
            return False
        closable = any(self.last_close.get(closer, -1) > index for closer in _CLOSERS[mark.text])
        if not closable or (_SHORT_YEAR.match(self.text, mark.end) and self.ahead[index] is None):
            return False
        joined = not partner and mark.left in (_JOINING, _OTHER) and mark.right in _AFTER_OPENING
        return joined or self._opens_here(mark)

    def _push(self, mark: _Mark) -> None:
        opened = _Open(mark.text, mark.start, mark.end, firm=self._is_firm(mark))
        if self._resumes(mark):
            self.before[self.resumed].firm = opened.firm = opened.continued = True
            self.resumed += 1
        self.stack.append(opened)
        for closer in _CLOSERS[mark.text]:
            self.accepted[closer] += 1
        self.opened_at = mark.end

    def _resumes(self, mark: _Mark) -> bool:
        """Whether the mark stands at the paragraph's start, after nothing but such marks, and was left open before."""
        at_start = mark.start == self.start or (self.resumed == len(self.stack) and self.opened_at == mark.start)
        return at_start and self.resumed < len(self.before) and self.before[self.resumed].mark == mark.text

    def _is_firm(self, mark: _Mark) -> bool:
        if mark.text in _GUILLEMETS:  # at a line's start also a sign for a link, unless it is taken up again
            return mark.start > self.start and self.text[mark.start - 1] not in "\n\r"
        return mark.text in _LOW or (mark.text in _DOUBLE and mark.text != "”" and mark.left in _BEFORE_OPENING)

    def _close(self, mark: _Mark) -> Iterator[_Open]:
        if not self.accepted[mark.text]:
            return
        while mark.text not in _CLOSERS[self.stack[-1].mark]:
            yield self._pop(mark.start, mark.start)
        closed = self._pop(mark.start, mark.end)
        closed.closed = True
        yield closed

    def _pop(self, inner_end: int, end: int) -> _Open:
        opened = self.stack.pop()
        for closer in _CLOSERS[opened.mark]:
            self.accepted[closer] -= 1
        opened.inner_end, opened.end = inner_end, end
        return opened


def _group(mark: str) -> str:
    """Return the group within which marks are rivals."""
    if mark in _SINGLE or mark == "‚":
        return "single"
    if mark in _GUILLEMETS:
        return "double guillemet" if mark in "»«" else "single guillemet"
    return "double"


def _nest(text: str, found: Sequence[_Open]) -> Iterator[Marked]:
    """Yield the stretches to report, in order of start, with their depths."""
    ends: list[int] = []
    for opened in sorted(found, key=lambda item: item.start):
        if not (opened.closed or opened.firm) or not _INK.search(text, opened.inner_start, opened.inner_end):
            continue
        while ends and ends[-1] <= opened.start:
            ends.pop()
        yield Marked(
            Span(opened.start, opened.end),
            Span(opened.inner_start, opened.inner_end),
            len(ends),
            opened.closed,
            opened.continued,
        )
        ends.append(opened.end)


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield the paragraphs without the white space around them."""
    lines = list(_lines(text))
    gaps = [following[0] - number > 1 for (number, _), following in pairwise(lines)]
    by_blank_lines = any(gaps)
    start = 0
    for index, (_, line) in enumerate(lines):
        if index == len(gaps) or gaps[index] or not by_blank_lines:
            yield Span(lines[start][1].start, line.end)
            start = index + 1


def _lines(text: str) -> Iterator[tuple[int, Span]]:
    """Yield number and span, without the white space around it, of each line that is not blank."""
    position = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        content = line.strip()
        if content:
            start = position + len(line) - len(line.lstrip())
            yield number, Span(start, start + len(content))
        position += len(line)
