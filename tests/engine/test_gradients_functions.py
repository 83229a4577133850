"""Derivatives of every function of the language against central differences."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.language.states import STATES
from sim.engine.language.translate import supported_functions
from sim.engine.machine.methods import METHODS
from sim.engine.model import Model
from sim.errors import SimError
from tests.engine.build import model_of
from tests.engine.differences import central

_POINTS = "(0, 1), (1, 3), (1.4, 4.5), (2, 2), (9, 5)"
_TABLE = f"f({_POINTS})"
_RISING = "f((0, 1), (1, 3), (2, 8))"
_ROW = ("e: a, b, c", "v[a] = p", "v[b] = z * 2", "v[c] = 3 - p")
_MATRIX = (
    "k: k1, k2", "j: j1, j2 -> k", "w[k1, j1] = p", "w[k1, j2] = 1", "w[k2, j1] = z", "w[k2, j2] = 4",
    "u[k, j] = INVERT MATRIX(w[k, j], 2)",
)  # fmt: skip

# The equation of y, after what it needs; z moves with the constant p and with the time.
SMOOTH: dict[str, tuple[str, ...]] = {
    "abs": ("ABS(p - 2 * z)",),
    "arccos": ("ARCCOS(z / 3)",),
    "arcsin": ("ARCSIN(z / 3)",),
    "arctan": ("ARCTAN(z)",),
    "cos": ("COS(z)",),
    "cosh": ("COSH(z)",),
    "delay conveyor": ("g((0,1),(1,1))", "DELAY CONVEYOR(z * z, 3 * TIME STEP, p / 9, g, p, 3 * TIME STEP)"),
    "delay fixed": ("DELAY FIXED(z * z, 0.5, p)",),
    "delay information": ("DELAY INFORMATION(z * z, 0.5 + 0.01 * p, p)",),
    "delay material": ("DELAY MATERIAL(z * z, 0.5 + 0.01 * p, p, p * p)",),
    "delay n": ("DELAY N(z * z, p, p, 3)",),
    "delay1": ("DELAY1(z * z, p)",),
    "delay1i": ("DELAY1I(z * z, p, z)",),
    "delay3": ("DELAY3(z * z, p)",),
    "delay3i": ("DELAY3I(z * z, p, z)",),
    "delayp": ("out = DELAYP(z * z, p: under way)", "out + under way"),
    "depreciate straightline": ("DEPRECIATE STRAIGHTLINE(z * z, 3 * TIME STEP, TIME STEP, p)",),
    "elmcount": ("e: a, b, c", "ELMCOUNT(e) * p"),
    "exp": ("EXP(z)",),
    "forecast": ("FORECAST(z * z, 2 * p, z)",),
    "game": ("GAME(z * z)",),
    "gamma ln": ("GAMMA LN(z / 20)",),
    "if then else": ("IF THEN ELSE(Time < 1.5 + p * 0.01, z * z, p * z)",),
    "initial": ("INITIAL(z * z) * z",),
    "integer": ("INTEGER(z * 3) * z",),
    "integ": ("INTEG(z * z, p)",),
    "invert matrix": (*_MATRIX, "u[k1, j1] + 2 * u[k1, j2] + 3 * u[k2, j1] + 4 * u[k2, j2]"),
    "ln": ("LN(z)",),
    "log": ("LOG(z, 1 + p)",),
    "lookup area": (_TABLE, "LOOKUP AREA(f, 0.3 * p, 20 * z - 21)"),
    "lookup backward": (_TABLE, "LOOKUP BACKWARD(f, z) * p"),
    "lookup extrapolate": (_TABLE, "LOOKUP EXTRAPOLATE(f, 20 * z - 21)"),
    "lookup forward": (_TABLE, "LOOKUP FORWARD(f, z) * p"),
    "lookup invert": (_RISING, "LOOKUP INVERT(f, 3 * z)"),
    "max": ("MAX(z, 2 * p - 1)",),
    "min": ("MIN(z, 2 * p - 1)",),
    "modulo": ("MODULO(7.3 * z, p)",),
    "npv": ("NPV(z, p / 9, p, z)",),
    "npve": ("NPVE(z, p / 9, p, z)",),
    "power": ("POWER(z, p)",),
    "prod": (*_ROW, "PROD(v[e!])"),
    "pulse": ("PULSE(1, 1.06) * z",),
    "pulse train": ("PULSE TRAIN(0.5, 0.3, 1, 3) * z",),
    "quantum": ("QUANTUM(z, 0.3) * z",),
    "ramp": ("RAMP(p, 1.03, 3.07 + p / 50)",),
    "reinitial": ("REINITIAL(z) * z",),
    "sample if true": ("SAMPLE IF TRUE(MODULO(Time, 1) < 0.5, z * z, p)",),
    "sin": ("SIN(z)",),
    "sinteg": ("SINTEG(3 * COS(3 * z), p, 1.1, :NA:, :NA:, :NA:, :NA:)",),
    "sinh": ("SINH(z)",),
    "smooth": ("SMOOTH(z * z, p)",),
    "smooth n": ("SMOOTH N(z * z, p, z, 3)",),
    "smooth3": ("SMOOTH3(z * z, p)",),
    "smooth3i": ("SMOOTH3I(z * z, p, z)",),
    "smoothi": ("SMOOTHI(z * z, p, z)",),
    "sqrt": ("SQRT(z)",),
    "step": ("STEP(p, 1.06) * z",),
    "sum": (*_ROW, "SUM(v[e!])"),
    "tan": ("TAN(z / 3)",),
    "tanh": ("TANH(z * 9)",),
    "time base": ("TIME BASE(p, z)",),
    "trend": ("TREND(z * z, p, p / 9)",),
    "vector elm map": (*_ROW, "VECTOR ELM MAP(v[a], 3 * z - 4.1)"),
    "vector lookup": (*_ROW, "VECTOR LOOKUP(v[a], z, 0, 3, 0)"),
    "vector rank": (*_ROW, "r[e] = VECTOR RANK(v[e], 1)", "SUM(r[e!]) * p + r[a] * z"),
    "vector reorder": (
        *_ROW,
        "r[e] = VECTOR SORT ORDER(v[e], 1)",
        "o[e] = VECTOR REORDER(v[e], r[e])",
        "o[a] * 2 + o[c]",
    ),
    "vector select": (*_ROW, "one[e] = 1, 1, 0", "VECTOR SELECT(one[e!], v[e!], 0, 0, 0)"),
    "vector sort order": (*_ROW, "r[e] = VECTOR SORT ORDER(v[e], 1)", "(r[a] + 2 * r[c] + 1) * z"),
    "vmax": (*_ROW, "VMAX(v[e!])"),
    "vmin": (*_ROW, "VMIN(v[e!])"),
    "with lookup": (f"WITH LOOKUP(z, ({_POINTS}))",),
    "xidz": ("XIDZ(p, z, p)",),
    "zidz": ("ZIDZ(p, z)",),
    "random 0 1": ("RANDOM 0 1() * z",),
    "random beta": ("RANDOM BETA(0, 1, 1 + p, 2, 0, 1, 3)",),
    "random binomial": ("RANDOM BINOMIAL(-99, 99, 0.4, 6, p, z, 3)",),
    "random exponential": ("RANDOM EXPONENTIAL(0, 9, 0, z, 3)",),
    "random gamma": ("RANDOM GAMMA(0, 99, 1 + p, 0, z, 3)",),
    "random negative binomial": ("RANDOM NEGATIVE BINOMIAL(-99, 99, 0.4, 6, p, z, 3)",),
    "random normal": ("RANDOM NORMAL(-99, 99, p, z, 3)",),
    "random pink noise": ("RANDOM PINK NOISE(z, p, 2, 3)",),
    "random poisson": ("RANDOM POISSON(-99, 99, 4, p, z, 3)",),
    "random triangular": ("RANDOM TRIANGULAR(0, 9, 0, z, 5, 3)",),
    "random uniform": ("RANDOM UNIFORM(p, 3 * z, 3)",),
    "random weibull": ("RANDOM WEIBULL(0, 99, 1 + p, 0, z, 3)",),
}
_CURVES = (
    "e: a, b, c", "q: ptype, ppriority, pwidth, pextra", "v[e] = z",
    "pr[e, q] = 1, 2, 3, 0; 1, 2, 3, 0; 1, 2, 3, 0;",
)  # fmt: skip
REFUSED = {
    "allocate available": (*_CURVES, "al[e] = ALLOCATE AVAILABLE(v[e], pr[e, ptype], 3)", "al[a]"),
    "demand at price": (*_CURVES, "DEMAND AT PRICE(v[a], pr[a, ptype], 2)"),
    "find market price": (*_CURVES, "FIND MARKET PRICE(v[a], pr[a, ptype], v[a], pr[a, ptype])"),
    "supply at price": (*_CURVES, "SUPPLY AT PRICE(v[a], pr[a, ptype], 2)"),
    "allocate by priority": (
        *_ROW, "al[e] = ALLOCATE BY PRIORITY(v[e], v[e], 3, 1, 2)", "al[a]",
    ),
    "random poisson": ("RANDOM POISSON(0, 99, 4 * p, 0, 1, 3)",),
}  # fmt: skip
OF_DATA_ALONE = {
    *(name for name in supported_functions() if name.startswith("get data")),
    "get time value",
    "time shift",
}


def _model(equations: tuple[str, ...]) -> Model:
    *before, last = equations
    return model_of("p = 1.3", "z = p + 0.17 * Time", *before, f"y = {last}", end=4)


def test_every_function_is_here() -> None:
    assert set(supported_functions()) == SMOOTH.keys() | OF_DATA_ALONE | REFUSED.keys()


@pytest.mark.parametrize(
    ("name", "method"),
    [
        (name, method)
        for name in SMOOTH
        for method in (METHODS if name in {*STATES, "smooth n", "if then else"} else METHODS[:1])
    ],
)
def test_a_function_has_the_derivative_of_differences(name: str, method: str) -> None:
    model = _model(SMOOTH[name])
    given = {"p": np.array([1.3, 1.21, 1.4003])}
    run = model.simulate(given, ["y"], ["y"], gradients="p", method=method)
    plain = model.simulate(given, ["y"], ["y"], method=method)
    assert run["y"].tobytes() == plain["y"].tobytes()
    own = run.gradients["p"]
    assert np.abs(own["y"]).max() > 0
    for found, integral in ((own["y"], False), (own.integral("y"), True)):
        known = central(model, given, "p", "y", step=2e-5, method=method, integral=integral)
        np.testing.assert_allclose(found, known, rtol=1e-6, atol=2e-8 * (1 + np.abs(known).max()))


@pytest.mark.parametrize("name", REFUSED)
def test_a_function_without_a_derivative_is_refused_by_name(name: str) -> None:
    model = _model(REFUSED[name])
    with pytest.raises(SimError, match=r"model\.mdl:\d+: .*不能求导"):
        model.simulate(outputs=["y"], gradients=["p"])
    assert "p" not in model.simulate(outputs=["y"]).gradients
