"""Quick check of whether a program listens at an address, without Dask."""

from __future__ import annotations

import socket

from sim.ensembles.workers import faults
from sim.ensembles.workers.address import Scheduler


def knock(address: Scheduler, seconds: float) -> None:
    """Check that a program listens at an address.

    Raises
    ------
    SimError: no such host, nothing listens there, or nothing answers in time.
    """
    try:
        socket.create_connection((address.host.strip("[]"), address.port), seconds).close()
    except (OSError, UnicodeError) as error:  # a host name may have characters that are not allowed
        raise faults.unreachable(address.url, *_reason(error, seconds)) from error


def _reason(error: Exception, seconds: float) -> tuple[str, str]:
    if isinstance(error, socket.gaierror | UnicodeError):
        return "找不到这个主机名", "no host has this name"
    if isinstance(error, ConnectionRefusedError):
        return "那里没有程序在听这个端口", "nothing listens at this port"
    if isinstance(error, TimeoutError):
        return f"{seconds:g} 秒内没有回应", f"no answer within {seconds:g} seconds"
    text = str(getattr(error, "strerror", None) or error)
    return text, text
