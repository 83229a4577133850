"""The parts of a deck are as Office's schemas have them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from sim.report.deck.build import build_deck
from sim.run.single import ScenarioRun, run_scenario
from sim.units import Language
from tests.report.briefing_home import YEARS, ensemble_of, fan_around
from tests.report.deck_parts import CHART, chart_faults, faults_of


@pytest.fixture(scope="module")
def trend(small_home: Path) -> ScenarioRun:
    return run_scenario("trend", home=small_home)


def fan_deck(run: ScenarioRun, language: Language = "zh") -> bytes:
    fan = fan_around(5000.0 + 500 * (YEARS - 2020), width=100)
    return build_deck(run, ensemble_of(run, {"gross_output": fan}, {"gross_output": 0.62}), language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_parts_of_a_deck_with_a_fan(trend: ScenarioRun, language: Language) -> None:
    assert not faults_of(fan_deck(trend, language))


def test_all_parts_of_a_deck_of_a_single_run(trend: ScenarioRun) -> None:
    assert not faults_of(build_deck(trend, None))


@pytest.mark.slow
def test_all_parts_of_the_deck_of_the_shipped_plan() -> None:
    assert not faults_of(build_deck("plan", language="en"))


def test_the_checks_find_what_python_pptx_takes_over(trend: ScenarioRun) -> None:
    with zipfile.ZipFile(io.BytesIO(fan_deck(trend))) as packed:
        (name,) = (name for name in packed.namelist() if "charts/chart" in name)
        root: Any = etree.fromstring(packed.read(name))
    for element in root.iter(f"{CHART}axId"):
        element.set("val", f"-{element.get('val')}")
    assert any(fault.startswith("ids of axes") for fault in chart_faults(root))


def test_nothing_of_the_default_template_tells_a_reader_something_wrong(trend: ScenarioRun) -> None:
    with zipfile.ZipFile(io.BytesIO(fan_deck(trend))) as packed:
        names, parts = packed.namelist(), {name: packed.read(name) for name in packed.namelist()}
    assert not [name for name in names if "thumbnail" in name or "printerSettings" in name]
    assert b'sldSz cx="12192000" cy="6858000"/>' in parts["ppt/presentation.xml"]
    about, application = parts["docProps/core.xml"].decode(), parts["docProps/app.xml"].decode()
    assert "python-pptx" not in about
    assert "2020-01-01" not in about
    assert "Macintosh" not in application
    assert "<Slides>6</Slides>" in application
