"""Greedy ascent of an indicator, by hand on the small model.

Without a change output of 2035 is 2,500 x 5 = 12,500. A public investment that rises to 200 by 2025 makes the
capital of 2034 1,000 + 100 + 100 + 120 + 140 + 160 + 180 + 9 x 200 = 3,600, the output 18,000.
"""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim.analysis.effects import Move
from sim.analysis.greedy_ascent import Ascent, ascend, tail_moves
from sim.run.single import prepare
from sim.scenario.workspace import load_workspace

MOVES = (
    Move("output per capital", 4, 6),
    Move("energy", 500, 2000),
    Move("public investment to", 0, 200),
)


def climb_in(home: Path, enough: float = math.inf) -> Ascent:
    workspace = load_workspace(home)
    scenario = prepare("trend", (), workspace)
    return ascend(MOVES, "gross_output", 2035, scenario, workspace, ("investment_sum",), enough)


def test_the_largest_gain_comes_first(small_home: Path) -> None:
    found = climb_in(small_home)
    assert found.start == pytest.approx(12_500)
    assert [(step.key, step.value, round(step.figure)) for step in found.steps] == [
        ("public investment to", 200, 18_000),
        ("output per capital", 6, 21_600),
    ]
    assert found.top == found.steps[-1].figure
    assert {key: round(value) for key, value in found.steps[0].beside.items()} == {"investment_sum": 1000}


def test_the_highest_figure_of_each_constant_alone(small_home: Path) -> None:
    alone = [(step.key, round(step.figure)) for step in climb_in(small_home).alone]
    assert alone == [("public investment to", 18_000), ("output per capital", 15_000), ("energy", 12_500)]


def test_how_many_steps_a_figure_takes(small_home: Path) -> None:
    found = climb_in(small_home)
    counts = [found.needed(figure) for figure in (12_000, 18_000 - 1, 20_000, 22_000)]
    assert [None if steps is None else len(steps) for steps in counts] == [0, 1, 2, None]


def test_it_stops_once_the_figure_is_enough(small_home: Path) -> None:
    assert len(climb_in(small_home, enough=17_000).steps) == 1
    assert climb_in(small_home, enough=12_000).steps == ()


def test_a_non_finite_member_is_not_a_gain(small_home: Path) -> None:
    workspace = load_workspace(small_home)
    scenario = prepare("trend", (), workspace)
    found = ascend([Move("output per capital", 4, 1e307)], "gross_output", 2035, scenario, workspace)
    assert (found.steps, round(found.alone[0].figure)) == ((), 10_000)


def test_drawn_constants_move_between_their_tails(small_home: Path) -> None:
    (move,) = tail_moves(load_workspace(small_home))
    # of a triangle from 4 over 5 to 6 the point of 5% is 4 + sqrt(0.05 x 2)
    assert (move.key, move.low, move.high) == (
        "output per capital",
        pytest.approx(4 + math.sqrt(0.1)),
        pytest.approx(6 - math.sqrt(0.1)),
    )
