"""Finds settings of levers that trade objectives off against each other."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim import arguments
from sim.analysis.decision.burden import Accounts
from sim.analysis.decision.free import FreeLever, free_levers, lever_names, own_place, variant_of
from sim.analysis.decision.members import Members
from sim.analysis.decision.objectives import Objective, read_objectives, worst_tenth
from sim.analysis.decision.start import VERIFIED, check_start, drawn_for, going_on, lever_move
from sim.analysis.decision.trade_offs import FrontSetting, Judged, TradeOffs
from sim.arrays import Array
from sim.ensembles.workers.stopping import Stop, Stopped
from sim.errors import Argument, Fault, Faults, fail
from sim.run.progress import Progress
from sim.run.single import prepare
from sim.scenario.changes import Settings
from sim.scenario.load import AnyScenario, workspace_for

MEMBERS, SEED, START, RAMP, MOST_RAMP = 128, 7, 2026, 2, 20
LEAST = 16  # members of the search
GENERATIONS, FEWEST_GENERATIONS, MOST_GENERATIONS = 24, 2, 400
SIZE, MOST_SIZE = 12, 100  # settings of the front that are told
NINE_TENTHS = 0.9
NOTHING = -1e12  # of an objective without figures
_SAME = 1e-9


@arguments.reading(
    objectives=arguments.names_of,
    levers=lever_names,
    members=arguments.whole_within(LEAST, VERIFIED),
    generations=arguments.whole_within(FEWEST_GENERATIONS, MOST_GENERATIONS),
    size=arguments.whole_within(1, MOST_SIZE),
    ramp=arguments.whole_within(1, MOST_RAMP),
)
def pareto(
    scenario: AnyScenario,
    objectives: str | Sequence[str],
    levers: str | Sequence[str],
    *,
    start: int = START,
    ramp: int = RAMP,
    generations: int = GENERATIONS,
    size: int = SIZE,
    members: int = MEMBERS,
    seed: int = SEED,
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    prior: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
) -> TradeOffs:
    """Find settings of levers of which none is at least as good as another in every objective.

    A search by generations (NSGA-II), which proves nothing: there may be better settings. What it finds is
    verified in 2,048 members, with what it is worth in the worst tenth of them and what is regretted.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    objectives : two to four of ``"mean:gdp_growth@2030"`` (over members),
        ``"worst:resident_population@2030"`` (mean of the worst tenth of members),
        ``"gross_industrial_output>=9000@2030"`` (its probability), ``"cost@2035"`` (to those who pay) and
        ``"change"`` (of levers); ``"min mean:carbon_emissions@2030"`` says which way is better, which
        otherwise the plan's target does
    levers : names of the levers that may move, or ``"all"`` for all levers of policy
    start, ramp : first year in which levers may differ from the scenario, and years they take
    generations : of 48 settings each, 2 to 400
    size : number of settings that are returned, spread over the front, 1 to 100
    members : number of members of the search, 16 to 2,048
    seed : of draws and search; equal requests give equal bits
    set : values of levers and constants that stay fixed [units of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    prior : draw from the prior, not from the forecast
    threads : largest number of threads of the engine; all processors by default
    progress : function called with settings tried and how many there will be

    Returns
    -------
    TradeOffs : the settings, their objectives in all members and in the worst tenth of them, and regret

    Raises
    ------
    SimError: invalid input, a lever both fixed and free, no member with figures.
    Stopped: a signal ended the search; a `KeyboardInterrupt` that says how far it got.

    References
    ----------
    Deb et al. 2002, doi:10.1109/4235.996017. Regret and the worst tenth: Herman et al. 2015,
    doi:10.1061/(ASCE)WR.1943-5452.0000509.

    Examples
    --------
    >>> sim.pareto(
    ...     "trend", ["mean:resident_population@2028", "change"], "housing supply", members=16, generations=2
    ... )  # doctest: +ELLIPSIS
    <TradeOffs of mean:resident_population@2028, change from trend: ... settings of ... tried>
    """
    workspace = workspace_for([scenario], home)
    with Faults() as faults:
        own = faults.take(prepare, scenario, () if set is None else set, workspace)
        wanted = faults.take(read_objectives, arguments.names_of(objectives, "objectives"), workspace)
        faults.take(check_start, start, workspace)
    free = free_levers(lever_names(levers, "levers"), own, workspace, start - 1, ramp)
    Faults(_past(wanted, start)).check()
    accounts = Accounts.of(workspace) if any(one.kind == "cost" for one in wanted) else None
    rows = tuple(dict.fromkeys(one.goal.indicator for one in wanted if one.goal is not None))
    last = max((one.year for one in wanted if one.year is not None), default=start)
    drawn = drawn_for(own, workspace, None, seed, prior=prior)
    world = Members(own, workspace, drawn.draws, drawn.count, rows, last, threads=threads)
    world = going_on(replace(world, more=accounts.indicators if accounts else {}), None, start)
    search = _Search(world, free, wanted, accounts, start, progress)
    return search.result(min(members, drawn.count), generations, size, seed, drawn.facts)


def _past(objectives: Sequence[Objective], first: int) -> list[Fault]:
    return [
        Fault(
            "wrong-order",
            f"{one.asked} 早于杠杆可动的第一年 {first}，没有杠杆能影响它。",
            f"{one.asked} lies before {first}, the first year in which levers may move.",
            Argument("objectives"),
        )
        for one in objectives
        if one.year is not None and one.year < first
    ]


class _Search:
    """Objectives of settings, first in some members and then in all."""

    def __init__(
        self,
        world: Members,
        free: Sequence[FreeLever],
        objectives: Sequence[Objective],
        accounts: Accounts | None,
        start: int,
        progress: Progress | None,
    ) -> None:
        self.world, self.free, self.objectives, self.accounts = world, free, tuple(objectives), accounts
        self.start, self._progress, self._stop = start, progress, Stop()
        self.own = own_place(free)
        self.tried, self._planned = 0, 0
        self._before: dict[tuple[int, int], Array] = {}  # how badly off accounts are, by members and year

    def result(
        self, members: int, generations: int, size: int, seed: int, facts: dict[str, object] | None
    ) -> TradeOffs:
        """Search, verify, and return what was found."""
        from sim.analysis.decision.front import POPULATION, front_of, search_front, spread_out  # a second

        few = self.world.first(members)
        self._planned = generations * POPULATION + 1
        with self._stop:
            points, values = search_front(
                lambda tried: self._values(tried, few), self._starts(POPULATION), len(self.objectives),
                generations, seed,
            )  # fmt: skip
            searched = len(points)
            kept = spread_out(values, size)
            points = np.vstack([self.own, points[kept]])
            each = self._by_member(points, self.world)
        sound = np.isfinite(each).all(axis=(0, 1))
        if not sound.any():
            zh, en = "没有一个成员在各种设定下都算出数来。", "no member has figures in every setting."
            raise fail("non-finite", zh, en, Argument("objectives"))
        each = each[:, :, sound]
        judged = self._judged(each)
        reached = np.array([self._over_members(each[:, at]) for at in range(1, len(points))])
        places = front_of(reached)
        places = places[np.argsort(-reached[places, 0], kind="stable")]
        own = self.world.scenario
        return TradeOffs(
            own.name,
            own.title,
            own.options,
            self.start,
            self.objectives,
            judged[0],
            tuple(
                FrontSetting(number, tuple(map(lever_move, self.free, points[at + 1])), judged[at + 1])
                for number, at in enumerate(places.tolist(), 1)
            ),
            int(sound.sum()),
            members,
            self.tried,
            searched,
            seed,
            facts,
            self.world.workspace.model.hash,
        )

    def _starts(self, count: int) -> Array:
        """Return the scenario, each lever at either end, all at either, and settings spread over the box."""
        from scipy.stats import qmc  # it takes two seconds to import

        eye = np.eye(self.own.size, dtype=bool)
        ends = [np.where(eye, end, self.own) for end in (0.0, 1.0)]
        found = np.vstack([self.own, np.zeros(self.own.size), np.ones(self.own.size), *ends])[: count // 2]
        spread = qmc.Sobol(self.own.size, scramble=False).random(1 << (count - 1).bit_length())
        return np.vstack([found, spread[1 : count - len(found) + 1]])

    def _values(self, points: Array, world: Members) -> Array:
        """Return the objectives of settings, (setting, objective), higher is better.

        They are as bad as can be where a member has no figures.
        """
        each = self._by_member(points, world)
        found = np.array([self._over_members(each[:, at]) for at in range(len(points))])
        return np.asarray(np.nan_to_num(found, nan=NOTHING, neginf=NOTHING))

    def _over_members(self, values: Array) -> Array:
        return np.array(
            [float(one.over_members(own)) for one, own in zip(self.objectives, values, strict=True)]
        )

    def _by_member(self, points: Array, world: Members) -> Array:
        """Return the objectives in each member, (objective, setting, member), higher is better."""
        parts: list[Array] = []
        before = self._levels(world)
        for table, sound in world.tables([variant_of(self.free, point) for point in points]):
            count = sound.size // world.count
            first = sum(part.shape[1] for part in parts)
            values = [
                np.repeat(-self._change(points[first : first + count]), world.count)
                if one.kind == "change"
                else one.by_member(table, self.accounts, before.get(one.year), self.start)
                for one in self.objectives
            ]
            parts.append(np.where(sound, values, np.nan).reshape(len(values), count, world.count))
            self.tried += count
            if self._progress:
                self._progress(min(self.tried, self._planned), self._planned)
            if self._stop.asked:
                raise Stopped(self._stop.asked, self._stopped())
        return np.concatenate(parts, axis=1)

    def _levels(self, world: Members) -> dict[int | None, Array]:
        """Return how badly off accounts are in the scenario, (account, member), by the years of costs."""
        years = [one.year for one in self.objectives if one.kind == "cost" and one.year is not None]
        if self.accounts is None:
            return {}
        missing = [year for year in years if (world.count, year) not in self._before]
        if missing:
            ((table, _),) = world.tables([variant_of(self.free, self.own)])
            for year in missing:
                levels = self.accounts.levels(table, self.start, year)
                self._before[world.count, year] = np.array(list(levels.values()))
        return {year: self._before[world.count, year] for year in years}

    def _change(self, points: Array) -> Array:
        return np.asarray(np.abs(points - self.own).sum(axis=1))

    def _judged(self, each: Array) -> list[Judged]:
        """Return the measures of each setting, from (objective, setting, member)."""
        behind = each.max(axis=1, keepdims=True) - each
        regret = np.array(
            [
                own.mean(axis=1) if one.kind == "probability" else np.quantile(own, NINE_TENTHS, axis=1)
                for one, own in zip(self.objectives, behind, strict=True)
            ]
        )
        spread = np.ptp(each, axis=(1, 2))
        share = (regret / np.where(spread > 0, spread, 1.0)[:, None]).max(axis=0)
        worst = worst_tenth(each)
        chances = [at for at, one in enumerate(self.objectives) if one.kind == "probability"]
        together = each[chances].min(axis=0).mean(axis=1) if chances else None
        found = []
        for at in range(each.shape[1]):
            reached = self._over_members(each[:, at])
            found.append(
                Judged(
                    tuple(map(_shown, self.objectives, reached)),
                    tuple(
                        None if one.kind == "probability" else _shown(one, value)
                        for one, value in zip(self.objectives, worst[:, at], strict=True)
                    ),
                    tuple(regret[:, at].tolist()),
                    float(share[at]),
                    None if together is None else float(together[at]),
                )
            )
        return found

    def _stopped(self) -> Fault:
        return Fault(
            "unfinished",
            f"已停止：{self._planned:,} 种设定试了 {self.tried:,} 种，还没有核对，没有保留。",
            f"stopped: {self.tried:,} of {self._planned:,} settings were tried, none verified; nothing was "
            "kept.",
        )


def _shown(one: Objective, value: float) -> float:
    return one.shown(float(value))
