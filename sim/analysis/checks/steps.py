"""Convergence of the integration: half the time step, and RK4, against the model's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.analysis.checks.check import Check, Found, found
from sim.analysis.checks.worlds import World, known_worlds, run_worlds, sound
from sim.arrays import Array
from sim.errors import Fault
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.registry.indicators import Indicator
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.run.single import ScenarioRun, prepare, recorded
from sim.scenario.workspace import Workspace

Way = Literal["half", "rk4"]
WAYS: tuple[Way, ...] = ("half", "rk4")
LIMIT = 0.5  # percent; points for figures in percent
IN_POINTS = ("growth", "reduction")
PLACES = ("peak_year",)  # where a row of its own is largest: of nearly equal years any may be
NET = ("government_debt_ratio",)  # in percent and net: a share of it means nothing where it is near zero


@dataclass(frozen=True)
class Shift:
    """The difference that another step or method makes to an indicator.

    Parameters
    ----------
    year : year of the largest difference
    moved : largest difference of any year [percent, or percentage points]
    """

    indicator: str
    scenario: str
    way: Way
    year: int
    moved: float

    @property
    def is_small(self) -> bool:
        """Return whether the difference does not matter."""
        return self.moved <= LIMIT


def shifts(worlds: list[World], way: Way, workspace: Workspace) -> Iterator[Shift]:
    """Yield the largest shift of every modelled indicator in each world."""
    plain = _table(worlds, workspace, None)
    other = _table(worlds, workspace, way)
    for key, row in plain.rows.items():
        after = other.rows[key].series
        if row.series is None or after is None or row.entry.measure in PLACES:
            continue
        moved = _moved(row.entry, key, np.asarray(row.series), np.asarray(after))
        years = [round(float(time)) for time in plain.years]
        for member, world in enumerate(worlds):
            column = moved[:, member]
            worst = int(column.argmax())
            yield Shift(key, world.scenario, way, years[worst], float(column[worst]))


def _table(worlds: list[World], workspace: Workspace, way: Way | None) -> IndicatorTable:
    levels, flows = recorded(workspace.registry.indicators.values())
    step = workspace.model.time_step / 2 if way == "half" else None
    run = run_worlds(worlds, workspace, levels, flows, step, "rk4" if way == "rk4" else None)
    scenario = prepare(worlds[0].scenario, (), workspace)
    return indicators(ScenarioRun(scenario, workspace, sound(run, worlds)))


def _moved(entry: Indicator, key: str, before: Array, after: Array) -> Array:
    """Return the size of each difference, (time, member) [percent, or percentage points]."""
    neither = np.isnan(before) & np.isnan(after)  # no figure for the year, by either
    change = np.where(neither, 0.0, np.nan_to_num(np.abs(after - before), nan=np.inf))
    if entry.measure in IN_POINTS or key in NET:
        return change
    return np.where(change == 0, 0.0, 100 * change / np.abs(before))


WORDS: dict[Way, tuple[str, str]] = {
    "half": ("步长减半", "with half the step"),
    "rk4": ("改用四阶龙格—库塔法", "by Runge and Kutta's method"),
}


def _run(workspace: Workspace, progress: Progress) -> Found:
    worlds = known_worlds(workspace)
    moved: list[Shift] = []
    for done, way in enumerate(WAYS, start=1):
        moved += shifts(worlds, way, workspace) if worlds else ()
        progress(done, len(WAYS))
    return found(len(moved), (_fault(each, workspace) for each in moved if not each.is_small))


def _fault(shift: Shift, workspace: Workspace) -> Fault:
    zh, en = WORDS[shift.way]
    return Fault(
        "check-failed",
        f"情景 {shift.scenario} 中{zh}，{shift.indicator} 在 {shift.year} 年相差 {shift.moved:.3g}，"
        f"上限为 {LIMIT:g}（% 或百分点）。请减小 TIME STEP，或让只占一步一部分的事件按所占比例计。",
        f"scenario {shift.scenario}: {en} {shift.indicator} differs by {shift.moved:.3g} in {shift.year}; "
        f"the limit is {LIMIT:g} (% or points). Make TIME STEP smaller, or let events that "
        "take up a part of a step count for that part.",
        workspace.registry.documents["indicators"].place(shift.indicator),
    )


STEPS = Check(
    "steps",
    Bilingual(
        zh=f"步长与方法：步长减半或改用 RK4 相差不到 {LIMIT}%", en=f"Half the step, or RK4, within {LIMIT}%"
    ),
    Bilingual(zh="个指标值", en="indicator values"),
    _run,
)
