from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quoteex.training import evaluate_language
from quoteex.training.conllu import Row, UdSentence
from quoteex.training.entities import EntitySentence
from quoteex.training.evaluate_language import evaluate, f1, gold_names, predicted_names

NAMES = (
    EntitySentence(("Ida", "Lund", "mag", "Kiel"), ("B-PER", "I-PER", "O", "B-LOC")),
    EntitySentence(("Kiel", "Ulm", "Amrum"), ("B-LOC", "B-LOC", "I-LOC")),
)
TREE = UdSentence((), (Row("1", "Regen", "Regen", "NOUN", "NN", "_", "0", "root", "_", "_"),))


class FakeNer:
    """Finds what it was told, token by token, in BIOES."""

    def __init__(self, *tags: str) -> None:
        self.tags = tags

    def process(self, document: Any) -> Any:
        document.set(["ner"], list(self.tags), to_token=True)
        document.build_ents()
        return document


def test_gold_names_end_where_the_next_begins_and_at_the_sentence_s_end() -> None:
    assert gold_names(NAMES) == {(0, 0, 2, "PER"), (0, 3, 4, "LOC"), (1, 0, 1, "LOC"), (1, 1, 3, "LOC")}


def test_predicted_names_count_tokens_as_gold_ones_do() -> None:
    found = predicted_names(FakeNer("B-PER", "E-PER", "O", "S-ORG", "S-LOC", "B-LOC", "E-LOC"), NAMES)
    assert found == (gold_names(NAMES) - {(0, 3, 4, "LOC")}) | {(0, 3, 4, "ORG")}


def test_f1_counts_exact_names() -> None:
    gold = gold_names(NAMES)
    assert f1(gold, gold) == f1(set(), set()) == 100
    assert f1(gold, {(0, 0, 2, "PER"), (1, 0, 2, "LOC")}) == pytest.approx(100 * 2 / 6)
    assert f1(gold, set()) == 0


def test_evaluate_lists_each_metric(monkeypatch: pytest.MonkeyPatch) -> None:
    from stanza.models.common.doc import Document

    class Stanza:
        def __init__(self) -> None:
            self.processors = {"ner": FakeNer("B-PER", "E-PER", "O", "O", "O", "O", "O")}

        def __call__(self, text: str) -> Any:
            assert text == "Regen Regen"
            word = {
                "id": 1,
                "text": "Regen",
                "upos": "NOUN",
                "xpos": "NE",
                "lemma": "Regen",
                "head": 0,
                "deprel": "root",
            }
            spans = [{"start_char": start, "end_char": start + 5} for start in (0, 6)]
            return Document([[word | span] for span in spans], text=text)

    class Pipeline:
        def __init__(self, models: Path) -> None:
            self.stanza = Stanza()

    monkeypatch.setattr(evaluate_language, "LanguagePipeline", Pipeline)
    monkeypatch.setattr(evaluate_language, "choosing_sentences", lambda _: [TREE, TREE])
    monkeypatch.setattr(evaluate_language, "choosing_entities", lambda _: list(NAMES))
    scores = dict(_lines(evaluate(Path("models"), Path("data"))))
    assert scores["LAS"] == scores["Sentences"] == 100
    assert scores["XPOS"] == 0
    assert scores["NER PER"] == 100
    assert scores["NER"] == 40


def _lines(table: str) -> Iterator[tuple[str, float]]:
    for line in table.splitlines():
        metric, value = line.rsplit(maxsplit=1)
        yield metric, float(value)
