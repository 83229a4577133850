"""Schedulers and workers on this machine as programs of their own, stopped by their process ids."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[3]


@contextlib.contextmanager
def scheduler(folder: Path, source: Path = ROOT) -> Iterator[str]:
    """Run a scheduler whose ``import sim`` finds the given source, and yield its address."""
    words = ["dask_scheduler", "--host=127.0.0.1", "--port=0", "--no-dashboard"]
    log = folder / "scheduler.log"
    with _program(words, log, source) as process:
        yield _printed(process, log, r"Scheduler at:\s+(tcp://\S+)")


@contextlib.contextmanager
def worker(url: str, folder: Path, source: Path = ROOT) -> Iterator[str]:
    """Run a worker whose ``import sim`` finds the given source, and yield its address."""
    words = [
        "dask_worker",
        url,
        "--nthreads=1",
        "--no-dashboard",
        f"--local-directory={folder}",
        "--no-nanny",
    ]
    log = folder / "worker.log"
    with _program(words, log, source) as process:
        yield _printed(process, log, r"Start worker at:\s+(tcp://\S+)")


@contextlib.contextmanager
def _program(words: list[str], log: Path, source: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-P", "-m", f"distributed.cli.{words[0]}", *words[1:]]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": os.fspath(source)},
            start_new_session=True,
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _printed(process: subprocess.Popen[bytes], log: Path, pattern: str) -> str:
    """Wait until a program has printed what a pattern finds, and return the first group."""
    wait_until(lambda: re.search(pattern, log.read_text("utf-8")), process)
    return re.findall(pattern, log.read_text("utf-8"))[0]
