"""Fixtures shared by the tests of draws."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.scenario.workspace import Workspace, load_workspace
from tests.sampling.homes import uncertain_home


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory, small_home: Path) -> Workspace:
    """Return a workspace with four uncertain constants, two of them with a rank correlation of 0.6."""
    home = shutil.copytree(small_home, tmp_path_factory.mktemp("uncertain") / "home")
    return load_workspace(uncertain_home(Path(home), 0.6))
