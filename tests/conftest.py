"""Fixtures shared by tests of several rooms."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from pathlib import Path

import hypothesis
import pytest

from sim.places import CACHE
from tests.made_once import made_once

SMALL = Path(__file__).parent / "small"
RECORD = "record-of-64"

hypothesis.settings.register_profile("patient", deadline=None)  # no example fails for a busy machine
hypothesis.settings.load_profile("patient")
os.environ.pop("COLUMNS", None)  # pytest-xdist sets it, and tables follow it


def pytest_configure(config: pytest.Config) -> None:
    """Give a test run a cache of its own, which its processes share, and Ctrl-C in the background too."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):  # the process that starts the others
        os.environ[CACHE] = tempfile.mkdtemp(prefix="teda-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the cache of the test run."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(CACHE), ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long: a processor that gets one of them last leaves the others idle."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def shipped_record() -> Path:
    """Return the folder of a record of the shipped model, of 64 members, made once for all processes."""
    from sim.analysis.record.replay import validate  # imports SciPy, which few processes need

    return made_once(RECORD, lambda folder: validate(members=64, out=folder))


@pytest.fixture(scope="session")
def small_home() -> Path:
    """Return a home folder whose model has results that are computed by hand; not to be changed."""
    return SMALL


@pytest.fixture
def own_home(tmp_path: Path) -> Path:
    """Return a copy of the small home that the test may change."""
    return Path(shutil.copytree(SMALL, tmp_path / "home"))


@pytest.fixture
def at_home(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home folder that is the working directory as well."""
    monkeypatch.chdir(own_home)
    monkeypatch.setenv("TEDA_HOME", ".")
    return own_home
