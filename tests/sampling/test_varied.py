"""Quantities of ``--vary`` are drawn in addition to the registry's draws and change none of them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.sampling.methods import METHODS
from sim.sampling.sampler import sampler_of
from sim.scenario.settable import Settable
from sim.scenario.vary import Varied
from sim.scenario.workspace import Workspace
from tests.sampling.homes import VARIED, by_key, whole


@pytest.mark.parametrize("method", METHODS)
def test_varied_quantities_leave_the_registry_s_draws_unchanged(workspace: Workspace, method: str) -> None:
    plain, more = (sampler_of(workspace, 500, 5, method, vary) for vary in ((), VARIED))
    before = by_key(plain)
    after = by_key(more)
    assert set(after) - set(before) == {"clean share to"}
    assert more.asked_for == {"migration", "clean share to"}
    assert not plain.asked_for
    for key in set(before) - {"migration"}:  # energy too, which goes with migration
        np.testing.assert_array_equal(after[key], before[key])
    assert (after["migration"] != before["migration"]).all()


@pytest.mark.parametrize("method", METHODS)
def test_varied_quantities_are_uniform_and_independent(workspace: Workspace, method: str) -> None:
    sampler = sampler_of(workspace, 2**15, 5, method, VARIED)
    values = whole(sampler)
    varied = values[[sampler.keys.index(key) for key in ("migration", "clean share to")]]
    for row, low, high in zip(varied, (0.0, 0.2), (3.0, 0.6), strict=True):
        assert stats.kstest(row, stats.uniform(low, high - low).cdf).statistic < 2 / np.sqrt(2**15)
    ranks = stats.spearmanr(values.T).statistic - np.eye(len(values))
    others = [sampler.keys.index(key) for key in ("migration", "clean share to")]
    assert np.abs(ranks[others]).max() < 5 / np.sqrt(2**15)


def test_halves_of_varied_quantities_coincide_with_those_of_no_constant(workspace: Workspace) -> None:
    """Two scramblings of one Sobol dimension have equal or opposite halves; these must not."""
    sampler = sampler_of(workspace, 2**12, 5, "sobol", VARIED)
    values = whole(sampler)
    upper = values > np.median(values, axis=1, keepdims=True)
    for key in ("migration", "clean share to"):
        own = sampler.keys.index(key)
        shares = [np.mean(upper[own] == each) for row, each in enumerate(upper) if row != own]
        assert np.abs(np.array(shares) - 0.5).max() < 0.1


def test_all_elements_of_a_lever_take_one_value(workspace: Workspace) -> None:
    keys = ("demand growth to[automobiles]", "demand growth to[health]")
    constants = tuple(Settable(key, key, "1/年") for key in keys)
    sampler = sampler_of(workspace, 20, 5, "sobol", (Varied("demand growth=0..0.1", constants, 0.0, 0.1),))
    drawn = by_key(sampler)
    np.testing.assert_array_equal(drawn[keys[0]], drawn[keys[1]])
    assert sampler.manifest()["vary"] == {key: {"low": 0.0, "high": 0.1, "unit": "1/年"} for key in keys}


def test_constants_set_by_a_scenario_are_not_drawn_unless_varied(workspace: Workspace) -> None:
    sampler = sampler_of(workspace, 10, 5, "mc", VARIED)
    fixed = {"migration": 9.0, "energy": 1_000.0, "capital": 1.0}
    inputs = sampler.inputs(3, 7, fixed)
    assert list(inputs) == list(sampler.keys)
    np.testing.assert_array_equal(inputs["energy"], np.full(4, 1_000.0))
    assert inputs["migration"].max() <= 3
    np.testing.assert_array_equal(inputs["output per capital"], sampler.block(3, 7)[0])
