"""Data files given to a run."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import openpyxl
import pytest

from sim.engine.external.data_sets import read_data_sets
from sim.engine.model import load_model
from sim.errors import SimError

TEXT = """r: a, b ~~|
births ~~|
share[r] :HOLD BACKWARD: ~~|
people = INTEG(births, 10) ~~|
part[r] = people * share[r] ~~|
INITIAL TIME = 0 ~~|
FINAL TIME = 4 ~~|
TIME STEP = 1 ~~|
"""
DOWN = [["Time", "births", "share[a]", "Share[ B ]", "other"], [0, 2, 0.5, 0.25, 7], [2, 4, "", 0.75, 7]]
FILES = {
    "down.csv": DOWN,
    "across.tab": [list(column) for column in zip(*DOWN, strict=True)],
    "down.xlsx": DOWN,
}
DAT = "births\n0\t2\n2\t4\nshare[a]\n0\t0.5\nshare[b]\n0\t0.25\n2\t0.75\n"


def write(path: Path, rows: list[list[object]]) -> Path:
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([None if cell == "" else cell for cell in row])
        book.save(path)
    else:
        mark = "," if path.suffix == ".csv" else "\t"
        path.write_text("\n".join(mark.join(map(str, row)) for row in rows))
    return path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "m.mdl"
    path.write_text(TEXT)
    return path


@pytest.mark.parametrize("name", [*FILES, "v.dat"])
def test_data_variables_are_filled(name: str, model: Path, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(DAT) if name == "v.dat" else write(path, FILES[name])
    run = load_model(model, data=[path]).simulate()
    assert run["births"][:, 0].tolist() == [2, 3, 4, 4, 4]
    assert run["share"][:, 0].tolist() == [[0.5, 0.25], [0.5, 0.25], [0.5, 0.75], [0.5, 0.75], [0.5, 0.75]]
    assert run["people"][:, 0].tolist() == [10, 12, 15, 19, 23]


def test_missing_features_are_named_and_the_rest_runs(model: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "d.csv", [["Time", "births"], [0, 1]])
    with pytest.raises(SimError) as caught:
        load_model(model, data=[path])
    assert {fault.en for fault in caught.value.faults} == {
        '"share" has no equation, and no data are given for it (`data=FILE`).'
    }
    partial = load_model(model, data=[path], partial=True)
    assert partial.left_out == ("share", "part")
    assert partial.simulate()["people"][-1, 0] == 14


def test_data_belong_to_the_model(model: Path, tmp_path: Path) -> None:
    full = load_model(model, data=[write(tmp_path / "d.csv", DOWN)])
    again = pickle.loads(pickle.dumps(full))
    assert again.simulate()["people"].tolist() == full.simulate()["people"].tolist()
    assert again.hash == full.hash
    other = load_model(model, data=[write(tmp_path / "e.csv", [*DOWN, [3, 5, 1, 1, 1]])])
    assert other.hash != full.hash


@pytest.mark.parametrize(
    ("rows", "en"),
    [
        ([["Time", "x"], [0, "high"]], 'the cell B2 is "high"; it should be a number.'),
        ([["Time", "x"], ["", 3]], 'the cell A2 is ""; it should be a number.'),
        ([["Time", "x"], [1, 3], [1, 4]], '"x" has two values at time 1.'),
        ([["Time", "x", "X "], [1, 3, 4]], 'the data of "X " are given twice.'),
    ],
)
def test_equations_that_are_not_data(rows: list[list[object]], en: str, tmp_path: Path) -> None:
    path = write(tmp_path / "d.csv", rows)
    with pytest.raises(SimError) as caught:
        read_data_sets([path])
    assert [(fault.en, fault.place) for fault in caught.value.faults] == [(en, os.fspath(path))]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "v.dat").write_text("1 2\n")
    for name, en in (
        ("no.csv", "there is no such file."),
        ("run.vdf", "is of a kind that cannot be read"),
        ("v.dat", "the values have no name above them."),
    ):
        if name == "run.vdf":
            (tmp_path / name).write_bytes(b"x")
        with pytest.raises(SimError, match=en):
            read_data_sets([tmp_path / name])


SHIFTED = """planned ~~|
ahead := TIME SHIFT(planned, horizon) ~~|
back :HOLD BACKWARD: := TIME SHIFT(ahead, -3) ~~|
seen :RAW: := ahead ~~|
horizon = 2 ~~|
INITIAL TIME = 0 ~~|
FINAL TIME = 4 ~~|
TIME STEP = 1 ~~|
"""


def test_data_are_read_ahead_of_time(tmp_path: Path) -> None:
    """fn_time_shift: the points are moved, so what reads them reads its own way; shifts add up."""
    path = tmp_path / "m.mdl"
    path.write_text(SHIFTED)
    data = write(tmp_path / "d.csv", [["Time", "planned"], [0, 10], [2, 20], [4, 40], [8, 50]])
    model = load_model(path, data=[data])
    run = model.simulate()
    assert run["ahead"][:, 0].tolist() == [20, 30, 40, 42.5, 45]
    assert run["back"][:, 0].tolist() == [10, 10, 10, 20, 20]
    assert run["seen"][[0, 2], 0].tolist() == [20, 40]
    assert run["seen"][1, 0] < -1e30  # :NA: between the points
    with pytest.raises(SimError, match="horizon"):
        model.simulate({"horizon": 3.0})


@pytest.mark.parametrize(
    ("equation", "message"),
    [
        ("ahead := TIME SHIFT(planned, Time)", "a data variable and a number"),
        ("h = 1 + Time ~~|\nahead := TIME SHIFT(planned, h)", "a data variable and a number"),
        ("ahead := TIME SHIFT(planned)", "a data variable and a number"),
        ("ahead := TIME SHIFT(2 * planned, 1)", "a data variable and a number"),
        ("ahead = TIME SHIFT(planned, 1)", "can only stand alone to the right of :="),
    ],
)
def test_a_shift_that_is_refused(equation: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "m.mdl"
    path.write_text(f"planned ~~|\n{equation} ~~|\n" + SHIFTED[SHIFTED.index("INITIAL") :])
    data = write(tmp_path / "d.csv", [["Time", "planned"], [0, 10], [2, 20]])
    with pytest.raises(SimError, match=message):
        load_model(path, data=[data])
