"""Decks in an office's own template: its layouts, colours and fonts, and none of its sample slides."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from sim.errors import SimError
from sim.report.deck.build import build_deck
from sim.run.single import ScenarioRun, run_scenario
from tests.report.briefing_home import YEARS, ensemble_of, fan_around
from tests.report.deck_parts import faults_of
from tests.report.office_templates import as_potx, bytes_of, office_template, without_title_only


@pytest.fixture(scope="module")
def plan(small_home: Path) -> ScenarioRun:
    return run_scenario("plan", home=small_home)


def made(run: ScenarioRun, template: bytes, folder: Path, name: str = "office.pptx") -> bytes:
    (folder / name).write_bytes(template)
    fan = fan_around(5000.0 + 500 * (YEARS - 2020), width=100)
    ensemble = ensemble_of(run, {"gross_output": fan}, {"gross_output": 0.62})
    return build_deck(run, ensemble, template=folder / name, marking="内部")


TEMPLATES = {
    "wide.pptx": lambda: bytes_of(office_template()),
    "four-by-three.pptx": lambda: bytes_of(office_template(is_wide=False, samples=1)),
    "samples.potx": lambda: as_potx(bytes_of(without_title_only(office_template(samples=0)))),
}


@pytest.fixture(scope="module", params=TEMPLATES)
def deck(
    request: pytest.FixtureRequest, plan: ScenarioRun, tmp_path_factory: pytest.TempPathFactory
) -> bytes:
    return made(plan, TEMPLATES[request.param](), tmp_path_factory.mktemp("office"), request.param)


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {
            name: packed.read(name).decode() for name in packed.namelist() if name.endswith((".xml", ".rels"))
        }


def test_the_samples_are_gone_and_nothing_refers_to_them(deck: bytes) -> None:
    assert not faults_of(deck)
    parts = parts_of(deck)
    assert not [name for name, text in parts.items() if re.search("样页|样例|pieChart", text)]
    slides = Presentation(io.BytesIO(deck)).slides
    assert len([name for name in parts if re.fullmatch(r"ppt/slides/slide\d+.xml", name)]) == len(slides)


def test_colours_and_fonts_are_those_of_the_theme(deck: bytes) -> None:
    own = {name: text for name, text in parts_of(deck).items()
           if re.match(r"ppt/(slides|charts)/[a-z]+\d+.xml", name)}  # fmt: skip
    assert any('schemeClr val="accent1"' in text for text in own.values())
    for name, text in own.items():
        assert "typeface=" not in text, name
        assert set(re.findall('srgbClr val="(.{6})"', text)) <= {"B3261E", "00674F"}, name


def test_titles_stand_where_the_template_has_them(deck: bytes) -> None:
    for number, slide in enumerate(Presentation(io.BytesIO(deck)).slides):
        assert slide.shapes.title.text_frame.text
        assert not slide.shapes.title._element.xpath("./p:spPr/a:xfrm")
        assert slide.slide_layout.name == ("Title Slide" if not number else slide.slide_layout.name)


def test_everything_stays_on_the_slide_and_apart(deck: bytes) -> None:
    opened: Any = Presentation(io.BytesIO(deck))
    for slide in list(opened.slides)[1:]:
        boxes = [(shape.left, shape.top, shape.left + shape.width, shape.top + shape.height, shape.name)
                 for shape in slide.shapes if shape.height]  # fmt: skip
        for place, (left, top, right, bottom, name) in enumerate(boxes):
            assert 0 <= left < right <= opened.slide_width, name
            assert 0 <= top < bottom <= opened.slide_height, name
            for other in boxes[place + 1 :]:
                apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
                assert apart, (name, other[4])


def test_footers_are_those_of_the_layout(deck: bytes) -> None:
    slide = list(Presentation(io.BytesIO(deck)).slides)[1]
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert {"内部", "2"} <= set(texts)
    assert "slidenum" in slide.part.blob.decode()


def test_the_same_bytes_twice(plan: ScenarioRun, tmp_path: Path) -> None:
    template = bytes_of(office_template())
    assert made(plan, template, tmp_path) == made(plan, template, tmp_path)


def broken(kind: str) -> bytes:
    whole = bytes_of(office_template(samples=0))
    if kind in ("encrypted", "old"):
        name = "EncryptedPackage" if kind == "encrypted" else "PowerPoint Document"
        return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + name.encode("utf-16-le")
    if kind == "cut":
        return whole[: len(whole) // 2]
    if kind == "text":
        return "不是演示文稿".encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if kind == "no master" and name.endswith("slideLayout6.xml.rels"):
                part = part.replace(b"/slideMaster", b"/nothing")
            if kind == "no parts" and name.startswith("ppt/slideMasters"):
                continue
            new.writestr(name, part[:200] if kind == "bad xml" and name == "ppt/presentation.xml" else part)
    return buffer.getvalue()


DAMAGED = "文件已损坏，或不是 PowerPoint 演示文稿。"


@pytest.mark.parametrize(
    ("kind", "zh"),
    [
        ("encrypted", "文件加了密码，请先去掉密码。"),
        ("old", "这是旧的 .ppt 格式，请另存为 .pptx。"),
        ("cut", DAMAGED),
        ("text", DAMAGED),
        ("no parts", DAMAGED),
        ("no master", DAMAGED),
        ("bad xml", DAMAGED),
    ],
)
def test_a_file_that_is_no_template_is_one_fault(
    plan: ScenarioRun, tmp_path: Path, kind: str, zh: str
) -> None:
    with pytest.raises(SimError) as caught:
        made(plan, broken(kind), tmp_path)
    assert [fault.zh for fault in caught.value.faults] == [zh]
    assert caught.value.faults[0].place == str(tmp_path / "office.pptx")


def test_a_template_without_titles(plan: ScenarioRun, tmp_path: Path) -> None:
    deck = office_template(samples=0)
    for layout in list(deck.slide_layouts)[:-5]:
        deck.slide_layouts.remove(layout)
    for layout in deck.slide_layouts:
        for holder in list(layout.placeholders):
            holder._element.getparent().remove(holder._element)
    with pytest.raises(SimError, match="模板里没有带标题的版式。"):
        made(plan, bytes_of(deck), tmp_path)


def test_a_missing_template(plan: ScenarioRun, tmp_path: Path) -> None:
    with pytest.raises(SimError, match=r"none\.potx"):
        build_deck(plan, None, template=tmp_path / "none.potx")


def test_a_template_of_another_kind(plan: ScenarioRun, tmp_path: Path) -> None:
    with pytest.raises(SimError, match=r'后缀 "\.potm" 不可用，应是以下之一：\.pptx, \.potx。'):
        build_deck(plan, None, template=tmp_path / "macros.potm")
