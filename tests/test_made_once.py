"""Folders shared by the processes of a test run: made once, and a failure is everybody's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from sim.places import CACHE
from tests.made_once import made_once


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE, str(tmp_path))


def test_the_others_wait_for_the_first_and_take_what_it_made() -> None:
    begun, go_on, made = Event(), Event(), []

    def make(folder: Path) -> None:
        made.append(folder)
        begun.set()
        assert go_on.wait(60)
        (folder / "file").write_text("whole", "utf-8")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(made_once, "one", make)
        assert begun.wait(60)
        second = pool.submit(made_once, "one", make)
        go_on.set()
        assert (second.result(60) / "file").read_text("utf-8") == "whole"
    assert made == [first.result()] == [second.result()]


def test_what_could_not_be_made_fails_for_all() -> None:
    def make(_: Path) -> None:
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        made_once("one", make)
    with pytest.raises(AssertionError, match="could not make one"):
        made_once("one", lambda folder: folder)
