"""Fields of an outline's pages: years, scenarios, titles with figures, layouts, notes and slides kept."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from sim.cli.main import main
from sim.errors import Fault
from sim.report.briefing.titles import title_faults
from tests.report.deck_parts import faults_of
from tests.report.office_templates import as_potx, bytes_of, office_template

SCENARIO = "scenarios/plan.yaml"
FULL = """\
title: 到 2030 年
slides:
  - cover
  - chart: {indicator: gross_output, year: 2025, title: "产值 {value}，目标 {target}，差 {gap}"}
  - keep: office.potx#2
  - chart:
      indicator: gross_output
      year: 2030
      scenarios: [trend, plan]
      title: 到 2030 年为 {value}
      layout: Title and Content
      notes: |
        先讲趋势情景。
        再讲差别。
  - scoreboard: {notes: 只讲前三行}
  - keep: 1
"""


@pytest.fixture
def office(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(own_home)
    monkeypatch.setenv("TEDA_HOME", ".")
    (own_home / "office.potx").write_bytes(as_potx(bytes_of(office_template())))
    return own_home


def command(*arguments: str) -> tuple[object, str, str]:
    """Return the exit code of a command, what it prints and what it tells."""
    out, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told), pytest.raises(SystemExit) as end:
        main([*arguments])
    return end.value.code or 0, out.getvalue(), told.getvalue()


def made(home: Path, outline: str, *options: str) -> list[Any]:
    (home / "o.yaml").write_text(outline, "utf-8")
    code, _, told = command("deck", "plan", "--outline", "o.yaml", "--out", "a.pptx", *options)
    assert (code, told) == (0, "已写入 a.pptx\n")
    return list(Presentation(str(home / "a.pptx")).slides)


def refused(home: Path, outline: str, *options: str) -> list[str]:
    """Return the Chinese lines of what is refused."""
    (home / "o.yaml").write_text(outline, "utf-8")
    code, _, told = command("deck", "plan", "--outline", "o.yaml", "--out", "a.pptx", *options)
    assert code == 2
    assert not (home / "a.pptx").exists()
    return told.splitlines()[::2]


def test_every_field_does_what_it_says(office: Path) -> None:
    slides = made(office, FULL, "--template", "office.potx")
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[0] == "到 2030 年"
    assert titles[1].startswith("产值 ")
    assert "目标 " in titles[1]
    assert "{" not in "".join(titles)
    assert titles[2] == "样页 2：某局年度工作"
    assert titles[3].startswith("到 2030 年为 ")
    assert titles[-1] == "样页 1：某局年度工作"
    assert [slide.slide_layout.name for slide in slides[1:4]] == [
        "Title Only",
        "Title Only",
        "Title and Content",
    ]
    notes = slides[3].notes_slide.notes_text_frame.text.split("\n")
    assert notes[:2] == ["先讲趋势情景。", "再讲差别。"]
    assert slides[4].notes_slide.notes_text_frame.text.startswith("只讲前三行\n规划表 1")
    assert any(shape.has_chart for shape in slides[2].shapes)  # the sample's own
    content = (office / "a.pptx").read_bytes()
    assert not faults_of(content)
    made(office, FULL, "--template", "office.potx")
    assert (office / "a.pptx").read_bytes() == content


def test_pages_of_other_years_and_scenarios_differ_and_are_refreshed(office: Path) -> None:
    outline = """\
title: 两年两景
slides:
  - cover
  - chart: gross_output
  - chart: {indicator: gross_output, year: 2030}
  - chart: {indicator: gross_output, scenarios: [trend]}
  - chart: {indicator: gross_output, year: 2025, title: "改题：{value}"}
