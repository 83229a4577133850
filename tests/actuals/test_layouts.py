"""Every layout is read back: each figure in its unit, of its year, from its cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.actuals import layouts
from tests.actuals.importing import figures, import_bytes, import_source, wrong
from tests.actuals.layouts import Source

FORMS = ("csv", "xlsx", "xls")
ENCODINGS = ("gbk", "utf-8", "utf-8-sig", "utf-16")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("make", layouts.ALL)
def test_layouts_in_every_form(make: Callable[[], Source], form: str, tmp_path: Path) -> None:
    found = import_source(tmp_path, make().as_(form))
    assert wrong(found) == []
    assert figures(found) == make().truth


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("make", [layouts.bureau, layouts.listed])
def test_encodings(make: Callable[[], Source], encoding: str, tmp_path: Path) -> None:
    assert figures(import_source(tmp_path, make().as_("csv", encoding))) == make().truth


def test_cells_and_vintages_are_kept(tmp_path: Path) -> None:
    found = import_source(tmp_path, layouts.own())
    one = next(one for one in found.actuals if (one.id, one.period.code) == ("resident_population", "2022"))
    assert (one.file, one.sheet, one.cell, one.status, one.source) == (
        "own.xlsx",
        "表1",
        "F3",
        "年报",
        "统计公报",
    )
    half = import_source(tmp_path, layouts.release()).actuals[0]
    assert (half.cell, half.status, half.period.code) == ("B3", "快报", "2023H1")


def test_other_regions_are_not_the_zone(tmp_path: Path) -> None:
    found = import_source(tmp_path, layouts.provinces())
    assert [name for name, _, _ in found.unknown] == ["天津市：常住人口规模"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "2023年1-6月\n指标,6月,1-6月累计(亿元),同比增长(%)\n工业总产值,480.3,3251.5,4.3\n",
            {("gross_output", "2023H1"): 3251.5, ("output_growth", "2023H1"): 4.3},
        ),
        (
            "2023年1-6月\n指标,单位,本月止累计,同比±%\n工业总产值,亿元,3251.5,-4.3\n",
            {("gross_output", "2023H1"): 3251.5, ("output_growth", "2023H1"): -4.3},
        ),
        (
            "主要指标,2023年上半年,同比±%\n工业总产值（亿元）,3251.5,持平\n",
            {("gross_output", "2023H1"): 3251.5, ("output_growth", "2023H1"): 0},
        ),
        (
            "指标,2022年,,2023年,\n,绝对值,比上年增长(%),绝对值,比上年增长(%)\n工业总产值(亿元),6033.4,9.2,6480.5,8.3\n",
            {
                ("gross_output", "2022"): 6033.4,
                ("output_growth", "2022"): 9.2,
                ("gross_output", "2023"): 6480.5,
                ("output_growth", "2023"): 8.3,
            },
        ),
        (
            "指标,2022年,2023年,2025年目标\n工业总产值指数（上年=100）,109.2,108.3,120\n",
            {("output_growth", "2022"): 9.2, ("output_growth", "2023"): 8.3},
        ),
    ],
)
def test_heads_of_other_files(text: str, read: dict[tuple[str, str], float], tmp_path: Path) -> None:
    found = import_bytes(tmp_path, {"a.csv": text.encode("gb18030")})
    assert (wrong(found), figures(found)) == ([], read)


def test_two_vintages_of_a_year_side_by_side(tmp_path: Path) -> None:
    text = "指标,2022年(初步数),2022年(年报)\n工业总产值(亿元),6000,6033.4\n"
    found = import_bytes(tmp_path, {"a.csv": text.encode()})
    assert wrong(found) == []
    assert [(one.status, one.value) for one in found.actuals] == [("快报", 6000), ("年报", 6033.4)]
