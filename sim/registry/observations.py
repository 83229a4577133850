"""Observations: figures published after the base year, of indicators and of variables of the model."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sim.document import read_text
from sim.errors import Fault, Faults, SimError, suggestion
from sim.registry.indicators import Indicator
from sim.registry.periods import EXAMPLES, Period, read_period
from sim.registry.plan import Plan
from sim.registry.schema import not_among, shown
from sim.registry.sources import Source
from sim.registry.zone import Zone

NEEDED = ("indicator", "year", "value", "grade", "source", "use")
FURTHER = (
    "variable",
    "measure",
    "bound",
    "unit",
    "price_basis",
    "error",
    "known",
    "file",
    "sheet",
    "cell",
    "status",
)  # "" where a file does not have the column
GRADES = ("A", "B", "C", "D")
USES = ("", "setting", "fit", "validation")
STATUSES = ("", "快报", "年报", "普查修订")  # vintages, the later ones more final
BOUNDS = ("", ">", "<")
PRICES = ("constant", "current", "none")
MEASURES = (
    "stock",
    "flow",
    "growth",
)  # measures of a variable: at the end of a period, over it, against a year before
SUM = " + "  # separator of variables that are observed as a sum


@dataclass(frozen=True)
class Observation:
    """An observed figure of an indicator, or of a variable or a sum of variables.

    Parameters
    ----------
    period : period of the figure
    value : figure in ``unit``; for an indicator in the indicator's unit, price basis and measure
    grade : evidence grade, A to D
    source : id of the source that published it
    use : "setting" where constants were set with it, so that it tests nothing; "fit"; "validation"; or ""
    indicator : id of the indicator, "" for a figure of a variable
    variable : names joined by `SUM`, "" for a figure of an indicator
    measure : one of `MEASURES` for a variable, else the indicator's
    bound : ">" or "<" where only a limit was published
    error : stated standard deviation [its unit; points for growth], None where it follows from grade and
        measure
    known : day on which it was published, as in 2022-01-28; "" where none is given
    line : its line in the file
    file, sheet, cell : of the user's own file in which it stands, "" for a figure of the registry
    status : vintage, one of `STATUSES`; figures of several stand side by side
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
    error: float | None = None
    known: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    status: str = ""

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
        """Return the variables of the sum, none for an indicator."""
        return tuple(self.variable.split(SUM)) if self.variable else ()


def latest_vintages(rows: Sequence[Observation]) -> tuple[Observation, ...]:
    """Return the most final figure of each subject and period, in file order."""
    last: dict[tuple[str, ...], Observation] = {}
    for row in rows:
        key = _key(row)[:-1]
        if key not in last or _finality(row) > _finality(last[key]):
            last[key] = row
    return tuple(row for row in rows if last[_key(row)[:-1]] is row)


def first_vintages(rows: Sequence[Observation]) -> tuple[Observation, ...]:
    """Return the figure of each subject and period that was published first, in file order."""
    first: dict[tuple[str, ...], Observation] = {}
    for row in rows:
        key = _key(row)[:-1]
        if key not in first or _finality(row) < _finality(first[key]):
            first[key] = row
    return tuple(row for row in rows if first[_key(row)[:-1]] is row)


def _finality(row: Observation) -> tuple[int, str]:
    return STATUSES.index(row.status), row.known


def by_indicator(rows: Sequence[Observation]) -> dict[str, tuple[Observation, ...]]:
    """Return the figures of whole years of each indicator, by year."""
    found: dict[str, list[Observation]] = {}
    for row in sorted(latest_vintages(rows), key=lambda each: each.year):
        if row.indicator and row.period.is_year and not row.bound:
            found.setdefault(row.indicator, []).append(row)
    return {name: tuple(each) for name, each in found.items()}


