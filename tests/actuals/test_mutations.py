"""Changed files: never a crash, never a figure that is shifted by a unit or a year in silence."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from sim.errors import SimError
from tests.actuals.importing import figures, import_bytes, wrong
from tests.actuals.mutations import jumbles, mutants, verdict


@pytest.mark.parametrize("count", [60, pytest.param(200, marks=pytest.mark.slow)])
def test_changed_files(count: int, tmp_path: Path) -> None:
    """Benchmarks import 2,000, of another seed."""
    bad = []
    for mutant in mutants(count, seed=count):
        try:
            found = import_bytes(tmp_path, {mutant.source.name: mutant.content})
        except SimError as error:  # of the file as a whole
            bad += [(mutant.what, str(error))] if mutant.is_harmless else []
            continue
        if what := verdict(mutant, figures(found), wrong(found)):
            bad.append((mutant.what, what))
    assert bad == []


@pytest.mark.parametrize("count", [100, pytest.param(2000, marks=pytest.mark.slow)])
def test_words_of_tables_in_no_order_are_read_or_refused(count: int, tmp_path: Path) -> None:
    for content in jumbles(count, seed=count):
        with contextlib.suppress(SimError):
            import_bytes(tmp_path, {"a.csv": content})
