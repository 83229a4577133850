"""Sheets of Excel workbooks: old ones (.xls), and new ones with the areas that have names."""

from __future__ import annotations

import io
import itertools
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from sim.engine.external.sheets import Area, Sheet, area_at, limited
from sim.errors import SimError, fail, suggestion

UNPACKED_LIMIT = 128_000_000  # bytes of a workbook once unzipped
OLD = ".xls"


def read_workbook(raw: bytes, name: str, tab: str | None) -> Sheet:
    """Return one sheet of a workbook.

    Parameters
    ----------
    raw : the bytes of the file
    name : of the file; its suffix says whether it is an old one
    tab : name of the sheet, in any case; the first if None

    Raises
    ------
    SimError: not a workbook, no such sheet, a sheet that is too large.
    """
    read = _read_old if PurePosixPath(name).suffix.lower() == OLD else _read_new
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            return read(raw, name, tab)
    except SimError:
        raise
    except Exception as error:  # any error of the reader on a broken or hostile file
        raise _no_workbook(name) from error


def _read_new(raw: bytes, name: str, tab: str | None) -> Sheet:
    _check_unpacked(raw, name)
    from openpyxl import load_workbook  # imported here because most models name no workbook

    workbook = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    sheet = _chosen({sheet.title: sheet for sheet in workbook.worksheets}, name, tab)
    sheet.reset_dimensions()  # the size that the file states may be wrong
    names = {**_areas(workbook.defined_names, sheet.title), **_areas(sheet.defined_names, sheet.title)}
    return Sheet(_label(name, sheet.title), limited(sheet.iter_rows(values_only=True), name), names)


def _areas(defined: Mapping[str, Any], title: str) -> dict[str, Area]:
    """Return the areas of a sheet among a workbook's names, which may also stand for formulas."""
    found = {}
    for label, one in defined.items():
        for sheet, reference in one.destinations:
            area = area_at(reference.replace("$", ""))
            if sheet.lower() == title.lower() and area is not None:
                found[label.lower()] = area
    return found


def _read_old(raw: bytes, name: str, tab: str | None) -> Sheet:
    import xlrd

    book = xlrd.open_workbook(file_contents=raw, logfile=io.StringIO())
    sheet = _chosen({sheet.name: sheet for sheet in book.sheets()}, name, tab)
    rows = (read_old_row(book, sheet.row(at)) for at in range(sheet.nrows))
    return Sheet(_label(name, sheet.name), limited(rows, name))


def read_old_row(book: Any, cells: Iterable[Any]) -> list[Any]:
    """Return the values of a row of an old workbook: numbers, text, dates, None where a cell is empty."""
    import xlrd

    blanks = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    values: list[Any] = []
    for cell in cells:
        if cell.ctype == xlrd.XL_CELL_DATE:
            values.append(xlrd.xldate_as_datetime(cell.value, book.datemode))
        elif cell.ctype == xlrd.XL_CELL_ERROR:
            values.append(xlrd.error_text_from_code.get(cell.value, "#ERR!"))
        elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
            values.append(bool(cell.value))
        else:
            values.append(None if cell.ctype in blanks else cell.value)
    return values


def _chosen(sheets: Mapping[str, Any], name: str, tab: str | None) -> Any:
    """Return a sheet by its name, which has no case in Excel."""
    if tab is None:
        return next(iter(sheets.values()))
    for title, sheet in sheets.items():
        if title.lower() == tab.lower():
            return sheet
    some = [f'"{title}"' for title in itertools.islice(sheets, 5)] + ["…"] * (len(sheets) > 5)
    zh, en = suggestion(tab, sheets)
    raise fail(
        "unknown-name",
        f'文件 "{name}" 中没有工作表 "{tab}"，有的是 {"、".join(some)}。{zh}',
        f'the file "{name}" has no sheet "{tab}"; it has {", ".join(some)}.{en}',
    )


def _label(name: str, title: str) -> str:
    return f'"{name}" / "{title}"'


def _check_unpacked(raw: bytes, name: str) -> None:
    """Refuse a workbook that is too large unzipped; the reader takes no more of a part than is stated."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except Exception as error:  # a damaged directory of parts fails in many ways
        raise _no_workbook(name) from error
    if size > UNPACKED_LIMIT:
        limit = f"{UNPACKED_LIMIT / 1e6:g} MB"
        raise fail(
            "too-large",
            f'文件 "{name}" 解压后超过 {limit}。',
            f'the file "{name}" takes more than {limit} when unzipped.',
        )


def _no_workbook(name: str) -> SimError:
    return fail(
        "damaged",
        f'文件 "{name}" 不是 Excel 工作簿，或已损坏，或有密码。',
        f'the file "{name}" is not an Excel workbook, or is damaged, or has a password.',
    )
