"""Scores of speaker naming, on a corpus of one invented article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import FakeLanguage
from made_up import places, tokens_of

from quoteex.training import speaker_scores
from quoteex.training.quote_corpus import CorpusArticle, TokenQuote, parents_of
from quoteex.training.speaker_scores import (
    SpeakerScores,
    corpus_quotes,
    form_of,
    format_speaker_scores,
    same_name,
    score_speakers,
)

TEXT = "Ida Lund kam. „Es regnet“, sagte Frau Lund. „Sehr.“ Der Wirt rief: „Rein!“"


def article() -> CorpusArticle:
    def quote(words: str, speaker: str = "", **parts: str) -> TokenQuote:
        others = {name: places(TEXT, part) for name, part in parts.items()}
        return TokenQuote(
            "direct", "speech", places(TEXT, words), speaker=places(TEXT, speaker) if speaker else frozenset(), **others
        )

    quotes = (
        quote("„Rein!“", "Der Wirt", cue="rief"),
        quote("„Es regnet“", "Frau Lund", cue="sagte"),
        quote("„Sehr.“"),
    )
    tokens, none = tuple(tokens_of(TEXT)), (False,) * 3
    return CorpusArticle("a", TEXT, tokens, (0,) * len(tokens), quotes, parents_of(quotes), none, none)


def test_the_corpus_s_quotations_in_order_of_the_text() -> None:
    quotes = corpus_quotes(article())
    assert [quote.id for quote in quotes] == ["q1", "q2", "q0"]
    assert [quote.part.text for quote in quotes] == ["„Es regnet“", "„Sehr.“", "„Rein!“"]
    assert [quote.speaker.part.text if quote.speaker else None for quote in quotes] == ["Frau Lund", None, "Der Wirt"]
    assert [quote.cue.text if quote.cue else None for quote in quotes] == ["sagte", None, "rief"]


def test_each_form_is_counted_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaker_scores, "read_articles", lambda _: [article(), article()])
    gold = tmp_path / "gold.json"
    gold.write_text(json.dumps([{"article": 1, "speakers": ["der Wirt", "Anna", None], "roles": []}]))
    found = score_speakers(tmp_path / "a.jsonl", gold, FakeLanguage())
    # No names are found: the landlord is right, Frau Lund is not Anna; the third is hers too.
    assert dict(found.asked) == {"name": 1, "description": 1, "none": 1}
    assert (found.right["name"], found.right["description"]) == (1, 0)
    assert found.right["none"] == 0


@pytest.mark.parametrize(
    ("words", "name", "form"),
    [
        ("Lund", "Ida Lund", "name"),
        ("die Wirtin Lund", "Ida Lund", "name"),
        ("die Wirtin", "Ida Lund", "description"),
        ("Sie", "Ida Lund", "pronoun"),
        ("ihrer Ansicht", "Ida Lund", "pronoun"),
        ("", "Ida Lund", "none"),
        ("der Wirt", None, "description"),
    ],
)
def test_form_of_the_words(words: str, name: str | None, form: str) -> None:
    assert form_of(words, name) == form


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Die Polizei", "Polizei", True),
        ("isländisches Ministerium", "das isländische Ministerium", True),
        ("IDA LUND", "Ida Lund", True),
        ("Ida Lund", "Lund", False),
        ("ein Sprecher des Amtes …", "ein Sprecher des Amtes für Deiche", True),
        ("ein Sprecher des Amtes …", "ein Sprecher der Feuerwehr", False),
        ("ein Sprecher", None, False),
        (None, None, True),
    ],
)
def test_same_name(one: str | None, other: str | None, same: bool) -> None:
    assert same_name(one, other) is same


def test_the_table_has_a_line_for_each_form_and_one_for_all() -> None:
    scores = SpeakerScores({"name": 4, "pronoun": 1}, {"name": 3})
    assert scores.accuracy("name") == 0.75
    assert scores.accuracy() == 0.6
    assert scores.accuracy("description") == 0
    assert format_speaker_scores(scores).split() == ["name", "4", "75.0", "pronoun", "1", "0.0", "all", "5", "60.0"]
