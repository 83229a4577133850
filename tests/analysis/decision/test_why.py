"""Causes of a difference: the small model by hand, the shipped one by its sums, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.decision.causes import Cause, Why
from sim.engine.model import CLOCK
from sim.report.words.why import difference


def every_sum(found: Why) -> list[float]:
    """Return by how much parts miss that of their effect, for every effect that is traced on."""
    inner = [one for top in found.causes for _, one in top.walk() if one.causes]
    sums = [sum(each.share for each in one.causes) + one.rest - one.share for one in inner]
    return [sum(one.share for one in found.causes) + found.rest - found.whole, *sums]


def cause(found: Why, *path: str) -> Cause:
    """Return a cause by the keys that lead to it."""
    causes = found.causes
    for key in path:
        one = next(one for one in causes if one.key == key)
        causes = one.causes
    return one


def test_a_stock_differs_by_what_its_flow_has_added(small_home: Path) -> None:
    """Public investment ramps from 100 to 200 over 2020 to 2025: 20, 40, 60, 80, then 100 more a year."""
    found = sim.why("plan", "gross_output", 2026, home=small_home)
    assert found.whole == pytest.approx(5 * (20 + 40 + 60 + 80))  # output of 2026 is of the capital of 2025
    (output,) = found.causes
    assert (output.key, output.share) == ("public investment", pytest.approx(found.whole))
    assert output.kind == "lever"
    assert output.via == ("output", "capital", "total investment")


def test_a_loop_comes_back_with_the_growth_that_it_makes(own_home: Path) -> None:
    """With a hundredth of output reinvested capital acts on itself; public investment adds directly."""
    settings = {"reinvestment share": 0.01}
    found = sim.why("plan", "gross_output", 2026, set=settings, home=own_home)
    direct = cause(found, "total investment", "public investment")
    assert direct.share == pytest.approx(5 * (20 + 40 + 60 + 80))
    capital, differs = 0.0, []
    for added in (0, 20, 40, 60, 80):
        capital += added + 0.05 * capital
        differs.append(capital)
    assert found.whole == pytest.approx(5 * differs[-1])
    (loop,) = found.loops
    assert set(loop.path) == {"capital", "output", "reinvestment", "total investment"}
    assert loop.share == pytest.approx(found.whole - direct.share)
    assert found.named == ("R1",)


def test_two_years_part_flows_as_they_were_from_what_changed(small_home: Path) -> None:
    found = sim.why("plan", "resident_population", 2030, since=2025, home=small_home)
    (one,) = found.causes
    assert (one.key, one.kind, one.share) == ("residents", "variable", pytest.approx(5))
    assert [(each.kind, each.share) for each in one.causes] == [("carried", pytest.approx(5))]
    found = sim.why("plan", "gross_output", 2024, since=2022, home=small_home)
    assert found.whole == pytest.approx(5 * (120 + 140))  # capital of 2023 less that of 2021
    assert max(map(abs, every_sum(found))) < 1e-9


@pytest.fixture(scope="module", params=[{"since": 2025}, {"against": "trend"}])
def shipped(request: pytest.FixtureRequest) -> Why:
    """Return causes of the shipped model between two years, and between two scenarios."""
    return sim.why("plan", "gdp_growth", 2030, **request.param)


def test_parts_add_up_at_every_depth(shipped: Why) -> None:
    assert max(map(abs, every_sum(shipped))) < 1e-9 * abs(shipped.whole)
    assert len(every_sum(shipped)) > 15


@pytest.mark.parametrize("indicator", ["energy_intensity_reduction", "energy_intensity", "investment_sum"])
@pytest.mark.parametrize("asked", [{}, {"since": 2027}])
def test_every_measure_is_traced(small_home: Path, indicator: str, asked: dict[str, int]) -> None:
    found = sim.why("plan", indicator, 2030, home=small_home, **asked)
    run = sim.indicators(sim.run_scenario("plan", home=small_home))[indicator]
    figure = run.figure(2030)
    assert figure is not None
    assert found.after == pytest.approx(float(figure[0]))
    assert max(map(abs, every_sum(found))) < 1e-9 * abs(found.whole)


def test_an_equation_apart_from_its_model_is_that_of_the_run() -> None:
    model = sim.load_model("model/teda.mdl")
    path = {key: values[:, 0] for key, values in model.every_stage({}, 2025).items()}
    for name in ("births", "job arrivals", "price of carbon allowances", "gross output[health]"):
        if model.find(name.partition("[")[0]) is None:
            continue
        equation = model.equation(name)
        found = equation.at([path[cause] for cause in equation.causes])
        assert np.array_equal(found, path[name])
    flow, stages = model.equation("residents aged 0 to 14"), model.scheme.stages
    slopes = flow.at([path[cause] for cause in flow.causes])[:-1].reshape(-1, len(stages))
    added = slopes @ [stage.share for stage in stages] * model.time_step
    assert np.diff(path["residents aged 0 to 14"][:: len(stages)]) == pytest.approx(added, abs=1e-12)
    assert path[CLOCK][-1] == 2025


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"indicator": "gross_outptu"}, "gross_output"),
        ({"year": 1999}, "it must be from 2021"),
        ({"since": 2031}, "it must be from 2020 to 2029"),
        ({"since": 2025, "against": "trend"}, "not both"),
        ({"depth": 9}, "from 1 to 8"),
        ({"indicator": "resident_population"}, "there is no difference to trace"),
    ],
)
def test_what_cannot_be_traced_is_told(small_home: Path, asked: dict[str, object], said: str) -> None:
    request = {"scenario": "plan", "indicator": "gross_output", "year": 2030, "home": small_home, **asked}
    with pytest.raises(sim.SimError) as caught:
        sim.why(**request)  # type: ignore[arg-type]
    assert said in str(caught.value)


@pytest.mark.parametrize("code", [0, 4, 5])  # Euler's, of second order, Runge and Kutta's
@pytest.mark.parametrize("asked", [{}, {"since": 2027}])
def test_parts_add_up_by_every_method(own_home: Path, code: int, asked: dict[str, int]) -> None:
    file = own_home / "model" / "teda.mdl"
    settings = f"\\\\\\---/// Sketch\n///---\\\\\\\n15:0,0,0,{code},0,0\n"
    file.write_text(file.read_text("utf-8") + settings, "utf-8")
    for indicator in ("gross_output", "energy_intensity"):
        found = sim.why("plan", indicator, 2030, home=own_home, **asked)
        figure = sim.indicators(sim.run_scenario("plan", home=own_home))[indicator].figure(2030)
        assert figure is not None
        assert found.after == pytest.approx(float(figure[0]))
        assert max(map(abs, every_sum(found))) < 1e-9 * abs(found.whole)


def test_a_loaded_scenario_is_compared_with() -> None:
    loaded = sim.run_scenario("trend", set={"public investment": 90}).scenario
    found = sim.why("plan", "gross_industrial_output", 2025, against=loaded, depth=1)
    table = sim.indicators(sim.run_scenario(loaded))
    before = float(table.rows["gross_industrial_output"].figure(2025)[0])
    assert found.before == pytest.approx(before, rel=1e-12)


@pytest.mark.slow
def test_figures_in_per_cent_differ_by_points() -> None:
    found = sim.why("plan", "gdp_growth", 2030, since=2025)
    assert re.fullmatch(
        r"2025 年 [-.\d]+%，2030 年 [-.\d]+%，相差 [-+.\d]+ 个百分点。", difference(found, "zh")
    )
    assert difference(found, "en").endswith(" points.")
    money = sim.why("plan", "gross_industrial_output", 2030, since=2025)
    assert "亿元。" in difference(money, "zh")
