"""Known answers in closed form, and properties of every ensemble."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from sim.engine.model import load_model
from sim.errors import SimError
from tests.engine.build import model_of
from tests.engine.paths import MODELS


def test_exponential_growth_compounds_by_the_step() -> None:
    model = model_of("stock = INTEG(stock * rate, 100)", "rate = 0.05", end=40)
    stock = model.simulate()["stock"][:, 0]
    steps = np.arange(stock.size)
    np.testing.assert_allclose(stock, 100 * (1 + 0.05 * 0.125) ** steps, rtol=1e-13)


def test_halving_the_step_halves_the_error() -> None:
    errors = []
    for step in (0.1, 0.05):
        model = model_of("stock = INTEG(-stock, 1)", end=2, step=step)
        errors.append(abs(model.simulate()["stock"][-1, 0] - np.exp(-2.0)))
    assert errors[0] / errors[1] == pytest.approx(2, rel=0.1)


def test_a_draining_tank_keeps_its_water() -> None:
    model = model_of(
        "tank = INTEG(-outflow, 80)",
        "basin = INTEG(outflow, 20)",
        "outflow = tank / time constant",
        "time constant = 5",
    )
    run = model.simulate(integrals=["outflow"])
    np.testing.assert_allclose(run["tank"] + run["basin"], 100, rtol=1e-14)


def test_integrals_are_the_exact_change_of_the_stock() -> None:
    model = model_of("stock = INTEG(flow, 3)", "flow = stock * 0.3 - 2 * Time")
    run = model.simulate(outputs=["stock"], integrals=["flow"], save_every=2.5)
    assert run.time.tolist() == [0, 2.5, 5, 7.5, 10]
    assert run.integral("flow")[0, 0] == 0
    np.testing.assert_allclose(np.diff(run["stock"][:, 0]), run.integral("flow")[1:, 0], rtol=1e-13)


def test_a_fixed_delay_repeats_its_input() -> None:
    model = model_of("signal = Time * Time", "late = DELAY FIXED(signal, lag, -1)", "lag = 2")
    run = model.simulate({"lag": np.array([2.0, 0.5, 0.0, 50.0])})
    signal, late = run["signal"][:, 0], run["late"]
    np.testing.assert_array_equal(late[16:, 0], signal[:-16])
    np.testing.assert_array_equal(late[:16, 0], -1)
    np.testing.assert_array_equal(late[4:, 1], signal[:-4])
    np.testing.assert_array_equal(late[1:, 2], signal[:-1])  # never shorter than a step
    np.testing.assert_array_equal(late[:, 3], -1)


def test_a_first_order_smooth_follows_its_closed_form() -> None:
    model = model_of("seen = SMOOTHI(7, 4, 1)", end=20)
    steps = np.arange(161)
    np.testing.assert_allclose(model.simulate()["seen"][:, 0], 7 - 6 * (1 - 0.125 / 4) ** steps, rtol=1e-12)


def test_a_lookup_is_exact_at_its_knots_and_flat_outside() -> None:
    model = model_of("seen = points(x)", "x = 0", "points((-1,0.1),(0,0.7),(0.3,-2),(5,1e9))", end=0)
    x = np.array([-1.0, 0.0, 0.3, 5.0, -9.0, 99.0, 0.15])
    seen = model.simulate({"x": x})["seen"][0]
    assert seen[:6].tolist() == [0.1, 0.7, -2.0, 1e9, 0.1, 1e9]
    assert seen[6] == pytest.approx(-0.65)


def test_time_does_not_drift() -> None:
    model = model_of("now = Time", start=2019, end=2319, step=0.1)
    now = model.simulate()["now"][:, 0]
    np.testing.assert_allclose(now, 2019 + np.arange(3001) * 0.1, rtol=1e-15)


def test_an_element_may_have_an_equation_of_its_own() -> None:
    model = model_of("place: a, b, c", "x[place] = 2 * Time", "x[b] = -1", "total = SUM(x[place!])")
    run = model.simulate()
    np.testing.assert_array_equal(run["x"][:, 0, 1], -1)
    np.testing.assert_array_equal(run["total"][:, 0], 4 * run.time - 1)
    np.testing.assert_array_equal(run["x[c]"], run["x"][:, :, 2])


@pytest.mark.slow
def test_a_sum_may_have_thousands_of_terms() -> None:
    chain = "+".join(["points(Time)"] * 1000)
    model = model_of(
        "r: (e1-e3000)", "x[r] = 2", "total = SUM(x[r!])", f"chain = {chain}", "points((0,1),(10,1))", end=1
    )
    run = model.simulate(outputs=["total", "chain"])
    assert (run["total"][0, 0], run["chain"][0, 0]) == (6000, 1000)
    points = np.array([[0.0, 5.0], [1.0, 5.0]])
    assert model.simulate({"points": points}, outputs=["chain"])["chain"][0, 0] == 5000


def test_one_element_of_a_constant_can_be_set() -> None:
    model = model_of("place: a, b", "c[place] = 1, 2", "y[place] = c[place] * 10", end=0)
    assert model.simulate({"c[a]": 5.0})["y"][0, 0].tolist() == [50, 20]
    assert model.simulate({"C": 5.0})["y"][0, 0].tolist() == [50, 50]
    assert model.simulate()["y"][0, 0].tolist() == [10, 20]  # nothing stays from one run to the next


@pytest.fixture(scope="module")
def drawn() -> dict[str, np.ndarray]:
    random = np.random.default_rng(11)
    return {
        "depreciation rate": random.uniform(0.05, 0.15, 1000),
        "scale[cars]": random.uniform(2, 4, 1000),
    }


def test_a_member_has_the_same_bits_alone_and_in_any_batch(drawn: dict[str, np.ndarray]) -> None:
    model = load_model(MODELS / "industries.mdl")
    whole = model.simulate(drawn, threads=2)
    for member in (0, 7, 8, 500, 999):
        alone = model.simulate({name: float(values[member]) for name, values in drawn.items()})
        for name in ("capital", "total output", "weighted"):
            assert alone[name][:, 0].tobytes() == np.ascontiguousarray(whole[name][:, member]).tobytes()


def test_threads_and_order_of_members_change_no_bit(drawn: dict[str, np.ndarray]) -> None:
    model = load_model(MODELS / "industries.mdl")
    one, two = (model.simulate(drawn, threads=threads)["capital"] for threads in (1, 2))
    assert one.tobytes() == two.tobytes()
    turned = model.simulate({name: values[::-1] for name, values in drawn.items()})["capital"]
    np.testing.assert_array_equal(turned[:, ::-1], one)


def test_the_choice_of_outputs_changes_no_bit() -> None:
    model = load_model(MODELS / "industries.mdl")
    everything = model.simulate()
    for name in ("capital", "total output"):
        np.testing.assert_array_equal(model.simulate(outputs=[name])[name], everything[name])


def test_an_override_equal_to_the_default_changes_no_bit() -> None:
    model = load_model(MODELS / "industries.mdl")
    same = model.simulate({"depreciation rate": 0.096})
    np.testing.assert_array_equal(same["capital"], model.simulate()["capital"])


def test_a_model_pickles() -> None:
    model = load_model(MODELS / "industries.mdl")
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.simulate()["capital"], model.simulate()["capital"])
    assert again.hash == model.hash


def test_a_member_that_breaks_is_named_and_disturbs_no_other() -> None:
    model = model_of("stock = INTEG(-1 / divisor, 5)", "divisor = Time - when", "when = 99")
    run = model.simulate({"when": np.array([99.0, 4.0, 99.0])})
    (failure,) = run.failures
    assert (failure.member, failure.variable, failure.time) == (1, "stock", 4.125)
    alone = model.simulate({"when": 99.0})["stock"][:, 0]
    np.testing.assert_array_equal(run["stock"][:, 2], alone)


def test_variables_tell_what_the_file_says() -> None:
    model = load_model(MODELS / "industries.mdl")
    capital = model.variables["capital"]
    assert (capital.kind, capital.units, capital.dimensions) == ("stock", "亿元", ("industry",))
    assert capital.elements == ("capital[electronics]", "capital[medicine]", "capital[cars]")
    assert capital.causes == ("investment", "capital", "depreciation rate", "initial capital")
    assert set(model.variables["total output"].uses) == {"average return", "weighted"}
    rate = model.variables["depreciation rate"]
    assert (rate.kind, rate.limits, rate.line) == ("constant", (0.0, 0.3), 9)
    assert model.variables["return effect"].kind == "lookup"
    assert model.find("Depreciation_RATE") == "depreciation rate"


@pytest.mark.parametrize(
    ("inputs", "zh", "en"),
    [
        (
            {"depreciation rte": 0.1},
            '模型没有变量 "depreciation rte"。最接近的是 "depreciation rate"。',
            'the model has no variable "depreciation rte". Nearest: "depreciation rate".',
        ),
        (
            {"capital": 1.0},
            '"capital" 是存量，不能直接设定；请设定它的初始值。',
            '"capital" is a stock and cannot be set; set its initial value.',
        ),
        (
            {"depreciation rate": float("nan")},
            '"depreciation rate" 的值是 nan，应为有限的数，或每个成员一个数的一维数组。',
            '"depreciation rate" is nan; it must be a finite number, '
            "or a one-dimensional array with a number per member.",
        ),
        (
            {"depreciation rate": np.ones(3), "scale": np.ones(4)},
            '各组抽样的成员数不同："depreciation rate" 3, "scale" 4。',
            'the draws differ in length: "depreciation rate" 3, "scale" 4.',
        ),
        ({"TIME STEP": 0.0}, "TIME STEP 为 0，必须大于 0。", "TIME STEP is 0; it must be above 0."),
        (
            {"FINAL TIME": 2000.0},
            "FINAL TIME（2000）早于 INITIAL TIME（2019）。",
            "FINAL TIME (2000) is before INITIAL TIME (2019).",
        ),
        (
            {"FINAL TIME": 1e9},
            "从 2019 到 1e+09、步长 0.125 要走 7,999,983,848 步，上限是 10,000,000 步。",
            "from 2019 to 1e+09 by 0.125 takes 7,999,983,848 steps; the limit is 10,000,000.",
        ),
        (
            {"SAVEPER": 0.0},
            "保存间隔 0 不是步长 0.125 的整数倍。",
            "the time between saves, 0, is not a whole multiple of the step 0.125.",
        ),
    ],
)
def test_invalid_inputs_are_reported(inputs: dict[str, float], zh: str, en: str) -> None:
    model = load_model(MODELS / "industries.mdl")
    with pytest.raises(SimError) as caught:
        model.simulate(inputs)
    (fault,) = caught.value.faults
    assert (fault.zh, fault.en) == (zh, en)


def test_unknown_outputs_are_reported_together() -> None:
    model = load_model(MODELS / "industries.mdl")
    with pytest.raises(SimError) as caught:
        model.simulate(outputs=["capitl", "return effect"])
    assert [fault.en for fault in caught.value.faults] == [
        'the model has no variable "capitl". Nearest: "capital".',
        '"return effect" is a lookup and has no values over time.',
    ]
