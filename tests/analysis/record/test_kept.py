"""The record that a home keeps: read as it was written, and told when it is stale."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.record.kept import FILE, kept_record, record_text, write_record
from sim.analysis.record.record import Record
from sim.analysis.record.replay import validate
from sim.errors import SimError
from sim.scenario.workspace import load_workspace
from tests.analysis.record.homes import make_home, write_observations
from tests.analysis.synthetic import replace


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Record, str]:
    home = make_home(tmp_path_factory.mktemp("record") / "home")
    found = validate(home=home, members=64)
    return found, record_text(write_record(found, load_workspace(home)))


@pytest.fixture
def home(made: tuple[Record, str], tmp_path: Path) -> Path:
    """Return a home with its record."""
    folder = make_home(tmp_path / "home")
    (folder / "model" / FILE).write_text(made[1], encoding="utf-8")
    return folder


def kept(home: Path) -> Record | None:
    return kept_record(load_workspace(home))


def test_it_is_read_as_it_was_written(made: tuple[Record, str], home: Path) -> None:
    found, again = made[0], kept(home)
    assert again is not None
    assert record_text(again) == made[1]
    assert (again.origins, again.members, again.seed, again.request) == (
        found.origins, 64, 7, found.request,
    )  # fmt: skip
    for one, two in zip(found.predictions, again.predictions, strict=True):
        assert two.quantiles == pytest.approx(one.quantiles, rel=1e-7)
        assert (two.point, two.crps) == (one.point, pytest.approx(one.crps, rel=1e-7, nan_ok=True))


def test_it_is_stale_when_anything_that_it_follows_from_has_changed(home: Path) -> None:
    assert kept(home)
    write_observations(home, output_2024=7101.0)
    assert kept(home) is None
    write_observations(home)
    assert kept(home)
    for file, old, new in (
        ("observations.csv", "2024-02-01", "2023-12-01"),  # known earlier
        ("parameters.yaml", "low: 4, high: 6", "low: 4, high: 7"),
        ("plans/small.yaml", "values: {2025: 8.5}", "values: {2025: 8}"),
        ("teda.mdl", "public investment from= 100", "public investment from= 90"),
        ("teda.mdl", "output per capital= 5", "output per capital= 5.5"),  # the mode of its triangle
    ):
        replace(home, file, old, new)
        assert kept(home) is None, file
        replace(home, file, new, old)
        assert kept(home), file


def test_a_home_without_a_record_or_with_a_damaged_one_has_none(home: Path) -> None:
    file = home / "model" / FILE
    text = file.read_text("utf-8")
    for damaged in (text.replace("gross_output", "gross", 1), text.replace(",0.5", ",x", 1), "", text[:300]):
        file.write_text(damaged, encoding="utf-8")
        assert kept(home) is None
    file.unlink()
    assert kept(home) is None


def test_a_folder_that_cannot_be_written_is_a_fault(made: tuple[Record, str], home: Path) -> None:
    workspace = load_workspace(home)
    (home / "model" / FILE).unlink()
    (home / "model" / FILE).mkdir()
    with pytest.raises(SimError, match="this is a folder"):
        write_record(made[0], workspace)
