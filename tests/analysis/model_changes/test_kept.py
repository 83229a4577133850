"""Results of a release: what is kept is what was found."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from sim.analysis.model_changes.compare import (
    compare_models,
    compare_with_release,
    has_release,
    keep_release,
)
from sim.analysis.model_changes.comparison import ModelComparison
from sim.analysis.model_changes.kept import COLUMNS, FILE, read_results, results_text
from sim.analysis.model_changes.results import results_of
from sim.errors import SimError
from sim.scenario.workspace import load_workspace


def test_what_is_kept_is_read_again(small_home: Path, tmp_path: Path) -> None:
    found = results_of(load_workspace(small_home), "here")
    found = dataclasses.replace(found, chances={("plan", "gross_output", 2025): 0.25})
    path = tmp_path / "kept.csv"
    path.write_text(results_text(found), "utf-8")
    again = read_results(str(path))
    names = {one.name for one in dataclasses.fields(found)} - {"place", "labels", "figures"}
    assert {name: getattr(again, name) for name in names} == {name: getattr(found, name) for name in names}
    assert ModelComparison(again, found).is_same
    assert again.figures.keys() == found.figures.keys()  # NaN is not equal to itself
    assert results_text(again) == results_text(found)


def test_a_release_is_kept_in_the_home(own_home: Path) -> None:
    workspace = load_workspace(own_home)
    assert not has_release(workspace)
    keep_release(workspace)
    assert (own_home / "model" / FILE).read_text("utf-8").startswith(",".join(COLUMNS))
    workspace = load_workspace(own_home)
    assert has_release(workspace)
    assert compare_with_release(workspace).is_same
    assert compare_models(home=own_home).is_same


@pytest.mark.parametrize(
    "row",
    ["figure,plan,gross_output,2025,many", "figure,plan,gross_output,soon,1", "novel,a,b,,c", "setting,plan"],
)
def test_a_damaged_row_is_refused(own_home: Path, row: str) -> None:
    keep_release(load_workspace(own_home))
    path = own_home / "model" / FILE
    path.write_text(f"{path.read_text('utf-8')}{row}\n", "utf-8")
    with pytest.raises(SimError, match="no results kept by `teda compare-models`"):
        read_results(str(path))
