"""Tables that a model names: a sheet of a workbook, or a delimited text."""

from __future__ import annotations

import csv
import io
from pathlib import PurePosixPath

from sim.document import decode_text
from sim.engine.external import sheets
from sim.engine.external.sheets import WORKBOOKS, Sheet, too_many
from sim.engine.external.workbooks import read_workbook
from sim.errors import SimError, fail


def read_sheet(raw: bytes, name: str, tab: str) -> Sheet:
    """Return one sheet of a workbook, or a text file as a single sheet.

    Parameters
    ----------
    raw : the bytes of the file
    name : of the file; its suffix says what it is
    tab : name of the sheet; of a text file the delimiter, comma or tab by default. A name has no meaning
        for a text file and is ignored there, as in Vensim.

    Raises
    ------
    SimError: content that contradicts the suffix, no such sheet, more than `sheets.CELL_LIMIT` cells.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in WORKBOOKS:
        return read_workbook(raw, name, tab)
    return Sheet(f'"{name}"', _read_delimited(raw, name, _delimiter(tab, suffix, name)))


def read_first_sheet(raw: bytes, name: str) -> Sheet:
    """Return the first sheet of a workbook, or a text file with the delimiter of its suffix."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in WORKBOOKS:
        return read_workbook(raw, name, None)
    return Sheet(f'"{name}"', _read_delimited(raw, name, _delimiter("", suffix, name)))


def _delimiter(tab: str, suffix: str, name: str) -> str:
    usual = "," if suffix == ".csv" else "\t"
    if tab in ("\\t", "\t") or (tab and not tab.strip()):  # a tab between quotes has been turned into a blank
        return "\t"
    if not tab or tab[0].isalnum():
        return usual
    if len(tab) > 1 or tab == '"':
        raise fail(
            "syntax",
            f'文件 "{name}" 的分隔符 "{tab}" 应是一个标点，如 , 或 ;。',
            f'the delimiter "{tab}" of the file "{name}" should be one character, such as , or ;.',
        )
    return tab


def _read_delimited(raw: bytes, name: str, delimiter: str) -> list[list[str]]:
    try:
        text = decode_text(raw, "")
    except SimError as error:
        fault = error.faults[0]
        raise fail(fault.code, f'文件 "{name}" {fault.zh}', f'the file "{name}" is {fault.en}') from error
    if (
        text.count(delimiter) + text.count("\n") >= sheets.CELL_LIMIT
    ):  # before a row grows as long as the file
        raise too_many(name)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        most = csv.field_size_limit()
        raise fail(
            "too-large",
            f'文件 "{name}" 有一个单元格超过 {most:,} 个字符，是否缺了引号？',
            f'a cell of the file "{name}" has more than {most:,} characters; is a quotation mark missing?',
        ) from error
