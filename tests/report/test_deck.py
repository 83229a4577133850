"""Decks, opened again: text, table, the chart's structure and its data sheet."""

from __future__ import annotations

import io
import math
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from numpy.testing import assert_allclose
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from sim.ensembles.result import Ensemble
from sim.errors import SimError
from sim.report import style
from sim.report.briefing.outline import Outline, Slide
from sim.report.charts.content import result_content
from sim.report.charts.result import result_of
from sim.report.deck.build import build_deck
from sim.report.deck.chart import add_chart
from sim.report.deck.sheet import sheet_of
from sim.run.single import ScenarioRun, run_scenario
from tests.drawn_homes import likely_to_miss, without_ranges
from tests.report.briefing_home import YEARS, ensemble_of, fan_around
from tests.report.test_chart_content import point_labels_of_deck
from tests.waiting import PATIENCE

LEVEL = 5000.0 + 500 * (YEARS - 2020)
GROWTH = np.array([np.nan, *np.linspace(10.0, -8.0, 15)])
SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def trend(small_home: Path) -> ScenarioRun:
    return run_scenario("trend", home=small_home)


@pytest.fixture(scope="module")
def ensemble(trend: ScenarioRun) -> Ensemble:
    fans = {"gross_output": fan_around(LEVEL, width=100), "output_growth": fan_around(GROWTH, width=0.5)}
    return ensemble_of(trend, fans, {"gross_output": 0.62, "output_growth": 0.0})


@pytest.fixture(scope="module")
def content(trend: ScenarioRun, ensemble: Ensemble) -> bytes:
    return build_deck(trend, ensemble)


def slides_of(content: bytes) -> dict[str, Any]:
    """Return the slides of a deck by what their shapes say that they hold."""
    found: dict[str, Any] = {}
    for slide in Presentation(io.BytesIO(content)).slides:
        names = [shape.name for shape in slide.shapes if shape.name.startswith("teda:")]
        found[names[0].removeprefix("teda:").rpartition(":")[0]] = slide
    return found


@pytest.fixture(scope="module")
def slides(content: bytes) -> dict[str, Any]:
    return slides_of(content)


def text_of(slide: Any) -> str:
    """Return all text of a slide that is not in a table or a chart."""
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def table_of(slide: Any) -> list[list[str]]:
    """Return the cells of the only table of a slide."""
    (frame,) = [shape for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for row in frame.table.rows]


def chart_of(slide: Any) -> Any:
    """Return the only chart of a slide."""
    (frame,) = [shape for shape in slide.shapes if shape.has_chart]
    return frame.chart


