"""The year of a peak as a spread: a bar for each year, in pictures and on slides."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation

from sim.ensembles.ensemble import run_ensemble
from sim.report.briefing.outline import Outline, Slide
from sim.report.charts.indicator import draw
from sim.report.charts.peaks import Peaks, peaks_of
from sim.report.charts.result import IndicatorResult, result_of
from sim.report.deck.build import build_deck
from sim.run.single import run_scenario


@pytest.fixture(scope="module")
def shown() -> IndicatorResult:
    return result_of(run_scenario("plan"), "carbon_peak_year", run_ensemble("plan", members=64))


@pytest.fixture(scope="module")
def peaks(shown: IndicatorResult) -> Peaks:
    found = peaks_of(shown)
    assert found is not None
    return found


def test_the_shares_are_of_all_draws(shown: IndicatorResult, peaks: Peaks) -> None:
    assert peaks.years == tuple(range(2020, 2036))
    assert sum(peaks.shares) == pytest.approx(100)
    assert shown.ensemble is not None
    members = shown.ensemble.sound("carbon_peak_year").loc[2035]
    assert peaks.shares[7] == pytest.approx(100 * float((members == 7).mean()))
    assert peaks.names("zh")[-1] == "2035\n仍在上升"


def test_only_a_year_of_a_peak_is_a_spread(shown: IndicatorResult) -> None:
    run = run_scenario("plan")
    assert peaks_of(result_of(run, "carbon_emissions", shown.ensemble)) is None
    assert peaks_of(result_of(run, "carbon_peak_year")) is None


def test_the_bars_of_the_picture(shown: IndicatorResult, peaks: Peaks) -> None:
    axes = draw(shown, "zh").axes[0]
    assert [bar.get_height() for bar in axes.patches] == list(peaks.shares)
    assert [text.get_text() for text in axes.get_xticklabels()] == list(peaks.names("zh"))


def test_the_bars_of_the_slide(shown: IndicatorResult, peaks: Peaks) -> None:
    outline = Outline((Slide("chart", "carbon_peak_year"),))
    deck: Any = Presentation(io.BytesIO(build_deck("plan", shown.ensemble, outline=outline)))
    (frame,) = [shape for shape in deck.slides[0].shapes if shape.has_chart]
    (series,) = frame.chart.plots[0].series
    assert list(series.values) == pytest.approx(list(peaks.shares))
    assert not frame.chart.has_legend
