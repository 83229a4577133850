"""What moved between two models: by hand where the small model allows it, else on changed results."""

from __future__ import annotations

import dataclasses
import math
import shutil
from pathlib import Path

import pytest

import sim
from sim.analysis.model_changes.comparison import ModelComparison
from sim.analysis.model_changes.results import Definition, ModelResults, range_text, results_of
from sim.errors import SimError
from sim.registry.schema import Bilingual
from sim.scenario.workspace import load_workspace
from tests.conftest import SMALL

SIX = ("output per capital= 5", "output per capital= 6")


def changed(home: Path, *changes: tuple[str, str], file: str = "model/teda.mdl") -> Path:
    """Change the text of a file of a home."""
    text = (home / file).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (home / file).write_text(text, "utf-8")
    return home


@pytest.fixture(scope="module")
def small() -> ModelResults:
    return results_of(load_workspace(SMALL), "small")


def test_a_constant_moves_what_follows_from_it(own_home: Path, small_home: Path) -> None:
    found = sim.compare_models(small_home, changed(own_home, SIX))
    by_key = {(one.scenario, one.indicator, one.year): one for one in found.moved}
    trend, plan = (by_key[name, "gross_output", 2025] for name in ("trend", "plan"))
    assert (trend.old, trend.new, trend.difference) == (7500, 9000, 1500)
    assert (plan.old, plan.new, plan.difference) == (8100, 9720, 1620)
    assert trend.share == pytest.approx(0.2)
    largest = max(one.new for key, one in by_key.items() if key[1] == "gross_output")
    assert trend.scale == plan.scale == largest
    assert plan.size == 1620 / largest
    sizes = [one.size for one in found.moved]
    assert sizes == sorted(sizes, reverse=True)
    assert [vars(one) for one in found.constants] == [{"name": "output per capital", "old": 5, "new": 6}]
    assert not found.variables
    assert not found.is_same
    assert "resident_population" not in {one.indicator for one in found.moved}


def test_a_model_file_is_run_with_the_registry_of_the_home(own_home: Path, small_home: Path) -> None:
    other = own_home / "other.mdl"
    shutil.copy(own_home / "model" / "teda.mdl", other)
    changed(own_home, SIX, file="other.mdl")
    alone = sim.compare_models(small_home / "model" / "teda.mdl", other, home=small_home)
    homes = sim.compare_models(small_home, changed(own_home, SIX))
    assert alone.moved == homes.moved
    assert alone.to_frame().equals(homes.to_frame())


def test_a_comment_and_another_layout_move_nothing(own_home: Path, small_home: Path) -> None:
    changed(own_home, ("output= capital*output", "output =  capital\n\t* output"), ("Two industries", "Two"))
    found = sim.compare_models(small_home, own_home)
    assert found.is_same
    assert found.old.model_hash != found.new.model_hash
    assert repr(found).startswith("<ModelComparison: 0 of ")


def test_another_equation_is_named_though_no_result_moves(own_home: Path, small_home: Path) -> None:
    found = sim.compare_models(small_home, changed(own_home, ("output= capital*", "output= 1*capital*")))
    assert found.rewritten_variables == ("output",)
    assert not found.moved
    assert not found.is_same


def test_variables_settings_levers_and_ranges(own_home: Path, small_home: Path) -> None:
    extra = "output twice= 2*output\n\t~\t亿元/年\n\t~\t\n\t|\n\noutput= capital"
    changed(own_home, ("output= capital", extra))
    changed(own_home, ("to: 200", "to: 210"), file="scenarios/plan.yaml")
    changed(own_home, ("low: 4", "low: 4.5"), file="model/parameters.yaml")
    shutil.copy(own_home / "scenarios" / "plan.yaml", own_home / "scenarios" / "more.yaml")
    found = sim.compare_models(small_home, own_home)
    assert (found.added_variables, found.removed_variables) == (("output twice",), ())
    ((scenario, change),) = found.settings
    assert (scenario, change.name, change.old, change.new) == ("plan", "public investment to", 200, 210)
    ((change),) = found.ranges
    assert (change.old, change.new) == ("triangular 4–6", "triangular 4.5–6")
    assert found.added_scenarios == ("more",)
    assert {one.scenario for one in found.moved} == {"plan"}
    back = sim.compare_models(own_home, small_home)
    assert (back.added_variables, back.removed_variables) == ((), ("output twice",))
    assert back.removed_scenarios == ("more",)


