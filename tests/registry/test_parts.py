"""Parts of the registry that several files hold, and the content of its hash."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.registry.load import load_registry


@pytest.fixture
def split_home(own_home: Path) -> Path:
    """Return a home whose parameters stand in two files of a folder."""
    whole = own_home / "model" / "parameters.yaml"
    folder = own_home / "model" / "parameters"
    folder.mkdir()
    lines = whole.read_text("utf-8").splitlines(keepends=True)
    second = [place for place, line in enumerate(lines) if not line.startswith(" ")][1]
    (folder / "a.yaml").write_text("".join(lines[:second]), encoding="utf-8")
    (folder / "b.yaml").write_text("# b\n" + "".join(lines[second:]), encoding="utf-8")
    whole.unlink()
    return own_home


def test_a_folder_of_files_is_read_as_one_part(split_home: Path, small_home: Path) -> None:
    registry, whole = load_registry(split_home), load_registry(small_home)
    assert registry.parameters == whole.parameters
    assert list(registry.parameters) == list(whole.parameters)
    first, *_, last = registry.parameters
    document = registry.documents["parameters"]
    assert document.place(first) == f"{split_home / 'model' / 'parameters' / 'a.yaml'}:1"
    assert Path(document.place(last)).name.startswith("b.yaml:")
    assert document.path == str(split_home / "model" / "parameters")


def test_a_name_in_two_files_is_reported_with_both_places(split_home: Path) -> None:
    folder = split_home / "model" / "parameters"
    (folder / "c.yaml").write_text((folder / "a.yaml").read_text("utf-8"), encoding="utf-8")
    with pytest.raises(SimError) as caught:
        load_registry(split_home)
    [fault] = caught.value.faults
    assert fault.place == f"{folder / 'c.yaml'}:1"
    assert fault.zh.endswith(f"重复了，{folder / 'a.yaml'}:1 已有。")
    assert fault.en.endswith(f"is given twice; first at {folder / 'a.yaml'}:1.")


def test_faults_of_several_files_of_a_part_are_reported_together(split_home: Path) -> None:
    folder = split_home / "model" / "parameters"
    for name in ("a.yaml", "b.yaml"):
        (folder / name).write_text("x: [1\n", encoding="utf-8")
    with pytest.raises(SimError) as caught:
        load_registry(split_home)
    assert [Path(fault.place).name for fault in caught.value.faults] == ["a.yaml:1", "b.yaml:1"]


def test_files_without_effect_on_results_are_not_in_the_hash(own_home: Path) -> None:
    before = load_registry(own_home)
    (own_home / "model" / "elements.yaml").write_text("health: {zh: 医药, en: Medicine}\n", encoding="utf-8")
    after = load_registry(own_home)
    assert after.hash == before.hash
    assert after.state != before.state
