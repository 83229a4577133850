"""Figures of single members that are compared with targets, and whether they meet them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeGuard, cast

import numpy as np

from sim.arrays import Array
from sim.ensembles.labels import About
from sim.errors import Argument, Faults, fail
from sim.outcomes.measures import assessed, is_met, rounded

if TYPE_CHECKING:
    import pandas as pd

_Target = tuple[str, int]  # indicator and year
Asked = str | _Target | Sequence[str | _Target]


class Judged(Protocol):
    """An ensemble, as far as verdicts need it."""

    @property
    def targets(self) -> pd.DataFrame:
        """Return a row for each target: indicator, year, target, met."""
        ...

    def id_of(self, indicator: str) -> str:
        """Return the id of an indicator by any of its names."""
        ...

    def sound(self, indicator: str) -> pd.DataFrame:
        """Return an indicator of the members that stayed finite: index year, columns member."""
        ...


def assessed_members(ensemble: Judged, indicator: str, year: int, known: About) -> pd.Series[float]:
    """Return the figure compared with a target of a year at printed precision, (member,).

    Raises
    ------
    SimError: there is no figure for the year.
    """
    sound = ensemble.sound(indicator)
    figures = rounded(_figures(sound, indicator, year, known), known.indicators[indicator]["decimals"])
    import pandas as pd

    return pd.Series(figures, index=sound.columns, name=indicator)


def verdicts(ensemble: Judged, targets: Asked, year: int | None, known: About) -> pd.DataFrame:
    """Return whether sound members meet targets: a row for each, columns (indicator, year).

    Raises
    ------
    SimError: the faults of all targets.
    """
    import pandas as pd

    is_one = isinstance(targets, str) or _is_pair(targets)
    asked = cast("list[str | _Target]", [targets] if is_one else list(targets))
    with Faults() as faults:
        found = [faults.take(_target, ensemble, one, year) for one in asked]
        if not asked:
            faults += fail("missing", "没有给出目标。", "no target is given.", Argument("targets")).faults
    columns = {}
    for indicator, at in found:
        sound = ensemble.sound(indicator)
        entry, value = known.indicators[indicator], _planned(ensemble, indicator)["target"].to_dict()[at]
        figures = _figures(sound, indicator, at, known)
        met = is_met(figures, value, entry["comparison"], entry["decimals"])
        columns[indicator, at] = pd.DataFrame(met, index=sound.columns)
    return pd.concat(columns, axis=1, names=["indicator", "year"]).droplevel(2, axis=1)


def joint_verdict(found: pd.DataFrame) -> pd.Series[bool]:
    """Return whether members meet all targets together, (member,)."""
    return found.all(axis=1).rename("met")


def _target(ensemble: Judged, asked: str | _Target, year: int | None) -> _Target:
    name, at = asked if _is_pair(asked) else (asked, year)
    indicator = ensemble.id_of(str(name))
    planned = _planned(ensemble, indicator)
    place = Argument("targets")
    if planned.empty:
        zh, en = f'"{indicator}" 没有目标。', f'"{indicator}" has no target.'
        raise fail("no-data", zh, en, place)
    first = int(planned.index.min()) if at is None else int(at)
    if first not in planned.index:
        listed = ", ".join(map(str, planned.index))
        raise fail(
            "no-data",
            f'"{indicator}" 没有 {first} 年的目标，有目标的年份：{listed}。',
            f'"{indicator}" has no target for {first}; there is one for: {listed}.',
            place,
        )
    if np.isnan(planned["met"].to_dict()[first]):
        zh = f'"{indicator}" 由情景设定，不评是否达标。'
        en = f'"{indicator}" is set by the scenario; it is not judged.'
        raise fail("no-data", zh, en, place)
    return indicator, first


def _is_pair(asked: object) -> TypeGuard[_Target]:
    return isinstance(asked, tuple) and len(asked) == 2 and isinstance(asked[1], int | np.integer)


def _planned(ensemble: Judged, indicator: str) -> pd.DataFrame:
    """Return the targets of an indicator: index year."""
    rows = ensemble.targets[ensemble.targets["indicator"] == indicator]
    return rows.set_index("year")


def _figures(members: pd.DataFrame, indicator: str, year: int, known: About) -> Array:
    """Return the figures compared with a target of a year, not rounded, (member,) [unit of the indicator]."""
    years = members.index.to_numpy(dtype=np.int64)
    if year not in years or (year == known.base_year and known.indicators[indicator]["measure"] == "growth"):
        raise fail(
            "no-data",
            f'"{indicator}" 没有 {year} 年的数值，应在 {years[0]} 到 {years[-1]} 之间。',
            f'"{indicator}" has no figure for {year}; the years are {years[0]} to {years[-1]}.',
            Argument("year"),
        )
    measure = known.indicators[indicator]["measure"]
    return assessed(measure, years, members.to_numpy(dtype=np.float64), year, known.base_year)
