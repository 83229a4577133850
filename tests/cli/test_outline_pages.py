"""Pages and texts that an outline may ask for: made, refreshed, in both languages, or refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from sim.report.briefing.outline_file import read_outline
from sim.scenario.workspace import load_workspace
from sim.units import LANGUAGES, Language
from tests.cli.test_outline import command, made, office, refused
from tests.report.deck_parts import faults_of
from tests.report.office_templates import bytes_of, office_template

__all__ = ["office"]
EXAMPLE = Path(__file__).parents[2] / "examples" / "outline.yaml"
FIELDS = """\
title: {zh: 两种文字, en: Two languages}
unit: {zh: 经济发展局, en: Economic Bureau}
date: 2026-11-27
slides:
  - cover: {question: {zh: 三倍产值要什么成立？, en: What would it take?}}
  - chart: {indicator: gross_output, notes: {zh: 先讲结论, en: Begin with the finding}}
"""
PAGES = """\
slides:
  - charts: [gross_output, 常住人口规模]
  - charts: {indicators: [gross_output, output_growth, investment_sum, clean_share], year: 2030}
  - stack: [gross_output, other_output]
  - scoreboard: {indicators: [investment_sum, gross_output]}
  - scoreboard: {year: 2035}
  - comparison: {indicators: [gross_output, resident_population], scenarios: [plan, trend]}
  - difference: {from: trend}
  - definitions: [investment_sum, clean_share]
"""
OTHER = """\
other_output:
  name: {zh: 其他产值, en: Other output}
  unit: {zh: 亿元, en: 100M CNY}
  measure: flow
  variable: total investment
  price_basis: current
  kind: causal
"""


@pytest.fixture
def home(office: Path) -> Path:
    file = office / "model" / "indicators.yaml"
    file.write_text(file.read_text("utf-8") + OTHER, "utf-8")
    return office


def texts(slide: Any) -> dict[str, str]:
    """Return the texts of a slide by the names of their shapes without the part that all have."""
    return {
        shape.name.removeprefix("teda:"): shape.text_frame.text
        for shape in slide.shapes
        if shape.has_text_frame
    }


def figures(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def cells(slide: Any) -> list[list[str]]:
    return [
        [cell.text for cell in row.cells]
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]


def slides_of(path: Path) -> list[Any]:
    return list(Presentation(str(path)).slides)


def test_pages_are_made_and_valid(home: Path) -> None:
    two, four, stack, chosen, later, table, course, difference, words = made(home, PAGES)
    assert not faults_of((home / "a.pptx").read_bytes())
    assert [len(figures(slide)) for slide in (two, four, stack, course)] == [2, 4, 1, 1]
    assert "实线：规划（中位数）" in texts(two)["charts:gross_output,resident_population:subtitle"]
    heads = texts(four)
    key = "charts:gross_output,output_growth,investment_sum,clean_share@2030"
    assert heads[f"{key}:title1"].startswith("工业总产值 2030 年")
    assert heads[f"{key}:title1"].endswith("\n亿元，当年价")
    assert all(chart.has_legend is False for chart in figures(four))
    assert [series.name for series in figures(stack)[0].plots[0].series] == ["工业总产值", "其他产值"]
    rows = cells(chosen)
    assert [row[1] for row in rows] == ["指标", "累计固定资产投资总额", "工业总产值"]
    assert "2025 目标" in rows[0]
    assert "2035 目标" in cells(later)[0]
    assert {row[1] for row in cells(later)[1:]} == {"工业总产值"}
    assert [row[0] for row in cells(table)] == ["指标", "工业总产值", "常住人口规模"]
    assert cells(table)[0][2:] == ["规划", "趋势"]
    assert cells(difference)[0][2] == "趋势"
    assert ["累计固定资产投资总额", "亿元", "年度值；考核五年合计"] in [row[:3] for row in cells(words)]


def test_the_same_outline_gives_the_same_bytes(home: Path) -> None:
    made(home, PAGES)
    first = (home / "a.pptx").read_bytes()
    made(home, PAGES)
    assert (home / "a.pptx").read_bytes() == first


def test_a_refresh_gives_what_a_new_deck_has(home: Path) -> None:
    before = made(home, PAGES)
    path = home / "scenarios/plan.yaml"
    path.write_text(path.read_text("utf-8").replace("to: 200", "to: 260"), "utf-8")
    code, told, _ = command("refresh", "a.pptx")
    assert code == 0
    assert "几个指标的图排在一页" in told
    assert "正文或图2" in told
    assert "与所依情景之差 对照 trend，" in told
    refreshed = slides_of(home / "a.pptx")
    fresh = made(home, PAGES, "--force")
    for was, old, new in zip(before, refreshed, fresh, strict=True):
        assert texts(old) == texts(new)
        assert cells(old) == cells(new)
        plotted = [[list(map(list, _series(chart))) for chart in figures(each)] for each in (old, new, was)]
        assert plotted[0] == plotted[1]
        assert not plotted[0] or plotted[0] != plotted[2] or texts(was) != texts(new)
    assert command("refresh", "a.pptx")[1].endswith("已是最新，没有要更新的。\n")


def _series(chart: Any) -> list[tuple[Any, ...]]:
    return [(series.name, *series.values) for plot in chart.plots for series in plot.series]


@pytest.mark.parametrize(
    ("language", "title", "question", "day", "note"),
    [
        ("zh", "两种文字", "三倍产值要什么成立？", "2026 年 11 月 27 日", "先讲结论"),
        ("en", "Two languages", "What would it take?", "2026-11-27", "Begin with the finding"),
    ],
)
def test_texts_are_those_of_the_language(
    home: Path, language: str, title: str, question: str, day: str, note: str
) -> None:
    (home / "o.yaml").write_text(FIELDS, "utf-8")
    code, _, told = command("deck", "plan", "--outline", "o.yaml", "--out", "a.pptx", "--lang", language)
    assert code == 0, told
    cover, chart = slides_of(home / "a.pptx")
    assert texts(cover)["cover:title"] == title
    assert texts(cover)["cover:body"].split("\n")[0] == question
    assert any(day in text.split("\n") for text in texts(cover).values())
    assert day in texts(chart).values()
    assert chart.notes_slide.notes_text_frame.text.split("\n")[0] == note
    assert command("refresh", "a.pptx", "--lang", "zh")[1] == "已是最新，没有要更新的。\n"


def test_notes_of_pages_may_stand_with_those_of_the_speaker(home: Path) -> None:
    outline = "slides:\n  - cover\n  - chart: gross_output\n"
    _, chart = made(home, outline)
    foot = texts(chart)["chart:gross_output:foot"].split("\n")
    _, chart = made(home, f"foot: notes\n{outline}")
    assert "chart:gross_output:foot" not in texts(chart)
    assert set(foot) <= {*chart.notes_slide.notes_text_frame.text.split("\n")}


def test_every_fault_has_its_line(home: Path) -> None:
    told = refused(
        home,
        """\
