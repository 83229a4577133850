"""Instantiation of a parsed model: one cell for every scalar, every name and subscript resolved.

Takes the syntax trees of the parser and the files that the model may read; gives a `System` of cells,
tables and data series. Guarantees that every key that a cell refers to exists, that each scalar is
defined by exactly one equation, and that subscripts are gone: they do not occur after this pass. It
exists so that everything behind it works on scalars, and so that all faults of names and subscripts
are reported together, each with its line.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sim.engine.external.data import Data, not_a_shift
from sim.engine.external.data_sets import DataSets
from sim.engine.external.files import Files
from sim.engine.external.series import TimeSeries
from sim.engine.external.values import ExternalValues
from sim.engine.external.values import Points as TablePoints
from sim.engine.gaps import note_on_dependents, owner_of, with_dependents
from sim.engine.language import syntax
from sim.engine.language.expressions import (
    Cell,
    Number,
    StepTime,
    Table,
    Time,
    element_key,
    leaves,
)
from sim.engine.language.external_call import ExternalCall
from sim.engine.language.lookup_calls import table_of
from sim.engine.language.noise import MEMBER
from sim.engine.language.parser import MOST_SCALARS, Parsed, too_many
from sim.engine.language.scope import Macro, Scope, Symbols
from sim.engine.language.size import check_size
from sim.engine.language.source import Source
from sim.engine.language.starting import value_at_start
from sim.engine.language.subscripts import Binding, Subscripts, read_subscripts, unknown_subscript
from sim.engine.language.syntax import Array, Call, Points, Reference
from sim.engine.language.translate import cell_of, translate
from sim.engine.language.unsupported import gathered, is_gap
from sim.errors import Fault, Faults, SimError, fail
from sim.names import CONTROLS, fold

NO_VALUES = ("range", "string", "check")  # kinds of equations that compute nothing
_CONTROL_NAMES = {fold(name): name for name in CONTROLS}  # under any spelling of the file


@dataclass(frozen=True)
class Shape:
    """A variable of the model and the scalars it consists of.

    Parameters
    ----------
    name : as written
    parts : its equations, in file order
    dimensions : the range of each axis
    keys : its scalars, in the order of their elements
    sizes : number of elements along each axis
    """

    name: str
    parts: tuple[Parsed, ...]
    dimensions: tuple[str, ...]
    keys: tuple[str, ...]
    sizes: tuple[int, ...]


@dataclass(frozen=True)
class System:
    """A model as scalars.

    Parameters
    ----------
    shapes : variables, by name as written
    cells : scalars, by key, hidden stages included
    tables : lookups, by key
    series : data, by key
    fixed : constants that decide how many scalars there are, which no run can change
    left_out : variables that are omitted, unsupported ones first
    notes : why they are omitted
    """

    shapes: Mapping[str, Shape]
    cells: Mapping[str, Cell]
    tables: Mapping[str, Table]
    series: Mapping[str, TimeSeries]
    fixed: frozenset[str]
    left_out: tuple[str, ...] = ()
    notes: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Part:
    """One scalar's share of an equation."""

    parsed: Parsed
    elements: tuple[str, ...]
    binding: Binding
    position: int  # position among the scalars of the equation, for lists of numbers


@dataclass(frozen=True)
class _External:
    """Values that scalars take from files."""

    values: ExternalValues
    subscripts: Subscripts
    given: DataSets

    def points(self, part: Part) -> TablePoints:
        return self.values.points(part.parsed, part.elements, self.subscripts)

    def constant(self, part: Part) -> float:
        return self.values.constant(part.parsed, part.elements, self.subscripts)


