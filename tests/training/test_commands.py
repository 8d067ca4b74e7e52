"""``python -m quoteex.training``: the commands hand on what they are given."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
from typer.testing import CliRunner

from quoteex.extractor import EMBEDDED_MODELS
from quoteex.training import encoder_run, quote_run
from quoteex.training.__main__ import app
from quoteex.training.scoring import Measure, Scores


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_encoder_trims_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Mock(return_value="made")
    monkeypatch.setattr(encoder_run, "make_encoder", make)
    (tmp_path / "m.whl").touch()
    assert run("encoder", "--wheel", tmp_path / "m.whl", "--data", tmp_path, "--out", tmp_path / "e") == "made\n"
    make.assert_called_once_with(tmp_path / "m.whl", tmp_path, tmp_path / "e")


def test_quotes_trains_and_tells_the_scores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    train = Mock(return_value="scores")
    monkeypatch.setattr(quote_run, "train_quotes", train)
    assert run("quotes", "--encoder", tmp_path, "--data", tmp_path, "--work", tmp_path / "w") == "scores\n"
    train.assert_called_with(tmp_path, tmp_path, tmp_path / "w")


def test_score_quotes_measures_the_embedded_models_unless_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measure = Mock(return_value=Scores(*[Measure(0.5, 0.5)] * 10))
    monkeypatch.setattr(quote_run, "quote_scores", measure)
    articles = tmp_path / "articles.jsonl"
    articles.touch()
    assert "joint" in run("score-quotes", articles, "--models", tmp_path)
    measure.assert_called_with(articles, tmp_path)
    run("score-quotes", articles)
    measure.assert_called_with(articles, EMBEDDED_MODELS)
