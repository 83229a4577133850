"""Methods of integration, other steps and horizons, and values set from outside."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.engine.model import CLOCK, Model, load_model
from sim.errors import SimError
from tests.engine.build import model_of, text_of
from tests.engine.paths import MODELS


def _error(method: str, step: float) -> float:
    model = model_of("a = INTEG(b, 0)", "b = INTEG(-a + 0.3 * Time, 1)", end=4)
    run = model.simulate(method=method, step=step, save_every=4)  # a'' = −a + 0.3 t
    exact = 0.7 * np.sin(4.0) + 0.3 * 4.0
    return float(abs(run["a"][-1, 0] - exact))


@pytest.mark.parametrize(("method", "order"), [("euler", 1), ("rk2", 2), ("heun", 2), ("ab2", 2), ("rk4", 4)])
def test_halving_the_step_gains_the_order_of_the_method(method: str, order: int) -> None:
    assert _error(method, 0.125) / _error(method, 0.0625) == pytest.approx(2**order, rel=0.1)


def test_rk4_equals_a_plain_implementation() -> None:
    model = model_of("x = INTEG(x * (1 - x / 10) - y * 0.1, 1)", "y = INTEG(0.2 * x - 0.1 * y, 2)", end=5)
    run = model.simulate(method="rk4")

    def slope(state: np.ndarray) -> np.ndarray:
        x, y = state
        return np.array([x * (1 - x / 10) - y * 0.1, 0.2 * x - 0.1 * y])

    state, h = np.array([1.0, 2.0]), 0.125
    for k in range(41):
        np.testing.assert_allclose([run["x"][k, 0], run["y"][k, 0]], state, rtol=1e-13)
        a = slope(state)
        b = slope(state + h / 2 * a)
        c = slope(state + h / 2 * b)
        state = state + h / 6 * (a + 2 * b + 2 * c + slope(state + h * c))


@pytest.mark.parametrize("method", ["rk2", "heun"])
def test_methods_of_two_stages_equal_a_plain_implementation(method: str) -> None:
    """RK2: a half step, new rates, and with those the whole step (rungekutta.html)."""
    model = model_of(
        "x = INTEG(x * (1 - x / 10) - y * 0.1, 1)", "y = INTEG(0.2 * x - 0.1 * y + Time, 2)", end=5
    )
    run = model.simulate(method=method, integrals=["y"])
    state, h, total = np.array([1.0, 2.0]), 0.125, 0.0

    def slope(state: np.ndarray, time: float) -> np.ndarray:
        x, y = state
        return np.array([x * (1 - x / 10) - y * 0.1, 0.2 * x - 0.1 * y + time])

    for k in range(41):
        np.testing.assert_allclose([run["x"][k, 0], run["y"][k, 0]], state, rtol=1e-13)
        np.testing.assert_allclose(run.integral("y")[k, 0], total, rtol=1e-13)
        first = slope(state, k * h)
        if method == "rk2":
            middle = state + h / 2 * first
            total = h * middle[1]
            state = state + h * slope(middle, (k + 0.5) * h)
        else:
            last = state + h * first
            total = h / 2 * (state[1] + last[1])
            state = state + h / 2 * (first + slope(last, (k + 1) * h))


def test_ab2_equals_a_plain_implementation_that_begins_anew_at_events() -> None:
    model = model_of(
        "x = INTEG(y * (1 - x / 10) + STEP(3, 2) + 0.5 * INTEGER(Time / 1.5), 1)",
        "y = INTEG(0.2 * x, 2)",
        end=5,
    )
    run = model.simulate(method="ab2", integrals=["y"])
    state, h, before, total = np.array([1.0, 2.0]), 0.125, np.zeros(3), 0.0
    for k in range(41):
        x, y = state
        np.testing.assert_allclose([run["x"][k, 0], run["y"][k, 0]], state, rtol=1e-13)
        np.testing.assert_allclose(run.integral("y")[k, 0], total, rtol=1e-13)
        here = np.array([y * (1 - x / 10) + (3 if k * h >= 2 else 0) + 0.5 * (k * h // 1.5), 0.2 * x, y])
        is_new = k * h in (0, 1.5, 2, 3, 4.5)
        move = h * here if is_new else h * (1.5 * here - 0.5 * before)
        before, state, total = here, state + move[:2], move[2]


@pytest.mark.parametrize("method", ["rk2", "heun", "ab2", "rk4"])
def test_an_event_within_the_run_costs_no_order(method: str) -> None:
    """The sum over a pulse and a later step is exact, and what follows from it of the method's order."""
    model = model_of(
        "level = INTEG(PULSE(1, 1) + STEP(2, 3) - level, 0)",
        "taken = INTEG(PULSE(1, 1) + STEP(2, 3), 0)",
        end=4,
    )
    exact = (np.exp(1) - 1) * np.exp(-3.0) + 2 * (1 - np.exp(-1.0))
    runs = [model.simulate(method=method, step=step, save_every=4) for step in (0.125, 0.0625)]
    assert runs[0]["taken"][-1, 0] == pytest.approx(3.0, rel=1e-14)
    coarse, fine = (abs(run["level"][-1, 0] - exact) for run in runs)
    assert coarse / fine > 3.4


