"""Interrupted ensembles: finished work is kept, and the results equal those of an uninterrupted run."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.ensembles import ledger
from sim.ensembles import plan as runs
from sim.ensembles.ensemble import run_ensemble
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.store import write_manifest
from sim.ensembles.opening import open_ensemble
from sim.ensembles.result import Ensemble
from sim.ensembles.workers.stopping import Stopped
from sim.errors import SimError

ROOT = Path(__file__).parents[2]
GO_ON = "Run it again with `resume=True` to continue."
Progress = Callable[[int, int], None]


@pytest.fixture(autouse=True)
def many_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ensembles of a few members have several shards, each noted at once."""
    monkeypatch.setattr(runs, "SHARD", 10)
    monkeypatch.setattr(ledger, "PAUSE", 0.0)


def run(
    home: Path, folder: Path, *, members: int = 45, seed: int = 3, resume: bool = False,
    summary: bool = False, progress: Progress | None = None, lever: float | None = None,
) -> Ensemble:  # fmt: skip
    """Run the ensemble that all these tests run, one shard at a time."""
    return run_ensemble(
        "plan", members, seed, folder, {"public investment": lever} if lever else None, home,
        summary=summary, resume=resume, workers=1, progress=progress,
    )  # fmt: skip


def content(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def sends(number: int, after: int) -> Progress:
    """Return a progress that sends this process a signal once so many members are done."""

    def reported(done: int, _total: int) -> None:
        if done == after:
            os.kill(os.getpid(), number)

    return reported


@pytest.fixture
def peace(small_home: Path, tmp_path: Path) -> dict[str, bytes]:
    """Return the files of a run that was left in peace."""
    return content(run(small_home, tmp_path / "peace").folder)


def messages(error: SimError) -> list[str]:
    """Return what the faults of an error say in English."""
    return [fault.en for fault in error.faults]


# --- signals --------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_finishes_the_shard_in_hand(
    small_home: Path, tmp_path: Path, peace: dict[str, bytes], number: int, code: int
) -> None:
    folder = tmp_path / "run"
    before = signal.getsignal(number)
    with pytest.raises(Stopped) as caught:
        run(small_home, folder, progress=sends(number, 10))
    assert signal.getsignal(number) is before
    assert caught.value.exit_code == code
    assert str(caught.value).splitlines() == [
        f"{folder}: 已停止，45 个成员中完成了 20 个。加上 `resume=True` 再次运行即可继续。",
        f"{' ' * (len(str(folder)) + 2)}stopped with 20 of 45 members done. {GO_ON}",
    ]
    assert sorted(content(folder)) == [
        "ledger.zip", "manifest.json", "shards/part-00000.parquet", "shards/part-00001.parquet",
    ]  # fmt: skip
    assert content(run(small_home, folder, resume=True).folder) == peace


def test_a_second_signal_drops_the_shard_in_hand(
    small_home: Path, tmp_path: Path, peace: dict[str, bytes]
) -> None:
    def twice(done: int, _total: int) -> None:
        for _ in range(2 if done == 10 else 0):
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Stopped, match="stopped with 10 of 45 members done"):
        run(small_home, tmp_path / "run", progress=twice)
    assert content(run(small_home, tmp_path / "run", resume=True).folder) == peace


def test_a_signal_while_all_is_added_up(small_home: Path, tmp_path: Path, peace: dict[str, bytes]) -> None:
    with pytest.raises(Stopped, match="stopped with 45 of 45 members done"):
        run(small_home, tmp_path / "run", progress=sends(signal.SIGTERM, 45))
    done: list[int] = []
    again = run(small_home, tmp_path / "run", resume=True, progress=lambda count, _: done.append(count))
    assert done == [45]
    assert content(again.folder) == peace


