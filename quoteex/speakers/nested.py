"""Speakers of quotations inside direct speech: somebody whom the outer speaker tells of, in the outer one's words.

``„Ein Kind fragte mich: ‚Wann macht ihr auf?‘“``: the subject of the last verb before the inner quotation said it, or
of the first verb behind it when it stands in front; for "ich" and "wir" it is the outer speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quoteex.document import Analysis, Attribution, Quote, QuoteType, Sentence, Span, Word, part_of
from quoteex.speakers.mentions import is_human
from quoteex.speakers.phrases import own_words, sentence_at

_OBLIQUE = ("mich", "mir", "uns")
_ONESELF = ("ich", "wir", *_OBLIQUE)


def nested_speakers(text: str, analysis: Analysis, quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Return ``quotes`` with the speakers of those that stand inside direct speech put right; nothing else changes.

    A speaker whom the quotation already has inside the outer one stays. Where nobody can be told, it is ``None``.
    """
    direct = {quote.id: quote for quote in quotes if quote.type == QuoteType.DIRECT}
    return tuple(
        _inside(text, analysis.sentences, quote, direct[quote.parent]) if quote.parent in direct else quote
        for quote in quotes
    )


def _inside(text: str, sentences: Sequence[Sentence], quote: Quote, outer: Quote) -> Quote:
    inside = quote.part.spans[0]
    if not any(start < inside.start and inside.end < end for start, end in outer.part.spans):
        return quote
    own = quote.speaker.part if quote.speaker is not None else None
    known = own is not None and own.text.casefold() not in _ONESELF and _within(own.spans[0], outer.part.spans)
    if quote.type != QuoteType.DIRECT or known:
        return quote
    subject = _subject(sentences, quote.part.spans, outer.part.spans)
    if subject is None:
        return replace(quote, speaker=None)
    if text[slice(*subject)].casefold() in _ONESELF:
        return replace(quote, speaker=outer.speaker)
    part = part_of(text, (subject,))
    return replace(quote, speaker=Attribution("", part.text, part))


def _is_subject(word: Word) -> bool:
    return word.deprel.startswith("nsubj") and word.upos != "DET" and word.text.casefold() not in _OBLIQUE


def _is_governed(words: Sequence[Word], index: int) -> bool:
    return any(word.head == index and word.upos == "ADP" for word in words)


def _within(span: Span, around: Sequence[Span]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in around)


def _subject(sentences: Sequence[Sentence], inner: Sequence[Span], outer: Sequence[Span]) -> Span | None:
    """Return the subject in ``outer`` that is nearest before ``inner`` in its sentence, else behind it."""
    for place, before in ((inner[0].start - 1, True), (inner[-1].end, False)):
        at = sentence_at(place, sentences)
        if at is None:
            continue
        words = sentences[at].words
        told = [
            index
            for index, word in enumerate(words)
            if _within(word.span, outer)
            and (word.span.end <= inner[0].start if before else word.span.start >= inner[-1].end)
        ]
        subjects = [i for i in told if _is_subject(words[i])]
        # The parser may not see the subject ("Mir sagte ein Techniker"): then any person that no preposition governs.
        found = subjects or [i for i in told if is_human(words[i]) and not _is_governed(words, i)]
        if found:
            run = sorted(own_words(words, found[-1] if before else found[0]))
            return Span(words[run[0]].span.start, words[run[-1]].span.end)
    return None
