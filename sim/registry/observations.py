"""What was observed of the indicators after the base year, as published."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.document import read_text
from sim.errors import Fault, SimError, suggestion
from sim.registry.indicators import BASE_YEAR, HORIZONS, Indicator
from sim.registry.schema import not_among, shown
from sim.registry.sources import Source

COLUMNS = ("indicator", "year", "value", "grade", "source", "use")
GRADES = ("A", "B", "C", "D")
USES = ("", "setting")


@dataclass(frozen=True)
class Observation:
    """An observed figure, in the unit, price basis and measure of its indicator.

    Parameters
    ----------
    year : calendar year
    grade : evidence grade, A to D
    source : id of where it was published
    is_set_by : whether parameters were set with it, so that it tests nothing
    """

    year: int
    value: float
    grade: str
    source: str
    is_set_by: bool


def read_observations(
    path: str, indicators: Mapping[str, Indicator], sources: Mapping[str, Source]
) -> dict[str, tuple[Observation, ...]]:
    """Return the observations of each indicator, by year.

    Raises
    ------
    SimError: every row that names an unknown indicator or source, a year outside the horizon, text
        for a number, or a figure that is there already, with its line.
    """
    rows = csv.reader(io.StringIO(read_text(path)))
    head = tuple(next(rows, ()))
    if head != COLUMNS:
        wanted = ",".join(COLUMNS)
        raise SimError(Fault(f"第一行应为 {wanted}。", f"the first line must be {wanted}.", f"{path}:1"))
    found: dict[str, dict[int, Observation]] = {}
    faults: list[Fault] = []
    for line, cells in enumerate(rows, start=2):
        place = f"{path}:{line}"
        wrong = list(_faults(cells, indicators, sources))
        if not wrong:
            name, year, value, grade, source, use = cells
            observation = Observation(int(year), float(value), grade, source, use == "setting")
            if found.setdefault(name, {}).setdefault(observation.year, observation) is not observation:
                wrong = [(f'"{name}" 在 {year} 年已有观测值。', f'"{name}" has a figure for {year} already.')]
        faults += [Fault(zh, en, place) for zh, en in wrong]
    if faults:
        raise SimError(faults)
    return {name: tuple(years[year] for year in sorted(years)) for name, years in found.items()}


def _faults(
    cells: list[str], indicators: Mapping[str, Indicator], sources: Mapping[str, Source]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row, in both languages."""
    if len(cells) != len(COLUMNS):
        yield (
            f"应有 {len(COLUMNS)} 列，这里有 {len(cells)} 列。",
            f"there must be {len(COLUMNS)} columns; here are {len(cells)}.",
        )
        return
    name, year, value, grade, source, use = cells
    if name not in indicators:
        zh, en = suggestion(name, indicators)
        yield f'没有名为 "{name}" 的指标。{zh}', f'no indicator "{name}".{en}'
    if not year.isdigit() or not BASE_YEAR < int(year) <= HORIZONS[-1]:
        yield (
            f'"year" 为 {shown(year)}，应是 {BASE_YEAR + 1} 到 {HORIZONS[-1]} 的年份。',
            f'"year" is {shown(year)}; it must be a year from {BASE_YEAR + 1} to {HORIZONS[-1]}.',
        )
    if not _is_number(value):
        yield (
            f'"value" 为 {shown(value)}，应是有限的数字。',
            f'"value" is {shown(value)}; it must be a finite number.',
        )
    if grade not in GRADES:
        yield not_among("grade", shown(grade), GRADES)
    if source not in sources:
        zh, en = suggestion(source, sources)
        yield f'没有名为 "{source}" 的来源。{zh}', f'no source "{source}".{en}'
    if use not in USES:
        yield not_among("use", shown(use), ('""', "setting"))


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
