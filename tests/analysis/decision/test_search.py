"""The search for the least change: against brute force, and a problem whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.decision.search import Landscape, highest_share, least_change, level_of
from sim.arrays import Array

MEMBERS = 64
NOTHING = np.zeros((0, 2))


class Instance:
    """Two goals that two or three levers reach with diminishing returns and interaction, drawn at random."""

    def __init__(self, seed: int) -> None:
        draw = np.random.default_rng(seed)
        self.levers = int(draw.integers(2, 4))
        shape = (2, self.levers, 1)
        self.slopes = draw.normal(1, 0.5, shape) * (draw.random(shape) > 0.25)
        self.slopes = self.slopes * draw.normal(1, 0.3, (2, self.levers, MEMBERS))
        self.bends, self.together = draw.uniform(0, 0.6, shape), draw.normal(0, 0.3, 2)
        self.noise, self.needed = draw.normal(0, 0.15, (2, MEMBERS)), draw.uniform(0.2, 2.2, 2)
        self.own = draw.random(self.levers) * 0.5
        self.probability = float(draw.choice([0.5, 0.8, 0.9]))

    def slack(self, points: Array) -> Array:
        """Return the slack of each goal, (goal, setting, member)."""
        return np.stack([self.of_goal(goal, points) for goal in range(2)])

    def joint(self, points: Array) -> Array:
        """Return the slack of the goal that each member misses most, (setting, member)."""
        return self.slack(points).min(axis=0)

    def of_goal(self, goal: int, points: Array) -> Array:
        own = points[:, :, None]
        reached = (self.slopes[goal] * own - self.bends[goal] * own**2).sum(axis=1)
        both = self.together[goal] * (points[:, 0] * points[:, 1])[:, None]
        return reached + both + self.noise[goal] - self.needed[goal]

    def grid(self) -> Array:
        steps = np.linspace(0, 1, 100 if self.levers == 2 else 22)
        axes = np.meshgrid(*[steps] * self.levers, indexing="ij")
        return np.stack(axes, axis=-1).reshape(-1, self.levers)

    def landscape(self) -> Landscape:
        return Landscape(self.own, np.ones(self.levers), self.probability, self.slack)


@pytest.mark.parametrize("seed", range(30))
def test_brute_force_finds_nothing_better(seed: int) -> None:
    """Ten thousand settings each: none is cheaper, and where none meets the goals the search finds none."""
    instance = Instance(seed)
    grid = instance.grid()
    is_met = level_of(instance.joint(grid), instance.probability) >= 0
    costs = np.abs(grid - instance.own).sum(axis=1)[is_met]
    land = instance.landscape()
    found = least_change(land, np.zeros((0, instance.levers)))
    if found is None:
        assert not costs.size
        best = (instance.joint(highest_share(land, MEMBERS)[None]) >= 0).mean()
        assert best >= (instance.joint(grid) >= 0).mean(axis=1).max() - 1 / MEMBERS
        return
    assert (instance.joint(found[None]) >= 0).mean() >= instance.probability
    assert ((found >= 0) & (found <= 1)).all()
    if costs.size:
        assert land.cost(found[None])[0] <= costs.min() + 0.004


def test_instances_are_of_both_kinds() -> None:
    kinds = [
        bool((level_of(one.joint(one.grid()), one.probability) >= 0).any())
        for one in map(Instance, range(30))
    ]
    assert 5 <= sum(kinds) <= 25


def test_a_plane_is_solved_by_the_lever_that_brings_most_for_its_cost() -> None:
    """Reach 3 u + 2 v ≥ 2 + noise from 0: u alone, as far as the member of the rank needs."""
    noise = np.linspace(-0.5, 0.5, 101)

    def slack(points: Array) -> Array:
        return np.array([3 * points[:, :1] + 2 * points[:, 1:] - 2 + noise])

    found = least_change(Landscape(np.zeros(2), np.ones(2), 0.75, slack), NOTHING)
    needed = 2 - noise[101 - 76]  # 76 of 101 members are three in four and more
    assert found == pytest.approx([needed / 3, 0], abs=1e-3)
    dear = least_change(Landscape(np.zeros(2), np.array([2.0, 1.0]), 0.75, slack), NOTHING)
    assert dear == pytest.approx([(needed - 2) / 3, 1], abs=1e-3)


def test_what_is_met_already_stays() -> None:
    own = np.array([0.5, 0.5])
    found = least_change(Landscape(own, np.ones(2), 1.0, lambda points: points[None, :, :1] - 0.4), NOTHING)
    assert found is own


def test_the_level_is_that_of_the_required_share() -> None:
    slack = np.arange(10.0)[None] - 4  # six of ten are not below zero
    assert (level_of(slack, 0.6)[0], level_of(slack, 0.61)[0]) == (0, -1)
    assert level_of(slack, 1e-9)[0] == 5
