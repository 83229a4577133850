"""What a browser must know of a model, and the models that a page cannot hold."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine import web_kernel as room
from sim.engine.model import Model
from sim.engine.web_kernel import web_kernel
from sim.errors import SimError

TANK = """tank = INTEG(inflow - tank / residence time, 10) ~ l ~~|
inflow = 2 ~ l/Month ~~|
residence time = 4 ~ Month ~~|
INITIAL TIME = 0 ~~~|
FINAL TIME = 12 ~~~|
TIME STEP = 0.5 ~~~|
SAVEPER = {saveper} ~~~|
"""


def _model(text: str = TANK, saveper: str = "1") -> Model:
    return Model(text.format(saveper=saveper), "tank.mdl")


def test_inputs_rows_and_times() -> None:
    kernel = web_kernel(_model(), {"inflow": np.array([1.0, 2.0, 3.0])}, ["tank"], ["inflow"])
    assert kernel.module[:4] == b"\0asm"
    assert set(kernel.inputs) == {"inflow", "residence time"}
    assert kernel.inputs["residence time"] == 4.0
    assert np.asarray(kernel.inputs["inflow"]).tolist() == [1.0, 2.0, 3.0]
    assert (kernel.rows, kernel.outputs) == (("tank", "inflow"), 1)
    assert kernel.times == tuple(map(float, range(13)))
    assert (kernel.clock.steps, kernel.clock.every) == (24, 2)


def test_the_same_model_gives_the_same_module() -> None:
    first, second = (web_kernel(_model(), None, ["tank"]) for _ in range(2))
    assert first.module == second.module


def test_moments_that_are_no_multiples_of_the_step() -> None:
    kernel = web_kernel(_model(saveper="0.75"), None, ["tank"])
    assert kernel.times == (
        0.0,
        1.0,
        1.5,
        2.5,
        3.0,
        4.0,
        4.5,
        5.5,
        6.0,
        7.0,
        7.5,
        8.5,
        9.0,
        10.0,
        10.5,
        11.5,
        12.0,
    )


def test_constants_on_which_the_times_depend() -> None:
    kernel = web_kernel(_model(saveper="residence time"), None, ["tank"])
    assert "residence time" in kernel.fixed


def test_an_end_that_changes_in_the_run() -> None:
    text = TANK.replace("FINAL TIME = 12", "FINAL TIME = 12 + STEP(1, 3)")
    with pytest.raises(SimError, match="a time setting such as FINAL TIME changes in the run"):
        web_kernel(_model(text), None, ["tank"])


def test_a_model_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LARGEST", 3)
    with pytest.raises(SimError, match=r"a page can hold 3\. Use `teda model run`"):
        web_kernel(_model(), None, ["tank"])
