"""Every example of a docstring runs and gives what it shows."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import sim

ROOT = Path(sim.__file__).parents[1]
WITH_EXAMPLES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in sorted((ROOT / "sim").rglob("*.py"))
    if ">>>" in path.read_text(encoding="utf-8")
]
WITHOUT = {"Model", "Run", "SimError"}  # classes that other functions return or raise


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_of_a_module_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    if name == sim.validate.__module__:  # its half minute is shared with other tests: it reads what they made
        (tmp_path / "record").symlink_to(request.getfixturevalue("shipped_record"))
    monkeypatch.chdir(ROOT)
    globs = {**vars(import_module(name)), "sim": sim, "np": np, "folder": tmp_path}
    failed, tried = doctest.testmod(import_module(name), extraglobs=globs)
    assert tried
    assert not failed


def test_every_public_function_has_an_example() -> None:
    bare = {name for name in sim.__all__ if ">>>" not in (getattr(sim, name).__doc__ or "")}
    assert bare == WITHOUT
