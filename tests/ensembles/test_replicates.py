"""Sampling errors: measured on replicates, told beside every share and quantile, and asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.ensembles.batch import job_of
from sim.ensembles.ensemble import run_ensemble
from sim.ensembles.plan import Plan, Request, plan_ensembles
from sim.ensembles.probability import probability
from sim.ensembles.replicates import MEMBERS, SamplingErrors, sampling_errors
from sim.errors import SimError
from sim.outcomes.share import REPLICATES, STUDENT_95, Share
from sim.sampling.request import DrawRequest

GOAL = ("gross_output", 2025)


def planned(home: Path, method: str = "sobol", members: int = 1_000, **draws: object) -> Plan:
    (plan,) = plan_ensembles(["plan"], Request(DrawRequest(members, 3, method, **draws)), home=home)
    return plan


def errors_of(plan: Plan) -> SamplingErrors | None:
    return sampling_errors(plan, job_of(plan), 1)


def test_the_error_is_that_of_independent_ensembles(small_home: Path) -> None:
    """One drawn constant: a scrambled sequence of 64 points cuts its distribution into 64 slices."""
    plan = planned(small_home)
    errors = errors_of(plan)
    assert errors is not None
    target = next(one for one in errors.shares if getattr(one, "indicator", "") == "gross_output")
    shares = errors.shares[target]
    assert shares.shape == (REPLICATES,)
    sampler = plan.sampler.replicates(REPLICATES, MEMBERS)
    assert sampler is not None
    own = [
        run_ensemble("plan", home=small_home, draws=pd.DataFrame({sampler.keys[0]: block}))
        .targets.set_index(["indicator", "year"])
        for block in sampler.block(0, 2 * MEMBERS)[0].reshape(2, MEMBERS)
    ]  # fmt: skip
    assert shares[:2].tolist() == [one.loc[(target.indicator, target.year), "met"] for one in own]
    assert np.ptp(shares) <= 1 / MEMBERS + 1e-12
    assert errors.effects[target] == 0.25  # the least that is credited


def test_replicates_differ_from_the_draws_and_from_one_another(small_home: Path) -> None:
    for method in ("sobol", "lhs"):
        sampler = planned(small_home, method, vary={"clean share": (0.1, 0.3)}).sampler
        replicates = sampler.replicates(3, 16)
        assert replicates is not None
        assert replicates.members == 48
        np.testing.assert_array_equal(replicates.block(10, 40), replicates.block(0, 48)[:, 10:40])
        values = np.concatenate([sampler.block(0, 16), replicates.block(0, 48)], axis=1)
        assert len(np.unique(values[0])) == len(np.unique(values[1])) == values.shape[1]
        assert abs(np.corrcoef(values)[0, 1]) < 0.3


def test_where_replicates_tell_nothing(small_home: Path) -> None:
    assert errors_of(planned(small_home, "mc")) is None
    assert errors_of(planned(small_home, members=31)) is None
    table = pd.DataFrame({"clean share": np.full(100, 0.2)})
    assert errors_of(planned(small_home, members=100, overlay=table)) is None


def test_errors_stand_beside_shares_and_quantiles(small_home: Path) -> None:
    made = run_ensemble("plan", 1_000, 3, home=small_home)
    errors = errors_of(planned(small_home))
    assert errors is not None
    row = made.targets.set_index(["indicator", "year"]).loc[GOAL]
    effect = next(found for one, found in errors.effects.items() if (one.indicator, one.year) == GOAL)
    share = Share(round(1_000 * row["met"]), 1_000, effect)
    assert (row["met_low"], row["met_high"]) == share.interval
    standing = probability(made, small_home)[GOAL]
    assert standing.share == share
    assert standing.share.error < Share(share.count, 1_000).error  # of as many independent draws
    quantiles = made.quantiles.set_index(["indicator", "year"]).loc[("gross_output", 2030)]
    assert quantiles["p50_margin"] == errors.margins["gross_output"][10, 2]


def test_a_margin_is_the_spread_of_the_replicates(small_home: Path) -> None:
    plan = planned(small_home)
    errors = errors_of(plan)
    assert errors is not None
    sampler = plan.sampler.replicates(REPLICATES, MEMBERS)
    assert sampler is not None
    medians = [
        run_ensemble("plan", home=small_home, draws=pd.DataFrame({sampler.keys[0]: block}))
        .fan("gross_output").loc[2030, "p50"]
        for block in sampler.block(0, sampler.members)[0].reshape(REPLICATES, MEMBERS)
    ]  # fmt: skip
    expected = STUDENT_95 * np.std(medians, ddof=1) * np.sqrt(MEMBERS / 1_000)
    np.testing.assert_allclose(errors.margins["gross_output"][10, 2], expected, rtol=1e-9)


def test_members_until_every_error_is_small(small_home: Path) -> None:
    vary = {"clean share": (0.1, 0.9), "migration": (0.5, 2.0)}
    made = run_ensemble("plan", seed=3, home=small_home, vary=vary, until_error=0.02, sampling="mc")
    members = made.manifest["members"]
    judged = made.targets.dropna(subset="met")
    error = np.maximum(judged["met"] - judged["met_low"], judged["met_high"] - judged["met"])
    assert error.max() <= 0.02
    assert members > 1_000
    assert members % 1_000 == 0
    plain = run_ensemble("plan", members, 3, home=small_home, vary=vary, sampling="mc")
    assert plain.manifest == made.manifest


@pytest.mark.parametrize(
    ("given", "english"),
    [
        ({"until_error": 0.9}, "the error is 0.9; it must be from 0.0005 to 0.5."),
        (
            {"until_error": 0.1, "members": 9},
            "the error decides on the number of members; leave out `members`.",
        ),
        (
            {"until_error": 0.1, "sampling": "lhs"},
            'with `sampling="lhs"` all members change with their number; none can be added.',
        ),
        (
            {"until_error": 0.1, "draws": pd.DataFrame({"migration": [1.0]})},
            "the error decides on the number of members; leave out `draws`.",
        ),
    ],
)
def test_an_error_that_cannot_be_asked_for(small_home: Path, given: dict[str, object], english: str) -> None:
    with pytest.raises(SimError) as caught:
        run_ensemble("plan", home=small_home, **given)
    assert [fault.en for fault in caught.value.faults] == [english]
