"""A local Dask cluster: its work, its losses, and addresses without a scheduler."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from sim.ensembles.workers.connect import cluster_workers
from sim.ensembles.workers.dask import DaskWorkers
from sim.errors import SimError
from tests.ensembles.workers import loopback
from tests.ensembles.workers.work import end_the_worker, fail_at_three, worker_and_square
from tests.waiting import PATIENCE, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="kills processes as POSIX does")]


@pytest.fixture(scope="module")
def workers() -> Iterator[DaskWorkers]:
    """Give two processes of this machine."""
    before = set(_children())
    with cluster_workers("local:2") as found:
        yield found
    wait_until(lambda: set(_children()) <= before)


def _children() -> list[int]:
    return [child.pid for child in psutil.Process().children(recursive=True)]


def test_every_task_is_done_by_other_processes(workers: DaskWorkers) -> None:
    done = list(workers.map(worker_and_square, range(12)))
    assert sorted(square for _, square in done) == [number**2 for number in range(12)]
    assert os.getpid() not in {pid for pid, _ in done}


def test_no_other_machine_can_reach_them(workers: DaskWorkers) -> None:
    mine = psutil.Process()
    sockets = [one for each in (mine, *mine.children(recursive=True)) for one in each.net_connections("inet")]
    listening = {one.laddr.ip for one in sockets if one.status == psutil.CONN_LISTEN}
    assert listening == {"127.0.0.1"}


def test_few_more_tasks_are_taken_than_are_being_done(workers: DaskWorkers) -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(40):
            taken.append(number)
            yield number

    most_ahead = 0
    for finished, _ in enumerate(workers.map(worker_and_square, tasks()), start=1):
        most_ahead = max(most_ahead, len(taken) - finished)
    assert finished == 40
    assert most_ahead <= 4  # two for each of two threads


def test_a_killed_worker_costs_its_task_alone(workers: DaskWorkers) -> None:
    killed: set[int] = set()
    done = []
    for pid, square in workers.map(worker_and_square, range(20)):
        done.append(square)
        if len(done) == 5:
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
    assert sorted(done) == [number**2 for number in range(20)]
    wait_until(lambda: not any(psutil.pid_exists(pid) for pid in killed))


def test_errors_of_a_task_are_raised_by_the_caller(workers: DaskWorkers) -> None:
    with pytest.raises(ZeroDivisionError, match="three"):
        list(workers.map(fail_at_three, range(5)))
    assert sorted(workers.map(fail_at_three, [1, 2])) == [1, 2]


def test_a_task_that_kills_its_workers(workers: DaskWorkers) -> None:
    with pytest.raises(SimError) as caught:
        list(workers.map(end_the_worker, [0]))
    (fault,) = caught.value.faults
    assert fault.zh == ("同一个分片接连使 4 个工作进程意外退出，多半是内存不足：每个进程请留出至少 1 GiB。")
    assert fault.en == (
        "one shard ended 4 workers, one after the other, most likely for lack of memory: leave each process "
        "at least 1 GiB."
    )


def _reported(address: str) -> tuple[str, str]:
    """Return both lines of the fault of an address."""
    with pytest.raises(SimError) as caught, cluster_workers(address) as found:
        list(found.map(abs, [-1]))
    (fault,) = caught.value.faults
    assert fault.place == "cluster"
    return fault.zh, fault.en


def test_nothing_listens() -> None:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        url = f"tcp://127.0.0.1:{trial.getsockname()[1]}"
    assert _reported(url) == (
        f"连不上调度器 {url}：那里没有程序在听这个端口。请确认 dask scheduler 在那台机器上运行、"
        "地址和端口无误（通常是 8786）、防火墙放行；也可用 local:2 在本机运行。",
        f"the scheduler {url} cannot be reached: nothing listens at this port. Check that dask scheduler "
        "runs on that machine, that address and port are right (usually 8786) and that no firewall is in "
        "between; local:2 runs on this machine.",
    )


def test_no_such_host() -> None:
    zh, en = _reported("tcp://no-such-host.invalid:8786")
    assert "找不到这个主机名" in zh
    assert "no host has this name" in en


@contextlib.contextmanager
def _listener(answer: bytes) -> Iterator[str]:
    """Listen as a program that is no scheduler, and yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    held.append(server.accept()[0])
                    held[-1].sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in held:
                connection.close()


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"])
def test_something_else_listens(answer: bytes) -> None:
    with _listener(answer) as url:
        zh, en = _reported(url)
    assert zh.startswith(f"{url} 有程序在听，但不像 Dask 调度器那样应答")
    assert en.startswith(f"something listens at {url}, but does not answer as a Dask scheduler does")


