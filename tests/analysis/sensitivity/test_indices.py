"""The adapter over SALib: known answers within the stated error, reproducible by seed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.analysis.sensitivity.indices import (
    LEVELS,
    is_still,
    main_effects,
    morris_effects,
    morris_points,
    pawn_distances,
    regional_separation,
    share_together,
    sobol_indices,
    sobol_points,
)
from sim.arrays import Array
from tests.analysis.sensitivity.known import (
    ISHIGAMI_FIRST,
    ISHIGAMI_TOTAL,
    g_function,
    g_indices,
    ishigami,
    linear,
)

WEIGHTS = np.array([3.0, -4.0, 0.0, 5.0])
STEP = LEVELS / (2 * (LEVELS - 1))


@pytest.mark.parametrize(
    ("function", "first", "total"),
    [
        (ishigami, ISHIGAMI_FIRST, ISHIGAMI_TOTAL),
        (g_function, *g_indices()),
        (lambda points: linear(points, WEIGHTS), WEIGHTS**2 / 50, WEIGHTS**2 / 50),
    ],
    ids=["ishigami", "g", "linear"],
)
def test_indices_are_within_the_error_that_is_stated(
    function: Callable[[Array], Array], first: Array, total: Array
) -> None:
    groups = range(len(first))
    found = sobol_indices(groups, function(sobol_points(groups, 4096, 7)), 7)
    assert (np.abs(found.first - first) <= found.first_error + 1e-3).all()
    assert (np.abs(found.total - total) <= found.total_error + 1e-3).all()
    assert found.first_error.max() < 0.04
    assert found.total_error.max() < 0.05


def test_the_ishigami_indices_are_those_of_the_book() -> None:
    assert ISHIGAMI_FIRST.round(4).tolist() == [0.3139, 0.4424, 0]
    assert ISHIGAMI_TOTAL.round(4).tolist() == [0.5576, 0.4424, 0.2437]


def test_a_group_has_the_indices_of_all_its_factors_together() -> None:
    groups = (0, 1, 1, 1)
    found = sobol_indices(groups, linear(sobol_points(groups, 2048, 1), WEIGHTS), 1)
    np.testing.assert_allclose(found.total, [9 / 50, 41 / 50], atol=0.02)


def test_a_smaller_design_is_the_first_part_of_a_greater_one() -> None:
    small, great = sobol_points((0, 1, 2), 64, 5), sobol_points((0, 1, 2), 256, 5)
    np.testing.assert_array_equal(small, great[: len(small)])


def test_one_factor_alone_decides_everything() -> None:
    found = sobol_indices((0,), sobol_points((0,), 1024, 3)[:, 0], 3)
    np.testing.assert_allclose([found.first[0], found.total[0]], 1, atol=0.01)


@pytest.mark.parametrize("seed", [0, 7])
def test_equal_seeds_give_equal_bits_and_others_do_not(seed: int) -> None:
    def found(seed: int) -> tuple[list[float], list[float]]:
        points, paths = sobol_points(range(3), 128, seed), morris_points(3, 20, seed)
        indices = sobol_indices(range(3), ishigami(points), seed)
        effects = morris_effects(paths, ishigami(paths), seed)
        return (
            [*indices.first, *indices.first_error, *indices.total_error],
            [*effects.size, *effects.size_error],
        )

    first = found(seed)
    np.random.default_rng().random(3)
    assert found(seed) == first
    other = found(seed + 1)
    assert other[0] != first[0]
    assert other[1] != first[1]


def test_a_linear_function_has_its_weights_as_elementary_effects() -> None:
    points = morris_points(4, 30, 2)
    found = morris_effects(points, linear(points, WEIGHTS), 2)
    np.testing.assert_allclose(found.mean, WEIGHTS, atol=1e-9)
    np.testing.assert_allclose(found.size, np.abs(WEIGHTS), atol=1e-9)
    np.testing.assert_allclose(found.deviation, 0, atol=1e-9)


def test_the_effects_of_the_ishigami_function_are_those_of_its_grid() -> None:
    points = morris_points(3, 2000, 3)
    found = morris_effects(points, ishigami(points), 3)
    # A step of 2/3 between four levels: |Δ sin²y| is 3/4 always; z⁴ is π⁴ or (π/3)⁴, |sin x| 0 or √3/2.
    assert found.size[1] == pytest.approx(7 * 0.75 / STEP)
    known = 0.1 * (80 / 81) * np.pi**4 * (np.sqrt(3) / 4) / STEP
    assert abs(found.size[2] - known) < 2 * found.size_error[2]
    assert found.size_error[2] < 0.1 * known


def test_a_figure_that_is_the_factor_has_the_distance_that_can_be_computed() -> None:
    values = (np.arange(10_000)[:, None] + 0.5) / 10_000
    # In slice s of ten the greatest distance is max(s, 9 - s) / 10: 9, 8, 7, 6, 5, 5, … and 7 in the middle.
    assert pawn_distances(values, values[:, 0])[0] == pytest.approx(0.7, abs=2e-3)


def test_a_factor_without_effect_has_hardly_a_distance() -> None:
    values = np.random.default_rng(5).random((5_000, 4))
    found = pawn_distances(values, ishigami(values[:, :3]))
    assert found[3] < 0.06
    assert found[:3].min() > found[3]
    assert found[1] > found[0] > found[2]


def test_the_fifths_of_a_figure_that_is_the_factor_are_apart_as_computed() -> None:
    values = np.random.default_rng(6).random((4_000, 2))
    found = regional_separation(values, values[:, 0])
    # 3 ∫ (F - G)² dH of the fifth from p to p + 1/5 is a³ + (1 - a)³ with a = 5 p / 4.
    np.testing.assert_allclose(found[:, 0], [1, 7 / 16, 1 / 4, 7 / 16, 1], atol=5e-3)
    assert found[:, 1].max() < 0.01


def test_a_split_of_the_figure_by_one_factor_is_found() -> None:
    values = np.random.default_rng(7).random((3_000, 3))
    found = regional_separation(values, (values[:, 1] > 0.8) + 0.01 * values[:, 2])
    assert found[4, 1] == pytest.approx(1, abs=0.01)
    assert found[4, 0] < 0.01


def test_a_separation_does_not_grow_with_the_members() -> None:
    values = np.random.default_rng(8).random((8_000, 1))
    figures = values[:, 0] + np.random.default_rng(9).random(8_000)
    few, many = (regional_separation(values[:n], figures[:n])[0, 0] for n in (1_000, 8_000))
    assert few == pytest.approx(many, abs=0.05)


def test_main_effects_of_correlated_factors_are_those_computed_by_hand() -> None:
    # y = 3 a + b + 2 noise, corr(a, b) = 0.6: var y = 17.6, cov(y, a) = 3.6, cov(y, b) = 2.8
    a, other, noise, idle = np.random.default_rng(5).standard_normal((4, 4_096))
    b = 0.6 * a + 0.8 * other
    figures = 3 * a + b + 2 * noise
    share, error = main_effects(np.column_stack([a, b, idle, a > 0]), figures)
    known = np.array([3.6**2, 2.8**2, 0, 3.6**2 * 2 / np.pi]) / 17.6
    assert (np.abs(share - known) < 1.5 * error).all()
    assert error.max() < 0.03
    together, _ = share_together(np.column_stack([noise, idle]), figures)
    assert together == pytest.approx(4 / 17.6, abs=0.03)
    assert share_together(np.zeros((4_096, 2)), figures) == (0.0, 0.0)


def test_a_figure_that_does_not_move_has_no_indices() -> None:
    still = np.full(5 * 64, 0.1 + 0.2)
    assert is_still(still)
    assert not sobol_indices(range(3), still, 1).total.any()
    values = np.random.default_rng(1).random((320, 2))
    assert not pawn_distances(values, still).any()
    assert not regional_separation(values, still).any()
