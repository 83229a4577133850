"""Sums, skill, the histogram and the order of predictions by hand."""

from __future__ import annotations

import math

import pytest

from sim.analysis.calibration.observations import Point
from sim.analysis.record.record import Prediction, Record, sum_up
from sim.registry.observations import Observation
from sim.registry.periods import Period


def prediction(
    value: float,
    score: float = 1.0,
    naive: tuple[float | None, ...] = (None, None, None),
    *,
    percentile: float = 0.5,
    bound: str = "",
    use: str = "",
    error: float = 1.0,
    origin: int = 2021,
) -> Prediction:
    seen = Observation(
        period=Period(2022), value=value, grade="A", source="s1", use=use, indicator="gross_output",
        variable="", measure="flow", bound=bound, unit="亿元", price_basis="current", line=2,
    )  # fmt: skip
    crps = math.nan if bound else score
    return Prediction(origin, Point(seen, error, 0), (1.0, 2.0, 3.0, 4.0, 5.0), percentile, crps, naive)


def test_ends_of_a_band_lie_within_it() -> None:
    assert prediction(4.0).is_within_50
    assert not prediction(4.1).is_within_50
    assert prediction(5.0).is_within_90
    assert not prediction(0.9).is_within_90


def test_a_limit_has_a_right_side_and_no_score() -> None:
    sides = [prediction(2.0, percentile=0.25, bound=bound).right_side for bound in ("", ">", "<")]
    assert sides == [None, 0.75, 0.25]
    whole = sum_up([prediction(2.0, percentile=0.25, bound=">"), prediction(3.0)], None)
    assert (whole.count, whole.limits, whole.right_side, whole.score) == (1, 1, 0.75, 1.0)


def test_figures_that_constants_were_set_with_are_left_out_of_sums() -> None:
    rows = [prediction(3.0), prediction(9.0), prediction(3.0, use="setting"), prediction(1.5)]
    whole = sum_up(rows, None)
    assert (whole.count, whole.within_50, whole.within_90) == (3, 1, 2)
    record = Record("trend", 64, 7, (2021,), tuple(rows), "")
    assert record.set_by == 1
    assert repr(record) == (
        "<Record of trend: 3 predictions, 1 within the band of 50%, 2 within that of 90%>"
    )


def test_skill_compares_with_a_rule_where_it_says_something() -> None:
    rows = [
        prediction(10.0, 2.0, (14.0, None, 10.0), error=2.0),  # in errors: 1 beside 2 and 0
        prediction(20.0, 3.0, (19.0, None, None), error=1.0),  # 3 beside 1
    ]
    last, growth, plan = sum_up(rows, 2021).skills
    assert (last.count, last.better, last.skill) == (2, 1, pytest.approx(1 - 4 / 3))
    assert (growth.count, growth.better, growth.skill) == (0, 0, None)
    assert (plan.count, plan.better, plan.skill) == (1, 0, None)  # the rule was perfect: no ratio


def test_the_histogram_counts_tenths_and_leaves_limits_out() -> None:
    shares = (0.0, 0.05, 0.1, 0.55, 1.0)
    rows = [prediction(3.0, percentile=share) for share in shares]
    rows += [prediction(3.0, percentile=0.3, bound=">"), prediction(3.0, percentile=0.3, use="setting")]
    assert Record("trend", 64, 7, (2021,), tuple(rows), "").histogram() == [2, 1, 0, 0, 0, 1, 0, 0, 0, 1]


def test_the_worst_come_first_in_errors_of_the_figure() -> None:
    rows = (
        prediction(1.0, 9.0, use="setting"),
        prediction(2.0, 5.0, error=10.0),
        prediction(3.0, percentile=0.9, bound=">"),
        prediction(4.0, 1.0),
        prediction(5.0, percentile=0.2, bound=">"),
    )
    found = Record("trend", 64, 7, (2021,), rows, "")
    assert [one.point.seen.value for one in found.worst_first] == [4.0, 2.0, 3.0, 5.0, 1.0]
    assert found.to_frame()["observed"].tolist() == [4.0, 2.0, 3.0, 5.0, 1.0]


def test_each_origin_is_summed_and_then_all() -> None:
    rows = (prediction(3.0, 1.0, origin=2021), prediction(3.0, 3.0, origin=2023))
    sums = Record("trend", 64, 7, (2021, 2022, 2023), rows, "").sums()
    assert [(one.origin, one.count, one.score) for one in sums] == [
        (2021, 1, 1.0),
        (2023, 1, 3.0),
        (None, 2, 2.0),
    ]


def test_no_prediction_is_a_valid_record() -> None:
    (whole,) = Record("trend", 64, 7, (2021,), (), "").sums()
    assert (whole.count, whole.score, whole.right_side) == (0, None, None)
