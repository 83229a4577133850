"""What is kept: observations that `condition` reads, vintages side by side, names, policies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from sim.actuals import policies
from sim.actuals.importing import keep
from sim.actuals.kept import read_kept
from sim.analysis.calibration.observations import known_points
from sim.errors import SimError
from sim.report.actuals.template import template_bytes
from sim.scenario.workspace import load_workspace
from tests.actuals import layouts
from tests.actuals.importing import figures, import_bytes, import_source, wrong
from tests.actuals.layouts import Rows, workbook
from tests.conftest import SMALL

OUTPUT = "工业总产值(亿元)"


def test_kept_figures_are_read_as_observations(tmp_path: Path) -> None:
    for make in layouts.ALL:
        found = import_source(tmp_path, make(), status="年报")
        assert wrong(found) == []
        keep(found)
    rows = read_kept(tmp_path / "actuals", load_workspace(SMALL))
    assert {(row.indicator, row.period.code): row.value for row in rows if row.indicator} == {
        key: value
        for key, value in {**layouts.TRUTH, **layouts.release().truth}.items()
        if key[0] != "total investment"
    }
    assert all(row.file and row.cell and row.source for row in rows)


def test_vintages_stand_side_by_side_and_the_most_final_known_counts(tmp_path: Path) -> None:
    vintages = [
        ("快报", "2023-01-20", 6000),
        ("年报", "2023-10-01", 6033.4),
        ("普查修订", "2025-03-01", 6100),
    ]
    for status, known, value in vintages:
        text = f"指标,2021年,2022年\n{OUTPUT},,{value}\n"
        keep(import_bytes(tmp_path, {"a.csv": text.encode()}, status=status, known=known))
    workspace = load_workspace(SMALL)
    rows = read_kept(tmp_path / "actuals", workspace)
    assert [(row.status, row.value) for row in rows] == [(status, value) for status, _, value in vintages]
    for day, value in ((date(2023, 2, 1), 6000), (date(2024, 1, 1), 6033.4), (None, 6100)):
        assert [point.seen.value for point in known_points(workspace, day, rows)] == [value]
    assert known_points(workspace, date(2023, 1, 1), rows) == ()


def test_names_are_listed_for_the_user_and_what_he_writes_counts(tmp_path: Path) -> None:
    text = "指标,2022年,2023年\n工业产值总计,6033.4,6480.5\n粮食产量(吨),1,2\n"
    found = import_bytes(tmp_path, {"a.csv": text.encode()})
    assert figures(found) == {}
    keep(found)
    names = tmp_path / "actuals" / "names.csv"
    written = names.read_text("utf-8-sig")
    assert written.endswith("工业产值总计,,,,\n粮食产量,,,,\n")
    names.write_text(
        written.replace("计,,,,", "计,gross_output,,,亿元").replace("量,,,,", "量,-,,,"), "utf-8"
    )
    found = import_bytes(tmp_path, {"a.csv": text.encode()})
    assert figures(found) == {("gross_output", "2022"): 6033.4, ("gross_output", "2023"): 6480.5}
    assert found.unknown == ()
    before = names.read_text("utf-8-sig")
    keep(found)
    assert names.read_text("utf-8-sig") == before


def test_a_mapping_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "actuals").mkdir()
    text = (
        "name,indicator,variable,measure,unit\n甲,gross_outptu,,,\n乙,,outputs,flow,\n丙,gross_output,,,斤\n"
    )
    (tmp_path / "actuals" / "names.csv").write_text(text, "utf-8")
    with pytest.raises(SimError) as caught:
        import_source(tmp_path, layouts.bureau())
    assert [(fault.place.rpartition(":")[2], fault.en) for fault in caught.value.faults] == [
        ("2", 'no indicator "gross_outptu". Nearest: "gross_output".'),
        ("3", 'no variable "outputs". Nearest: "output".'),
        ("4", '"unit" is "斤", which is not known.'),
    ]


def test_the_template_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(template_bytes(load_workspace(SMALL)))
    assert figures(import_bytes(tmp_path, {"t.xlsx": path.read_bytes()})) == {}
    book = openpyxl.load_workbook(path)
    sheet, carried = book["指标"], book["政策"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == [
        "id",
        "名称",
        "单位",
        "价格",
        "2021",
        "2022",
        "2023",
        "2024",
        "2025",
        "口径/状态",
        "来源",
        "±",
    ]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "gross_output")
    row[2].value, row[5].value, row[9].value, row[11].value = "万元", 60334000, "年报", 200000
    assert [cell.value for cell in carried[2]][:3] == ["public investment", "公共投资", "亿元/年"]
    carried["D2"], carried["E2"] = 2021, 72
    book.save(path)
    found = import_bytes(tmp_path, {"t.xlsx": path.read_bytes()})
    assert wrong(found) == []
    (one,) = found.actuals
    assert (one.value, one.error, one.status) == (6033.4, 20, "年报")
    assert [(each.lever, each.year, each.value, each.cell) for each in found.policies] == [
        ("public investment", 2021, 72, "E2")
    ]
    keep(found)
    assert policies.read_kept(tmp_path / "actuals", load_workspace(SMALL)) == found.policies


def test_policies_that_are_wrong(tmp_path: Path) -> None:
    rows: Rows = [
        ["lever", "year", "value"], ["公共投资", 2021, 1e6], ["公共投次", 2021, 72], ["公共投资", 2020, 72],
        ["公共投资", 2022, "增长3%"], ["公共投资", 2023, 72], ["public investment", 2023, 73],
    ]  # fmt: skip
    found = import_bytes(tmp_path, {"a.xlsx": workbook({"政策": rows})})
    assert [text.split(": ")[0] for text in wrong(found)] == [
        f"a.xlsx:政策:C{row}" for row in (2, 3, 4, 5, 7)
    ]


def test_amounts_at_current_prices_are_not_taken_for_those_of_2020(tmp_path: Path) -> None:
    text = "指标,2021年,2022年\n地区生产总值(亿元),2200,2300\n地区生产总值增速(%),6.6,1.1\n"
    found = import_bytes(tmp_path, {"a.csv": text.encode()}, home=None)
    assert figures(found) == {("gdp_growth", "2021"): 6.6, ("gdp_growth", "2022"): 1.1}
    assert [(reason.en[:33], len(cells)) for reason, cells in found.left_out.items()] == [
        ("the model has prices of 2020, pub", 2)
    ]
