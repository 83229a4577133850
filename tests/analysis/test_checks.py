"""The checks of a home folder: what passes, and what each of them finds in a home that it breaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.analysis.checks.base_year import BASE
from sim.analysis.checks.catalogue import CHECKS
from sim.analysis.checks.check import Check, Found
from sim.analysis.checks.completeness import COMPLETENESS
from sim.analysis.checks.kinds import KINDS
from sim.analysis.checks.robustness import CHUNK, ROBUSTNESS, breaks, draw_of, extremes
from sim.analysis.checks.start_up import START_UP
from sim.analysis.checks.units import UNITS
from sim.registry.influence import Influence, Screening, influence_text
from sim.scenario.workspace import load_workspace
from tests.command_line import Told


def change(home: Path, file: str, before: str, after: str) -> None:
    path = home / "model" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), encoding="utf-8")


def outcome(check: Check, home: Path) -> Found:
    return check.run(load_workspace(home), lambda _done, _total: None)


def told(check: Check, home: Path) -> dict[str, str]:
    """Return the English of each fault by file and line."""
    return {Path(fault.place).name: fault.en for fault in outcome(check, home).faults}


@pytest.mark.parametrize("check", [UNITS, BASE, START_UP, ROBUSTNESS], ids=lambda check: check.key)
def test_the_small_model_passes(check: Check, small_home: Path) -> None:
    found = outcome(check, small_home)
    assert found.examined > 0
    assert found.is_passed


def test_units_that_do_not_balance(own_home: Path) -> None:
    change(own_home, "teda.mdl", "output= capital*output per capital", "output= capital+output per capital")
    [(place, en)] = told(UNITS, own_home).items()
    assert place == "teda.mdl:17"
    assert '"output"' in en


def test_what_is_missing_is_told_with_its_line(own_home: Path) -> None:
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
        'the constant "spare" is not in levers, parameters or loops. Give its evidence in parameters.yaml.'
    )
    assert ("teda.mdl:27", constant) in faults
    assert [en for _, en in faults if "units" in en] == [
        '"migration" has no units; write them after the first ~, dmnl where there are none.'
    ]
    labels = [en for _, en in faults if "label" in en]
    assert labels == ['the element "automobiles" has no label; give zh and en in model/elements.yaml.']


def test_a_causal_indicator_without_levers_is_found_out(own_home: Path) -> None:
    place, en = next(item for item in told(KINDS, own_home).items() if "resident_population" in item[1])
    assert place.startswith("indicators.yaml:")
    assert "above it stand 1 stocks and 0 levers, and 0 levers move it" in en


def test_a_base_that_is_missed_by_more_than_a_percent(own_home: Path) -> None:
    change(own_home, "indicators.yaml", "base: {year: 2020, value: 23}", "base: {year: 2020, value: 23.3}")
    [en] = told(BASE, own_home).values()
    assert "resident_population is 23 in the simulated year 2020; it must be from 23.067 to 23.533" in en


def test_a_stock_that_jumps_at_the_start_unless_its_cause_is_stated(own_home: Path) -> None:
    change(own_home, "teda.mdl", "INTEG (migration, 22)", "INTEG (migration*(1+STEP(2,2020)), 22)")
    [en] = told(START_UP, own_home).values()
    assert 'the stock "residents" changes by +1 in the first year and +3 in the second' in en
    file = own_home / "model" / "start_up.yaml"
    file.write_text("causes:\n  residents: {zh: 新城, en: A new town}\n", encoding="utf-8")
    assert outcome(START_UP, own_home).is_passed
    file.write_text("causes:\n  resident: {zh: 新城, en: A new town}\n", encoding="utf-8")
    assert told(START_UP, own_home) == {
        "start_up.yaml:2": 'the model has no stock "resident". Nearest: "residents".'
    }


# --- extremes ---------------------------------------------------------------------------------


def test_draws_cover_the_ranges_and_ramps_end_after_they_start(small_home: Path) -> None:
    draws = extremes(load_workspace(small_home), 0)
    investment = draws["public investment to"]
    assert (investment.min(), investment.max(), investment.shape) == (0, 400, (CHUNK,))
    assert 0.4 < ((investment > 0) & (investment < 400)).mean() < 0.6
    assert (draws["public investment start"] <= draws["public investment end"]).all()
    assert 2020 <= draws["public investment start"].min() < draws["public investment end"].max() <= 2035
    assert 4 < draws["output per capital"].min() < 4.1
    assert draw_of(load_workspace(small_home), 1)["public investment to"] == investment[1]


def test_a_stock_below_zero_is_found_with_its_draw_and_year(own_home: Path) -> None:
    change(
        own_home,
        "teda.mdl",
        "capital= INTEG (total investment, 1000)",
        "capital= INTEG (total investment-150, 1000)",
    )
    workspace = load_workspace(own_home)
    [broken] = [each for each in breaks(workspace, 50) if each.variable == "capital"]
    again = workspace.model.simulate(draw_of(workspace, broken.draw), outputs=["capital"], save_every=1)
    values = again["capital"][:, 0]
    assert values[again.time == broken.time] == [broken.value]
    assert broken.value < 0
    assert (values[again.time < broken.time] >= 0).all()
    assert 1 <= broken.draws < 50


def test_a_range_in_the_file_says_what_may_be_negative(own_home: Path) -> None:
    change(
        own_home,
        "teda.mdl",
        "INTEG (total investment, 1000)\n\t~\t亿元",
        "INTEG (total investment-150, 1000)\n\t~\t亿元 [-9999,?]",
    )
    names = {each.variable for each in breaks(load_workspace(own_home), 50)}
    assert "capital" not in names
    assert "output" in names


def test_a_member_that_is_no_number_is_told_and_the_others_go_on(own_home: Path) -> None:
    change(
        own_home,
        "teda.mdl",
        "residents= INTEG (migration, 22)",
        "residents= INTEG (migration/(capital-capital), 22)",
    )
    [broken] = [each for each in breaks(load_workspace(own_home), 20) if each.variable == "residents"]
    assert (broken.draw, broken.time, broken.draws) == (0, 2020, 20)


# --- the command ------------------------------------------------------------------------------


def test_the_command_lists_every_check_and_fails_with_1(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = Told(capsys, "check", "--home", str(own_home))
    assert (shown.code, shown.err) == (1, "")
    assert all(check.title.zh in shown.out for check in CHECKS)
    assert shown.out.endswith("6 项通过，4 项未通过。\n")
    record = json.loads(Told(capsys, "check", "--home", str(own_home), "--format", "json").out)
    assert [one["id"] for one in record["checks"] if not one["passed"]] == [
        "completeness",
        "kinds",
        "loops",
        "steps",
    ]
    assert record["passed"] is False
    rows = Told(capsys, "check", "--home", str(own_home), "--format", "csv").out.splitlines()
    assert rows[1].startswith("units,True,31,0,,")


def test_a_model_that_does_not_parse_is_bad_input(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(own_home, "teda.mdl", "output= capital*output per capital", "output= capital*ouput per capital")
    shown = Told(capsys, "check", "--home", str(own_home))
    assert (shown.code, shown.out) == (2, "")
    assert "teda.mdl:17: " in shown.err
    assert '"ouput per capital"' in shown.err


# --- what constants say of their uncertainty ------------------------------------------------------


def test_a_constant_without_a_distribution_is_told(own_home: Path) -> None:
    file = own_home / "model" / "parameters.yaml"
    text = file.read_text(encoding="utf-8").replace("  distribution: {kind: fixed, by: choice}\n", "", 1)
    file.write_text(text, encoding="utf-8")
    found = told(COMPLETENESS, own_home)
    assert found["parameters.yaml:7"] == (
        '"reinvestment share" has no distribution; give its range, or {kind: fixed, by: …}.'
    )


def test_what_is_held_has_to_be_the_choice_of_a_screening(own_home: Path) -> None:
    change(own_home, "parameters.yaml", "high: 6}", "high: 6, held: true}")
    en = '"output per capital" was not screened; run python benchmarks/screening.py --write.'
    assert told(COMPLETENESS, own_home)["parameters.yaml:6"] == en
    found = {"output per capital": Influence(0.75, 0.5, True, "gross_output", 2025, "plan")}
    text = influence_text(Screening("abc", 7, 4, 0.1, found))
    (own_home / "model" / "influence.csv").write_text(text, encoding="utf-8")
    assert (
        "is held or drawn otherwise than the screening chose"
        in told(COMPLETENESS, own_home)["parameters.yaml:6"]
    )
    change(own_home, "parameters.yaml", ", held: true", "")
    assert "parameters.yaml:6" not in told(COMPLETENESS, own_home)


def test_a_later_figure_that_set_a_constant_tests_nothing(own_home: Path) -> None:
    head, file = "indicator,year,value,grade,source,use\n", own_home / "model" / "observations.csv"
    file.write_text(head + "gross_output,2022,5400,A,s1,validation\n", encoding="utf-8")
    assert told(COMPLETENESS, own_home)["observations.csv:2"] == (
        'the constant "output per capital" rests on the source "s1", so this figure tests nothing; its "use" '
        "must be setting."
    )
    file.write_text(head + "gross_output,2022,5400,A,s1,setting\n", encoding="utf-8")
    assert "observations.csv:2" not in told(COMPLETENESS, own_home)
