"""What was observed after the base year, as published: of indicators and of variables of the model."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.document import read_text
from sim.errors import Fault, SimError, suggestion
from sim.registry.indicators import BASE_YEAR, HORIZONS, Indicator
from sim.registry.periods import EXAMPLES, Period, read_period
from sim.registry.schema import not_among, shown
from sim.registry.sources import Source

NEEDED = ("indicator", "year", "value", "grade", "source", "use")
FURTHER = ("variable", "measure", "bound", "unit", "price_basis")  # "" where a file does not have the column
GRADES = ("A", "B", "C", "D")
USES = ("", "setting", "fit", "validation")
BOUNDS = ("", ">", "<")
PRICES = ("constant", "current", "none")
MEASURES = (
    "stock",
    "flow",
    "growth",
)  # of a variable: at the end of a period, over it, against a year before
LAST_TO_FIT = 2021  # later figures test the model and never fit it
SUM = " + "  # between variables that are observed together


@dataclass(frozen=True)
class Observation:
    """An observed figure of an indicator, or of a variable or a sum of variables.

    Parameters
    ----------
    period : which the figure is of
    value : in ``unit``; for an indicator in the indicator's unit, price basis and measure
    grade : evidence grade, A to D
    source : id of where it was published
    use : "setting" where constants were set with it, so that it tests nothing; "fit"; "validation"; or ""
    indicator : id, "" where it is of a variable
    variable : names joined by `SUM`, "" where it is of an indicator
    measure : one of `MEASURES` for a variable, else the indicator's
    bound : ">" or "<" where only a limit was published
    line : in its file
    """

    period: Period
    value: float
    grade: str
    source: str
    use: str
    indicator: str
    variable: str
    measure: str
    bound: str
    unit: str
    price_basis: str
    line: int

    @property
    def year(self) -> int:
        """Return the calendar year."""
        return self.period.year

    @property
    def is_set_by(self) -> bool:
        """Return whether constants were set with it."""
        return self.use == "setting"

    @property
    def variables(self) -> tuple[str, ...]:
        """Return the variables that are added up, none for an indicator."""
        return tuple(self.variable.split(SUM)) if self.variable else ()


def by_indicator(rows: Sequence[Observation]) -> dict[str, tuple[Observation, ...]]:
    """Return the figures of whole years of each indicator, by year."""
    found: dict[str, list[Observation]] = {}
    for row in sorted(rows, key=lambda each: each.year):
        if row.indicator and row.period.is_year and not row.bound:
            found.setdefault(row.indicator, []).append(row)
    return {name: tuple(each) for name, each in found.items()}


def read_observations(
    path: str, indicators: Mapping[str, Indicator], sources: Mapping[str, Source]
) -> tuple[Observation, ...]:
    """Return the observations in file order; lines that begin with # are remarks.

    Raises
    ------
    SimError: every row that names an unknown indicator or source, another unit or measure than its
        indicator has, a period outside the horizon, text for a number, or a figure that is there
        already, with its line.
    """
    lines = read_text(path).split("\n")
    remarks = next((place for place, line in enumerate(lines) if not line.startswith("#")), len(lines))
    rows = csv.reader(io.StringIO("\n".join(lines[remarks:])))
    head = tuple(next(rows, ()))
    if not set(NEEDED) <= set(head) <= {*NEEDED, *FURTHER} or len(set(head)) < len(head):
        needed, further = ",".join(NEEDED), ",".join(FURTHER)
        zh = f"列名应有 {needed}，还可以有 {further}。"
        raise SimError(
            Fault(
                "missing",
                zh,
                f"the columns must be {needed}; {further} may be added.",
                f"{path}:{remarks + 1}",
            )
        )
    found: dict[tuple[str, ...], Observation] = {}
    faults: list[Fault] = []
    for cells in rows:
        line = remarks + rows.line_num
        wrong = [_of_columns(cells, head)] if len(cells) != len(head) else []
        row = dict.fromkeys(FURTHER, "") | dict(zip(head, cells, strict=False))
        wrong = wrong or list(_faults(row, indicators, sources))
        if not wrong:
            seen = _observation(row, indicators, line)
            if found.setdefault(_key(seen), seen) is not seen:
                wrong = [_twice(seen)]
        faults += [fault.at(f"{path}:{line}") for fault in wrong]
    if faults:
        raise SimError(faults)
    return tuple(found.values())


def _observation(row: Mapping[str, str], indicators: Mapping[str, Indicator], line: int) -> Observation:
    period = read_period(row["year"])
    assert period is not None
    entry = indicators.get(row["indicator"])
    return Observation(
        period=period,
        value=float(row["value"]),
        grade=row["grade"],
        source=row["source"],
        use=row["use"],
        indicator=row["indicator"],
        variable=row["variable"],
        measure=entry.measure if entry else row["measure"],
        bound=row["bound"],
        unit=entry.unit.zh if entry else row["unit"],
        price_basis=entry.price_basis if entry else row["price_basis"],
        line=line,
    )


def _key(seen: Observation) -> tuple[str, ...]:
    return seen.indicator, seen.variable, seen.measure, seen.period.text("en")


def _twice(seen: Observation) -> Fault:
    name = seen.indicator or seen.variable
    zh, en = seen.period.text("zh"), seen.period.text("en")
    within = f" {zh} 年" if seen.period.is_year else f" {zh}"
    return Fault("duplicate", f'"{name}" 在{within}已有观测值。', f'"{name}" has a figure for {en} already.')


def _of_columns(cells: Sequence[str], head: Sequence[str]) -> Fault:
    return Fault(
        "mismatch",
        f"应有 {len(head)} 列，这里有 {len(cells)} 列。",
        f"there must be {len(head)} columns; here are {len(cells)}.",
    )


def _faults(
    row: Mapping[str, str], indicators: Mapping[str, Indicator], sources: Mapping[str, Source]
) -> Iterator[Fault]:
    """Yield what is wrong with a row."""
    yield from _subject_faults(row, indicators)
    yield from _period_faults(row)
    if not _is_number(row["value"]):
        yield Fault(
            "not-a-number",
            f'"value" 为 {shown(row["value"])}，应是有限的数字。',
            f'"value" is {shown(row["value"])}; it must be a finite number.',
        )
    for name, allowed in (("grade", GRADES), ("use", USES), ("bound", BOUNDS)):
        if row[name] not in allowed:
            yield not_among(name, shown(row[name]), [word or '""' for word in allowed])
    if row["source"] not in sources:
        zh, en = suggestion(row["source"], sources)
        yield Fault(
            "unknown-name", f'没有名为 "{row["source"]}" 的来源。{zh}', f'no source "{row["source"]}".{en}'
        )


def _subject_faults(row: Mapping[str, str], indicators: Mapping[str, Indicator]) -> Iterator[Fault]:
    """Yield what is wrong with what was observed."""
    name, entry = row["indicator"], indicators.get(row["indicator"])
    if bool(name) == bool(row["variable"]):
        yield Fault(
            "conflict",
            '"indicator" 与 "variable" 应给出且只给出一个。',
            'give "indicator" or "variable", and not both.',
        )
    elif entry:
        yield from _indicator_faults(row, entry)
    elif name:
        zh, en = suggestion(name, indicators)
        yield Fault("unknown-name", f'没有名为 "{name}" 的指标。{zh}', f'no indicator "{name}".{en}')
    else:
        if row["measure"] not in MEASURES:
            yield not_among("measure", shown(row["measure"]), MEASURES)
        if row["price_basis"] not in PRICES:
            yield not_among("price_basis", shown(row["price_basis"]), PRICES)


def _indicator_faults(row: Mapping[str, str], entry: Indicator) -> Iterator[Fault]:
    """Yield where a row says other than its indicator; what it leaves out is the indicator's."""
    if row["unit"] not in ("", entry.unit.zh, entry.unit.en):
        yield _other("unit", row["unit"], entry.unit.zh)
    if row["measure"] not in ("", entry.measure):
        yield _other("measure", row["measure"], entry.measure)
    if row["price_basis"] not in ("", entry.price_basis):
        yield _other("price_basis", row["price_basis"], entry.price_basis)


def _other(field: str, given: str, wanted: str) -> Fault:
    return Fault(
        "mismatch",
        f'"{field}" 为 "{given}"，该指标的是 "{wanted}"。',
        f'"{field}" is "{given}"; the indicator\'s is "{wanted}".',
    )


def _period_faults(row: Mapping[str, str]) -> Iterator[Fault]:
    given, period = shown(row["year"]), read_period(row["year"])
    first, last = BASE_YEAR + 1, HORIZONS[-1]
    if period is None or not first <= period.year <= last:
        yield Fault(
            "outside-limits",
            f'"year" 为 {given}，应是 {first} 到 {last} 的年份，或其中一段，如 {EXAMPLES}。',
            f'"year" is {given}; it must be a year from {first} to {last} or part of one, as in {EXAMPLES}.',
        )
    elif row["use"] == "fit" and period.year > LAST_TO_FIT:
        yield Fault(
            "conflict",
            f'"use" 为 "fit"，而 {given} 晚于 {LAST_TO_FIT} 年；之后的数据只用于检验（validation）。',
            f'"use" is "fit", but {given} is after {LAST_TO_FIT}; later figures only test (validation).',
        )


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
