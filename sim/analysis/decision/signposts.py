"""Finds figures that foretell a miss of targets, years before, and tests a rule that acts on one of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim import arguments
from sim.analysis.decision.burden import Accounts, total
from sim.analysis.decision.foretold import Rule, Signpost, Signposts
from sim.analysis.decision.goals import Goal, read_goals
from sim.analysis.decision.members import Members
from sim.analysis.decision.start import VERIFIED, drawn_for
from sim.analysis.decision.thresholds import best_threshold, score_of
from sim.arrays import Array
from sim.ensembles.workers.stopping import Stop, Stopped
from sim.errors import Argument, Fault, Faults, fail
from sim.outcomes.indicators import JUDGED, IndicatorTable, kind_of
from sim.outcomes.measures import rounded
from sim.run.progress import Progress
from sim.run.single import prepare
from sim.scenario.changes import Settings
from sim.scenario.load import AnyScenario, Scenario, workspace_for
from sim.scenario.workspace import Workspace

MEMBERS, SEED, START = VERIFIED, 7, 2026
LEAST = 128  # members
BY_YEAR = 3  # signposts of a year that are told
LEAST_GAIN = 0.1  # hits less false alarms from which a figure is a signpost
FEWEST = 16  # members that miss, and that meet, in either half
YEARS_TRIED = 5  # after which the rule may switch
MORE_DECIMALS = 1  # of a threshold, beyond those of the row
Met = NDArray[np.bool_]


@arguments.reading(
    targets=arguments.names_of, switch=arguments.path_like, members=arguments.whole_within(LEAST, VERIFIED)
)
def signposts(
    scenario: AnyScenario,
    targets: str | Sequence[str],
    *,
    switch: AnyScenario | None = None,
    start: int = START,
    members: int = MEMBERS,
    seed: int = SEED,
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    prior: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Signposts:
    """Find yearly figures that foretell a miss of targets, and test a rule that switches policy by one.

    Thresholds are learned on half of the members and scored on the other half: hits, false alarms and lead
    time. Figures are the model's own, as if each were published without error at the end of its year.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    targets : ``"gross_industrial_output>=15270@2035"``, or ``"gross_industrial_output@2035"`` for the plan's;
        several are to be met together
    switch : scenario that a rule may switch to, from the year after its signpost
    start : first year whose figures may be signposts
    members : number of members of both halves, 128 to 2,048
    seed : of the draws and of the halves; equal requests give equal bits
    set : values of levers and constants, in both scenarios [units of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    prior : draw from the prior, not from the forecast
    threads : largest number of threads of the engine; all processors by default
    progress : function called with runs of all members done and how many there will be

    Returns
    -------
    Signposts : by year, with their scores, and the rule against the best fixed plan

    Raises
    ------
    SimError: invalid input; nearly all members miss, or meet, so that there is nothing to learn.
    Stopped: a signal ended it; a `KeyboardInterrupt`.

    References
    ----------
    Haasnoot et al. 2013, doi:10.1016/j.gloenvcha.2012.12.006. McNemar 1947, doi:10.1007/BF02295996.

    Examples
    --------
    >>> sim.signposts("trend", "gross_industrial_output>=8000@2030", members=128)  # doctest: +ELLIPSIS
    <Signposts of gross_industrial_output>=8000@2030 in trend: ..., probability 0...>
    """
    workspace = workspace_for([scenario], home)
    changes = () if set is None else set
    with Faults() as faults:
        own = faults.take(prepare, scenario, changes, workspace)
        other = None if switch is None else faults.take(prepare, switch, changes, workspace)
        goals = faults.take(read_goals, arguments.names_of(targets, "targets"), workspace)
    if not goals:
        raise fail(
            "missing", "请给出目标，如 ID>=X@年份。", "give targets, as in ID>=X@YEAR.", Argument("targets")
        )
    last = max(goal.year for goal in goals)
    if not workspace.registry.base_year < start < last:
        raise fail(
            "outside-limits",
            f"从 {start} 年的数看起，应在 {workspace.registry.base_year + 1} 到 {last - 1} 之间。",
            f"figures are watched from {start} on; it must be from {workspace.registry.base_year + 1} to "
            f"{last - 1}.",
            Argument("start"),
        )
    drawn = drawn_for(own, workspace, None, seed, prior=prior)
    accounts = Accounts.find(workspace)
    world = Members(
        own, workspace, drawn.draws, drawn.count, _watched(workspace, goals), last,
        threads=threads, more=accounts.indicators,
    ).first(members)  # fmt: skip
    study = _Study(world, goals, start, seed, progress, 1 if other is None else 1 + 2 * YEARS_TRIED)
    with study.stop:
        posts = study.posts()
        rule = None if other is None else study.rule(other, accounts)
    return Signposts(
        own.name,
        own.title,
        own.options,
        goals,
        float(study.met.mean()),
        tuple(study.told(posts)),
        rule,
        study.met.size,
        drawn.facts,
        workspace.model.hash,
    )


def _watched(workspace: Workspace, goals: Sequence[Goal]) -> tuple[str, ...]:
    """Return the rows that the model computes, those of the goals first."""
    known = workspace.registry.indicators
    rows = (
        key
        for key, entry in known.items()
        if entry.is_modelled and entry.measure != "peak_year" and kind_of(entry, workspace) in JUDGED
    )
    return tuple(dict.fromkeys([*(goal.indicator for goal in goals), *rows]))


@dataclass(eq=False)
class _Study:
    """Members that meet or miss, in two halves, and what foretells it."""

    world: Members
    goals: Sequence[Goal]
    start: int
    seed: int
    progress: Progress | None
    runs: int

    def __post_init__(self) -> None:
        self.stop, self._done = Stop(), 0
        self.table, sound = self._run(self.world)
        self.sound = sound
        self.met = self._met(self.table)[sound]
        order = np.random.Generator(np.random.PCG64(self.seed)).permutation(self.met.size)
        self.learned, self.tested = np.zeros((2, self.met.size), dtype=np.bool_)
        self.learned[order[: self.met.size // 2]] = True
        self.tested = ~self.learned
        counts = [
            int((each & half).sum()) for each in (self.met, ~self.met) for half in (self.learned, self.tested)
        ]
        if min(counts) < FEWEST:
            share = float(self.met.mean())
            raise fail(
                "no-data",
                f"达到目标的成员占 {share:.1%}；两半中各要有至少 {FEWEST} 个达到、{FEWEST} 个落空的成员，"
                "才学得出先兆。请改目标值，或增加 `members`。",
                f"{share:.1%} of members meet the targets; either half needs {FEWEST} that meet them and "
                f"{FEWEST} that miss them to learn from. Change the figure, or raise `members`.",
                Argument("targets"),
            )

    def posts(self) -> list[Signpost]:
        """Return a signpost of every row and year that foretells a miss on the half learned on."""
        last = max(goal.year for goal in self.goals)
        found = [self._post(row, year, last) for year in range(self.start, last) for row in self.world.rows]
        self._posts = [one for one in found if one is not None and one.learned.gain >= LEAST_GAIN]
        return self._posts

    def told(self, posts: Sequence[Signpost]) -> Iterator[Signpost]:
        """Yield the best of each year, by the half they were learned on."""
        for year in sorted({one.year for one in posts}):
            own = [one for one in posts if one.year == year]
            yield from sorted(own, key=lambda one: -one.learned.gain)[:BY_YEAR]

    def rule(self, switch: Scenario, accounts: Accounts) -> Rule | None:
        """Return the rule that does best on the half learned on, tested on the other; None without a post."""
        years = sorted({one.year for one in self._posts})
        places = np.unique(np.linspace(0, len(years) - 1, YEARS_TRIED).round().astype(int)) if years else ()
        tried = [self._tried(years[at], switch) for at in places]
        if not tried:
            return None
        best = max(tried, key=lambda one: float(one.adaptive[self.learned].mean()))
        fixed = max(tried, key=lambda one: float(one.switched[self.learned].mean()))
        kept, plan, year = self.met, fixed.switched, fixed.post.year
        is_kept = kept[self.learned].mean() >= plan[self.learned].mean()
        plan = kept if is_kept else plan
        from scipy.stats import binomtest

        rule, half = best.adaptive[self.tested], self.tested
        better, worse = int((rule & ~plan[half]).sum()), int((~rule & plan[half]).sum())
        both = better + worse
        return Rule(
            best.post,
            switch.name,
            switch.title,
            float(best.alarm[half].mean()),
            float(kept[half].mean()),
            float(best.switched[half].mean()),
            float(rule.mean()),
            None if is_kept else year,
            float(plan[half].mean()),
            better,
            worse,
            float(binomtest(better, both).pvalue) if both else 1.0,
            self._costs(best, accounts),
        )

    def _post(self, row: str, year: int, last: int) -> Signpost | None:
        entry = self.world.workspace.registry.indicators[row]
        values = self._values(row, year)
        if values is None:
            return None
        threshold, is_below = best_threshold(values[self.learned], ~self.met[self.learned])
        threshold = float(rounded(np.array([threshold]), entry.decimals + MORE_DECIMALS)[0])
        alarm = values < threshold if is_below else values > threshold
        learned, tested = (score_of(alarm[half], ~self.met[half]) for half in (self.learned, self.tested))
        return Signpost(row, entry, year, threshold, is_below, last - year, learned, tested)

    def _values(self, row: str, year: int) -> Array | None:
        value = self.table.rows[row].value(year)
        return None if value is None or not np.isfinite(value[self.sound]).all() else value[self.sound]

    def _tried(self, year: int, switch: Scenario) -> _Tried:
        """Return what the best signpost of a year would do, and switching in all members."""
        (post, *_) = self.told([one for one in self._posts if one.year == year])
        begun = self.world.going_on(year)
        self._count()
        constants = switch.constants.keys()
        draws = {key: values for key, values in begun.draws.items() if key not in constants}
        table, sound = self._run(replace(begun, scenario=switch, draws=draws))
        switched = (self._met(table) & sound)[self.sound]
        values = self._values(post.indicator, year)
        assert values is not None
        alarm = values < post.threshold if post.is_below else values > post.threshold
        return _Tried(post, alarm, switched, np.where(alarm, switched, self.met), table)

    def _costs(self, tried: _Tried, accounts: Accounts) -> tuple[float, float] | None:
        """Return the mean cost of switching in all members of the half tested on, and of the rule."""
        if not accounts.known:
            return None
        last = self.world.until
        own, moved = (accounts.levels(table, self.start, last) for table in (self.table, tried.table))
        cost = total({key: moved[key] - own[key] for key in own})[self.sound][self.tested]
        return float(cost.mean()), float((cost * tried.alarm[self.tested]).mean())

    def _run(self, world: Members) -> tuple[IndicatorTable, Met]:
        ((table, sound),) = world.tables([{}])
        self._count()
        return table, sound

    def _met(self, table: IndicatorTable) -> Met:
        return np.asarray(np.logical_and.reduce([goal.met(table) for goal in self.goals]))

    def _count(self) -> None:
        self._done += 1
        if self.progress:
            self.progress(min(self._done, self.runs), self.runs)
        if self.stop.asked and self._done < self.runs:
            raise Stopped(self.stop.asked, _stopped(self._done, self.runs))


@dataclass(frozen=True, eq=False)
class _Tried:
    """What a signpost and a switch after its year would do, in each member."""

    post: Signpost
    alarm: Met
    switched: Met
    adaptive: Met
    table: IndicatorTable


def _stopped(done: int, runs: int) -> Fault:
    return Fault(
        "unfinished",
        f"已停止：{runs} 次运行做了 {done} 次，规则还没有比完，没有保留。",
        f"stopped: {done} of {runs} runs were done, too few to test a rule; nothing was kept.",
    )
