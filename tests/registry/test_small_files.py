"""The labels of elements and what is known of the start: files that a home may lack."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.registry.elements import load_elements
from sim.registry.home import Home
from sim.registry.start_up import load_start_up


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "model").mkdir()
    return Home(tmp_path)


def test_a_home_may_have_neither(home: Home) -> None:
    assert load_elements(home) == {}
    assert load_start_up(home).entries.causes == {}


def test_labels_are_found_however_the_element_is_spelt(home: Home) -> None:
    (home.model / "elements.yaml").write_text("Other Industry: {zh: 其他, en: Other}\n", encoding="utf-8")
    assert load_elements(home)["other industry"].text("zh") == "其他"


def test_every_fault_has_its_line(home: Home) -> None:
    (home.model / "elements.yaml").write_text("a: {zh: 甲, en: A}\nb: {zh: 乙}\n", encoding="utf-8")
    with pytest.raises(SimError, match=r"elements\.yaml:2: .*\n.*\"en\" is missing"):
        load_elements(home)
    text = "without: {a: zero}\ncauses:\n  stock: {zh: 因}\nelse: 1\n"
    (home.model / "start_up.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SimError) as caught:
        load_start_up(home)
    told = {(Path(fault.place).name, fault.en) for fault in caught.value.faults}
    assert told == {
        ("start_up.yaml:1", '"without.a" is "zero"; it must be a number.'),
        ("start_up.yaml:3", '"causes.stock.en" is missing.'),
        ("start_up.yaml:4", 'no field "else". Allowed: without, causes.'),
    }
