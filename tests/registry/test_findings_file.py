"""The file of the findings: everything that it refers to has to exist."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.registry.load import load_registry, read_findings

SHIPPED = Path(__file__).parents[2] / "model" / "findings.yaml"


def test_the_shipped_page_is_sound() -> None:
    file = read_findings(load_registry())
    assert list(file.page.table.scenarios) == ["trend", "plan", "vision"]
    assert file.document.place("title").startswith(f"{SHIPPED}:")


def test_missing_subjects_of_the_page_are_reported_with_their_places(own_home: Path) -> None:
    shutil.copy(SHIPPED, own_home / "model")
    with pytest.raises(SimError) as caught:
        read_findings(load_registry(own_home))
    assert all(Path(fault.place).name.startswith("findings.yaml:") for fault in caught.value.faults)
    reported = [fault.en for fault in caught.value.faults]
    assert reported[0] == (
        'the findings need the target of "gross_industrial_output" for 2025; it is missing or not modelled.'
    )
    assert any(text.startswith('no lever "efficiency effort".') for text in reported)
    assert any(text.startswith('no indicator "government_debt_ratio".') for text in reported)
    assert (
        'the findings need the drawn parameter "price growth later"; it is missing or not drawn.' in reported
    )


def test_a_scenario_without_a_column_is_reported(own_home: Path) -> None:
    text = SHIPPED.read_text("utf-8").replace("  scenario: plan\n", "  scenario: paln\n")
    (own_home / "model" / "findings.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SimError, match=r'no scenario "paln"\. Nearest: "plan"\.'):
        read_findings(load_registry(own_home))
