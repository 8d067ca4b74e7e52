"""Articles of our own with annotated quotations, which the quotation model learns from beside the corpus.

The corpus is of one publisher and of one way of setting quotation marks. These articles, invented throughout, show
what present-day newspapers do beside: other marks, interviews, headings that quote, fragments inside indirect speech,
and titles, terms and nicknames in marks that are nobody's words. A file in ``written/`` holds several articles::

    == name-of-the-article
    „Wir sehen das anders“, sagte Ida Roth. Der Bau ...

    Next paragraph, and so on.
    -- direct speech
    q: „Wir sehen das anders“
    s: Ida Roth
    c: sagte
    f: , sagte Ida Roth

After a line ``-- TYPE MEDIUM`` (values of :class:`~quoteex.document.QuoteType` and
:class:`~quoteex.document.Medium`, or ``none``) stand the quotation's parts, copied from the text: ``q`` the quotation,
``s`` speaker, ``c`` cue, ``f`` frame, ``a`` addressee. Several stretches of one part are set apart by `` | ``; a part
without a line is empty. Quotations are listed in the order in which they begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from quoteex.document import Medium, QuoteType, Span
from quoteex.errors import InputError
from quoteex.training.quote_corpus import CorpusArticle, TokenQuote, parents_of

FOLDER = Path(__file__).parent / "written"
_TOKEN = re.compile(
    r"(?:z\. ?B|u\. ?a|d\. ?h|Dr|Prof|St|Nr|Mio|Mrd|ca|bzw|usw|etc)\.|\d+(?:[.,:]\d+)*|\w+(?:[-’'.]\w+)*|\S"
)
_PARTS = {"q": "quote", "s": "speaker", "c": "cue", "f": "frame", "a": "addressee"}


def read_written(folder: Path = FOLDER) -> list[CorpusArticle]:
    """Return the articles of all ``*.txt`` files in ``folder``, file by file in order of their names.

    Raises :class:`~quoteex.errors.InputError`, with file and article, for a quotation or part that is not in the text,
    that begins or ends within a word, or whose type or medium is unknown.
    """
    return [article for path in sorted(folder.glob("*.txt")) for article in read_file(path)]


def read_file(path: Path) -> Iterator[CorpusArticle]:
    """Yield the articles of one file; see :func:`read_written`."""
    for block in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, body = block.partition("\n")
        yield _article(head.strip(), body, f"{path.name}, {head.strip()}")


def _article(name: str, body: str, where: str) -> CorpusArticle:
    text, *annotations = re.split(r"^-- ", body, flags=re.MULTILINE)
    text = text.strip()
    tokens = tuple(Span(*match.span()) for match in _TOKEN.finditer(text))
    quotes: list[TokenQuote] = []
    before = Span(0, 0)
    for annotation in annotations:
        quote, before = _quote(annotation, text, tokens, before, where)
        quotes.append(quote)
    return CorpusArticle(
        name=name,
        text=text,
        tokens=tokens,
        sentences=tuple(_sentences(text, tokens)),
        quotes=tuple(quotes),
        parents=parents_of(quotes),
        nested=tuple(parent is not None for parent in parents_of(quotes)),
        has_nested=tuple(index in parents_of(quotes) for index in range(len(quotes))),
    )


def _quote(annotation: str, text: str, tokens: Sequence[Span], before: Span, where: str) -> tuple[TokenQuote, Span]:
    """Return a quotation and its first span, which begins no earlier than ``before``, that of the one before it."""
    head, *lines = annotation.strip().split("\n")
    try:
        kind, medium = head.split()
        kind, chosen = QuoteType(kind), None if medium == "none" else Medium(medium)
    except ValueError as error:
        raise InputError(f"{where}: '-- {head}' is not a type and a medium ({error})") from error
    stated: dict[str, list[str]] = {}
    for line in lines:
        key, colon, value = line.partition(":")
        if key.strip() not in _PARTS or not colon:
            raise InputError(f"{where}: {line!r} is not a part (q: s: c: f: a:)")
        stated[_PARTS[key.strip()]] = [piece.strip() for piece in value.split(" | ") if piece.strip()]
    if "quote" not in stated:
        raise InputError(f"{where}: a quotation without q:")
    # What was said once in the heading and once below is two quotations, not the same one twice.
    again = text.find(stated["quote"][0], before.start + 1) if stated["quote"][0] == text[slice(*before)] else -1
    spans = _in_order(text, stated["quote"], before.start if again < 0 else again, where)
    frame = [_nearest(text, piece, spans, where) for piece in stated.get("frame", ())]
    parts = {"quote": spans, "frame": frame}
    for part in ("speaker", "cue", "addressee"):
        parts[part] = [_nearest(text, piece, frame or spans, where) for piece in stated.get(part, ())]
    words = {part: _words(tokens, found, text, where) for part, found in parts.items()}
    return TokenQuote(type=kind, medium=chosen, **words), spans[0]


def _in_order(text: str, pieces: Sequence[str], start: int, where: str) -> list[Span]:
    found: list[Span] = []
    for piece in pieces:
        at = text.find(piece, start)
        if at < 0:
            raise InputError(f"{where}: {piece!r} does not stand in the text, or not after the quotation before it")
        found.append(Span(at, at + len(piece)))
        start = at + len(piece)
    return found


def _nearest(text: str, piece: str, around: Sequence[Span], where: str) -> Span:
    """Return the occurrence of ``piece`` that is nearest to the spans ``around``, the first of equally near ones."""
    found = [Span(match.start(), match.end()) for match in re.finditer(re.escape(piece), text)]
    if not found:
        raise InputError(f"{where}: {piece!r} does not stand in the text")
    return min(found, key=lambda span: min(max(span.start - other.end, other.start - span.end, 0) for other in around))


def _words(tokens: Sequence[Span], spans: Sequence[Span], text: str, where: str) -> frozenset[int]:
    starts = {token.start: number for number, token in enumerate(tokens)}
    ends = {token.end: number for number, token in enumerate(tokens)}
    ids: set[int] = set()
    for span in spans:
        if span.start not in starts or span.end not in ends:
            raise InputError(f"{where}: {text[slice(*span)]!r} begins or ends within a word")
        ids.update(range(starts[span.start], ends[span.end] + 1))
    return frozenset(ids)


def _sentences(text: str, tokens: Sequence[Span]) -> Iterator[int]:
    """Number the paragraphs: nothing that learns from these articles asks for sentences."""
    number, before = 0, 0
    for token in tokens:
        if "\n" in text[before : token.start] and before:
            number += 1
        yield number
        before = token.end
