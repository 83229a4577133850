"""Data files given to a run: they fill the data variables of a model that have no equation.

A table (.csv, .tab, .tsv, .txt, .xlsx, .xlsm) has the times in its first column and names in its first
row, or the other way about; of a workbook the first sheet is read. A .dat file, as Vensim writes it, has
each name on a line of its own and below it a time and a value a line.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sim.document import decode_text
from sim.engine.external.files import Reader, check_kind, read_whole
from sim.engine.external.sheets import Cell, Sheet
from sim.engine.external.tables import read_first_sheet
from sim.engine.external.values import Points
from sim.errors import Faults, SimError, fail
from sim.files import expand
from sim.names import fold

DataSets = Mapping[str, Points]  # by folded key of the scalar
DAT = ".dat"


def read_data_sets(paths: Iterable[str | os.PathLike[str]]) -> dict[str, Points]:
    """Return the points of every series that the files hold, times rising.

    Raises
    ------
    SimError: a file that cannot be read, a cell that is not a number, a name or a time that occurs twice.
    """
    found: dict[str, Points] = {}
    with Faults() as faults:
        for path in paths:
            place = os.fspath(path)
            for name, points in faults.take(_series_of, place) or ():
                if fold(name) in found:
                    faults.append(_twice(name, place).faults[0])
                found[fold(name)] = points
    return found


def with_data(model: str, data: DataSets) -> str:
    """Return a model's hash, changed by the data that it is given: SHA-256, hexadecimal."""
    if not data:
        return model
    return hashlib.sha256(f"{model}\n{sorted(data.items())!r}".encode()).hexdigest()


def _series_of(place: str) -> list[tuple[str, Points]]:
    path = expand(place)
    reader = Reader(path.name, place)
    if path.suffix.lower() != DAT:
        check_kind(path.name, reader)
    try:
        raw = read_whole(path, place, reader)
    except OSError as error:
        raise fail("missing-file", "没有这个文件。", "there is no such file.", place) from error
    if path.suffix.lower() == DAT:
        found = _dat(decode_text(raw, place), place)
    else:
        found = _table(read_first_sheet(raw, Path(place).name), place)
    return [(name, _in_order(points, name, place)) for name, points in found if points]


def _dat(text: str, place: str) -> Iterator[tuple[str, Points]]:
    name, points = "", list[tuple[float, float]]()
    for number, line in enumerate(text.splitlines(), 1):
        words = line.replace(",", " ").split()
        pair = _numbers(words) if len(words) == 2 else None
        if pair is not None and name:
            points.append(pair)
        elif line.strip():
            if pair is not None:
                raise fail(
                    "syntax",
                    "数值之前没有变量名。",
                    "the values have no name above them.",
                    f"{place}:{number}",
                )
            yield name, points
            name, points = line.strip(), []
    yield name, points


def _numbers(words: Sequence[str]) -> tuple[float, float] | None:
    try:
        time, value = map(float, words)
    except ValueError:
        return None
    return time, value


def _table(sheet: Sheet, place: str) -> Iterator[tuple[str, Points]]:
    """Yield the series of a table, be they in columns or in rows."""
    is_across = sheet.number(Cell(0, 1)) is not None
    count, length = (sheet.height, sheet.width) if is_across else (sheet.width, sheet.height)

    def cell(series: int, at: int) -> Cell:
        return Cell(series, at) if is_across else Cell(at, series)

    for series in range(1, count):
        name = sheet.value(cell(series, 0))
        if not isinstance(name, str):
            continue
        points = []
        for at in range(1, length):
            time, value = sheet.number(cell(0, at)), sheet.number(cell(series, at))
            if time is not None and value is not None:
                points.append((time, value))
            elif sheet.value(cell(series, at)) is not None:
                raise _no_number(sheet, cell(0, at) if time is None else cell(series, at), place)
        yield name, points


def _no_number(sheet: Sheet, cell: Cell, place: str) -> SimError:
    shown = sheet.shown(cell) if sheet.value(cell) is not None else ""
    return fail(
        "not-a-number",
        f'单元格 {cell} 是 "{shown}"，应是数字。',
        f'the cell {cell} is "{shown}"; it should be a number.',
        place,
    )


def _in_order(points: Points, name: str, place: str) -> Points:
    ordered = sorted(points)
    for (time, _), (later, _) in itertools.pairwise(ordered):
        if time == later:
            raise fail(
                "duplicate",
                f'"{name}" 在时间 {time:g} 有两个值。',
                f'"{name}" has two values at time {time:g}.',
                place,
            )
    return ordered


def _twice(name: str, place: str) -> SimError:
    return fail(
        "duplicate",
        f'"{name}" 的数据给了两次。',
        f'the data of "{name}" are given twice.',
        place,
    )
