"""Growth that rests on no single assumption: a constant of grade D never moves a year's growth by much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.analysis.checks.check import Check, Found, found
from sim.analysis.checks.drawn import once
from sim.analysis.effects import Move, one_at_a_time
from sim.analysis.greedy_ascent import tail_moves
from sim.errors import Fault
from sim.names import split_element
from sim.outcomes.indicators import indicators
from sim.registry.load import read_reality
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.run.single import prepare, simulate
from sim.sampling.accounts import with_accounts
from sim.scenario.workspace import Workspace

GRADE = "D"  # of constants that are assumed


@dataclass(frozen=True)
class GrowthShift:
    """The largest change of a growth figure that one assumed constant makes.

    Parameters
    ----------
    key : its entry in checks.yaml
    scenario, constant : the scenario, and the constant that moves from the 5% to the 95% point of its range
    year : year of the largest change
    moved : that change [points]
    limit : largest change that does not fail [points]
    """

    key: str
    scenario: str
    constant: str
    year: int
    moved: float
    limit: float

    @property
    def is_small(self) -> bool:
        """Return whether the growth does not rest on the constant."""
        return abs(self.moved) <= self.limit


def assumed_moves(workspace: Workspace) -> list[Move]:
    """Return the moves of the constants of grade D, between the 5% and the 95% points of their ranges."""
    parameters = workspace.registry.parameters

    def grade(key: str) -> str:
        return (parameters.get(key) or parameters[split_element(key)[0]]).grade

    return [move for move in tail_moves(workspace) if grade(move.key) == GRADE]


@once
def growth_shifts(workspace: Workspace, progress: Progress) -> tuple[GrowthShift, ...]:
    """Return the largest change of each growth figure by each assumed constant, the largest first.

    The other constants have the values of the single run; those of the accounts of the base year follow.

    Raises
    ------
    SimError: faults of ``checks.yaml`` or of a scenario.
    """
    entries = read_reality(workspace.registry).growth
    moves = assumed_moves(workspace) if entries else []
    pairs = [(key, scenario) for key, entry in entries.items() for scenario in entry.scenarios]
    shifts: list[GrowthShift] = []
    for done, (key, scenario) in enumerate(pairs, start=1):
        shifts += _shifts(key, scenario, moves, workspace) if moves else ()
        progress(done, len(pairs))
    return tuple(sorted(shifts, key=lambda each: -abs(each.moved)))


def _shifts(key: str, name: str, moves: list[Move], workspace: Workspace) -> Iterator[GrowthShift]:
    entry = read_reality(workspace.registry).growth[key]
    scenario = prepare(name, (), workspace)
    own = {**workspace.model.constants, **scenario.constants}
    inputs = with_accounts(one_at_a_time(([move] for move in moves), own), workspace)
    row = indicators(simulate(scenario, workspace, None, inputs)).rows[entry.indicator]
    assert row.series is not None
    kept = row.years > workspace.registry.base_year
    series, years = row.series[kept], row.years[kept]
    change = series[:, 2::2] - series[:, 1::2]  # (year, constant) [points]
    for place, move in enumerate(moves):
        column = np.nan_to_num(change[:, place], nan=np.inf)
        worst = int(np.abs(column).argmax())
        yield GrowthShift(key, name, move.key, int(years[worst]), float(column[worst]), entry.most)


def _run(workspace: Workspace, progress: Progress) -> Found:
    shifts = growth_shifts(workspace, progress)
    return found(len(shifts), (_fault(each, workspace) for each in shifts if not each.is_small))


def _fault(shift: GrowthShift, workspace: Workspace) -> Fault:
    return Fault(
        "check-failed",
        f"情景 {shift.scenario}：{GRADE} 级常量“{shift.constant}”从 5% 分位到 95% 分位，"
        f"{shift.year} 年的增速变化 {shift.moved:+.1f} 个百分点，上限为 {shift.limit:g}。"
        "请找证据收窄范围，或改结构。",
        f"scenario {shift.scenario}: the constant {shift.constant} of grade {GRADE}, from its 5% to its 95% "
        f"point, moves growth in {shift.year} by {shift.moved:+.1f} points; the limit is {shift.limit:g}. "
        "Find evidence for a narrower range, or change the structure.",
        read_reality(workspace.registry).document.place("growth", shift.key),
    )


GROWTH = Check(
    "growth",
    Bilingual(zh="增速：不因一个假设而升降两点以上", en="Growth moves by two points on no single assumption"),
    Bilingual(zh="个常量", en="constants"),
    _run,
)
