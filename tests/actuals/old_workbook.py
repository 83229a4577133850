"""Old workbooks (.xls) as bytes: the records of Excel 97 and later, without the container around them."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

Rows = Sequence[Sequence[object]]
CODE_PAGE, FONT, FORMAT, FORMAT_OF_CELLS, SHEET, MERGED = 0x42, 0x31, 0x041E, 0xE0, 0x85, 0xE5
NUMBER, LABEL, BEGIN, END = 0x0203, 0x0204, 0x0809, 0x000A


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text(words: str, *, is_long: bool) -> bytes:
    return struct.pack("<HB" if is_long else "<BB", len(words), 1) + words.encode("utf-16-le")


def begin(kind: int) -> bytes:
    return record(BEGIN, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def sheet_of(rows: Rows, merged: Sequence[tuple[int, int, int, int]]) -> bytes:
    """Return a sheet; merged areas are first and last row, first and last column."""
    cells = begin(0x10)
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            head = struct.pack("<HHH", down, across, 0)
            if isinstance(value, str):
                cells += record(LABEL, head + text(value, is_long=True))
            elif isinstance(value, int | float):
                cells += record(NUMBER, head + struct.pack("<d", value))
    if merged:
        cells += record(
            MERGED, struct.pack("<H", len(merged)) + b"".join(struct.pack("<HHHH", *one) for one in merged)
        )
    return cells + record(END, b"")


def old_workbook(sheets: Mapping[str, Rows], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """Return a workbook of sheets; areas are merged in each of them."""
    bodies = [sheet_of(rows, merged) for rows in sheets.values()]

    def front(starts: Sequence[int]) -> bytes:
        book = begin(0x05) + record(CODE_PAGE, struct.pack("<H", 1200))
        font = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + text("A", is_long=False)
        book += record(FONT, font) + record(FORMAT_OF_CELLS, bytes(20))
        for name, start in zip(sheets, starts, strict=True):
            book += record(SHEET, struct.pack("<IH", start, 0) + text(name, is_long=False))
        return book + record(END, b"")

    size, starts = len(front([0] * len(bodies))), []
    for body in bodies:
        starts.append(size)
        size += len(body)
    return front(starts) + b"".join(bodies)
