"""The whole way from an article to its extraction, one step after the other; models are loaded when first needed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from quoteex.document import Analysis, Article, Extraction, Quote, RoleFact, Speaker

EMBEDDED_MODELS = Path(__file__).parent / "models" / "de"
"""The models that come with the package."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class Language(Protocol):
    """The language analysis, as :class:`quoteex.language.pipeline.LanguagePipeline` does it."""

    @property
    def version(self) -> str:
        """Name and version of the models, for example ``quoteex-de 1.0.0``."""

    def analyze(self, text: str) -> Analysis:
        """Return the sentences, words and names of ``text``."""


class Finder(Protocol):
    """The search for quotations, as :class:`quoteex.quotes.finder.QuoteFinder` does it."""

    @property
    def version(self) -> str:
        """Name and version of the model, for example ``quoteex-de 1.0.0``."""

    def find(self, text: str, analysis: Analysis) -> tuple[Quote, ...]:
        """Return the quotations of ``text`` in order of first span, speakers as words only (no id, no name yet)."""


class Namer(Protocol):
    """The naming of speakers, as :func:`quoteex.speakers.naming.attribute` does it."""

    def __call__(
        self, text: str, analysis: Analysis, quotes: tuple[Quote, ...], /
    ) -> tuple[tuple[Quote, ...], tuple[Speaker, ...], tuple[RoleFact, ...]]:
        """Return the quotations with their speakers named, the speakers, and the roles that the text states."""


class Extractor:
    """Extracts quotations and speakers from German articles; keep one and use it for many, the models load once.

    ``models`` is a folder of models in place of the embedded ones. ``language``, ``quotes`` and ``speakers`` put
    something else in the place of single steps. Nothing is loaded before the first text that is not blank; then a
    missing or damaged model raises :class:`quoteex.errors.ModelError`.
    """

    def __init__(
        self,
        *,
        models: Path | None = None,
        language: Language | None = None,
        quotes: Finder | None = None,
        speakers: Namer | None = None,
    ) -> None:
        self._models = EMBEDDED_MODELS if models is None else Path(models)
        self._language = language
        self._quotes = quotes
        self._speakers = speakers

    def extract(self, article: Article | str) -> Extraction:
        """Return everything found in ``article`` (a text stands for an article with id and source ``text``).

        Blank text gives an extraction with nothing in it. Lone surrogates, which are no characters and which no model
        accepts, become U+FFFD, one for one, so that offsets hold; the extraction's article has the text so mended.
        """
        article = Article(text=article) if isinstance(article, str) else article
        mended = _SURROGATE.sub("\ufffd", article.text)
        if mended != article.text:
            article = replace(article, text=mended)
        if not article.text.strip():
            return Extraction(article=article, quotes=(), speakers=())
        language, finder, attribute = self._steps()
        analysis = language.analyze(article.text)
        found = finder.find(article.text, analysis)
        quotes, speakers, facts = attribute(article.text, analysis, found)
        models = {"language": language.version, "quotes": finder.version}
        return Extraction(article=article, quotes=quotes, speakers=speakers, facts=facts, models=models)

    def _steps(self) -> tuple[Language, Finder, Namer]:
        """Return the three steps; those not given at construction are imported and loaded here, once."""
        if self._language is None:
            from quoteex.language.pipeline import LanguagePipeline

            self._language = LanguagePipeline(self._models)
        if self._quotes is None:
            from quoteex.quotes.finder import QuoteFinder

            # The encoder is held in memory once: whoever analysed the language has it already.
            self._quotes = QuoteFinder(self._models, encoder=getattr(self._language, "encoder", None))
        if self._speakers is None:
            from quoteex.speakers.naming import attribute

            self._speakers = attribute
        return self._language, self._quotes, self._speakers
