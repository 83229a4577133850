"""Functions that look into data: fn_get_data_…, known answers from points written out here."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engine.language.expressions import MISSING
from sim.engine.model import Model, load_model
from sim.errors import SimError

CONTROLS = "INITIAL TIME = 0 ~~|\nFINAL TIME = 6 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = TIME STEP ~~|\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "d.csv").write_text("t,1,2,4,5\nx,10,40,20,30\n")
    return tmp_path


def column(folder: Path, expression: str, *equations: str) -> list[float]:
    lines = ("x := GET DIRECT DATA('d.csv', ',', '1', 'B2')", f"y = {expression}", *equations)
    model = Model("".join(f"{line} ~~|\n" for line in lines) + CONTROLS, str(folder / "m.mdl"))
    values: list[float] = model.simulate()["y"][:, 0].tolist()
    return values


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("GET DATA AT TIME(x, 4)", 20),
        ("GET DATA AT TIME(x, 3)", MISSING),
        ("GET DATA AT TIME(x, 1 + 0.1 * 3 + 0.7)", 40),  # 2 but for rounding
        ("GET DATA BETWEEN TIMES(x, 3, 0)", 30),
        ("GET DATA BETWEEN TIMES(x, 3, 1)", 20),
        ("GET DATA BETWEEN TIMES(x, 3, -1)", 40),
        ("GET DATA BETWEEN TIMES(x, 2, 1)", 40),
        ("GET DATA BETWEEN TIMES(x, 2, -1)", 10),
        ("GET DATA BETWEEN TIMES(x, 1, -1)", 10),
        ("GET DATA BETWEEN TIMES(x, 5, -1)", 20),
        ("GET DATA BETWEEN TIMES(x, 2.5, 1)", 40),
        ("GET DATA BETWEEN TIMES(x, 2.5, -1)", 10),
        ("GET DATA BETWEEN TIMES(x, 0.9, 0)", MISSING),
        ("GET DATA BETWEEN TIMES(x, 5.1, -1)", MISSING),
        ("GET DATA FIRST TIME(x)", 1),
        ("GET DATA LAST TIME(x)", 5),
        ("GET DATA TOTAL POINTS(x)", 4),
        ("GET DATA MAX(x, 0, 100)", 40),
        ("GET DATA MAX(x, 4, 5)", 30),
        ("GET DATA MIN(x, INITIAL TIME, FINAL TIME)", 10),
        ("GET DATA MIN(x, 2, 4)", 20),
        ("GET DATA MIN(x, 2.5, 3.5)", MISSING),
        ("GET DATA MEAN(x, 1, 4)", 70 / 3),
        ("GET DATA MEAN(x, 6, 9)", MISSING),
        ("GET DATA MAX(z, 0, 9)", MISSING),  # no data variable
        ("GET DATA MAX(twice, 0, 9)", 80),
        ("INITIAL(GET DATA AT TIME(back, 2))", 40),
    ],
)
def test_known_answers(expression: str, known: float, folder: Path) -> None:
    more = ("z = 3", "twice := x * k", "k = 2", "back :HOLD BACKWARD: := x")
    assert column(folder, expression, *more)[0] == pytest.approx(known, rel=1e-15)


def test_times_may_change_in_a_run(folder: Path) -> None:
    assert column(folder, "GET DATA AT TIME(x, Time)") == [MISSING, 10, 40, MISSING, 20, 30, MISSING]
    assert column(folder, "GET DATA MAX(x, 0, Time)") == [MISSING, 10, 40, 40, 40, 40, 40]
    assert column(folder, "GET DATA BETWEEN TIMES(x, Time, 1 - Time)")[2:5] == [10, 40, 40]


def test_the_next_and_the_last_value_as_in_vensim(tmp_path: Path) -> None:
    """Vensim's own results for models/getdata of SDEverywhere, which its page does not lead one to expect."""
    modes = {"between": 0, "ahead": 1, "behind": -1}
    texts = {"less": "MAX(0, Time - 0.5)", "more": "MIN(10, Time + 0.5)", "next": "MIN(10, Time + 1)"}
    lines = [
        f"{name} {of} = GET DATA BETWEEN TIMES(v, {text}, {mode}) ~~|\n"
        for of, text in texts.items()
        for name, mode in modes.items()
    ]
    (tmp_path / "m.mdl").write_text("v ~~|\n" + "".join(lines) + CONTROLS.replace("= 6", "= 10"))
    (tmp_path / "d.csv").write_text("t,v\n0,0\n1,10\n2,20\n9,70\n10,80\n")
    run = load_model(tmp_path / "m.mdl", data=tmp_path / "d.csv").simulate()
    known = {
        "ahead less": [0, 0, 10, 20, 70, 70, 70, 70, 70, 70, 70],
        "behind less": [0, 0, 0, 10, 20, 20, 20, 20, 20, 20, 20],
        "ahead more": [0, 10, 20, 70, 70, 70, 70, 70, 70, 70, 80],
        "behind more": [0, 0, 10, 20, 20, 20, 20, 20, 20, 20, 70],
        "ahead next": [10, 20, 70, 70, 70, 70, 70, 70, 70, 80, 80],
        "behind next": [0, 10, 20, 20, 20, 20, 20, 20, 20, 70, 70],
    }
    for name, values in known.items():
        assert run[name][:, 0].tolist() == values
    steps = [10, 20, *(20 + 50 * k / 7 for k in range(1, 8)), 80, 80]
    assert run["between next"][:, 0].tolist() == pytest.approx(steps)


def test_elements_and_given_data(tmp_path: Path) -> None:
    (tmp_path / "m.mdl").write_text(
        "r: a, b ~~|\nd[r] ~~|\nlast[r] = GET DATA LAST TIME(d[r]) ~~|\n"
        "end[r] = GET DATA AT TIME(d[r], last[r]) ~~|\n" + CONTROLS
    )
    (tmp_path / "d.csv").write_text("t,d[a],d[b]\n0,1,5\n3,2,6\n4,,7\n")
    run = load_model(tmp_path / "m.mdl", data=tmp_path / "d.csv").simulate()
    assert run["last"][0, 0].tolist() == [3, 4]
    assert run["end"][0, 0].tolist() == [2, 7]
    with pytest.raises(SimError) as caught:
        load_model(tmp_path / "m.mdl")
    assert {fault.en for fault in caught.value.faults} == {
        '"d" has no equation, and no data are given for it (`data=FILE`).'
    }
    assert set(load_model(tmp_path / "m.mdl", partial=True).left_out) == {"d", "last", "end"}


def test_data_that_a_function_looks_into_cannot_be_changed(folder: Path) -> None:
    text = "x := GET DIRECT DATA('d.csv', ',', '1', 'B2') ~~|\ny = GET DATA LAST TIME(x) ~~|\n" + CONTROLS
    model = Model(text, str(folder / "m.mdl"))
    with pytest.raises(SimError) as caught:
        model.simulate({"x": 3.0})
    assert caught.value.faults[0].code == "not-settable"


def test_the_first_argument_is_a_variable(folder: Path) -> None:
    with pytest.raises(SimError) as caught:
        column(folder, "GET DATA MAX(2 * x, 0, 1)")
    assert [fault.en for fault in caught.value.faults] == [
        "the first argument of GET DATA MAX must be a data variable."
    ]
    with pytest.raises(SimError, match=r"GET DATA AT TIME\(data, time\) takes 2 arguments; 1 are given"):
        column(folder, "GET DATA AT TIME(x)")