def test_ignored_signals_stay_ignored(small_home: Path, tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        run(small_home, tmp_path / "run", progress=sends(signal.SIGHUP, 10))
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes to kill are forked")
def test_killed_at_random_moments_and_resumed_nothing_differs() -> None:
    script = ROOT / "benchmarks" / "kill_points.py"
    done = subprocess.run(
        [sys.executable, str(script), "--kills", "8"],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout.endswith("rounds: all files are the same to the byte\n"), done.stdout + done.stderr
    assert int(done.stdout.split()[0]) >= 8


# --- resuming -------------------------------------------------------------------------------


def stopped(home: Path, folder: Path) -> Path:
    """Leave an ensemble half done."""
    with pytest.raises(Stopped):
        run(home, folder, progress=sends(signal.SIGINT, 10))
    return folder


def test_an_unfinished_ensemble_is_not_begun_anew(small_home: Path, tmp_path: Path) -> None:
    folder = stopped(small_home, tmp_path / "run")
    before = content(folder)
    with pytest.raises(SimError) as caught:
        run(small_home, folder)
    assert messages(caught.value) == [
        "an unfinished ensemble is here. Add `resume=True` to continue from where it stopped."
    ]
    assert content(folder) == before


def test_an_unfinished_ensemble_is_not_read(small_home: Path, tmp_path: Path) -> None:
    with pytest.raises(SimError) as caught:
        open_ensemble(stopped(small_home, tmp_path / "run"))
    (fault,) = caught.value.faults
    assert fault.zh == "这个集合尚未算完；加上 `resume=True` 再次运行即可继续。"
    assert fault.en == "this ensemble is not finished; run it again with `resume=True` to continue."


def test_an_equal_request_computes_nothing(small_home: Path, tmp_path: Path) -> None:
    first = run(small_home, tmp_path / "run")
    times = {path: path.stat().st_mtime_ns for path in first.folder.rglob("*")}
    reported: list[int] = []
    for resume in (False, True):
        again = run(small_home, first.folder, resume=resume, progress=lambda done, _: reported.append(done))
        assert [note.en for note in again.notes] == ["this ensemble exists already; nothing was recomputed."]
        assert again.quantiles.equals(first.quantiles)
    assert reported == []
    assert {path: path.stat().st_mtime_ns for path in first.folder.rglob("*")} == times


def test_resume_begins_a_missing_ensemble(small_home: Path, tmp_path: Path, peace: dict[str, bytes]) -> None:
    (tmp_path / "empty").mkdir()
    assert content(run(small_home, tmp_path / "empty", resume=True).folder) == peace


def test_another_request_changes_nothing_in_the_folder(small_home: Path, tmp_path: Path) -> None:
    for folder in (run(small_home, tmp_path / "whole").folder, stopped(small_home, tmp_path / "half")):
        before = content(folder)
        with pytest.raises(SimError) as caught:
            run(small_home, folder, members=46, seed=4, resume=True, summary=True, lever=130)
        first, *changes = messages(caught.value)
        assert first.startswith("another ensemble is here and is not overwritten;")
        assert "the number of members: 45 there, 46 now." in changes
        assert "the seed: 3 there, 4 now." in changes
        assert "whether members are kept: true there, false now." in changes
        assert "`set`: – there, public investment=130 now." in changes
        assert content(folder) == before


@pytest.mark.parametrize(
    ("path", "old", "new", "named"),
    [
        ("model/teda.mdl", "{UTF-8}", "{UTF-8}\n{another}", "the model: "),
        ("model/parameters.yaml", "low: 4", "low: 4.5", "the registry: "),
        ("scenarios/plan.yaml", "to: 200", "to: 210", "the scenario's settings: public investment to 200"),
    ],
)
def test_changes_since_then_are_named(own_home: Path, path: str, old: str, new: str, named: str) -> None:
    folder = stopped(own_home, own_home / "runs" / "plan")
    before = content(folder)
    text = (own_home / path).read_text("utf-8")
    assert old in text
    (own_home / path).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(SimError) as caught:
        run(own_home, folder, resume=True)
    (change,) = messages(caught.value)[1:]
    assert change.startswith(named)
    assert content(folder) == before


def test_another_version_of_a_library_is_named(small_home: Path, tmp_path: Path) -> None:
    folder = stopped(small_home, tmp_path / "run")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["versions"]["scipy"] = "0.1"
    write_manifest(Folder(folder), manifest)
    with pytest.raises(SimError) as caught:
        run(small_home, folder, resume=True)
    (change,) = messages(caught.value)[1:]
    assert change.startswith("the versions of libraries: scipy 0.1 there, scipy 1.")


# --- damage ---------------------------------------------------------------------------------


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def _flip(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)


@pytest.mark.parametrize("damage", [_cut, _flip])
@pytest.mark.parametrize("is_finished", [True, False])
def test_a_damaged_shard_is_named_set_aside_and_computed_again(
    small_home: Path,
    tmp_path: Path,
    peace: dict[str, bytes],
    damage: Callable[[Path], None],
    *,
    is_finished: bool,
) -> None:
    folder = tmp_path / "run"
    run(small_home, folder) if is_finished else stopped(small_home, folder)
    shard = folder / "shards" / "part-00001.parquet"
    damage(shard)
    damaged = shard.read_bytes()
    again = run(small_home, folder, resume=True)
    (note,) = again.notes
    assert note.place.endswith("part-00001.parquet")
    assert note.en == (
        "the file was damaged; it was renamed shards/part-00001.parquet.damaged-1 and recomputed."
    )
    found = content(folder)
    assert found.pop("shards/part-00001.parquet.damaged-1") == damaged
    assert found == peace


def test_a_shard_that_is_missing(small_home: Path, tmp_path: Path, peace: dict[str, bytes]) -> None:
    folder = run(small_home, tmp_path / "run").folder
    (folder / "shards" / "part-00004.parquet").unlink()
    (note,) = run(small_home, folder, resume=True).notes
    assert note.en == "the file was missing and was recomputed."
    assert content(folder) == peace


def test_a_run_that_is_stopped_while_it_mends(
    small_home: Path, tmp_path: Path, peace: dict[str, bytes]
) -> None:
    folder = run(small_home, tmp_path / "run").folder
    for number in (1, 3):
        (folder / "shards" / f"part-0000{number}.parquet").unlink()
    with pytest.raises(Stopped):
        run(small_home, folder, resume=True, progress=sends(signal.SIGINT, 45))
    with pytest.raises(SimError, match="not finished"):
        open_ensemble(folder)
    run(small_home, folder, resume=True)
    assert content(folder) == peace


def test_a_damaged_ledger_costs_only_time(small_home: Path, tmp_path: Path, peace: dict[str, bytes]) -> None:
    folder = stopped(small_home, tmp_path / "run")
    _cut(folder / "ledger.zip")
    _cut(folder / "shards" / "part-00000.parquet")  # nobody knows what it was: it is kept aside
    run(small_home, folder, resume=True)
    found = content(folder)
    assert len(found.pop("shards/part-00000.parquet.damaged-1")) == 1000
    assert found == peace


def test_a_table_that_is_missing(small_home: Path, tmp_path: Path, peace: dict[str, bytes]) -> None:
    folder = run(small_home, tmp_path / "run").folder
    (folder / "quantiles.parquet").unlink()
    with pytest.raises(SimError) as caught:
        run(small_home, folder)
    assert messages(caught.value) == [
        "the file is missing.",
        "add `resume=True` to check all files and recompute those that are missing or damaged.",
    ]
    run(small_home, folder, resume=True)
    assert content(folder) == peace


# --- where nothing can be written -----------------------------------------------------------


def test_a_full_disk(small_home: Path, tmp_path: Path, peace: dict[str, bytes]) -> None:
    resource = pytest.importorskip("resource")
    folder = tmp_path / "run"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    shard = min(len(written) for name, written in peace.items() if name.startswith("shards/"))
    manifest = len(peace["manifest.json"])
    assert manifest < shard - 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (shard - 1, before[1]))
    try:
        with pytest.raises(SimError) as caught:
            run(small_home, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    refused, reported = caught.value.faults
    assert re.search(r"shards/part-0000\d\.parquet$", refused.place)  # whichever was done first
    assert refused.zh == "无法写入：文件超过了系统允许的大小。"
    assert refused.en == "cannot be written: the file is larger than the system allows."
    assert reported.en == f"stopped with 0 of 45 members done. {GO_ON}"
    assert sorted(content(folder)) == ["manifest.json"]
    assert content(run(small_home, folder, resume=True).folder) == peace


def test_a_file_in_the_place_of_a_folder(small_home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(SimError, match="something is here already and is not overwritten"):
        run(small_home, tmp_path / "file")
    with pytest.raises(SimError, match="cannot be written: a part of the path is not a folder"):
        run(small_home, tmp_path / "file" / "run")
    assert content(tmp_path) == {"file": b"mine"}


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(small_home: Path, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(SimError, match="cannot be written: permission denied"):
        run(small_home, tmp_path / "closed" / "run")


def test_two_processes_do_not_write_one_folder(small_home: Path, tmp_path: Path) -> None:
    with Folder(tmp_path / "run").claimed(), pytest.raises(SimError) as caught:
        run(small_home, tmp_path / "run")
    assert messages(caught.value) == ["another program is writing this ensemble; wait until it has ended."]
    assert not (tmp_path / "run").exists()


def test_nor_does_a_second_one_hear_that_it_could_continue(small_home: Path, tmp_path: Path) -> None:
    folder = stopped(small_home, tmp_path / "run")
    with Folder(folder).claimed():
        for resume in (False, True):
            with pytest.raises(SimError) as caught:
                run(small_home, folder, resume=resume)
            assert messages(caught.value) == [
                "another program is writing this ensemble; wait until it has ended."
            ]


def test_a_comment_in_the_registry_is_no_change(own_home: Path) -> None:
    folder = stopped(own_home, own_home / "runs" / "plan")
    for path in (own_home / "model").rglob("*.yaml"):
        path.write_text(f"# a comment\n{path.read_text('utf-8')}\n\n", "utf-8")
    assert run(own_home, folder, resume=True).manifest["state"] == "finished"


# --- members that turn non-finite -----------------------------------------------------------


@pytest.fixture
def breaking_home(own_home: Path) -> Path:
    """Return a home whose members break where a unit of capital makes more than 5.5 a year."""
    path = own_home / "model" / "teda.mdl"
    text = path.read_text("utf-8").replace("INTEG (migration,", "INTEG (SQRT(5.5-output per capital),")
    path.write_text(text, "utf-8")
    return own_home


def test_members_that_broke_are_left_out_of_every_count(breaking_home: Path, tmp_path: Path) -> None:
    made = run(breaking_home, tmp_path / "run")
    draws = pq.read_table(made.folder / "draws.parquet")["output per capital"].to_numpy()
    broken = np.flatnonzero(draws > 5.5)
    assert 0 < broken.size < 45
    assert made.manifest["failed"] == broken.size
    assert made.failures["member"].tolist() == broken.tolist()
    assert set(made.failures["variable"]) == {"residents"}
    sound = np.delete(draws, broken)
    members = np.delete(made.members("gross_output").to_numpy(), broken, axis=1)
    assert members.shape[1] == sound.size
    levels = np.quantile(members, [0.05, 0.25, 0.5, 0.75, 0.95], axis=1).T
    np.testing.assert_array_equal(made.fan("gross_output").to_numpy(), levels)
    assert set(made.targets["members"]) == {sound.size}
    noted = [
        pq.read_metadata(path).metadata[b"failed"] for path in sorted((made.folder / "shards").iterdir())
    ]
    assert " ".join(note.decode() for note in noted if note) == " ".join(map(str, broken))


def test_a_summary_leaves_them_out_too(breaking_home: Path, tmp_path: Path) -> None:
    whole, summary = run(breaking_home, tmp_path / "a"), run(breaking_home, tmp_path / "b", summary=True)
    assert summary.failures.equals(whole.failures)
    assert summary.manifest["failed"] == whole.manifest["failed"]
    assert summary.targets["met"].equals(whole.targets["met"])
    off = (summary.quantiles["p50"] - whole.quantiles["p50"]).abs()
    assert (off <= summary.quantiles["error"] + 1e-9)[off.notna()].all()
