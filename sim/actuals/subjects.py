"""What a figure is of: an indicator, or a variable of the model, with the unit and prices it must have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sim.actuals.names import Meaning
from sim.actuals.quantities import quantity
from sim.registry.indicators import Indicator
from sim.registry.periods import Period
from sim.scenario.settable import find_variable
from sim.scenario.workspace import Workspace

PER_CENT, PER_YEAR = "%", "/年"
SUMMED = ("flow", "five_year_sum")  # measures of what adds up over a year, whose growth the model has too
_GROWTH = re.compile(r"(.+?)(?:(?:比上年|较上年|同比)?(?:增长速度|增长率|增速|增幅|增长)|比上年±|年均增速)$")
_INDEX = re.compile(r"(.+?)指数(?:\(上年(?:同期)?=100\))$")
_CONSTANT = re.compile(r"2020年?价|2020年?不变价|不变价|可比价|constant", re.IGNORECASE)
_CURRENT = re.compile(r"当年价|现价|名义|current", re.IGNORECASE)
_NO_PRICE = ("", "-", "—", "无", "none")


@dataclass(frozen=True)
class Subject:
    """What a figure is of.

    Parameters
    ----------
    indicator : id, "" for a variable
    variable : of the model, "" for an indicator
    measure, unit, price_basis : as the registry has them
    """

    indicator: str
    variable: str
    measure: str
    unit: str
    price_basis: str

    @property
    def is_level(self) -> bool:
        """Return whether figures are amounts, which cannot be negative."""
        return self.measure not in ("growth", "reduction")

    @property
    def needs_prices(self) -> bool:
        """Return whether published amounts are likely to be at other prices than its own, of 2020."""
        found = quantity(self.unit)
        return (
            self.price_basis == "constant" and self.is_level and bool(found and found.kind.startswith("CNY"))
        )

    @property
    def is_mean(self) -> bool:
        """Return whether it is a mean over the year, of which a part of the year says nothing."""
        found = quantity(self.unit)
        return self.measure == "flow" and bool(found and found.kind in ("share", "ug/m3"))


@dataclass(frozen=True)
class Reason:
    """Why a figure is left out, in Chinese and English."""

    zh: str
    en: str


_NO_GROWTH = Reason("该指标的增速模型没有对应的量", "the model has no growth of this indicator")
_NO_FIGURE = Reason("该指标没有可观测的年度数", "the indicator has no figure of a year")
AT_CURRENT_PRICES = Reason(
    "模型按 2020 年价计，公布的多为当年价；确是 2020 年价的，请在“价格”列写明",
    "the model has prices of 2020, publications mostly current ones; state prices of 2020 in a column 价格",
)
PART_OF_A_MEAN = Reason("全年平均数没有半年或数月的数可比", "a mean over a year has no part of a year")


def growth_name(label: str) -> tuple[str, float] | None:
    """Return the name whose growth a label means, and what to take off the figure; None for another label.

    Examples
    --------
    >>> growth_name("工业增加值增速"), growth_name("地区生产总值指数(上年=100)"), growth_name("常住人口")
    (('工业增加值', 0.0), ('地区生产总值', 100.0), None)
    """
    if (index := _INDEX.fullmatch(label)) is not None:
        return index[1], 100.0
    found = _GROWTH.fullmatch(label)
    return (found[1], 0.0) if found else None


def subject_of(meaning: Meaning, kind: str, workspace: Workspace) -> Subject | Reason:
    """Return what a figure of a name is of, or why there is nothing.

    Parameters
    ----------
    kind : "level" or "growth"
    """
    entry = workspace.registry.indicators.get(meaning.indicator)
    if entry is not None and entry.measure == "peak_year":
        return _NO_FIGURE
    if entry is not None and (kind == "level" or entry.measure == "growth"):
        return Subject(meaning.indicator, "", entry.measure, entry.unit.zh, entry.price_basis)
    if entry is not None:
        is_summed = entry.measure in SUMMED and entry.variable is not None
        return _growth(str(entry.variable), workspace) if is_summed else _NO_GROWTH
    if kind == "growth" or meaning.measure == "growth":
        is_stock = meaning.measure == "stock"
        return _NO_GROWTH if is_stock else _growth(meaning.variable, workspace)
    return _of_variable(meaning.variable, meaning.measure, workspace)


def _growth(variable: str, workspace: Workspace) -> Subject:
    """Return the growth of a variable: an indicator's with a base of its own, if there is one."""
    for key, entry in _growth_indicators(workspace):
        if entry.variable == variable and entry.base is not None:
            return Subject(key, "", "growth", entry.unit.zh, entry.price_basis)
    return _of_variable(variable, "growth", workspace)


def _growth_indicators(workspace: Workspace) -> Iterator[tuple[str, Indicator]]:
    return ((key, entry) for key, entry in workspace.registry.indicators.items() if entry.measure == "growth")


def _of_variable(name: str, measure: str, workspace: Workspace) -> Subject:
    variable = find_variable(workspace.model, name.partition("[")[0])
    units = variable.units if variable else ""
    unit = PER_CENT if measure == "growth" else units.removesuffix(PER_YEAR) if measure == "flow" else units
    basis = "current" if "current prices" in name else "constant" if "元" in units else "none"
    return Subject("", name, measure, unit, basis)


def price_basis_in(text: str) -> str | None:
    """Return the price basis that a text names, "" where it names none, None where it is unclear."""
    bare = text.replace(" ", "")
    if bare.lower() in _NO_PRICE:
        return ""
    return "constant" if _CONSTANT.search(bare) else "current" if _CURRENT.search(bare) else None


def left_out(subject: Subject, period: Period, price: str) -> Reason | None:
    """Return why a figure of a subject is left out, None where it is not."""
    if subject.needs_prices and price != "constant":
        return AT_CURRENT_PRICES
    return PART_OF_A_MEAN if subject.is_mean and not period.is_year else None