def test_a_sample_is_taken_where_a_step_begins_and_held_over_its_stages() -> None:
    model = model_of(
        "fuller = INTEG(1 - leaving, 4)",
        "seen = SAMPLE IF TRUE(MODULO(Time, 2) < 0.25, fuller, 0)",  # false half a step on
        "leaving = PULSE TRAIN(2, 0.5, 2, 10) * seen / TIME STEP",
        end=5,
        step=0.5,
    )
    euler, staged = model.simulate(), model.simulate(method="rk4")
    for name in ("seen", "fuller"):
        np.testing.assert_allclose(staged[name], euler[name], rtol=1e-14)
    assert staged["fuller"][-1, 0] == pytest.approx(1.0)  # all that was there at 4 has left, 1 came since


def test_integrals_are_the_change_of_the_stock_under_rk4_too() -> None:
    model = model_of("stock = INTEG(flow, 3)", "flow = stock * 0.3 - 2 * Time")
    run = model.simulate(integrals=["flow"], save_every=2.5, method="rk4")
    np.testing.assert_allclose(np.diff(run["stock"][:, 0]), run.integral("flow")[1:, 0], rtol=1e-13)


def test_events_and_fixed_delays_are_held_over_the_stages() -> None:
    model = model_of(
        "filled = INTEG(PULSE(2, 1), 0)",
        "late = DELAY FIXED(Time, 1, 0)",
        "sum = INTEG(late, 0)",
        end=5,
        step=0.5,
    )
    euler, staged = model.simulate(), model.simulate(method="rk4")
    for name in ("filled", "late", "sum"):
        np.testing.assert_allclose(staged[name], euler[name], rtol=1e-14)


def test_the_same_bits_alone_and_in_a_batch_under_rk4() -> None:
    model = load_model(MODELS / "industries.mdl")
    draws = np.random.default_rng(1).uniform(0.05, 0.15, 300)
    whole = model.simulate({"depreciation rate": draws}, method="rk4", threads=2)["capital"]
    alone = model.simulate({"depreciation rate": float(draws[123])}, method="rk4")["capital"]
    np.testing.assert_array_equal(whole[:, 123], alone[:, 0])


def test_a_shorter_horizon_and_another_step_are_of_this_run_alone() -> None:
    model = load_model(MODELS / "industries.mdl")
    short = model.simulate(final_time=2025, step=0.25, save_every=2)
    assert short.time.tolist() == [2019, 2021, 2023, 2025]
    assert model.simulate().time[-1] == 2035


def test_an_auxiliary_can_be_set_to_a_number_for_each_member() -> None:
    model = model_of("stock = INTEG(flow, 0)", "flow = 2 * rate", "rate = Time")
    run = model.simulate({"flow": np.array([1.0, 3.0])})
    np.testing.assert_array_equal(run["stock"][-1], [10, 30])
    np.testing.assert_array_equal(run["flow"][5], [1, 3])
    assert model.simulate()["stock"][-1, 0] != 10


def test_a_time_series_is_read_between_its_points_and_held_beyond() -> None:
    model = model_of("stock = INTEG(flow, 0)", "flow = Time * 0", end=4, step=0.5)
    series = pd.Series([0.0, 4.0], index=[1.0, 3.0])
    euler = model.simulate({"flow": series})
    assert euler["flow"][:, 0].tolist() == [0, 0, 0, 1, 2, 3, 4, 4, 4]
    assert euler["stock"][-1, 0] == pytest.approx(0.5 * (1 + 2 + 3 + 4 + 4))
    staged = model.simulate({"flow": series}, method="rk4")
    assert staged["stock"][-1, 0] == pytest.approx(8)  # the area under it, exact for straight pieces


