"""Bad input: everything wrong is told at once, with sheet and cell, and nothing is kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sim.actuals import files, kept
from sim.actuals.importing import keep
from sim.errors import SimError
from tests.actuals import layouts
from tests.actuals.importing import figures, import_bytes, import_source, wrong
from tests.actuals.layouts import Rows, workbook
from tests.actuals.old_workbook import old_workbook

MACROS = "the workbook has macros and is not read; save it as .xlsx without them."
HEAD: Rows = [["指标", "2022年", "2023年", "2024年"]]
OUTPUT = "工业总产值(亿元)"


def of_rows(tmp_path: Path, rows: Rows, **asked: Any) -> list[str]:
    return wrong(import_bytes(tmp_path, {"a.xlsx": workbook({"表1": HEAD + rows})}, **asked))


def doubt(what: str, unit: str = "") -> str:
    """Return the fault of a figure that the model is far from."""
    indicator = what.partition('"')[2].partition('"')[0]
    if not unit:
        return f"{what}, too far from it: check unit and figure; if it is right, add --accept a.xlsx:表1:B2."
    return (
        f'{what}: is it in {unit}? Then --unit "{indicator}={unit}"; if it is right, --accept a.xlsx:表1:B2.'
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ["工业总产值(万元)", 6033.4],
            doubt('"gross_output" in 2022 reads as 0.60334 亿元, in the model 6,000', "亿元"),
        ),
        (
            [OUTPUT, 60334000],
            doubt('"gross_output" in 2022 reads as 6.0334e+07 亿元, in the model 6,000', "万元"),
        ),
        (
            ["清洁能源占比(%)", 0.216],
            doubt('"clean_share" in 2022 reads as 0.216 %, in the model 20', "比例"),
        ),
        (
            ["工业总产值增长率", 0.066],
            doubt('"output_growth" in 2022 reads as 0.066 %, in the model 9.091', "比例"),
        ),
        ([OUTPUT, 95000], doubt('"gross_output" in 2022 reads as 95,000 亿元, in the model 6,000')),
        (["常住人口规模(万人)", -25.2], '"-25.2" is negative, which it cannot be.'),
        ([OUTPUT, "六千"], '"六千" is no figure; leave empty what is not known.'),
        ([OUTPUT, "#REF!"], '"#REF!" is an error of a formula.'),
        ([OUTPUT, "=B1"], "a formula without a value; open and save the file in Excel, or paste values."),
        (["工业总产值(万人)", 6033.4], 'the unit is "万人", which does not convert to "亿元".'),
        ([OUTPUT, "6033.4亿无"], '"6033.4亿无" is no figure; leave empty what is not known.'),
    ],
)
def test_a_cell_that_is_wrong(row: list[Any], message: str, tmp_path: Path) -> None:
    assert of_rows(tmp_path, [row]) == [f"a.xlsx:表1:B2: {message}"]


def test_a_figure_right_of_the_heads(tmp_path: Path) -> None:
    message = 'the head of this column, "", names no period; commas in numbers shift columns.'
    row = [OUTPUT, 6033.4, 6480.5, 7022.6, 7100]
    assert of_rows(tmp_path, [row]) == [f"a.xlsx:表1:E2: {message}"]


@pytest.mark.parametrize(
    ("years", "message"),
    [
        (["2022年", "2023年", "2023年"], "a.csv:D1: 2023 is there twice, first in C1."),
        (["2022年", "2024年", "2023年"], "a.csv:B1: the periods are not in order: 2022, 2024, 2023."),
        (["2021年", "2022年", "2024年"], "a.csv:B1: 2023 alone is skipped; is a year mistaken? "
        "If not, add the year "
        "and leave its cells empty."),
        (["2023年", "2024年", "2031年"], "a.csv:D2: 2031 has not ended; is it a target, or a wrong year?"),
        (["2022年", "2O23年", "2024年"], 'a.csv:C2: the head of this column, "2O23年", names no '
        'period; commas in '
        "numbers shift columns."),
    ],
)  # fmt: skip
def test_years_that_are_wrong(years: list[str], message: str, tmp_path: Path) -> None:
    text = f"指标,{','.join(years)}\n{OUTPUT},6033,6480,7022\n"
    assert wrong(import_bytes(tmp_path, {"a.csv": text.encode()}))[0] == message


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("主要指标", 'a.csv:A2: the title names no year and period; it must be as in "2022年1—7月" or '
        '"2022年上半年".'),
        ("2022年7月", 'a.csv:A2: "总量(亿元)": are figures of the period alone or since '
        'January? Write it in the title, '
        'as in "2022年1—7月".'),
        ("2022年上半年和2023年上半年", "a.csv:A2: the title names several periods: 2022H1, 2023H1."),
    ],
)  # fmt: skip
def test_titles_without_a_clear_period(title: str, message: str, tmp_path: Path) -> None:
    text = f"{title}\n指标,总量(亿元)\n工业总产值,3000\n"
    assert wrong(import_bytes(tmp_path, {"a.csv": text.encode()})) == [message]


def test_a_title_of_half_a_year_over_years(tmp_path: Path) -> None:
    text = f"2023年上半年\n指标,2021年,2022年,2023年\n{OUTPUT},2700,3000,3200\n"
    assert wrong(import_bytes(tmp_path, {"a.csv": text.encode()})) == [
        "a.csv:B2: the title says 2023 H1, the heads whole years; write the part into the heads."
    ]


def test_figures_that_are_merged(tmp_path: Path) -> None:
    content = workbook({"表1": [*HEAD, [OUTPUT, 6033.4, None, 7022.6]]}, merged=["B2:C2"])
    assert wrong(import_bytes(tmp_path, {"a.xlsx": content})) == [
        "a.xlsx:表1:B2: a merged cell: it is unclear whose figure it is; unmerge it.",
        "a.xlsx:表1:C2: a merged cell: it is unclear whose figure it is; unmerge it.",
    ]


def test_sheets_and_files_that_disagree(tmp_path: Path) -> None:
    sheets = {"甲": [*HEAD, [OUTPUT, 6033.4]], "乙": [*HEAD, [OUTPUT, 6034.4]]}
    assert wrong(import_bytes(tmp_path, {"a.xlsx": workbook(sheets)})) == [
        'a.xlsx:乙:B2: "gross_output" in 2022 is 6,034.4, but 6,033.4 at a.xlsx:甲:B2. Leave one out, state '
        "--status where they are vintages, or change a kept one with --replace."
    ]


def test_figures_that_agree_when_rounded_are_one(tmp_path: Path) -> None:
    sheets = {"甲": [*HEAD, [OUTPUT, 6033]], "乙": [*HEAD, [OUTPUT, 6033.4]]}
    found = import_bytes(tmp_path, {"a.xlsx": workbook(sheets)})
    assert (wrong(found), figures(found)) == ([], {("gross_output", "2022"): 6033.4})


def test_all_faults_are_told_and_nothing_is_kept(tmp_path: Path) -> None:
    rows: Rows = [[OUTPUT, "六千", 64805000, 7022.6], ["常住人口规模(万人)", 25.2, -26.3, 27.4]]
    found = import_bytes(tmp_path, {"a.xlsx": workbook({"表1": HEAD + rows}), "b.xlsm": b"PK"})
    with pytest.raises(SimError) as caught:
        keep(found)
    assert sorted(fault.place.rpartition("/")[2] for fault in caught.value.faults) == [
        "a.xlsx:表1:B2", "a.xlsx:表1:C2", "a.xlsx:表1:C3", "b.xlsm",
    ]  # fmt: skip
    assert not (tmp_path / "actuals").exists()


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsm", b"PK\x03\x04", MACROS),
        ("a.xlsx", archive(xl__vbaProject_bin=b""), MACROS),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"),
         MACROS),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
         "the workbook has a password; save it without one first."),
        ("a.xlsx", b"PK\x03\x04 no archive", "not an Excel workbook, or damaged."),
        ("a.xls", b"\n <html><table>", "this is a web page, not an Excel workbook; open it in "
        "Excel or WPS and save it "
        "as .xlsx."),
        ("a.pdf", b"%PDF", "a file of this kind cannot be read; it may be .csv, .tsv, .txt, .xlsx, .xls."),
        ("a.csv", b" \n", "the file is empty."),
        ("a.csv", b"\x00\x01\x02", "not a text file, or in an unknown encoding. UTF-8, GBK "
        "(GB18030) and Windows-1252 can be read."),
        ("a.csv", b"," * 200_000, "the sheet has more than 100,000 cells; delete empty rows and columns."),
        ("a.csv", b"x" * (files.SIZE_LIMIT + 1), "the file is too large; the limit is 16 MB."),
        ("a.csv", "甲,乙\n1,2\n".encode(), "no table was found: a row of years is needed "
        "(2021年, 2022年), or of 总量 "
        "and 比上年同期增长, or a column of years."),
    ],
)  # fmt: skip
def test_files_that_are_not_read(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    found = import_bytes(tmp_path, {name: content})
    assert [fault.en for fault in found.faults] == [message]


def test_a_workbook_that_merges_millions_of_cells_is_refused_at_once(tmp_path: Path) -> None:
    whole = workbook({"表1": HEAD})
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as read, zipfile.ZipFile(stream, "w") as written:
        for part in read.infolist():
            content = read.read(part)
            if part.filename.endswith("sheet1.xml"):
                area = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
                content = content.replace(b"</sheetData>", area)
            written.writestr(part, content)
    found = import_bytes(tmp_path, {"a.xlsx": stream.getvalue()})
    assert [fault.code for fault in found.faults] == ["too-large"]


def test_old_workbooks_with_merged_figures(tmp_path: Path) -> None:
    content = old_workbook({"表1": [*HEAD, [OUTPUT, 6033.4, None, 7022.6]]}, merged=[(1, 1, 1, 2)])
    assert len(wrong(import_bytes(tmp_path, {"a.xls": content}))) == 2


def test_a_unit_that_is_stated_answers_and_is_held_against_the_model_again(tmp_path: Path) -> None:
    row: list[Any] = [OUTPUT, 60334000, 64805000, 70226000]
    assert len(of_rows(tmp_path, [row])) == 3
    assert of_rows(tmp_path, [row], units={"工业总产值": "万元"}) == []
    assert len(of_rows(tmp_path, [row], units={"gross_output": "元"})) == 3
    assert len(of_rows(tmp_path, [[OUTPUT, 60334000, 6480.5, 7022.6]], units={"gross_output": "万元"})) == 2
    with pytest.raises(SimError, match='"斤" is no unit that is known'):
        of_rows(tmp_path, [row], units={"工业总产值": "斤"})


def test_a_figure_that_is_accepted_is_kept(tmp_path: Path) -> None:
    assert of_rows(tmp_path, [[OUTPUT, 95000]], accepted=["B2"]) == []
    assert of_rows(tmp_path, [[OUTPUT, 95000]], accepted=["a.xlsx:表1:B2"]) == []
    assert len(of_rows(tmp_path, [[OUTPUT, 95000]], accepted=["C2"])) == 1


def test_what_is_kept_is_not_overwritten(tmp_path: Path) -> None:
    keep(import_source(tmp_path, layouts.bureau()))
    later = [[OUTPUT, 6033.4, 6490.0, 7022.6]]
    assert of_rows(tmp_path, later) == [
        'a.xlsx:表1:C2: "gross_output" in 2023 is 6,490, but 6,480.5 at bureau.csv:C4. Leave one out, state '
        "--status where they are vintages, or change a kept one with --replace."
    ]
    assert of_rows(tmp_path, later, is_replacing=True) == []
    assert of_rows(tmp_path, later, status="普查修订") == []
    before = (tmp_path / "actuals" / kept.FILE).read_bytes()
    again = import_source(tmp_path, layouts.bureau())
    assert (again.is_new, again.merged.same) == (False, len(layouts.TRUTH))
    keep(again)
    assert (tmp_path / "actuals" / kept.FILE).read_bytes() == before
