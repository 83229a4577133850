"""The appraisal of scenarios, held against runs made apart from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.appraisal.result import Appraisal, ItemMovement
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.run.single import simulate
from sim.sampling.methods import METHODS
from sim.sampling.registry_draws import registry_draws
from sim.scenario.load import find_scenario
from sim.scenario.workspace import load_workspace
from tests.analysis.appraisal.homes import METHOD, write_method


@pytest.fixture
def home(own_home: Path) -> Path:
    """Return a home with a method."""
    return write_method(own_home)


def table(home: Path, name: str) -> IndicatorTable:
    workspace = load_workspace(home)
    draws = registry_draws(workspace, METHODS["sobol"], 64, 7)
    values = dict(zip(draws.keys, draws.block(0, 64), strict=True))
    return indicators(simulate(find_scenario(name, workspace), workspace, draws=values))


def items(found: Appraisal, scenario: str = "plan") -> dict[str, ItemMovement]:
    return {moved.key: moved for group in found[scenario].groups for moved in group.items}


def test_movements_are_those_of_the_same_members_in_two_runs(home: Path) -> None:
    found = sim.appraise("plan", members=64, home=home)
    assert (found.year, found.reference, found.draws, found.members) == (2025, "trend", "prior", 64)
    plan, trend = table(home, "plan"), table(home, "trend")

    def value(of: IndicatorTable, name: str, year: int = 2025) -> np.ndarray:
        return np.asarray(of[name].value(year))

    changes = {
        "output": value(plan, "gross_output") / value(trend, "gross_output") - 1,
        "growth": value(plan, "gross_output") / value(plan, "gross_output", 2024)
        / (value(trend, "gross_output") / value(trend, "gross_output", 2024)) - 1,
        "energy": value(trend, "gross_output") / value(plan, "gross_output") - 1,
    }  # fmt: skip
    moved = items(found)
    for key, change in changes.items():
        spread = moved[key].change
        assert spread is not None
        expected = change.mean(), np.quantile(change, 0.05), np.quantile(change, 0.95)
        assert (spread.mean, spread.low, spread.high) == pytest.approx(expected)
    assert moved["water"].change is None
    size, green, rest = found["plan"].groups
    ends = sorted([changes["output"].mean(), changes["growth"].mean()])
    assert size.modelled is not None
    assert size.modelled.mean == pytest.approx(ends)
    assert size.whole.mean == pytest.approx((0, ends[1]))
    assert green.modelled is not None
    assert green.modelled.mean[0] == pytest.approx(-changes["energy"].mean())  # lower is better
    assert (rest.modelled, rest.whole.mean, rest.whole.band) == (None, (0, 0), (0, 0))
    assert [group.count_modelled for group in found["plan"].groups] == [2, 1, 0]
    total = 0.5 * ends[1] - 0.3 * changes["energy"].mean()
    assert found["plan"].total.mean == pytest.approx((0, total))
    assert repr(found) == "<Appraisal of plan in 2025 against trend: 3 items modelled>"
    assert found.to_frame().shape == (4, 11)


def test_a_lever_that_makes_it_alone_is_named_but_not_where_the_item_is_derived(home: Path) -> None:
    for year in (2025, 2027):  # a horizon of the plan, and another year
        moved = items(sim.appraise("plan", year, members=64, home=home))
        assert moved["output"].set_by is not None
        assert moved["output"].set_by.en == "Public investment"
        assert moved["growth"].set_by is moved["energy"].set_by is None


def test_the_reference_does_not_move(home: Path) -> None:
    found = sim.appraise(["trend", "plan"], 2024, members=64, home=home)
    for moved in items(found, "trend").values():
        assert moved.change is None or moved.change.low == moved.change.high == 0
    assert found["trend"].total.band == (0, 0)
    assert found["plan"].total.mean[1] > 0


def test_more_members_and_other_threads(home: Path) -> None:
    first = sim.appraise("plan", members=64, home=home, threads=1)
    assert sim.appraise("plan", members=64, home=home, threads=2).scenarios == first.scenarios
    assert sim.appraise("plan", members=64, seed=8, home=home).scenarios != first.scenarios


def test_faults_in_one_report(home: Path) -> None:
    with pytest.raises(sim.SimError) as caught:
        sim.appraise(["plan", "plan", "pln"], 2099, home=home)
    assert [(Path(fault.place).name, fault.code) for fault in caught.value.faults] == [
        ("scenarios", "unknown-name"),  # the folder of them
        ("scenarios", "duplicate"),
        ("year", "outside-limits"),
    ]
    with pytest.raises(sim.SimError, match="at least one scenario is needed"):
        sim.appraise([], home=home)


def test_a_home_without_a_method(own_home: Path) -> None:
    with pytest.raises(sim.SimError, match="the home has no method of appraisal"):
        sim.appraise("plan", home=own_home)


def test_a_figure_of_zero_has_no_relative_change(own_home: Path) -> None:
    text = METHOD.replace("indicator: resident_population", "indicator: clean_share")
    home = write_method(own_home, text)
    model = home / "model" / "teda.mdl"
    model.write_text(model.read_text("utf-8").replace("= 0.2", "= 0"), "utf-8")
    with pytest.raises(sim.SimError, match='"Residents per output" is 0 in 2025 in members of the reference'):
        sim.appraise("plan", members=64, home=home)
