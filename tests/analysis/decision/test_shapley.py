"""Shapley values: the axioms that define them, and games whose values are known."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.decision.shapley import Orders, exact_pairs, exact_parts

GAMES = st.integers(1, 5).flatmap(
    lambda count: st.lists(st.floats(-1e4, 1e4), min_size=2**count, max_size=2**count)
)


def by_orders(worth: np.ndarray) -> np.ndarray:
    """Return the values by their definition: the mean gain over all orders of joining."""
    count = len(worth).bit_length() - 1
    found = np.zeros(count)
    for order in itertools.permutations(range(count)):
        before = 0
        for player in order:
            found[player] += worth[before | 1 << player] - worth[before]
            before |= 1 << player
    return found / math.factorial(count)


@given(GAMES)
def test_values_are_the_mean_over_all_orders_and_add_up(game: list[float]) -> None:
    worth = np.array(game)
    found = exact_parts(worth)
    assert found == pytest.approx(by_orders(worth), abs=1e-8)
    assert found.sum() == pytest.approx(worth[-1] - worth[0], abs=1e-12 * (1 + np.abs(worth).max()))


def test_a_dummy_brings_what_it_brings_alone_and_equals_share_alike() -> None:
    # players 0 and 1 are alike: together 10, alone 2; player 2 always adds 3
    worth = np.array([0, 2, 2, 10, 3, 5, 5, 13.0])
    assert exact_parts(worth) == pytest.approx([5, 5, 3])
    pairs = exact_pairs(worth)
    assert pairs[0, 1] == pairs[1, 0] == pytest.approx(6)
    assert pairs[2] == pytest.approx([0, 0, 0])


def test_the_glove_game() -> None:
    """One left glove and two right ones: a pair is worth 1 (Shapley and Shubik)."""
    worth = np.array([bool(one & 1 and one & 6) for one in range(8)], dtype=float)
    assert exact_parts(worth) == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert exact_pairs(worth)[0] == pytest.approx([0, 0.5, 0.5])  # the left goes with either
    assert exact_pairs(worth)[1, 2] == pytest.approx(-0.5)  # a right stands in for the other


def test_parts_have_the_shape_of_the_worth() -> None:
    worth = np.random.default_rng(1).normal(size=(16, 3, 2))
    found = exact_parts(worth)
    assert found.shape == (4, 3, 2)
    assert found[:, 1, 0] == pytest.approx(exact_parts(worth[:, 1, 0]))


def test_twelve_players_add_up_to_the_last_digits() -> None:
    worth = 7_500 + np.random.default_rng(2).normal(size=4_096)
    found = exact_parts(worth)
    assert abs(found.sum() - (worth[-1] - worth[0])) <= 1e-12 * 7_500


def test_sampled_orders_find_the_values_within_their_interval() -> None:
    worth = np.random.default_rng(3).normal(size=64)
    orders = Orders.drawn(6, 400, seed=7)
    place = {coalition: coalition for coalition in orders.coalitions}
    found, margin = orders.parts(worth, place)
    known = exact_parts(worth)
    assert (np.abs(found - known) <= 2 * margin).all()
    assert found.sum() == pytest.approx(worth[-1] - worth[0], abs=1e-12)
    assert margin.max() < 0.25
    again = Orders.drawn(6, 400, seed=7)
    assert (again.players == orders.players).all()


def test_reversed_orders_are_exact_where_players_go_in_pairs() -> None:
    """A game of pairs alone: in an order and its reverse each pair counts once for either."""
    strength = np.triu(np.random.default_rng(4).normal(size=(5, 5)), 1)
    worth = np.array(
        [
            sum(strength[i, j] for i in range(5) for j in range(5) if one >> i & 1 and one >> j & 1)
            for one in range(32)
        ]
    )
    orders = Orders.drawn(5, 4, seed=1)
    found, margin = orders.parts(worth, {one: one for one in orders.coalitions})
    assert found == pytest.approx(exact_parts(worth))
    assert margin == pytest.approx(0, abs=1e-12)
