"""Golden results: any change of a figure of the shipped scenarios shows up in a diff."""

from __future__ import annotations

import pytest

from sim.scenario.load import list_scenarios
from tests.model.golden_results import (
    COMMAND,
    FOLDER,
    cells_of,
    differences,
    file_of,
    read_cells,
    table_of,
)

SCENARIOS = [summary.name for summary in list_scenarios()]


def test_every_shipped_scenario_has_a_file_and_no_other() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.csv")) == SCENARIOS, COMMAND


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_nothing_differs(scenario: str) -> None:
    changed = differences(read_cells(file_of(scenario)), cells_of(table_of(scenario)))
    reported = "\n".join([f"{scenario}: {len(changed)} cells differ; if that is meant: {COMMAND}", *changed])
    assert not changed, reported


def test_a_difference_names_the_cell_and_both_figures() -> None:
    before = {("a", "2025"): "100.5", ("a", "2035"): "7", ("b", "2025"): "", ("c", "2025"): "0"}
    after = {("a", "2025"): "100.502", ("a", "2035"): "7.00001", ("b", "2025"): "3", ("c", "2025"): "1e-13"}
    assert differences(before, after) == ["a 2025: 100.5 -> 100.502", "b 2025: (no figure) -> 3"]
    assert differences({("d", "2020"): "1"}, {}) == ["d 2020: 1 -> (not there)"]