def test_certificates_that_are_not_set() -> None:
    assert _reported("tls://127.0.0.1:8786") == (
        "tls://127.0.0.1:8786 需要证书，但没有设置。请设置环境变量 DASK_DISTRIBUTED__COMM__TLS__CA_FILE, "
        "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT（见 docs/scale.md）。",
        "tls://127.0.0.1:8786 needs certificates, and none are set. Set the environment variables "
        "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT (docs/scale.md).",
    )


def test_the_extra_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "sim.ensembles.workers.dask")
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert _reported("local:2") == (
        '`cluster` 需要附加的软件包，缺少 "distributed"。请在项目文件夹中运行：pip install -e ".[cluster]"',
        '`cluster` needs further packages; "distributed" is missing. In the folder of the project, run: '
        'pip install -e ".[cluster]"',
    )


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a scheduler that is there all the time that it needs on a busy machine."""
    monkeypatch.setattr("sim.ensembles.workers.dask.ANSWER", PATIENCE)


@pytest.fixture
def other_source(tmp_path: Path) -> Path:
    """Return a copy of the simulator in which one line is another."""
    folder = tmp_path / "other"
    shutil.copytree(loopback.ROOT / "sim", folder / "sim", ignore=shutil.ignore_patterns("__pycache__", "ui"))
    kernel = folder / "sim" / "engine" / "machine" / "kernel.py"
    kernel.write_bytes(kernel.read_bytes() + b"# another version\n")
    return folder


@pytest.mark.usefixtures("patient")
def test_a_worker_of_another_version(tmp_path: Path, other_source: Path) -> None:
    with loopback.scheduler(tmp_path) as url, loopback.worker(url, tmp_path, other_source) as at:
        assert _reported(at) == (
            f"{at} 是 Dask 的 Worker，不是调度器。请写 dask scheduler 启动时打印的地址。",
            f"{at} is a Worker of Dask and not a scheduler. Give the address that dask scheduler printed at "
            "its start.",
        )
        zh, en = _reported(url)
    assert zh.startswith(f"{at} 与本机不同，算出的结果可能不一致：simulator code 在本机为 ")
    assert en.startswith(f"{at} is unlike this machine, and results may differ: simulator code is ")


@pytest.mark.usefixtures("patient")
def test_a_machine_with_another_program_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "__init__.py").touch()
    (tmp_path / "sim" / "ensembles.py").touch()
    with loopback.scheduler(tmp_path, tmp_path) as url:
        zh, en = _reported(url)
    missing = "ModuleNotFoundError: No module named 'sim.ensembles.workers'; 'sim.ensembles' is not a package"
    assert zh == f"{url} 上没有安装本模拟器，或版本太旧（{missing}）。请装上与本机相同的版本。"
    assert en == (
        f"the simulator is not installed at {url}, or is too old ({missing}). Install the version of this "
        "machine."
    )


def test_a_scheduler_that_goes_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # asked just as it goes, the client looks for it as long as a scheduler has to answer
    monkeypatch.setattr("sim.ensembles.workers.dask.ANSWER", 20.0)
    with contextlib.ExitStack() as running:
        url = running.enter_context(loopback.scheduler(tmp_path))
        with loopback.worker(url, tmp_path), cluster_workers(url) as found:
            results = found.map(worker_and_square, range(100))
            assert next(results)[1] == 0
            running.close()
            with pytest.raises(SimError) as caught:
                list(results)
    (fault,) = caught.value.faults
    assert fault.zh == f"与调度器 {url} 的连接断了。"
    assert fault.en == f"the connection to the scheduler {url} is lost."
