"""Partial models: an unsupported feature stops only what depends on it, and is reported once per cause."""

from __future__ import annotations

import pickle

import pytest

from sim.engine.model import Model
from sim.errors import SimError
from tests.engine.build import _CONTROLS

EQUATIONS = """r: a, b ~~|
x[r] = DELAY BATCH(c, 9, 1, 0, 0, 0) ~~|
y = DELAY BATCH(c, 9, 1, 0, 0, 0) + c ~~|
s = INTEG(x[a], 1) ~~|
after = SMOOTH(s, 2) ~~|
open = A FUNCTION OF(c) ~~|
measured ~~|
foreign = GET VDF CONSTANTS('x.vdf', 'x', 0) ~~|
error = measured - fine ~~|
fine = INTEG(c, 2) ~~|
c = 3 ~~|
"""
TEXT = EQUATIONS + _CONTROLS.format(start=0, end=2, step=1)


def test_without_being_asked_a_model_with_gaps_is_refused_once_per_cause() -> None:
    with pytest.raises(SimError) as caught:
        Model(TEXT, "m.mdl")
    assert [(fault.place, fault.zh, fault.en) for fault in caught.value.faults] == [
        (
            "m.mdl:2",
            "函数 DELAY BATCH 不受支持，有 2 个变量用到它（第 2、3 行）。",
            "the function DELAY BATCH is not supported; 2 variables use it (lines 2, 3).",
        ),
        (
            "m.mdl:6",
            '"open" 的方程还没有写。',
            'the equation of "open" is not written yet.',
        ),
        (
            "m.mdl:7",
            '"measured" 没有方程，也没有给它数据（`data=FILE`）。',
            '"measured" has no equation, and no data are given for it (`data=FILE`).',
        ),
        (
            "m.mdl:8",
            '"foreign" 用到的函数 GET VDF CONSTANTS 不受支持，请改用 GET DIRECT CONSTANTS。',
            '"foreign" uses the function GET VDF CONSTANTS, which is not supported; '
            "use GET DIRECT CONSTANTS.",
        ),
    ]


def test_a_causal_diagram_is_refused_with_a_single_message() -> None:
    text = "".join(
        f"cause {n} = A FUNCTION OF( effect {n}) ~~|\neffect {n} = A FUNCTION OF( ) ~~|\n" for n in "abc"
    )
    with pytest.raises(SimError) as caught:
        Model(text + _CONTROLS.format(start=0, end=2, step=1), "m.mdl")
    (fault,) = caught.value.faults
    assert fault.place == "m.mdl:1"
    assert fault.zh == (
        '有 6 个变量的方程还没有写（第 1、2、3、4、5… 行）："cause a"、"effect a"、"cause b"、…。'
    )
    assert fault.en == (
        '6 variables have no equation yet (lines 1, 2, 3, 4, 5, …): "cause a", "effect a", "cause b", ….'
    )


def test_a_partial_model_runs_what_needs_none_of_it() -> None:
    model = Model(TEXT, "m.mdl", partial=True)
    assert set(model.left_out) == {"x", "y", "open", "measured", "foreign", "s", "after", "error"}
    assert model.simulate()["fine"][:, 0].tolist() == [2, 5, 8]
    assert "s" not in model.variables
    assert model.notes[-1].en == ('3 more variables depend on these and are omitted: "s", "error", "after".')
    assert pickle.loads(pickle.dumps(model)).left_out == model.left_out
    model.feedback()
    model.check_units()


def test_a_mistake_of_the_file_is_refused_all_the_same() -> None:
    with pytest.raises(SimError) as caught:
        Model(TEXT.replace("c = 3", "c = 3 + d"), "m.mdl", partial=True)
    assert [fault.en for fault in caught.value.faults] == ['the variable "d" is not defined (in "c").']


def test_a_clock_that_is_not_supported_cannot_run() -> None:
    with pytest.raises(SimError, match="DELAY BATCH"):
        Model(TEXT.replace("TIME STEP = 1", "TIME STEP = y"), "m.mdl", partial=True)


DATA = """d1 ~~|
d2 := d1 ~~|
d3 := d2 * 2 ~~|
d4 := TIME SHIFT(d3, 1) ~~|
y2 = GET DATA AT TIME(d2, 3) ~~|
y3 = GET DATA MAX(d3, 0, 9) ~~|
y4 = GET DATA LAST TIME(d4) ~~|
z = 5 ~~|
"""


def test_what_looks_into_data_computed_from_missing_data_is_left_out_too() -> None:
    """Not given the value of what is no data, which would be a number."""
    text = DATA + _CONTROLS.format(start=0, end=2, step=1)
    model = Model(text, "m.mdl", partial=True)
    assert not {"d1", "d2", "d3", "d4", "y2", "y3", "y4"} & set(model)
    assert model.simulate()["z"][0, 0] == 5
    with pytest.raises(SimError) as caught:
        Model(text, "m.mdl")
    assert [fault.en for fault in caught.value.faults] == [
        '"d1" has no equation, and no data are given for it (`data=FILE`).'
    ]
