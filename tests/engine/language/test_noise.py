"""Random functions: the same draw in any batch, and the distribution that the reference guide names."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.engine.model import Model
from tests.engine.build import model_of

MEMBERS = 20_000
CASES = {  # vensim.com/documentation/fn_random.htm
    "RANDOM 0 1()": stats.uniform(0, 1),
    "RANDOM UNIFORM(-2, 5, 0)": stats.uniform(-2, 7),
    "RANDOM NORMAL(-100, 100, 3, 2, 0)": stats.norm(3, 2),
    "RANDOM NORMAL(2, 4, 3, 2, 9)": stats.truncnorm(-0.5, 0.5, 3, 2),
    "RANDOM EXPONENTIAL(0, 1000, 1, 2, 0)": stats.expon(1, 2),
    "RANDOM WEIBULL(0, 1000, 2, 0, 3, 0)": stats.weibull_min(2, 0, 3 / math.gamma(1.5)),
    "RANDOM TRIANGULAR(0, 100, 2, 4, 9, 0)": stats.triang(2 / 7, 2, 7),
    "RANDOM GAMMA(0, 1000, 1, 0, 1, 0)": stats.gamma(1),
    "RANDOM GAMMA(0, 1000, 4.5, 1, 2, 0)": stats.gamma(4.5, 1, 2),
    "RANDOM BETA(0, 1, 0.4, 5, 0, 1, 0)": stats.beta(0.4, 5),
    "RANDOM PINK NOISE(3, 2, 5, 0)": stats.norm(3, 2),
}
WHOLE = {
    "RANDOM POISSON(0, 1000, 0, 0, 1, 0)": stats.poisson(0),
    "RANDOM POISSON(0, 1000, 3.3, 0, 1, 0)": stats.poisson(3.3),
    "RANDOM POISSON(0, 1e9, 4e4, 0, 1, 0)": stats.poisson(4e4),
    "RANDOM BINOMIAL(0, 99, 0.3, 10, 0, 1, 0)": stats.binom(10, 0.3),
    "RANDOM BINOMIAL(0, 99, 1, 10, 0, 1, 0)": stats.binom(10, 1),
    "RANDOM BINOMIAL(0, 1e9, 0.97, 5000, 0, 1, 0)": stats.binom(5000, 0.97),
    "RANDOM NEGATIVE BINOMIAL(0, 1e9, 0.3, 4, 0, 1, 0)": stats.nbinom(4, 0.3, loc=4),
    "RANDOM NEGATIVE BINOMIAL(0, 1e9, 1, 4, 0, 1, 0)": stats.nbinom(4, 1, loc=4),
    "RANDOM NEGATIVE BINOMIAL(0, 1e9, 0.02, 300, 0, 1, 0)": stats.nbinom(300, 0.02, loc=300),
}


def drawn(model: Model, name: str, members: int = MEMBERS, **options: int) -> np.ndarray:
    return model.simulate({"one": np.ones(members)}, outputs=[name], **options)[name]


@pytest.mark.parametrize(("call", "distribution"), CASES.items())
def test_draws_have_the_distribution(call: str, distribution: stats.rv_continuous) -> None:
    values = drawn(model_of(f"x = {call}", "one = 1", end=1, step=1), "x")
    for row in values:
        assert stats.kstest(row, distribution.cdf).statistic < 0.015


@pytest.mark.parametrize(("call", "distribution"), WHOLE.items())
def test_whole_numbers_have_the_distribution(call: str, distribution: stats.rv_discrete) -> None:
    members = 4_000 if "e4" in call or "300" in call else MEMBERS
    (values,) = drawn(model_of(f"x = {call}", "one = 1", end=0), "x", members)
    assert (values == np.round(values)).all()
    numbers, counts = np.unique(values, return_counts=True)
    gap = np.abs(np.cumsum(counts) / members - distribution.cdf(numbers))
    assert gap.max() < 2 / math.sqrt(members)
    assert (distribution.pmf(numbers) > 0).all()


def test_more_than_can_be_added_up_has_no_value() -> None:
    model = model_of("x = RANDOM POISSON(0, 1e30, 1e12, 0, 1, 0)", end=0)
    assert model.simulate().failures[0].variable == "x"


def test_pink_noise_is_correlated_over_its_time() -> None:
    model = model_of("x = RANDOM PINK NOISE(3, 2, 5, 0)", "one = 1", end=20, step=0.5)
    values = drawn(model, "x", 5_000)
    np.testing.assert_allclose(values.std(axis=1), 2, rtol=0.05)
    for lag in (1, 10):
        found = np.corrcoef(values[0], values[lag])[0, 1]
        assert found == pytest.approx(0.9**lag, abs=0.04)


def test_draws_are_independent_over_members_times_and_calls() -> None:
    model = model_of(
        "x = RANDOM 0 1()", "y = RANDOM 0 1()", "r: a, b", "z[r] = RANDOM 0 1()", "one = 1", end=3, step=1
    )
    run = model.simulate({"one": np.ones(MEMBERS)})
    series = [*run["x"], *run["y"], *run["z"][..., 0], *run["z"][..., 1], run["x"][0, ::-1]]
    correlation = np.corrcoef(series) - np.eye(len(series))
    assert np.abs(correlation).max() < 0.03
    assert abs(np.corrcoef(run["x"][0, 1:], run["x"][0, :-1])[0, 1]) < 0.03


def test_a_member_draws_the_same_alone_in_a_batch_and_in_a_shard() -> None:
    model = model_of(
        "x = RANDOM NORMAL(-9, 9, 0, 1, 0) + RANDOM POISSON(0, 99, 4, 0, 1, 0)",
        "s = INTEG(x, x)",
        "one = 1",
        end=5,
    )
    whole = drawn(model, "s", 100)
    for member in (0, 7, 8, 63, 99):
        np.testing.assert_array_equal(drawn(model, "s", 1, first_member=member)[:, 0], whole[:, member])
    np.testing.assert_array_equal(drawn(model, "s", 40, first_member=60, threads=1), whole[:, 60:])


def test_a_draw_holds_over_the_stages_of_a_step() -> None:
    model = model_of("x = RANDOM 0 1()", "s = INTEG(x, 0)", end=4, step=0.5)
    for method in ("euler", "rk4"):
        run = model.simulate(method=method)
        np.testing.assert_allclose(np.diff(run["s"][:, 0]), 0.5 * run["x"][:-1, 0], rtol=1e-12)


def test_the_seed_of_the_model_and_that_of_a_call() -> None:
    """fn_random: a stream of 0 follows NOISE SEED, another does not."""
    model = model_of("x = RANDOM 0 1()", "y = RANDOM UNIFORM(0, 1, 5)", "noise seed = 1", end=1, step=1)
    one, two = model.simulate(), model.simulate({"noise seed": 2.0})
    assert (one["x"] != two["x"]).all()
    np.testing.assert_array_equal(one["y"], two["y"])


def test_the_number_of_the_member_is_not_a_constant_of_the_model() -> None:
    model = model_of("x = RANDOM 0 1()")
    assert not any("#" in name for name in (*model.constants, *model.variables))
