"""Question cards: read from a home, refused with a place where they are wrong, filled in for a page."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.report.html.questions import question_records
from sim.scenario.load import read_scenario
from sim.scenario.questions import read_questions
from sim.scenario.workspace import load_workspace
from tests.ui.pages import HAN

CARD = """reached:
  ask: {zh: "{year} 年 {level}，{before} 到 {after}", en: "{level} in {year}, {before} to {after}"}
  scenario: plan
  levers: {public investment: 150}
  compare: trend
  charts: [gross_output]
  answer: target
  indicator: gross_output
  year: 2025
"""


def card(home: Path, text: str = CARD) -> Path:
    """Give a home a question; return its file."""
    file = home / "scenarios" / "questions" / "cards.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    return file


def test_all_shipped_questions_can_be_asked() -> None:
    workspace = load_workspace()
    scenarios = [read_scenario(each.name, workspace) for each in sim.list_scenarios()]
    found = question_records(scenarios, workspace)
    assert [each["id"] for each in found] == list(read_questions(workspace))
    assert len(found) == 6
    for each in found:
        assert not set("{}") & set(each["ask"]["zh"] + each["ask"]["en"])
        assert not HAN.search(each["ask"]["en"])
        assert scenarios[each["compare"]].name in ("plan", "trend")
    assert "由每年 9 亿元加到 18 亿元" in found[1]["ask"]["zh"]
    assert found[1]["levers"] == [["fiscal research support", 18.0]]


def test_numbers_are_those_of_plan_and_scenarios(own_home: Path) -> None:
    card(own_home)
    workspace = load_workspace(own_home)
    plan, trend = (read_scenario(name, workspace) for name in ("plan", "trend"))
    target = workspace.registry.plan.of("gross_output").values[2025]
    before = trend.constants.get("public investment to", workspace.model.constants["public investment to"])
    (found,) = question_records([plan, trend], workspace)
    assert found["ask"]["en"] == f"{target:,.0f} in 2025, {before:g} to 150"
    assert question_records([plan], workspace) == []  # nothing to compare with


def test_a_home_without_questions_or_without_their_scenario(own_home: Path) -> None:
    assert read_questions(load_workspace(own_home)) == {}
    card(own_home, CARD.replace("scenario: plan", "scenario: gone"))
    workspace = load_workspace(own_home)
    assert question_records([read_scenario("plan", workspace)], workspace) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("public investment: 150", "public investmnt: 150", 'no lever "public investmnt". Nearest'),
        ("public investment: 150", "public investment: 900", "outside 0 to 400"),
        ("[gross_output]", "[gross_output, grss]", 'no modelled indicator "grss"'),
        ("[gross_output]", "[output_growth]", '"charts" lacks the indicator of the answer, "gross_output".'),
        ("{level} in", "{levl} in", 'no number to fill in "levl". Nearest: "level".'),
        ("answer: target", "answer: why", "answer"),
    ],
)
def test_faults_are_told_at_their_place(own_home: Path, old: str, new: str, told: str) -> None:
    file = card(own_home, CARD.replace(old, new))
    with pytest.raises(sim.SimError) as caught:
        read_questions(load_workspace(own_home))
    (fault,) = caught.value.faults
    assert told in fault.en
    assert fault.place.startswith(str(file)) or file.name in fault.place
