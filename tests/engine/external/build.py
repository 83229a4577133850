"""Files that a model reads, and models that read them, written out in a test."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sim.engine.model import Model
from sim.errors import SimError

CONTROLS = """
INITIAL TIME = {start} ~~|
FINAL TIME = {end} ~~|
TIME STEP = {step} ~~|
SAVEPER = TIME STEP ~~|
"""
TABLE = [  # years across, two series below; the second has no value in 2001
    ["", 2000, 2001, 2002, 2004],
    ["first", 1, 2, 4, 8],
    ["second", 10, None, 40, 80],
]
NUMBERS = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
Rows = Sequence[Sequence[Any]]


def workbook(path: Path, **sheets: Rows) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)


def delimited(path: Path, rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> None:
    lines = (delimiter.join("" if value is None else str(value) for value in row) for row in rows)
    path.write_bytes("\r\n".join(lines).encode(encoding))


def transposed(rows: Rows) -> Rows:
    return [list(column) for column in zip(*rows, strict=True)]


def text_of(
    *equations: str, start: float = 2000, end: float = 2005, step: float = 0.5, settings: str = ""
) -> str:
    body = "\n".join(f"{equation} ~~|" for equation in equations)
    return f"{body}\n{CONTROLS.format(start=start, end=end, step=step)}{settings}"


def model_in(folder: Path, *equations: str, **options: Any) -> Model:
    return Model(text_of(*equations, **options), os.fspath(folder / "m.mdl"))


def fault_of(folder: Path, *equations: str, **options: Any) -> tuple[str, str, str]:
    """Return Chinese, English and place, the folder left out, of the only fault of a model."""
    with pytest.raises(SimError) as caught:
        model_in(folder, *equations, **options)
    assert len(caught.value.faults) == 1
    fault = caught.value.faults[0]
    return fault.zh, fault.en, Path(fault.place).name


def values(model: Model, name: str, **options: Any) -> list[float]:
    series: list[float] = model.simulate(**options)[name][:, 0].tolist()
    return series
