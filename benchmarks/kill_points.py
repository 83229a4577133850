"""Kills ensembles at random moments and resumes them: the results must be the same to the byte.

    python benchmarks/kill_points.py --kills 1000

Each round begins a small ensemble in a new folder, kills its process (SIGKILL) at a random moment and
resumes it, until it has finished; then every file is compared with those of a run left in peace. Rounds
keep members and keep only a summary, in this process and by two worker processes, by turns. Three packages
that a run loads when it needs them are loaded beforehand: most moments would fall on that.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

import pandas as pd  # noqa: F401
import pyarrow.parquet  # noqa: F401
import scipy.stats.qmc  # noqa: F401

from sim.ensembles import ledger
from sim.ensembles import plan as ensemble
from sim.ensembles.ensemble import run_ensemble
from sim.run.single import run_scenario

HOME = Path(__file__).parents[1] / "tests" / "small"
MEMBERS, SHARD = 400, 20
Kind = tuple[bool, int]  # whether only a summary is kept, number of workers
KINDS: tuple[Kind, ...] = ((False, 1), (False, 2), (True, 1), (True, 2))


def main() -> int:
    """Run the rounds; return 1 when a file differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    ensemble.SHARD, ledger.PAUSE = SHARD, 0.0  # many shards, each noted at once
    run_scenario("plan", home=HOME)  # every child has the model compiled
    with tempfile.TemporaryDirectory() as room:
        return _rounds(Path(room), asked.kills, random.Random(asked.seed))


def _rounds(room: Path, kills: int, chance: random.Random) -> int:
    wanted = {kind: _in_peace(room / f"peace-{number}", kind) for number, kind in enumerate(KINDS)}
    done = rounds = 0
    while done < kills:
        kind = KINDS[rounds % len(KINDS)]
        seconds, content = wanted[kind]
        folder = room / "run"
        done += _killed_until_finished(folder, kind, seconds, chance)
        if _content(folder) != content:
            names = {name for name, _ in set(_content(folder).items()) ^ set(content.items())}
            print(f"after {done} kills these differ: {', '.join(sorted(names))}")
            return 1
        shutil.rmtree(folder)
        rounds += 1
    print(f"{done:,} kills in {rounds:,} rounds: all files are the same to the byte")
    return 0


def _in_peace(folder: Path, kind: Kind) -> tuple[float, dict[str, bytes]]:
    """Return how long a run left in peace takes [s], and its files."""
    _child(folder.with_name(f"first-{folder.name}"), kind, None)  # the first is slower
    start = time.perf_counter()
    _child(folder, kind, None)
    return time.perf_counter() - start, _content(folder)


def _killed_until_finished(folder: Path, kind: Kind, seconds: float, chance: random.Random) -> int:
    """Return how often the run was killed before it finished."""
    kills = 0
    while not _child(folder, kind, chance.uniform(0, 1.2 * seconds)):
        kills += 1
    return kills


def _child(folder: Path, kind: Kind, seconds: float | None) -> bool:
    """Run the ensemble in a process of its own; return whether it finished before it was killed."""
    process = os.fork()
    if not process:
        _run(folder, kind)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit("the run failed")
    return os.WIFEXITED(status)


def _run(folder: Path, kind: Kind) -> None:
    """Run the ensemble and end this process."""
    summary, workers = kind
    try:
        run_ensemble("plan", MEMBERS, 3, folder, home=HOME, summary=summary, resume=True, workers=workers)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _content(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


if __name__ == "__main__":
    sys.exit(main())
