"""A run that goes on from the state of another has the bits of one that was never interrupted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.engine.machine import compiled
from sim.engine.machine.methods import METHODS
from sim.engine.model import Model, Run, load_model
from sim.errors import SimError
from tests.engine.build import model_of
from tests.engine.cases import CASES
from tests.engine.paths import MODELS
from tests.engine.test_clock import CHANGING

TEDA = Path(__file__).parents[2] / "model" / "teda.mdl"
FUNCTIONS = {
    "INTEG": "INTEG(inflow - y / 3, k)",
    "INITIAL": "INITIAL(inflow + k) + 0 * Time",
    "REINITIAL": "REINITIAL(inflow * k)",
    "a power by a held literal": "inflow ^ INITIAL(2)",
    "SMOOTH": "SMOOTH(inflow, k)",
    "SMOOTH3I": "SMOOTH3I(inflow, k, 5)",
    "SMOOTH N": "SMOOTH N(inflow, k, 5, 4)",
    "DELAY1": "DELAY1(inflow, k)",
    "DELAY3": "DELAY3(inflow, k)",
    "DELAY N": "DELAY N(inflow, k, 5, 3)",
    "DELAY FIXED": "DELAY FIXED(inflow, k, 9)",
    "DELAY MATERIAL": "DELAY MATERIAL(inflow, 1 + k * ABS(SIN(Time)), 9, -1)",
    "DELAY INFORMATION": "DELAY INFORMATION(inflow, 1 + k * ABS(SIN(Time)), 9)",
    "SAMPLE IF TRUE": "SAMPLE IF TRUE(MODULO(Time, 2) < 1, inflow, k)",
    "TREND": "TREND(inflow, k, 0.1)",
    "FORECAST": "FORECAST(inflow, k, 2)",
    "NPV": "NPV(inflow, 0.1, k, 1)",
    "RANDOM NORMAL": "RANDOM NORMAL(-9, 9, 0, k, 5)",
    "RANDOM PINK NOISE": "RANDOM PINK NOISE(k, 1, 2, 5)",
    "STEP, PULSE and RAMP": "INTEG(STEP(k, 3) + PULSE(5, 1) + RAMP(1, 2, 7), 0)",
    "a lookup": "INTEG(WITH LOOKUP(Time, ((0,0),(4,2),(10,1))), k)",
}  # fmt: skip
DRAWS = {"k": np.linspace(0.5, 6.5, 21)}


def _model(equation: str) -> Model:
    return model_of(f"y = {equation}", "inflow = 5 + SIN(Time * 1.3) * k", "k = 2", step=0.25)


def _agree(whole: Run, later: Run, integrals: tuple[str, ...] = ()) -> None:
    """Assert that a run has the bits of the end of another, integrals from its second moment on."""
    first = len(whole.time) - len(later.time)
    assert later.time.tobytes() == whole.time[first:].tobytes()
    for name in later:
        assert later[name].tobytes() == whole[name][first:].tobytes(), name
    for name in integrals:
        assert later.integral(name)[1:].tobytes() == whole.integral(name)[first + 1 :].tobytes(), name


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_with_a_memory(function: str, method: str) -> None:
    model = _model(FUNCTIONS[function])
    whole = model.simulate(DRAWS, integrals="y", method=method)
    for until in (0.0, 0.25, 3.75, 10.0):
        first = model.simulate(DRAWS, integrals="y", method=method, until=until)
        _agree(whole, model.simulate(DRAWS, integrals="y", method=method, state=first.state), ("y",))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_every_rule_of_the_language(case) -> None:  # type: ignore[no-untyped-def]
    model = Model(case.model, "m.mdl")
    whole = model.simulate()
    for until in (1, 3):
        state = model.simulate(until=until).state
        _agree(whole, model.simulate(state=state))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", sorted(MODELS.glob("*.mdl")), ids=lambda path: path.stem)
def test_every_tier(path: Path, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_CACHE", "")
    names = tuple(load_model(path).simulate())
    whole = load_model(path).simulate(integrals=names, method=method)
    middle = load_model(path).simulate(method=method, save_every=load_model(path).time_step).time
    until = float(middle[len(middle) // 2])
    for worth in (compiled._WORTH, {compiled._QUICK: 0}):
        monkeypatch.setattr(compiled, "_WORTH", worth)
        model = load_model(path)
        state = model.simulate(integrals=names, method=method, until=until).state
        _agree(whole, model.simulate(integrals=names, method=method, state=state), names)


def test_a_chain_of_states() -> None:
    model = _model(FUNCTIONS["DELAY MATERIAL"])
    whole, state = model.simulate(DRAWS), None
    for until in (1.5, 1.75, 4.0, 9.75):
        state = model.simulate(DRAWS, until=until, state=state).state
    _agree(whole, model.simulate(DRAWS, state=state))


@pytest.mark.parametrize("threads", [1, 2])
def test_any_batch_and_threads(threads: int) -> None:
    model = _model("DELAY FIXED(RANDOM NORMAL(-9, 9, 0, k, 5), k, 9)")
    draws = {"k": np.linspace(0.5, 6.5, 301)}
    whole = model.simulate(draws, threads=threads)
    state = model.simulate(draws, until=5, threads=3 - threads).state
    assert state is not None
    _agree(whole, model.simulate(draws, state=state, threads=threads))
    for cut in (slice(0, 1), slice(7, 20), slice(296, 301)):
        part = model.simulate({"k": draws["k"][cut]}, state=state[cut], threads=threads)
        assert part["y"].tobytes() == whole["y"][-len(part.time) :, cut].tobytes()


def test_between_two_saves() -> None:
    model = _model("INTEG(inflow - y / 3, k)")
    whole = model.simulate(DRAWS, "y", "inflow", save_every=1)
    first = model.simulate(DRAWS, "y", "inflow", save_every=1, until=3.75)
    assert (first.time[-1], first.state and first.state.time) == (3, 3.75)
    later = model.simulate(DRAWS, "y", "inflow", save_every=1, state=first.state)
    assert later.time[0] == 4
    assert later["y"].tobytes() == whole["y"][4:].tobytes()
    assert later.integral("inflow").tobytes() == whole.integral("inflow")[4:].tobytes()
    last = model.simulate(DRAWS, "y", save_every=1, state=first.state, until=3.75)
    assert repr(last) == "<Run of 1 variables (y), 0 times, members: 21>"


def test_a_series_given_from_outside() -> None:
    model = _model("INTEG(inflow - y / 3, k)")
    series = {"inflow": pd.Series([1.0, 7.0, 2.0], index=[0.0, 4.3, 9.0])}
    for method in METHODS:
        state = model.simulate(series, method=method, until=5).state
        _agree(model.simulate(series, method=method), model.simulate(series, method=method, state=state))


def test_inputs_act_from_the_state_on_and_what_is_held_stays() -> None:
    model = model_of("y = INTEG(rate, start)", "held = INITIAL(start)", "rate = 1", "start = 10", step=1)
    state = model.simulate(until=5).state
    later = model.simulate({"rate": 3, "start": 99}, state=state)
    assert later["y"][:, 0].tolist() == [15, 18, 21, 24, 27, 30]
    assert later["held"][:, 0].tolist() == [10] * 6


def test_members_that_broke_are_told_again_and_new_ones_with_their_time() -> None:
    model = model_of("y = INTEG(1 / (k - Time), 0)", "k = 3", step=1)
    draws = {"k": np.array([2.0, 20.0, 7.0])}
    state = model.simulate(draws, until=5).state
    later = model.simulate(draws, state=state)
    assert [(one.member, one.variable, one.time) for one in later.failures] == [(0, "y", 5), (2, "y", 8)]


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_the_shipped_model(method: str) -> None:
    model = load_model(TEDA)
    outputs = ["gross industrial output", "resident population", "certificates granted"]
    outputs = [name for name in outputs if name in model]
    low = [key for key, value in model.constants.items() if 0 < value < 1 and "switch" not in key][:30]
    draws = {key: model.constants[key] * np.linspace(0.97, 1.03, 19) for key in low}
    whole = model.simulate(draws, outputs, "budget revenue", method=method)
    for until in (2021, 2025, 2025.375):
        state = model.simulate(draws, outputs, "budget revenue", method=method, until=until).state
        _agree(
            whole,
            model.simulate(draws, outputs, "budget revenue", method=method, state=state),
            ("budget revenue",),
        )


def test_a_final_time_that_changes_in_the_run() -> None:
    model = Model(CHANGING, "m.mdl")
    state = model.simulate(until=1500).state
    _agree(model.simulate(), model.simulate(state=state))
    sooner = model.simulate({"rate": 3}, state=state)
    assert (sooner.time.tolist(), sooner["s"][:, 0].tolist()) == ([2000], [3000])


# --- what is refused ----------------------------------------------------------------------------


def _refused(model: Model, **asked: object) -> list[str]:
    with pytest.raises(SimError) as caught:
        model.simulate(**asked)  # type: ignore[arg-type]
    return [fault.en for fault in caught.value.faults]


def test_another_model_method_or_step() -> None:
    model = _model("INTEG(inflow - y / 3, k)")
    state = model.simulate(until=5).state
    assert state is not None
    assert _refused(model, state=state, method="rk4", step=0.5) == [
        "the state was reached by the method euler; a run cannot go on from it by rk4.",
        "INITIAL TIME and TIME STEP of the state are 0 and 0.25; of this run, 0 and 0.5.",
    ]
    other = _model("INTEG(inflow - y / 2, k)")
    assert _refused(other, state=state) == [
        f"the state is of another model ({model.hash[:12]}); this one is {other.hash[:12]}."
    ]
    assert _refused(model, state=state, inputs=DRAWS) == ['"k" has 21 members; the state has 1.']
    assert _refused(model, state=3) == ["3 is invalid; it must be the state of a run that was given until."]


def test_times_that_do_not_fit() -> None:
    model = _model("DELAY FIXED(inflow, k, 9)")
    state = model.simulate(until=5).state
    for until in (5.1, 11, -1):
        assert _refused(model, until=until) == [
            f"until is {until:g}; it must be a step from 0 to 10 (a step is 0.25)."
        ]
    assert _refused(model, state=state, until=4.5) == [
        "the run ends at 4.5, before the state that it is to go on from (5)."
    ]
    assert _refused(model, state=state, final_time=12) == [
        "the delays of the state remember up to 10, not to 12; "
        "leave the state in a run with a later FINAL TIME."
    ]
    later = model.simulate(until=5, final_time=12).state
    _agree(model.simulate(final_time=12), model.simulate(state=later, final_time=12))


def test_what_the_state_lacks() -> None:
    model = _model("INTEG(inflow - y / 3, k)")
    between = model.simulate(until=4.25).state
    assert _refused(model, integrals="inflow", save_every=1, state=between) == [
        'the state stands between two saves, at 4.25, without the integral of "inflow" since the last one; '
        "ask for it in the run that leaves the state too."
    ]
    slopes = model.simulate(outputs="y", method="ab2", until=5).state
    assert _refused(model, outputs="inflow", method="ab2", state=slopes) == [
        "the method ab2 remembers slopes of the step before: a run that goes on must have the outputs, "
        "integrals and replaced variables of the one that left the state."
    ]
    held = model_of("y = INITIAL(k)", "k = 2")
    given = held.simulate({"y": 7}, until=5).state
    assert _refused(held, state=given) == [
        'the state lacks "y", which this run needs: the run that left it was given it instead.'
    ]
    uneven = model_of("y = INTEG(k, 0)", "k = 2", step=0.3)
    uneven = Model(uneven._text.replace("SAVEPER = TIME STEP", "SAVEPER = 1"), "m.mdl")
    state = uneven.simulate(until=3).state
    _agree(uneven.simulate(), uneven.simulate(state=state))
    assert _refused(uneven, integrals="y", state=state) == [
        "a run from a state has no integrals where SAVEPER is no multiple of TIME STEP; give save_every."
    ]
