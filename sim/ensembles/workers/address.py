"""Addresses of clusters: a scheduler that runs somewhere, or processes to be started here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sim.errors import Argument, SimError, fail

PLACE = Argument("cluster")
DASK_PORT = 8786
DASHBOARD_PORT = 8787
MOST_PROCESSES = 256
_HOST = r"(?P<host>\[[0-9A-Fa-f:.%]+\]|[^\s:/\[\]]+)"
_SCHEDULER = re.compile(rf"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?{_HOST}(?::(?P<port>[^/\s]*))?/?")


@dataclass(frozen=True)
class Processes:
    """Worker processes on this machine, which stop when the run ends.

    Parameters
    ----------
    count : number of processes, 1 to 256
    """

    count: int


@dataclass(frozen=True)
class Scheduler:
    """A Dask scheduler.

    Parameters
    ----------
    scheme : ``tcp``, or ``tls`` where both ends show certificates
    """

    scheme: str
    host: str
    port: int

    @property
    def url(self) -> str:
        """Return the address as Dask writes it."""
        return f"{self.scheme}://{self.host}:{self.port}"


def read_address(text: str) -> Processes | Scheduler:
    """Return the scheduler or processes that an address names.

    Raises
    ------
    SimError: none of ``local:4``, ``tcp://host:8786`` and ``tls://host:8786``.
    """
    given = text.strip()
    if re.match(r"local\b", given) and "//" not in given:
        return _processes(given)
    found = _SCHEDULER.fullmatch(given)
    if found is None:
        raise _no_address(given)
    return _scheduler(given, found)


def _processes(given: str) -> Processes:
    kind, _, number = given.partition(":")
    if kind != "local" or not re.fullmatch("[0-9]{1,6}", number):
        raise fail(
            "syntax",
            f'"{given}" 应写明本机进程数，如 local:4。',
            f'"{given}" must say how many processes of this machine, as in local:4.',
            PLACE,
        )
    if not 1 <= int(number) <= MOST_PROCESSES:
        raise fail(
            "outside-limits",
            f'"{given}"：本机进程数为 {int(number):,}，应在 1 到 {MOST_PROCESSES} 之间。',
            f'"{given}": {int(number):,} processes; there must be 1 to {MOST_PROCESSES}.',
            PLACE,
        )
    return Processes(int(number))


def _scheduler(given: str, found: re.Match[str]) -> Scheduler:
    scheme, host, port = found["scheme"], found["host"], found["port"]
    if scheme is None:
        raise fail(
            "syntax",
            f'"{given}" 前面缺少 tcp:// 或 tls://。是否为 tcp://{host}:{port or DASK_PORT}？',
            f'"{given}" lacks tcp:// or tls:// in front. Did you mean tcp://{host}:{port or DASK_PORT}?',
            PLACE,
        )
    if scheme.lower() not in {"tcp", "tls"}:
        raise fail(
            "syntax",
            f'"{given}" 以 {scheme}:// 开头，应是 tcp:// 或 tls://。'
            f"看板的网址（常为 {DASHBOARD_PORT} 端口）不是调度器的地址（常为 {DASK_PORT} 端口）。",
            f'"{given}" begins with {scheme}://; it must be tcp:// or tls://. The address of the dashboard '
            f"(often port {DASHBOARD_PORT}) is not that of the scheduler (often port {DASK_PORT}).",
            PLACE,
        )
    return Scheduler(scheme.lower(), host, _port(given, scheme, host, port))


def _port(given: str, scheme: str, host: str, port: str | None) -> int:
    if not port:
        raise fail(
            "syntax",
            f'"{given}" 没有写端口。Dask 调度器通常用 {DASK_PORT}：{scheme}://{host}:{DASK_PORT}。',
            f'"{given}" names no port. A Dask scheduler usually has {DASK_PORT}: '
            f"{scheme}://{host}:{DASK_PORT}.",
            PLACE,
        )
    if not re.fullmatch("[0-9]{1,5}", port) or not 1 <= int(port) <= 65_535:
        raise fail(
            "outside-limits",
            f'"{given}"：端口为 "{port}"，应是 1–65535 的整数。',
            f'"{given}": the port is "{port}"; it must be a whole number from 1 to 65535.',
            PLACE,
        )
    return int(port)


def _no_address(given: str) -> SimError:
    return fail(
        "syntax",
        f'"{given}" 不是集群地址。可写 tcp://主机:{DASK_PORT}、tls://主机:{DASK_PORT}，'
        "或 local:进程数（如 local:4）。",
        f'"{given}" is not the address of a cluster. Write tcp://HOST:{DASK_PORT}, tls://HOST:{DASK_PORT}, '
        "or local:PROCESSES (as in local:4).",
        PLACE,
    )