def test_levers_that_come_go_and_have_other_limits(small: ModelResults) -> None:
    first, *others = small.levers
    levers = {**{key: small.levers[key] for key in others}, first: "0–1", "another lever": "1–2"}
    changes = ModelComparison(small, dataclasses.replace(small, levers=levers)).levers
    assert [(one.name, one.old, one.new) for one in changes] == [
        (first, small.levers[first], "0–1"), ("another lever", None, "1–2"),
    ]  # fmt: skip


def test_a_figure_that_comes_or_goes_leads(small: ModelResults) -> None:
    key = ("trend", "gross_output", 2025)
    figures = {**small.figures, key: math.nan, ("plan", "gross_output", 2025): 1e9}
    found = ModelComparison(small, dataclasses.replace(small, figures=figures))
    assert (found.moved[0].scenario, found.moved[0].size) == ("trend", math.inf)
    assert math.isnan(found.moved[0].share)
    assert [one.scenario for one in found.moved] == ["trend", "plan"]


def test_figures_of_another_unit_are_not_compared(small: ModelResults) -> None:
    unit = Bilingual(zh="万亿元", en="1T CNY")
    other = dataclasses.replace(small.indicators["gross_output"], unit=unit)
    new = dataclasses.replace(small, indicators={**small.indicators, "gross_output": other})
    found = ModelComparison(small, new)
    assert not found.moved
    assert len(found.compared) < len(ModelComparison(small, small).compared)
    assert [one.name for one in found.indicators] == ["gross_output"]
    assert not found.is_same


def test_years_of_one_model_alone_are_not_compared(small: ModelResults) -> None:
    figures = {**small.figures, ("trend", "gross_output", 2040): 1.0}
    assert ModelComparison(small, dataclasses.replace(small, figures=figures)).is_same


def test_differences_in_the_last_digits_are_none(small: ModelResults) -> None:
    figures = {key: value * (1 + 1e-8) for key, value in small.figures.items()}
    assert not ModelComparison(small, dataclasses.replace(small, figures=figures)).moved
    figures = {key: value * (1 + 1e-5) for key, value in small.figures.items()}
    assert ModelComparison(small, dataclasses.replace(small, figures=figures)).moved


def test_probabilities_need_two_forecasts(small: ModelResults) -> None:
    assert not small.chances  # the small home ships no forecast
    key = ("plan", "gross_output", 2025)
    likely, sure = (dataclasses.replace(small, chances={key: share}) for share in (0.6, 0.9))
    assert not ModelComparison(small, sure).has_chances
    found = ModelComparison(likely, sure)
    assert found.has_chances
    assert [(one.year, one.old, one.new) for one in found.chances] == [(2025, 0.6, 0.9)]


def test_a_definition_and_a_range_in_words(small: ModelResults) -> None:
    assert isinstance(small.indicators["gross_output"], Definition)
    assert small.indicators["gross_output"].text == "100M CNY, flow, current"
    parameters = load_workspace(SMALL).registry.parameters
    assert range_text(parameters["output per capital"]) == "triangular 4–6"


# --- bad input


def refused(*places: object, home: Path) -> list[tuple[str, str]]:
    """Return the code and the English text of the faults."""
    with pytest.raises(SimError) as caught:
        sim.compare_models(*places, home=home)  # type: ignore[arg-type]
    assert all(fault.zh for fault in caught.value.faults)
    return [(fault.code, fault.en) for fault in caught.value.faults]


def test_places_that_are_none(small_home: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "text.txt").write_text("", "utf-8")
    found = refused(tmp_path / "notes.csv", tmp_path / "text.txt", home=small_home)
    assert [code for code, _ in found] == ["damaged", "invalid-choice"]  # both at once
    (missing,) = refused(small_home, tmp_path / "note.csv", home=small_home)
    assert missing == ("missing-file", 'there is no such file. Nearest: "notes.csv".')
    (empty,) = refused(small_home, tmp_path, home=small_home)
    assert empty[0] == "missing-file"


def test_a_home_without_a_release(small_home: Path) -> None:
    ((code, text),) = refused(None, None, home=small_home)
    assert code == "missing-file"
    assert text.startswith("no results of a last release are here. Name the old model")


def test_a_model_that_does_not_fit_the_registry(own_home: Path, small_home: Path) -> None:
    lacking = ("reinvestment share= 0", "share reinvested= 0"), ("reinvestment share*", "share reinvested*")
    other = own_home / "model" / "teda.mdl"
    changed(own_home, *lacking)
    found = refused(small_home, other, home=small_home)
    assert found[0][0] == "mismatch"
    assert found[0][1].startswith("this model does not fit the registry (see below).")
    assert any('no constant "reinvestment share"' in text for _, text in found[1:])
