"""``teda rebuild``: everything that follows from a model, made once; what is up to date is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.conditioning.shipping import is_fresh
from sim.analysis.model_changes.compare import keep_release
from sim.analysis.record.kept import kept_record
from sim.analysis.screening import is_screened
from sim.scenario.workspace import load_workspace
from tests.analysis.record.homes import write_observations
from tests.command_line import CommandResult

pytestmark = pytest.mark.slow
Capture = pytest.CaptureFixture[str]


def test_what_follows_from_a_model_is_made_and_then_left(at_home: Path, capsys: Capture) -> None:
    write_observations(at_home)
    keep_release(load_workspace(at_home))
    assert not is_fresh(load_workspace(at_home))
    made = CommandResult(capsys, "rebuild", "--work", "work", "--lang", "en")
    assert made.code == 1  # the small model lacks comments, which a check reports
    workspace = load_workspace(at_home)
    assert is_fresh(workspace)
    assert is_screened(workspace)
    assert kept_record(workspace) is not None
    assert {"model.md", "record.md", "confidence.md", "model-changes.md"} <= {
        path.name for path in (at_home / "docs").iterdir()
    }
    draws = (at_home / "model" / "forecast" / "draws.parquet").read_bytes()
    again = CommandResult(capsys, "rebuild", "--work", "work", "--lang", "en")
    assert "1/8 forecast and central constants: up to date" in again.err
    assert "2/8 influence of constants: up to date" in again.err
    assert (at_home / "model" / "forecast" / "draws.parquet").read_bytes() == draws


def test_a_model_without_observations_is_told_so(at_home: Path, capsys: Capture) -> None:
    (at_home / "model" / "observations.csv").unlink(missing_ok=True)
    result = CommandResult(capsys, "rebuild", "--work", "work")
    assert result.code == 2
    assert "nothing was observed" in result.err
