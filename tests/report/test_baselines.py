"""Charts against the outlines of their pictures in ``baselines/``.

A change that is wanted is taken over with ``TEDA_BASELINES=write pytest tests/report/test_baselines.py``
and read in the difference of the text files.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.analysis.sensitivity.study import sensitivity
from sim.report.charts.indicator import build_chart
from sim.report.sensitivity.heat_map import draw_heat_map
from sim.report.sensitivity.tornado import draw_tornado
from sim.run.single import ScenarioRun, run_scenario
from sim.units import Language
from tests.analysis.sensitivity.uncertain_home import make_uncertain
from tests.report.briefing_home import YEARS, ensemble_of, fan_around
from tests.report.picture_outline import outline

FOLDER = Path(__file__).parent / "baselines"
SMALL = Path(__file__).parents[1] / "small"
LEVEL = 5000.0 + 500 * (YEARS - 2020)
GROWTH = np.array([np.nan, *np.linspace(10.0, -8.0, 15)])


@pytest.fixture(scope="module")
def trend(small_home: Path) -> ScenarioRun:
    return run_scenario("trend", home=small_home)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("baselines") / "home"))
    make_uncertain(folder)
    return folder


def check(name: str, figure: Figure) -> None:
    """Hold a chart against its baseline, or write that."""
    path, found = FOLDER / f"{name}.txt", outline(figure)
    if os.environ.get("TEDA_BASELINES") == "write":
        path.write_text(found, encoding="utf-8")
    assert found.splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_indicator_with_its_fan(trend: ScenarioRun, language: Language) -> None:
    fans = {"gross_output": fan_around(LEVEL, width=100), "output_growth": fan_around(GROWTH, width=0.5)}
    ensemble = ensemble_of(trend, fans, {"gross_output": 0.62, "output_growth": 0.0})
    check(f"fan-{language}", build_chart(trend, "gross_output", ensemble, language))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_indicator_of_a_single_run(trend: ScenarioRun, language: Language) -> None:
    check(f"single-{language}", build_chart(trend, "output_growth", None, language))


def test_a_tornado(home: Path) -> None:
    study = sensitivity("trend", "energy_intensity", 2025, method="morris", members=300, home=home)
    check("tornado-zh", draw_tornado(study, study.rankings[0], "zh"))


def test_a_heat_map(home: Path) -> None:
    study = sensitivity("trend", "all", method="morris", members=300, home=home)
    check("heat-map-en", draw_heat_map(study, "en"))
