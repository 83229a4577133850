"""The sentences that head charts, in both languages and for every kind of indicator."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.ensembles.result import Ensemble
from sim.errors import SimError
from sim.report.charts.content import result_content
from sim.report.charts.finding import finding
from sim.report.charts.legend import subtitle
from sim.report.charts.result import result_of
from sim.report.charts.verdict import distance
from sim.report.words.amounts import percentage
from sim.report.words.periods import SOURCE_DATE
from sim.run.single import ScenarioRun, run_scenario
from tests.report.briefing_home import YEARS, ensemble_of, fan_around


@pytest.fixture(scope="module")
def trend(small_home: Path) -> ScenarioRun:
    return run_scenario("trend", home=small_home)


CASES = [
    (
        "gross_output", 2025,
        "工业总产值 2025 年推演为 7,500 亿元，恰好达到目标",
        "Gross industrial output: CNY 750 bn simulated for 2025, exactly the target",
    ),
    (
        "gross_output", 2035,
        "工业总产值 2035 年预计 12,500 亿元，距 15,270 亿元远景目标差 18.1%",
        "Gross industrial output: CNY 1,250 bn projected for 2035, 18.1% short of the vision of CNY 1,527 bn",
    ),
    (
        "gross_output", 2030,
        "工业总产值 2030 年预计 10,000 亿元，距 2035 年 15,270 亿元远景目标还差 34.5%",
        "Gross industrial output: CNY 1,000 bn projected for 2030, "
        "34.5% from the 2035 vision of CNY 1,527 bn",
    ),
    (
        "output_growth", 2025,
        "工业总产值增长率 2021–2025 年平均推演为 8.4%，距 8.5%目标差 0.1 个百分点",
        "Growth of gross industrial output: 8.4% simulated on average over 2021–2025, "
        "0.1 percentage points short of the target of 8.5%",
    ),
    (
        "output_growth", 2035,
        "工业总产值增长率 2021–2035 年平均预计 6.3%",
        "Growth of gross industrial output: 6.3% projected on average over 2021–2035",
    ),
    (
        "investment_sum", 2025,
        "累计固定资产投资总额 2021–2025 年推演为 500 亿元，恰好达到目标",
        "Cumulative fixed-asset investment: CNY 50.0 bn simulated over 2021–2025, exactly the target",
    ),
    (
        "investment_sum", 2022,
        "累计固定资产投资总额：2022 年无可比数值",
        "Cumulative fixed-asset investment: no figure for 2022",
    ),
    (
        "resident_population", 2025,
        "常住人口规模 2025 年推演为 28 万人，距 30 万人目标差 6.7%",
        "Resident population: 280,000 people simulated for 2025, 6.7% short of the target of 300,000 people",
    ),
    (
        "resident_population", 2035,
        "常住人口规模 2035 年预计 38 万人，不低于 2025 年 30 万人的目标",
        "Resident population: 380,000 people projected for 2035, "
        "at or above the 2025 target of 300,000 people",
    ),
    (
        "energy_intensity_reduction", 2025,
        "单位产值能源消耗降低 2025 年推演为 33.3%，超出 14.5%参照目标 18.8 个百分点",
        "Reduction of energy use per output: 33.3% simulated for 2025, "
        "18.8 percentage points above the stand-in target of 14.5%",
    ),
    (
        "energy_intensity", 2035,
        "单位产值能耗 2035 年预计 0.080 万吨标准煤/亿元，比 2020 年下降 60.0%",
        "Energy use per output: 0.080 tce per CNY 10,000 projected for 2035, 60.0% less than in 2020",
    ),
    (
        "clean_share", 2035,
        "清洁能源占比 2035 年设为 20%",
        "Clean share: 20% for 2035, set by the scenario",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "year", "zh", "en"), CASES)
def test_findings_of_a_single_run(trend: ScenarioRun, indicator: str, year: int, zh: str, en: str) -> None:
    shown = result_of(trend, indicator, None, year)
    assert finding(shown, "zh") == zh
    assert finding(shown, "en") == en


def test_without_a_year_the_finding_is_on_the_last_horizon(trend: ScenarioRun) -> None:
    assert result_of(trend, "gross_output").focus == 2035


def test_a_year_that_the_model_does_not_reach(trend: ScenarioRun) -> None:
    with pytest.raises(SimError) as caught:
        result_of(trend, "gross_output", None, 2051)
    assert str(caught.value).splitlines()[0].startswith("year=2051: 2051 年超出 2021–")


def test_what_is_to_come_depends_on_the_day(trend: ScenarioRun, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = result_of(trend, "resident_population", None, 2025)
    monkeypatch.setenv(SOURCE_DATE, "1577836800")  # 1 January 2020
    assert finding(shown, "zh") == "常住人口规模 2025 年预计 28 万人，距 30 万人目标差 6.7%"


def test_a_published_figure_is_held_against_the_target(own_home: Path) -> None:
    (own_home / "model" / "observations.csv").write_text(
        "indicator,year,value,grade,source,use\ngross_output,2025,6900,A,s1,\n", "utf-8"
    )
    shown = result_of(run_scenario("trend", home=own_home), "gross_output", None, 2025)
    assert finding(shown, "zh") == "工业总产值 2025 年公布为 6,900 亿元，距 7,500 亿元目标差 8.0%"
    assert finding(shown, "en") == (
        "Gross industrial output: CNY 690 bn as published for 2025, 8.0% short of the target of CNY 750 bn"
    )


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (29.6, "29.6 万人，按公布位数计为 30 万人，恰好达到目标", "296,000 people simulated for 2025, "
         "which counts as 300,000 people, exactly the target"),
        (30.2, "30 万人，恰好达到目标", "300,000 people simulated for 2025, exactly the target"),
        (33.0, "33 万人，超出 30 万人目标 10.0%", "330,000 people simulated for 2025, "
         "10.0% above the target of 300,000 people"),
    ],
)  # fmt: skip
def test_rounding_that_decides_is_told(trend: ScenarioRun, value: float, zh: str, en: str) -> None:
    shown = result_of(trend, "resident_population", None, 2025)
    row = replace(shown.row, series=np.full_like(shown.row.series, value))
    assert finding(replace(shown, row=row), "zh") == f"常住人口规模 2025 年推演为 {zh}"
    assert finding(replace(shown, row=row), "en") == f"Resident population: {en}"


@pytest.fixture
def drawn(trend: ScenarioRun) -> Ensemble:
    fan = fan_around(5000.0 + 500 * (YEARS - 2020), width=10)
    return ensemble_of(trend, {"gross_output": fan}, {"gross_output": 0.62})


def test_an_ensemble_gives_the_median_and_a_probability(trend: ScenarioRun, drawn: Ensemble) -> None:
    likely = result_of(trend, "gross_output", drawn, 2025)
    assert finding(likely, "zh") == "工业总产值 2025 年推演为 7,500 亿元，已达到 7,500 亿元目标的概率为 62%"
    assert finding(likely, "en") == (
        "Gross industrial output: CNY 750 bn simulated for 2025, "
        "probability of having reached the target of CNY 750 bn: 62%"
    )
    assert subtitle(likely, "zh") == "情景：趋势；推演值为中位数，九成抽样在 7,380 至 7,590 亿元之间"
    assert subtitle(likely, "en") == (
        "Scenario: Trend; the figure is the median, nine draws in ten from CNY 738 to 759 bn"
    )


@pytest.mark.parametrize(
    ("chance", "zh", "en"), [(0.004, "不到 1%", "less than 1%"), (0.62, "为 62%", "62%")]
)
def test_after_the_last_target_an_ensemble_gives_the_probability_of_its_year(
    trend: ScenarioRun, monkeypatch: pytest.MonkeyPatch, chance: float, zh: str, en: str
) -> None:
    fan = {"resident_population": fan_around(np.full(16, 32.0), width=0.1)}
    shown = result_of(trend, "resident_population", ensemble_of(trend, fan, {"resident_population": chance}))
    assert finding(shown, "zh") == f"常住人口规模 2035 年预计 32 万人，2025 年已达到 30 万人目标的概率{zh}"
    assert finding(shown, "en") == (
        "Resident population: 320,000 people projected for 2035, "
        f"probability of having reached the target of 300,000 people in 2025: {en}"
    )
    monkeypatch.setenv(SOURCE_DATE, "1577836800")  # 1 January 2020
    assert finding(shown, "zh").endswith(f"，2025 年达到 30 万人目标的概率{zh}")


def test_draws_that_do_not_differ_have_no_interval_and_no_bands(trend: ScenarioRun) -> None:
    flat = ensemble_of(trend, {"gross_output": fan_around(np.full(16, 5000.0), width=0)}, {})
    shown = result_of(trend, "gross_output", flat)
    assert shown.fan is None
    assert subtitle(shown, "zh") == "情景：趋势"
    content = result_content(shown, "zh")
    assert not content.quantiles
    assert not {"p05-p95", "p25-p75"} & content.labels.keys()


def test_without_an_ensemble_the_subtitle_says_so(trend: ScenarioRun) -> None:
    shown = result_of(trend, "gross_output")
    assert subtitle(shown, "zh") == "情景：趋势；单次推演，未含不确定性"
    assert subtitle(shown, "en") == "Scenario: Trend; a single run, without uncertainty"


def test_the_ends_of_probability_are_not_certain() -> None:
    shares = (0.0, 0.004, 0.005, 0.006, 0.499, 0.5, 0.994, 0.995, 0.996, 1.0)
    zh = ["不到 1%", "不到 1%", "1%", "1%", "49.9%", "50%", "99%", "超过 99%", "超过 99%", "超过 99%"]
    assert [percentage(share, "zh") for share in shares] == zh
    assert percentage(1.0, "en") == "more than 99%"


def test_a_small_distance_is_given_in_the_unit(trend: ScenarioRun) -> None:
    entry = trend.workspace.registry.indicators["gross_output"]
    assert distance(7499.0, 7500, entry, "zh") == "1 亿元"
    assert distance(7499.0, 7500, entry, "en") == "CNY 0.1 bn"
    assert distance(6010.0, 7500, entry, "zh") == "19.9%"


def test_what_is_counted_one_by_one_is_given_in_numbers() -> None:
    registry = run_scenario("plan").workspace.registry
    entry = registry.indicators["listed_companies"]
    assert distance(22.0, 25, entry, "zh") == "3 家（12.0%）"
    assert distance(22.0, 25, entry, "en") == "3 (12.0%)"
