"""What the encoder learns beside quotations."""

from __future__ import annotations

import random
from itertools import islice

import pytest
import torch
from tiny import WIDTH, tiny_tokenizer

from quoteex.language.windows import WINDOW
from quoteex.training.auxiliary import (
    COLUMNS,
    IGNORE,
    TAGS,
    AuxiliaryHeads,
    Example,
    Labels,
    batches,
    collate,
    entity_examples,
    tree_examples,
)
from quoteex.training.entities import EntitySentence
from quoteex.training.treebanks import TreeSentence

TREE = TreeSentence(
    words=("Die", "Fähre", "legt", "ab"),
    upos=("DET", "NOUN", "VERB", "ADP"),
    xpos=("ART", "NN", "VVFIN", "PTKVZ"),
    feats=("Definite=Def", "Gender=Fem", "Number=Sing", "_"),
    lemmas=("der", "Fähre", "legen", "ab"),
    heads=(2, 3, 0, 3),
    deprels=("det", "nsubj", "root", "compound:prt"),
)
NAMES = EntitySentence(("Ida", "lobt", "Husum"), ("B-PER", "O", "B-LOC"))


def test_labels_are_numbered_in_order_of_first_sight_column_by_column() -> None:
    labels = Labels()
    assert labels.number("upos", ["NOUN", "VERB", "NOUN"]) == (0, 1, 0)
    assert labels.number("upos", ["ADJ", "VERB"]) == (2, 1)
    assert labels.number("xpos", ["NN"]) == (0,)
    assert labels.sizes() == dict.fromkeys(COLUMNS, 0) | {"upos": 3, "xpos": 1}


def test_an_example_knows_each_word_s_last_subword() -> None:
    tokenizer = tiny_tokenizer()
    [example] = entity_examples([NAMES], tokenizer, Labels())
    # Every word is a metaspace and its letters.
    assert example.last == (3, 8, 14)
    assert [tokenizer.id_to_token(example.ids[last]) for last in example.last] == ["a", "t", "m"]
    assert example.labels == {"entity": (0, 1, 2)}


def test_a_tree_gives_all_columns_and_a_treebank_without_features_none() -> None:
    labels = Labels()
    [example] = tree_examples([TREE], tiny_tokenizer(), labels)
    assert example.labels["head"] == (2, 3, 0, 3)
    # Definite=Def, Gender=Fem, Number=Sing, none: each by itself, and all others as one.
    assert example.labels["Gender"] == (0, 1, 0, 0)
    assert example.labels["Number"] == (0, 0, 1, 0)
    assert example.labels["Other"] == (0, 1, 1, 1)
    bare = TreeSentence(TREE.words, TREE.upos, TREE.xpos, ("_",) * 4, TREE.lemmas, TREE.heads, TREE.deprels)
    [example] = tree_examples([bare], tiny_tokenizer(), labels)
    assert {example.labels[column] for column in ("Case", "Gender", "Number", "Other")} == {(IGNORE,) * 4}


def test_a_sentence_that_fits_no_window_is_left_out() -> None:
    long = EntitySentence(("a" * (WINDOW + 1),), ("O",))
    assert entity_examples([long, NAMES], tiny_tokenizer(), Labels()) == entity_examples(
        [NAMES], tiny_tokenizer(), Labels()
    )


def test_batches_hold_every_example_once_a_round_within_the_size() -> None:
    examples = [Example((number,) * (1 + number % 7), (0,), {}) for number in range(40)]
    size, drawn = 36, []
    for batch in batches(examples, size, random.Random(1)):
        assert len(batch) == 1 or len(batch) * (max(len(example.ids) for example in batch) + 2) <= size + len(batch) * 8
        drawn += batch
        if len(drawn) >= len(examples):
            break
    assert sorted(example.ids for example in drawn) == sorted(example.ids for example in examples)


def test_batches_go_on_for_ever() -> None:
    [example] = entity_examples([NAMES], tiny_tokenizer(), Labels())
    assert list(islice(batches([example], 10, random.Random(1)), 3)) == [[example]] * 3


def test_collating_counts_the_first_special_subword_and_pads_with_nothing_to_learn() -> None:
    short, long = Example((5,), (0,), {"entity": (1,)}), Example((5, 6, 7), (1, 2), {"entity": (0, 2)})
    last, labels = collate([short, long])
    assert last.tolist() == [[1, 0], [2, 3]]
    assert labels["entity"].tolist() == [[1, IGNORE], [0, 2]]


@pytest.mark.parametrize("kind", ["tree", "names"])
def test_the_heads_learn_their_labels_from_the_states(kind: str) -> None:
    torch.manual_seed(2)
    known, tokenizer = Labels(), tiny_tokenizer()
    trees, names = tree_examples([TREE], tokenizer, known), entity_examples([NAMES], tokenizer, known)
    _, labels = collate(trees if kind == "tree" else names)
    heads = AuxiliaryHeads(known.sizes(), states=WIDTH, arcs=8, rels=4).eval()
    words = len(TREE.words if kind == "tree" else NAMES.tokens)
    states, root = torch.randn(1, words, WIDTH), torch.randn(1, WIDTH)
    optimizer = torch.optim.Adam(heads.parameters(), lr=0.02)
    losses = heads.losses(states, root, labels)
    expected = {*TAGS, "arc", "deprel"} - {"entity"} if kind == "tree" else {"entity"}
    assert set(losses) == expected
    first = {name: float(value.detach()) for name, value in losses.items()}
    for _ in range(60):
        optimizer.zero_grad()
        torch.autograd.backward(torch.stack(list(heads.losses(states, root, labels).values())).sum())
        optimizer.step()
    after = heads.losses(states, root, labels)
    # A column with one label only has nothing to lose.
    assert all(float(after[name].detach()) <= first[name] / 2 for name in expected)


def test_padding_changes_no_loss() -> None:
    torch.manual_seed(2)
    known = Labels()
    [example] = tree_examples([TREE], tiny_tokenizer(), known)
    known.number("entity", ["O"])
    heads = AuxiliaryHeads(known.sizes(), states=WIDTH, arcs=8, rels=4).eval()
    states, root = torch.randn(1, 6, WIDTH), torch.randn(1, WIDTH)
    _, labels = collate([example])
    padded = {name: torch.nn.functional.pad(values, (0, 2), value=IGNORE) for name, values in labels.items()}
    alone, among = heads.losses(states[:, :4], root, labels), heads.losses(states, root, padded)
    for name, value in alone.items():
        torch.testing.assert_close(value, among[name])
