from __future__ import annotations

import doctest
import subprocess
import sys

import pytest
from fakes import EXAMPLE, FakeLanguage, MarkFinder, name_by_words, texts
from hypothesis import given

import quoteex
from quoteex.document import Article, Part, Span
from quoteex.extractor import Extractor


def an_extractor(language: FakeLanguage | None = None) -> Extractor:
    return Extractor(language=language or FakeLanguage(), quotes=MarkFinder(), speakers=name_by_words)


def test_quotes_come_named_and_speakers_listed() -> None:
    extraction = an_extractor().extract(EXAMPLE)
    (quote,) = extraction.quotes
    assert quote.part == Part("„Der Deich hält“", (Span(0, 16),))
    assert quote.speaker is not None
    assert quote.speaker.speaker_id == extraction.speakers[0].id == "s1"
    assert extraction.speakers[0].quotes == ("q1",)


def test_models_are_named_by_task() -> None:
    assert an_extractor().extract(EXAMPLE).models == {"language": "fake-language 1", "quotes": "fake-quotes 1"}


def test_an_article_keeps_its_id_source_and_date() -> None:
    article = Article(text=EXAMPLE, id="deich", source="a/deich.txt", date="2024-10-07")
    assert an_extractor().extract(article).article is article


@pytest.mark.parametrize("blank", ["", " ", "\n\r\n\t", "\u2028\u00a0\u3000"])
def test_blank_text_loads_no_model_and_gives_nothing(blank: str) -> None:
    # The embedded steps would be imported here: a folder without models would be an error.
    extraction = Extractor(models=None).extract(blank)
    assert (extraction.quotes, extraction.speakers, extraction.facts, extraction.models) == ((), (), (), {})
    assert extraction.article.text == blank
    language = FakeLanguage()
    an_extractor(language).extract(blank)
    assert language.texts == []


def test_lone_surrogates_become_replacement_characters_one_for_one() -> None:
    language = FakeLanguage()
    extraction = an_extractor(language).extract("„A\ud800“ \udfff")
    assert extraction.article.text == "„A\ufffd“ \ufffd"
    assert language.texts == [extraction.article.text]
    assert extraction.quotes[0].part.text == "„A\ufffd“"


@given(text=texts)
def test_every_span_slices_to_its_text(text: str) -> None:
    extraction = an_extractor().extract(text)
    for quote in extraction.quotes:
        parts = [quote.part] if quote.speaker is None else [quote.part, quote.speaker.part]
        for part in parts:
            assert " ".join(extraction.article.text[start:end] for start, end in part.spans) == part.text


def test_every_public_name_is_there() -> None:
    for name in quoteex.__all__:
        assert getattr(quoteex, name) is not None
    assert "extract" in dir(quoteex)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_such"):
        quoteex.nothing_such  # noqa: B018 (looking it up is the test)


def test_extract_takes_id_and_date() -> None:
    article = quoteex.extract("  ", id="leer", date="2024-10-07").article
    assert (article.id, article.source, article.date) == ("leer", "text", "2024-10-07")


def test_the_version_is_that_of_the_command(package_env: dict[str, str]) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "quoteex", "--version"], env=package_env, capture_output=True, text=True, check=True
    )
    assert shown.stdout == f"quoteex {quoteex.__version__}\n"


def test_the_package_s_example_parses() -> None:
    assert doctest.testmod(quoteex).failed == 0
