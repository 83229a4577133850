"""Derivatives of runs: known answers, kinks, inputs by name, the same bits whatever computes them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine.machine import compiled, gradients
from sim.engine.model import Model, load_model
from sim.errors import SimError
from tests.engine.build import model_of

MODEL = Path(__file__).parents[2] / "model" / "teda.mdl"
LOGISTIC = ("rate = 0.5", "capacity = 100", "start = 5", "x = INTEG(rate * x * (1 - x / capacity), start)")
QUADRATIC = (
    "control = 0.3", "weight = 2", "goal = 4", "start = 1",
    "x = INTEG(control, start)",
    "cost = INTEG((x - goal) ^ 2 + weight * control ^ 2, 0)",
)  # fmt: skip


def test_logistic_growth_has_its_known_derivatives() -> None:
    model = model_of(*LOGISTIC, step=1 / 64)
    rates = np.array([0.3, 0.5, 0.8])
    run = model.simulate({"rate": rates}, ["x"], method="rk4", gradients=["rate", "capacity", "start"])
    t, capacity, start = run.time[:, None], 100.0, 5.0
    odds = (capacity / start - 1) * np.exp(-rates * t)
    known = capacity / (1 + odds)
    np.testing.assert_allclose(run["x"], known, rtol=1e-9)
    by = run.gradients
    np.testing.assert_allclose(by["rate"]["x"], known * (1 - known / capacity) * t, rtol=1e-7)
    by_start = known**2 / capacity * (capacity / start**2) * np.exp(-rates * t)
    np.testing.assert_allclose(by["start"]["x"], by_start, rtol=1e-7)
    by_capacity = 1 / (1 + odds) - capacity / (1 + odds) ** 2 * np.exp(-rates * t) / start
    np.testing.assert_allclose(by["capacity"]["x"], by_capacity, rtol=1e-6, atol=1e-9)


def test_a_linear_quadratic_problem_has_its_known_derivatives() -> None:
    controls = np.array([-0.5, 0.0, 0.3, 0.7])
    run = model_of(*QUADRATIC, step=0.5).simulate(
        {"control": controls}, ["cost", "x"], ["x"], method="rk4", gradients=["control", "weight", "goal"]
    )
    t = run.time[:, None]
    gap = 1 - 4
    by_control = 2 * (gap * t**2 / 2 + controls * t**3 / 3) + 2 * 2 * controls * t
    np.testing.assert_allclose(run.gradients["control"]["cost"], by_control, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(run.gradients["weight"]["cost"], controls**2 * t, rtol=1e-12, atol=1e-15)
    by_goal = -2 * (gap * t + controls * t**2 / 2)
    np.testing.assert_allclose(run.gradients["goal"]["cost"], by_goal, rtol=1e-12, atol=1e-12)
    assert (run.gradients["goal"]["x"] == 0).all()
    since = np.diff(t**2 / 2, axis=0, prepend=0)
    np.testing.assert_allclose(
        run.gradients["control"].integral("x"), np.broadcast_to(since, (len(t), 4)), rtol=1e-12
    )


def test_a_derivative_of_0_times_infinity_breaks_no_member() -> None:
    run = model_of("p = 0", "root = SQRT(p)", "x = INTEG(root, 1)").simulate(gradients="p")
    assert not run.failures
    assert np.isfinite(run["x"]).all()
    assert not np.isfinite(run.gradients["p"]["x"][1:]).any()


@pytest.mark.parametrize(
    ("equation", "side", "other"),
    [
        ("MIN(p, 2 * p - 1)", 1, 2),
        ("MAX(p, 2 * p - 1)", 2, 1),
        ("ABS(p - 1)", 1, -1),
        ("IF THEN ELSE(p > 1, 3 * p, p + 2)", 1, 3),
        ("f(p)", 5, 2),
        ("INTEGER(p) + p", 1, None),
        ("MAX(p, 2 - p) + MIN(p, 2 - p)", 0, None),
    ],
)
def test_a_kink_takes_the_side_that_is_said_and_is_counted(
    equation: str, side: float, other: float | None
) -> None:
    """At p = 1 both sides meet; beside it nothing is counted."""
    model = model_of("p = 1", "f((0, 1), (1, 3), (2, 8))", f"y = {equation}", end=1, step=0.25)
    at = model.simulate(outputs="y", gradients="p").gradients["p"]
    assert (at["y"] == side).all()
    assert (at.kinks("y")[:, 0] >= 1).all()
    beside = model.simulate({"p": np.array([0.9, 1.1])}, "y", gradients="p").gradients["p"]
    assert (beside.kinks("y") == 0).all()
    if other is not None:
        assert set(np.unique(beside["y"])) == {side, other}


def test_kinks_are_counted_step_by_step_for_what_lies_behind_them() -> None:
    model = model_of("p = 2", "q = 3", "y = MAX(p, Time)", "z = q * 2", "w = INTEG(y, 0)", end=4, step=0.5)
    run = model.simulate(outputs=["y", "z", "w"], integrals="y", gradients=["p", "q"])
    behind = (run.time >= 2).astype(float)[:, None]
    assert (run.gradients["p"].kinks("y") == behind).all()
    assert (run.gradients["p"].kinks("w") == behind).all()
    assert (run.gradients["p"].kinks("z") == 0).all()
    assert (run.gradients["q"].kinks("y") == 0).all()


def test_what_moves_together_is_no_kink() -> None:
    run = model_of("p = 2", "y = MAX(2 * p, p + p)", "z = IF THEN ELSE(p = p * 1, p, 0)").simulate(
        gradients="p"
    )
    assert (run.gradients["p"].kinks("y") == 0).all()
    assert (run.gradients["p"].kinks("z") == 0).all()


def test_a_value_of_one_year_counts_whether_it_is_given_or_not() -> None:
    model = model_of("p = 2", "flow = p + Time", "x = INTEG(flow * flow, 0)", end=4)
    own = model.simulate(outputs="x", gradients=["flow@2"])
    assert (own["x"] == model.simulate(outputs="x")["x"]).all()
    steps = np.arange(1, 2, 0.125)
    known = 2 * (2 + steps).sum() * 0.125  # of the sum of (flow + more)² over the steps of that year
    assert own.gradients["flow@2"]["x"][-1, 0] == pytest.approx(known, rel=1e-12)
    given = model.simulate({"flow@2": 5.0}, outputs="x", gradients=["Flow@2", "p"])
    assert given.gradients["flow@2"]["x"][-1, 0] == pytest.approx(10, rel=1e-12)
    free = np.r_[np.arange(0, 1, 0.125), np.arange(2, 4, 0.125)]
    assert given.gradients["p"]["x"][-1, 0] == pytest.approx(2 * (2 + free).sum() * 0.125, rel=1e-12)


def test_a_subscripted_input_has_derivatives_by_each_element() -> None:
    model = model_of("e: a, b", "p[e] = 2, 3", "y[e] = p[e] * p[e]")
    run = model.simulate(outputs="y", gradients="p")
    assert tuple(run.gradients) == ("p[a]", "p[b]")
    assert run.gradients["P[A]"]["y"][0, 0].tolist() == [4, 0]
    assert run.gradients["p[b]"]["y[b]"][0, 0] == 6


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["rat"], '模型没有变量 "rat".*rate'),
        (["x"], "不是常量"),
        (["TIME STEP"], "决定时间"),
        (["flow", "nothing"], "(?s)不是常量.*nothing"),
        (["x@3"], "不能逐年给值"),
    ],
)
def test_an_input_without_a_derivative_is_refused(names: list[str], expected: str) -> None:
    model = model_of(*LOGISTIC, "flow = rate * x")
    with pytest.raises(SimError, match=expected):
        model.simulate(gradients=names)


def test_derivatives_of_a_run_from_or_to_a_state_are_refused() -> None:
    model = model_of(*LOGISTIC)
    with pytest.raises(SimError, match="从头算到尾"):
        model.simulate(until=5, gradients="rate")
    with pytest.raises(SimError, match="从头算到尾"):
        model.simulate(state=model.simulate(until=5).state, gradients="rate")


def test_an_input_that_was_not_asked_for_is_told_with_the_nearest() -> None:
    run = model_of(*LOGISTIC).simulate(gradients="rate")
    with pytest.raises(SimError, match=r'没有求对 "rates" 的导数.*rate'):
        run.gradients["rates"]
    assert "rate" in run.gradients
    assert "start" not in run.gradients
    assert len(run.gradients) == 1


EVERYTHING = (
    *LOGISTIC,
    "late = DELAY FIXED(x, 1, start)",
    "smooth = SMOOTH3(x, 1 + rate)",
    "f((0, 1), (20, 3), (50, 4.5), (100, 2))",
    "y = MAX(f(x), late / 10) ^ rate + LN(smooth) * SIN(x / 30)",
)


def test_bits_depend_on_neither_tier_threads_batch_nor_other_directions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TEDA_CACHE", "")
    draws = {"rate": np.linspace(0.2, 0.9, 300)}
    inputs = ["rate", "capacity", "start"]

    def bits(names: list[str], threads: int, rates: slice = slice(None)) -> dict[str, bytes]:
        run = model_of(*EVERYTHING).simulate(
            {"rate": draws["rate"][rates]}, ["y"], ["y"], threads=threads, gradients=names
        )
        return {
            name: np.array([one["y"], one.integral("y"), one.kinks("y")]).tobytes()
            for name, one in run.gradients.items()
        }

    whole = bits(inputs, 1)
    assert bits(inputs, 3) == whole
    assert {name: bits([name], 1)[name] for name in inputs} == whole
    monkeypatch.setattr(gradients, "LONG", 0)
    monkeypatch.setattr(gradients, "AT_ONCE_LONG", 2)
    assert bits(inputs, 2) == whole
    for level in (compiled._QUICK, compiled._THOROUGH):
        monkeypatch.setattr(compiled, "_WORTH_OF_DIRECTIONS", {level: 0})
        assert bits(inputs, 1) == whole
    alone = bits(inputs, 1, slice(17, 18))
    members = [np.frombuffer(whole[name]).reshape(3, -1, 300)[..., 17] for name in inputs]
    assert [alone[name] for name in inputs] == [np.ascontiguousarray(one).tobytes() for one in members]


@pytest.fixture(scope="module")
def teda() -> Model:
    return load_model(MODEL)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_all_levers_of_the_shipped_model_agree_with_differences(teda: Model, seed: int) -> None:
    """At a random setting of all levers; only where differences themselves agree is there a derivative."""
    random = np.random.default_rng(seed)
    levers = [name for name in teda.constants if name.endswith((" to", " from"))]
    setting = {name: teda.constants[name] * random.uniform(0.9, 1.1) + 1e-3 for name in levers}
    outputs = ["resident population", "manufacturing value added", "energy use"]
    run = teda.simulate(setting, outputs, outputs, gradients=levers, save_every=1.0)
    plain = teda.simulate(setting, outputs, outputs, save_every=1.0)
    steps = np.array([max(abs(value), 0.1) * 1e-4 for value in setting.values()])
    shifts = (-2, -1, 1, 2)
    moved = {
        name: value + np.outer(np.eye(len(levers))[place], shifts).ravel() * steps[place]
        for place, (name, value) in enumerate(setting.items())
    }
    beside = teda.simulate(moved, outputs, outputs, save_every=1.0)
    compared, known_count = 0, 0
    for output in outputs:
        assert run[output].tobytes() == plain[output].tobytes()
        for read in (lambda one: one[output], lambda one: one.integral(output)):  # noqa: B023
            values = read(beside).reshape(len(run.time), len(levers), 4)
            found = np.concatenate([read(run.gradients[name]) for name in levers], axis=1)
            near = (values[:, :, 2] - values[:, :, 1]) / (2 * steps)
            far = (values[:, :, 3] - values[:, :, 0]) / (4 * steps)
            known = (4 * near - far) / 3
            rounding = np.abs(values).max() * 1e-14 / steps
            scale = np.abs(known).max(axis=0)
            apart = np.abs(near - far)
            smooth = (apart <= 1e-5 * scale + rounding).all(axis=0)
            doubt = apart / 3  # a kink within the wider shifts alone moves what is known by a third
            worst = (np.abs(found - known) / (1e-6 * scale + doubt + rounding)).max(axis=0)
            assert worst[smooth].max() < 1, [levers[place] for place in np.flatnonzero(smooth & (worst > 1))]
            compared += int(smooth.sum())
            known_count += smooth.size
    assert compared > 0.9 * known_count
