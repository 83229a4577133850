"""The map of the feedback loops: drawn from the registry, and faults of one that does not agree with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.registry.load import load_registry, read_loop_map
from sim.registry.loop_map import LoopMap
from sim.registry.loops import Loop
from sim.registry.schema import Bilingual
from sim.report.documents.model.build import build_document
from sim.report.documents.model.loop_picture import INKS, draw_loops
from sim.scenario.workspace import load_workspace
from sim.units import LANGUAGES

MAP = """\
places: {产值: [0, 0], 投资: [200, 0], 资本: [100, 150]}
"""


def loop(zh: str, en: str) -> Loop:
    """Return a loop along a path."""
    names = Bilingual(zh="回路", en="Loop")
    return Loop(
        switch="switch R1",
        name=names,
        path=Bilingual(zh=zh, en=en),
        scenario="trend",
        indicator="gross_output",
        effect="lower",
    )


def faults_of(home: Path, text: str) -> list[tuple[str, str, str]]:
    """Return line, code and English of the faults of a map."""
    (home / "model" / "loop_map.yaml").write_text(text, "utf-8")
    with pytest.raises(SimError) as caught:
        read_loop_map(load_registry(home))
    return [(fault.place.rpartition(":")[2], fault.code, fault.en) for fault in caught.value.faults]


def test_a_path_closes() -> None:
    one = loop("产值 → 投资 → 资本 → 产值", "output → investment → capital → output")
    assert one.quantities("en") == ("output", "investment", "capital")
    assert one.links("zh") == (("产值", "投资"), ("投资", "资本"), ("资本", "产值"))


def test_a_shared_link_has_the_colour_of_both_kinds() -> None:
    loops = {"R1": loop("甲 → 乙 → 丙 → 甲", "a → b → c → a"), "B1": loop("甲 → 乙 → 甲", "a → b → a")}
    found = LoopMap(places={"甲": (0, 0), "乙": (300, 0), "丙": (150, 200)}, opposite=(("乙", "甲"),))
    drawn = draw_loops(loops, found, "en")
    paths = re.findall(r'<path (stroke-dasharray="5 4" )?d="M[^h"]+" fill="none" stroke="(#\w+)"', drawn)
    dashed = 'stroke-dasharray="5 4" '
    assert paths == [("", INKS["RB"]), ("", INKS["R"]), ("", INKS["R"]), (dashed, INKS["B"])]
    assert re.findall(r'data-loop="(\w+)"', drawn) == ["R1", "B1"]
    assert [">a<" in drawn, ">b<" in drawn, ">c<" in drawn] == [True, True, True]


def test_the_shipped_map_shows_every_loop_once_in_each_language() -> None:
    registry = load_registry()
    found = read_loop_map(registry)
    for language in LANGUAGES:
        drawn = draw_loops(registry.loops, found, language)
        assert re.findall(r'data-loop="(\w+)"', drawn) == list(registry.loops)
        assert drawn.count("<polygon") == len(
            {link for one in registry.loops.values() for link in one.links("zh")}
        )


def test_a_quantity_has_one_name_in_each_language() -> None:
    loops = load_registry().loops.values()
    pairs = {pair for one in loops for pair in zip(one.quantities("zh"), one.quantities("en"), strict=True)}
    assert len({zh for zh, _ in pairs}) == len({en for _, en in pairs}) == len(pairs)


def test_the_document_shows_the_map_of_a_home_that_has_one(own_home: Path) -> None:
    assert "pictures/loops.svg" not in build_document(load_workspace(own_home))
    (own_home / "model" / "loop_map.yaml").write_text(MAP, "utf-8")
    files = build_document(load_workspace(own_home))
    assert "![反馈回路总图 / Map of the feedback loops](pictures/loops.svg)" in files["model.md"]
    assert ">投资</tspan>" in files["pictures/loops.svg"]
    assert ">investment</tspan>" in files["pictures/loops.en.svg"]


def test_a_map_that_does_not_agree_with_the_loops_is_reported_whole(own_home: Path) -> None:
    places, marks = "places: {产值: [0, 0], 资本: [100, 150], 投资额: [5, 5]}", "marks: {R2: [1, 1]}"
    text = f"{places}\n{marks}\nopposite:\n  - [资本, 产值]\n  - [资本, 投资]\n"
    assert faults_of(own_home, text) == [
        ("1", "missing", 'the place of "投资" in loop R1 is missing.'),
        ("1", "unknown-name", 'no quantity "投资额". Nearest: "投资".'),
        ("2", "unknown-name", 'no loop "R2". Nearest: "R1".'),
        ("5", "unknown-name", 'no link "资本 → 投资". Nearest: "资本 → 产值".'),
        ("3", "mismatch", "loop R1 has 1 opposite links, which make it balancing, unlike its name."),
    ]
