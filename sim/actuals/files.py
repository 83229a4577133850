"""Files of tables, read whole into grids: CSV in UTF-8 or GBK, workbooks new and old."""

from __future__ import annotations

import csv
import io
import os
import re
import stat
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sim.actuals.grid import Grid
from sim.document import decode_text
from sim.engine.external.sheets import Area, Cell, area_at
from sim.engine.external.workbooks import read_old_row
from sim.errors import SimError, fail
from sim.files import expand, missing_file, not_a_file, os_reason

SIZE_LIMIT = 16_000_000  # bytes of a file; a table of the bureau is below 0.1 MB
UNPACKED_LIMIT = 32_000_000  # bytes of a workbook once unzipped
CELL_LIMIT = 100_000  # cells of a sheet, empty ones between others included
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD = tuple(bytes([0x09, version]) for version in (0, 2, 4, 8))  # a workbook without the container
_PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"mime-version")
_MACROS, _LOCKED = "_VBA_PROJECT".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
_MERGED = re.compile(rb"<mergeCell\b[^>]*?ref=[\"']([^\"']*)")
_DELIMITERS = ",\t;"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_file(path: str | os.PathLike[str]) -> list[Grid]:
    """Return the sheets of a file that are not hidden; the content decides what it is, not the suffix.

    Raises
    ------
    SimError: no such file, none that is read, too large, with a password or macros, damaged.
    """
    place = os.fspath(path)
    if Path(place).suffix.lower() == ".xlsm":
        raise _with_macros(place)
    if Path(place).suffix.lower() not in SUFFIXES:
        listed = ", ".join(SUFFIXES)
        zh, en = (
            f"这类文件不能读取，可以是 {listed}。",
            f"a file of this kind cannot be read; it may be {listed}.",
        )
        raise fail("unsupported", zh, en, place)
    return grids_of(_bytes(place), place)


def grids_of(raw: bytes, place: str) -> list[Grid]:
    """Return the sheets in the bytes of a file.

    Parameters
    ----------
    place : the file as messages name it
    """
    if len(raw) > SIZE_LIMIT:
        raise _too_large(place, f"{SIZE_LIMIT / 1e6:g} MB")
    if not raw.strip():
        raise fail("no-data", "文件是空的。", "the file is empty.", place)
    if raw.startswith((_ZIP, _OLE, *_OLD)):
        return _workbook(raw, place)
    if raw.lstrip()[:200].lower().lstrip(b"\xef\xbb\xbf").startswith(_PAGES):
        zh = "这是网页，不是 Excel 工作簿；请用 Excel 或 WPS 打开，另存为 .xlsx。"
        en = "this is a web page, not an Excel workbook; open it in Excel or WPS and save it as .xlsx."
        raise fail("unsupported", zh, en, place)
    return [Grid(place, "", _lines(raw, place))]


def _bytes(place: str) -> bytes:
    target = expand(place)
    try:
        if not stat.S_ISREG(target.stat().st_mode):
            raise not_a_file(target, place)
        with target.open("rb") as stream:
            return stream.read(SIZE_LIMIT + 1)
    except FileNotFoundError as error:
        raise missing_file(target, place) from error
    except SimError:
        raise
    except (OSError, ValueError) as error:
        zh, en = os_reason(error)
        raise fail("unreadable", f"无法读取：{zh}。", f"cannot be read: {en}.", place) from error


# --- text -----------------------------------------------------------------------------------


def _lines(raw: bytes, place: str) -> list[list[str]]:
    try:
        text = raw.decode("utf-16") if raw.startswith(_UTF_16) else decode_text(raw, place)
    except UnicodeDecodeError as error:
        raise fail("unreadable", "不是文本文件。", "not a text file.", place) from error
    counts = Counter(char for char in text if char in _DELIMITERS)
    delimiter = max(_DELIMITERS, key=lambda each: counts[each])
    if counts[delimiter] + text.count("\n") >= CELL_LIMIT:
        raise _too_many(place)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        zh, en = (
            "不是 CSV：有的单元格过长，是否缺了引号？",
            "not CSV: a cell is too long; is a quotation mark missing?",
        )
        raise fail("syntax", zh, en, place) from error


# --- workbooks ------------------------------------------------------------------------------


def _workbook(raw: bytes, place: str) -> list[Grid]:
    is_old = not raw.startswith(_ZIP)
    if is_old and _LOCKED in raw:
        raise _locked(place)
    if is_old and _MACROS in raw:
        raise _with_macros(place)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            grids = list(_old_sheets(raw, place) if is_old else _new_sheets(raw, place))
    except SimError:
        raise
    except Exception as error:  # any error of the reader on a broken or hostile file
        if "encrypted" in str(error):
            raise _locked(place) from error
        zh, en = "不是 Excel 工作簿，或已损坏。", "not an Excel workbook, or damaged."
        raise fail("damaged", zh, en, place) from error
    return grids


