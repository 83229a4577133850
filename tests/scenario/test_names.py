"""Names in either language and any spelling: the same constants, the same reports, the same hashes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sim
from sim.ensembles.plan import Request, plan_ensembles
from sim.errors import SimError
from sim.sampling.request import DrawRequest
from sim.scenario.changes import Range
from sim.scenario.load import read_scenario
from sim.scenario.workspace import load_workspace

HEAD = "title: {zh: 高, en: High}\nabout: {zh: 高, en: High}\nlevers:\n"


def constants_of(home: Path, levers: str) -> dict[str, float]:
    path = home / "scenarios" / "high.yaml"
    path.write_text(HEAD + levers, encoding="utf-8")
    return dict(read_scenario("high", load_workspace(home)).constants)


@pytest.mark.parametrize("key", ["公共投资", "public_investment", "“公共投资”", "ＰUBLIC investment"])
def test_a_file_takes_every_spelling_of_a_lever(own_home: Path, key: str) -> None:
    assert constants_of(own_home, f"  {key}: {{to: 120}}\n") == {"public investment to": 120}


@pytest.mark.parametrize("key", ["医药需求增速", "demand growth[ Health ]"])
def test_a_file_takes_an_element_by_the_name_of_its_entry(own_home: Path, key: str) -> None:
    assert constants_of(own_home, f'  "{key}": {{to: 0.1}}\n') == {"demand growth to[health]": 0.1}


def test_a_lever_in_two_spellings_is_refused_with_both_lines(own_home: Path) -> None:
    with pytest.raises(SimError) as caught:
        constants_of(own_home, "  public investment: {to: 120}\n  公共投资: {to: 100}\n")
    [fault] = caught.value.faults
    assert (fault.code, fault.place.rpartition(":")[2]) == ("duplicate", "5")
    assert fault.zh == '"公共投资" 与第 4 行的 "public investment" 是同一杠杆，请去掉其一。'
    assert fault.en == '"公共投资" is the lever "public investment" of line 4; leave out one of them.'


@pytest.mark.parametrize("scenario", ["plan", "Plan", "PLAN"])
@pytest.mark.parametrize("lever", ["public investment", "公共投资", "PUBLIC_INVESTMENT"])
def test_a_run_is_the_same_however_it_is_asked_for(small_home: Path, scenario: str, lever: str) -> None:
    run = sim.run_scenario(scenario, set={lever: 120}, home=small_home)
    assert run.scenario.name == "plan"
    assert run.scenario.options == ("public investment=120",)


def test_an_ensemble_has_the_same_manifest_however_it_is_asked_for(small_home: Path) -> None:
    manifests = set()
    for names in (("plan", "public investment", "gross_output"), ("PLAN", "公共投资", "工业总产值")):
        scenario, lever, indicator = names
        request = Request(DrawRequest(8, vary=(Range(lever, 100, 120),)), (indicator,))
        [plan] = plan_ensembles([scenario], request, {"清洁能源占比": 0.5}, small_home)
        manifests.add(json.dumps(plan.manifest(), sort_keys=True))
    assert len(manifests) == 1


@pytest.mark.parametrize(
    "settings", [{"public investment": 1, "公共投资": 1}, {"public investment": 1, "public investment to": 2}]
)
def test_one_constant_set_twice_is_refused(small_home: Path, settings: dict[str, float]) -> None:
    with pytest.raises(SimError, match="is set by") as caught:
        sim.run_scenario("plan", set=settings, home=small_home)
    [fault] = caught.value.faults
    assert fault.code == "duplicate"


def test_indicators_are_found_by_their_names(small_home: Path) -> None:
    table = sim.indicators(sim.run_scenario("plan", home=small_home))
    assert table["工业总产值"] is table["Gross industrial output"] is table["gross_output"]
    with pytest.raises(SimError, match=r'最接近的是 "工业总产值"（gross_output）'):
        table["工业总产"]


def test_a_model_knows_its_variables_by_their_comments(small_home: Path) -> None:
    model = sim.load_model("model/teda.mdl")
    assert model["常住人口"] is model["resident population"]
    with pytest.raises(SimError, match=r'"工业总产值" 可指几个变量'):
        model["工业总产值"]
