"""Ensembles on a cluster: the same bytes as on one machine, even when workers fail."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import psutil
import pytest

from sim.ensembles import plan as plans
from sim.ensembles.ensemble import run_ensemble
from sim.ensembles.workers.stopping import Stopped
from tests.command_line import CommandResult, report
from tests.waiting import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="kills processes as POSIX does")]
MEMBERS, SHARD = 600, 16


@pytest.fixture(autouse=True)
def many_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "SHARD", SHARD)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def alone(small_home: Path, tmp_path: Path) -> dict[str, bytes]:
    """Return the files of the ensemble as this process makes them."""
    return _bytes(run_ensemble("plan", MEMBERS, 3, tmp_path / "alone", home=small_home).folder)


def _worker_processes() -> list[psutil.Process]:
    """Return the processes that do the work: those that have no further ones below them."""
    below = psutil.Process().children(recursive=True)
    return [one for one in below if "spawn_main" in " ".join(one.cmdline())]


def test_a_worker_killed_in_the_middle_changes_no_byte(
    small_home: Path, tmp_path: Path, alone: dict[str, bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    killed: list[psutil.Process] = []

    def kill_one(done: int, _: int) -> None:
        if done >= 5 * SHARD and not killed:
            killed.append(_worker_processes()[0])
            killed[0].kill()

    before = psutil.Process().children(recursive=True)
    made = run_ensemble(
        "plan", MEMBERS, 3, tmp_path / "made", home=small_home, cluster="local:2", progress=kill_one
    )
    assert killed
    assert capfd.readouterr() == ("", "")  # not a word of what the libraries log
    assert _bytes(made.folder) == alone
    wait_until(lambda: psutil.Process().children(recursive=True) == before)


def test_a_run_begun_on_a_cluster_continues_alone(
    small_home: Path, tmp_path: Path, alone: dict[str, bytes]
) -> None:
    def stop(done: int, _: int) -> None:
        if done == 5 * SHARD:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Stopped, match="`resume=True`"):
        run_ensemble("plan", MEMBERS, 3, tmp_path / "made", home=small_home, cluster="local:1", progress=stop)
    shards = len(list((tmp_path / "made" / "shards").iterdir()))
    assert 5 <= shards < MEMBERS // SHARD
    made = run_ensemble("plan", MEMBERS, 3, tmp_path / "made", home=small_home, resume=True)
    assert _bytes(made.folder) == alone


def test_a_scheduler_that_is_not_there(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        url = f"tcp://127.0.0.1:{trial.getsockname()[1]}"
    result = CommandResult(capsys, "ensemble", "plan", "--members", "40", "--out", "new", "--cluster", url)
    assert (result.code, result.out) == (2, "")
    assert result.err == report(
        "--cluster",
        f"连不上调度器 {url}：那里没有程序在听这个端口。请确认 dask scheduler 在那台机器上运行、"
        "地址和端口无误（通常是 8786）、防火墙放行；也可用 local:2 在本机运行。",
        f"the scheduler {url} cannot be reached: nothing listens at this port. Check that dask scheduler "
        "runs on that machine, that address and port are right (usually 8786) and that no firewall is in "
        "between; local:2 runs on this machine.",
    )
    assert not (at_home / "new").exists()


def test_threads_and_a_cluster_exclude_each_other(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "ensemble", "plan", "--workers", "2", "--cluster", "local:2")
    assert result.code == 2
    assert result.err == report(
        "--cluster",
        "--workers 是本进程同时计算的片数，不能与 --cluster 同用；集群有自己的进程数（本机如 local:4）。",
        "--workers applies to this process alone and cannot be combined with --cluster, which has its own "
        "number of processes (local:4 on this machine).",
    )