def _new_sheets(raw: bytes, place: str) -> Iterator[Grid]:
    from openpyxl import load_workbook  # imported here because a CSV file needs no workbook

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.infolist()
        if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
            raise _with_macros(place)
        if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
            raise _too_large(place, f"{UNPACKED_LIMIT / 1e6:g} MB")
        sheets = [archive.read(part) for part in parts if part.filename.startswith("xl/worksheets/")]
        has_formulas = any(b"<f" in sheet for sheet in sheets)
        if any(_merges_too_many(sheet) for sheet in sheets):
            raise _too_many(place)
    book = load_workbook(io.BytesIO(raw), data_only=True, keep_links=False)
    formulas = load_workbook(io.BytesIO(raw), keep_links=False) if has_formulas else None
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row * sheet.max_column > CELL_LIMIT:
            raise _too_many(f"{place}:{sheet.title}")
        cells = [list(row) for row in sheet.iter_rows(min_row=1, min_col=1)]
        written = formulas[sheet.title] if formulas else None
        yield Grid(
            place,
            sheet.title,
            [[cell.value for cell in row] for row in cells],
            frozenset(
                Cell(cell.row - 1, cell.column - 1)
                for row in cells
                for cell in row
                if isinstance(cell.value, int | float) and "%" in str(cell.number_format)
            ),
            _covered(area for one in sheet.merged_cells.ranges if (area := area_at(one.coord)) is not None),
            frozenset(
                Cell(cell.row - 1, cell.column - 1)
                for row in (written.iter_rows() if written else ())
                for cell in row
                if cell.data_type == "f" and sheet.cell(cell.row, cell.column).value is None
            ),
        )


def _merges_too_many(sheet: bytes) -> bool:
    """Return whether a sheet merges more cells than one may hold, each of which the reader would make."""
    areas = (area_at(found[1].decode("ascii", "replace")) for found in _MERGED.finditer(sheet))
    sizes = (
        (area.last.row - area.first.row + 1) * (area.last.column - area.first.column + 1)
        for area in areas
        if area is not None
    )
    return sum(sizes) > CELL_LIMIT


def _old_sheets(raw: bytes, place: str) -> Iterator[Grid]:
    import xlrd

    book = xlrd.open_workbook(file_contents=raw, logfile=io.StringIO(), formatting_info=True)
    for sheet in book.sheets():
        if sheet.visibility:
            continue
        if sheet.nrows * sheet.ncols > CELL_LIMIT:
            raise _too_many(f"{place}:{sheet.name}")
        places = (Cell(row, column) for row in range(sheet.nrows) for column in range(sheet.row_len(row)))
        areas = (
            Area(Cell(top, left), Cell(bottom - 1, right - 1))
            for top, bottom, left, right in sheet.merged_cells
        )
        yield Grid(
            place,
            sheet.name,
            [read_old_row(book, sheet.row(row)) for row in range(sheet.nrows)],
            frozenset(at for at in places if _is_percent(book, sheet, at)),
            _covered(areas),
        )


def _is_percent(book: Any, sheet: Any, at: Cell) -> bool:
    cell = sheet.cell(*at)
    if not isinstance(cell.value, float) or cell.xf_index is None or cell.xf_index >= len(book.xf_list):
        return False
    form = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return form is not None and "%" in form.format_str


def _covered(areas: Iterator[Area]) -> Mapping[Cell, Cell]:
    """Return the cells of areas but for the first of each, by the first; areas beyond bounds are cut."""
    found: dict[Cell, Cell] = {}
    for first, last in areas:
        if (last.row - first.row + 1) * (last.column - first.column + 1) > CELL_LIMIT - len(found):
            continue
        for row in range(first.row, last.row + 1):
            for column in range(first.column, last.column + 1):
                found[Cell(row, column)] = first
        found.pop(first, None)
    return found


def _too_many(place: str) -> SimError:
    return fail(
        "too-large",
        f"这张表超过 {CELL_LIMIT:,} 个单元格；请删去空行空列，或只留要用的部分。",
        f"the sheet has more than {CELL_LIMIT:,} cells; delete empty rows and columns.",
        place,
    )


def _too_large(place: str, limit: str) -> SimError:
    zh, en = f"文件太大，上限是 {limit}。", f"the file is too large; the limit is {limit}."
    return fail("too-large", zh, en, place)


def _with_macros(place: str) -> SimError:
    return fail(
        "unsupported",
        "工作簿带有宏，不予读取；请另存为不带宏的 .xlsx。",
        "the workbook has macros and is not read; save it as .xlsx without them.",
        place,
    )


def _locked(place: str) -> SimError:
    zh, en = "工作簿有密码；请先去掉密码再另存。", "the workbook has a password; save it without one first."
    return fail("unsupported", zh, en, place)
