"""Files in the layouts that offices publish, in words of our own, with the figures that they hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import openpyxl

from tests.actuals.old_workbook import old_workbook

Rows = list[list[Any]]
Truth = Mapping[tuple[str, str], float]
YEARS = (2021, 2022, 2023, 2024)
FIGURES: Mapping[str, tuple[str, str, Sequence[float]]] = {  # of the small home: name, unit, by year
    "gross_output": ("工业总产值", "亿元", (5512.3, 6033.4, 6480.5, 7022.6)),
    "resident_population": ("常住人口规模", "万人", (24.1, 25.2, 26.3, 27.4)),
    "clean_share": ("清洁能源占比", "%", (20.5, 21.6, 22.7, 23.8)),
    "investment_sum": ("累计固定资产投资总额", "亿元", (101.1, 111.2, 121.3, 131.4)),
    "output_growth": ("工业总产值增长率", "%", (10.1, 9.2, 8.3, 7.4)),
}
TRUTH = {
    (key, str(year)): value
    for key, (_, _, values) in FIGURES.items()
    for year, value in zip(YEARS, values, strict=True)
}


@dataclass(frozen=True)
class Source:
    """A file to be written: its layout, cells, and the figures in them."""

    layout: str
    rows: Rows
    truth: Truth
    form: str = "csv"
    encoding: str = "gb18030"
    merged: tuple[str, ...] = ()
    percents: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.layout}.{self.form}"

    def as_(self, form: str, encoding: str = "gb18030") -> Source:
        return replace(self, form=form, encoding=encoding)

    def content(self) -> bytes:
        """Return the bytes of the file."""
        if self.form == "xls":
            return old_workbook({"表1": self.rows})
        if self.form == "xlsx":
            return workbook({"表1": self.rows}, self.merged, self.percents)
        stream = io.StringIO()
        csv.writer(stream).writerows(self.rows)
        return stream.getvalue().encode(self.encoding)


def workbook(sheets: Mapping[str, Rows], merged: Sequence[str] = (), percents: Sequence[str] = ()) -> bytes:
    """Return a workbook; areas are merged and cells shown in per cent on each of its sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if value == "" else value for value in row])
        for area in merged:
            sheet.merge_cells(area)
        for cell in percents:
            sheet[cell].number_format = "0.0%"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def bureau() -> Source:
    """Return an export of the bureau: two lines, the newest year first, units in brackets, notes below."""
    years = [f"{year}年" for year in reversed(YEARS)]
    rows: Rows = [["数据库：年度数据"], ["时间：最近10年"], ["指标", *years]]
    rows += [[f"{name}({unit})", *map(str, reversed(values))] for name, unit, values in FIGURES.values()]
    return Source("bureau", [*rows, ["注：2024年为年报数。"], ["数据来源：统计局"]], TRUTH)


def provinces() -> Source:
    """Return an export by region: the indicator above, a region in each row, the zone among them."""
    name, unit, values = FIGURES["resident_population"]
    rows: Rows = [["数据库：分省年度数据"], [f"指标：{name}({unit})"], ["时间：最近5年"]]
    rows += [["地区", *(f"{year}年" for year in reversed(YEARS))], ["小开发区", *map(str, reversed(values))]]
    rows += [["天津市", "1364.1", "1363.2", "1363.3", "1373.4"]]
    return Source(
        "provinces", rows, {key: value for key, value in TRUTH.items() if key[0] == "resident_population"}
    )


def yearbook() -> Source:
    """Return a table of a yearbook: names in two languages, one unit above right, # for a part."""
    rows: Rows = [["1-1 主要指标 Main Indicators"], ["", "", "", "", "单位：亿元"], ["项目 Item", *YEARS]]
    for key, english in (("gross_output", "Gross output"), ("investment_sum", "# Investment")):
        name, _, values = FIGURES[key]
        rows.append([f"{'#' if english[0] == '#' else ''}{name} {english.strip('# ')}", *values])
    name, _, values = FIGURES["resident_population"]
    rows += [["", None, None, None, None], [f"{name} (万人) Permanent population (10000 persons)", *values]]
    name, _, values = FIGURES["clean_share"]
    rows += [[f"{name} (%) Clean share (%)", *values]]
    return Source(
        "yearbook", rows, {key: value for key, value in TRUTH.items() if key[0] != "output_growth"}, "xlsx"
    )


def release() -> Source:
    """Return a monthly release: accumulated figures and growth, the period in the title alone."""
    rows: Rows = [
        ["2023年1—6月主要经济指标"],
        ["指标", "总量(亿元)", "比上年同期增长(%)"],
        ["工业总产值", 3251.5, "增长 8.3%"],
        ["#累计固定资产投资总额", 51.5, "下降3.0%"],
        ["常住人口规模(万人)", 26.1, ""],
    ]
    truth = {
        ("gross_output", "2023H1"): 3251.5,
        ("output_growth", "2023H1"): 8.3,
        ("investment_sum", "2023H1"): 51.5,
        ("total investment", "2023H1"): -3.0,
        ("resident_population", "2023H1"): 26.1,
    }
    return Source("release", rows, truth, "xlsx")


def platform() -> Source:
    """Return a table of an open data platform: a title, heads in the second row, years down."""
    heads = [f"{name}（{unit}）" for name, unit, _ in FIGURES.values()]
    rows: Rows = [["小开发区主要指标"], ["年份", *heads]]
    rows += [
        [year, *(values[place] for _, _, values in FIGURES.values())] for place, year in enumerate(YEARS)
    ]
    return Source("platform", rows, TRUTH, "xls")


def own() -> Source:
    """Return the user's own workbook, as the template has it."""
    rows: Rows = [["id", "名称", "单位", "价格", *YEARS, "口径/状态", "来源", "±"]]
    prices = {"gross_output": "当年价", "investment_sum": "当年价"}
    for key, (name, unit, values) in FIGURES.items():
        rows.append([key, name, unit, prices.get(key, ""), *values, "年报", "统计公报", None])
    return Source("own", rows, TRUTH, "xlsx")


def listed() -> Source:
    """Return a list with one figure in a row."""
    rows: Rows = [["指标名称", "统计时间", "数值", "单位"]]
    rows += [
        [name, f"{year}年", value, unit]
        for name, unit, values in FIGURES.values()
        for year, value in zip(YEARS, values, strict=True)
    ]
    return Source("listed", rows, TRUTH)


ALL = (bureau, provinces, yearbook, release, platform, own, listed)