def build_system(
    parsed: Iterable[Parsed],
    source: Source,
    files: Files,
    given: DataSets | None = None,
    *,
    is_partial: bool = False,
) -> System:
    """Return the scalars of a model.

    Parameters
    ----------
    parsed : its equations
    source : the source they come from
    files : files that it may read
    given : points of data variables that have no equation
    is_partial : omit unsupported variables, and all that depends on them, instead of refusing

    Raises
    ------
    SimError: every name, subscript and function that cannot be resolved, with its line.
    """
    parsed = tuple(parsed)
    external = ExternalValues(source, files)
    ranges = (item for item in parsed if item.kind == "range")
    subscripts = read_subscripts(ranges, source, external.elements)
    groups: dict[str, list[Parsed]] = {}
    for item in parsed:
        if item.kind not in NO_VALUES and not item.equation.macro:
            key = fold(item.name)
            groups.setdefault(key, []).append(replace(item, name=_CONTROL_NAMES.get(key, item.name)))
    Faults(check_size((item for item in parsed if item.kind not in NO_VALUES), subscripts, source)).check()
    faults = Faults()
    scalars = {key: scalar_parts(group, subscripts, source, faults) for key, group in groups.items()}
    values = _External(external, subscripts, given or {})
    _check_controls(groups, source, faults)
    faults.check()
    shapes = {group[0].name: _shape(group, scalars[key], subscripts) for key, group in groups.items()}
    tables = _tables(groups, scalars, values, source, faults)
    symbols = _symbols(groups, scalars, tables, subscripts, _macros(parsed, source))
    parts = {
        element_key(group[0].name, elements): part
        for key, group in groups.items()
        for elements, part in scalars[key].items()
        if part.parsed.kind != "lookup"
    }
    builder = _Builder(parts, symbols, values, source)
    cells, series = builder.build()
    faults += builder.faults
    gaps = gathered(fault for one in builder.gaps.values() for fault in one)
    if not is_partial:
        faults += gaps
    Faults(gathered(faults)).check()
    whole = System(shapes, cells, tables, series, frozenset(builder.fixed))
    return _without(builder.gaps, whole, gaps, source) if gaps else whole


def _without(gaps: Iterable[str], whole: System, causes: list[Fault], source: Source) -> System:
    """Return a model without some scalars, their variables, and all that depends on them."""
    owners = {key: name for name, shape in whole.shapes.items() for key in shape.keys}
    direct = tuple(dict.fromkeys(owners[key] for key in gaps))
    gone = with_dependents(direct, owners, whole.cells)
    if set(CONTROLS) & set(gone):
        raise SimError(causes)
    cells = {key: cell for key, cell in whole.cells.items() if owners.get(owner_of(key)) not in gone}
    return replace(
        whole,
        shapes={name: shape for name, shape in whole.shapes.items() if name not in gone},
        cells=cells,
        series={key: one for key, one in whole.series.items() if owners[key] not in gone},
        left_out=gone,
        notes=(*causes, *note_on_dependents(gone[len(direct) :], source.place)),
    )


def scalar_parts(
    group: list[Parsed], subscripts: Subscripts, source: Source, faults: Faults
) -> dict[tuple[str, ...], Part]:
    """Return the equation that defines each scalar; an element's own takes precedence over its range's."""
    found: dict[tuple[str, ...], tuple[int, Part]] = {}
    for item in group:
        place = source.at(item.equation.line)
        unknown = [name for name in item.subscripts if not subscripts.knows(name)]
        faults.extend(unknown_subscript(name, subscripts, place) for name in unknown)
        unknown_exceptions = [
            name for group in item.exceptions for name in group if not subscripts.knows(name)
        ]
        faults.extend(unknown_subscript(name, subscripts, place) for name in unknown_exceptions)
        if unknown or unknown_exceptions:
            continue
        count = subscripts.count(item.subscripts)
        if count > MOST_SCALARS:
            faults.append(too_many(f'"{item.name}" 的标量', f'scalars of "{item.name}"', count, place))
            continue
        literal = sum(fold(name) not in subscripts.ranges for name in item.subscripts)
        for position, (elements, binding) in enumerate(subscripts.bindings(item.subscripts)):
            if _is_excepted(elements, item, subscripts):
                continue
            part = Part(item, elements, binding, position)
            rank, other = found.get(elements, (-1, part))
            if rank == literal:
                faults.append(_defined_twice(item.name, elements, other.parsed, place))
            elif literal > rank:
                found[elements] = (literal, part)
    if len({len(elements) for elements in found}) > 1:
        place = source.at(group[-1].equation.line)
        faults.append(
            Fault(
                "mismatch",
                f'"{group[0].name}" 各方程的下标个数不同。',
                f'the equations of "{group[0].name}" differ in their number of subscripts.',
                place,
            )
        )
    return {elements: part for elements, (_, part) in found.items()}


