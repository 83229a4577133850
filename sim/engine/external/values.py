"""Values from files: the cells that make a constant, a lookup, data or a range.

The pages are vensim.com/documentation/fn_get_direct_constants.html, …_data, …_lookups, …_subscript and
22070.html, 25780.html for arrays.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from sim.engine.external.files import Files, Reader
from sim.engine.external.sheets import Area, Cell, Sheet, cell_at, line_at
from sim.engine.external.tables import read_sheet
from sim.engine.language.external_call import ExternalCall
from sim.engine.language.parser import Parsed
from sim.engine.language.settings import settings_of
from sim.engine.language.source import Source
from sim.engine.language.subscripts import Subscripts
from sim.errors import SimError, suggestion
from sim.names import fold

Points = list[tuple[float, float]]

_TAG = re.compile(r"^30:(\?[^=\n]+)=(.*)$", re.MULTILINE)
_MOST_REPORTED = 5  # cells of one equation that are reported individually
_MOST_ELEMENTS = 10_000  # of one range
_NOT_IN_A_NAME = re.compile(r'[\[\],"!:]')


class ExternalValues:
    """Reads the values that the equations of one model take from files.

    Parameters
    ----------
    source : of the model; its settings resolve a ``?tag`` to a file
    files : of the model
    """

    def __init__(self, source: Source, files: Files) -> None:
        self._source, self._files = source, files
        self._tags: dict[str, str] = {
            tag.strip().lower(): file.strip() for tag, file in _TAG.findall(settings_of(source))
        }
        self._sheets: dict[tuple[str, str], Sheet] = {}
        self._reported: Counter[int] = Counter()

    # --- values of a call ---------------------------------------------------------------------

    def constant(self, item: Parsed, elements: tuple[str, ...], subscripts: Subscripts) -> float:
        """Return the constant of one element (fn_get_direct_constants).

        Further values lie to the right along the last subscript and down along the one before it;
        ``B5*`` exchanges the two.
        """
        call, reader = _call_of(item), self._reader(item)
        steps = self._steps(item, elements, subscripts, most=2)
        right, down = (*reversed(steps), 0, 0)[:2]
        address = call.arguments[2].strip()
        if address.endswith("*"):
            address, right, down = address[:-1].rstrip(), down, right
        sheet = self._sheet(call, reader)
        first, area = self._place(address, sheet, reader)
        cell = self._within(first.beside(down, right), address, area, reader)
        value = sheet.number(cell)
        if value is None:
            raise self._no_number(item, sheet, cell)
        return value

    def points(self, item: Parsed, elements: tuple[str, ...], subscripts: Subscripts) -> Points:
        """Return the points of one lookup or data series, x rising (fn_get_direct_lookups, …_data).

        They run along the row or down the column of x, starting from the first cell, or over the cells
        that have a name; those of further elements lie in the other direction. They end where x is text or,
        with GET DIRECT, empty; Excel itself, which GET XLS asks, goes on to the next x. Where only the value
        is empty, there is no point.
        """
        call, reader = _call_of(item), self._reader(item)
        steps = self._steps(item, elements, subscripts, most=1)
        step, pointer, address = (
            steps[0] if steps else 0,
            call.arguments[2].strip(),
            call.arguments[3].strip(),
        )
        sheet = self._sheet(call, reader)
        named, axis = sheet.names.get(pointer.lower()), line_at(pointer)
        if axis is None and named is None:
            raise reader.fault(
                "syntax",
                f'"{pointer}" 应是自变量或时间所在的行号（如 1）、列名（如 A）或为区域起的名称。',
                f'"{pointer}" should be the row (such as 1) or the column (such as A) '
                "of the argument or of time, or a named area.",
            )
        first, area = self._place(address, sheet, reader)
        if named is not None:
            cells = _along_named(named, first, step)
        else:
            assert axis is not None  # or the pointer has been refused
            cells = _along(sheet, axis, first, step)
        found: list[tuple[float, Cell, float]] = []
        for at, cell in cells:
            self._within(cell, address, area, reader)
            x = self._optional(item, sheet, at, cell)
            if x is None and (sheet.is_word(at) or (named is None and not call.is_by_excel)):
                break
            y = self._optional(item, sheet, cell) if x is not None else None
            if x is not None and y is not None:
                found.append((x, at, y))
        return self._in_order(item, sheet, first, found)

    def elements(self, name: str, call: ExternalCall, place: str) -> tuple[str, ...]:
        """Return the elements of a range, read across and then down (fn_get_direct_subscript).

        ``lastcell`` is the last of them, or only a row or a column, up to whose end they then run; a named
        area needs none.
        """
        reader = Reader(name, place)
        sheet = self._sheet(call, reader)
        first, area = self._place(call.arguments[2].strip(), sheet, reader)
        last = str(area.last) if area else call.arguments[3].strip()
        end, line = cell_at(last), line_at(last) if last else (None, None)
        if end is None and line is None:
            raise reader.fault(
                "syntax",
                f'"{last}" 应是最后一个单元格（如 A9）、行号、列名，或空着。',
                f'"{last}" should be the last cell (such as A9), a row, a column, or empty.',
            )
        row, column = (end.row, end.column) if end else line or (None, None)
        rows = range(first.row, min(sheet.height, sheet.height if row is None else row + 1))
        columns = range(first.column, min(sheet.width, sheet.width if column is None else column + 1))
        cells = (Cell(at, across) for at in rows for across in columns)
        found = [call.arguments[4] + text for cell in cells if (text := _name_in(sheet, cell))]
        return self._checked(found, first, sheet, reader)

    # --- positions ----------------------------------------------------------------------------

    def _reader(self, item: Parsed) -> Reader:
        return Reader(item.name, self._source.at(item.equation.line))

    def _sheet(self, call: ExternalCall, reader: Reader) -> Sheet:
        name, tab = call.arguments[0].strip(), call.arguments[1]
        if name.startswith("?"):
            name = self._tagged(name, reader)
        if (name, tab) not in self._sheets:
            raw = self._files.read(name, reader)
            try:
                self._sheets[name, tab] = read_sheet(raw, name, tab)
            except SimError as error:
                raise reader.fault(error.faults[0].code, error.faults[0].zh, error.faults[0].en) from error
        return self._sheets[name, tab]

    def _tagged(self, tag: str, reader: Reader) -> str:
        """Return the file of a tag; without settings, as in a model of text only, it is named after it."""
        if not self._tags:
            return tag[1:].strip()
        if tag.lower() not in self._tags:
            zh, en = suggestion(tag, self._tags)
            raise reader.fault(
                "undefined",
                f'模型的设置没有说明标签 "{tag}" 指哪个文件。{zh}',
                f'the settings of the model do not say which file the tag "{tag}" denotes.{en}',
            )
        return self._tags[tag.lower()]

    def _place(self, address: str, sheet: Sheet, reader: Reader) -> tuple[Cell, Area | None]:
        """Return the first cell of an address, and the area where it is the name of one."""
        area = sheet.names.get(address.lower())
        cell = area.first if area else cell_at(address)
        if cell is None:
            zh, en = suggestion(address, sheet.names)
            raise reader.fault(
                "syntax",
                f'"{address}" 既不是单元格地址（如 B5），也不是 {sheet.label} 中有名称的区域。{zh}',
                f'"{address}" is neither the address of a cell, such as B5, '
                f"nor the name of an area of {sheet.label}.{en}",
            )
        return cell, area

    @staticmethod
    def _within(cell: Cell, address: str, area: Area | None, reader: Reader) -> Cell:
        """Return a cell, which must lie in the area if there is one."""
        if area is not None and cell not in area:
            raise reader.fault(
                "mismatch",
                f'名为 "{address}" 的区域是 {area}，需要的单元格 {cell} 不在其中。',
                f'the area named "{address}" is {area}, which does not hold the cell {cell} that is needed.',
            )
        return cell

    def _steps(self, item: Parsed, elements: tuple[str, ...], subscripts: Subscripts, most: int) -> list[int]:
        """Return an element's position along each subscript; only varying subscripts take cells (25780)."""
        ranges = [subscripts.along(name) for name in item.subscripts]
        steps = [
            items.index(element) for items, element in zip(ranges, elements, strict=True) if len(items) > 1
        ]
        if len(steps) > most:
            function = _call_of(item).function
            raise self._reader(item).fault(
                "unsupported",
                f"{function} 最多读 {most} 个下标范围，这里有 {len(steps)} 个；请分成几个方程。",
                f"{function} reads along {most} subscript range{'s' * (most > 1)} at most, "
                f"not {len(steps)}; write several equations.",
            )
        return steps

    # --- cells --------------------------------------------------------------------------------

    def _optional(self, item: Parsed, sheet: Sheet, cell: Cell, other: Cell | None = None) -> float | None:
        """Return the number in a cell, None where it is empty, and with ``other`` a word or a remark.

        A remark is text beside which ``other`` is empty.
        """
        value = sheet.number(cell)
        if value is None and sheet.value(cell) is not None:
            is_remark = other is not None and (sheet.value(other) is None or sheet.is_word(cell))
            if not is_remark:
                raise self._no_number(item, sheet, cell)
        return value

    def _no_number(self, item: Parsed, sheet: Sheet, cell: Cell) -> SimError:
        reader, line = self._reader(item), item.equation.line
        self._reported[line] += 1
        if self._reported[line] > _MOST_REPORTED:
            return reader.fault("more", "还有单元格不是数字。", "more cells are not numbers.")
        if sheet.value(cell) is None:
            return reader.fault(
                "not-a-number",
                f"{sheet.label} 的单元格 {cell} 是空的，应是数字。",
                f"the cell {cell} of {sheet.label} is empty; it should be a number.",
            )
        shown = sheet.shown(cell)
        return reader.fault(
            "not-a-number",
            f'{sheet.label} 的单元格 {cell} 是 "{shown}"，应是数字。',
            f'the cell {cell} of {sheet.label} is "{shown}"; it should be a number.',
        )

    def _in_order(
        self, item: Parsed, sheet: Sheet, first: Cell, found: list[tuple[float, Cell, float]]
    ) -> Points:
        reader = self._reader(item)
        if not found:
            raise reader.fault(
                "no-data",
                f"{sheet.label} 从单元格 {first} 起没有数据。",
                f"{sheet.label} holds no data from the cell {first} on.",
            )
        found.sort(key=lambda point: point[0])
        for (x, at, _), (next_x, next_at, _) in itertools.pairwise(found):
            if x == next_x:
                raise reader.fault(
                    "duplicate",
                    f"{sheet.label} 的单元格 {at} 和 {next_at} 都是 {x:g}，时间或自变量不能重复。",
                    f"the cells {at} and {next_at} of {sheet.label} are both {x:g}; "
                    "no time or argument may occur twice.",
                )
        return [(x, y) for x, _, y in found]

    def _checked(self, names: list[str], first: Cell, sheet: Sheet, reader: Reader) -> tuple[str, ...]:
        if not names:
            raise reader.fault(
                "no-data",
                f"{sheet.label} 从单元格 {first} 起没有下标元素。",
                f"{sheet.label} holds no subscript elements from the cell {first} on.",
            )
        if len(names) > _MOST_ELEMENTS:
            raise reader.fault(
                "too-large",
                f"{sheet.label} 给出 {len(names):,} 个下标元素，上限是 {_MOST_ELEMENTS:,} 个。",
                f"{sheet.label} gives {len(names):,} subscript elements; the limit is {_MOST_ELEMENTS:,}.",
            )
        seen: set[str] = set()
        for name in names:
            if _NOT_IN_A_NAME.search(name):
                raise reader.fault(
                    "syntax", f'"{name}" 不能作下标元素。', f'"{name}" cannot be a subscript element.'
                )
            if fold(name) in seen:
                raise reader.fault(
                    "duplicate", f'下标元素 "{name}" 重复。', f'the subscript element "{name}" occurs twice.'
                )
            seen.add(fold(name))
        return tuple(names)


