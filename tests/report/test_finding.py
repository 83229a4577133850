"""The sentences that head charts, in both languages and for every kind of indicator."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.report.charts.finding import distance, finding, percentage
from sim.report.charts.legend import subtitle
from sim.report.charts.result import IndicatorResult, result_of
from sim.run.single import ScenarioRun, run_scenario
from tests.report.briefing_home import YEARS, ensemble_of, fan_around


@pytest.fixture(scope="module")
def trend(small_home: Path) -> ScenarioRun:
    return run_scenario("trend", home=small_home)


@pytest.mark.parametrize(
    ("indicator", "zh", "en"),
    [
        (
            "gross_output",
            "工业总产值 2025 年预计 7,500 亿元，达到 7,500 亿元目标",
            "Gross industrial output projected at 7,500 × 100M CNY in 2025, meeting the target of 7,500",
        ),
        (
            "output_growth",
            "工业总产值增长率 2021–2025 年平均预计 8.4%，距 8.5%目标差 0.1 个百分点",
            "Growth of gross industrial output projected at 8.4% on average over 2021–2025, "
            "0.1 percentage points short of the target of 8.5%",
        ),
        (
            "investment_sum",
            "累计固定资产投资总额 2021–2025 年预计 500 亿元，达到 500 亿元目标",
            "Cumulative fixed-asset investment projected at 500 × 100M CNY over 2021–2025, "
            "meeting the target of 500",
        ),
        (
            "resident_population",
            "常住人口规模 2025 年预计 28 万人，距 30 万人目标差 6.7%",
            "Resident population projected at 28 × 10k people in 2025, 6.7% short of the target of 30",
        ),
        (
            "energy_intensity_reduction",
            "单位产值能源消耗降低 2025 年预计 33.3%，达到 14.5%参照目标",
            "Reduction of energy use per output projected at 33.3% in 2025, "
            "meeting the stand-in target of 14.5%",
        ),
        (
            "energy_intensity",
            "单位产值能耗 2025 年预计 0.133 万吨标准煤/亿元，2035 年 0.080 万吨标准煤/亿元",
            "Energy use per output projected at 0.133 × 10k tce per 100M CNY in 2025, "
            "0.080 × 10k tce per 100M CNY in 2035",
        ),
        (
            "clean_share",
            "清洁能源占比 2025 年设为 20%，情景设定",
            "Clean share set at 20% in 2025, set by scenario",
        ),
    ],
)
def test_findings_of_a_single_run(trend: ScenarioRun, indicator: str, zh: str, en: str) -> None:
    shown = result_of(trend, indicator)
    assert finding(shown, "zh") == zh
    assert finding(shown, "en") == en


@pytest.fixture
def likely(trend: ScenarioRun) -> IndicatorResult:
    fan = fan_around(5000.0 + 500 * (YEARS - 2020), width=10)
    ensemble = ensemble_of(trend, {"gross_output": fan}, {"gross_output": 0.62})
    return result_of(trend, "gross_output", ensemble)


def test_an_ensemble_gives_a_probability(likely: IndicatorResult) -> None:
    assert finding(likely, "zh") == "工业总产值 2025 年达到 7,500 亿元目标的概率为 62%"
    assert finding(likely, "en") == (
        "Gross industrial output: 62% probability of reaching the target of 7,500 × 100M CNY in 2025"
    )
    assert subtitle(likely, "zh") == (
        "情景：趋势（trend）；2025 年中位数 7,500 亿元，九成抽样在 7,380 至 7,590 亿元之间"
    )
    assert subtitle(likely, "en") == (
        "Scenario: Trend (trend); median 7,500 × 100M CNY in 2025, "
        "nine draws in ten from 7,380 to 7,590 × 100M CNY"
    )


def test_without_an_ensemble_the_subtitle_says_so(trend: ScenarioRun) -> None:
    shown = result_of(trend, "gross_output")
    assert subtitle(shown, "zh") == "情景：趋势（trend）；单次推演，未含不确定性"
    assert subtitle(shown, "en") == "Scenario: Trend (trend); a single run, without uncertainty"


def test_the_ends_of_probability_are_not_certain() -> None:
    shares = (0.0, 0.004, 0.006, 0.5, 0.996, 1.0)
    zh = ["不到 1%", "不到 1%", "1%", "50%", "超过 99%", "超过 99%"]
    assert [percentage(share, "zh") for share in shares] == zh
    assert percentage(1.0, "en") == "more than 99%"


def test_a_small_distance_is_given_in_the_unit(trend: ScenarioRun) -> None:
    entry = trend.workspace.registry.indicators["gross_output"]
    assert distance(7499.0, 7500, entry, "zh") == "1 亿元"
    assert distance(6010.0, 7500, entry, "zh") == "19.9%"
