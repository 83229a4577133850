"""Finds the likeliest world in which targets are missed, and the likeliest in which they are met.

In normal scores of all that is uncertain and of the slack, the likeliest world in which the slack is at a
level is the mean of the worlds at that level: each score is its correlation with the slack times the level.
(It is the point of least Mahalanobis distance, the design point of structural reliability, where worlds are
jointly normal and the slack is linear in them.) The model itself runs in the worlds of rising levels, so that
the outcome of the one that is told is the model's and not that of the line.

Correlations of fewer than `SETTLED` standard errors, which chance explains, are left out.

References
----------
Hasofer and Lind 1974, J. Eng. Mech. Div. 100(1).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim import arguments
from sim.analysis.decision.goals import Goal, read_goals
from sim.analysis.decision.likely_world import LikelyWorlds, Outcome, Turn, World
from sim.analysis.decision.members import Members
from sim.analysis.decision.start import VERIFIED, drawn_for
from sim.analysis.structure import read_structure
from sim.arrays import Array
from sim.errors import Argument, Faults, fail
from sim.names import split_element
from sim.run.single import prepare
from sim.scenario.changes import Settings
from sim.scenario.load import AnyScenario, workspace_for

MEMBERS, SEED = VERIFIED, 7
LEAST = 128  # members
SETTLED = 3.0  # standard errors of a correlation from which it counts
FARTHEST, STEPS = 4.0, 40  # standard deviations of the slack, and worlds on the way
ROUNDS = 3  # of which each narrows the way to a step of the one before


@arguments.reading(targets=arguments.names_of, members=arguments.whole_within(LEAST, VERIFIED))
def likeliest(
    scenario: AnyScenario,
    targets: str | Sequence[str],
    *,
    members: int = MEMBERS,
    seed: int = SEED,
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    prior: bool = False,
    threads: int | None = None,
) -> LikelyWorlds:
    """Find the likeliest world in which targets are missed, and the likeliest in which they are met.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    targets : ``"gross_industrial_output>=15270@2035"``, or ``"gross_industrial_output@2035"`` for the plan's;
        several are to be met together
    members : number of members that say what is likely and what matters, 128 to 2,048
    seed : of the draws; equal requests give equal bits
    set : values of levers and constants [units of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    prior : draw from the prior, not from the forecast
    threads : largest number of threads of the engine; all processors by default

    Returns
    -------
    LikelyWorlds : both worlds: how far from the middle, what is otherwise in them, and the figures there

    Raises
    ------
    SimError: invalid input, nothing drawn, targets that no uncertainty moves.

    References
    ----------
    Hasofer and Lind 1974, Exact and invariant second-moment code format.

    Examples
    --------
    >>> sim.likeliest("trend", "gross_industrial_output>=8000@2030", members=128)  # doctest: +ELLIPSIS
    <LikelyWorlds of gross_industrial_output>=8000@2030 in trend: missed at ..., met at ...>
    """
    workspace = workspace_for([scenario], home)
    with Faults() as faults:
        own = faults.take(prepare, scenario, () if set is None else set, workspace)
        goals = faults.take(read_goals, arguments.names_of(targets, "targets"), workspace)
    if not goals:
        raise fail(
            "missing", "请给出目标，如 ID>=X@年份。", "give targets, as in ID>=X@YEAR.", Argument("targets")
        )
    drawn = drawn_for(own, workspace, None, seed, prior=prior)
    draws = {key: values for key, values in drawn.draws.items() if key not in own.constants}
    if not draws:
        zh, en = "没有要抽样的参数，没有不确定的世界可找。", "no parameter is drawn: no world is uncertain."
        raise fail("no-data", zh, en, Argument("scenario"))
    rows = tuple(dict.fromkeys(goal.indicator for goal in goals))
    last = max(goal.year for goal in goals)
    world = Members(own, workspace, draws, drawn.count, rows, last, threads=threads).first(members)
    study = _study(world, goals)
    found = tuple(study.world(outcome) for outcome in ("missed", "met"))
    return LikelyWorlds(
        own.name,
        own.title,
        own.options,
        goals,
        tuple(study.figures(np.zeros(1))[:, 0].tolist()),
        (found[0], found[1]),
        study.slack.size,
        drawn.facts,
        workspace.model.hash,
        read_structure(workspace),
        workspace.registry,
    )


def _study(members: Members, goals: Sequence[Goal]) -> _Study:
    """Return members with their slacks and normal scores.

    Raises
    ------
    SimError: targets that no uncertainty moves.
    """
    ((table, sound),) = members.tables([{}])
    slack = np.min([goal.slack(table) for goal in goals], axis=0)[sound]
    draws = np.array([values[sound] for values in members.draws.values()])
    if np.ptp(slack) == 0:
        zh, en = "所有成员的结果相同，没有不确定的结果。", "all members agree: no outcome is uncertain."
        raise fail("no-data", zh, en, Argument("targets"))
    scores, level = normal_scores(draws), normal_scores(slack[None])[0]
    strength = scores @ level / slack.size
    strength[np.abs(strength) < SETTLED / np.sqrt(slack.size)] = 0.0
    return _Study(members, tuple(goals), slack, np.sort(draws, axis=1), strength)


def normal_scores(values: Array) -> Array:
    """Return normal scores of the rows, of mean 0 and variance 1: (row, member); 0 where a row is constant.

    Equal values have equal scores.

    Examples
    --------
    >>> normal_scores(np.array([[3.0, 1.0, 2.0]])).round(2).tolist()
    [[1.22, -1.22, 0.0]]
    """
    from scipy.stats import norm, rankdata  # they take a second to import

    scores = norm.ppf((rankdata(values, axis=1) - 0.5) / values.shape[1])
    spread = scores.std(axis=1, keepdims=True)
    return np.asarray(np.divide(scores, spread, out=np.zeros_like(scores), where=spread > 1e-12))


@dataclass(frozen=True, eq=False)
class _Study:
    """Members by their slack, and how worlds change with it.

    Parameters
    ----------
    slack : (member,)
    ranked : (constant, member) [units of the model]  draws, each row rising
    strength : (constant,)  correlation of normal scores with those of the slack
    """

    members: Members
    goals: tuple[Goal, ...]
    slack: Array
    ranked: Array
    strength: Array

    def world(self, outcome: Outcome) -> World:
        """Return the likeliest world with an outcome."""
        side = 1.0 if outcome == "met" else -1.0
        low, high, is_reached = 0.0, FARTHEST, False
        for _ in range(ROUNDS):
            levels = np.linspace(low, high, STEPS + 1)
            has_it = self._met(side * levels) == (outcome == "met")
            if not has_it.any():
                break
            is_reached, first = True, int(has_it.argmax())
            if first == 0:
                high = levels[0]
                break
            low, high = float(levels[first - 1]), float(levels[first])
        level = side * high
        share = float(((self.slack >= 0) == (outcome == "met")).mean())
        figures = self.figures(np.array([level]))[:, 0].tolist()
        return World(outcome, self._distance(level), share, self._turns(level), tuple(figures), is_reached)

    def figures(self, levels: Array) -> Array:
        """Return the figures of the goals in the worlds at levels of the slack, (goal, level)."""
        return self._run(levels)[0]

    def _met(self, levels: Array) -> Array:
        return np.asarray(self._run(levels)[1])

    def _run(self, levels: Array) -> tuple[Array, Array]:
        """Return figures, (goal, level), and whether all goals are met, (level,)."""
        keys = list(self.members.draws)
        values = self._values(levels)
        few = replace(self.members, draws=dict(zip(keys, values, strict=True)), count=levels.size, begin=None)
        ((table, sound),) = few.tables([{}])
        figures = [table.rows[goal.indicator].figure(goal.year) for goal in self.goals]
        met = np.logical_and.reduce([goal.met(table) for goal in self.goals]) & sound
        return np.array(figures), met

    def _values(self, levels: Array) -> Array:
        """Return the constants of the worlds, (constant, level) [units of the model]."""
        from scipy.stats import norm

        places = norm.cdf(np.outer(self.strength, levels)) * (self.slack.size - 1)
        below = np.minimum(places.astype(np.int64), self.slack.size - 2)
        rows = np.arange(len(self.ranked))[:, None]
        low, high = self.ranked[rows, below], self.ranked[rows, below + 1]
        return np.asarray(low + (places - below) * (high - low))

    def _distance(self, level: float) -> float:
        """Return how far a world is from the middle [standard deviations].

        The least distance at a level is the level, by as much of the slack as the scores explain.
        """
        return abs(level) * min(1.0, float(np.sqrt((self.strength**2).sum())))

    def _turns(self, level: float) -> tuple[Turn, ...]:
        from scipy.stats import norm

        if level == 0:
            return ()
        keys = list(self.members.draws)
        middle, values = self._values(np.array([0.0, level])).T
        variables = self.members.workspace.model.variables
        ranked = np.argsort(-np.abs(self.strength), kind="stable")
        return tuple(
            Turn(
                keys[at],
                variables[split_element(keys[at])[0]].units,
                float(middle[at]),
                float(values[at]),
                float(norm.cdf(self.strength[at] * level)),
            )
            for at in ranked
            if self.strength[at]
        )
