"""The folder in which actuals are kept: observations with their cells, policies, and the mapping of names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.actuals.actual import Actual, when
from sim.errors import Fault, Faults
from sim.registry.observations import Observation, read_observations
from sim.scenario.observed import observation_faults
from sim.scenario.workspace import Workspace

FILE = "observations.csv"
COLUMNS = (
    "indicator", "variable", "measure", "year", "value", "bound", "unit", "price_basis", "grade", "error",
    "known", "source", "use", "status", "file", "sheet", "cell",
)  # fmt: skip
REMARK = (
    "# 导入的实绩：每个数都有文件、工作表和单元格；快报、年报、普查修订并存，学习时取当时已公布的最终一版。\n"
    "# Actuals imported: each figure with its file, sheet and cell; vintages stand side by side, and\n"
    "# the most final that was known counts.\n"
)


@dataclass(frozen=True)
class Merged:
    """Kept and new figures together.

    Parameters
    ----------
    rows : all, the kept ones first
    new : figures that were not there
    replaced : figures whose value changes, with the kept one
    same : number of figures that were there already
    """

    rows: tuple[Observation, ...]
    new: tuple[Actual, ...]
    replaced: tuple[tuple[Actual, Observation], ...]
    same: int


def read_kept(folder: Path, workspace: Workspace) -> tuple[Observation, ...]:
    """Return the figures of a folder of actuals, none where it has none yet.

    Raises
    ------
    SimError: all faults of its file, and names and units that the model does not have.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    registry = workspace.registry
    rows = read_observations(
        str(path), registry.indicators, registry.sources, registry.own_plan, registry.zone
    )
    Faults(observation_faults(workspace.model, registry, rows, str(path))).check()
    return rows


def settled(actuals: Sequence[Actual]) -> tuple[list[Actual], list[Fault]]:
    """Return each figure once, the more exact of two that agree, and the faults of those that do not."""
    found: dict[tuple[str, ...], Actual] = {}
    faults = []
    for one in actuals:
        first = found.setdefault(one.key, one)
        if first is one:
            continue
        if not agree(first.value, one.value) or first.bound != one.bound:
            faults.append(_disagree(one, first.value, first.place))
        elif _decimals(one.value) > _decimals(first.value):
            found[one.key] = one
    return list(found.values()), faults


def merge(
    kept: Sequence[Observation], actuals: Sequence[Actual], *, replace: bool
) -> tuple[Merged, list[Fault]]:
    """Return kept and new figures, and the faults of new ones that contradict kept ones.

    Parameters
    ----------
    replace : whether new ones take the place of kept ones, which is then no fault
    """
    held = {_key(row): row for row in kept}
    new, replaced, faults, same = [], [], [], 0
    for one in actuals:
        before = held.get(one.key)
        if before is None:
            new.append(one)
        elif agree(before.value, one.value) and before.bound == one.bound:
            same += 1
            continue
        elif replace:
            replaced.append((one, before))
        else:
            faults.append(_disagree(one, before.value, _place(before)))
            continue
        held[one.key] = one.observation()
    return Merged(tuple(held.values()), tuple(new), tuple(replaced), same), faults


def agree(first: float, second: float) -> bool:
    """Return whether two figures are one, rounded to the fewer of their decimals.

    Examples
    --------
    >>> agree(5090, 5090.4), agree(5090.4, 5090.5), agree(5090, 5091)
    (True, False, False)
    """
    decimals = min(_decimals(first), _decimals(second))
    return (
        abs(first - second) <= 0.5 * 10.0**-decimals + 1e-9
        if decimals != max(_decimals(first), _decimals(second))
        else first == second
    )


def _decimals(value: float) -> int:
    text = f"{value:.10g}"
    return len(text.partition(".")[2]) if "e" not in text else 0


def _key(row: Observation) -> tuple[str, ...]:
    return row.indicator, row.variable, row.measure, row.period.code, row.status


def _place(row: Observation) -> str:
    return ":".join(filter(None, (row.file, row.sheet, row.cell))) or f"{FILE}:{row.line}"


def _disagree(one: Actual, value: float, place: str) -> Fault:
    zh, en = when(one.period)
    vintage = f"（{one.status}）" if one.status else ""
    return Fault(
        "conflict",
        f"“{one.name}”{zh}{vintage}是 {one.value:,.10g}，{place} 是 {value:,.10g}。"
        "请去掉其一；是不同版本的，用 --status 分别注明；确要改已存的数，加 --replace。",
        f'"{one.id}" in {en} is {one.value:,.10g}, but {value:,.10g} at {place}. Leave one out, '
        "state --status where they are vintages, or change a kept one with --replace.",
        one.place,
    )


def kept_text(rows: Iterable[Observation]) -> str:
    """Return observations as the content of their file."""
    stream = io.StringIO()
    stream.write(REMARK)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in rows)
    return stream.getvalue()


def _cells(row: Observation) -> Iterator[str]:
    fields: Mapping[str, object] = {
        **{name: getattr(row, name, "") for name in COLUMNS},
        "year": row.period.code,
        "value": f"{row.value:.12g}",
        "error": "" if row.error is None else f"{row.error:.12g}",
    }
    return (str(fields[name]) for name in COLUMNS)
