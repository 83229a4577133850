"""Policies as they were carried out: what each lever was, by year, with the cell that says so."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sim.actuals.grid import Grid
from sim.actuals.heads import read_head
from sim.actuals.period_words import period_in
from sim.actuals.readings import read_cell, shown
from sim.actuals.tables import column_of
from sim.document import read_text
from sim.engine.external.sheets import Cell
from sim.errors import Fault, Faults, SimError, fail
from sim.scenario.levers import find_slots
from sim.scenario.values import check_values
from sim.scenario.workspace import Workspace

FILE = "policies.csv"
COLUMNS = ("lever", "year", "value", "unit", "source", "file", "sheet", "cell")
REMARK = "# 实际执行的政策：各杠杆在各年的值。\n# Policies as carried out: what each lever was, by year.\n"


@dataclass(frozen=True)
class Policy:
    """What a lever was in a year.

    Parameters
    ----------
    lever : name in the model, with its element
    value : in ``unit``, that of the model
    """

    lever: str
    year: int
    value: float
    unit: str
    source: str
    file: str
    sheet: str
    cell: str

    @property
    def place(self) -> str:
        """Return file, sheet and cell as messages name them."""
        return ":".join(filter(None, (self.file, self.sheet, self.cell)))


@dataclass
class Policies:
    """What sheets say of levers."""

    policies: tuple[Policy, ...] = ()
    faults: list[Fault] = field(default_factory=list)


def is_of_policies(grid: Grid) -> bool:
    """Return whether a sheet has a column of levers."""
    return _head(grid) is not None


def read_policies(grids: Iterable[Grid], workspace: Workspace) -> Policies:
    """Return what the sheets with a column of levers say, each lever and year once."""
    found: dict[tuple[str, int], Policy] = {}
    faults = Faults()
    for grid in grids:
        for cell, row in _rows(grid):
            try:
                one = _policy(grid, cell, row, workspace)
            except SimError as error:
                faults += error.faults
                continue
            first = found.setdefault((one.lever, one.year), one)
            if first.value != one.value:
                faults.append(_disagree(one, first.value, first.place))
    return Policies(tuple(found.values()), list(faults))


def _head(grid: Grid) -> int | None:
    rows = range(min(grid.height, 20))
    return next(
        (
            row
            for row in rows
            if any(read_head(grid.value(row, at)).role == "lever" for at in range(grid.width))
        ),
        None,
    )


def _rows(grid: Grid) -> Iterator[tuple[Cell, Mapping[str, int | None]]]:
    """Yield the cell of each figure that is given, and the columns of its table."""
    head = _head(grid)
    if head is None:
        return
    heads = [read_head(grid.value(head, at)) for at in range(grid.width)]
    columns = {role: column_of(heads, role) for role in ("lever", "period", "figure", "source")}
    figure = columns["figure"]
    for row in range(head + 1, grid.height):
        if figure is not None and (
            grid.value(row, figure) is not None or Cell(row, figure) in grid.without_value
        ):
            yield Cell(row, figure), columns


def _policy(grid: Grid, cell: Cell, columns: Mapping[str, int | None], workspace: Workspace) -> Policy:
    place = grid.place(cell)
    text = {role: "" if at is None else grid.text(cell.row, at) for role, at in columns.items()}
    period = None if columns["period"] is None else period_in(grid.value(cell.row, columns["period"]))
    slots = find_slots(text["lever"], workspace, place)
    if len(slots) != 1:
        listed = ", ".join(slot.name + slot.suffix for slot in slots)
        raise fail(
            "missing", f"“{text['lever']}”有几项，请写明：{listed}。", f"name one of: {listed}.", place
        )
    if (
        period is None
        or not period.is_year
        or not workspace.registry.base_year < period.year <= date.today().year
    ):
        given = text["period"]
        zh, en = (
            f"年份“{given}”应是基年以后、今年及以前的一年。",
            f'the year "{given}" must be after the base year, and past.',
        )
        raise fail("outside-limits", zh, en, place)
    try:
        reading = None if cell in grid.without_value else read_cell(grid.value(*cell))
    except SimError as error:
        raise error.at(place) from error
    slot = slots[0]
    if reading is None or reading.is_growth or reading.unit or reading.bound:
        given = shown(grid.value(*cell))
        zh, en = f"“{given}”应是以 {slot.unit} 计的数。", f'"{given}" must be a number in {slot.unit}.'
        raise fail("not-a-number", zh, en, place)
    check_values([slot.constant("to")], reading.value, place)
    name = Path(grid.file).name
    lever, source = slot.name + slot.suffix, text["source"] or name
    return Policy(lever, period.year, reading.value, slot.unit, source, name, grid.sheet, str(cell))


def read_kept(folder: Path, workspace: Workspace) -> tuple[Policy, ...]:
    """Return the policies of a folder of actuals, none where it has none.

    Raises
    ------
    SimError: all faults of its file.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    lines = [line for line in read_text(path).split("\n") if not line.startswith("#")]
    rows = list(csv.DictReader(io.StringIO("\n".join(lines))))
    with Faults() as faults:
        for number, row in enumerate(rows, 1):
            place = f"{path}:{number}"
            if not set(COLUMNS) <= set(row):
                listed = ",".join(COLUMNS)
                raise fail("missing", f"列名应是 {listed}。", f"the columns must be {listed}.", place)
            faults.take(find_slots, row["lever"], workspace, place)
            faults += _number_faults(row, place)
    return tuple(
        Policy(row["lever"], int(row["year"]), float(row["value"]), *(row[name] for name in COLUMNS[3:]))
        for row in rows
    )


def _number_faults(row: Mapping[str, str], place: str) -> Iterator[Fault]:
    for name, read in (("year", int), ("value", float)):
        try:
            read(row[name])
        except (TypeError, ValueError):
            given = shown(row[name])
            yield Fault(
                "not-a-number",
                f'"{name}" 为“{given}”，应是数字。',
                f'"{name}" is "{given}", no number.',
                place,
            )


def merge(
    kept: Sequence[Policy], new: Sequence[Policy], *, replace: bool
) -> tuple[tuple[Policy, ...], list[Fault]]:
    """Return kept and new policies, and the faults of new ones that contradict kept ones."""
    held = {(one.lever, one.year): one for one in kept}
    faults = []
    for one in new:
        before = held.get((one.lever, one.year))
        if before is not None and before.value != one.value and not replace:
            faults.append(_disagree(one, before.value, before.place))
        else:
            held[one.lever, one.year] = one
    return tuple(held.values()), faults


def _disagree(one: Policy, value: float, place: str) -> Fault:
    return Fault(
        "conflict",
        f"“{one.lever}”{one.year} 年是 {one.value:g}，{place} 是 {value:g}；确要改已存的数，加 --replace。",
        f'"{one.lever}" in {one.year} is {one.value:g}, but {value:g} at {place}; --replace changes it.',
        one.place,
    )


def kept_text(policies: Iterable[Policy]) -> str:
    """Return policies as the content of their file."""
    stream = io.StringIO()
    stream.write(REMARK)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([*(getattr(one, name) for name in COLUMNS)] for one in policies)
    return stream.getvalue()