def _is_excepted(elements: tuple[str, ...], item: Parsed, subscripts: Subscripts) -> bool:
    """Whether an equation leaves these elements to others (exceptionequations)."""
    return any(
        len(group) == len(elements)
        and all(element in subscripts.along(name) for element, name in zip(elements, group, strict=True))
        for group in item.exceptions
    )


def _defined_twice(name: str, elements: tuple[str, ...], other: Parsed, place: str) -> Fault:
    shown, line = element_key(name, elements), other.equation.line
    return Fault(
        "duplicate",
        f'"{shown}" 重复定义，第 {line} 行已有。',
        f'"{shown}" is defined twice; first on line {line}.',
        place,
    )


def _check_controls(groups: Mapping[str, list[Parsed]], source: Source, faults: Faults) -> None:
    for name in CONTROLS:
        if fold(name) not in groups and name != "SAVEPER":
            faults.append(
                Fault(
                    "undefined", f"模型没有定义 {name}。", f"the model does not define {name}.", source.place
                )
            )


def _shape(group: list[Parsed], scalars: Mapping[tuple[str, ...], Part], subscripts: Subscripts) -> Shape:
    axes = [tuple(dict.fromkeys(elements)) for elements in zip(*scalars, strict=True)]
    dimensions = tuple(subscripts.smallest_holding(axis) for axis in axes)
    order = [
        {element: place for place, element in enumerate(subscripts.along(name) if name else axis)}
        for name, axis in zip(dimensions, axes, strict=True)
    ]
    ranked = sorted(
        scalars, key=lambda elements: [rank[item] for rank, item in zip(order, elements, strict=True)]
    )
    name = group[0].name
    keys = tuple(element_key(name, elements) for elements in ranked)
    return Shape(name, tuple(group), dimensions, keys, tuple(len(axis) for axis in axes))


def _tables(
    groups: Mapping[str, list[Parsed]],
    scalars: Mapping[str, Mapping[tuple[str, ...], Part]],
    external: _External,
    source: Source,
    faults: Faults,
) -> dict[str, Table]:
    tables = {}
    for key, group in groups.items():
        for elements, part in scalars[key].items():
            if part.parsed.kind != "lookup":
                continue
            table_key = element_key(group[0].name, elements)
            place = source.at(part.parsed.equation.line)
            tables[table_key] = Table((0.0,), (0.0,), table_key)  # even where it has a fault
            table = faults.take(_table, part, table_key, external, place)
            if table is not None:
                tables[table_key] = table
    return tables


def _table(part: Part, key: str, external: _External, place: str) -> Table:
    if isinstance(part.parsed.syntax, Points):
        return table_of(part.parsed.syntax, place, key)
    x, y = zip(*external.points(part), strict=True)
    return Table(x, y, key)


def _macros(parsed: Iterable[Parsed], source: Source) -> dict[str, Macro]:
    macros = {}
    for name, (arguments, outputs) in source.macros.items():
        equations = tuple(item for item in parsed if item.equation.macro == name)
        macros[fold(name)] = Macro(name, arguments, outputs, equations)
    return macros


def _symbols(
    groups: Mapping[str, list[Parsed]],
    scalars: Mapping[str, Mapping[tuple[str, ...], Part]],
    tables: Mapping[str, Table],
    subscripts: Subscripts,
    macros: Mapping[str, Macro],
) -> Symbols:
    names = {key: group[0].name for key, group in groups.items()}
    keys = {
        (key, tuple(fold(element) for element in elements)): element_key(names[key], elements)
        for key, parts in scalars.items()
        for elements in parts
    }
    return Symbols(names, keys, tables, subscripts, macros)


