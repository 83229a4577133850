"""Derivatives of indicators against differences of runs, for every measure of the shipped registry."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.registry.load import load_registry

_MEASURES = {
    entry.measure: key
    for key, entry in reversed(load_registry().indicators.items())
    if entry.is_modelled and entry.measure != "peak_year"
}


@pytest.mark.slow
@pytest.mark.parametrize("measure", _MEASURES)
def test_an_indicator_of_each_measure_has_the_slope_of_differences(measure: str) -> None:
    indicator = _MEASURES[measure]
    found = sim.gradient("plan", indicator, 2030)
    one = found["promotion effort"]
    assert one.way.value is not None
    step = 1e-4
    near, far = (
        [_figure(indicator, one.way.value + sign * width * step) for sign in (1, -1)] for width in (1, 2)
    )
    known = (4 * (near[0] - near[1]) / (2 * step) - (far[0] - far[1]) / (4 * step)) / 3
    assert found.figure == _figure(indicator, one.way.value)
    assert one.slope == pytest.approx(known, rel=1e-6, abs=1e-10 * abs(found.figure) / step)
    assert found.elasticity(one) == pytest.approx(one.slope * one.way.value / found.figure)


def _figure(indicator: str, value: float) -> float:
    run = sim.run_scenario("plan", set={"promotion effort": value})
    figure = sim.indicators(run)[indicator].figure(2030)
    assert figure is not None
    return float(figure[0])


def test_the_largest_effect_over_its_range_comes_first() -> None:
    found = sim.gradient("plan", "resident_population")
    sizes = [abs(one.over_range) for one in found.slopes]
    assert sizes == sorted(sizes, reverse=True)
    assert np.isfinite(sizes).all()
    with pytest.raises(sim.SimError, match=r"没有对 .*的导数"):
        found["promotion efort"]


def test_a_year_is_no_figure_with_a_slope() -> None:
    (peak, *_) = [key for key, entry in load_registry().indicators.items() if entry.measure == "peak_year"]
    with pytest.raises(sim.SimError, match="没有导数"):
        sim.gradient("plan", peak, 2035)
