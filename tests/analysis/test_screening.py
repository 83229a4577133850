"""The screening: known answers, the constants chosen, and the file written."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.analysis.evidence import count_evidence
from sim.analysis.screening import (
    STEP,
    choose,
    elementary_effects,
    influence,
    screen,
    trajectories,
)
from sim.scenario.workspace import Workspace, load_workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load_workspace()


def test_a_trajectory_changes_one_constant_at_a_time() -> None:
    ways = trajectories(5, 30, np.random.default_rng(1))
    steps = np.diff(ways.points, axis=1)
    assert (np.count_nonzero(steps, axis=2) == 1).all()
    assert np.abs(steps).max(axis=2) == pytest.approx(STEP)
    assert (ways.points >= 0).all()
    assert (ways.points <= 1).all()
    assert (np.sort(ways.order, axis=1) == np.arange(5)).all()


def test_a_linear_function_has_its_shares_of_variance() -> None:
    weights = np.array([3.0, -4.0, 0.0])
    ways = trajectories(3, 4_000, np.random.default_rng(2))
    figures = 10 + ways.points @ weights
    effects = elementary_effects(ways, figures)
    np.testing.assert_allclose(effects.mean(axis=0), np.abs(weights), atol=1e-9)
    np.testing.assert_allclose(influence(effects, figures) ** 2, [9 / 25, 16 / 25, 0], atol=0.02)


def test_the_ishigami_function_is_ranked_as_by_morris() -> None:
    ways = trajectories(3, 4_000, np.random.default_rng(3))
    x, y, z = np.moveaxis(np.pi * (2 * ways.points - 1), 2, 0)
    effects = elementary_effects(ways, np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))
    first, second, third = effects.mean(axis=0)
    # A step of 2/3 between four levels: |Δ sin²y| is 3/4 always; z⁴ is π⁴ or (π/3)⁴; |sin x| is 0 or √3/2.
    assert second == pytest.approx(7 * 0.75 / STEP)
    assert third == pytest.approx(0.1 * (80 / 81) * np.pi**4 * (np.sqrt(3) / 4) / STEP, rel=0.05)
    assert first > second > 0


def test_a_figure_that_does_not_move_has_no_influence() -> None:
    assert influence(np.zeros((4, 2)), np.full((4, 3), 7.0)).tolist() == [0, 0]


def test_held_constants_cost_no_indicator_much() -> None:
    shares = np.array([[0.6, 0.3, 0.1, 0.0], [0.0, 0.1, 0.2, 0.7]])
    assert choose(shares, 4).tolist() == [True, True, True, True]
    assert choose(shares, 3).tolist() == [
        True,
        True,
        False,
        True,
    ]  # costs 0.1 and 0.2; the second 0.3 and 0.1
    assert choose(shares, 2).tolist() == [True, False, False, True]


def test_every_constant_with_a_range_is_drawn(workspace: Workspace) -> None:
    found = count_evidence(workspace.registry)
    assert found.uncertain > 250
    assert sum(found.weights.values()) == pytest.approx(1)


@pytest.mark.slow
def test_the_file_is_what_a_screening_finds(workspace: Workspace) -> None:
    """A fresh screening with another seed ranks the constants much the same."""
    known, fresh = workspace.registry.screening, screen(workspace, count=20, seed=1)
    assert known is not None
    spreads = {name: one.spread for name, one in workspace.registry.parameters.items() if one.spread}
    assert set(known.found) == set(spreads) == set(fresh.found)
    shares = [[found.found[name].share for name in spreads] for found in (known, fresh)]
    assert stats.spearmanr(*shares).statistic > 0.8
