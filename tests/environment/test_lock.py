"""The part of the lock that users need."""

import re
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sim.environment import place
from sim.environment.lock import ALL, CORE, entries, requirements

PROJECT = """\
[project]
dependencies = ["Some.thing>=1"]
[project.optional-dependencies]
cluster = ["far[away]>=1"]
dev = ["tester"]
"""
LOCK = """\
# made by hand
below==1 \\
    --hash=sha256:a
    # via
    #   some-thing
    #   tester
far==1 \\
    --hash=sha256:b
    # via teda-simulator (pyproject.toml)
plugin==1 \\
    --hash=sha256:c
    # via tester
setuptools==1 \\
    --hash=sha256:d
some-thing==1 ; sys_platform == 'win32' \\
    --hash=sha256:e
some-thing==2 ; sys_platform != 'win32' \\
    --hash=sha256:e
    # via teda-simulator (pyproject.toml)
tester==1 \\
    --hash=sha256:f
    # via teda-simulator (pyproject.toml)
uv==1 \\
    --hash=sha256:f
"""


def names(lock: str) -> set[str]:
    return {canonicalize_name(re.match(r"[\w.-]+", entry).group()) for entry in entries(lock)}


def test_what_tests_alone_need_is_left_out() -> None:
    assert names(requirements(LOCK, PROJECT, CORE)) == {"below", "far", "setuptools", "some-thing", "uv"}
    assert requirements(LOCK, PROJECT, CORE).count("some-thing==") == 2
    assert requirements(LOCK, PROJECT, ALL) == LOCK


def test_the_core_of_the_lock_is_closed() -> None:
    """Every package that one of the core needs here, by its own account, is in the core as well."""
    lock, project = place.LOCK.read_text("utf-8"), (place.ROOT / "pyproject.toml").read_text("utf-8")
    core = names(requirements(lock, project, CORE))
    assert {"streamlit", "llvmlite", "distributed", "uv", "setuptools"} <= core
    assert not {"pytest", "mypy", "playwright", "ruff", "pysimlin", "hypothesis"} & core
    for name in core:
        try:
            needed = map(Requirement, metadata.requires(name) or [])
        except metadata.PackageNotFoundError:
            continue  # for another system
        here = {
            canonicalize_name(each.name)
            for each in needed
            if not each.marker or each.marker.evaluate({"extra": ""})
        }
        assert here & names(lock) <= core, name
