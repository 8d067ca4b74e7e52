"""Training the quotation model, on articles of our own and a tiny random encoder."""

from __future__ import annotations

import json
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from made_up import places, tokens_of
from tiny import WIDTH, tiny_bert, tiny_tokenizer

from quoteex.document import Medium, QuoteType
from quoteex.language.encoder import Encoder, load_encoder
from quoteex.language.pieces import WordTokenizer
from quoteex.quotes.features import WORD_TYPES, word_types
from quoteex.quotes.finder import load_quote_model
from quoteex.quotes.marks import find_marked
from quoteex.quotes.network import NetworkSizes, QuoteHeads
from quoteex.training.auxiliary import TAGS, AuxiliaryHeads, Labels, entity_examples
from quoteex.training.entities import EntitySentence
from quoteex.training.quote_corpus import CorpusArticle, TokenQuote
from quoteex.training.quote_run import conclude
from quoteex.training.quotes import (
    STYLES,
    Prepared,
    Recipe,
    Student,
    article_batches,
    exchange_marks,
    freeze,
    hold_back,
    learn,
    parameter_groups,
    portions,
    prepare,
    quote_losses,
    train,
    widen_types,
    word_states,
)

TEXTS = (
    "„Der Deich hält“, sagt Imke Harms. Das Siel sei aber alt.",
    "Ole Carstens schreibt: „Das Siel ist alt, sehr alt.“ Mehr nicht.",
    "Am Montag regnete es. Der Wirt fegte den Hof.",
)


def an_article(text: str, *quotes: TokenQuote) -> CorpusArticle:
    tokens, none = tuple(tokens_of(text)), (False,) * len(quotes)
    return CorpusArticle("a", text, tokens, (0,) * len(tokens), quotes, (None,) * len(quotes), none, none)


ARTICLES = [
    an_article(
        TEXTS[0],
        TokenQuote(
            QuoteType.DIRECT,
            Medium.SPEECH,
            places(TEXTS[0], "„Der Deich hält“"),
            speaker=places(TEXTS[0], "Imke Harms"),
            cue=places(TEXTS[0], "sagt"),
        ),
        TokenQuote(QuoteType.INDIRECT, None, places(TEXTS[0], "Das Siel sei aber alt")),
    ),
    an_article(
        TEXTS[1],
        TokenQuote(
            "direct",
            "writing",
            places(TEXTS[1], "„Das Siel ist alt, sehr alt.“"),
            speaker=places(TEXTS[1], "Ole Carstens"),
        ),
    ),
    an_article(TEXTS[2]),
]


def prepared() -> list[Prepared]:
    return [prepare(article, article.text, tiny_tokenizer()) for article in ARTICLES]


def a_student(*, auxiliary: AuxiliaryHeads | None = None) -> Student:
    torch.manual_seed(4)
    sizes = NetworkSizes(states=WIDTH, width=16, layers=1, heads=2, inner=16, dropout=0.0)
    return Student(tiny_bert(), QuoteHeads(sizes), auxiliary)


def test_a_hundred_of_seven_hundred_articles_are_held_back() -> None:
    articles = [an_article(f"Text {number}.") for number in range(700)]
    kept, held = hold_back(articles)
    assert (len(kept), len(held)) == (600, 100)
    assert {article.text for article in kept}.isdisjoint(article.text for article in held)
    assert [article for article in articles if article in kept] == kept
    assert held[:2] == [articles[3], articles[10]]


@given(st.text(alphabet="ab. \n„“‚‘»«›‹\"'", max_size=60), st.integers(0, 99))
def test_exchanging_marks_moves_nothing_and_touches_nothing_else(text: str, seed: int) -> None:
    changed = exchange_marks(text, random.Random(seed))
    assert len(changed) == len(text)
    marks = {place for marked in find_marked(text) for place in (marked.span.start, marked.span.end - 1)}
    assert all(new == old for place, (new, old) in enumerate(zip(changed, text, strict=True)) if place not in marks)


def test_every_style_of_marks_comes_up_and_means_the_same() -> None:
    text = "Er sagt: „Sie rief ‚Halt an‘ und lief.“ Und „so“ war es."
    seen = {exchange_marks(text, random.Random(seed)) for seed in range(100)}
    assert {version[9] for version in seen} == {outer[0] for outer, _ in STYLES}
    for version in seen:
        assert [marked.span for marked in find_marked(version)] == [marked.span for marked in find_marked(text)]


def test_a_stretch_left_open_keeps_its_mark() -> None:
    text = "Er sagt: „Halt an."
    assert {exchange_marks(text, random.Random(seed)) for seed in range(20)} == {text}


@pytest.mark.parametrize("repeated", [1, 40])
def test_states_in_training_are_those_in_use(repeated: int) -> None:
    articles = [an_article(" ".join([article.text] * repeated)) for article in ARTICLES]
    model = tiny_bert()
    encoder = Encoder(model, WordTokenizer(tiny_tokenizer()))
    with torch.no_grad():
        states, bounds = word_states(model, [prepare(article, article.text, tiny_tokenizer()) for article in articles])
    assert bounds[0, 0] == 0
    assert bounds[-1, 1] == len(states)
    assert all(one[1] == other[0] for one, other in pairwise(bounds.tolist()))
    for article, (first, end) in zip(articles, bounds.tolist(), strict=True):
        words = [article.text[start:stop] for start, stop in article.tokens]
        expected = encoder.word_states(words, word_types(article.text, article.tokens))
        torch.testing.assert_close(states[first:end], expected, atol=1e-4, rtol=1e-4)


