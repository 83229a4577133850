"""Searches the least change of a setting that meets goals together with a probability.

A setting is a point of the unit box, a place in the range of each lever. In a setting every member has a
slack, by how much it is beyond the goal it misses most; goals are met with probability p where the slack of
rank ceil(p n) among n members, the `level`, is not below zero. The level is continuous in the setting, though
the share of members that meet the goals is not, so that it is what the search climbs. From settings that meet
the goals, linear programs in a region of trust lead to cheaper ones (Fletcher and Sainz de la Maza 1989,
doi:10.1007/BF01582292): every goal of every member that is to meet them is a plane, so that the corner
between two goals is no obstacle. Draws are common to all settings and nothing else is random, so that equal
requests give equal bits. A search proves nothing: a setting that it does not find may exist.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sim.arrays import Array

FLOOR = -10.0  # a member without a figure is this far short
SPREAD, STARTS = 64, 3  # settings spread over the box, and those that a search begins from
FIRST_STEP, LAST_STEP = 0.25, 0.002  # shares of a range: regions of trust
NEAR_STEP = 0.05  # where a setting is known to be near
LARGEST_DIFFERENCE = 0.02  # share of a range
ROUNDS = 36
FIRST_FURTHER, MOST_FURTHER, STEPS_FURTHER = 0.02, 2.0, 4  # times the change found, and settings between
LINE = 12  # settings of a line tried at once
GAINS = (0.1, 0.02)  # steps by which the share is raised, before single members
NEAR = (1.0, 0.5, 0.25, 0.1)  # of the region of trust
Slack = Callable[[Array], Array]  # settings (setting, lever) to slacks (goal, setting, member)


@dataclass
class Landscape:
    """Levels and costs of settings, and the best of them so far.

    Parameters
    ----------
    own : (lever,)  the setting that is changed as little as can be
    weights : (lever,) or (2, lever)  cost of a whole range of each lever, or of its way up and its way down
    probability : with which the goals are to be met together
    slack : of each goal, of members in settings
    tried : number of settings so far
    """

    own: Array
    weights: Array
    probability: float
    slack: Slack
    tried: int = 0
    best: tuple[Array, float] | None = None  # the setting with the highest level
    _known: dict[bytes, Array] = field(default_factory=dict, repr=False)

    def levels(self, points: Array) -> Array:
        """Return the level of settings, (setting,); not below zero where the goals are met often enough."""
        found = level_of(self.slacks(points).min(axis=0), self.probability)
        top = int(found.argmax())
        if self.best is None or found[top] > self.best[1]:
            self.best = points[top], float(found[top])
        return found

    def slacks(self, points: Array) -> Array:
        """Return the slack of each goal, (goal, setting, member); a setting is run once."""
        keys = [point.tobytes() for point in points]
        new = {key: point for key, point in zip(keys, points, strict=True) if key not in self._known}
        if new:
            self.tried += len(new)
            slack = np.maximum(self.slack(np.array(list(new.values()))), FLOOR)
            self._known |= zip(new, np.moveaxis(slack, 1, 0), strict=True)
        return np.stack([self._known[key] for key in keys], axis=1)

    def share(self, point: Array) -> float:
        """Return the share of members that meet all goals in a setting."""
        return float((self.slacks(point[None]).min(axis=0) >= 0).mean())

    def cost(self, points: Array) -> Array:
        """Return what settings differ from the scenario's, (setting,) [weighted shares of ranges]."""
        moves = points - self.own
        up, down = self.both_ways
        return np.asarray(np.maximum(moves, 0) @ up + np.maximum(-moves, 0) @ down)

    @property
    def both_ways(self) -> Array:
        """Return the cost of a whole range of each lever, up and down: (2, lever)."""
        return np.broadcast_to(self.weights, (2, self.own.size))


def level_of(slack: Array, probability: float) -> Array:
    """Return the slack that the required share of members has at least, (setting,).

    Parameters
    ----------
    slack : (setting, member)

    Examples
    --------
    >>> level_of(np.array([[3.0, -1.0, 2.0, 1.0]]), 0.75).tolist()
    [1.0]
    """
    needed = min(max(math.ceil(probability * slack.shape[1] - 1e-9), 1), slack.shape[1])
    return np.asarray(-np.partition(-slack, needed - 1, axis=1)[:, needed - 1])


def least_change(land: Landscape, starts: Array, *, is_near: bool = False) -> Array | None:
    """Return the setting of least cost that meets the goals, None where none was found.

    Parameters
    ----------
    starts : (start, lever)  settings to begin from
    is_near : whether the starts come from a search in fewer members; otherwise settings spread over the box
        are tried as well
    """
    points = np.vstack([land.own, *([] if is_near else [_spread(land.own.size)]), starts])
    levels = land.levels(points)
    if levels[0] >= 0:
        return land.own
    if not (levels >= 0).any():
        _climb(land)
        assert land.best is not None
        if land.best[1] < 0:
            return None
        points, levels = land.best[0][None], np.zeros(1)
    nearest = [_toward(land, point) for point in _chosen(land, points[levels >= 0])]
    found = [_descended(land, point) for point in nearest]
    return min(found, key=lambda point: float(land.cost(point[None])[0]))


