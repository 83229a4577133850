"""Backcast: the least change of levers with which goals are met together with a probability."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim import arguments
from sim.analysis.binding import WHOLE, binding_of
from sim.analysis.decision.burden import Accounts, Ledger
from sim.analysis.decision.free import FreeLever, free_levers, lever_names, own_place, variant_of
from sim.analysis.decision.goals import Goal, read_goals
from sim.analysis.decision.members import Members
from sim.analysis.decision.search import (
    Landscape,
    highest_share,
    least_change,
    lengthened,
    refined,
)
from sim.analysis.decision.setting import (
    WEIGHED,
    Backcast,
    Cost,
    Outcome,
    Shares,
    StandingLimit,
    Weighed,
)
from sim.analysis.decision.start import VERIFIED, Drawn, check_start, drawn_for, going_on, lever_move
from sim.arrays import Array
from sim.ensembles.branching.branch import Branch, branch_of, open_branch
from sim.ensembles.workers.stopping import Stop, Stopped
from sim.errors import Argument, Fault, Faults, SimError, fail
from sim.run.progress import Progress
from sim.run.single import prepare
from sim.sampling.sampler import Draws
from sim.scenario.changes import Settings
from sim.scenario.load import AnyScenario, Scenario, workspace_for

MEMBERS, SEED = 512, 7
LEAST, MOST = 16, VERIFIED  # members of the search
PROBABILITY, START, RAMP = 0.8, 2026, 2
MOST_RAMP = 20  # years
COARSE = 128  # members of the first search
ERRORS = 3  # standard errors of a share, by which few members may be mistaken
STEPS = 400  # of the bar: settings usually tried


def _probability(value: object, place: str) -> float:
    """Return a probability above 0 and not above 1."""
    found = arguments.number(value, place)
    if not 0 < found <= 1:
        hint = f"是否为 {found / 100:g}？" if 1 < found <= 100 else ""
        hint_en = f" Did you mean {found / 100:g}?" if hint else ""
        raise fail(
            "outside-limits",
            f"概率为 {found:g}，应大于 0、不大于 1。{hint}",
            f"the probability is {found:g}; it must be above 0 and not above 1.{hint_en}",
            place,
        )
    return found


@arguments.reading(
    targets=arguments.names_of,
    levers=lever_names,
    probability=_probability,
    members=arguments.whole_within(LEAST, MOST),
    weigh=arguments.one_of(*WEIGHED),
    start=arguments.whole_number,
    ramp=arguments.whole_within(1, MOST_RAMP),
    branch=branch_of,
)
def backcast(
    scenario: AnyScenario,
    targets: str | Sequence[str],
    levers: str | Sequence[str],
    probability: float = PROBABILITY,
    *,
    start: int = START,
    ramp: int = RAMP,
    weigh: Weighed = "distance",
    branch: Branch | str | os.PathLike[str] | None = None,
    members: int = MEMBERS,
    seed: int = SEED,
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    prior: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Backcast:
    """Find the least change of levers with which goals are met together with a probability.

    The change is the sum, over levers, of how far each moves from the scenario as a share of its range; or
    of what that costs those who pay.
    Levers ramp from where the scenario has them, from the start of a year on; what was before stays. The
    setting is searched, which proves nothing: where none is found there may be one.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    targets : ``"gross_industrial_output>=15270@2035"``, or ``"gross_industrial_output@2035"`` for the plan's
    levers : names of the levers that may move, or ``"all"`` for all levers of policy
    probability : with which the targets are to be met together, above 0 and not above 1
    start : first year in which levers may differ from the scenario
    ramp : years that a lever takes to its new value; one that moves in the scenario then or later keeps the
        years of its own ramp
    weigh : what is to be least: ``"distance"``, or ``"cost"`` to those who pay for levers, by what each lever
        costs for a whole range; not with ``branch``
    branch : members as a year left them, of `sim.branch`: they go on in the year after, and ``start``,
        ``seed`` and ``prior`` are theirs
    members : number of members of the search, 16 to 2,048; what is found is verified with 2,048
    seed : of the draws; equal requests give equal bits
    set : values of levers and constants that stay fixed [units of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    prior : draw from the prior, not from the forecast
    threads : largest number of threads of the engine; all processors by default
    progress : function called with settings tried and about how many there will be

    Returns
    -------
    Backcast : the setting, its distance and probabilities; where none was found, the best reached, and what
        limits output there

    Raises
    ------
    SimError: invalid input, targets that contradict each other or that no lever moves, a lever both fixed
        and free.
    Stopped: a signal ended the search; a `KeyboardInterrupt` that says how far it got.

    References
    ----------
    Robinson 1990, Futures under glass, doi:10.1016/0016-3287(90)90018-D.

    Examples
    --------
    >>> sim.backcast("trend", "resident_population>=19@2030", "housing supply, 落户放开程度", 0.5, members=16)
    ... # doctest: +ELLIPSIS
    <Backcast of resident_population>=19@2030 from trend: ...>
    """
    workspace = workspace_for([scenario], home)
    known = None if branch is None else open_branch(branch)
    first = start if known is None else known.year + 1
    with Faults() as faults:
        own = faults.take(prepare, scenario, () if set is None else set, workspace)
        goals = faults.take(read_goals, arguments.names_of(targets, "targets"), workspace)
        faults.take(check_start, first, workspace)
    free = free_levers(lever_names(levers, "levers"), own, workspace, first - 1, ramp)
    if not goals:
        raise fail(
            "missing", "请给出目标，如 ID>=X@年份。", "give targets, as in ID>=X@YEAR.", Argument("targets")
        )
    Faults(_past(goals, first)).check()
    if weigh == "cost" and known is not None:
        zh = "按花费衡量要从头算承担者的账户，不能与 `branch` 同用；请改用 `start`。"
        en = "cost needs the accounts of payers from the start of the model; use `start`, not `branch`."
        raise fail("conflict", zh, en, Argument("weigh"))
    accounts = Accounts.of(workspace) if weigh == "cost" else None
    rows = tuple(dict.fromkeys(goal.indicator for goal in goals))
    last = max(goal.year for goal in goals)
    drawn = drawn_for(own, workspace, known, seed, prior=prior)
    world = Members(own, workspace, drawn.draws, drawn.count, rows, last, threads=threads)
    world = going_on(replace(world, more=accounts.indicators if accounts else {}), known, first)
    ledger = Ledger(accounts, world, first) if accounts else None
    search = _Search(world, free, goals, probability, min(members, drawn.count), ledger, progress)
    return search.result(own, first, drawn)


def _past(goals: Sequence[Goal], first: int) -> list[Fault]:
    """Return the faults of goals of years before the change begins."""
    return [
        Fault(
            "wrong-order",
            f"{goal} 早于杠杆可动的第一年 {first}，没有杠杆能影响它；请改年份，或用 `start` 提早。",
            f"{goal} lies before {first}, the first year in which levers may move: none moves it. Change the "
            "year, or begin earlier with `start`.",
            Argument("targets"),
        )
        for goal in goals
        if goal.year < first
    ]


class _Search:
    """The search in some members, first in few and then in more, and its verification in all."""

    def __init__(
        self,
        world: Members,
        free: Sequence[FreeLever],
        goals: Sequence[Goal],
        probability: float,
        members: int,
        ledger: Ledger | None,
        progress: Progress | None,
    ) -> None:
        self.ledger = ledger
        self.weights = np.ones((2, len(free)))
        self.world, self.free, self.goals, self.probability = world, free, goals, probability
        self.members, self._progress = members, progress
        self.tried = 0
        self.best = 0.0, own_place(free)  # the highest share so far, among whatever members
        self._stop = Stop()

    def result(self, scenario: Scenario, first: int, drawn: Drawn) -> Backcast:
        """Search, verify, and return what was found.

        Raises
        ------
        SimError: goals that no lever moves.
        Stopped: a signal came.
        """
        own = own_place(self.free)
        with self._stop:
            if self.ledger:
                self.weights = self.ledger.weights(self.free, min(COARSE, self.world.count))
            before = self._shares(own)
            point, outcome = self._found(own, before)
            after = self._shares(point)
            searched = self._land(own, self.members).share(point)
        moves = sorted(map(lever_move, self.free, point), key=lambda move: -move.distance)
        standing = self._standing(scenario, point, drawn) if outcome == "not found" else None
        return Backcast(
            scenario.name,
            scenario.title,
            scenario.options,
            first,
            tuple(self.goals),
            self.probability,
            outcome,
            tuple(moves),
            before,
            after,
            searched,
            self.members,
            self.tried,
            standing,
            drawn.facts,
            self.world.workspace.model.hash,
            self._cost(point, own) if self.ledger else None,
        )

    def _found(self, own: Array, before: Shares) -> tuple[Array, Outcome]:
        if before.together >= self.probability - 1e-9:
            return own, "met already"
        ends = self._ends(own)
        coarse, land = (self._land(own, count) for count in (min(COARSE, self.members), self.members))
        point = least_change(coarse, ends)
        if point is None:
            highest = highest_share(coarse, min(COARSE, self.members))
            if self.members > COARSE and self._may_do(coarse.share(highest)):
                point = least_change(land, highest[None], is_near=True)
            if point is None:
                return highest, "not found"
        elif self.members > COARSE:
            near = refined(land, point)
            point = least_change(land, point[None], is_near=True) if near is None else near
            if point is None:
                return highest_share(coarse, COARSE), "not found"
        return self._verified(own, point), "found"

    def _may_do(self, share: float) -> bool:
        """Return whether the highest share in few members leaves room for the one asked in more of them."""
        error = math.sqrt(max(share * (1 - share), 1 / COARSE) / COARSE)
        return share + ERRORS * error >= self.probability

    def _verified(self, own: Array, point: Array) -> Array:
        """Return the setting, further out where fewer of all members than needed meet the goals in it."""
        further = lengthened(self._land(own, self.world.count), point)
        return point if further is None else further

    def _cost(self, point: Array, own: Array) -> Cost:
        assert self.ledger is not None
        up, down = np.maximum(point - own, 0) * self.weights[0], np.maximum(own - point, 0) * self.weights[1]
        shares = {lever.slot.key: float(one) for lever, one in zip(self.free, up + down, strict=True)}
        paid = self.ledger.paid(variant_of(self.free, point), self.world.count)
        return Cost(self.world.until, shares, tuple(paid))

    def _land(self, own: Array, members: int) -> Landscape:
        return Landscape(own, self.weights, self.probability, lambda points: self._slack(points, members))

    def _ends(self, own: Array) -> Array:
        """Return each lever alone at either end; refuse goals that none of them moves, nor all together."""
        eye = np.eye(own.size, dtype=bool)
        points = np.vstack([np.where(eye, end, own) for end in (0.0, 1.0)])
        tried = np.vstack([own, points, np.zeros(own.size), np.ones(own.size)])
        slack = self._slacks(tried, self.world.first(min(LEAST, self.world.count)))
        moved = (slack != slack[:, :1]).any(axis=(1, 2))
        unmoved = [goal for goal, is_moved in zip(self.goals, moved, strict=True) if not is_moved]
        if unmoved:
            raise SimError(map(_unmoved, unmoved))
        return points

    def _slack(self, points: Array, members: int) -> Array:
        """Return the slack of each goal, of members in settings, (goal, setting, member)."""
        found = self._slacks(points, self.world.first(members))
        shares = (found.min(axis=0) >= 0).mean(axis=1)
        top = int(shares.argmax())
        if shares[top] > self.best[0]:
            self.best = float(shares[top]), points[top]
        return found

    def _slacks(self, points: Array, world: Members) -> Array:
        parts = []
        for table, sound in world.tables([variant_of(self.free, point) for point in points]):
            slack = np.where(sound, [goal.slack(table) for goal in self.goals], -np.inf)
            parts.append(slack.reshape(len(self.goals), -1, world.count))
            self.tried += parts[-1].shape[1]
            if self._progress:
                self._progress(self.tried, max(STEPS, self.tried))
            if self._stop.asked:
                raise Stopped(self._stop.asked, self._stopped())
        return np.concatenate(parts, axis=1)

    def _shares(self, point: Array) -> Shares:
        met = self._slacks(point[None], self.world)[:, 0] >= 0
        return Shares(self.world.count, float(met.all(axis=0).mean()), tuple(met.mean(axis=1).tolist()))

    def _standing(self, scenario: Scenario, point: Array, drawn: Drawn) -> StandingLimit | None:
        """Return what limits output in a setting, None where the model does not say."""
        goal, workspace = min(self.goals, key=lambda one: one.year), self.world.workspace
        best = replace(scenario, constants={**scenario.constants, **variant_of(self.free, point)})
        count = min(COARSE, drawn.count)
        few = {key: values[:count] for key, values in drawn.draws.items()}
        draws = (
            Draws(tuple(few), np.array(list(few.values())), drawn.seed, drawn.facts or {}) if few else None
        )
        try:
            table = binding_of(best, workspace, draws, goal.year)
        except SimError:
            return None
        wanted = (workspace.registry.indicators[goal.indicator].variable or "").replace(" ", "_")
        row = next((one for one in table.whole if one.id == wanted), table.whole[len(WHOLE) - 1])
        at = table.years.index(goal.year)
        return StandingLimit(
            row.label, goal.year, row.binds(at), float(row.gains[:, at].max()), row.usual(at)
        )

    def _stopped(self) -> Fault:
        share, point = self.best
        moved = [move for move in map(lever_move, self.free, point) if move.is_moved]
        zh = "、".join(f"{move.name.zh} {move.value:.4g}" for move in moved) or "不改杠杆"
        en = ", ".join(f"{move.lever} {move.value:.4g}" for move in moved) or "no lever moved"
        return Fault(
            "unfinished",
            f"已停止：试了 {self.tried:,} 种设定，其中概率最高 {share:.0%}（{zh}）；什么也没有证明。",
            f"stopped: {self.tried:,} settings were tried, the highest probability among them {share:.0%} "
            f"({en}); nothing is proved.",
        )


def _unmoved(goal: Goal) -> Fault:
    return Fault(
        "no-data",
        f"所给杠杆没有一个能改变 {goal.indicator} {goal.year} 年的数；请加上能影响它的杠杆，或改年份。",
        f"none of the levers moves {goal.indicator} in {goal.year}; add levers that do, or change the year.",
        Argument("levers"),
    )
