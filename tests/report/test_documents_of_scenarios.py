"""The workbook and the Word report of scenarios, opened again."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from sim.outcomes.indicators import indicators
from sim.report.book.build import scenario_workbook
from sim.report.briefing.subject import Subject, subject_of
from sim.report.layout import width_of
from sim.report.paper import report_bytes
from sim.run.single import run_scenario, run_scenarios
from sim.units import Language
from tests.report.deck_parts import faults_of

HAN = re.compile("[\u3000-\u9fff]")


def subject(home: Path, language: Language, *names: str) -> Subject:
    return subject_of(run_scenarios(names, home=home), "prior", language, None)


@pytest.fixture(scope="module")
def content(small_home: Path) -> bytes:
    return scenario_workbook(subject(small_home, "zh", "trend", "plan"))


@pytest.fixture(scope="module")
def book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_the_sheets(book: Any) -> None:
    scores, tables = (
        ["计分板 趋势", "计分板 规划"],
        ["逐年数值", "逐年差值", "区间", "杠杆", "参数", "来源", "长表", "IAMC"],
    )
    assert book.sheetnames == ["说明", *scores, *tables, "可编辑的图", "图的数据"]


def test_figures_are_numbers_that_are_known(book: Any) -> None:
    output = next(row for row in rows(book["计分板 趋势"]) if row[0] == "工业总产值")
    assert output[:4] == ("工业总产值", "亿元", 5000, pytest.approx(7500))
    long = [row for row in rows(book["长表"]) if row[1] == "gross_output"]
    assert {row[0]: row[8] for row in long if row[7] == 2025} == {
        "trend": pytest.approx(7500),
        "plan": pytest.approx(8097.8, rel=1e-3),
    }
    bands = [row for row in rows(book["区间"]) if row[1] == "gross_output" and row[4] == 2025]
    assert [row[0] for row in bands] == ["trend", "plan"]
    assert all(row[5] <= row[6] <= row[7] <= row[8] <= row[9] for row in bands)
    levers = {row[0]: row for row in rows(book["杠杆"])}
    assert levers["public investment"][6:] == (100, 100, 2020, 2025, 100, 200, 2020, 2025)
    iamc = rows(book["IAMC"])
    assert iamc[0][:6] == ("Model", "Scenario", "Region", "Variable", "Unit", 2020)
    assert {row[1] for row in iamc[1:]} == {"trend", "plan"}
    for name in ("逐年数值", "逐年差值", "IAMC"):
        years = [head for head in rows(book[name])[0] if isinstance(head, int)]
        assert years == list(range(2020, 2036)), name
    assert not [cell for sheet in book for row in rows(sheet) for cell in row if str(cell) == "nan"]


def test_the_charts_are_of_the_figures_beside_them(content: bytes, book: Any) -> None:
    assert len(book["可编辑的图"]._charts) == 5
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        first = packed.read("xl/charts/chart1.xml").decode()
    assert first.count("<c:ser>") == 8
    assert "图的数据!$B$3:$B$18" in first
    data = rows(book["图的数据"])
    assert data[1][0] == "年份"
    assert [row[0] for row in data[2:18]] == list(range(2020, 2036))
    assert not faults_of(content)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_equal_subjects_give_equal_bytes_in_one_language(small_home: Path, language: Language) -> None:
    one = subject(small_home, language, "plan")
    found = scenario_workbook(one)
    assert found == scenario_workbook(one)
    if language == "en":
        book = openpyxl.load_workbook(io.BytesIO(found))
        own = [sheet for sheet in book if sheet.title not in ("Source", "Parameters")]  # quotes; both names
        assert not [cell for sheet in own for row in rows(sheet) for cell in row if HAN.search(str(cell))]
    paper = report_bytes(one, "Bureau", "Internal")
    assert paper == report_bytes(one, "Bureau", "Internal")


@pytest.fixture(scope="module")
def paper(small_home: Path) -> Any:
    return docx.Document(io.BytesIO(report_bytes(subject(small_home, "zh", "plan"), "经济发展局", "内部")))


def test_the_report_is_in_the_order_of_official_reports(paper: Any) -> None:
    heads = [each.text for each in paper.paragraphs if each.style.name == "Heading 1"]
    assert heads == ["一、结论", "二、目标实现情况", "三、不确定性", "四、建议关注"]
    assert [each.text for each in paper.paragraphs[:2]] == ["小区“规划”情景推演报告", "经济发展局"]
    annexes = [each.text for each in paper.paragraphs if each.style.name == "Heading 2"]
    assert annexes == [
        "附表 1　情景假设",
        "附表 2　与所依情景之差",
        "附表 3　来源",
        "附表 4　图中数据：工业总产值",
    ]
    texts = [each.text for each in paper.paragraphs]
    assert any(text.startswith("工业总产值 2035 年预计") for text in texts)
    assert not [text for text in texts if re.search(r"--|teda |\.yaml|nan", text)]


def test_its_tables_are_native_and_its_chart_is_described(paper: Any) -> None:
    board = next(table for table in paper.tables if table.cell(0, 0).text == "序号")
    assert [cell.text for cell in board.rows[2].cells][:5] == ["2", "工业总产值", "亿元", "5,000", "8,101"]
    (picture,) = paper.inline_shapes
    assert picture._inline.docPr.get("descr").startswith("工业总产值 2035 年预计")
    data = paper.tables[-1]
    assert [row.cells[0].text for row in data.rows][:3] == ["年份", "2020", "2021"]
    assert len(data.rows) == 17


def test_nothing_of_the_default_template_contradicts_it(small_home: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(report_bytes(subject(small_home, "zh", "trend")))) as packed:
        assert not [name for name in packed.namelist() if "thumbnail" in name or "WithEffects" in name]
        assert b'w:tblHeader w:val="true"' not in packed.read("word/document.xml")


def test_an_english_report_is_all_english(small_home: Path) -> None:
    found = docx.Document(io.BytesIO(report_bytes(subject(small_home, "en", "plan"))))
    texts = [each.text for each in found.paragraphs]
    texts += [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    assert not [text for text in texts if HAN.search(text)]


def test_differences_are_formulas_on_the_sheet_of_years(small_home: Path) -> None:
    content = scenario_workbook(subject(small_home, "zh", "plan", "trend"))
    book, values = (openpyxl.load_workbook(io.BytesIO(content), data_only=each) for each in (False, True))
    years, made = book["逐年数值"], 0
    pages = (each["逐年差值"].iter_rows(min_row=2) for each in (book, values))
    for line, computed in zip(*pages, strict=True):
        assert line[0].value == "trend − plan"
        for cell, value in zip(line[4:], computed[4:], strict=True):
            if cell.value is None:
                continue
            more, less = re.findall(r"'逐年数值'!([A-Z]+\d+)", cell.value)
            for place, scenario in ((more, "trend"), (less, "plan")):
                row = years[place].row
                assert (years.cell(row, 1).value, years.cell(row, 2).value) == (scenario, line[1].value)
            assert value.value == pytest.approx(years[more].value - years[less].value, abs=1e-9)
            made += 1
    assert made > 50


@pytest.mark.parametrize("beside", [[], ["trend"]])
def test_years_of_an_indicator_have_a_name(small_home: Path, beside: list[str]) -> None:
    run = run_scenario("plan", home=small_home)
    book = openpyxl.load_workbook(io.BytesIO(scenario_workbook(subject(small_home, "zh", "plan", *beside))))
    found = {name: book.defined_names[name].attr_text for name in book.defined_names}
    assert {f"ind_{name}" for name in ("gross_output", "output_growth")} <= found.keys()
    sheet, _, cells = found["ind_gross_output"].rpartition("!")
    assert sheet == "'逐年数值'"
    (row,) = book["逐年数值"][cells.replace("$", "")]
    series = indicators(run).rows["gross_output"].series
    assert series is not None
    assert [cell.value for cell in row] == pytest.approx(series[:, 0].tolist())
    for page in book:
        assert page.print_area or page._charts or page.title == "图的数据", page.title


def test_probabilities_of_the_scoreboard_are_coloured(book: Any) -> None:
    page = book["计分板 趋势"]
    head = [cell.value for cell in page[1]]
    coloured = {str(each.sqref) for each in page.conditional_formatting}
    columns = [get_column_letter(at + 1) for at, text in enumerate(head) if text == "达标概率"]
    assert columns
    assert coloured == {f"{letter}2:{letter}{page.max_row}" for letter in columns}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_figure_of_a_table_of_the_report_is_parted(small_home: Path, language: Language) -> None:
    content = report_bytes(subject(small_home, language, "plan", "trend"))
    parted, count = [], 0
    for table in docx.Document(io.BytesIO(content)).tables:
        assert sum(column.width.cm for column in table.columns) == pytest.approx(17, abs=0.01)
        for row in table.rows:
            for cell in row.cells:
                room = cell.width.cm - 0.38  # less the margins of Word
                for word in re.findall(r"[!-~–−±≈]*\d[!-~–−±≈]*", cell.text):
                    count += 1
                    if width_of(word) * 9 / 2 / 72 * 2.54 > room:  # of 9 points
                        parted.append(word)
    assert count > 100
    assert parted == []