class _Builder:
    """Builds the cells of a model, in file order or when another cell needs a value at the start."""

    def __init__(
        self, parts: Mapping[str, Part], symbols: Symbols, external: _External, source: Source
    ) -> None:
        self._parts, self._external, self._source = parts, external, source
        self._symbols = replace(
            symbols, start_of=self._start_of, known_of=self._known_of, points_of=self._points_of
        )
        self._made: dict[str, tuple[Cell, ...]] = {}
        self._making: set[str] = set()
        self._data = Data()
        self.faults = Faults()
        self._reported: dict[tuple[int, str], int] = {}  # place among the faults, by equation and code
        self._alike: Counter[int] = Counter()  # how many like the fault at a place
        self.fixed: set[str] = set()
        self.gaps: dict[str, tuple[Fault, ...]] = {}

    def build(self) -> tuple[dict[str, Cell], dict[str, TimeSeries]]:
        """Return all cells and all data, by key."""
        cells = {cell.key: cell for key in self._parts for cell in self._make(key)}
        for at, count in self._alike.items():
            fault = self.faults[at]
            zh, en = (
                f"{fault.zh}（另有 {count} 个元素同样）",
                f"{fault.en} (The same with {count} more elements.)",
            )
            self.faults[at] = replace(fault, zh=zh, en=en)
        if any(MEMBER in cell.needs for cell in cells.values()):
            cells[MEMBER] = Cell(MEMBER, "constant", Number(0.0))
        series = self._data.resolved(cells, self._source, self.faults)
        self.fixed |= self._data.used
        return cells, series

    def _make(self, key: str) -> tuple[Cell, ...]:
        """Return the cell of a key and its hidden stages; none where it has a fault."""
        if key not in self._made:
            part = self._parts[key]
            line = part.parsed.equation.line
            scope = Scope(
                self._symbols,
                key,
                self._source.at(line),
                line,
                part.binding,
                part.parsed.subscripts,
                part.elements,
            )
            self._making.add(key)
            self._made[key] = ()
            try:
                cell = _cell(part, scope, self._external, self._data)
                self._made[key] = (cell, *scope.stages)
            except SimError as error:
                if is_gap(error.faults):
                    self.gaps[key] = error.faults
                else:
                    self._report(error.faults, part)
            except RecursionError:
                self._report((_too_deep(scope.place),), part)
            self._making.remove(key)
        return self._made[key]

    def _report(self, faults: Iterable[Fault], part: Part) -> None:
        """Add faults of an element; of further elements of the same equation, only count the like ones.

        Cells of a file that are no numbers are each told, for each is to be mended.
        """
        for fault in faults:
            if fault.code == "not-a-number":
                self.faults.append(fault)
                continue
            at = self._reported.setdefault((id(part.parsed), fault.code), len(self.faults))
            if at == len(self.faults):
                self.faults.append(fault)
            elif fault != self.faults[at]:
                self._alike[at] += 1

    def _known_of(self, key: str) -> float | None:
        """Return a scalar's value that no moment changes, as far as the file's numbers determine it."""
        before = set(self.fixed)
        value = self._start_of(key, lasts=True)
        self.fixed = before
        return value

    def _start_of(self, key: str, *, lasts: bool = False) -> float | None:
        """Return a scalar's value at the start as far as the file's numbers determine it, recording those.

        With ``lasts`` only one that no moment changes.
        """
        owner = key.partition("#")[0]
        if owner in self._making or owner not in self._parts:
            return None
        cell = next((cell for cell in self._make(owner) if cell.key == key), None)
        if cell is None or cell.kind == "series":
            return None
        if cell.kind == "constant" and key != "TIME STEP":  # events are defined for any step
            self.fixed.add(key)
        if lasts and cell.initial is not None:
            return None
        value_of = functools.partial(self._start_of, lasts=lasts)
        return value_at_start(cell.initial or cell.value, value_of, lasts=lasts)

    def _points_of(self, key: str) -> Table | None:
        """Return the points of a data variable; from then on, no run can change it.

        Raises
        ------
        SimError: it has no data.
        """
        cells = self._cells_behind(key)
        if key not in cells:
            raise self._without_data(key, (key,))
        if cells[key].kind != "series":
            return None
        series = self._data.series_of(key, cells, self._source)
        if series is None:
            raise self._without_data(key, (other for cell in cells.values() for other in cell.needs))
        self.fixed.add(key)
        return Table(tuple(series.times.tolist()), tuple(series.values[:, 0].tolist()))

    def _without_data(self, key: str, behind: Iterable[str]) -> SimError:
        """Return why a data variable has no points: the gap of the first behind it that has one."""
        known = next(filter(None, map(self.gaps.get, behind)), None)
        part = self._parts[key].parsed
        return SimError(known) if known else _no_data(part.name, self._source.at(part.equation.line))

    def _cells_behind(self, key: str) -> dict[str, Cell]:
        """Return the cell of data and those of the data and constants from which they are computed."""
        found: dict[str, Cell] = {}
        waiting = [key]
        while waiting:
            one = waiting.pop()
            cell = next((cell for cell in self._make(one) if cell.key == one), None)
            if cell is not None and one not in found:
                found[one] = cell
                waiting.extend(cell.needs if cell.kind == "series" else ())
        return found


