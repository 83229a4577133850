"""Tables of cells from workbooks and delimited text, and the addresses of their cells, such as B5."""

from __future__ import annotations

import csv
import functools
import io
import itertools
import math
import re
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from sim.document import decode_text
from sim.errors import SimError, fail, suggestion

WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tab", ".tsv", ".txt")
CELL_LIMIT = 2_000_000  # of one sheet, including empty ones between others
UNPACKED_LIMIT = 128_000_000  # bytes of a workbook once unzipped
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})", re.ASCII)
_SHOWN = 30  # characters of a cell that a message shows


class Cell(NamedTuple):
    """Position of a cell in a sheet, row and column from 0."""

    row: int
    column: int

    def beside(self, down: int, right: int) -> Cell:
        """Return the cell a number of rows below and columns to the right."""
        return Cell(self.row + down, self.column + right)

    def __str__(self) -> str:
        letters, number = "", self.column + 1
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row + 1}"


@dataclass(frozen=True)
class Sheet:
    """Content of one sheet.

    Parameters
    ----------
    label : name of the sheet in messages
    rows : values as read: numbers, text, dates, None where a cell is empty; rows may differ in length
    """

    label: str
    rows: Sequence[Sequence[Any]]

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    @functools.cached_property
    def width(self) -> int:
        """Return the number of columns."""
        return max((len(row) for row in self.rows), default=0)

    def value(self, cell: Cell) -> Any:
        """Return the value of a cell, None where it is empty."""
        row = self.rows[cell.row] if cell.row < len(self.rows) else ()
        value = row[cell.column] if cell.column < len(row) else None
        return None if isinstance(value, str) and not value.strip() else value

    def number(self, cell: Cell) -> float | None:
        """Return the number in a cell, even one written as text; None where there is none."""
        value = self.value(cell)
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            value = float(value)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        try:
            return float(value) if is_number and math.isfinite(value) else None
        except OverflowError:  # a whole number of hundreds of digits
            return None

    def shown(self, cell: Cell) -> str:
        """Return the text of a cell for messages."""
        text = " ".join(str(self.value(cell)).split())
        return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def cell_at(address: str) -> Cell | None:
    """Return the cell of an address such as ``B5``, None if it is not an address."""
    match = _ADDRESS.fullmatch(address.strip())
    return Cell(int(match[2]) - 1, _column(match[1])) if match else None


def line_at(pointer: str) -> tuple[int | None, int | None] | None:
    """Return the row ``1`` or the column ``A`` as (row, None) or (None, column); None for other text."""
    pointer = pointer.strip()
    if re.fullmatch(r"[1-9]\d{0,6}", pointer, re.ASCII):
        return int(pointer) - 1, None
    if re.fullmatch(r"[A-Za-z]{1,3}", pointer, re.ASCII):
        return None, _column(pointer)
    return None


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


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
    SimError: content that contradicts the suffix, no such sheet, more than `CELL_LIMIT` cells.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in WORKBOOKS:
        return _read_workbook(raw, name, tab)
    return Sheet(f'"{name}"', _read_delimited(raw, name, _delimiter(tab, suffix, name)))


def read_first_sheet(raw: bytes, name: str) -> Sheet:
    """Return the first sheet of a workbook, or a text file with the delimiter of its suffix."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in WORKBOOKS:
        return _read_workbook(raw, name, None)
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
    if text.count(delimiter) + text.count("\n") >= CELL_LIMIT:  # before a row grows as long as the file
        raise _too_many(name)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        most = csv.field_size_limit()
        raise fail(
            "too-large",
            f'文件 "{name}" 有一个单元格超过 {most:,} 个字符，是否缺了引号？',
            f'a cell of the file "{name}" has more than {most:,} characters; is a quotation mark missing?',
        ) from error


def _limited(rows: Iterable[Sequence[Any]], name: str) -> list[Sequence[Any]]:
    kept, cells = [], 0
    for row in rows:
        cells += len(row) + 1
        if cells > CELL_LIMIT:
            raise _too_many(name)
        kept.append(row)
    return kept


def _too_many(name: str) -> SimError:
    return fail(
        "too-large",
        f'文件 "{name}" 的一张表超过 {CELL_LIMIT:,} 个单元格。',
        f'a sheet of the file "{name}" has more than {CELL_LIMIT:,} cells.',
    )


def _read_workbook(raw: bytes, name: str, tab: str | None) -> Sheet:
    _check_unpacked(raw, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            return _sheet_of(_open_workbook(raw), name, tab)
    except SimError:
        raise
    except Exception as error:  # any error of the reader on a broken or hostile file
        raise _no_workbook(name) from error


def _open_workbook(raw: bytes) -> Any:
    from openpyxl import load_workbook  # imported here because most models name no workbook

    return load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)


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


def _sheet_of(workbook: Any, name: str, tab: str | None) -> Sheet:
    sheets = {sheet.title.lower(): sheet for sheet in workbook.worksheets}
    # names of sheets have no case in Excel
    sheet = workbook.worksheets[0] if tab is None else sheets.get(tab.lower())
    if sheet is None:
        titles = [sheet.title for sheet in workbook.worksheets]
        some = [f'"{title}"' for title in itertools.islice(titles, 5)] + ["…"] * (len(titles) > 5)
        zh, en = suggestion(str(tab), titles)
        raise fail(
            "unknown-name",
            f'文件 "{name}" 中没有工作表 "{tab}"，有的是 {"、".join(some)}。{zh}',
            f'the file "{name}" has no sheet "{tab}"; it has {", ".join(some)}.{en}',
        )
    sheet.reset_dimensions()  # the size that the file states may be wrong
    return Sheet(f'"{name}" / "{sheet.title}"', _limited(sheet.iter_rows(values_only=True), name))
