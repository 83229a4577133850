"""Plans as files: chosen with the home, written anew, and what then counts from which year."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.errors import SimError
from sim.outcomes.indicators import indicators
from sim.registry.home import PLAN_VARIABLE, open_home, plan_names
from sim.registry.load import load_registry
from sim.registry.new_plan import new_plan
from sim.run.single import run_scenario

LATER = """\
title: {zh: 后一个, en: A later one}
period: [2026, 2030]
base_year: 2025
horizons: [2030]
groups: {table1: {zh: 表 1, en: Table 1}}
targets:
  capital: {group: table1, number: 1, values: {2030: 10}, base: 4}
  output: {group: table1, number: 2, values: {2030: 20}}
"""


@pytest.fixture
def later(own_home: Path) -> Path:
    """Return the file of a later plan, beside the home's own."""
    path = own_home / "model" / "plans" / "later.yaml"
    keys = list(load_registry(own_home).indicators)[:2]
    path.write_text(
        LATER.replace("  capital:", f"  {keys[0]}:").replace("  output:", f"  {keys[1]}:"), encoding="utf-8"
    )
    return path


def test_a_plan_is_chosen_by_name_path_or_environment(
    own_home: Path, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = load_registry(own_home)
    for home in (open_home(own_home, "later"), open_home(own_home, later), open_home(own_home, str(later))):
        chosen = load_registry(home)
        assert chosen.plan.title.en == "A later one"
        assert chosen.other_plan is chosen.plan
        assert chosen.base_year == own.base_year == own.plan.base_year == 2020
    assert own.other_plan is None
    assert load_registry(open_home(own_home, own.zone.plan)).other_plan is None
    monkeypatch.setenv(PLAN_VARIABLE, "later")
    assert load_registry(own_home).plan.title.en == "A later one"


def test_the_plans_of_a_home_are_listed_without_their_audits(own_home: Path, later: Path) -> None:
    later.with_suffix(".audit.yaml").write_text("facts: {}\nfindings: {}\n", encoding="utf-8")
    assert plan_names(open_home(own_home)) == ("later", "small")


@pytest.mark.parametrize(
    ("given", "code", "says"),
    [
        ("latr", "unknown-name", '"later"'),
        ("none.yaml", "missing-file", "no such plan"),
        ("", "missing", "empty"),
    ],
)
def test_a_plan_that_is_not_there(own_home: Path, later: Path, given: str, code: str, says: str) -> None:
    with pytest.raises(SimError) as caught:
        open_home(own_home, given)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert says in str(caught.value)


def test_all_faults_of_a_chosen_plan_are_told_with_its_lines(own_home: Path, later: Path) -> None:
    text = later.read_text(encoding="utf-8").replace("2030: 10", "2025: 10").replace("2030: 20", "2030: many")
    later.write_text(text + "  nothing: {group: table1}\n", encoding="utf-8")
    with pytest.raises(SimError) as caught:
        load_registry(open_home(own_home, "later"))
    assert all("later.yaml:" in fault.place for fault in caught.value.faults)
    assert "many" in str(caught.value)


def test_bases_and_averages_follow_the_chosen_plan() -> None:
    """Growth is the mean from the plan's base year on, which figures of the run give by hand."""
    own, chosen = (
        indicators(run_scenario("trend", home=open_home(plan=name)), until=2030) for name in ("14", "15")
    )
    growth = own["gdp_growth"]
    assert growth.series is not None
    yearly = growth.series[np.isin(growth.years, range(2026, 2031)), 0]
    by_hand = 100 * (np.prod(1 + yearly / 100) ** (1 / 5) - 1)
    assert chosen["gdp_growth"].figure(2030)[0] == pytest.approx(by_hand, rel=1e-12)
    assert chosen["energy_intensity_reduction"].value(2025)[0] == 0
    assert np.array_equal(chosen["gross_industrial_output"].series, own["gross_industrial_output"].series)
    assert own["gross_industrial_output"].base.value == 5090
    assert chosen["gross_industrial_output"].base is None  # none is published of 2025
    assert np.array_equal(chosen["carbon_peak_year"].series, own["carbon_peak_year"].series, equal_nan=True)


def test_a_base_the_plan_states_counts(own_home: Path, later: Path) -> None:
    registry = load_registry(open_home(own_home, "later"))
    first = next(iter(registry.indicators))
    stated = registry.base_of(first)
    assert stated is not None
    assert (stated.year, stated.value) == (2025, 4)


def test_the_shipped_plans_are_sound_and_the_example_says_what_it_is() -> None:
    for name in plan_names(open_home()):
        plan = load_registry(open_home(plan=name)).plan
        assert plan.is_example == (name == "15")
    example, before = load_registry(open_home(plan="15")).plan, load_registry().plan
    for key, planned in example.targets.items():  # placeholders by one rule, none invented
        moved = {2030 if year == 2025 else year: value for year, value in before.of(key).values.items()}
        assert planned.values == moved, key


def test_a_new_plan_follows_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    registry = load_registry()
    assert new_plan("15", registry) == Path("15.yaml")
    chosen = load_registry(open_home(plan="15.yaml")).plan
    assert (chosen.period, chosen.base_year, chosen.horizons) == ((2026, 2030), 2025, (2030, 2035))
    assert chosen.targets.keys() == registry.plan.targets.keys()
    assert not any(planned.values for planned in chosen.targets.values())
    with pytest.raises(SimError, match="there already"):
        new_plan("15", registry)
    with pytest.raises(SimError, match="cannot name"):
        new_plan(" .yaml", registry)