def refined(land: Landscape, point: Array) -> Array | None:
    """Return the cheapest setting near one that a search in fewer members found, None where none meets goals.

    Where the goals are missed among more members the change is first lengthened.
    """
    if land.levels(land.own[None])[0] >= 0:
        return land.own
    met = lengthened(land, point)
    return None if met is None else _descended(land, met, NEAR_STEP)


def lengthened(land: Landscape, point: Array) -> Array | None:
    """Return a setting that meets the goals on the line from the scenario's through a point, from it on.

    About the nearest; None where there is none up to `MOST_FURTHER` times the change.
    """
    low, high, step = 1.0, 1.0, FIRST_FURTHER
    while land.levels(_further(land, point, [high]))[0] < 0:
        if high == MOST_FURTHER:
            return None
        low, high, step = high, min(high + step, MOST_FURTHER), 2 * step
    found = _further(land, point, np.linspace(low, high, STEPS_FURTHER + 1)[1:])
    return np.asarray(found[int((land.levels(found) >= 0).argmax())]) if low < high else point


def _further(land: Landscape, point: Array, shares: Sequence[float] | Array) -> Array:
    """Return settings on the line from the scenario's through a point, (share, lever); 1 is the point."""
    return np.clip(land.own + np.array(shares)[:, None] * (point - land.own), 0, 1)


def highest_share(land: Landscape, members: int) -> Array:
    """Return the setting in which most members meet the goals, as far as the search finds it.

    Levers that do not raise that share stay where the scenario has them.

    Parameters
    ----------
    members : number of members
    """
    assert land.best is not None
    point = land.best[0]
    share = land.share(point)
    for gain in (*GAINS, 1 / members):
        while share + gain <= 1:
            higher = replace(land, probability=share + gain, tried=0, best=None)
            higher.levels(np.vstack([point, np.round(point)]))
            _climb(higher)
            land.tried += higher.tried
            assert higher.best is not None
            if higher.best[1] < 0:
                break
            point, share = higher.best[0], land.share(higher.best[0])
    for lever in np.argsort(-np.abs(point - land.own), kind="stable"):
        back = point.copy()
        back[lever] = land.own[lever]
        if (without := land.share(back)) >= share:
            point, share = back, without
    return point


def _spread(levers: int) -> Array:
    """Return settings spread evenly over the box, and its two far corners, (setting, lever)."""
    from scipy.stats import qmc  # it takes two seconds to import

    inside = qmc.Sobol(levers, scramble=False).random(SPREAD)
    return np.vstack([inside, np.zeros(levers), np.ones(levers)])


def _chosen(land: Landscape, points: Array) -> Iterator[Array]:
    """Yield a few settings that meet the goals, the cheapest first, none of them close to another."""
    kept: list[Array] = []
    for point in points[np.argsort(land.cost(points), kind="stable")]:
        if all(float(np.abs(point - other).max()) > FIRST_STEP / 2 for other in kept):
            kept.append(point)
            yield point
        if len(kept) == STARTS:
            return


def _toward(land: Landscape, point: Array) -> Array:
    """Return the setting nearest to the scenario's, on the line from one that meets the goals."""
    low, high = 0.0, 1.0
    for _ in range(2):
        shares = np.linspace(low, high, LINE + 1)[1:]
        met = land.levels(land.own + shares[:, None] * (point - land.own)) >= 0
        first = int(met.argmax())
        low, high = (low if first == 0 else float(shares[first - 1])), float(shares[first])
    return np.asarray(land.own + high * (point - land.own))


