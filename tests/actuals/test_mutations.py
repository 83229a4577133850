"""Changed files: never a crash, never a figure that is shifted by a unit or a year in silence."""

from __future__ import annotations

from pathlib import Path

from sim.errors import SimError
from tests.actuals.importing import figures, import_bytes, wrong
from tests.actuals.mutations import mutants, verdict

FEW = 120  # benchmarks/actuals.py imports 2,000


def test_a_few_changed_files(tmp_path: Path) -> None:
    bad = []
    for mutant in mutants(FEW, seed=11):
        try:
            found = import_bytes(tmp_path, {mutant.source.name: mutant.content})
        except SimError as error:  # of the file as a whole
            bad += [(mutant.what, str(error))] if mutant.is_harmless else []
            continue
        if what := verdict(mutant, figures(found), wrong(found)):
            bad.append((mutant.what, what))
    assert bad == []