@pytest.mark.parametrize(("method", "code"), [("euler", 0), ("rk2", 4), ("rk4", 5)])
def test_every_stage_of_a_step_is_told(method: str, code: int) -> None:
    equations = ("stock = INTEG(flow - 0.1 * stock, 1)", "flow = Time * 0", "double = stock * 2")
    settings = f"\\\\\\---/// Sketch\n///---\\\\\\\n15:0,0,0,{code},0,0\n"
    model = Model(text_of(*equations, end=4, step=0.5) + settings, "model.mdl")
    assert model.method == method
    series = pd.Series([0.0, 4.0, 1.0], index=[1.0, 3.0, 4.0])
    stages, scheme = model.every_stage({"flow": series}, 4), model.scheme.stages
    times = [step * 0.5 + stage.position / 4 for step in range(8) for stage in scheme]
    assert stages[CLOCK][:, 0].tolist() == [*times, 4]
    flow = np.interp(stages[CLOCK][:, 0], series.index, series)
    stock, slopes = stages["stock"][:, 0], flow - 0.1 * stages["stock"][:, 0]
    np.testing.assert_array_equal(stages["double"][:, 0], 2 * stock)
    for at in range(len(times)):
        start, within = at - at % len(scheme), at % len(scheme)
        if within:
            reached = stock[start] + 0.5 * scheme[within - 1].reach * slopes[at - 1]
            assert stock[at] == pytest.approx(reached, rel=1e-14)
        else:
            moved = 0.5 * slopes[start : start + len(scheme)] @ [stage.share for stage in scheme]
            assert stock[start + len(scheme)] == pytest.approx(stock[start] + moved, rel=1e-14)


def test_a_time_series_for_each_member() -> None:
    model = model_of("place: a, b", "x[place] = 1", "y[place] = x[place] * given", "given = 0", end=2, step=1)
    frame = pd.DataFrame({"low": [1.0, 1.0], "high": [2.0, 4.0]}, index=[0, 2])
    run = model.simulate({"given": frame, "x[b]": np.array([10.0, 20.0])})
    assert run["y"][:, :, 1].tolist() == [[10, 40], [10, 60], [10, 80]]
    many = pd.DataFrame(np.arange(40.0).reshape(2, 20), index=[0, 2])
    whole = model.simulate({"given": many})
    one = model.simulate({"given": many[13]})
    np.testing.assert_array_equal(whole["y"][:, 13], one["y"][:, 0])


def test_a_lookup_can_be_given_other_points() -> None:
    model = model_of("y = curve(Time)", "curve((0,0),(10,10))")
    other = model.simulate({"curve": [(0, 5), (10, 5)]})
    np.testing.assert_array_equal(other["y"], 5)
    np.testing.assert_array_equal(model.simulate()["y"][:, 0], model.simulate().time)


@pytest.mark.parametrize(
    ("inputs", "en"),
    [
        (
            {"given": pd.Series([1.0, 2.0], index=[1, 0])},
            'the time series of "given" must be indexed by rising times and hold finite numbers.',
        ),
        (
            {"given": pd.Series([np.nan], index=[0])},
            'the time series of "given" must be indexed by rising times and hold finite numbers.',
        ),
        (
            {"curve": [(1, 0), (0, 0)]},
            'the lookup "curve" must be given as points (x, y) whose x never falls.',
        ),
        ({"curve": 3.0}, 'the lookup "curve" must be given as points (x, y) whose x never falls.'),
        ({"FINAL TIME": np.array([1.0, 2.0])}, "FINAL TIME cannot differ between members."),
    ],
)
def test_invalid_settings_are_reported(inputs: dict[str, object], en: str) -> None:
    model = model_of("y = curve(given)", "given = 1", "curve((0,0),(10,10))")
    with pytest.raises(SimError) as caught:
        model.simulate(inputs)
    assert [fault.en for fault in caught.value.faults] == [en]


def test_an_unknown_method_is_reported() -> None:
    with pytest.raises(SimError, match='no method "leapfrog"; there are euler, rk2, heun, ab2 and rk4'):
        model_of("y = 1").simulate(method="leapfrog")
