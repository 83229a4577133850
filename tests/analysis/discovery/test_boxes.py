"""Boxes: a constructed box is found, with its limits, its coverage and its density."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.discovery.boxes import Limit, best_boxes, correlation, inside

VALUES = np.random.default_rng(1).random((4_000, 6))
INSIDE = (VALUES[:, 1] < 0.4) & (VALUES[:, 4] > 0.7)


def test_a_box_that_was_built_is_found() -> None:
    first, second = sorted(best_boxes(VALUES, INSIDE, 1)[2])
    assert (first.place, first.is_below, second.place, second.is_below) == (1, True, 4, False)
    assert first.value == pytest.approx(0.4, abs=2e-3)
    assert second.value == pytest.approx(0.7, abs=2e-3)
    assert (inside((first, second), VALUES) == INSIDE).mean() > 0.995


def test_it_is_found_through_noise() -> None:
    noise = np.random.default_rng(2).random(len(VALUES)) < 0.1
    first, second = sorted(best_boxes(VALUES, INSIDE ^ noise, 1)[2])
    assert (first.place, first.is_below, second.place, second.is_below) == (1, True, 4, False)
    assert first.value == pytest.approx(0.4, abs=0.02)
    assert second.value == pytest.approx(0.7, abs=0.02)


def test_one_limit_is_the_best_single_one() -> None:
    (limit,) = best_boxes(VALUES, VALUES[:, 2] > 0.25, 1)[1]
    assert (limit.place, limit.is_below) == (2, False)
    assert limit.value == pytest.approx(0.25, abs=1e-3)


def test_a_middle_is_two_limits_of_one_factor() -> None:
    middle = (VALUES[:, 3] > 0.3) & (VALUES[:, 3] < 0.6)
    below, above = sorted(best_boxes(VALUES, middle, 1)[2], key=lambda limit: -limit.is_below)
    assert (below.place, above.place) == (3, 3)
    assert (below.value, above.value) == (pytest.approx(0.6, abs=2e-3), pytest.approx(0.3, abs=2e-3))


def test_members_count_as_often_as_their_weight() -> None:
    either = (VALUES[:, 0] < 0.2) | (VALUES[:, 5] < 0.2)
    weights = np.where(VALUES[:, 0] < 0.2, 20.0, 1.0)
    (limit,) = best_boxes(VALUES, either, 1, weights)[1]
    assert limit.place == 0
    (limit,) = best_boxes(VALUES, either, 1, np.where(VALUES[:, 5] < 0.2, 20.0, 1.0))[1]
    assert limit.place == 5


def test_the_correlation_of_two_marks() -> None:
    one = np.array([True, True, False, False])
    ones = np.ones(4)
    assert correlation(one, one, ones) == pytest.approx(1)
    assert correlation(one, ~one, ones) == pytest.approx(-1)
    assert correlation(one, np.array([True, False, True, False]), ones) == 0
    assert correlation(one, np.ones(4, dtype=np.bool_), ones) == 0
    # φ of 3, 1, 1, 3 members: (3 · 3 - 1 · 1) / 16
    within, of_interest = np.repeat([True, False], 4), np.array([1, 1, 1, 0, 1, 0, 0, 0], dtype=np.bool_)
    assert correlation(within, of_interest, np.ones(8)) == pytest.approx(0.5)


def test_a_limit_holds_on_its_side() -> None:
    values = np.array([[0.0, 1.0], [0.0, 3.0]])
    assert inside((Limit(1, True, 2.0),), values).tolist() == [True, False]
    assert inside((Limit(1, False, 2.0),), values).tolist() == [False, True]
    assert inside((), values).tolist() == [True, True]
