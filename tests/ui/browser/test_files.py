"""Files that the page takes in and gives out."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from urllib.parse import parse_qs

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

import sim
from sim.report.words.numbers import print_figure
from sim.scenario.workspace import load_workspace
from sim.ui.link import read_link, study_query
from tests.ui.browser.visits import INVESTMENT, RESEARCH, box, check, come_to_rest, visit
from tests.ui.read_back import all_set

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_file_can_be_taken_away(browser: Browser, address: str, tmp_path: Path) -> None:
    page = visit(browser, address)
    page.get_by_role("button", name="下载数据").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="指标总表 (CSV)").click()
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    content = target.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "工业总产值" in content.decode("utf-8-sig")


OWN = 'extends: trend\ntitle: {zh: "自拟", en: "Own"}\nabout: {zh: "试。", en: "A trial."}\nlevers:\n'


def test_a_scenario_file_is_opened_or_its_faults_are_told(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = visit(browser, f"{address}/?year=2025&compare=plan&set=public_investment:95")
    file, told = tmp_path / "own.yaml", page.locator(".told p")
    file.write_text(
        f"{OWN}  {INVESTMENT}: {{to: 120, end: 2030}}\n  {RESEARCH}: {{path: {{2026: 30}}}}\n", "utf-8"
    )
    page.set_input_files("#file", file)
    expect(told.first).to_have_text(
        "已打开“own.yaml”（自拟）：情景“趋势”上的 2 项改动；撤销可回到原来的设定。"
    )
    page.wait_for_url(re.compile("scenario=trend&compare=plan&.*set=public_investment:120"))
    come_to_rest(page)
    table = sim.indicators(file)
    figure = page.locator("tr[data-id=rd_intensity] [data-column='figure 2035']")
    expect(figure).to_have_text(print_figure(float(table.rows["rd_intensity"].figure(2035)[0]), 1))
    page.get_by_role("button", name="知道了").click()
    before = page.url
    file.write_text(f"{OWN}  {INVESTMENT}: {{to: 120, stop: 2030}}\n  {RESEARCH}: {{to: -1}}\n", "utf-8")
    page.set_input_files("#file", file)
    expect(told.first).to_have_text("“own.yaml”有错，没有打开，原来的设定不变：")
    assert [line.partition("：")[0] for line in told.all_inner_texts()[1:]] == ["own.yaml:5", "own.yaml:6"]
    assert page.url == before
    page.locator("#undo").click()
    expect(box(page, INVESTMENT)).to_have_value("95")
    come_to_rest(page)


def test_a_study_with_every_lever_set_is_saved_and_read_back(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    workspace = load_workspace()
    view = all_set(workspace, random.Random(1))
    page = visit(browser, f"{address}/?{study_query(view)}")
    check(page)
    with page.expect_download() as waiting:
        page.click("#save")
    waiting.value.save_as(tmp_path / "all.json")
    study = json.loads((tmp_path / "all.json").read_text("utf-8"))["study"]
    scenarios = {"plan": sim.load_scenario("plan")}
    found, faults = read_link(parse_qs(study, keep_blank_values=True), workspace, scenarios)
    assert (found.levers, found.paths, faults) == (view.levers, view.paths, [])
    page.click("#reset")
    page.set_input_files("#file", tmp_path / "all.json")
    page.wait_for_url(re.compile("set=public_investment:"))
    assert study_of(page.url) == study_of(study)


def study_of(text: str) -> list[tuple[str, list[str]]]:
    """Return the parts of an address or a study that say what is set."""
    query = parse_qs(text.partition("?")[2] or text)
    return [(name, query[name]) for name in ("scenario", "set", "path")]


def test_what_is_shown_is_taken_away_as_a_workbook(browser: Browser, address: str, tmp_path: Path) -> None:
    page = visit(browser, f"{address}/?year=2025&compare=trend&difference=1&set=public_investment:120&seed=3")
    expect(page.locator("#difference")).to_have_value("1")
    chart = page.locator(".chart").first
    chart.locator("summary").click()
    expect(chart.locator("tbody tr").first).to_be_visible()
    rows = chart.locator("tbody tr").all()
    shown = [[cell.inner_text() for cell in row.locator("th, td").all()] for row in rows]
    for place, name in ((chart, "gross_industrial_output"), (page.locator(".tools"), "targets")):
        with page.expect_download() as waiting:
            place.get_by_role("button", name="存为工作簿（Excel）").click()
        assert waiting.value.suggested_filename == f"{name}.xlsx"
        waiting.value.save_as(tmp_path / f"{name}.xlsx")
    sheet, source = openpyxl.load_workbook(tmp_path / "gross_industrial_output.xlsx")
    heads, *rows_taken = sheet.iter_rows(values_only=True)
    assert heads[:2] == ("年份", "与“趋势”之差")
    assert [
        [str(year), *(print_figure(float(value), 0) for value in figures)] for year, *figures in rows_taken
    ] == shown
    assert sheet["B8"].number_format == "#,##0"
    notes = [row[1] for row in source.iter_rows(values_only=True)]
    assert 'teda run plan --set "public investment=120"' in notes
    assert f"重新打开：{page.url}" in notes
    assert any("的前 1,000 个，种子 3。" in str(note) for note in notes)
    sheet, _ = openpyxl.load_workbook(tmp_path / "targets.xlsx")
    figures = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    place = figures["指标"].index("2025 推演值")
    cell = page.locator("tr[data-id=gross_industrial_output] [data-column='figure 2025']")
    assert print_figure(float(str(figures["工业总产值"][place])), 0) == cell.inner_text()
    check(page)
