"""Ensembles at URLs: the same bytes as on a disk."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from sim.ensembles import plan as plans
from sim.ensembles.ensemble import run_ensemble
from sim.ensembles.opening import open_ensemble
from sim.ensembles.probability import probability
from sim.ensembles.workers.stopping import Stopped
from sim.errors import SimError
from tests.command_line import CommandResult

URL = "memory://runs/plan"
MEMBERS = 60


@pytest.fixture(autouse=True)
def few_members_a_shard(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(plans, "SHARD", 16)
    yield
    fsspec.filesystem("memory").rm("/runs", recursive=True)


@pytest.fixture
def on_disk(small_home: Path, tmp_path: Path) -> dict[str, bytes]:
    """Return the files of the ensemble as they are on a disk."""
    folder = run_ensemble("plan", MEMBERS, 3, tmp_path / "plan", home=small_home).folder
    assert isinstance(folder, Path)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def _stored() -> dict[str, bytes]:
    files = fsspec.filesystem("memory")
    return {path.removeprefix("/runs/plan/"): files.cat_file(path) for path in files.find("/runs/plan")}


def test_the_bytes_are_those_on_a_disk(small_home: Path, on_disk: dict[str, bytes]) -> None:
    made = run_ensemble("plan", MEMBERS, 3, URL, home=small_home)
    assert _stored() == on_disk
    assert made.folder == URL
    again = open_ensemble(URL)
    assert again.quantiles.equals(made.quantiles)
    assert again.members("gross_output").shape[1] == MEMBERS
    assert probability(URL, small_home).manifest["members"] == MEMBERS


def test_a_stopped_ensemble_continues(small_home: Path, on_disk: dict[str, bytes]) -> None:
    def stop(done: int, _: int) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Stopped):
        run_ensemble("plan", MEMBERS, 3, URL, home=small_home, workers=1, progress=stop)
    with pytest.raises(SimError, match="`resume=True`"):
        run_ensemble("plan", MEMBERS, 3, URL, home=small_home)
    run_ensemble("plan", MEMBERS, 3, URL, home=small_home, resume=True)
    assert _stored() == on_disk


def test_a_damaged_shard_is_set_aside_and_computed_again(small_home: Path, on_disk: dict[str, bytes]) -> None:
    run_ensemble("plan", MEMBERS, 3, URL, home=small_home)
    fsspec.filesystem("memory").pipe_file("/runs/plan/shards/part-00001.parquet", b"broken")
    mended = run_ensemble("plan", MEMBERS, 3, URL, home=small_home, resume=True)
    assert [note.place for note in mended.notes] == [f"{URL}/shards/part-00001.parquet"]
    stored = _stored()
    assert stored.pop("shards/part-00001.parquet.damaged-1") == b"broken"
    assert stored == on_disk
    assert mended.members("gross_output").shape[1] == MEMBERS


def test_several_scenarios_and_the_board_of_one(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "ensemble", "plan", "trend", "--members", "20", "--out", "memory://runs")
    assert (result.code, result.err) == (0, "")
    assert "memory://runs/plan" in result.out
    assert "memory://runs/trend" in result.out
    assert CommandResult(capsys, "probability", "memory://runs/plan").code == 0