"""
    slides = made(office, outline)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert len(set(titles)) == 5
    assert "2030 年" in titles[2]
    names = [next(shape.name for shape in slide.shapes if shape.has_chart) for slide in slides[1:]]
    ours = "teda:chart:gross_output"
    assert names == [f"{ours}{more}:body" for more in ("", "@2030", "~trend", "@2025")]
    path = office / SCENARIO
    path.write_text(path.read_text("utf-8").replace("to: 200", "to: 260"), "utf-8")
    assert command("refresh", "a.pptx")[0] == 0
    refreshed = [slide.shapes.title.text_frame.text for slide in Presentation(str(office / "a.pptx")).slides]
    assert refreshed[0] == "两年两景"
    assert [new != old for new, old in zip(refreshed, titles, strict=True)] == [
        False,
        True,
        True,
        False,
        True,
    ]
    assert refreshed[4].startswith("改题：")
    assert command("refresh", "a.pptx")[1].endswith("已是最新，没有要更新的。\n")
    assert command("deck", "plan", "--outline", "o.yaml", "--out", "b.pptx")[0] == 0
    fresh = [slide.shapes.title.text_frame.text for slide in Presentation(str(office / "b.pptx")).slides]
    assert fresh == refreshed


def test_every_fault_has_its_line(office: Path) -> None:
    told = refused(
        office,
        """\
slides:
  - chart:
      indicator: gross_output
      title: "{vlaue}"
      year: 1999
      scenarios: [plna]
      notes: 5
  - cover: {title: "{value}", year: 2030}
  - scoreboard: {year: soon, scenarios: 3}
  - decides: {indicator: gross_output, scenarios: [plan, plan], title: "50% } 以上"}
  - keep: office.pptx
  - keep: true
  - chart:
""",
    )
    assert told == [
        'o.yaml:4: 标题里没有 {vlaue} 可用。最接近的是 "value"。',
        "o.yaml:5: 1999 年超出 2021–2035。",
        'o.yaml:6: 没有名为 "plna" 的情景。最接近的是 "plan"。可用的有：plan, trend。',
        'o.yaml:7: "notes" 应是文字，最多 4,000 个字符。',
        'o.yaml:8: 没有 "year" 这一项。可用的有：question, title, layout, notes。',
        "o.yaml:8: 标题里的花括号只用于 {value}, {target}, {gap}, {probability}，且只用于有指标的页。",
        'o.yaml:9: "soon" 不是年份，如 2030。',
        "o.yaml:9: 3 不可用，应列出情景，如 [plan, vision]。",
        "o.yaml:10: 标题里的花括号只用于 {value}, {target}, {gap}, {probability}，且只用于有指标的页。",
        "o.yaml:10: 同一情景给了两次。",
        'o.yaml:11: "office.pptx" 不可用，应写成 - keep: 12 或 - keep: office.pptx#12（模板里的第 12 页）。',
        "o.yaml:12: true 不可用，应写成 - keep: 12 或 - keep: office.pptx#12（模板里的第 12 页）。",
        "o.yaml:13: 请给出指标的 id 或名称，如 gross_output；全部见 teda list indicators。",
    ]


def test_the_same_page_twice(office: Path) -> None:
    told = refused(office, "slides:\n  - cover\n  - chart: gross_output\n  - chart: gross_output\n")
    assert told == ["o.yaml:4: 这一页与第 3 行的重复；可另写 year 或 scenarios 加以区别。"]


def test_what_the_template_lacks(office: Path) -> None:
    outline = (
        "slides:\n  - cover\n  - keep: 3\n  - keep: other.pptx#1\n  - scoreboard: {layout: Titel Only}\n"
    )
    assert refused(office, outline, "--template", "office.potx") == [
        "o.yaml:3: 模板只有 2 页，没有第 3 页。",
        'o.yaml:4: 只能保留模板 office.potx 里的页，不能取自 "other.pptx"。',
        'o.yaml:5: 模板里没有名为 "Titel Only" 且带标题的版式。最接近的是 "Title Only"。',
    ]
    assert refused(office, outline) == [
        f'o.yaml:{line}: "{what}" 用的是模板里的页和版式，请用 --template 给出模板。'
        for line, what in ((3, "keep"), (4, "keep"), (5, "layout"))
    ]


def test_a_figure_that_there_is_not(office: Path) -> None:
    outline = 'slides:\n  - chart: {indicator: gross_output, year: 2031, title: "{target}"}\n'
    (told,) = refused(office, outline)
    assert told == "o.yaml:2: 2031 年没有 {target}，请改写标题，或用 year 换一年。"


@pytest.mark.parametrize(
    ("title", "count"), [("{value}", 0), ("{}", 1), ("{{value}}", 1), ("{a} {b}", 2), ("}", 1)]
)
def test_braces_of_a_title(title: str, count: int) -> None:
    found: list[Fault] = list(title_faults(title, has_figures=True))
    assert len(found) == count