def data_sheet(chart: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a chart's data sheet, with the values that formulas have."""
    blob = chart.part.chart_workbook.xlsx_part.blob
    return list(openpyxl.load_workbook(io.BytesIO(blob), data_only=True).active.values)


# --- the slides ------------------------------------------------------------------------------


def test_slides_with_titles(slides: dict[str, Any]) -> None:
    assert {key: slide.shapes.title.text_frame.text for key, slide in slides.items()} == {
        "cover": "小区情景简报",
        "scoreboard": "规划表 1 中可评的 2 项 2025 年目标，1 项的达标概率不低于 50%",
        "chart:gross_output": "工业总产值 2035 年预计 12,500 亿元，距 15,270 亿元远景目标差 18.1%",
        "probability": "2 项可评目标中，1 项达标概率不低于一半，1 项不到一成",
        "limits": "适用范围：模型 5 个常量中 80% 含假设，结论应看方向、量级和区间",
        "sources": "附：目标和公布数出自 1 种来源",
    }


def test_every_slide_but_the_cover_has_its_date_and_number(
    trend: ScenarioRun, ensemble: Ensemble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795824000")
    found = Presentation(io.BytesIO(build_deck(trend, ensemble, marking="内部"))).slides
    for number, slide in enumerate(found, start=1):
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert number == 1 or {"2026 年 11 月 28 日", "内部", str(number)} <= set(texts)
    assert "\n2026 年 11 月 28 日\n内部\n" in text_of(found[0])


def test_no_shape_leaves_its_slide_or_lies_over_another(slides: dict[str, Any]) -> None:
    for slide in slides.values():
        boxes = [(shape.left, shape.top, shape.left + shape.width, shape.top + shape.height, shape.name)
                 for shape in slide.shapes if shape.height]  # fmt: skip
        for place, (left, top, right, bottom, name) in enumerate(boxes):
            assert 0 <= left < right <= 12192000, name
            assert 0 <= top < bottom <= 6858000, name
            for other in boxes[place + 1 :]:
                apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
                assert apart, (name, other[4])


def test_what_identifies_the_figures_is_in_the_notes_and_not_on_the_slides(
    slides: dict[str, Any], trend: ScenarioRun
) -> None:
    record = (
        f"模型：{trend.model_hash[:12]}；情景 trend：趋势；不确定性：先验（未向观测学习），100 次抽样；种子 7"
    )
    assert all(record in slide.notes_slide.notes_text_frame.text for slide in slides.values())
    origin = "推演：TEDA 情景模拟器；不确定性：先验（未向观测学习），100 次抽样"
    assert all(origin in text_of(slide) for slide in slides.values())
    page = "\n".join(text_of(slide) for slide in slides.values())
    assert not re.findall(r"[0-9a-f]{12}|--|teda |\.yaml|种子|（trend）", page)
    assert "情景：趋势\n不出台新政策。" in text_of(slides["cover"])
    assert "基数与目标：《规划纲要》（第一章 第三节 四 表1）" in text_of(slides["chart:gross_output"])


def test_the_scoreboard_has_every_modelled_row_of_table_1(slides: dict[str, Any]) -> None:
    table = table_of(slides["scoreboard"])
    heading = [
        "序号",
        "指标",
        "单位",
        "2020 基数",
        "2025 推演",
        "5–95% 区间",
        "2025 目标",
        "达标概率",
    ]
    assert table[0] == heading
    assert [row[0] for row in table[1:]] == ["1", "2", "4", "20", "24"]
    assert table[2] == [
        "2", "工业总产值", "亿元", "5,000", "7,500", "6,300 至 8,400", "7,500", "62%",
    ]  # fmt: skip
    assert table[1][-1] == "<1%"
    assert table[4][-2:] == ["14.5*", "—"]
    assert "表 1 中未建模的 1 项：政务服务满意度。" in text_of(slides["scoreboard"])


def test_without_an_ensemble_the_scoreboard_says_what_is_met(trend: ScenarioRun) -> None:
    found = slides_of(build_deck(trend, None))
    table = table_of(found["scoreboard"])
    assert table[0] == ["序号", "指标", "单位", "2020 基数", "2025 推演", "2025 目标", "达标"]
    assert [row[-1] for row in table[1:]] == ["未达标", "达标", "达标", "达标", "未达标"]
    assert (
        found["scoreboard"].shapes.title.text_frame.text
        == "规划表 1 中可评的 4 项 2025 年目标，按推演 2 项达标"
    )
    assert "本简报为单次推演，未含不确定性，没有达标概率和区间。" in text_of(found["cover"])
    assert "单次推演，未含不确定性" in text_of(found["chart:gross_output"])


def test_a_home_that_draws_nothing_says_so(own_home: Path) -> None:
    without_ranges(own_home)
    found = slides_of(build_deck(run_scenario("trend", home=own_home)))
    assert "本简报为单次推演：没有要抽样的参数，因此没有达标概率和区间。" in text_of(found["cover"])


def test_by_default_the_scoreboard_has_the_probabilities_of_1000_draws(own_home: Path) -> None:
    likely_to_miss(own_home)
    found = slides_of(build_deck(run_scenario("trend", home=own_home)))
    assert all("不确定性：先验（未向观测学习），1,000 次抽样" in text_of(slide) for slide in found.values())
    assert "不低于 50% 的为绿色" in text_of(found["scoreboard"])
    (output,) = (row for row in table_of(found["scoreboard"]) if row[1] == "工业总产值")
    assert output[4:] == ["7,300", output[5], "7,500", "33%"]
    table = next(shape.table for shape in found["scoreboard"].shapes if shape.has_table)
    ink = table.cell(2, 7).text_frame.paragraphs[0].runs[0].font.color.rgb
    assert str(ink) == style.NOT_MET.lstrip("#").upper()


def test_a_deck_in_english_is_all_english(trend: ScenarioRun, ensemble: Ensemble) -> None:
    content = build_deck(trend, ensemble, "en")
    found = slides_of(content)
    assert found["scoreboard"].shapes.title.text_frame.text == (
        "Table 1 of the plan: 1 of 2 targets for 2025 have a probability of 50% or more"
    )
    texts = [text_of(slide) for slide in found.values()] + [
        str(table_of(found["scoreboard"])),
        str(data_sheet(chart_of(found["chart:gross_output"]))),
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        texts += [packed.read(name).decode() for name in packed.namelist() if "charts/chart" in name]
    assert not re.findall("[\u3000-\u9fff]", "".join(texts))


# --- the chart -------------------------------------------------------------------------------


def test_areas_and_lines_share_their_axes(slides: dict[str, Any]) -> None:
    space = chart_of(slides["chart:gross_output"])._chartSpace
    (areas,) = space.findall(f".//{qn('c:areaChart')}")
    (lines,) = space.findall(f".//{qn('c:lineChart')}")
    axes = [[axis.get("val") for axis in kind.findall(qn("c:axId"))] for kind in (areas, lines)]
    assert axes[0] == axes[1]
    assert len(areas.findall(qn("c:ser"))) == 4
    assert len(lines.findall(qn("c:ser"))) == 4
    assert areas.find(qn("c:grouping")).get("val") == "stacked"
    assert [entry.find(qn("c:idx")).get("val") for entry in space.iter(qn("c:legendEntry"))] == ["0", "3"]


def test_the_series_are_named_and_hold_the_figures(slides: dict[str, Any]) -> None:
    plots = chart_of(slides["chart:gross_output"]).plots
    areas, lines = ({series.name: series.values for series in plot.series} for plot in plots)
    assert list(areas) == ["5%以下（不显示）", "5–95% 区间", "25–75% 区间", "5–95% 区间（上部）"]
    assert list(lines) == ["情景“趋势”（中位数）", "远景：基数的 3.05 倍（年均 7.7%）", "目标", "2020 基数"]
    assert_allclose(np.cumsum(list(areas.values()), axis=0)[:, 5], [6300, 7100, 7800, 8400])
    assert_allclose(lines["情景“趋势”（中位数）"], LEVEL)
    assert [value for value in lines["目标"] if value is not None] == [7500, 15270]
    assert lines["2020 基数"][0] == 5000
    assert list(plots[0].categories) == [str(year) for year in YEARS]


def test_the_data_sheet_holds_the_quantiles_and_bands_as_formulas(slides: dict[str, Any]) -> None:
    chart = chart_of(slides["chart:gross_output"])
    heading, *rows = data_sheet(chart)
    assert heading[0] == "年份"
    assert heading[9:] == tuple(f"{level}% 分位数" for level in (5, 25, 50, 75, 95))
    assert [row[0] for row in rows] == YEARS.tolist()
    assert_allclose(
        np.array([row[9:] for row in rows], dtype=float),
        fan_around(LEVEL, width=100).to_numpy(),
    )
    blob = chart.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).active
    assert [sheet.cell(2, column).value for column in range(2, 6)] == ["=J2", "=K2-J2", "=M2-K2", "=N2-M2"]
    assert sheet.cell(2, 6).value == 5000


def test_the_sheet_of_a_fan_that_crosses_zero(trend: ScenarioRun, ensemble: Ensemble) -> None:
    sheet = sheet_of(result_content(result_of(trend, "output_growth", ensemble), "zh"), "zh")
    assert sheet.years == list(range(2020, 2036))
    assert [column.figures[0] for column in sheet.areas] == [1.8, 0, 0, 0], "the fan opens from the base"
    stacked = np.cumsum([column.figures for column in sheet.areas], axis=0)
    assert_allclose(stacked[:, -1], [-14, -10, -6.5, -3.5])
    assert sheet.lines["base"].figures[:2] == [1.8, None]


def test_without_an_ensemble_the_chart_is_of_lines_only(trend: ScenarioRun) -> None:
    slides = slides_of(build_deck(trend, None))
    space = chart_of(slides["chart:gross_output"])._chartSpace
    assert not space.findall(f".//{qn('c:areaChart')}")
    assert len(space.findall(f".//{qn('c:lineChart')}/{qn('c:ser')}")) == 4


def test_missing_points_are_gaps_and_the_chart_is_described_in_words(slides: dict[str, Any]) -> None:
    space = chart_of(slides["chart:gross_output"])._chartSpace
    assert space.find(f".//{qn('c:dispBlanksAs')}").get("val") == "gap"
    (frame,) = [shape for shape in slides["chart:gross_output"].shapes if shape.has_chart]
    words = frame._element.nvGraphicFramePr.cNvPr.get("descr")
    assert words == (
        "工业总产值 2035 年预计 12,500 亿元，距 15,270 亿元远景目标差 18.1%。"
        "2020–2035 年“工业总产值”的图，单位：亿元，当年价；有：情景“趋势”（中位数）、目标、2020 基数、"
        "远景：基数的 3.05 倍（年均 7.7%）、5–95% 区间、25–75% 区间。"
    )
    (table,) = [shape for shape in slides["scoreboard"].shapes if shape.has_table]
    assert (
        table._element.nvGraphicFramePr.cNvPr.get("descr")
        == slides["scoreboard"].shapes.title.text_frame.text
    )


# --- fonts and bytes -------------------------------------------------------------------------


def test_chinese_fonts_are_set_everywhere(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml")}
    theme = parts["ppt/theme/theme1.xml"]
    assert theme.count('<a:ea typeface="Microsoft YaHei"/>') == 2
    runs = [run for name, part in parts.items() if "slides/slide" in name
            for run in re.findall(r"<a:rPr.*?</a:rPr>", part)]  # fmt: skip
    assert runs
    assert all('lang="zh-CN"' in run and '<a:ea typeface="Microsoft YaHei"/>' in run for run in runs)
    (chart,) = [part for name, part in parts.items() if "charts/chart" in name]
    assert '<a:ea typeface="Microsoft YaHei"/>' in chart


def test_the_same_deck_gives_the_same_bytes(trend: ScenarioRun, ensemble: Ensemble, content: bytes) -> None:
    assert build_deck(trend, ensemble) == content
    assert len(content) < 100_000


def test_tables_and_texts_are_large_enough_to_be_read(slides: dict[str, Any]) -> None:
    def sizes(frames: list[Any]) -> list[float]:
        return [
            run.font.size.pt for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs
        ]

    for slide in slides.values():
        tables = [shape.table for shape in slide.shapes if shape.has_table]
        cells = [cell.text_frame for table in tables for row in table.rows for cell in row.cells]
        assert min(sizes(cells), default=12) >= 12
        assert min(sizes([shape.text_frame for shape in slide.shapes if shape.has_text_frame])) >= 10


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    """Return the slides of the shipped plan."""
    return slides_of(build_deck("plan", year=2030))


def test_the_deck_of_the_plan(shipped: dict[str, Any]) -> None:
    assert list(shipped) == [
        "cover",
        "assumptions",
        "scoreboard",
        "scoreboard#2",
        "chart:gross_industrial_output",
        "chart:resident_population",
        "industries",
        "difference",
        "probability",
        "decides:gross_industrial_output",
        "binding",
        "evaluation",
        "limits",
        "sources",
    ]
    titles = {key: slide.shapes.title.text_frame.text for key, slide in shipped.items()}
    assert len({*titles.values()}) == len(titles)
    assert [titles[key][-5:] for key in ("scoreboard", "scoreboard#2")] == ["（1/2）", "（2/2）"]
    rows = [len(table_of(shipped[key])) for key in ("scoreboard", "scoreboard#2")]
    assert sum(rows) == 32
    assert abs(rows[0] - rows[1]) <= 2
    assert titles["chart:gross_industrial_output"].startswith("工业总产值 2030 年预计")
    assert titles["assumptions"] == "“规划”情景在“趋势”之上调整 18 个杠杆"
    assert titles["difference"].startswith("与“趋势”情景相比")
    assert titles["binding"].startswith("工业总产值 2030 年主要受")
    words = "\n".join(text_of(slide) + str([table_of(slide) for s in slide.shapes if s.has_table])
                      for slide in shipped.values())  # fmt: skip
    assert not re.findall(r"[0-9a-f]{12}|--|teda |\.yaml|nan", words)


def test_the_slides_of_a_plan_hold_what_they_say(shipped: dict[str, Any]) -> None:
    levers = {row[0]: row for row in table_of(shipped["assumptions"])}
    assert levers["公共投资"][1:5] == ["亿元/年", "70", "85", "2020–2025"]
    assert levers["落户放开程度"][1:4] == ["%", "0", "100"]
    industries = chart_of(shipped["industries"]).plots[0]
    stacked = np.sum([series.values for series in industries.series], axis=0)
    assert np.all(stacked > 3000)
    assert len(list(industries.series)) == 5
    bars = list(chart_of(shipped["decides:gross_industrial_output"]).plots[0].series)
    spread = np.abs(np.subtract(bars[1].values, bars[0].values))
    assert 3 <= len(spread) <= 8
    assert spread[0] > 100
    counts = [int(row[-1]) for row in table_of(shipped["probability"])[1:]]
    total = re.match(r"(\d+) 项可评目标", shipped["probability"].shapes.title.text_frame.text)
    assert total is not None
    assert sum(counts) == int(total[1])
    change = {row[0]: row for row in table_of(shipped["difference"])}["常住人口规模"]
    assert change[3].startswith("+")
    assert change[4].startswith("+")


def test_a_measure_that_turns_has_the_years_in_which_it_moves(small_home: Path) -> None:
    path = {2026: 105, 2027: 115, 2028: 120, 2035: 120}
    run = run_scenario("trend", set={"public investment": path}, home=small_home)
    rows = [
        [cell.text for cell in row.cells]
        for slide in Presentation(io.BytesIO(build_deck(run))).slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]
    assert any(row[0] == "公共投资" and row[3:5] == ["120", "2025–2027"] for row in rows)


def test_a_home_without_headline_indicators_has_nothing_to_draw(own_home: Path) -> None:
    file = own_home / "model" / "home.yaml"
    before, mark, _ = file.read_text("utf-8").partition("headline: ")
    file.write_text(f"{before}{mark}[]\n", encoding="utf-8")
    with pytest.raises(SimError, match=r"home\.yaml:9: 没有主要指标可画。"):
        build_deck(run_scenario("trend", home=own_home))


def test_an_ensemble_of_another_scenario(small_home: Path, ensemble: Ensemble) -> None:
    with pytest.raises(SimError) as caught:
        build_deck(run_scenario("plan", home=small_home), ensemble)
    assert str(caught.value).splitlines()[0] == (
        "runs/trend: 这个集合算的是另一个情景（trend），当前是 plan；请重新运行这个集合。"
    )


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_renders_the_deck(content: bytes, tmp_path: Path) -> None:
    assert SOFFICE is not None
    (tmp_path / "deck.pptx").write_bytes(content)
    subprocess.run(
        [SOFFICE, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "deck.pptx")],
        check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    pdf = (tmp_path / "deck.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 6


@pytest.mark.parametrize("length", [20, 60, 90, 120])
def test_a_long_title_keeps_within_its_box(trend: ScenarioRun, length: int) -> None:
    """Titles of an outline are of 120 characters at most."""
    own = "题" * length
    outline = Outline((Slide("cover", title=own), Slide("chart", "gross_output", own)))
    for slide in Presentation(io.BytesIO(build_deck(trend, None, outline=outline))).slides:
        title = slide.shapes.title
        points = title.text_frame.paragraphs[0].runs[0].font.size.pt
        lines = math.ceil(length * points / Emu(title.width).pt)
        assert lines * points * 1.2 <= Emu(title.height).pt
        assert points >= 14


@pytest.mark.parametrize(("wide", "rows"), [(13.0, 1), (5.0, 2)])
def test_a_legend_has_as_many_lines_as_it_needs(
    trend: ScenarioRun, ensemble: Ensemble, wide: float, rows: int
) -> None:
    content = result_content(result_of(trend, "gross_output", ensemble), "zh")
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    chart = add_chart(slide, content, "", "zh", (0, 0, Inches(wide), Inches(4))).chart
    height = chart._chartSpace.find(f".//{qn('c:legend')}//{qn('c:h')}").get("val")
    assert round(float(height) / 0.065) >= rows
    assert (rows > 1) == (float(height) > 0.07)


def test_a_label_is_rounded_as_the_text_is(trend: ScenarioRun) -> None:
    """A figure in ten thousands that is printed in ones keeps the digits that the registry has."""
    content = result_content(result_of(trend, "resident_population"), "en")
    labels = point_labels_of_deck(content, "en")
    assert set(content.figures.values()) <= labels
    assert any(each.endswith("0,000") for each in content.figures.values())
