"""The run behind the command ``quotes``: one cycle after another, and going on after the last finished one."""

from __future__ import annotations

import copy
from pathlib import Path

import torch
from tiny import WIDTH, tiny_bert

from quoteex.quotes.network import NetworkSizes, QuoteHeads
from quoteex.training.quote_run import go_through
from quoteex.training.quotes import Recipe, Student


def a_student() -> Student:
    sizes = NetworkSizes(states=WIDTH, width=16, layers=1, heads=2, inner=16, dropout=0.0)
    student = Student(tiny_bert(), QuoteHeads(sizes), None)
    torch.nn.init.zeros_(student.heads.quote_type.bias)
    return student


def test_cycles_build_on_each_other_and_finished_ones_are_not_repeated(tmp_path: Path) -> None:
    learned: list[int] = []
    student = a_student()

    def learn(recipe: Recipe) -> Student:
        learned.append(recipe.seed)
        result = copy.deepcopy(student)
        with torch.no_grad():
            result.heads.quote_type.bias.add_(recipe.seed)
        return result

    go_through(student, [Recipe(seed=1)], tmp_path, learn)
    assert student.heads.quote_type.bias[0] == 1
    student = a_student()
    go_through(student, [Recipe(seed=1), Recipe(seed=2)], tmp_path, learn)
    assert learned == [1, 2]
    assert student.heads.quote_type.bias[0] == 3
