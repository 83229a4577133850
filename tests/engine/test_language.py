"""Vensim's language, each construct with a known answer from the reference guide or by hand.

Pages of vensim.com/documentation are named where a case is not plain arithmetic.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from tests.engine.build import evaluated, model_of


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("2 + 3 * 4 - 6 / 3 / 2", 13),
        ("-2 ^ 2 + 0", -4),  # 22030: precedence as in other languages, a sign in front binds looser
        ("-two ^ 2", -4),
        ("2 - -two ^ 2", 6),
        ("30 ^ -30 ^ -0.5", 30 ** -(30**-0.5)),
        ("2 ^ -two", 0.25),
        ("2 * -two / 4", -1),
        ("- -two", 2),
        ("(-two) ^ 2", 4),
        ("2 ^ 3 ^ 2", 512),
        ("POWER(2, 10)", 1024),
        ("0 ^ 0", 1),
        ("(-8) ^ 3", -512),
        ("4 ^ -0.5", 0.5),
        ("LOG(1000, 10)", 3),
        ("MODULO(7, 3)", 1),
        ("MODULO(-7, 3)", -1),
        ("MODULO(5.5, 2)", 1.5),
        ("QUANTUM(1.9, 1)", 1),  # fn_quantum and below
        ("QUANTUM(-0.9, 1)", 0),
        ("QUANTUM(-1.9, 1)", -1),
        ("QUANTUM(112.3, 10)", 110),
        ("QUANTUM(423, 63)", 378),
        ("QUANTUM(5.3, 0)", 5.3),
        ("QUANTUM(-1, 0.2)", -1),  # (B * integer part of (A/B)): a quotient only just short of a whole is one
        ("QUANTUM(1, 0.1)", 1),
        ("QUANTUM(two * 0.15, 0.1)", 3 * 0.1),
        ("QUANTUM(0.29, 0.1)", 0.2),
        ("MODULO(two / 2, 0.1)", 0),
        ("MODULO(-two / 2, 0.2)", 0),
        ("INTEGER(5.4)", 5),  # fn_integer
        ("INTEGER(-5.4)", -5),
        ("ZIDZ(1, 0.000000999)", 0),  # fn_zidz: a denominator below 1e-6 counts as zero
        ("ZIDZ(1, -0.000000999)", 0),
        ("ZIDZ(1, 0.000001)", 1e6),
        ("ZIDZ(1, -0.000001)", -1e6),
        ("XIDZ(1, 0, 7)", 7),
        ("XIDZ(1, 0.000000999, 7)", 7),
        ("XIDZ(1, 0.000001, 7)", 1e6),
        ("XIDZ(8, 2, 7)", 4),
        ("MIN(3, -2) + MAX(3, -2)", 1),
        ("IF THEN ELSE(1 = 1 :AND: :NOT: 2 < 1 :OR: 0, 5, 6)", 5),
        ("(3 > 2) + (2 > 3)", 1),
        ("IF THEN ELSE(:NA: = :NA:, 1, 0)", 1),
        ("ABS(-3) + SQRT(16)", 7),
    ],
)
def test_arithmetic(expression: str, answer: float) -> None:
    assert model_of(f"x = {expression}", "two = 2", end=0).simulate()["x"][0, 0] == pytest.approx(
        answer, rel=1e-15
    )


@pytest.mark.parametrize(
    ("name", "reference", "low", "high"),
    [
        ("SIN", np.sin, -1e5, 1e5),
        ("COS", np.cos, -1e5, 1e5),
        ("TAN", np.tan, -10, 10),
        ("ARCSIN", np.arcsin, -1, 1),
        ("ARCCOS", np.arccos, -1, 1),
        ("ARCTAN", np.arctan, -1e3, 1e3),
        ("SINH", np.sinh, -700, 700),
        ("COSH", np.cosh, -700, 700),
        ("TANH", np.tanh, -30, 30),
        ("GAMMA LN", special.gammaln, 0.01, 1e6),
    ],
)
def test_functions_over_their_range(name: str, reference: np.ufunc, low: float, high: float) -> None:
    x = np.random.default_rng(8).uniform(low, high, 100_000)
    np.testing.assert_allclose(evaluated(f"{name}(x)", x=x), reference(x), rtol=3e-15, atol=1e-15)


def test_events_at_the_edges_of_a_step() -> None:
    """fn_pulse, fn_step, fn_ramp: event times are compared with the middle of the step."""
    model = model_of(
        "pulse = PULSE(1, 2)",
        "between = PULSE(1.1, 0)",
        "train = PULSE TRAIN(1, 0.5, 2, 6)",
        "touching = PULSE TRAIN(1, 3, 2, 6)",
        "step = STEP(7, 2)",
        "ramp = RAMP(2, 1, 3)",
        end=7,
        step=0.5,
    )
    run = model.simulate()
    at = {
        name: run[name][:, 0].tolist() for name in ("pulse", "between", "train", "touching", "step", "ramp")
    }
    assert at["pulse"] == [0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert at["between"] == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert at["train"] == [0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0]
    assert at["touching"] == [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]
    assert at["step"] == [0] * 4 + [7] * 11
    assert at["ramp"] == [0, 0, 0, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4]


def test_lookups_beyond_and_between_their_points() -> None:
    """fn_lookup_extrapolate, fn_lookup_forward, fn_lookup_backward."""
    points = "look((0,1),(1,1),(2,2))"
    for name, xs, answers in (
        ("LOOKUP EXTRAPOLATE", [-1, 1.5, 2.5], [1, 1.5, 2.5]),
        ("LOOKUP FORWARD", [-1, 1.5, 2.5, 1], [1, 2, 2, 1]),
        ("LOOKUP BACKWARD", [-1, 1.5, 2.5, 2], [1, 1, 2, 2]),
    ):
        model = model_of(points, "x = 0", f"y = {name}(look, x)", end=0)
        assert model.simulate({"x": np.array(xs, dtype=float)})["y"][0].tolist() == answers


def test_a_lookup_for_each_element() -> None:
    model = model_of("r: a, b", "f[a]((0,0),(1,2))", "f[b]((0,5),(1,7))", "y[r] = f[r](0.5)", end=0)
    assert model.simulate()["y"][0, 0].tolist() == [1, 6]


def test_trend_and_forecast_of_steady_growth() -> None:
    """fn_trend: with the right start, steady growth is known from the beginning."""
    model = model_of(
        "x = INTEG(x * 0.05, 10)",
        "growth = TREND(x, 4, 0.05)",
        "ahead = FORECAST(x, 4, 2)",
        "own = INTEG((x - own) / 4, x)",
        end=40,
        step=0.0625,
    )
    run = model.simulate()
    np.testing.assert_allclose(run["growth"][:, 0], 0.05, rtol=1e-12)
    expected = run["x"] * (1 + (run["x"] - run["own"]) / (4 * run["own"]) * 2)
    np.testing.assert_allclose(run["ahead"], expected, rtol=1e-12)


def test_sample_if_true_holds_the_last_sample() -> None:
    model = model_of("s = SAMPLE IF TRUE(MODULO(Time, 3) = 0 :AND: Time > 0, Time * 10, -5)", end=7, step=1)
    assert model.simulate()["s"][:, 0].tolist() == [-5, -5, -5, 30, 30, 30, 60, 60]


def test_a_material_delay_conserves_what_goes_through_it() -> None:
    """fn_delay_material: a falling delay adds inputs up, a rising one leaves gaps for ``missing``."""
    model = model_of(
        "lag = 4 - STEP(2, 5) + STEP(2, 12)",
        "out = DELAY MATERIAL(1, lag, 2, 0)",
        "sum out = INTEG(out, 0)",
        end=30,
        step=1,
    )
    out = model.simulate()["out"][:, 0]
    assert out[:4].tolist() == [2, 2, 2, 2]  # from the start, before the first input comes out
    assert out[4:7].tolist() == [1, 1, 1]
    assert out[7:9].tolist() == [2, 2]  # those of steps 3, 4 with lag 4 and of 5, 6 with lag 2
    assert out[9:14].tolist() == [1, 1, 1, 1, 1]
    assert out[14:16].tolist() == [0, 0]  # from step 12 on the lag is 4 again
    assert out[16:].tolist() == [1] * 15
    assert out[4:].sum() == 27  # of 31 inputs, four are still on their way


def test_material_delays_of_several_members_do_not_mix() -> None:
    model = model_of("out = DELAY MATERIAL(Time, lag, -1, 0)", "lag = 2", end=10, step=0.5)
    lags = np.arange(1, 20) * 0.5
    together = model.simulate({"lag": lags})["out"]
    for place, lag in enumerate(lags):
        np.testing.assert_array_equal(together[:, place], model.simulate({"lag": float(lag)})["out"][:, 0])


def test_active_initial_and_initial() -> None:
    model = model_of(
        "a = ACTIVE INITIAL(s * 2, 30)", "s = INTEG(1, a)", "first = INITIAL(s + 1)", end=2, step=1
    )
    run = model.simulate()
    assert run["s"][:, 0].tolist() == [30, 31, 32]
    assert run["a"][:, 0].tolist() == [60, 62, 64]
    assert run["first"][:, 0].tolist() == [31, 31, 31]


def test_subscripts_of_every_kind() -> None:
    model = model_of(
        "town: (t1-t3)",
        "sort: x, y",
        "kind <-> sort",
        "big: t2, t3",
        "n[town, sort] = 1, 2; 3, 4; 5, 6;",
        "by town[town] = SUM(n[town, sort!])",
        "all = SUM(n[town!, sort!])",
        "big ones = SUM(n[big!, x])",
        "product = PROD(by town[town!])",
        "least = VMIN(n[town!, sort!])",
        "most[sort] = VMAX(n[town!, sort])",
        "copy[kind] = n[t1, kind]",
        "count = ELMCOUNT(town)",
        "place[town] = town * 10",
        "is second[town] = IF THEN ELSE(town = t2, 1, 0)",
        "turned[sort, town] = n[town, sort]",
        end=0,
    )
    run = model.simulate()
    assert run["n"][0, 0].tolist() == [[1, 2], [3, 4], [5, 6]]
    assert run["by town"][0, 0].tolist() == [3, 7, 11]
    assert [run[name][0, 0] for name in ("all", "big ones", "product", "least", "count")] == [
        21,
        8,
        231,
        1,
        3,
    ]
    assert run["most"][0, 0].tolist() == [5, 6]
    assert run["copy"][0, 0].tolist() == [1, 2]
    assert run["place"][0, 0].tolist() == [10, 20, 30]
    assert run["is second"][0, 0].tolist() == [0, 1, 0]
    assert run["turned"][0, 0].tolist() == [[1, 3, 5], [2, 4, 6]]
    assert model.variables["n"].dimensions == ("town", "sort")


def test_except_leaves_elements_to_other_equations() -> None:
    """Vensim: exceptionequations."""
    model = model_of(
        "r: a, b, c",
        "q: k, l",
        "x[r] :EXCEPT: [b] = 1",
        "x[b] = 5",
        "z[r, q] :EXCEPT: [a, k], [c, l] = 0",
        "z[a, k] = 7",
        "z[c, l] = 8",
        end=0,
    )
    run = model.simulate()
    assert run["x"][0, 0].tolist() == [1, 5, 1]
    assert run["z"][0, 0].tolist() == [[7, 0], [0, 0], [0, 8]]


def test_a_mapped_range_denotes_its_counterpart() -> None:
    """ref_subscript_mapping: in order, in another order, and several to one."""
    model = model_of(
        "worker: wa, wb, wc -> product",
        "product: pa, pb, pc",
        "shift: early, late -> (day: d2, d1)",
        "day: d1, d2",
        "half: h1, h2 -> (place: front, back)",
        "place: p1, p2, p3, p4",
        "front: p1, p3",
        "back: p2, p4",
        "skill[worker] = 1, 2, 3",
        "quality[product] = skill[worker] * 10",
        "pay[shift] = 5, 6",
        "cost[day] = pay[shift]",
        "level[half] = 8, 9",
        "height[place] = level[half]",
        end=0,
    )
    run = model.simulate()
    assert run["quality"][0, 0].tolist() == [10, 20, 30]
    assert run["cost"][0, 0].tolist() == [6, 5]
    assert run["height"][0, 0].tolist() == [8, 9, 8, 9]


def test_an_ageing_chain_over_mapped_subranges() -> None:
    """22250: element by element there is no loop."""
    model = model_of(
        "age: baby, young, mid, old",
        "older: young, mid, old -> younger",
        "younger: baby, young, mid",
        "flexibility[older] = before[older] * 0.7",
        "flexibility[baby] = 1",
        "before[older] = flexibility[younger]",
        end=0,
    )
    assert model.simulate()["flexibility"][0, 0].tolist() == pytest.approx([1, 0.7, 0.49, 0.343])


def test_macros_keep_their_variables_apart() -> None:
    text = (
        ":MACRO: ADJUST(goal, delay)\n"
        "ADJUST = INTEG(gap / delay, start) ~~|\n"
        "gap = goal - ADJUST ~~|\n"
        "start = goal / 2 + Time$ * 0 ~~|\n"
        ":END OF MACRO:\n"
        ":MACRO: TWICE(x)\nTWICE = 2 * ADJUST(x, 3) ~~|\n:END OF MACRO:\n"
        "r: a, b ~~|\n"
        "aim[r] = 10, 20 ~~|\n"
        "y[r] = ADJUST(aim[r], 2) + ADJUST(1, 5) ~~|\n"
        "z = TWICE(6) ~~|\n"
        "gap = 99"
    )
    run = model_of(text, end=8, step=1).simulate()
    steps = np.arange(9)
    for place, aim in enumerate((10, 20)):
        expected = aim - aim / 2 * 0.5**steps + 1 - 0.5 * 0.8**steps
        np.testing.assert_allclose(run["y"][:, 0, place], expected, rtol=1e-13)
    np.testing.assert_allclose(run["z"][:, 0], 2 * (6 - 3 * (2 / 3) ** steps), rtol=1e-13)
    assert run["gap"][0, 0] == 99


def test_a_tabbed_array() -> None:
    model = model_of("r: a, b", "q: k, l", "x[r, q] = TABBED ARRAY(1 2\n3 4)", end=0)
    assert model.simulate()["x"][0, 0].tolist() == [[1, 2], [3, 4]]
