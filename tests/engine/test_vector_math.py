"""The engine's own exp, ln and power against 64-bit-mantissa arithmetic, over their whole ranges."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.build import evaluated, model_of

pytestmark = pytest.mark.skipif(
    np.finfo(np.longdouble).nmant < 63, reason="this machine has no longer floating-point type"
)
MEMBERS = 400_000
ULP_ALLOWED = 1.0
ULP_ALLOWED_OF_POWERS = 2.0  # a power is exp(y·ln x), of a logarithm that is rounded where y·ln x is small


def _ulps(ours: np.ndarray, exact: np.ndarray) -> float:
    """Largest distance in units in the last place of the exact value, where it is a normal double."""
    rounded = exact.astype(np.float64)
    normal = np.isfinite(rounded) & (np.abs(rounded) >= 2.0**-1022)
    assert np.array_equal(np.isfinite(ours), np.isfinite(rounded))
    distance = np.abs(ours[normal].astype(np.longdouble) - exact[normal])
    return float((distance / np.spacing(np.abs(rounded[normal]))).max())


@pytest.mark.parametrize(("low", "high"), [(-1, 1), (-745, 709.7), (-1e-8, 1e-8), (-40, 40)])
def test_exp_is_within_one_ulp(low: float, high: float) -> None:
    x = np.random.default_rng(1).uniform(low, high, MEMBERS)
    assert _ulps(evaluated("EXP(x)", x=x), np.exp(x.astype(np.longdouble))) < ULP_ALLOWED


@pytest.mark.parametrize(("low", "high"), [(-1074, 1023), (-1, 1), (-0.001, 0.001), (-30, 30)])
def test_ln_is_within_one_ulp(low: float, high: float) -> None:
    x = 2.0 ** np.random.default_rng(2).uniform(low, high, MEMBERS)
    assert _ulps(evaluated("LN(x)", x=x), np.log(x.astype(np.longdouble))) < ULP_ALLOWED


@pytest.mark.parametrize(
    ("low", "high", "most"), [(-2, 2, 3), (-1000, 1000, 1), (-1, 1, 700), (-0.01, 0.01, 60_000)]
)
def test_power_is_within_two_ulps(low: float, high: float, most: float) -> None:
    random = np.random.default_rng(3)
    x, y = 2.0 ** random.uniform(low, high, MEMBERS), random.uniform(-most, most, MEMBERS)
    exact = x.astype(np.longdouble) ** y.astype(np.longdouble)
    assert _ulps(evaluated("x ^ y", x=x, y=y), exact) < ULP_ALLOWED_OF_POWERS


def test_known_values_are_exact() -> None:
    assert evaluated("EXP(x)", x=np.array([0.0, -0.0])).tolist() == [1.0, 1.0]
    assert evaluated("LN(x)", x=np.array([1.0])).tolist() == [0.0]
    x = np.array([2.0, 10.0, -3.0, -2.0, 0.0, 7.0, 0.0, 9.0])
    y = np.array([10.0, 15.0, 3.0, -2.0, 2.0, 0.0, 0.0, 0.5])
    exact = [1024.0, 1e15, -27.0, 0.25, 0.0, 1.0, 1.0, 3.0]
    assert evaluated("x ^ y", x=x, y=y).tolist() == exact


def test_beyond_the_range_of_doubles() -> None:
    assert evaluated("MIN(1, 1 / EXP(x))", x=np.array([710.0, 1e300])).tolist() == [0.0, 0.0]
    assert evaluated("EXP(x)", x=np.array([-746.0, -1e300])).tolist() == [0.0, 0.0]
    assert np.isnan(evaluated("LN(x)", x=np.array([-1.0]))).all()
    assert np.isneginf(evaluated("LN(x)", x=np.array([0.0]))).all()
    assert np.isnan(evaluated("x ^ 0.5", x=np.array([-1.0]))).all()
    assert np.isposinf(evaluated("x ^ -1", x=np.array([0.0]))).all()


def test_division_by_what_is_fixed_is_rounded_as_a_division() -> None:
    """By a literal, a power of two too, and by what a run keeps; what is infinite stays so."""
    random = np.random.default_rng(4)
    numerator, divisor = 2.0 ** random.uniform(-200, 200, (2, MEMBERS))
    numerator[:1000] = divisor[:1000] * random.integers(1, 1000, 1000)  # exact quotients among them
    model = model_of(
        "quotient = (level * 1) / divisor", "level = INTEG(0, start)", "start = 1", "divisor = 1", end=0
    )
    run = model.simulate({"start": numerator, "divisor": divisor}, outputs=["quotient"])
    assert np.array_equal(run["quotient"][0], numerator / divisor)
    for divided in (4.0, -0.5, 3.0, 2.0**-1022, 2.0**1023, 5e-324):
        found = evaluated(f"MAX(-1e308, MIN(1e308, x / {divided!r}))", x=numerator)
        with np.errstate(over="ignore"):
            assert found.tobytes() == np.clip(numerator / divided, -1e308, 1e308).tobytes()
    endless = evaluated("MIN(1, (1 / x) / 3 / (1 + 0 * x))", x=np.array([5e-324, -5e-324]))
    assert endless.tolist() == [1.0, -np.inf]


@pytest.mark.parametrize("equation", ["EXP(x)", "LN(x)", "x ^ 1.7", "x ^ -3"])
@pytest.mark.parametrize("odd", [0.0, -0.0, -1.5, 1e-310, 1e308, -1e308])
def test_a_neighbour_out_of_the_ordinary_changes_no_bit(equation: str, odd: float) -> None:
    """Where all lanes are ordinary a short way is taken, which must give the bits of the long one."""
    x = 2.0 ** np.random.default_rng(5).uniform(-9, 9, 8 * 512)
    beside = x.copy()
    beside[::8] = odd
    finite = f"MAX(-1e300, MIN(1e300, {equation}))"  # members that break are not what is tested here
    alone, together = evaluated(finite, x=x), evaluated(finite, x=beside)
    ordinary = np.arange(len(x)) % 8 != 0
    assert alone[ordinary].tobytes() == together[ordinary].tobytes()


def test_powers_of_one_base_are_those_of_bases_of_their_own() -> None:
    """The logarithm of a base is shared; of e^z it is z, which is within its rounding."""
    random = np.random.default_rng(6)
    x, z = 2.0 ** random.uniform(-9, 9, MEMBERS), random.uniform(-3, 3, MEMBERS)
    together = model_of("a = x ^ 0.3", "b = x ^ 1.9", "out = a + b", "x = 1", end=0)
    run = together.simulate({"x": x}, outputs=["a", "b"])
    for name, power in (("a", 0.3), ("b", 1.9)):
        assert run[name][0].tobytes() == evaluated(f"x ^ {power}", x=x).tobytes()
    exact = np.exp(np.longdouble(0.7) * z.astype(np.longdouble))
    np.testing.assert_allclose(evaluated("EXP(x) ^ 0.7", x=z), exact.astype(np.float64), rtol=1e-15)


def test_what_members_share_gives_the_bits_of_what_they_each_have() -> None:
    model = model_of("out = level / c + b * EXP(c)", "level = INTEG(b / c, c)", "b = 0.3", "c = 0.7", end=9)
    shared = model.simulate({"b": 0.3, "c": 0.7})
    each = model.simulate({"b": np.full(11, 0.3), "c": np.full(11, 0.7)})
    mixed = model.simulate({"b": 0.3, "c": np.full(11, 0.7)})
    for run in (each, mixed):
        np.testing.assert_array_equal(run["out"], np.repeat(shared["out"], 11, axis=1))
