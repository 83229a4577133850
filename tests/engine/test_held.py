"""Values that hold a variable over whole time units, beside its equation."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path

import numpy as np
import pysd
import pytest

from sim.engine.machine import compiled
from sim.engine.machine.held import OWN
from sim.engine.machine.methods import METHODS
from sim.engine.model import Model, Run, load_model
from sim.errors import SimError
from tests.engine.build import model_of, text_of

RAMP = "lever = before + (after - before) * MIN(1, MAX(0, (Time - 4) / 3))"
EQUATIONS = ("before = 70", "after = 100", "level = INTEG(lever - level / 5, 300)", "double = 2 * lever")
HELD = {"lever@2": 72.3, "lever@3": 81.7, "lever@5": 64.1}


def _model(step: float = 0.125) -> Model:
    return model_of(RAMP, *EQUATIONS, end=8, step=step)


def _bits(run: Run) -> dict[str, bytes]:
    return {name: run[name].tobytes() for name in run}


@pytest.mark.parametrize("step", [1.0, 0.125, 0.1, 1 / 3])
@pytest.mark.parametrize("method", METHODS)
def test_a_value_holds_over_exactly_its_time_unit(method: str, step: float) -> None:
    """What is shown at a moment is of the step from there on, or by the midpoint method of the one before."""
    run = _model(step).simulate(HELD, integrals=["lever"], method=method, save_every=step)
    own = _model(step).simulate(integrals=["lever"], method=method, save_every=step)
    steps = np.arange(run.time.size) - (method == "rk2")
    middle = run.time[0] + (np.clip(steps, 0, run.time.size - 2) + 0.5) * step
    for end in range(1, 9):
        within = (end - 1 < middle) & (middle < end)
        expected = HELD.get(f"lever@{end}", own["lever"][within, 0])
        np.testing.assert_array_equal(run["lever"][within, 0], expected)
        np.testing.assert_array_equal(run["double"][within, 0], 2 * np.asarray(expected))
    yearly = _model(step).simulate(HELD, integrals=["lever"], method=method, save_every=1)
    np.testing.assert_allclose(yearly.integral("lever")[[2, 3, 5], 0], [*HELD.values()], rtol=1e-14)


@pytest.mark.parametrize("method", METHODS)
def test_the_last_time_unit_holds_to_the_end_of_the_run(method: str) -> None:
    run = _model().simulate({f"lever@{end}": 64.1 for end in (7, 8)}, method=method)
    assert run["lever"][-1, 0] == run["lever"][-2, 0] == 64.1


def test_what_is_held_later_leaves_what_was_before_to_the_last_bit() -> None:
    known, other = {"lever@1": 72.3, "lever@2": 81.7}, {"lever@3": 20.0, "lever@4": 500.0}
    alone, later = (_model().simulate(values, method="rk2") for values in (known, known | other))
    until = alone.time <= 2
    for name in alone:
        before, after = (np.broadcast_to(run[name], (65, 1)) for run in (alone, later))
        assert (before[until] == after[until]).all()
    assert not np.array_equal(alone["level"], later["level"])


def test_where_nothing_is_held_the_bits_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A member without values of its own has the bits of a model that was never held."""
    alone, held = _model().simulate(), _model().simulate(HELD)
    mixed = _model().simulate({key: np.array([OWN, value]) for key, value in HELD.items()})
    for name in alone:
        np.testing.assert_array_equal(mixed[name][:, 0], np.broadcast_to(alone[name], (65, 1))[:, 0])
        np.testing.assert_array_equal(mixed[name][:, -1], np.broadcast_to(held[name], (65, 1))[:, 0])


def test_interpreted_and_compiled_give_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_CACHE", "")
    interpreted = _bits(_model().simulate(HELD))
    monkeypatch.setattr(compiled, "_WORTH", {compiled._THOROUGH: 0})
    assert _bits(_model().simulate(HELD)) == interpreted


def test_a_file_whose_equation_says_the_same_gives_the_same_in_pysd(tmp_path: Path) -> None:
    value = RAMP.partition("=")[2]
    for end in range(8, 0, -1):
        held = HELD.get(f"lever@{end}", RAMP.partition("=")[2])
        value = f"IF THEN ELSE(Time < {end} - TIME STEP / 2, {held}, {value})"
    path = tmp_path / "held.mdl"
    path.write_text(text_of(f"lever = {value}", *EQUATIONS, end=8), encoding="utf-8")
    ours = _model().simulate(HELD).to_frame()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pysd.read_vensim(str(shutil.copy(path, tmp_path / "copy.mdl"))).run()
    for written in (load_model(path).simulate().to_frame(), theirs):
        for name in ("lever", "level", "double"):
            np.testing.assert_allclose(ours[name], written[name], rtol=1e-9)


def test_elements_are_held_one_by_one_or_together() -> None:
    model = model_of("kind: a, b", "lever[kind] = 5 + 0 * Time", "sum = SUM(lever[kind!])", end=3)
    run = model.simulate({"lever[ B ]@1": 7.0}, save_every=1)
    np.testing.assert_array_equal(run["lever"][:, 0], [[5, 7], [5, 5], [5, 5], [5, 5]])
    run = model.simulate({"lever@2": 9.0}, save_every=1)
    np.testing.assert_array_equal(run["sum"][:, 0], [10, 18, 10, 10])


@pytest.mark.parametrize(
    ("inputs", "zh", "en"),
    [
        ({"lever@x": 1.0}, '模型没有变量 "lever@x"。', 'the model has no variable "lever@x".'),
        ({"nothing@2": 1.0}, '模型没有变量 "nothing@2"。', 'the model has no variable "nothing@2".'),
        ({"level@2": 1.0}, '"level" 不是由方程算出的辅助变量', '"level" is no auxiliary with an equation'),
        ({"after@2": 1.0}, '"after" 不是由方程算出的辅助变量', '"after" is no auxiliary with an equation'),
        ({"lever@2": "many"}, "\"lever@2\" 的值是 'many'", "\"lever@2\" is 'many'"),
        ({"lever@2": 1.0, "lever": 2.0}, '"lever" 整个由外部给定', '"lever" is given as a whole'),
        ({"lever@2": np.ones(2), "after": np.ones(3)}, "各组抽样的成员数不同", "the draws differ in length"),
    ],
)
def test_what_cannot_be_held(inputs: dict[str, float], zh: str, en: str) -> None:
    with pytest.raises(SimError) as caught:
        _model().simulate(inputs)
    [fault] = caught.value.faults
    assert fault.zh.startswith(zh)
    assert fault.en.startswith(en)


def test_a_run_goes_on_from_a_state_with_other_values() -> None:
    """What is held before the state is history; what is held after it may be decided later."""
    whole = _model().simulate(HELD)
    first = _model().simulate({key: value for key, value in HELD.items() if key != "lever@5"}, until=4)
    rest = _model().simulate(HELD, state=first.state)
    for name in ("lever", "level"):
        np.testing.assert_array_equal(rest[name][:, 0], whole[name][-rest.time.size :, 0])