@dataclass(frozen=True, eq=False)
class _Planes:
    """Slacks of members around a setting, as planes.

    Parameters
    ----------
    point : (lever,)
    slack : (goal, member)
    slopes : (lever, goal, member) [1 / share of a range]
    """

    point: Array
    slack: Array
    slopes: Array

    @classmethod
    def around(cls, land: Landscape, point: Array, radius: float) -> _Planes:
        """Return the planes by differences into the box, for a region of trust."""
        step = min(LARGEST_DIFFERENCE, radius / 4)
        steps = np.where(point + step <= 1, step, -step)
        found = land.slacks(np.vstack([point, point + np.diag(steps)]))
        return cls(point, found[:, 0], np.moveaxis(found[:, 1:] - found[:, :1], 1, 0) / steps[:, None, None])

    def moved(self, land: Landscape, point: Array) -> _Planes:
        """Return planes of the same slopes through the slacks of a setting nearby."""
        return replace(self, point=point, slack=land.slacks(point[None])[:, 0])

    def level_slopes(self, probability: float) -> Array:
        """Return the slopes of the level: those of the goal and member that it is the slack of, (lever,)."""
        joint = self.slack.min(axis=0)
        member = int(np.abs(joint - level_of(joint[None], probability)[0]).argmin())
        return np.asarray(self.slopes[:, int(self.slack[:, member].argmin()), member])

    def cheapest(self, land: Landscape, radius: float, missed: float = 0.0) -> Array | None:
        """Return the cheapest setting near the point in which the members that are best off meet all goals.

        Parameters
        ----------
        missed : by how much a straight step fell short before, which is made up for
        """
        from scipy.optimize import linprog  # it takes half a second to import

        joint = self.slack.min(axis=0)
        needed = math.ceil(land.probability * joint.size - 1e-9)
        best = np.argsort(-joint, kind="stable")[: min(max(needed, 1), joint.size)]
        slack = np.maximum(self.slack[:, best], 0).ravel() - missed
        slopes = self.slopes[:, :, best].reshape(land.own.size, -1).T
        within_reach = slack <= radius * np.abs(slopes).sum(axis=1)  # no step makes the others fall short
        slack, slopes = slack[within_reach], slopes[within_reach]
        low, high = np.maximum(self.point - radius, 0), np.minimum(self.point + radius, 1)
        eye = np.eye(land.own.size)
        rows = np.vstack([-slopes, eye, -eye])
        limits = np.concatenate([slack + slopes @ (land.own - self.point), high - land.own, land.own - low])
        done = linprog(
            land.both_ways.ravel(),
            A_ub=np.hstack([rows, -rows]),
            b_ub=limits,
            bounds=(0, 1),
            method="highs",
        )
        if done.x is None:
            return None
        up, down = np.split(done.x, 2)
        return np.asarray(np.clip(land.own + up - down, low, high))


def _descended(land: Landscape, point: Array, radius: float = FIRST_STEP) -> Array:
    """Return the setting that programs in regions of trust lead to, from one that meets the goals."""
    cost, planes, is_fresh = float(land.cost(point[None])[0]), _Planes.around(land, point, radius), True
    for _ in range(ROUNDS):
        if radius < LAST_STEP or cost == 0:
            break
        better, moved, gain = _cheaper(land, planes, radius, cost), 0.0, 0.0
        if better is not None:
            moved, gain = float(np.abs(better - point).max()), cost - float(land.cost(better[None])[0])
            point, cost = better, cost - gain
        is_worth_it = gain > LAST_STEP * cost / 10
        if is_worth_it:
            radius = min(FIRST_STEP, 2 * moved)
        elif is_fresh:
            radius /= 4
        if is_worth_it and moved <= NEAR_STEP:  # slopes hold a little further: a ninth of the runs
            planes, is_fresh = planes.moved(land, point), False
        elif moved or not is_fresh:
            planes, is_fresh = _Planes.around(land, point, radius), True
    return point


def _cheaper(land: Landscape, planes: _Planes, radius: float, cost: float) -> Array | None:
    """Return the cheapest setting that planes lead to, None where none meets the goals at less."""
    steps = [(share, planes.cheapest(land, radius * share)) for share in NEAR]
    tried = [(share, step) for share, step in steps if step is not None]
    better = _best(land, [step for _, step in tried], cost)
    if better is not None or not tried:
        return better
    short = land.levels(np.array([step for _, step in tried]))
    again = (
        planes.cheapest(land, radius * share, -1.1 * min(float(missed), 0.0))
        for (share, _), missed in zip(tried, short, strict=True)
    )
    return _best(land, [step for step in again if step is not None], cost)


def _best(land: Landscape, points: Sequence[Array], cost: float) -> Array | None:
    """Return the cheapest of settings that meet the goals, None where none is cheaper than a cost."""
    if not points:
        return None
    found = np.array(points)
    costs = np.where(land.levels(found) >= 0, land.cost(found), math.inf)
    first = int(costs.argmin())
    return found[first] if costs[first] < cost - 1e-9 else None


def _climb(land: Landscape) -> None:
    """Raise the level from the best setting so far, until no step in a small region does."""
    assert land.best is not None
    radius, tried = FIRST_STEP, 0
    while radius >= LAST_STEP and tried < ROUNDS and land.best[1] < 0:
        tried += 1
        point, before = land.best
        slopes = _Planes.around(land, point, radius).level_slopes(land.probability)
        land.levels(np.array([np.clip(point + share * radius * np.sign(slopes), 0, 1) for share in NEAR]))
        if land.best[1] <= before + 1e-9:
            # the level is a rank: its slopes may pull apart, so every lever is tried alone too
            alone = np.vstack([radius * np.eye(point.size), -radius * np.eye(point.size)])
            land.levels(np.clip(point + alone, 0, 1))
        radius = radius if land.best[1] > before + 1e-9 else radius / 2
