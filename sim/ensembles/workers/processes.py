"""Worker processes of this machine, started for one run and stopped at its end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.ensembles.workers.address import PLACE
from sim.errors import SimError, fail

_SOURCE = Path(__file__).parents[3]  # folder in which `import sim` finds this code
LOOPBACK = "127.0.0.1"
_ORPHANED = 30  # seconds after which processes end by themselves once their run has ended

# Dask has glibc return memory at once, to take it anew for every array: that costs a third of the time.
_MEMORY = {"MALLOC_TRIM_THRESHOLD_": f"{256 * 2**20}", "MALLOC_MMAP_THRESHOLD_": f"{32 * 2**20}"}


@dataclass(frozen=True)
class Started:
    """Running worker processes.

    Parameters
    ----------
    process : the parent, which watches the others and restarts those that were killed
    log : their output
    """

    process: subprocess.Popen[bytes]
    log: Path

    def fault(self) -> SimError | None:
        """Return the reason why they ended, None while they run."""
        code = self.process.poll()
        if code is None:
            return None
        lines = self.log.read_text("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return fail(
            "unreachable",
            f"本机的工作进程没有启动（退出码 {code}）：{last}",
            f"the worker processes of this machine did not start (exit code {code}): {last}",
            PLACE,
        )


@contextlib.contextmanager
def worker_processes(url: str, count: int) -> Iterator[Started]:
    """Start worker processes for a scheduler, and stop them at the end of the block.

    They are separate programs: Ctrl-C reaches this process alone, their output goes into a
    file, and a script needs no ``if __name__ == "__main__"``.
    """
    with tempfile.TemporaryDirectory(prefix="teda-cluster-", ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "log.txt"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                _command(url, count, folder),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                env=_environment(),
                start_new_session=True,
            )
        try:
            yield Started(process, log)
        finally:
            _stop(process)


def _command(url: str, count: int, folder: str) -> list[str]:
    program = [sys.executable, "-P", "-m", "distributed.cli.dask_worker", url]
    options = [f"--nworkers={count}", "--nthreads=1", f"--host={LOOPBACK}", f"--local-directory={folder}"]
    quiet = ["--no-dashboard", f"--dashboard-address={LOOPBACK}:0"]
    return [*program, *options, *quiet, f"--death-timeout={_ORPHANED}"]


def _environment() -> dict[str, str]:
    """Return the user's environment, changed so that ``import sim`` finds this code."""
    paths = [os.fspath(_SOURCE), os.environ.get("PYTHONPATH", "")]
    return {**_MEMORY, **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the processes at once: all their results have been fetched."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
