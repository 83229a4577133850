"""Objectives of trade-offs as asked for: ``mean:pm25@2030``, ``gdp_growth>=6@2030``, ``cost@2035``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.analysis.decision.burden import MONEY_UNIT, Accounts, total
from sim.analysis.decision.goals import Goal, read_goals
from sim.arrays import Array
from sim.errors import Argument, Fault, Faults, SimError, fail
from sim.outcomes.indicators import IndicatorTable
from sim.registry.schema import Bilingual
from sim.scenario.workspace import Workspace

FEWEST, MOST = 2, 4
TENTH = 0.1
Kind = Literal["mean", "worst", "probability", "cost", "change"]
_ASKED = re.compile(
    r"(?:(?P<side>min|max|最小|最大)\s+)?(?P<kind>mean|worst|均值|最差)\s*[:：]\s*(?P<name>.+?)\s*[@＠]\s*(?P<year>\d{4})"
)
_COST = re.compile(r"(?:cost|花费)\s*[@＠]\s*(?P<year>\d{4})")
_CHANGE = ("change", "变动")
_PREFIXED = re.compile(r"[^@＠<>≥≤]*[:：]")
_KINDS: Mapping[str, Kind] = {"mean": "mean", "均值": "mean", "worst": "worst", "最差": "worst"}
_LOW: Mapping[str | None, bool] = {"min": True, "最小": True, "max": False, "最大": False}
_ANY = 1.0  # a goal that only says which row and year are meant


@dataclass(frozen=True)
class Objective:
    """What is to be as high, or as low, as can be.

    Parameters
    ----------
    asked : as it was asked for
    kind : mean over the members, mean of the tenth that is worst off, probability of a goal, cost to those
        who pay, or how far levers move
    name, unit, decimals : of what it is measured in; of a probability its goal's
    year : None for how far levers move
    is_low : whether less is better
    goal : the row and year, of a probability also the figure to be reached; None for cost and change
    """

    asked: str
    kind: Kind
    name: Bilingual
    unit: Bilingual
    decimals: int
    year: int | None
    is_low: bool
    goal: Goal | None

    def by_member(
        self, table: IndicatorTable, accounts: Accounts | None, before: Array | None, first: int
    ) -> Array:
        """Return what it is in each member, higher where better: (variant × member,).

        Parameters
        ----------
        before : (account, member)  how badly off accounts are in the scenario; None but for a cost
        first : year in which the change began
        """
        if self.kind == "cost":
            assert accounts is not None
            assert before is not None
            assert self.year is not None
            levels = accounts.levels(table, first, self.year)
            worse = {
                key: level - np.tile(own, level.size // own.size)
                for (key, level), own in zip(levels.items(), before, strict=True)
            }
            return -total(worse)
        assert self.goal is not None
        if self.kind == "probability":
            return self.goal.met(table).astype(np.float64)
        figure = table.rows[self.goal.indicator].figure(self.goal.year)
        assert figure is not None
        return -figure if self.is_low else figure

    def over_members(self, values: Array) -> Array:
        """Return the objective from what it is in members, higher where better: (…, member) to (…)."""
        if self.kind == "worst":
            return worst_tenth(values)
        return np.asarray(values.mean(axis=-1))

    def shown(self, value: float) -> float:
        """Return a value as it is printed and recorded, in its unit."""
        return -value if self.is_low else value


def worst_tenth(values: Array) -> Array:
    """Return the mean of the tenth of members in which values are lowest: (…, member) to (…).

    Examples
    --------
    >>> worst_tenth(np.arange(20.0)).item()
    0.5
    """
    count = max(1, round(TENTH * values.shape[-1]))
    return np.asarray(np.partition(values, count - 1, axis=-1)[..., :count].mean(axis=-1))


def read_objectives(asked: Sequence[str], workspace: Workspace) -> tuple[Objective, ...]:
    """Return two to four objectives, in the order in which they are asked for.

    Raises
    ------
    SimError: text that is no objective, unknown or unfit indicators and years, one twice, too few or many.
    """
    place = Argument("objectives")
    with Faults() as faults:
        if not FEWEST <= len(asked) <= MOST:
            faults += fail(
                "outside-limits",
                f"目标有 {len(asked)} 个，应为 {FEWEST} 到 {MOST} 个。",
                f"the number of objectives is {len(asked)}; give {FEWEST} to {MOST}.",
                place,
            ).faults
        found = [faults.take(_read, text.strip(), workspace, place) for text in asked]
        known = list(filter(None, found))
        faults += [
            Fault(
                "duplicate",
                f"{one.asked} 写了两次，请去掉其一。",
                f"{one.asked} is given twice; leave out one.",
                place,
            )
            for number, one in enumerate(known)
            if any(_same(one, other) for other in known[:number])
        ]
    return tuple(found)


def _same(one: Objective, other: Objective) -> bool:
    return (one.kind, one.year, one.goal) == (other.kind, other.year, other.goal)


def _read(text: str, workspace: Workspace, place: str) -> Objective:
    if text in _CHANGE:
        name = Bilingual(zh="杠杆变动", en="change of levers")
        return Objective(
            text, "change", name, Bilingual(zh="全程之和", en="whole ranges"), 2, None, True, None
        )
    if parts := _COST.fullmatch(text):
        name = Bilingual(zh="承担者的花费", en="cost to those who pay")
        return Objective(
            text, "cost", name, MONEY_UNIT, 1, _year(int(parts["year"]), workspace, place), True, None
        )
    if parts := _ASKED.fullmatch(text):
        (goal,) = read_goals([f"{parts['name']}>={_ANY:g}@{parts['year']}"], workspace, place)
        entry, planned = (
            workspace.registry.indicators[goal.indicator],
            workspace.registry.plan.of(goal.indicator),
        )
        is_low = _LOW[parts["side"]] if parts["side"] else planned.comparison == "<="
        return Objective(
            text, _KINDS[parts["kind"]], entry.name, entry.unit, entry.decimals + 1, goal.year, is_low, goal
        )
    if _PREFIXED.match(text):
        raise _no_objective(text, place)
    try:
        (goal,) = read_goals([text], workspace, place)
    except SimError as error:
        if any(fault.code == "syntax" for fault in error.faults):
            raise _no_objective(text, place) from error
        raise
    return Objective(text, "probability", goal.name, goal.unit, goal.decimals, goal.year, False, goal)


def _no_objective(text: str, place: str) -> SimError:
    return fail(
        "syntax",
        f'"{text}" 不是目标。可写 mean:指标@年份（均值）、worst:指标@年份（最差十分之一成员的均值）、'
        "指标>=数值@年份（达到的概率）、cost@年份（承担者的花费）、change（杠杆变动）；"
        "均值前加 min 或 max 指明方向。",
        f'"{text}" is no objective. Write mean:ID@YEAR, worst:ID@YEAR (mean of the worst tenth of members), '
        "ID>=VALUE@YEAR (its probability), cost@YEAR (cost to those who pay) or change (of levers); min or "
        "max before a mean says which way.",
        place,
    )


def _year(year: int, workspace: Workspace, place: str) -> int:
    first, last = workspace.registry.base_year + 1, int(workspace.model.final_time)
    if not first <= year <= last:
        zh = f"花费的年份为 {year}，应在 {first} 到 {last} 之间。"
        en = f"the year of the cost is {year}; it must be from {first} to {last}."
        raise fail("outside-limits", zh, en, place)
    return year
