"""``--plan``, ``--until`` and ``teda plan``: results held against another plan say so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import CommandResult


def test_a_run_says_which_plan_it_is_held_against(capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "run", "trend", "--plan", "15", "--lang", "en")
    assert "Plan compared with: Example of a 15th Five-Year Plan (its targets are placeholders" in result.out
    assert "averages since 2025" in result.out
    own = CommandResult(capsys, "run", "trend", "--lang", "en")
    assert "Plan compared with" not in own.out


def test_probabilities_of_another_plan(capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "probability", "trend", "--plan", "2027", "--format", "json")
    rows = json.loads(result.out)["ensembles"][0]["targets"]
    assert {(row["indicator"], row["year"]) for row in rows} == {
        ("gdp_growth", 2027), ("gross_domestic_product", 2027),
    }  # fmt: skip


@pytest.mark.parametrize(("until", "code"), [("2033", 0), ("2020", 2), ("2041", 2), ("20x3", 2), ("-1", 2)])
def test_until_takes_any_year_of_the_model(capsys: pytest.CaptureFixture[str], until: str, code: int) -> None:
    result = CommandResult(capsys, "run", "trend", f"--until={until}", "--format", "json")
    assert result.code == code
    if code == 0:
        values = json.loads(result.out)["indicators"][1]["values"]
        assert max(map(int, values)) == 2033
    else:
        assert "2021" in result.err
        assert "2040" in result.err


def test_an_audit_belongs_to_its_plan(capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "audit", "--plan", "2027")
    assert result.code == 2
    assert "2027.audit.yaml" in result.err
    assert CommandResult(capsys, "audit", "--plan", "14").out == CommandResult(capsys, "audit").out


def test_a_plan_that_has_not_begun_cannot_be_evaluated(capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "evaluate", "--plan", "15", "--members", "64")
    assert result.code == 2
    assert "end with 2025" in result.err


def test_the_file_that_is_written_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    made = CommandResult(capsys, "plan", "new", "next", "--from", "14")
    assert made.code == 0
    assert made.out.strip().endswith("teda run trend --plan next.yaml")
    used = CommandResult(capsys, "run", "trend", "--plan", "next.yaml", "--lang", "en")
    assert used.code == 0
    assert "Plan next (draft)" in used.out