title: {zh: 一, fr: un}
unit: {en: Bureau}
date: soon
foot: top
slides:
  - charts:
  - charts: [gross_output]
  - charts: [gross_output, gross_outptu]
  - charts: [gross_output, gross_output]
  - stack: [gross_output, output_growth]
  - stack: [gross_output, resident_population]
  - scoreboard: {year: 2030}
  - comparison: gross_output
  - definitions: 5
  - difference: {from: [trend]}
  - assumptions: {from: tredn}
  - limits: {from: trend, indicators: [gross_output]}
  - cover: {question: 3}
  - chart: [gross_output, output_growth]
""",
    )
    assert told == [
        'o.yaml:1: 没有 "fr" 这一项。可用的有：zh, en。',
        'o.yaml:2: "unit" 缺 zh 的文字，简报用的正是 zh。',
        'o.yaml:3: "soon" 不是日期，如 2026-11-27。',
        'o.yaml:4: "top" 不可用，应是 page（脚注写在页上）或 notes（只写进演讲者备注）。',
        'o.yaml:6: "charts" 应列出指标，如 [gdp_growth, pm25]，而不是 （空）。',
        'o.yaml:7: "charts" 应有 2–4 个指标，给了 1 个。',
        'o.yaml:8: 没有名为 "gross_outptu" 的指标。最接近的是 "gross_output"。',
        "o.yaml:9: 同一指标给了两次。",
        "o.yaml:10: “工业总产值增长率”不能与别的相加，不能叠成一图。",
        "o.yaml:10: 叠成一图的指标要同一单位，这里有：亿元、%。",
        "o.yaml:11: 叠成一图的指标要同一单位，这里有：亿元、万人。",
        "o.yaml:12: 规划没有 2030 年的目标，有：2025, 2035。",
        'o.yaml:13: "comparison" 应有 2–12 个指标，给了 1 个。',
        'o.yaml:14: "definitions" 为 5，不可用。',
        "o.yaml:15: ['trend'] 不是情景，如 trend。",
        'o.yaml:16: 没有名为 "tredn" 的情景。最接近的是 "trend"。可用的有：plan, trend。',
        'o.yaml:17: 没有 "from" 这一项。可用的有：title, layout, notes, year, scenarios。',
        'o.yaml:17: 没有 "indicators" 这一项。可用的有：title, layout, notes, year, scenarios。',
        "o.yaml:18, question: 应是一行文字，最多 120 个字符。",
        "o.yaml:19: 这里要一个指标，如 pm25，而不是 ['gross_output', 'output_growth']；几个指标"
        "并列用 charts，叠成一图用 stack。",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_in_both_languages(language: Language) -> None:
    found = read_outline(EXAMPLE, load_workspace(), language)
    assert ("三倍" in found.slides[0].question) == (language == "zh")
    assert {"charts", "stack", "comparison", "definitions"} <= {slide.kind for slide in found.slides}


def test_a_template_without_room_for_the_charts(home: Path) -> None:
    (home / "small.pptx").write_bytes(bytes_of(_lower(office_template(is_wide=False))))
    outline = "slides:\n  - charts: [gross_output, output_growth, investment_sum, clean_share]\n"
    (told,) = refused(home, outline, "--template", "small.pptx")
    assert told.startswith("o.yaml:2: 模板的版式放不下 4 张图：每张 ")
    made(home, "slides:\n  - charts: [gross_output, output_growth]\n", "--template", "small.pptx")


def _lower(deck: Any) -> Any:
    """Return a presentation with a footer that reaches far up."""
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.placeholders:
            if shape.placeholder_format.type in (13, 15, 16):  # number, footer, date
                shape.top = deck.slide_height * 5 // 8
    return deck
