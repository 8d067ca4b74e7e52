"""``python -m quoteex.training``: the commands hand on what they are given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from quoteex.extractor import EMBEDDED_MODELS
from quoteex.training import encoder_run, quote_run
from quoteex.training.__main__ import app
from quoteex.training.quotes import Recipe
from quoteex.training.scoring import Measure, Scores


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_encoder_trims_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    monkeypatch.setattr(encoder_run, "make_encoder", lambda *paths: given.extend(paths) or "made")
    (tmp_path / "m.whl").touch()
    assert run("encoder", "--wheel", tmp_path / "m.whl", "--data", tmp_path, "--out", tmp_path / "e") == "made\n"
    assert given == [tmp_path / "m.whl", tmp_path, tmp_path / "e"]


def test_quotes_trains_for_as_long_as_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    monkeypatch.setattr(quote_run, "train_quotes", lambda *told: given.append(told) or "scores")
    paths = ("--encoder", tmp_path, "--data", tmp_path, "--work", tmp_path / "w")
    assert run("quotes", *paths, "--epochs", "3") == run("quotes", *paths) == "scores\n"
    assert given == [(tmp_path, tmp_path, tmp_path / "w", recipe) for recipe in (Recipe(epochs=3), Recipe())]


def test_score_quotes_measures_the_embedded_models_unless_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    half = Measure(0.5, 0.5)
    monkeypatch.setattr(quote_run, "quote_scores", lambda *told: given.append(told) or Scores(*[half] * 10))
    articles = tmp_path / "articles.jsonl"
    articles.touch()
    assert "joint" in run("score-quotes", articles, "--models", tmp_path)
    run("score-quotes", articles)
    assert given == [(articles, tmp_path), (articles, EMBEDDED_MODELS)]
