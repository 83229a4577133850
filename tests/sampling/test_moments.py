"""Each method gives the stated distributions and rank correlations."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.registry.correlations import all_pairs
from sim.sampling.methods import METHODS, Axes
from sim.sampling.sampler import sampler_of
from sim.scenario.workspace import Workspace, load_workspace
from tests.sampling.homes import by_key, uncertain_home, whole


@pytest.mark.parametrize("method", METHODS)
def test_each_method_gives_each_distribution_its_moments(workspace: Workspace, method: str) -> None:
    sampler = sampler_of(workspace, 2**17, 3, method)
    drawn = by_key(sampler)
    error = 5 / np.sqrt(2**17)  # of a mean, in standard deviations
    known = {
        "output per capital": (5, (16 + 36 + 25 - 24 - 20 - 30) / 18),
        "reinvestment share": (0.1, 0.04 / 12),
        "migration": (3.5 / 3, (0.25 + 4 + 1 - 1 - 0.5 - 2) / 18),
    }
    for key, (mean, variance) in known.items():
        assert drawn[key].mean() == pytest.approx(mean, abs=error * np.sqrt(variance))
        assert drawn[key].var() == pytest.approx(variance, rel=2e-2)
    assert np.quantile(drawn["energy"], [0.05, 0.95]) == pytest.approx([800, 1300], rel=3e-3)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rank", [-0.6, 0.3, 0.95])
def test_the_ranks_correlate_as_stated(own_home: Path, method: str, rank: float) -> None:
    sampler = sampler_of(load_workspace(uncertain_home(own_home, rank)), 2**17, 3, method)
    blocks = [sampler.block(first, first + 2**14) for first in range(0, 2**17, 2**14)]
    found = stats.spearmanr(np.concatenate(blocks, axis=1).T).statistic
    wanted = np.eye(4)
    wanted[2, 3] = wanted[3, 2] = rank
    np.testing.assert_allclose(found, wanted, atol=5 / np.sqrt(2**17))


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_the_shipped_correlations_are_those_of_the_draws(method: str) -> None:
    workspace = load_workspace()
    sampler = sampler_of(workspace, 2**15, 11, method)
    drawn = by_key(sampler)
    pairs = [pair for pair in all_pairs(workspace.registry.correlations) if drawn.keys() >= set(pair.of)]
    assert len(pairs) >= 10
    for pair in pairs:
        first, second = (drawn[name] for name in pair.of)
        assert stats.spearmanr(first, second).statistic == pytest.approx(pair.rank, abs=0.02), pair.of


def test_a_mean_by_sobol_is_far_nearer_than_one_by_chance(workspace: Workspace) -> None:
    errors = {
        method: np.abs(whole(sampler_of(workspace, 4_096, 3, method))[:2].mean(axis=1) - [5, 0.1])
        for method in METHODS
    }
    assert (errors["sobol"] * 20 < errors["mc"]).all()
    assert (errors["lhs"] * 20 < errors["mc"]).all()


@pytest.mark.parametrize("method", METHODS)
def test_dimensions_go_each_their_own_way(method: str) -> None:
    axes = Axes(tuple("abcdefgh"), tuple(range(8)), 8)
    found = np.corrcoef(METHODS[method].shares(axes, 2**14, (5,)).block(0, 2**14))
    np.testing.assert_allclose(found, np.eye(8), atol=5 / np.sqrt(2**14))