def read_observations(
    path: str,
    indicators: Mapping[str, Indicator],
    sources: Mapping[str, Source],
    plan: Plan,
    zone: Zone,
) -> tuple[Observation, ...]:
    """Return the observations in file order; lines that begin with # are remarks.

    Raises
    ------
    SimError: every row that names an unknown indicator or source, a unit or measure other than its
        indicator's, a period outside the horizon, text for a number, or a figure that was given
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
    faults = Faults()
    for cells in rows:
        line = remarks + rows.line_num
        wrong = [_of_columns(cells, head)] if len(cells) != len(head) else []
        row = dict.fromkeys(FURTHER, "") | dict(zip(head, cells, strict=False))
        wrong = wrong or list(_faults(row, indicators, sources, plan, zone))
        if not wrong:
            seen = _observation(row, indicators, line)
            if found.setdefault(_key(seen), seen) is not seen:
                wrong = [_twice(seen)]
        faults += [fault.at(f"{path}:{line}") for fault in wrong]
    faults.check()
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
        error=float(row["error"]) if row["error"] else None,
        known=row["known"],
        file=row["file"],
        sheet=row["sheet"],
        cell=row["cell"],
        status=row["status"],
    )


def _key(seen: Observation) -> tuple[str, ...]:
    return seen.indicator, seen.variable, seen.measure, seen.period.text("en"), seen.status


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
    row: Mapping[str, str],
    indicators: Mapping[str, Indicator],
    sources: Mapping[str, Source],
    plan: Plan,
    zone: Zone,
) -> Iterator[Fault]:
    """Yield the faults of a row."""
    yield from _subject_faults(row, indicators)
    yield from _period_faults(row, plan, zone.last_year_to_fit)
    if not _is_number(row["value"]):
        yield Fault(
            "not-a-number",
            f'"value" 为 {shown(row["value"])}，应是有限的数字。',
            f'"value" is {shown(row["value"])}; it must be a finite number.',
        )
    if row["error"] and not (_is_number(row["error"]) and float(row["error"]) > 0):
        yield Fault(
            "outside-limits",
            f'"error" 为 {shown(row["error"])}，标准差应大于 0；空着则按等级取。',
            f'"error" is {shown(row["error"])}; a standard deviation must be above 0, or left empty to '
            "follow from the grade.",
        )
    if row["known"] and not _is_day(row["known"]):
        yield Fault(
            "outside-limits",
            f'"known" 为 {shown(row["known"])}，应是公布日期，如 2022-01-28。',
            f'"known" is {shown(row["known"])}; it must be the day of publication, as in 2022-01-28.',
        )
    for name, allowed in (("grade", GRADES), ("use", USES), ("bound", BOUNDS), ("status", STATUSES)):
        if row[name] not in allowed:
            yield not_among(name, shown(row[name]), [word or '""' for word in allowed])
    if row["source"] not in sources and not row["file"]:
        zh, en = suggestion(row["source"], sources)
        yield Fault(
            "unknown-name", f'没有名为 "{row["source"]}" 的来源。{zh}', f'no source "{row["source"]}".{en}'
        )


def _subject_faults(row: Mapping[str, str], indicators: Mapping[str, Indicator]) -> Iterator[Fault]:
    """Yield the faults in the subject of a row."""
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
    """Yield the contradictions of a row with its indicator, which supplies the fields left empty."""
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


def _period_faults(row: Mapping[str, str], plan: Plan, last_to_fit: int) -> Iterator[Fault]:
    given, period = shown(row["year"]), read_period(row["year"])
    first, last = plan.base_year + 1, plan.horizons[-1]
    if period is None or not first <= period.year <= last:
        yield Fault(
            "outside-limits",
            f'"year" 为 {given}，应是 {first} 到 {last} 的年份，或其中一段，如 {EXAMPLES}。',
            f'"year" is {given}; it must be a year from {first} to {last} or part of one, as in {EXAMPLES}.',
        )
    elif row["use"] == "fit" and period.year > last_to_fit:
        yield Fault(
            "conflict",
            f'"use" 为 "fit"，而 {given} 晚于 {last_to_fit} 年；之后的数据只用于检验（validation）。',
            f'"use" is "fit", but {given} is after {last_to_fit}; later figures only test (validation).',
        )


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
