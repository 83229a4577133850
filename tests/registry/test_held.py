"""The file of held constants, and the order of draws that it states."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.registry.held import held_text, read_held
from sim.registry.load import load_registry

HELD = {"energy": True, "output per capital": False}


@pytest.fixture
def ranged_home(own_home: Path) -> Path:
    """Return a home with two constants that have a range, energy after output per capital."""
    file = own_home / "model" / "parameters.yaml"
    before, mark, after = file.read_text("utf-8").partition("\nenergy:")
    after = after.replace("{kind: fixed, by: choice}", "{kind: uniform, low: 800, high: 1300}", 1)
    file.write_text(before + mark + after, encoding="utf-8")
    return own_home


def test_the_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "held.csv"
    file.write_text(held_text(HELD), encoding="utf-8")
    assert read_held(str(file)) == HELD
    assert list(read_held(str(file))) == list(HELD)


def test_without_it_all_ranges_are_drawn_in_the_order_of_the_files(ranged_home: Path) -> None:
    registry = load_registry(ranged_home)
    assert list(registry.drawn) == ["output per capital", "energy"]
    assert not registry.held


def test_it_states_the_held_constants_and_the_order_of_draws(ranged_home: Path) -> None:
    before = load_registry(ranged_home)
    file = ranged_home / "model" / "held.csv"
    file.write_text(held_text({"energy": False, "output per capital": True}), encoding="utf-8")
    registry = load_registry(ranged_home)
    assert list(registry.drawn) == ["energy"]
    assert registry.held == {"output per capital"}
    assert list(registry.parameters)[:3] == ["energy", "output per capital", "reinvestment share"]
    assert registry.parameters == before.parameters
    assert registry.hash != before.hash  # draws follow from it


def test_a_range_that_is_new_comes_last_and_one_that_is_gone_has_no_place(ranged_home: Path) -> None:
    file = ranged_home / "model" / "held.csv"
    file.write_text(held_text({"migration": True, "energy": False}), encoding="utf-8")
    registry = load_registry(ranged_home)
    assert list(registry.drawn) == ["energy", "output per capital"]
    assert not registry.held  # migration has no range


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("energy,yes", "energy,perhaps", 4),
        ("energy,yes", "energy", 4),
        ("output per capital,no", "energy,no", 5),
        ("parameter,held", "constant,held", 3),
    ],
)
def test_lines_that_no_screening_writes_are_refused(own_home: Path, old: str, new: str, line: int) -> None:
    file = own_home / "model" / "held.csv"
    file.write_text(held_text(HELD).replace(old, new), encoding="utf-8")
    with pytest.raises(SimError, match=r"this is not what the screening writes.") as caught:
        load_registry(own_home)
    assert [fault.place for fault in caught.value.faults] == [f"{file}:{line}"]
