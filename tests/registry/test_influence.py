"""The file of the screening: written, read again, and refused after edits by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.registry.influence import Influence, Screening, influence_text, read_influence
from sim.registry.load import load_registry

FOUND = Screening("abc", 7, 4, {"energy, in all": Influence(0.75, 0.5, "gross_output", 2025, "plan")})


def test_written_text_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "influence.csv"
    file.write_text(influence_text(FOUND), encoding="utf-8")
    assert read_influence(str(file)) == FOUND


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [("seed=7", "seed=x", 1), ("share", "part", 2), ("0.7500", "many", 3)],
)
def test_a_change_by_hand_is_reported_with_its_line(
    own_home: Path, before: str, after: str, line: int
) -> None:
    file = own_home / "model" / "influence.csv"
    file.write_text(influence_text(FOUND).replace(before, after), encoding="utf-8")
    with pytest.raises(SimError) as caught:
        load_registry(own_home)
    (fault,) = caught.value.faults
    assert fault.place.endswith(f"influence.csv:{line}")
    assert fault.en == (
        "this is not what the screening writes. The file is generated; write it again with teda rebuild."
    )
