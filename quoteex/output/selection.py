"""Part of an extraction: what one speaker said."""

from __future__ import annotations

from dataclasses import replace

from quoteex.document import Extraction, Fact, Quote, RoleFact, Speaker
from quoteex.output.speakers import folded


def only_speakers(extraction: Extraction, name: str) -> Extraction:
    """Return ``extraction`` with the quotations of speakers whose name contains ``name``, in upper or lower case.

    White space around ``name`` does not matter. Ids stay. A quotation whose parent goes gets the parent ``None``,
    speakers without quotations go, the others list those that are left; facts go with the quotation they stand in, and
    a role's person who is no longer among the speakers is ``None`` there, as with all who are not quoted.
    """
    wanted = folded(name.strip())
    kept = {quote.id: quote for quote in extraction.quotes if _is_by(quote, wanted)}
    speakers = _with_quotes(extraction.speakers, set(kept))
    ids = {speaker.id for speaker in speakers}
    return replace(
        extraction,
        quotes=tuple(quote if quote.parent in kept else replace(quote, parent=None) for quote in kept.values()),
        speakers=speakers,
        facts=tuple(_fact(fact, ids) for fact in extraction.facts if fact.source is None or fact.source in kept),
    )


def _with_quotes(speakers: tuple[Speaker, ...], kept: set[str]) -> tuple[Speaker, ...]:
    left = (replace(speaker, quotes=tuple(ident for ident in speaker.quotes if ident in kept)) for speaker in speakers)
    return tuple(speaker for speaker in left if speaker.quotes)


def _fact(fact: Fact | RoleFact, speakers: set[str]) -> Fact | RoleFact:
    if isinstance(fact, RoleFact) and fact.speaker_id not in speakers:
        return replace(fact, speaker_id=None)
    return fact


def _is_by(quote: Quote, wanted: str) -> bool:
    return quote.speaker is not None and wanted in folded(quote.speaker.name)
