"""``teda refresh``: figures are brought up to date in place, and what people have edited stays."""

from __future__ import annotations

import contextlib
import copy
import io
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches, Pt

from sim.cli.main import main
from sim.report.briefing.outline import Outline, Slide
from sim.report.deck.build import build_deck
from sim.run.single import run_scenario
from tests.report.deck_parts import faults_of

SCENARIO = "scenarios/plan.yaml"


@pytest.fixture(scope="module")
def generated(small_home: Path) -> bytes:
    return build_deck(run_scenario("plan", home=small_home))


@pytest.fixture
def deck(at_home: Path, generated: bytes) -> Path:
    """Return a deck, after which the scenario has changed."""
    (at_home / "a.pptx").write_bytes(generated)
    path = at_home / SCENARIO
    path.write_text(path.read_text("utf-8").replace("to: 200", "to: 260"), "utf-8")
    return at_home / "a.pptx"


def command(*arguments: str, code: int = 0) -> tuple[str, str]:
    """Return what a command prints, and what it tells."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as told:
        if code:
            with pytest.raises(SystemExit) as caught:
                main([*arguments])
            assert caught.value.code == code
        else:
            with contextlib.suppress(SystemExit):
                main([*arguments])
    return out.getvalue(), told.getvalue()


def opened(path: Path) -> Any:
    return Presentation(str(path))


def shape(deck: Any, name: str) -> Any:
    """Return the shape of a name without the part that all have."""
    return next(each for slide in deck.slides for each in slide.shapes if each.name == f"teda:{name}")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_what_is_up_to_date_stays_as_it_is(at_home: Path, generated: bytes) -> None:
    before = generated
    (at_home / "a.pptx").write_bytes(generated)
    assert command("refresh", "a.pptx") == ("已是最新，没有要更新的。\n", "")
    assert (at_home / "a.pptx").read_bytes() == before
    assert not list(at_home.glob("*.bak*"))


def test_a_deck_says_what_a_new_one_would_say(deck: Path) -> None:
    out, told = command("refresh", "a.pptx")
    assert "第 2 页 情景调整了哪些杠杆，公共投资, 规划：200 → 260" in out
    assert told == "已写入 a.bak1.pptx\n已写入 a.pptx\n"
    command("deck", "plan", "--out", "b.pptx")
    mine, fresh = opened(deck), opened(deck.with_name("b.pptx"))
    for slide, other in zip(mine.slides, fresh.slides, strict=True):
        for one, two in zip(slide.shapes, other.shapes, strict=True):
            if one.has_text_frame:
                assert one.text_frame.text == two.text_frame.text
            if one.has_table:
                cells = [
                    [[cell.text for cell in row.cells] for row in each.table.rows] for each in (one, two)
                ]
                assert cells[0] == cells[1]
            if one.has_chart:
                blobs = [each.chart.part.chart_workbook.xlsx_part.blob for each in (one, two)]
                assert blobs[0] == blobs[1]
                assert one.chart.part.blob == two.chart.part.blob
    assert not faults_of(deck.read_bytes())
    assert command("refresh", "a.pptx")[0].endswith("已是最新，没有要更新的。\n")
    command("deck", "plan", "--out", "a.pptx")  # nobody has edited it, so that it may be replaced


def test_parts_without_a_change_are_written_byte_for_byte(deck: Path) -> None:
    before = parts(deck)
    command("refresh", "a.pptx")
    after = parts(deck)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert "ppt/slides/slide1.xml" in changed
    folders = ("ppt/slides/", "ppt/charts/", "ppt/embeddings/", "customXml/", "docProps/core")
    assert all(name.startswith(folders) for name in changed)
    assert parts(deck.with_name("a.bak1.pptx")) == before


def test_a_dry_run_writes_nothing(deck: Path) -> None:
    before = deck.read_bytes()
    out, told = command("refresh", "a.pptx", "--dry-run", "--lang", "en")
    assert "Slide 2, levers that the scenario moves, 公共投资, 规划: 200 → 260" in out
    assert told == ""
    assert deck.read_bytes() == before
    command("refresh", "a.pptx", "--out", "b.pptx")
    assert deck.read_bytes() == before
    assert deck.with_name("b.pptx").read_bytes() != before


def test_edited_texts_stay_and_their_old_figures_are_listed(deck: Path) -> None:
    edited = opened(deck)
    title = shape(edited, "chart:gross_output:title").text_frame.paragraphs[0].runs[0]
    figure = next(word for word in title.text.split() if "," in word)
    title.text = f"局里的说法：产值到 {figure} 亿元"
    chart = shape(edited, "chart:gross_output:body")
    chart.left, chart.height = Inches(1), Inches(4)
    chart.chart.plots[0].series[0].format.line.width = Pt(6)
    run = shape(edited, "difference:title").text_frame.paragraphs[0].runs[0]
    run.font.name, run.font.size = "楷体", Pt(30)
    cell = shape(edited, "assumptions:body").table.cell(1, 2)
    cell.text_frame.paragraphs[0].runs[0].text = "约 100"
    edited.slides.add_slide(edited.slide_layouts[5]).shapes.title.text = "领导要求补充的一页"
    edited.save(str(deck))
    width = chart.chart.plots[0].series[0].format.line.width
    out, _ = command("refresh", "a.pptx")
    assert f"一个指标的图（工业总产值），标题：改动过或已不对应，保留不动，其中旧数 {figure} 已变" in out
    now = opened(deck)
    assert shape(now, "chart:gross_output:title").text_frame.text == f"局里的说法：产值到 {figure} 亿元"
    drawn = shape(now, "chart:gross_output:body")
    assert (drawn.left, drawn.height) == (Inches(1), Inches(4))
    assert drawn.chart.plots[0].series[0].format.line.width == width
    kept = shape(now, "difference:title").text_frame.paragraphs[0].runs[0]
    assert (kept.font.name, kept.font.size) == ("楷体", Pt(30))
    assert kept.text != run.text
    assert shape(now, "assumptions:body").table.cell(1, 2).text == "约 100"
    assert shape(now, "assumptions:body").table.cell(1, 3).text == "260"
    assert list(now.slides)[-1].shapes.title.text == "领导要求补充的一页"
    assert not faults_of(deck.read_bytes())


def further_lever(home: Path) -> None:
    """Let the scenario move one more lever, which has no row in a deck made before."""
    path = home / SCENARIO
    text = path.read_text("utf-8").rstrip()
    path.write_text(f"{text}\n  clean share: {{to: 0.3}}\n", "utf-8")


def test_a_row_that_the_table_lacks_is_told(deck: Path) -> None:
    further_lever(deck.parent)
    out, _ = command("refresh", "a.pptx", "--dry-run")
    told = [line for line in out.splitlines() if "表里没有这一行" in line]
    assert len(told) == 1
    assert told[0].startswith(
        "第 2 页 情景调整了哪些杠杆，清洁能源占比：表里没有这一行，未加入：清洁能源占比 | "
    )
    command("refresh", "a.pptx")
    rows = shape(opened(deck), "assumptions:body").table.rows
    assert "清洁能源占比" not in [row.cells[0].text for row in rows]


def test_a_row_of_ones_own_that_is_named_after_ours_is_filled(deck: Path) -> None:
    further_lever(deck.parent)
    edited = opened(deck)
    table = shape(edited, "assumptions:body").table
    ours, foreign = (copy.deepcopy(table.rows[1]._tr) for _ in range(2))
    table._tbl.append(ours)
    table._tbl.append(foreign)
    mine = len(table.rows) - 2
    for number, cells in ((mine, ["清洁能源占比"]), (mine + 1, ["领导另加的一行", "甲"])):
        for place in range(len(table.columns)):
            table.cell(number, place).text = cells[place] if place < len(cells) else ""
    table.cell(mine, 1).text = "自己写的单位"
    edited.save(str(deck))
    out, _ = command("refresh", "a.pptx")
    assert "表里没有这一行" not in out
    now = shape(opened(deck), "assumptions:body").table
    texts = [[cell.text for cell in row.cells] for row in now.rows]
    command("deck", "plan", "--out", "b.pptx")
    fresh = shape(opened(deck.with_name("b.pptx")), "assumptions:body").table
    (wanted,) = [
        [cell.text for cell in row.cells] for row in fresh.rows if row.cells[0].text == "清洁能源占比"
    ]
    assert texts[mine] == ["清洁能源占比", "自己写的单位", *wanted[2:]]
    assert texts[mine + 1] == ["领导另加的一行", "甲", *[""] * (len(wanted) - 2)]
    assert not faults_of(deck.read_bytes())
    path = deck.parent / SCENARIO
    path.write_text(path.read_text("utf-8").replace("to: 0.3", "to: 0.35"), "utf-8")
    command("refresh", "a.pptx")
    again = shape(opened(deck), "assumptions:body").table
    assert again.cell(mine, 3).text != texts[mine][3]


def edit(deck: Any, make: random.Random) -> None:
    """Edit a deck somewhere, as people do."""
    slide = make.choice(list(deck.slides))
    if not len(slide.shapes):
        return
    one, kind = make.choice(list(slide.shapes)), make.randrange(7)
    if kind == 0:
        one.left, one.top = Inches(make.uniform(0, 5)), Inches(make.uniform(0, 5))
    elif kind == 1:
        one._element.getparent().remove(one._element)
    elif kind == 2 and one.has_text_frame:
        one.text_frame.text = make.choice(["", "改过的文字", "一\n二\n三", "12,345 & <b>"])
    elif kind == 3 and one.has_table:
        row = make.choice(list(one.table.rows))
        row._tr.getparent().remove(row._tr)
    elif kind == 4 and one.has_table:
        one.table.cell(make.randrange(len(one.table.rows)), 0).text = "改名"
    elif kind == 5:
        one.name = make.choice(["图 1", "teda", "teda:chart:resident_population:body"])
    elif kind == 6:
        deck.slides.add_slide(deck.slide_layouts[make.randrange(7)])


@pytest.mark.parametrize("seed", range(2))
def test_no_edit_makes_it_fail_or_is_lost(deck: Path, seed: int) -> None:
    make, edited = random.Random(seed), opened(deck)
    for _ in range(100):
        edit(edited, make)
    edited.save(str(deck))

    def places(found: Any) -> list[list[tuple[Any, ...]]]:
        return [[(each.name, each.left, each.top) for each in slide.shapes] for slide in found.slides]

    before = places(edited)
    command("refresh", "a.pptx")
    assert places(opened(deck)) == before
    assert command("refresh", "a.pptx")[0].endswith("已是最新，没有要更新的。\n")


def test_a_chart_of_ones_own_is_filled_by_its_name(deck: Path) -> None:
    edited = opened(deck)
    shape(edited, "chart:gross_output:body").name = "teda:chart:nothing:body"
    edited.save(str(deck))
    _, told = command("refresh", "a.pptx", code=2)
    assert told.startswith('a.pptx, slide 4: 没有名为 "nothing" 的指标。')
    shape(edited, "chart:nothing:body").name = "teda:chrat:gross_output:body"
    edited.save(str(deck))
    _, told = command("refresh", "a.pptx", code=2)
    assert "形状名“teda:chrat:gross_output”不是简报的页" in told


def test_a_chart_that_is_named_after_ours_is_filled(at_home: Path) -> None:
    run, outline = run_scenario("plan"), Outline((Slide("chart", "resident_population"),))
    path = at_home / "b.pptx"
    path.write_bytes(build_deck(run, None, outline=outline))
    edited = opened(path)
    shape(edited, "chart:resident_population:body").name = "teda:chart:gross_output:body"
    edited.save(str(path))
    out, _ = command("refresh", "b.pptx")
    assert "一个指标的图（工业总产值），正文或图：更新图中数值" in out
    fresh = opened_bytes(build_deck(run, None))
    mine, other = (series_of(shape(found, "chart:gross_output:body")) for found in (opened(path), fresh))
    assert len(mine) == len(other) - 1  # the vision, which the chart did not have
    assert all(other[name] == values for name, values in mine.items())
    assert command("refresh", "b.pptx")[0].endswith("已是最新，没有要更新的。\n")


def opened_bytes(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def series_of(frame: Any) -> dict[str, list[float | None]]:
    return {each.name: list(each.values) for plot in frame.chart.plots for each in plot.series}


def test_decks_that_cannot_be_refreshed(deck: Path) -> None:
    (deck.parent / "~$a.pptx").write_bytes(b"owner")
    assert "正在 Office 或 WPS 中打开" in command("refresh", "a.pptx", code=2)[1]
    (deck.parent / "b.pptx").write_bytes(b"not a deck")
    assert "文件已损坏，或不是 PowerPoint 演示文稿。" in command("refresh", "b.pptx", code=2)[1]
    Presentation().save(str(deck.parent / "c.pptx"))
    assert "没有生成时的记录" in command("refresh", "c.pptx", code=2)[1]
    assert "找不到这个文件" in command("refresh", "d.pptx", code=2)[1]
    (deck.parent / SCENARIO).unlink()
    assert '没有名为 "plan" 的情景' in command("refresh", "a.pptx", "--out", "e.pptx", code=2)[1]
    assert "路径中有不允许的字符" in command("refresh", "a\0.pptx", code=2)[1]


RECIPE, SLIDE, RELATIONS = "customXml/teda.xml", "ppt/slides/slide3.xml", "ppt/_rels/presentation.xml.rels"
NO_RECIPE = "演示文稿里没有生成时的记录"
BROKEN = {
    "text of the recipe": ({RECIPE: (b'["plan"]', b"[]")}, NO_RECIPE),
    "year of the recipe": ({RECIPE: (b'"year": null', b'"year": "x"')}, NO_RECIPE),
    "xml of a slide": ({SLIDE: (b"<p:sld", b"<")}, f"文件已损坏：部件 {SLIDE} 读不出。"),
    "a relationship": (
        {RELATIONS: (b'Id="rId9"', b'Id="none"')},
        "文件已损坏：ppt/presentation.xml 缺少 rId9。",
    ),
    "names of shapes": ({"ppt/slides/slide": (b'name="teda:', b'name="PlaceHolder ')}, "没有可更新的"),
}


@pytest.mark.parametrize("kind", [*BROKEN, "a part"])
def test_a_deck_that_is_damaged_somewhere_is_one_fault(at_home: Path, generated: bytes, kind: str) -> None:
    changes, told = BROKEN.get(kind, ({}, f"文件已损坏：缺少部件 {SLIDE}。"))
    with (
        zipfile.ZipFile(io.BytesIO(generated)) as old,
        zipfile.ZipFile(at_home / "a.pptx", "w") as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            for beginning, pair in changes.items():
                part = part.replace(*pair) if name.startswith(beginning) else part
            if kind != "a part" or name != SLIDE:
                new.writestr(name, part)
    before = (at_home / "a.pptx").read_bytes()
    assert told in command("refresh", "a.pptx", code=2)[1]
    assert (at_home / "a.pptx").read_bytes() == before


def test_another_file_that_is_replaced_is_kept(deck: Path) -> None:
    other = deck.with_name("other.pptx")
    other.write_bytes(b"somebody's work")
    assert "已写入 other.bak1.pptx" in command("refresh", "a.pptx", "--out", "other.pptx")[1]
    assert deck.with_name("other.bak1.pptx").read_bytes() == b"somebody's work"
    (deck.parent / "~$other.pptx").write_bytes(b"owner")
    assert "正在 Office 或 WPS 中打开" in command("refresh", "a.pptx", "--out", "other.pptx", code=2)[1]
