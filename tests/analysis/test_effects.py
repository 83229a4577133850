"""Effects of one lever or constant alone, computed by hand in the small model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.analysis.effects import Move, effects_of, figures_of, moves_of, one_at_a_time
from sim.outcomes.indicators import indicators
from sim.run.single import prepare, simulate
from sim.scenario.workspace import load_workspace


def test_the_ends_are_those_of_the_registry(small_home: Path) -> None:
    workspace = load_workspace(small_home)
    names = ["output per capital", "public investment", "demand growth[health]", "migration", "nothing"]
    assert moves_of(names, workspace) == [
        Move("output per capital", 4, 6),
        Move("public investment to", 0, 400),
        Move("demand growth to[health]", -0.1, 0.2),
    ]


def test_each_is_moved_alone_from_one_end_to_the_other(small_home: Path) -> None:
    """Investment runs from 100 in 2020 to its end value in 2025, capital from 1100 at the end of 2020."""
    workspace = load_workspace(small_home)
    moves = moves_of(["output per capital", "public investment"], workspace)
    found = effects_of(
        moves,
        ["gross_output", "resident_population"],
        prepare("trend", (), workspace),
        workspace,
        workspace.registry.plan.horizons,
    )
    output, residents = (
        [one for one in found[moves[0].key] if one.indicator == name and one.year == 2025]
        for name in ("gross_output", "resident_population")
    )
    assert (output[0].low, output[0].own, output[0].high) == pytest.approx((6000, 7500, 9000))
    assert output[0].change == pytest.approx(3000)
    assert (residents[0].low, residents[0].high) == (28, 28)
    [lever] = [one for one in found[moves[1].key] if one.indicator == "gross_output" and one.year == 2025]
    # to 0: 100+80+60+40 in 2021 to 2024; to 400: 100+160+220+280
    assert (lever.low, lever.own, lever.high) == pytest.approx((5 * 1380, 7500, 5 * 1860))


def test_a_scenario_is_what_it_is_moved_from(small_home: Path) -> None:
    workspace = load_workspace(small_home)
    moves = moves_of(["output per capital"], workspace)
    [one] = effects_of(moves, ["gross_output"], prepare("plan", (), workspace), workspace, (2025,))[
        moves[0].key
    ]
    assert one.own == pytest.approx(5 * (1100 + 100 + 120 + 140 + 160))


def test_groups_move_together_and_alone() -> None:
    groups = [[Move("a", 0, 9), Move("b", 1, 8)], [Move("c", 2, 7)]]
    found = one_at_a_time(groups, {"a": 5, "b": 6, "c": 4, "other": 3})
    assert {key: values.tolist() for key, values in found.items()} == {
        "a": [5, 0, 9, 5, 5],
        "b": [6, 1, 8, 6, 6],
        "c": [4, 4, 4, 2, 7],
    }


def test_a_missing_figure_is_nan(small_home: Path) -> None:
    """Capital of 1e308 makes the second member's output infinite."""
    workspace = load_workspace(small_home)
    draws = {"output per capital": np.array([5.0, 1e308])}
    run = simulate(prepare("trend", (), workspace), workspace, None, draws)
    asked = [("gross_output", 2025), ("resident_population", 2025)]
    figures = figures_of(run, indicators(run), asked)
    assert figures[:, 0].tolist() == [7500, 28]
    assert np.isnan(figures[:, 1]).all()
