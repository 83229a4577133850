"""Whether the environment is there, whole, and that of this lock."""

import csv
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bootstrap import OLDEST
from sim.environment import place
from sim.environment.lock import ALL, CORE

STAMP = "teda-stamp.txt"  # in the environment
UNFINISHED = "unfinished"


def mark(text: str) -> None:
    """Write the stamp in one piece: half of one would be trusted."""
    part = place.VENV / "teda-stamp.part"
    part.write_text(text, "utf-8")
    part.replace(place.VENV / STAMP)


def stamp(python: str, extent: str) -> str:
    """Return what the stamp says of a complete installation: what is there, of which lock, how many files."""
    return f"{base(python)}\n{extent} {digest()}\n{count_files()}\n"


def base(python: str) -> str:
    """Return the first line of the stamp: an environment works with one Python, in one place."""
    return f"Python {python} in {place.VENV}"


def digest() -> str:
    """Return the SHA-256 of the two files that say what is to be installed."""
    found = hashlib.sha256()
    for path in (place.LOCK, place.ROOT / "pyproject.toml"):
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def stamped() -> list[str]:
    """Return the lines of the stamp: base, extent with digest, number of files; none without a stamp."""
    path = place.VENV / STAMP
    return path.read_text("utf-8").split("\n") if path.exists() else []


def probe() -> str | None:
    """Return the version of the environment's Python, None when it is too old or does not run.

    One without pip counts as not running: nothing could be installed into it.
    """
    code = "import pip, sys; print(*sys.version_info[:2], sep='.')"
    try:
        answer = subprocess.run([str(place.PYTHON), "-c", code], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    version = answer.stdout.decode().strip()
    return version if tuple(map(int, version.split("."))) >= OLDEST else None


def check(extent: str) -> str:
    """Return "absent", "ready", "stale" (packages wanted), "damaged" (files lost) or "broken" (start again).

    An environment without a stamp is somebody's own: it is kept, and its packages made to agree.
    """
    if not os.path.lexists(place.VENV):
        return "absent"
    python = probe()
    if python is None:
        return "broken"
    found, packages, count = (*(stamped() or [base(python)]), "", "")[:3]
    if found != base(python):
        return "broken"
    if packages not in {f"{each} {digest()}" for each in {ALL, extent}}:
        return "stale"
    return "ready" if count_files() >= int(count) else "damaged"


def extent_of(wanted: str) -> str:
    """Return the extent to install: what was once added for the tests stays."""
    packages = (*stamped(), "", "")[1].split()
    return wanted if CORE in packages or not packages else ALL


# Lost files


def libraries() -> Path:
    """Return the folder of the environment's packages and of nothing else."""
    return place.VENV / ("Lib" if place.WINDOWS else "lib")


def count_files() -> int:
    """Return how many files the packages have, what Python compiles for itself left out."""
    count, folders = 0, [os.fspath(libraries())] if libraries().is_dir() else []
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name == "__pycache__":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    count += 1
    return count


def forget_damaged() -> list[str]:
    """Remove the records of packages that lack files, so that installers install them again.

    Returns
    -------
    their names
    """
    damaged = [folder for folder in _records() if not _is_whole(folder)]
    for folder in damaged:
        shutil.rmtree(folder)
    return sorted(folder.name.partition("-")[0] for folder in damaged)


def _records() -> Iterator[Path]:
    return libraries().glob("**/site-packages/*.dist-info")


def _is_whole(record: Path) -> bool:
    """Return whether every file of a package is there in its full size."""
    try:
        with (record / "RECORD").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.reader(file) if row and "__pycache__" not in row[0]]
        sizes = (
            (record.parent / name).stat().st_size == int(size or -1) or not size for name, _, size in rows
        )
        return bool(rows) and all(sizes)
    except (OSError, ValueError):
        return False
