"""Draws of the registry: stable as members are added, of the stated distributions and correlations."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.errors import SimError
from sim.registry.correlations import all_pairs
from sim.sampling.sampler import draw, sampler_of
from sim.scenario.workspace import load_workspace
from tests.sampling.homes import uncertain_home


def test_a_member_is_the_same_however_many_there_are(small_home: Path) -> None:
    workspace = load_workspace(small_home)
    few, many = draw(workspace, 37, 5), draw(workspace, 1000, 5)
    assert few.keys == many.keys
    np.testing.assert_array_equal(few.values, many.values[:, :37])


def test_another_seed_gives_other_draws(small_home: Path) -> None:
    workspace = load_workspace(small_home)
    assert (draw(workspace, 10, 1).values != draw(workspace, 10, 2).values).all()


def test_draws_cover_every_uncertain_constant_in_file_order(small_home: Path) -> None:
    workspace = load_workspace(small_home)
    uncertain = list(workspace.registry.drawn)
    assert list(draw(workspace, 4, 1).keys) == uncertain


@pytest.mark.parametrize(
    ("members", "seed", "reported"),
    [
        (
            0,
            7,
            [
                (
                    "members",
                    "成员数为 0，应在 1 到 1,000,000 之间。",
                    "0 members; the number must be from 1 to 1,000,000.",
                )
            ],
        ),
        (
            10**9,
            -1,
            [
                (
                    "members",
                    "成员数为 1,000,000,000，应在 1 到 1,000,000 之间。",
                    "1,000,000,000 members; the number must be from 1 to 1,000,000.",
                ),
                (
                    "seed",
                    "-1 不可用，应在 0 到 9,223,372,036,854,775,807 之间。",
                    "-1 is invalid; it must be from 0 to 9,223,372,036,854,775,807.",
                ),
            ],
        ),
    ],
)
def test_invalid_requests_are_reported(
    members: int, seed: int, reported: list[tuple[str, str, str]], small_home: Path
) -> None:
    with pytest.raises(SimError) as caught:
        draw(load_workspace(small_home), members, seed)
    assert [(fault.place, fault.zh, fault.en) for fault in caught.value.faults] == reported


def test_a_distribution_must_hold_the_value_of_the_model(own_home: Path) -> None:
    path = own_home / "model" / "parameters.yaml"
    workspace = load_workspace(own_home)
    name = draw(workspace, 1, 1).keys[0]
    value = workspace.model.constants[name]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if "distribution" in line)
    lines[place] = f"  distribution: {{kind: uniform, low: {value + 1}, high: {value + 2}}}\n"
    path.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(SimError) as caught:
        draw(load_workspace(own_home), 1, 1)
    (fault,) = caught.value.faults
    assert fault.place.endswith(f"parameters.yaml:{place + 1}")
    assert (
        fault.en
        == f"the model's value {value:g} is outside its distribution, {value + 1:g} to {value + 2:g}."
    )


# --- what belongs together ------------------------------------------------------------------------


@pytest.mark.parametrize("rank", [-0.8, 0.5])
def test_ranks_are_correlated_and_distributions_are_unchanged(own_home: Path, rank: float) -> None:
    drawn = draw(load_workspace(uncertain_home(own_home, rank)), 8192, 3).as_inputs()
    found = stats.spearmanr(np.array(list(drawn.values())).T).statistic
    wanted = np.eye(4)
    wanted[2, 3] = wanted[3, 2] = rank
    np.testing.assert_allclose(found, wanted, atol=0.03)
    assert drawn["migration"].mean() == pytest.approx((0.5 + 2 + 1) / 3, rel=2e-3)
    assert drawn["migration"].var() == pytest.approx((0.25 + 4 + 1 - 1 - 0.5 - 2) / 18, rel=1e-2)
    assert np.quantile(drawn["energy"], [0.05, 0.95]) == pytest.approx([800, 1300], rel=5e-3)


def test_a_correlated_member_is_the_same_however_many_there_are(own_home: Path) -> None:
    workspace = load_workspace(uncertain_home(own_home, 0.6))
    np.testing.assert_array_equal(draw(workspace, 37, 5).values, draw(workspace, 1000, 5).values[:, :37])


@pytest.mark.slow
def test_the_shipped_correlations_are_those_of_the_draws() -> None:
    workspace = load_workspace()
    prior = sampler_of(workspace, 4096, 11, "sobol")
    drawn = dict(zip(prior.keys, prior.block(0, 4096), strict=True))
    pairs = [pair for pair in all_pairs(workspace.registry.correlations) if drawn.keys() >= set(pair.of)]
    assert len(pairs) >= 10
    for pair in pairs:
        first, second = (drawn[name] for name in pair.of)
        assert stats.spearmanr(first, second).statistic == pytest.approx(pair.rank, abs=0.05), pair.of
