"""Folders that are made once for all processes of a test run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sim.places import CACHE
from tests.waiting import wait_until

DONE, FAILED = "done", "failed"


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder of the test run's own cache, which the first process that asks for it fills.

    Parameters
    ----------
    make : fills the folder; the others wait for it, and fail as it fails

    Raises
    ------
    AssertionError: another process could not make it.
    """
    place = Path(os.environ[CACHE]) / "made-once" / name
    folder = place / "content"
    try:
        place.mkdir(parents=True)
    except FileExistsError:
        wait_until(lambda: (place / DONE).exists() or (place / FAILED).exists())
        assert not (place / FAILED).exists(), f"another process could not make {name}"
        return folder
    folder.mkdir()
    try:
        make(folder)
    except BaseException:
        (place / FAILED).touch()
        raise
    (place / DONE).touch()
    return folder
