"""The draws: prefix-stable, shared by scenarios, and of the distributions they claim."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.errors import SimError
from sim.registry.parameters import Distribution
from sim.run.sampling import draw, quantile_of
from sim.scenario.workspace import load_workspace

SHARES = (np.arange(20_000) + 0.5) / 20_000


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
    uncertain = [name for name, entry in workspace.registry.parameters.items() if entry.drawn]
    assert list(draw(workspace, 4, 1).keys) == uncertain


def test_a_triangle_has_the_moments_of_a_triangle() -> None:
    values = quantile_of(Distribution(kind="triangular", low=1.0, high=7.0), 2.0, SHARES)
    assert values.mean() == pytest.approx((1 + 7 + 2) / 3, rel=1e-4)
    assert values.var() == pytest.approx((1 + 49 + 4 - 7 - 2 - 14) / 18, rel=1e-3)
    assert values.min() >= 1
    assert values.max() <= 7


def test_a_lognormal_has_its_points_of_5_and_95_per_cent() -> None:
    values = quantile_of(Distribution(kind="lognormal", low=330.0, high=720.0), 490.0, SHARES)
    assert np.quantile(values, [0.05, 0.95]).tolist() == pytest.approx([330, 720], rel=1e-3)
    assert stats.skew(np.log(values)) == pytest.approx(0, abs=1e-6)


def test_a_uniform_is_uniform() -> None:
    values = quantile_of(Distribution(kind="uniform", low=-1.0, high=3.0), 0.0, SHARES)
    assert np.quantile(values, [0.25, 0.5]).tolist() == pytest.approx([0, 1], abs=1e-3)


@pytest.mark.parametrize(
    ("members", "seed", "told"),
    [
        (
            0,
            7,
            [
                (
                    "--members",
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
                    "--members",
                    "成员数为 1,000,000,000，应在 1 到 1,000,000 之间。",
                    "1,000,000,000 members; the number must be from 1 to 1,000,000.",
                ),
                ("--seed", "种子为 -1，应是 0 或更大的整数。", "the seed is -1; it must be 0 or above."),
            ],
        ),
    ],
)
def test_impossible_requests_are_told(
    members: int, seed: int, told: list[tuple[str, str, str]], small_home: Path
) -> None:
    with pytest.raises(SimError) as caught:
        draw(load_workspace(small_home), members, seed)
    assert [(fault.place, fault.zh, fault.en) for fault in caught.value.faults] == told


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
