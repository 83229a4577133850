"""Bounds over unknown weights: known answers, and every weighting within them."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.appraisal.movement import bounds_of, spread_of, total_bounds

RANDOM = np.random.default_rng(7)
MEMBERS = 400


def movements(count: int) -> list[np.ndarray]:
    return [RANDOM.normal(0.02 * item, 0.03, MEMBERS) for item in range(count)]


def weights(count: int, draws: int = 200) -> np.ndarray:
    """Return weights that come to 1, (draw, item), the corners included."""
    return np.vstack([np.eye(count), RANDOM.dirichlet(np.ones(count), draws)])


@pytest.mark.parametrize("is_whole", [True, False])
def test_every_weighting_of_a_group_lies_within_its_bounds(is_whole: bool) -> None:
    items = movements(4)
    found = bounds_of(items, is_whole=is_whole)
    each = np.array([*items, *([] if is_whole else [np.zeros(MEMBERS)])])
    for weight in weights(len(each)):
        moved = weight @ each
        assert found.mean[0] - 1e-12 <= moved.mean() <= found.mean[1] + 1e-12
        assert ((found.band[0] <= moved) & (moved <= found.band[1])).mean() >= 0.9
    ends = sorted(float(one.mean()) for one in each)
    assert found.mean == pytest.approx((ends[0], ends[-1]))  # reached, at corners


def test_every_weighting_of_the_whole_lies_within_its_bounds() -> None:
    groups = [(0.5, movements(3)), (0.3, movements(1)), (0.2, [])]
    found = total_bounds(groups, MEMBERS)
    for draw in range(100):
        moved = np.zeros(MEMBERS)
        for weight, items in groups:
            each = np.array([*items, np.zeros(MEMBERS)])
            moved += weight * (weights(len(each))[draw % 50] @ each)
        assert found.mean[0] - 1e-12 <= moved.mean() <= found.mean[1] + 1e-12
        assert ((found.band[0] <= moved) & (moved <= found.band[1])).mean() >= 0.9


def test_known_answers() -> None:
    rise, fall = np.array([0.1, 0.3]), np.array([-0.2, 0.0])
    assert bounds_of([rise, fall], is_whole=True).mean == pytest.approx((-0.1, 0.2))
    assert bounds_of([rise], is_whole=True).mean == pytest.approx((0.2, 0.2))
    assert bounds_of([rise], is_whole=False).mean == pytest.approx((0, 0.2))
    whole = total_bounds([(0.6, [rise]), (0.4, [fall])], 2)
    assert whole.mean == pytest.approx((0.4 * -0.1, 0.6 * 0.2))
    assert whole.band == pytest.approx((np.quantile([-0.08, 0], 0.05), np.quantile([0.06, 0.18], 0.95)))
    assert spread_of(rise).mean == pytest.approx(0.2)
    assert (spread_of(rise).low, spread_of(rise).high) == pytest.approx((0.11, 0.29))
