"""Completeness of model and registry: each gap with its place."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.checks.completeness import COMPLETENESS
from sim.registry.influence import Influence, Screening, influence_text
from tests.analysis.checks.homes import change, outcome, reported


def test_gaps_are_reported_with_their_lines(own_home: Path) -> None:
    change(
        own_home, "teda.mdl", "migration= 1\n\t~\t万人/年\n\t~\t\n", "migration= 1\n\t~\t\n\t~\t迁入 / net\n"
    )
    change(
        own_home,
        "teda.mdl",
        "reinvestment= switch",
        "spare= 1\n\t~\tDmnl\n\t~\t多余 / spare\n\t|\n\nreinvestment= switch",
    )
    (own_home / "model" / "sources.yaml").write_text("s1: {title: 一}\ns2: {title: 二}\n", encoding="utf-8")
    (own_home / "model" / "elements.yaml").write_text("health: {zh: 医药, en: Health}\n", encoding="utf-8")
    faults = [(Path(one.place).name, one.en) for one in outcome(COMPLETENESS, own_home).faults]
    assert ("sources.yaml:2", 'nothing refers to the source "s2"; refer to it or remove it.') in faults
    assert ("teda.mdl:27", 'no equation reads the constant "spare"; use it or remove it.') in faults
    constant = (
        'the constant "spare" is not in levers, parameters or loops. Give its evidence in model/parameters.'
    )
    assert ("teda.mdl:27", constant) in faults
    assert [en for _, en in faults if "units" in en] == [
        '"migration" has no units; write them after the first ~, dmnl where there are none.'
    ]
    labels = [en for _, en in faults if "label" in en]
    assert labels == ['the element "automobiles" has no label; give zh and en in model/elements.yaml.']


def test_a_constant_without_a_distribution_is_reported(own_home: Path) -> None:
    file = own_home / "model" / "parameters.yaml"
    text = file.read_text(encoding="utf-8").replace("  distribution: {kind: fixed, by: choice}\n", "", 1)
    file.write_text(text, encoding="utf-8")
    found = reported(COMPLETENESS, own_home)
    assert found["parameters.yaml:7"] == (
        '"reinvestment share" has no distribution; give its range, or {kind: fixed, by: …}.'
    )


def test_a_range_must_be_known_to_the_screening(own_home: Path) -> None:
    text = influence_text(Screening("abc", 7, 4, {}))
    (own_home / "model" / "influence.csv").write_text(text, encoding="utf-8")
    en = '"output per capital" was not screened; run teda rebuild.'
    assert reported(COMPLETENESS, own_home)["parameters.yaml:6"] == en
    found = {"output per capital": Influence(0.75, 0.5, "gross_output", 2025, "plan")}
    text = influence_text(Screening("abc", 7, 4, found))
    (own_home / "model" / "influence.csv").write_text(text, encoding="utf-8")
    assert "parameters.yaml:6" not in reported(COMPLETENESS, own_home)


def test_a_later_figure_that_set_a_constant_tests_nothing(own_home: Path) -> None:
    head, file = "indicator,year,value,grade,source,use\n", own_home / "model" / "observations.csv"
    file.write_text(head + "gross_output,2022,5400,A,s1,validation\n", encoding="utf-8")
    assert reported(COMPLETENESS, own_home)["observations.csv:2"] == (
        'the constant "output per capital" rests on the source "s1", so this figure tests nothing; its "use" '
        "must be setting."
    )
    file.write_text(head + "gross_output,2022,5400,A,s1,setting\n", encoding="utf-8")
    assert "observations.csv:2" not in reported(COMPLETENESS, own_home)
