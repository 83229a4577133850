"""Goals as they are asked for: ``gross_industrial_output>=7500@2025``, or the plan's own target of a year."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.errors import Argument, Fault, Faults, fail
from sim.outcomes.indicators import JUDGED, IndicatorTable, kind_of
from sim.outcomes.measures import is_met
from sim.registry.plan import Comparison
from sim.registry.schema import Bilingual
from sim.scenario.workspace import Workspace

_ASKED = re.compile(
    r"(?P<name>[^<>≥≤＞＜@＠]+?)\s*"
    r"(?:(?P<sign>>=|<=|＞=|＜=|≥|≤|>|＞)\s*(?P<value>[-+]?[\d,]*\.?\d+(?:[eE][-+]?\d+)?)\s*)?"
    r"[@＠]\s*(?P<year>\d{4})"
)
_SIGNS: Mapping[str, Comparison] = {
    **{">=": ">=", "<=": "<=", ">": ">"},
    **{"≥": ">=", "≤": "<=", "＞=": ">=", "＜=": "<=", "＞": ">"},
}
LARGEST = 1e15  # figure of a goal, whose printed digits are still told apart
_ROUNDING = 1e-9  # of the last printed digit


@dataclass(frozen=True)
class Goal:
    """A figure that is to be reached in a year, judged at the precision that the plan prints.

    Parameters
    ----------
    name, unit : of the indicator
    value : to be reached [unit of the indicator]
    decimals : of the printed precision
    """

    indicator: str
    name: Bilingual
    unit: Bilingual
    year: int
    value: float
    comparison: Comparison
    decimals: int

    def __str__(self) -> str:
        """Return it as it may be asked for."""
        return f"{self.indicator}{self.comparison}{self.value:.15g}@{self.year}"

    @property
    def threshold(self) -> float:
        """Return the figure from which on, or up to which, the printed one meets the goal."""
        steps = self.value * 10.0**self.decimals
        if self.comparison == "<=":
            printed = math.floor(steps + _ROUNDING) + 0.5
        else:
            is_beyond = self.comparison == ">"
            printed = (math.floor(steps + _ROUNDING) + 1 if is_beyond else math.ceil(steps - _ROUNDING)) - 0.5
        return printed / 10.0**self.decimals

    def met(self, table: IndicatorTable) -> NDArray[np.bool_]:
        """Return whether members meet it, (member,)."""
        return is_met(self._figure(table), self.value, self.comparison, self.decimals)

    def slack(self, table: IndicatorTable) -> Array:
        """Return by how much members are beyond it, as a share of its value, (member,); minus where short.

        Minus infinity where there is no figure.
        """
        side = -1.0 if self.comparison == "<=" else 1.0
        scale = max(abs(self.value), 10.0**-self.decimals)
        beyond = side * (self._figure(table) - self.threshold) / scale
        return np.where(np.isnan(beyond), -np.inf, beyond)

    def _figure(self, table: IndicatorTable) -> Array:
        figure = table.rows[self.indicator].figure(self.year)
        assert figure is not None  # read_goals has looked
        return figure


def read_goals(
    asked: Sequence[str], workspace: Workspace, place: str = Argument("targets")
) -> tuple[Goal, ...]:
    """Return the goals, in the order in which they are asked for.

    Raises
    ------
    SimError: text that is no goal, an unknown indicator or one that is no result of the model, a year without
        a figure or target, goals that contradict each other; all faults of all.
    """
    with Faults() as faults:
        found = [faults.take(_read, text, workspace, place) for text in asked]
        faults += _contradictions(list(filter(None, found)), place)
    return tuple(found)


def _read(text: str, workspace: Workspace, place: str) -> Goal:
    parts = _ASKED.fullmatch(text.strip())
    if parts is None:
        raise fail(
            "syntax",
            f'"{text}" 不是目标，应写成 指标>=数值@年份，如 "gross_industrial_output>=7500@2025"；'
            "也可用 <= 和 >，或只写 指标@年份，取规划的目标值。",
            f'"{text}" is no target; write ID>=VALUE@YEAR, as in "gross_industrial_output>=7500@2025", '
            "also with <= or >, or ID@YEAR for the plan's own.",
            place,
        )
    key = workspace.registry.indicator_names.resolve(parts["name"].strip(), place)
    year = int(parts["year"])
    _check_year(key, year, workspace, place)
    entry, planned = workspace.registry.indicators[key], workspace.registry.plan.of(key)
    decimals = planned.precision(entry)
    if parts["sign"]:
        value = float(parts["value"].replace(",", ""))
        if abs(value) > LARGEST:
            zh, en = f"目标值不能超过 {LARGEST:g}。", f"the figure of a target must not be above {LARGEST:g}."
            raise fail("outside-limits", f'"{text}"：{zh}', f'"{text}": {en}', place)
        return Goal(key, entry.name, entry.unit, year, value, _SIGNS[parts["sign"]], decimals)
    if year not in planned.values:
        listed = ", ".join(map(str, sorted(planned.values)))
        zh = f"有目标的年份：{listed}；或" if listed else ""
        en = f"it has targets for {listed}; or " if listed else ""
        raise fail(
            "no-data",
            f'规划没有 "{key}" {year} 年的目标。{zh}写明数值，如 {key}>=…@{year}。',
            f'the plan has no target of "{key}" for {year}; {en}state a value, as in {key}>=…@{year}.',
            place,
        )
    return Goal(key, entry.name, entry.unit, year, planned.values[year], planned.comparison, decimals)


def _check_year(key: str, year: int, workspace: Workspace, place: str) -> None:
    """Refuse an indicator that is no result, and a year of which the model has no figure."""
    entry = workspace.registry.indicators[key]
    kind = kind_of(entry, workspace)
    if not entry.is_modelled or kind not in JUDGED:
        zh, en = (
            ("模型不算它", "the model does not compute it")
            if not entry.is_modelled
            else ("它由情景给定，不是推演的结果", "the scenario gives it; it is no result of the model")
        )
        raise fail("unsupported", f'"{key}" 不能作目标：{zh}。', f'"{key}" can be no target: {en}.', place)
    first, last = workspace.registry.base_year + 1, int(workspace.model.final_time)
    first += 4 if entry.measure == "five_year_sum" else 0
    if not first <= year <= last:
        raise fail(
            "outside-limits",
            f'"{key}" 没有 {year} 年的数值，应在 {first} 到 {last} 之间。',
            f'"{key}" has no figure for {year}; the years are {first} to {last}.',
            place,
        )


def _contradictions(goals: Sequence[Goal], place: str) -> Iterator[Fault]:
    """Yield pairs of goals of one figure that no figure meets, or that say the same twice."""
    for one, other in itertools.combinations(goals, 2):
        if (one.indicator, one.year) != (other.indicator, other.year):
            continue
        upper = [goal.threshold for goal in (one, other) if goal.comparison == "<="]
        lower = [goal.threshold for goal in (one, other) if goal.comparison != "<="]
        if len(upper) != 1:
            yield Fault(
                "duplicate",
                f"{one} 与 {other} 是同一个数的同一侧，请只留较严的一个。",
                f"{one} and {other} bound one figure on the same side; keep the stricter one.",
                place,
            )
        elif lower[0] > upper[0]:
            yield Fault(
                "conflict",
                f"{one} 与 {other} 互相矛盾，没有数能同时满足；请去掉其一。",
                f"{one} and {other} contradict each other: no figure meets both. Leave out one of them.",
                place,
            )
