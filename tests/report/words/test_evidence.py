"""Evidence behind the constants, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.evidence import count_evidence
from sim.registry.influence import Influence, Screening, influence_text
from sim.registry.load import load_registry
from sim.report.words.evidence import evidence_rows, evidence_text, screening_text
from tests.command_line import CommandResult

FOUND = Screening("abc", 7, 4, {"output per capital": Influence(0.75, 0.5, "gross_output", 2025, "plan")})


@pytest.fixture
def screened(own_home: Path) -> Path:
    (own_home / "model" / "influence.csv").write_text(influence_text(FOUND), encoding="utf-8")
    return own_home


def test_grades_are_counted_and_weighted(screened: Path) -> None:
    registry = load_registry(screened)
    found = count_evidence(registry)
    assert (found.constants, found.uncertain, found.assumed) == (5, 1, 4)
    assert found.weights == {"A": 0, "B": 1, "C": 0, "D": 0}
    assert evidence_rows(found, "en")[1] == ("B scaled from published figures", "1", "100.0%")
    assert evidence_text(found, "en").endswith(
        "By number 20% rest on published figures (grades A and B) and 80% are guesses (grade D); weighted by "
        "their part in the spread of the indicators, 100% and 0%."
    )
    assert evidence_text(found, "zh").endswith("前者占 100%，后者占 0%。")
    reported = screening_text(registry, "abc", "en")
    assert "Morris screening (4 trajectories, seed 7)" in reported
    assert screening_text(registry, "abd", "en") == f"{reported} The model has changed since."


def test_without_a_screening_grades_are_only_counted(small_home: Path) -> None:
    registry = load_registry(small_home)
    found = count_evidence(registry)
    assert found.weights == {}
    assert screening_text(registry, "", "zh") == ""
    assert evidence_rows(found, "zh")[3] == ("D 估计", "4", "—")
    assert "weighted" not in evidence_text(found, "en")


def test_the_check_reports_the_evidence(screened: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "check", "--home", str(screened), "--lang", "en")
    assert "[Evidence behind the constants]" in result.out
    assert "The model has changed since." in result.out
