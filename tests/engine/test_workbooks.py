"""Named areas of workbooks, old workbooks, and variables whose elements come from different sources."""

from __future__ import annotations

import struct
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from sim.engine.model import Model
from sim.errors import SimError

CONTROLS = "INITIAL TIME=0~~|\nFINAL TIME=3~~|\nTIME STEP=1~~|\n"
ROWS = [  # times 0…3 across, two series below, a column of the same times beside
    ["t", 0, 1, 2, 3, None, 0, 5],
    ["p", 1, 2, 3, 4, None, 1, 6],
    ["q", 10, 20, None, 40, None, 2, 7],
]
NAMES = {"times": "$B$1:$E$1", "series": "$B$2:$E$3", "years": "$G$1:$G$3", "level": "$H$1:$H$3"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for row in ROWS:
        sheet.append(row)
    book.create_sheet("Other").append([99])
    for name, cells in NAMES.items():
        book.defined_names[name] = DefinedName(name, attr_text=f"Data!{cells}")
    sheet.defined_names["labels"] = DefinedName("labels", attr_text="Data!$A$2:$A$3")
    book.defined_names["elsewhere"] = DefinedName("elsewhere", attr_text="Other!$A$1")
    book.defined_names["formula"] = DefinedName("formula", attr_text="SUM(Data!$B$1:$E$1)")
    book.save(tmp_path / "d.xlsx")
    return tmp_path


def model_in(folder: Path, *equations: str) -> Model:
    return Model("".join(f"{one} ~~|\n" for one in equations) + CONTROLS, str(folder / "m.mdl"))


def fault_of(folder: Path, *equations: str) -> str:
    with pytest.raises(SimError) as caught:
        model_in(folder, *equations)
    (fault,) = caught.value.faults
    return fault.en


def test_areas_are_read_by_name(folder: Path) -> None:
    run = model_in(
        folder,
        "r: a, b",
        "s: GET DIRECT SUBSCRIPT('d.xlsx', 'data', 'labels', '', '')",
        "e: k, l, m",
        "x[r] := GET DIRECT DATA('d.xlsx', 'Data', 'Times', 'series')",
        "down := GET DIRECT DATA('d.xlsx', 'Data', 'years', 'level')",
        "f[s](GET DIRECT LOOKUPS('d.xlsx', 'Data', 'times', 'SERIES'))",
        "c[e] = GET DIRECT CONSTANTS('d.xlsx', 'Data', 'level*')",
        "y[s] = f[s](Time)",
    ).simulate()
    assert run["x"][:, 0].tolist() == [[1, 10], [2, 20], [3, 30], [4, 40]]
    assert run["down"][:, 0].tolist() == [5, 6, 7, 7]
    assert run["y"][:, 0].tolist() == run["x"][:, 0].tolist()
    assert run["c"][0, 0].tolist() == [5, 6, 7]


def test_an_area_must_hold_every_cell_that_is_needed(folder: Path) -> None:
    assert fault_of(folder, "c[e] = GET DIRECT CONSTANTS('d.xlsx', 'Data', 'level')", "e: k, l") == (
        '"c": the area named "level" is H1:H3, which does not hold the cell I1 that is needed.'
    )
    assert fault_of(folder, "x := GET DIRECT DATA('d.xlsx', 'Data', 'times', 'level')") == (
        '"x": the area named "level" is H1:H3, which does not hold the cell I1 that is needed.'
    )


@pytest.mark.parametrize("name", ["elsewhere", "formula", "serie"])
def test_names_that_are_no_area_of_the_sheet(name: str, folder: Path) -> None:
    shown = ' Nearest: "series".' if name == "serie" else ""
    assert fault_of(folder, f"c = GET DIRECT CONSTANTS('d.xlsx', 'Data', '{name}')").startswith(
        f'"c": "{name}" is neither the address of a cell, such as B5, '
        f'nor the name of an area of "d.xlsx" / "Data".{shown}'
    )


def old_workbook(path: Path, rows: list[list[object]]) -> None:
    """Write a sheet of Excel 4, a list of records without the container of later versions."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    cells = b""
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            head = struct.pack("<HHH", down, across, 0)
            if isinstance(value, str):
                cells += record(0x0204, head + struct.pack("<H", len(value)) + value.encode("ascii"))
            elif isinstance(value, bool):
                cells += record(0x0205, head + struct.pack("<BB", value, 0))
            elif value is not None:
                cells += record(0x0203, head + struct.pack("<d", value))
    path.write_bytes(record(0x0409, struct.pack("<HHH", 0x0400, 0x0010, 0)) + cells + record(0x000A, b""))


def test_old_workbooks_are_read(tmp_path: Path) -> None:
    old_workbook(tmp_path / "d.xls", [*ROWS, [True]])
    tab = "Sheet 1"
    model = model_in(
        tmp_path,
        "r: a, b",
        f"s: GET XLS SUBSCRIPT('?d.xls', '{tab}', 'A2', 'A3', 'n')",
        f"x[r] := GET DIRECT DATA('d.xls', '{tab}', '1', 'B2')",
        f"c[s] = GET XLS CONSTANTS('?d.xls', '{tab}', 'H1*')",
    )
    run = model.simulate()
    assert run["x"][:, 0].tolist() == [[1, 10], [2, 20], [3, 30], [4, 40]]
    beside = fault_of(tmp_path, f"x := GET XLS DATA('?d.xls', '{tab}', '1', 'B2')")
    assert "the cells B1 and G1" in beside  # GET XLS goes on after an empty time
    assert model["c"].elements == ("c[np]", "c[nq]")
    assert run["c"][0, 0].tolist() == [5, 6]
    assert fault_of(tmp_path, f"c = GET XLS CONSTANTS('d.xls', '{tab}', 'A4')") == (
        '"c": the cell A4 of "d.xls" / "Sheet 1" is "True"; it should be a number.'
    )


def test_elements_may_come_from_different_sources(folder: Path) -> None:
    run = model_in(
        folder,
        "r: a, b",
        "kind: read, fixed, own",
        "v[read, r] := GET DIRECT DATA('d.xlsx', 'Data', '1', 'B2')",
        "v[fixed, r] = GET DIRECT CONSTANTS('d.xlsx', 'Data', 'H1*')",
        "v[own, r] = 2, 4",
        "w[kind, r] = 10 * v[kind, r]",
    ).simulate()
    assert run["w"][1, 0].tolist() == [[20, 200], [50, 60], [20, 40]]
    assert run["w"][3, 0].tolist() == [[40, 400], [50, 60], [20, 40]]
