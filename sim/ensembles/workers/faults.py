"""Faults of a cluster: unreachable, unsuitable, or lost during a run."""

from __future__ import annotations

from collections.abc import Iterable

from sim.ensembles.workers.address import DASK_PORT, PLACE
from sim.ensembles.workers.machine import Machine
from sim.errors import Fault, SimError, fail


def not_installed(missing: str) -> SimError:
    """Return the fault of an installation without the extra."""
    return fail(
        "not-installed",
        f'`cluster` 需要附加的软件包，缺少 "{missing}"。请在项目文件夹中运行：pip install -e ".[cluster]"',
        f'`cluster` needs further packages; "{missing}" is missing. In the folder of the project, run: '
        'pip install -e ".[cluster]"',
        PLACE,
    )


def unreachable(url: str, reason_zh: str, reason_en: str) -> SimError:
    """Return the fault of a scheduler that cannot be reached."""
    return fail(
        "unreachable",
        f"连不上调度器 {url}：{reason_zh}。请确认 dask scheduler 在那台机器上运行、"
        f"地址和端口无误（通常是 {DASK_PORT}）、防火墙放行；也可用 local:2 在本机运行。",
        f"the scheduler {url} cannot be reached: {reason_en}. Check that dask scheduler runs on that "
        f"machine, that address and port are right (usually {DASK_PORT}) and that no firewall is in "
        "between; local:2 runs on this machine.",
        PLACE,
    )


def speaks_otherwise(url: str, reason: str) -> SimError:
    """Return the fault of an address whose listener does not speak a scheduler's protocol."""
    return fail(
        "unreachable",
        f"{url} 有程序在听，但不像 Dask 调度器那样应答（{reason}）。请照抄 dask scheduler 启动时打印的地址"
        f"（tcp:// 还是 tls://，通常是 {DASK_PORT} 端口），并使用同一版本的 Dask。",
        f"something listens at {url}, but does not answer as a Dask scheduler does ({reason}). Give the "
        f"address that dask scheduler printed at its start (tcp:// or tls://, usually port {DASK_PORT}), "
        "and use one version of Dask everywhere.",
        PLACE,
    )


def not_a_scheduler(url: str, kind: str) -> SimError:
    """Return the fault of an address where a part of Dask answers that is not a scheduler."""
    return fail(
        "unreachable",
        f"{url} 是 Dask 的 {kind}，不是调度器。请写 dask scheduler 启动时打印的地址。",
        f"{url} is a {kind} of Dask and not a scheduler. Give the address that dask scheduler printed at its "
        "start.",
        PLACE,
    )


def no_certificates(url: str) -> SimError:
    """Return the fault of an encrypted address without the user's certificates."""
    names = ", ".join(f"DASK_DISTRIBUTED__COMM__TLS__{name}" for name in ("CA_FILE", "CLIENT__CERT"))
    return fail(
        "missing",
        f"{url} 需要证书，但没有设置。请设置环境变量 {names}（见 docs/scale.md）。",
        f"{url} needs certificates, and none are set. Set the environment variables {names} (docs/scale.md).",
        PLACE,
    )


def no_workers(url: str, seconds: float) -> SimError:
    """Return the fault of a scheduler without workers."""
    return fail(
        "unreachable",
        f"调度器 {url} 上已有 {seconds:g} 秒没有工作进程。请在各台机器上运行 dask worker {url}。",
        f"the scheduler {url} has had no workers for {seconds:g} seconds. Run dask worker {url} on your "
        "machines.",
        PLACE,
    )


def lost(url: str) -> SimError:
    """Return the fault of a scheduler that was lost."""
    return fail(
        "unreachable",
        f"与调度器 {url} 的连接断了。",
        f"the connection to the scheduler {url} is lost.",
        PLACE,
    )


def deadly(times: int) -> SimError:
    """Return the fault of a task that kills every worker."""
    return fail(
        "memory",
        f"同一个分片接连使 {times} 个工作进程意外退出，多半是内存不足：每个进程请留出至少 1 GiB。",
        f"one shard ended {times} workers, one after the other, most likely for lack of memory: leave each "
        "process at least 1 GiB.",
        PLACE,
    )


def lacks_simulator(who: str, reason: str) -> SimError:
    """Return the fault of a machine on which the simulator is missing or too old."""
    return fail(
        "not-installed",
        f"{who} 上没有安装本模拟器，或版本太旧（{reason}）。请装上与本机相同的版本。",
        f"the simulator is not installed at {who}, or is too old ({reason}). Install the version of this "
        "machine.",
        PLACE,
    )


def unlike(mine: Machine, others: Iterable[tuple[str, Machine]]) -> SimError:
    """Return the faults of machines that would not compute the same bytes.

    Parameters
    ----------
    others : place and fingerprint of each machine
    """
    return SimError(
        Fault(
            "mismatch",
            f"{where} 与本机不同，算出的结果可能不一致：{what} 在本机为 {here}，在那里为 {there}。"
            "请在各机器上安装同一版本。",
            f"{where} is unlike this machine, and results may differ: {what} is {here} here and {there} "
            "there. Install one version everywhere.",
            PLACE,
        )
        for where, other in others
        for what, here, there in mine.unlike(other)
    )
