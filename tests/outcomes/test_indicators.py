"""The indicators of the small model, whose every figure is worked out by hand.

Investment is 100 a year and the step a year, so that capital at the end of year Y is
1000 + 100 (Y - 2019) and output in year Y is five times the capital at the end of Y - 1.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from sim.errors import SimError
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.run.single import run_scenario
from sim.scenario.load import load_scenario


@pytest.fixture(scope="module")
def trend(small_home: Path) -> IndicatorTable:
    return indicators(run_scenario("trend", home=small_home))


def test_the_table_has_all_indicators_from_2020_on(trend: IndicatorTable) -> None:
    assert trend.scenario == "trend"
    assert len(trend.model_hash) == 64
    assert trend.years.tolist() == list(range(2020, 2036))
    assert len(trend.rows) == 10


def test_a_flow_is_the_integral_over_the_year(trend: IndicatorTable) -> None:
    row = trend.rows["gross_output"]
    assert row.series is not None
    assert_allclose(row.series[:, 0], [5000 + 500 * (year - 2020) for year in trend.years])
    assert row.assessed(2025) == [7500]
    assert row.met(2025) == [True]
    assert row.assessed(2035) == [12500]
    assert row.met(2035) == [False]
    assert row.target_years == (2025, 2035)


def test_a_growth_starts_a_year_after_the_first_and_is_assessed_as_average(
    trend: IndicatorTable,
) -> None:
    row = trend.rows["output_growth"]
    assert row.series is not None
    assert np.isnan(row.series[0, 0])
    assert_allclose(row.series[1:3, 0], [10, 100 / 11])
    assert row.assessed(2025) == [8.4]  # 1.5^(1/5) = 1.08447
    assert row.met(2025) == [False]


def test_a_five_year_sum(trend: IndicatorTable) -> None:
    row = trend.rows["investment_sum"]
    assert row.value(2025) == [100]
    assert row.assessed(2025) == [500]
    assert row.met(2025) == [True]


def test_a_stock_is_the_value_at_the_end_of_the_year(trend: IndicatorTable) -> None:
    row = trend.rows["resident_population"]
    assert row.value(2020) == [23]
    assert row.assessed(2025) == [28]
    assert row.met(2025) == [False]


def test_a_ratio_and_its_reduction(trend: IndicatorTable) -> None:
    ratio, reduction = trend.rows["energy_intensity"], trend.rows["energy_intensity_reduction"]
    assert_allclose(ratio.value(2020), [0.2])
    assert ratio.assessed(2025) == [0.133]
    assert ratio.met(2025) is None
    assert reduction.value(2020) == [0]
    assert reduction.assessed(2025) == [33.3]
    assert reduction.met(2025) == [True]


def test_targets_set_by_a_lever_are_never_met(trend: IndicatorTable) -> None:
    row = trend.rows["clean_share"]
    assert row.entry.kind == "causal"
    assert row.kind == "set_by_scenario"
    assert row.assessed(2025) == [20]
    assert row.met(2025) is None


def test_an_element_of_a_subscripted_variable_that_is_a_scenario_input(
    trend: IndicatorTable,
) -> None:
    row = trend.rows["demand_for_health"]
    assert row.kind == "scenario_input"
    assert row.value(2025) == [20]
    assert row.met(2025) is None


def test_indicators_that_are_not_modelled_have_no_figure(trend: IndicatorTable) -> None:
    row = trend.rows["satisfaction"]
    assert row.series is None
    assert (row.value(2025), row.figure(2025), row.assessed(2025), row.met(2025)) == (None,) * 4


def test_years_after_the_last_are_left_out(small_home: Path) -> None:
    table = indicators(run_scenario("trend", home=small_home), until=2025)
    assert table.years[-1] == 2025
    assert table.rows["gross_output"].target_years == (2025,)
    assert table.rows["share_of_city"].target_years == (2025,)
    assert table.rows["gross_output"].value(2030) is None


def test_a_target_changes_no_simulated_bit(own_home: Path) -> None:
    before = indicators(run_scenario("plan", home=own_home))
    path = own_home / "model" / "plans" / "small.yaml"
    text = path.read_text("utf-8").replace("2025: 7500", "2025: 9000")
    path.write_text(text.replace("2035: 15270", "2035: 18324"), encoding="utf-8")
    after = indicators(run_scenario("plan", home=own_home))
    assert after.rows["gross_output"].planned.values == {2025: 9000, 2035: 18324}
    for row in before:
        other = after.rows[row.id].series
        assert (row.series is None and other is None) or np.array_equal(row.series, other, equal_nan=True)


def test_an_indicator_is_found_by_its_id(trend: IndicatorTable) -> None:
    assert trend["gross_output"] is trend.rows["gross_output"]
    assert "gross_output" in trend
    with pytest.raises(SimError, match=r'no indicator "gros_output". Nearest: "gross_output"'):
        trend["gros_output"]


def test_the_table_as_a_frame(trend: IndicatorTable) -> None:
    frame = trend.to_frame(language="en")
    assert frame.index.tolist() == list(trend.rows)
    assert frame.loc["gross_output", ["unit", "kind", 2025]].tolist() == ["100M CNY", "causal", 7500.0]
    assert frame.loc["satisfaction", 2020:].isna().all()
    with pytest.raises(SimError, match="no member 1; there are 0 to 0"):
        trend.to_frame(1)


def test_the_table_with_its_axes(trend: IndicatorTable) -> None:
    data = trend.to_xarray()
    assert data["gross_output"].sel(year=2025, member=0) == 7500
    assert data["gross_output"].attrs["units"] == "100M CNY"
    assert "satisfaction" not in data


def test_a_table_shows_its_content(trend: IndicatorTable) -> None:
    assert repr(trend) == (
        "<IndicatorTable of trend: 10 indicators (gross_output, output_growth, investment_sum, …), "
        "8 of them modelled, 2020 to 2035>"
    )
    assert "<th>gross_output</th>" in trend._repr_html_()


@pytest.mark.parametrize("until", [2025, 2025.0, np.int32(2025)])
def test_the_last_year_may_be_any_whole_number(small_home: Path, until: int) -> None:
    table = indicators(run_scenario("trend", home=small_home), until)
    assert table.years[-1] == 2025


def test_a_year_that_is_not_a_whole_number_is_refused(small_home: Path) -> None:
    with pytest.raises(SimError, match=r"2025\.5 is not a whole number"):
        indicators(run_scenario("trend", home=small_home), 2025.5)  # type: ignore[arg-type]


def test_a_scenario_is_run_as_it_is(small_home: Path) -> None:
    table = indicators(load_scenario("plan", small_home))
    assert table.scenario == "plan"
    assert table["gross_output"].value(2025) == [8100]
