"""The record of the shipped model: kept, not stale, and blind to what came later."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from sim.analysis.record.kept import kept_record
from sim.analysis.record.replay import Replay
from sim.report.documents.folder import DOCS
from sim.report.documents.record.document import COMMAND, build_record
from sim.run.single import prepare
from sim.scenario.workspace import Workspace, load_workspace

STALE = f"stale; run {COMMAND} and commit model/ and docs/"


def test_the_record_is_of_todays_model() -> None:
    found = kept_record(load_workspace())
    assert found is not None, STALE
    assert found.members >= 512
    assert found.tested


def test_the_document_is_up_to_date() -> None:
    workspace = load_workspace()
    found = kept_record(workspace)
    assert found is not None, STALE
    for name, text in build_record(found, workspace).items():
        assert (workspace.home.folder / DOCS / name).read_text("utf-8") == text, STALE


@pytest.mark.slow
def test_later_figures_move_no_bit_of_a_forecast(tmp_path: Path) -> None:
    shipped = load_workspace()
    for name in ("model", "scenarios"):
        shutil.copytree(shipped.home.folder / name, tmp_path / name)
    _scramble(tmp_path / "model" / "observations.csv", known_after="2021-12-31")
    scrambled = load_workspace(tmp_path)
    assert scrambled.registry.observed != shipped.registry.observed
    assert _quantiles(scrambled) == _quantiles(shipped)


def _quantiles(workspace: Workspace) -> list[tuple[float, ...]]:
    replay = Replay(workspace, prepare("trend", (), workspace), 64, 7, None, None)
    return [one.quantiles for one in replay.predictions(2021, None)]


def _scramble(file: Path, known_after: str) -> None:
    """Turn every figure published after a day into another."""
    lines = file.read_text("utf-8").splitlines()
    remarks = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    rows = list(csv.reader(lines[remarks:]))
    value, known = rows[0].index("value"), rows[0].index("known")
    for row in rows[1:]:
        if row[known] > known_after:
            row[value] = str(3 * float(row[value]) + 1)
    with file.open("w", encoding="utf-8", newline="") as written:
        csv.writer(written, lineterminator="\n").writerows(rows)
