"""Element labels and start-up causes: files that a home may lack."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.registry.load import load_registry


def test_a_home_may_have_neither(small_home: Path) -> None:
    registry = load_registry(small_home)
    assert registry.elements == {}
    assert registry.start_up.causes == {}


def test_labels_are_found_however_the_element_is_spelt(own_home: Path) -> None:
    file = own_home / "model" / "elements.yaml"
    file.write_text("Other_Industry: {zh: 其他, en: Other}\n", encoding="utf-8")
    assert load_registry(own_home).elements["other industry"].text("zh") == "其他"


def test_the_faults_of_all_files_are_reported_together_each_with_its_line(own_home: Path) -> None:
    model = own_home / "model"
    (model / "elements.yaml").write_text("a: {zh: 甲, en: A}\nb: {zh: 乙}\n", encoding="utf-8")
    text = "without: {a: zero}\ncauses:\n  stock: {zh: 因}\nelse: 1\n"
    (model / "start_up.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SimError) as caught:
        load_registry(own_home)
    assert {(Path(fault.place).name, fault.en) for fault in caught.value.faults} == {
        ("elements.yaml:2", '"en" is missing.'),
        ("start_up.yaml:1", '"without.a" is "zero"; it must be a number.'),
        ("start_up.yaml:3", '"causes.stock.en" is missing.'),
        ("start_up.yaml:4", 'no field "else". Allowed: without, causes.'),
    }
