"""quoteex: who said what in a German text.

>>> import quoteex
>>> extraction = quoteex.extract("„Wir bauen die Brücke“, sagte Bürgermeisterin Anna Kühn.")  # doctest: +SKIP
>>> extraction.quotes[0].speaker.name  # doctest: +SKIP
'Anna Kühn'

Importing this package imports nothing heavy; the models are loaded by the first extraction.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quoteex.document import (
        Article,
        Attribution,
        Extraction,
        Fact,
        Medium,
        Part,
        Quote,
        QuoteType,
        Span,
        Speaker,
        SpeakerKind,
    )
    from quoteex.errors import InputError, ModelError, QuoteexError
    from quoteex.extractor import Extractor
    from quoteex.output.record import to_record

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Attribution",
    "Extraction",
    "Extractor",
    "Fact",
    "InputError",
    "Medium",
    "ModelError",
    "Part",
    "Quote",
    "QuoteType",
    "QuoteexError",
    "Span",
    "Speaker",
    "SpeakerKind",
    "__version__",
    "extract",
    "to_record",
]

_HOMES = {
    "quoteex.document": (
        "Article",
        "Attribution",
        "Extraction",
        "Fact",
        "Medium",
        "Part",
        "Quote",
        "QuoteType",
        "Span",
        "Speaker",
        "SpeakerKind",
    ),
    "quoteex.errors": ("InputError", "ModelError", "QuoteexError"),
    "quoteex.extractor": ("Extractor",),
    "quoteex.output.record": ("to_record",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def extract(text: str, *, id: str = "text", date: str | None = None) -> Extraction:  # noqa: A002 (the record's key)
    """Return the quotations and speakers of a German ``text``.

    ``id`` names the document in the record, ``date`` is its date as ISO 8601. All offsets are half-open ranges of
    code points of ``text``. Blank text gives an extraction with nothing in it. The models are loaded by the first
    call and kept; to choose or release them, use an :class:`Extractor` of your own. Raises :class:`ModelError` when
    they are missing or damaged.
    """
    from quoteex.document import Article

    return _shared_extractor().extract(Article(text=text, id=id, date=date))


@cache
def _shared_extractor() -> Extractor:
    from quoteex.extractor import Extractor

    return Extractor()


def __getattr__(name: str) -> object:
    """Import a public name from its module when it is first asked for."""
    try:
        home = _HOME_OF[name]
    except KeyError:
        raise AttributeError(f"module 'quoteex' has no attribute {name!r}") from None
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return __all__