@given(st.lists(st.integers(1, 60), max_size=12), st.integers(1, 400))
def test_portions_are_the_batch_in_parts_that_fit(lengths: list[int], subwords: int) -> None:
    batch = [Prepared(((7,) * length,), ((0,) * length,), torch.zeros((1, 2)), ARTICLES[2]) for length in lengths]
    parts = list(portions(batch, subwords))
    assert Counter(id(article) for part in parts for article in part) == Counter(map(id, batch))
    for part in parts:
        size = sum(len(article.rows) for article in part) * (max(len(article.rows[0]) for article in part) + 2)
        assert len(part) == 1 or size <= subwords


def test_losses_of_portions_add_up_to_those_of_the_batch() -> None:
    student, batch = a_student().eval(), prepared()
    total = sum(len(article.article.quotes) for article in batch)

    def losses(portion: list[Prepared]) -> dict[str, float]:
        with torch.no_grad():
            states, bounds = word_states(student.encoder, portion)
            found = quote_losses(student.heads, states, bounds, portion, total)
        return {name: float(loss) for name, loss in found.items()}

    whole, single = losses(batch), [losses([article]) for article in batch]
    assert set(whole) == {"anchor", "parts", "type", "medium"}
    # An article without quotations has only anchors to lose by.
    assert {name: sum(part.get(name, 0.0) for part in single) for name in whole} == pytest.approx(whole, rel=1e-4)


def test_a_step_gives_everything_that_learns_a_gradient() -> None:
    labels = Labels()
    examples = entity_examples([EntitySentence(("Ida", "lobt"), ("B-PER", "O"))], tiny_tokenizer(), labels)
    for column in TAGS[:-1]:
        labels.number(column, ["X"])
    student = a_student(auxiliary=AuxiliaryHeads(labels.sizes() | {"deprel": 1}, states=WIDTH))
    freeze(student.encoder, 1)
    losses = learn(student, prepared(), [examples], Recipe(portion=100))
    assert set(losses) == {"anchor", "parts", "type", "medium", "entity"}
    learned = {name.split(".")[0] for name, value in student.named_parameters() if value.grad is not None}
    assert learned == {"encoder", "heads", "auxiliary"}
    frozen = [name for name, value in student.named_parameters() if not value.requires_grad]
    assert {name.removeprefix("encoder.").split(".attention")[0].split(".weight")[0] for name in frozen} >= {
        "embeddings.word_embeddings",
        "encoder.layer.0",
    }
    assert not any("layer.1" in name for name in frozen)


def test_lower_layers_learn_more_slowly_and_frozen_ones_not_at_all() -> None:
    student = a_student()
    freeze(student.encoder, 0)
    recipe = Recipe(encoder_rate=0.1, head_rate=1.0, layer_decay=0.5)
    rates: dict[int, float] = {}
    for group in parameter_groups(student, recipe):
        parameters = group["params"]
        assert isinstance(parameters, list)
        for parameter in parameters:
            assert (group["weight_decay"] == 0) == (parameter.ndim == 1)
            rates[id(parameter)] = float(str(group["lr"]))
    found = {name: rates[id(value)] for name, value in student.named_parameters() if value.requires_grad}
    assert found["heads.enter.weight"] == 1.0
    assert found["encoder.encoder.layer.1.output.dense.weight"] == 0.1
    assert found["encoder.encoder.layer.0.output.dense.bias"] == 0.05
    assert found["encoder.embeddings.position_embeddings.weight"] == 0.025
    assert found["encoder.embeddings.token_type_embeddings.weight"] == 0.2
    assert "encoder.embeddings.word_embeddings.weight" not in found


def test_widened_types_all_begin_as_the_first() -> None:
    encoder = tiny_bert(types=2)
    before = encoder.embeddings.token_type_embeddings.weight[0].detach().clone()
    widen_types(encoder)
    assert encoder.config.type_vocab_size == WORD_TYPES
    after = encoder.embeddings.token_type_embeddings.weight.detach()
    assert torch.equal(after, before.expand(WORD_TYPES, -1))
    table = encoder.embeddings.token_type_embeddings
    widen_types(encoder)
    assert encoder.embeddings.token_type_embeddings is table


def test_an_epoch_s_batches_are_all_articles_once() -> None:
    batches = list(article_batches(ARTICLES * 3, 2, random.Random(1)))
    assert sorted(number for batch in batches for number in batch) == list(range(9))
    assert max(map(len, batches)) == 2


def test_training_lowers_the_losses_and_leaves_models_that_load(tmp_path: Path) -> None:
    student = a_student()
    recipe = Recipe(
        epochs=60,
        articles=3,
        head_rate=1e-2,
        encoder_rate=5e-3,
        frozen_layers=0,
        masked=0.0,
        other_marks=0.2,
        average=0.9,
    )
    average = train(student, tiny_tokenizer(), ARTICLES, [], recipe=recipe, work=tmp_path)
    log = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [record["step"] for record in log] == [25, 50]
    assert all(log[1][name] < log[0][name] for name in ("anchor", "parts", "type", "medium"))
    stored = torch.load(tmp_path / "student.pt", weights_only=True)
    assert all(torch.equal(value, stored[name]) for name, value in average.state_dict().items())

    loaded = Encoder(average.encoder, WordTokenizer(tiny_tokenizer()))
    model, report = conclude(average, loaded, ARTICLES, tmp_path)
    assert report.splitlines()[3].startswith("joint")
    again = load_quote_model(tmp_path / "quotes")
    assert again.thresholds == model.thresholds
    words = ["„", "Deich", "“"]
    torch.testing.assert_close(
        load_encoder(tmp_path / "encoder").word_states(words, [5, 2, 3]), loaded.word_states(words, [5, 2, 3])
    )