def _call_of(item: Parsed) -> ExternalCall:
    assert isinstance(item.syntax, ExternalCall)  # no other part is read here
    return item.syntax


def _along(
    sheet: Sheet, axis: tuple[int | None, int | None], first: Cell, step: int
) -> Iterator[tuple[Cell, Cell]]:
    """Yield the cell of x and that of y for every point of the series ``step`` places on."""
    row, column = axis
    if row is not None:
        for at in range(first.column, sheet.width):
            yield Cell(row, at), Cell(first.row + step, at)
    elif column is not None:
        for at in range(first.row, sheet.height):
            yield Cell(at, column), Cell(at, first.column + step)


def _along_named(axis: Area, first: Cell, step: int) -> Iterator[tuple[Cell, Cell]]:
    """Yield the cell of x and that of y for every cell of a named row or column."""
    down, across = (edge - start for start, edge in zip(axis.first, axis.last, strict=True))
    for at in range(max(down, across) + 1):
        if down:
            yield axis.first.beside(at, 0), first.beside(at, step)
        else:
            yield axis.first.beside(0, at), first.beside(step, at)


def _name_in(sheet: Sheet, cell: Cell) -> str:
    """Return the text of a cell as a name; a whole number is written without its point."""
    value = sheet.value(cell)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())