_SHIFT_ARGUMENTS = 2  # of TIME SHIFT: the data, and how far ahead


def _too_deep(place: str) -> Fault:
    return Fault("too-large", "括号的层数太多。", "brackets are nested too deeply.", place)


def _cell(part: Part, scope: Scope, external: _External, data: Data) -> Cell:
    node = part.parsed.syntax
    if part.parsed.gap:
        raise SimError(part.parsed.gap)
    if part.parsed.kind == "data":
        if isinstance(node, ExternalCall):
            return data.read(scope, external.points(part), part.parsed.way)
        if isinstance(node, Reference):
            return data.refer(scope, node, part.parsed.way)
        if node is None:
            points = external.given.get(fold(scope.key))
            if points is None:
                raise _no_data(part.parsed.name, scope.place)
            return data.read(scope, points, part.parsed.way)
        if isinstance(node, Call) and fold(node.function.name) == "time shift":
            if len(node.arguments) != _SHIFT_ARGUMENTS or not isinstance(node.arguments[0], Reference):
                raise SimError(not_a_shift(scope.place))
            of, ahead = node.arguments[0], translate(node.arguments[1], scope)
            return data.shift(scope, of, ahead, part.parsed.way)
        value = translate(node, scope)
        if scope.stages or any(isinstance(leaf, Time | StepTime) for leaf in leaves(value)):
            raise _computed_data(part, scope)
        return data.compute(scope, value, part.parsed.way)
    if isinstance(node, ExternalCall):
        return Cell(scope.key, "constant", Number(external.constant(part)), line=scope.line)
    assert node is not None  # only data may have no equation
    return cell_of(_listed_number(part, node, scope) if isinstance(node, Array) else node, scope)


def _no_data(name: str, place: str) -> SimError:
    """Return the fault of data whose values Vensim would read from a data file loaded for the run."""
    return fail(
        "no-data",
        f'"{name}" 没有方程，也没有给它数据（`data=FILE`）。',
        f'"{name}" has no equation, and no data are given for it (`data=FILE`).',
        place,
    )


def _computed_data(part: Part, scope: Scope) -> SimError:
    name = part.parsed.name
    return fail(
        "unsupported",
        f'"{name}"：数据方程 := 只能由数据和常量算出；要逐步计算请用 =。',
        f'"{name}": after := only data and constants may be used; write = to compute at every step.',
        scope.place,
    )


def _listed_number(part: Part, node: Array, scope: Scope) -> syntax.Number:
    """Return an element's number from a right-hand side that is a list of numbers."""
    values = node.values
    count = scope.symbols.subscripts.count(part.parsed.subscripts)
    if len(values) != count:
        zh = f'"{part.parsed.name}" 有 {count} 个元素，却给了 {len(values)} 个数。'
        raise fail(
            "mismatch",
            zh,
            f'"{part.parsed.name}" has {count} elements but {len(values)} numbers.',
            scope.place,
        )
    return syntax.Number(values[part.position])
