"""Stanza's trainers on a tiny random encoder and sentences of our own: what comes out is small, clean and loads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from tiny import tiny_bert, tiny_tokenizer

from quoteex.language.encoder import load_encoder
from quoteex.language.pipeline import ENCODER_NAME
from quoteex.language.remembering import RememberingEncoder
from quoteex.training import head_data, stanza_heads
from quoteex.training.conllu import Row, UdSentence, read_conllu
from quoteex.training.encoder import save
from quoteex.training.entities import EntitySentence
from quoteex.training.stanza_heads import Frozen, load_frozen, strip, train_ner, train_parser, train_tagger
from quoteex.training.surface import STYLES

ROWS = (
    ("Die", "der", "DET", "ART", "Definite=Def|PronType=Art", "2", "det"),
    ("Fähre", "Fähre", "NOUN", "NN", "Gender=Fem|Number=Sing", "3", "nsubj"),
    ("legt", "legen", "VERB", "VVFIN", "Number=Sing|Person=3", "0", "root"),
    ("ab", "ab", "ADP", "PTKVZ", "_", "3", "compound:prt"),
    (".", ".", "PUNCT", "$.", "_", "3", "punct"),
)
TREE = UdSentence((), tuple(Row(str(i), *r[:5], *r[5:], "_", "_") for i, r in enumerate(ROWS, 1)))
NAMES = EntitySentence(("Ida", "Lund", "lobt", "Trave-Bus", "."), ("B-PER", "I-PER", "O", "B-ORG", "O"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("encoder")
    save(tiny_bert(), tiny_tokenizer(), path)
    return path


@pytest.fixture
def frozen(folder: Path) -> Frozen:
    return load_frozen(folder, layers=2)


@pytest.fixture
def corpora(monkeypatch: pytest.MonkeyPatch) -> Path:
    parts = {"gsd": [TREE] * 3, "pud": [TREE], "parseme": [TREE], "lit": [TREE]}
    monkeypatch.setattr(head_data, "training_parts", lambda _: parts)
    monkeypatch.setattr(head_data, "choosing_sentences", lambda _: [TREE])
    monkeypatch.setattr(head_data, "training_entities", lambda _, pud: [NAMES] * 4)
    monkeypatch.setattr(head_data, "choosing_entities", lambda _: [NAMES])
    return Path("nowhere")


def rows(frozen: Frozen, sentences: list[list[str]]) -> tuple[torch.Tensor, torch.Tensor]:
    batch = frozen.tokenizer(sentences, is_split_into_words=True)
    return torch.tensor(batch["input_ids"]), torch.tensor(batch["attention_mask"])


def test_states_are_the_encoder_s_own_and_padding_is_zero(folder: Path, frozen: Frozen) -> None:
    model = load_encoder(folder).model
    ids, mask = rows(frozen, [["Die", "Fähre", "legt", "ab"], ["Ida"]])
    found = frozen.encoder(ids, attention_mask=mask, output_hidden_states=True).hidden_states
    with torch.no_grad():
        wanted = model(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
    assert len(found) == 2
    for layer, truth in zip(found, wanted[-2:], strict=True):
        assert torch.allclose(layer[mask == 1], truth[mask == 1], atol=5e-3)
        assert not layer[mask == 0].any()


def test_a_sentence_is_encoded_once_whatever_stands_beside_it(frozen: Frozen, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[int] = []
    forward = frozen.encoder._encoder.forward

    def counted(*args: Any, **named: Any) -> Any:
        encoded.append(len(named["input_ids"]))
        return forward(*args, **named)

    monkeypatch.setattr(frozen.encoder._encoder, "forward", counted)
    ids, mask = rows(frozen, [["Ida", "Lund"]])
    alone = frozen.encoder(ids, attention_mask=mask).last_hidden_state
    length = int(mask.sum())
    ids, mask = rows(frozen, [["Ida", "Lund"], ["Die", "Fähre", "legt", "ab", "."], ["Ida", "Lund"]])
    padded = frozen.encoder(ids, attention_mask=mask).last_hidden_state
    assert torch.equal(padded[0, :length], alone[0])
    assert torch.equal(padded[0], padded[2])
    assert sum(encoded) == len(frozen.encoder) == 2
    frozen.encoder.forget()
    assert len(frozen.encoder) == 0


def test_heads_load_without_paths_encoder_or_word_lists(corpora: Path, tmp_path: Path, frozen: Frozen) -> None:
    import stanza
    from stanza.models.common.foundation_cache import BertRecord, FoundationCache

    paths = {
        "pos": train_tagger(corpora, tmp_path, frozen, steps=2, lit=True),
        "depparse": train_parser(corpora, tmp_path, frozen, steps=2, lit=False),
        "ner": train_ner(corpora, tmp_path, frozen, steps=2, pud=False),
    }
    for path in paths.values():
        saved = torch.load(path, weights_only=True)
        assert not [name for name in saved["model"] if name.startswith("bert_model")]
        assert {value.dtype for value in saved["model"].values()} <= {torch.float16, torch.int64}
        assert not [value for value in saved["config"].values() if isinstance(value, str) and "/" in value]
        assert saved["config"]["bert_model"] == ENCODER_NAME
        assert "Fähre".encode() not in path.read_bytes()
        assert "optimizer_state_dict" not in saved

    (tmp_path / "resources.json").write_text("{}")
    cache = FoundationCache()
    cache.bert[ENCODER_NAME] = BertRecord(
        RememberingEncoder(frozen.encoder._encoder, frozen.layers), frozen.tokenizer, {}
    )
    pipeline = stanza.Pipeline(
        "de",
        dir=str(tmp_path),
        processors={"tokenize": "default", "pos": "x", "depparse": "x", "ner": "x"},
        tokenize_pretokenized=True,
        depparse_pretagged=True,
        allow_unknown_language=True,
        download_method=None,
        foundation_cache=cache,
        use_gpu=False,
        verbose=False,
        **{f"{name}_model_path": str(path) for name, path in paths.items()},
    )
    (sentence,) = pipeline([["Die", "Fähre", "legt", "ab", "."]]).sentences
    assert {word.upos for word in sentence.words} <= {row[2] for row in ROWS}
    assert min(word.head for word in sentence.words) == 0
    assert all(token.ner for token in sentence.tokens)


def test_tagger_learns_features_only_from_parts_that_have_them(corpora: Path, tmp_path: Path) -> None:
    (full, bare), _ = head_data.tagger_files(corpora, tmp_path, lit=True)
    assert [word.feats for word in read_conllu(full)[0].words] == [row[4] for row in ROWS]
    assert [{word.feats for word in sentence.words} for sentence in read_conllu(bare)] == [{"_"}] * 2
    (_, bare), _ = head_data.tagger_files(corpora, tmp_path, lit=False)
    assert len(read_conllu(bare)) == 1


def test_rate_rises_falls_and_is_put_back() -> None:
    class Trainer:
        def __init__(self) -> None:
            self.optimizers = {"all": torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=2.0)}
            self.rates: list[float] = []

        def update(self, batch: object, eval: bool = False) -> None:  # noqa: A002
            self.rates.append(self.optimizers["all"].param_groups[0]["lr"])

    own = Trainer.update
    trainer = Trainer()
    with stanza_heads.falling_rate(Trainer, 10, warm_up=0.2):
        for _ in range(10):
            trainer.update(None)
    assert trainer.rates == pytest.approx([1.0, 1.8, 1.6, 1.4, 1.2, 1.0, 0.8, 0.6, 0.4, 0.2])
    assert Trainer.update is own


def test_names_stand_as_the_corpus_and_as_our_tokenizer_divides_them(corpora: Path, tmp_path: Path) -> None:
    train, choosing = head_data.ner_files(corpora, tmp_path, pud=False)
    whole, apart = json.loads(train.read_text())[3:5]
    assert [word["text"] for word in whole] == ["Ida", "Lund", "lobt", "Trave-Bus", "."]
    assert [(word["text"], word["ner"]) for word in apart[3:6]] == [
        ("Trave", "B-ORG"),
        ("-", "I-ORG"),
        ("Bus", "I-ORG"),
    ]
    assert len(json.loads(choosing.read_text())) == 1


def test_only_sentences_with_marks_are_restyled_and_only_their_marks_change() -> None:
    quoted = UdSentence((), (Row("1", "„", "„", *TREE.rows[-1][3:]), *(row._replace(id="9") for row in TREE.rows[2:3])))
    (again,) = head_data.restyled([TREE, quoted, TREE], seed=1)
    assert again.rows[0].form in {style[0] for style in STYLES} - {"„"}
    assert again.rows[0]._replace(form="„") == quoted.rows[0]
    assert again.rows[1:] == quoted.rows[1:]


def test_a_file_with_a_copy_of_the_encoder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pos.pt"
    torch.save({"model": {"bert_model.x": torch.zeros(1)}, "vocab": {}, "config": {}}, path)
    with pytest.raises(ValueError, match="copy of the encoder"):
        strip(path)
