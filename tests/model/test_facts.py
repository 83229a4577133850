"""The facts beside the model file: none missing, none orphaned, none that steers the model."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sim.analysis.checks.completeness import COMPLETENESS
from sim.analysis.checks.kinds import KINDS, prove
from sim.analysis.checks.units import UNITS
from sim.outcomes.indicators import indicators
from sim.registry.load import load_registry
from sim.run.single import run_scenario
from sim.scenario.load import list_scenarios
from sim.scenario.workspace import Workspace, load_workspace
from tests.model.runs import outcome

CONTROLS = {"INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER"}
RAMP = ("from", "to", "start", "end")
GRADES_OF_PUBLISHED = ("A", "B")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load_workspace()


def ramp_constants(workspace: Workspace) -> set[str]:
    found = set()
    for key in workspace.registry.levers:
        name, bracket, element = key.partition("[")
        found |= {f"{name} {part}{bracket}{element}" for part in RAMP}
    return found


def test_every_constant_is_a_lever_a_switch_or_a_registered_parameter(workspace: Workspace) -> None:
    constants = set(workspace.model.constants) - CONTROLS
    switches = {loop.switch for loop in workspace.registry.loops.values()}
    parameters = {
        key for name in workspace.registry.parameters for key in workspace.model.constant_keys(name)
    }
    assert constants == ramp_constants(workspace) | switches | parameters
    assert not parameters & (ramp_constants(workspace) | switches)


def test_a_parameter_is_in_the_file_of_its_sector(workspace: Workspace) -> None:
    document, model = workspace.registry.documents["parameters"], workspace.model
    for key in workspace.registry.parameters:
        sector = model.variables[model.find(key.partition("[")[0]) or ""].group
        file = Path(document.place(key).rpartition(":")[0])
        assert file.stem == sector.replace(" ", "_"), key


def test_nothing_is_missing_in_model_and_registry() -> None:
    assert outcome(COMPLETENESS).faults == ()


def test_the_units_balance() -> None:
    assert outcome(UNITS).faults == ()


def test_a_parameter_without_published_source_is_graded_so(workspace: Workspace) -> None:
    for name, entry in workspace.registry.parameters.items():
        assert entry.source, name
        if set(entry.source) == {"assumption"}:
            assert entry.grade not in GRADES_OF_PUBLISHED, name


def test_distributions_hold_the_value_of_the_model(workspace: Workspace) -> None:
    uncertain = {k: p.spread for k, p in workspace.registry.parameters.items() if p.spread}
    assert len(uncertain) >= 60
    for key, distribution in uncertain.items():
        assert distribution.low <= workspace.model.constants[key] <= distribution.high, key


def test_the_lever_defaults_are_within_their_limits(workspace: Workspace) -> None:
    for key, lever in workspace.registry.levers.items():
        name, bracket, element = key.partition("[")
        for part in ("from", "to"):
            value = workspace.model.constants[f"{name} {part}{bracket}{element}"]
            assert lever.minimum <= value <= lever.maximum, key


def test_every_indicator_is_what_it_is_called() -> None:
    assert outcome(KINDS).faults == ()


def test_causal_is_proved_by_levers_upstream_that_move_the_indicator(workspace: Workspace) -> None:
    for proof in prove(workspace):
        assert set(proof.moved_by) <= set(proof.levers), proof.id


def test_all_rows_of_the_plan_are_there() -> None:
    planned = load_registry().plan.targets.values()
    assert [one.number for one in planned if one.group == "table1"] == list(range(1, 31))
    assert sum(one.section is not None for one in planned) == 55


def test_a_target_of_the_table_is_binding_or_expected() -> None:
    for key, planned in load_registry().plan.targets.items():
        assert (planned.group == "table1") == (planned.attribute is not None), key


@pytest.mark.slow
def test_targets_moved_by_a_fifth_change_no_bit(tmp_path: Path, workspace: Workspace) -> None:
    home = workspace.home
    shutil.copytree(home.model, tmp_path / "model")
    shutil.copytree(home.scenarios, tmp_path / "scenarios")
    file = tmp_path / "model" / "plans" / "14.yaml"
    text, moved = re.subn(r"(?<=  values: \{)[^}]+", _a_fifth_more, file.read_text(encoding="utf-8"))
    assert moved == sum(bool(one.values) for one in workspace.registry.plan.targets.values())
    file.write_text(text, encoding="utf-8")
    for name in (summary.name for summary in list_scenarios()):
        one, two = indicators(run_scenario(name)), indicators(run_scenario(name, home=tmp_path))
        for key, row in one.rows.items():
            other = two.rows[key]
            assert other.planned.values.keys() == row.planned.values.keys()
            assert all(other.planned.values[year] != aim for year, aim in row.planned.values.items()), key
            assert (row.series is None) == (other.series is None)
            if row.series is not None and other.series is not None:
                assert row.series.tobytes() == other.series.tobytes(), (name, key)


def _a_fifth_more(targets: re.Match[str]) -> str:
    """Return targets a fifth higher, with as many decimals as before."""
    pairs = (each.split(":") for each in targets[0].split(","))
    return ", ".join(f"{year.strip()}: {_more(aim.strip())}" for year, aim in pairs)


def _more(aim: str) -> str:
    decimals = len(aim.partition(".")[2])
    moved = f"{float(aim) * 1.2:.{decimals}f}"
    return moved if moved != aim else str(int(aim) + 1)
