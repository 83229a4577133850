"""Changes to files at random: harmless ones, which must be read through, and others, which must be seen."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tests.actuals import layouts
from tests.actuals.layouts import Rows, Source

Make = random.Random
CELLS = re.compile(r"-?\d+(\.\d+)?")
_WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
UNITS = {"亿元": ("万元", "元"), "万人": ("人",), "万元": ("亿元",)}
FACTORS = (1e-8, 1e-4, 1e-2, 1e2, 1e3, 1e4, 1e8)


@dataclass(frozen=True)
class Mutant:
    """A changed file.

    Parameters
    ----------
    is_harmless : whether every figure must be read as before, without a fault
    exact : whether a kept figure must be the true one; else only not be shifted by a unit or a year
    """

    source: Source
    content: bytes
    what: str
    is_harmless: bool
    exact: bool = True


def mutants(count: int, seed: int = 7) -> Iterator[Mutant]:
    """Yield changed files, every change of every layout in turn."""
    make = random.Random(seed)
    for number in range(count):
        source = make.choice(layouts.ALL)()
        change = _CHANGES[number % len(_CHANGES)]
        changed = change(source, make)
        if changed is not None:
            yield changed


def _figure_cells(rows: Rows) -> list[tuple[int, int]]:
    """Return the cells of figures: numbers below the head and right of the names, years left out."""
    head = _head(rows)
    return [
        (at, column)
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
        if at > head and column > 0 and _number(value) is not None and not _is_year(value)
    ]


def _head(rows: Rows) -> int:
    """Return the row of the head: the first with three cells and more that are not empty."""
    return next(at for at, row in enumerate(rows) if sum(value not in ("", None) for value in row) >= 3)


def _is_year(value: Any) -> bool:
    return re.fullmatch(r"20\d\d年?", str(value)) is not None


def _number(value: Any) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return float(value) if isinstance(value, str) and CELLS.fullmatch(value) else None


def _copy(source: Source) -> Rows:
    return [list(row) for row in source.rows]


def _with(source: Source, rows: Rows, what: str, *, harmless: bool, make: Make) -> Mutant:
    form = make.choice(("csv", "xlsx", "xls"))
    encoding = make.choice(("gb18030", "utf-8", "utf-8-sig", "utf-16"))
    changed = replace(source, rows=rows, form=form, encoding=encoding)
    return Mutant(changed, changed.content(), what, harmless)


def _every(
    source: Source, make: Make, change: Callable[[float, str], Any], what: str, *, harmless: bool
) -> Mutant:
    rows = _copy(source)
    for at, column in _figure_cells(rows):
        rows[at][column] = change(_number(rows[at][column]) or 0.0, str(rows[at][column]))
    return _with(source, rows, what, harmless=harmless, make=make)


def _one(source: Source, make: Make, change: Callable[[float], Any], what: str, least: float = 0) -> Mutant:
    rows = _copy(source)
    cells = [(at, column) for at, column in _figure_cells(rows) if (_number(rows[at][column]) or 0) > least]
    at, column = make.choice(cells)
    rows[at][column] = change(_number(rows[at][column]) or 0.0)
    return _with(source, rows, what, harmless=False, make=make)


# --- harmless -------------------------------------------------------------------------------


def plain(source: Source, make: Make) -> Mutant:
    return _with(source, _copy(source), "as it is", harmless=True, make=make)


def wide(source: Source, make: Make) -> Mutant:
    return _every(source, make, lambda _, text: text.translate(_WIDE), "full-width digits", harmless=True)


def thousands(source: Source, make: Make) -> Mutant:
    return _every(source, make, lambda value, _: f"{value:,.1f}", "thousands", harmless=True)


def notes(source: Source, make: Make) -> Mutant:
    mark = make.choice(["①", "*", "②", "[1]", "¹", "（注1）", "※"])
    return _every(source, make, lambda _, text: f"{text}{mark}", f"notes {mark}", harmless=True)


def noted_names(source: Source, make: Make) -> Mutant:
    rows, mark = _copy(source), make.choice(["①", "*", "[2]", " "])
    for row in rows[_head(rows) + 1 :]:
        if isinstance(row[0], str) and row[0] and source.layout != "own":
            row[0] = f"{row[0]}{mark}" if not _is_year(row[0]) else row[0]
    return _with(source, rows, f"names with {mark}", harmless=True, make=make)


def spaced(source: Source, make: Make) -> Mutant:
    return _every(source, make, lambda _, text: f" {text}\u3000", "blanks", harmless=True)


def empty_rows(source: Source, make: Make) -> Mutant:
    rows = _copy(source)
    for _ in range(make.randint(1, 4)):
        rows.insert(make.randint(_head(rows) + 1, len(rows)), [""] * len(rows[_head(rows)]))
    rows = [[""] * 3] * make.randint(0, 2) + rows
    return _with(source, rows, "empty rows", harmless=True, make=make)


def empty_column(source: Source, make: Make) -> Mutant:
    rows = [["", *row] for row in _copy(source)]
    return _with(source, rows, "an empty column", harmless=True, make=make)


def year_forms(source: Source, make: Make) -> Mutant:
    rows = _copy(source)
    forms: list[Callable[[int], Any]] = [
        str, lambda year: f"{year}年", lambda year: f"{year}年度", lambda year: str(year).translate(_WIDE),
        lambda year: f"{year}-12-31", lambda year: f" {year} ", lambda year: f"{year}年①",
    ]  # fmt: skip
    form = make.choice(forms)
    for row in rows[_head(rows) :]:
        for column, value in enumerate(row):
            if _is_year(value):
                row[column] = form(int(str(value)[:4]))
    return _with(source, rows, "forms of years", harmless=True, make=make)


def dated_years(source: Source, make: Make) -> Mutant:
    """Years in cells that Excel shows as dates: the day of their number, or the last of the year."""
    rows = _copy(source)
    is_serial = make.random() < 0.5
    for row in rows[_head(rows) :]:
        for column, value in enumerate(row):
            if _is_year(value):
                year = int(str(value)[:4])
                row[column] = (
                    datetime(1899, 12, 30) + timedelta(days=year) if is_serial else datetime(year, 12, 31)
                )
    changed = replace(source, rows=rows, form="xlsx")
    return Mutant(changed, changed.content(), "years as dates", True)


def turned(source: Source, make: Make) -> Mutant | None:
    if source.layout not in ("bureau", "platform"):
        return plain(source, make)
    start = _head(source.rows)
    ending = [row for row in source.rows[start:] if len(row) > 1]
    width = max(map(len, ending))
    rows = [[row[column] if column < len(row) else "" for row in ending] for column in range(width)]
    rows[0][0] = "年份" if source.layout == "bureau" else "指标"
    return _with(source, [["主要指标"], *rows], "turned", harmless=True, make=make)


def shuffled(source: Source, make: Make) -> Mutant:
    rows = _copy(source)
    start = _head(rows) + 1
    body = [row for row in rows[start:] if len(row) > 1]
    if source.layout != "platform":
        make.shuffle(body)
    rows = rows[:start] + body + [row for row in rows[start:] if len(row) <= 1]
    if source.layout == "yearbook":
        rows = [row for row in rows if any(value not in ("", None) for value in row)]
    return _with(source, rows, "rows in another order", harmless=True, make=make)


def in_per_cent(source: Source, make: Make) -> Mutant:
    """Fractions that a workbook shows in per cent."""
    rows, shown = _copy(source), []
    for at, row in enumerate(rows):
        if (
            "%" in "".join(map(str, row))
            and at > _head(rows)
            and source.layout in ("bureau", "yearbook", "own")
        ):
            for column, value in enumerate(row):
                if column > 0 and (number := _number(value)) is not None:
                    row[column] = number / 100
                    shown.append(f"{chr(ord('A') + column)}{at + 1}")
    changed = replace(source, rows=rows, form="xlsx", percents=tuple(shown))
    return Mutant(changed, changed.content(), "shown in per cent", True)


# --- not harmless ---------------------------------------------------------------------------


def another_unit(source: Source, make: Make) -> Mutant | None:
    rows = _copy(source)
    places = [
        (at, column, unit)
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
        for unit in UNITS
        if isinstance(value, str) and re.search(rf"[（(：]{unit}|^{unit}$", value)
    ]
    if not places:
        return plain(source, make)
    at, column, unit = make.choice(places)
    rows[at][column] = rows[at][column].replace(unit, make.choice(UNITS[unit]), 1)
    return _with(source, rows, "another unit", harmless=False, make=make)


def scaled(source: Source, make: Make) -> Mutant:
    factor = make.choice(FACTORS)
    return _one(source, make, lambda value: float(f"{value * factor:.10g}"), f"times {factor:g}")


def all_fractions(source: Source, make: Make) -> Mutant:
    return _every(source, make, lambda value, _: float(f"{value / 100:.6g}"), "all over 100", harmless=False)


def spoilt(source: Source, make: Make) -> Mutant:
    bad: list[Any] = [
        "约",
        "5.5.5",
        "#DIV/0!",
        "12,34",
        "1e999",
        "？",
        "2023-06-30",
        "五千",
        "见注",
        "10月1日",
        "55亿无",
    ]
    word = make.choice(bad)
    return _one(source, make, lambda _: word, f"text {word}")


def negative(source: Source, make: Make) -> Mutant:
    return _one(source, make, lambda value: -abs(value), "negative", least=15)  # growth may be negative


def head_lost(source: Source, make: Make) -> Mutant | None:
    """A cell of the head is missing, and those after it move to the left."""
    rows = _copy(source)
    head = rows[_head(rows)]
    if len(head) < 3:
        return None
    head.pop(make.randint(1, len(head) - 1))
    return _with(source, rows, "a cell of the head lost", harmless=False, make=make)


def head_spoilt(source: Source, make: Make) -> Mutant:
    rows = _copy(source)
    head = rows[_head(rows)]
    column = make.randint(1, len(head) - 1)
    head[column] = make.choice(
        ["", "2O23", "202", "？", "甲", "2023年?", "2022", "2024年", "2021", "2025年", "2031"]
    )
    mutant = _with(source, rows, f"a head is {head[column]}", harmless=False, make=make)
    return mutant


def years_swapped(source: Source, make: Make) -> Mutant:
    rows = _copy(source)
    places = [(at, c) for at, row in enumerate(rows) for c, v in enumerate(row) if _is_year(v)]
    if len(places) < 2 or source.layout == "listed":
        return _with(source, rows, "as it is", harmless=True, make=make)
    first, second = make.sample(places, 2)
    (a, b), (c, d) = first, second
    rows[a][b], rows[c][d] = rows[c][d], rows[a][b]
    return _with(source, rows, "years swapped", harmless=False, make=make)


def unquoted(source: Source, make: Make) -> Mutant:
    """Commas between thousands in a CSV file without quotation marks."""
    rows = _copy(source)
    for at, column in _figure_cells(rows):
        rows[at][column] = f"{_number(rows[at][column]) or 0:,.1f}"
    text = "\n".join(",".join("" if value is None else str(value) for value in row) for row in rows)
    return Mutant(replace(source, form="csv"), text.encode("gb18030"), "unquoted thousands", False)


def cell_lost(source: Source, make: Make) -> Mutant:
    """A cell of a line of a CSV file is missing, and those after it move to the left."""
    rows = _copy(source)
    at, column = make.choice(_figure_cells(rows))
    rows[at].pop(column)
    changed = replace(source, rows=rows, form="csv")
    return Mutant(changed, changed.content(), "a cell lost", False)


def merged(source: Source, make: Make) -> Mutant:
    rows = _copy(source)
    cells = [(at, c) for at, c in _figure_cells(rows) if (at, c + 1) in _figure_cells(rows)]
    if not cells:
        return plain(source, make)
    at, column = make.choice(cells)
    rows[at][column + 1] = None
    area = f"{chr(ord('A') + column)}{at + 1}:{chr(ord('A') + column + 1)}{at + 1}"
    changed = replace(source, rows=rows, form="xlsx", merged=(area,))
    return Mutant(changed, changed.content(), "merged figures", False)


def formula(source: Source, make: Make) -> Mutant:
    rows = _copy(source)
    at, column = make.choice(_figure_cells(rows))
    rows[at][column] = "=1+1"
    changed = replace(source, rows=rows, form="xlsx")
    return Mutant(changed, changed.content(), "a formula without a value", False)


def bytes_changed(source: Source, make: Make) -> Mutant:
    form = make.choice(("csv", "xlsx", "xls"))
    changed = source.as_(form, make.choice(("gbk", "utf-8")))
    content = bytearray(changed.content())
    for _ in range(make.choice((1, 1, 3, 20))):
        place = make.randrange(len(content))
        content[place] = make.randrange(256)
    return Mutant(changed, bytes(content), "bytes changed", False, exact=False)


def cut(source: Source, make: Make) -> Mutant:
    changed = source.as_(make.choice(("csv", "xlsx", "xls")))
    content = changed.content()
    return Mutant(changed, content[: make.randrange(len(content))], "cut short", False, exact=False)


def characters_lost(source: Source, make: Make) -> Mutant:
    """Characters below the title of a CSV file are lost."""
    changed = source.as_("csv", "utf-8")
    text = changed.content().decode()
    start = text.index("\n") + 1
    place = make.randrange(start, len(text))
    text = text[:place] + text[place + make.choice((1, 1, 2, 5)) :]
    return Mutant(changed, text.encode(), "characters lost", False, exact=False)


HARMLESS = (plain, wide, thousands, notes, noted_names, spaced, empty_rows, empty_column, year_forms,
            dated_years, turned, shuffled, in_per_cent)  # fmt: skip
HARMFUL = (another_unit, scaled, all_fractions, spoilt, negative, head_lost, head_spoilt, years_swapped,
           unquoted, cell_lost, merged, formula, bytes_changed, cut, characters_lost)  # fmt: skip
_CHANGES: tuple[Callable[[Source, Make], Mutant | None], ...] = (*HARMLESS, *HARMFUL)


WORDS = (
    *(
        "2021年",
        "2022年",
        "2023",
        "2024年",
        "指标",
        "单位",
        "年份",
        "数值",
        "地区",
        "lever",
        "value",
        "year",
        "id",
        "±",
    ),
    *(
        "工业总产值(亿元)",
        "工业总产值",
        "常住人口规模(万人)",
        "总量(亿元)",
        "比上年同期增长(%)",
        "public investment",
    ),
    *(
        "5500",
        "23.1",
        "持平",
        "增长3%",
        "",
        "—",
        "①",
        "注：",
        "2022年上半年",
        "地区：天津市",
        "单位：万元",
        "6月",
        "占比",
    ),
    *(
        "指标：工业总产值(亿元)",
        "天津市",
        "目标",
        "序号",
        "gross_output",
        "%",
        "=1",
        "-1",
        "1e5",
        "2022年1—7月",
    ),
)


def jumbles(count: int, seed: int = 7) -> Iterator[bytes]:
    """Yield CSV files of words that heads and tables have, in no order."""
    make = random.Random(seed)
    for _ in range(count):
        rows = [[make.choice(WORDS) for _ in range(make.randint(0, 6))] for _ in range(make.randint(1, 8))]
        yield "\n".join(map(",".join, rows)).encode()


def verdict(mutant: Mutant, kept: Mapping[tuple[str, str], float], wrong: list[str]) -> str:
    """Return what is wrong with how a mutant was read, "" if nothing is."""
    truth = mutant.source.truth
    if mutant.is_harmless:
        return "" if not wrong and kept == truth else f"harmless: {wrong[:2]} {_differences(kept, truth)}"
    if wrong:
        return ""  # nothing is kept
    if mutant.exact:
        others = {key: value for key, value in kept.items() if truth.get(key) != value}
        return f"kept {others}" if others else ""
    shifted = {key: value for key, value in kept.items() if _is_shifted(key, value, truth)}
    return f"shifted {shifted}" if shifted else ""


def _differences(kept: Mapping[tuple[str, str], float], truth: Mapping[tuple[str, str], float]) -> object:
    return {
        key: (kept.get(key), truth.get(key)) for key in {*kept, *truth} if kept.get(key) != truth.get(key)
    }


def _is_shifted(key: tuple[str, str], value: float, truth: Mapping[tuple[str, str], float]) -> bool:
    """Return whether a figure is that of another year, or off by a power of a hundred or more."""
    right = truth.get(key)
    if right == value:
        return False
    years = [other for (name, _), other in truth.items() if name == key[0]]
    if value in years:
        return True
    return right is not None and any(
        abs(value / right / 10.0**power - 1) < 1e-6 for power in (-8, -6, -4, -2, 2, 4, 6, 8)
    )
