"""Addresses of clusters, and the faults of anything else."""

from __future__ import annotations

import pytest

from sim.ensembles.workers.address import Processes, Scheduler, read_address
from sim.ensembles.workers.connect import cluster_workers
from sim.errors import SimError


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("tcp://10.0.0.5:8786", "tcp://10.0.0.5:8786"),
        (" TCP://dask-scheduler:8786/ ", "tcp://dask-scheduler:8786"),
        ("tls://[fd00::5]:443", "tls://[fd00::5]:443"),
    ],
)
def test_a_scheduler(text: str, url: str) -> None:
    address = read_address(text)
    assert isinstance(address, Scheduler)
    assert address.url == url


def test_processes_of_this_machine() -> None:
    assert read_address("local:4") == Processes(4)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "local",
            '"local" 应写明本机进程数，如 local:4。',
            '"local" must say how many processes of this machine, as in local:4.',
        ),
        (
            "local:four",
            '"local:four" 应写明本机进程数，如 local:4。',
            '"local:four" must say how many processes of this machine, as in local:4.',
        ),
        (
            "local:0",
            '"local:0"：本机进程数为 0，应在 1 到 256 之间。',
            '"local:0": 0 processes; there must be 1 to 256.',
        ),
        (
            "local:1000",
            '"local:1000"：本机进程数为 1,000，应在 1 到 256 之间。',
            '"local:1000": 1,000 processes; there must be 1 to 256.',
        ),
        (
            "tcp:/x",
            '"tcp:/x" 不是集群地址。可写 tcp://主机:8786、tls://主机:8786，或 local:进程数（如 local:4）。',
            '"tcp:/x" is not the address of a cluster. Write tcp://HOST:8786, tls://HOST:8786, '
            "or local:PROCESSES (as in local:4).",
        ),
        (
            "tcp://server",
            '"tcp://server" 没有写端口。Dask 调度器通常用 8786：tcp://server:8786。',
            '"tcp://server" names no port. A Dask scheduler usually has 8786: tcp://server:8786.',
        ),
        (
            "tcp://server:70000",
            '"tcp://server:70000"：端口为 "70000"，应是 1–65535 的整数。',
            '"tcp://server:70000": the port is "70000"; it must be a whole number from 1 to 65535.',
        ),
        (
            "server:8786",
            '"server:8786" 前面缺少 tcp:// 或 tls://。是否为 tcp://server:8786？',
            '"server:8786" lacks tcp:// or tls:// in front. Did you mean tcp://server:8786?',
        ),
        (
            "http://server:8787/status",
            '"http://server:8787/status" 不是集群地址。可写 tcp://主机:8786、tls://主机:8786，'
            "或 local:进程数（如 local:4）。",
            '"http://server:8787/status" is not the address of a cluster. Write tcp://HOST:8786, '
            "tls://HOST:8786, or local:PROCESSES (as in local:4).",
        ),
        (
            "http://server:8787",
            '"http://server:8787" 以 http:// 开头，应是 tcp:// 或 tls://。'
            "看板的网址（常为 8787 端口）不是调度器的地址（常为 8786 端口）。",
            '"http://server:8787" begins with http://; it must be tcp:// or tls://. The address of the '
            "dashboard (often port 8787) is not that of the scheduler (often port 8786).",
        ),
    ],
)
def test_other_forms_are_named(text: str, zh: str, en: str) -> None:
    with pytest.raises(SimError) as caught, cluster_workers(text):
        pass
    (fault,) = caught.value.faults
    assert (fault.place, fault.zh, fault.en) == ("cluster", zh, en)
