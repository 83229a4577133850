"""Instantiates a parsed model: one cell for every scalar, every name and subscript resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.engine.external.data import Data
from sim.engine.external.files import Files
from sim.engine.external.series import TimeSeries
from sim.engine.external.values import ExternalValues, Points
from sim.engine.language.expressions import Cell, Number, Table, element_key, fold
from sim.engine.language.external_call import ExternalCall
from sim.engine.language.parser import MOST_SCALARS, Parsed, too_many
from sim.engine.language.scope import Macro, Scope, Symbols
from sim.engine.language.source import Source
from sim.engine.language.subscripts import Binding, Subscripts, read_subscripts, unknown_subscript
from sim.engine.language.translate import cell_of, table_of
from sim.errors import Fault, SimError, fail

CONTROLS = ("INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER")
_CONTROL_NAMES = {fold(name): name for name in CONTROLS}  # however the file spells them


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
    """

    shapes: Mapping[str, Shape]
    cells: Mapping[str, Cell]
    tables: Mapping[str, Table]
    series: Mapping[str, TimeSeries]


@dataclass(frozen=True)
class _Part:
    """One scalar's share of an equation."""

    parsed: Parsed
    elements: tuple[str, ...]
    binding: Binding
    position: int  # among the scalars of the equation, for lists of numbers


@dataclass(frozen=True)
class _External:
    """What scalars take from files."""

    values: ExternalValues
    subscripts: Subscripts

    def points(self, part: _Part) -> Points:
        return self.values.points(part.parsed, part.elements, self.subscripts)

    def constant(self, part: _Part) -> float:
        return self.values.constant(part.parsed, part.elements, self.subscripts)


def build_system(parsed: Iterable[Parsed], source: Source, files: Files) -> System:
    """Return the scalars of a model.

    Parameters
    ----------
    parsed : its equations
    source : where they come from
    files : what it may read

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
        if item.kind != "range" and not item.equation.macro:
            key = fold(item.name)
            groups.setdefault(key, []).append(replace(item, name=_CONTROL_NAMES.get(key, item.name)))
    faults: list[Fault] = []
    scalars = {key: _scalars(group, subscripts, source, faults) for key, group in groups.items()}
    values = _External(external, subscripts)
    _check_controls(groups, source, faults)
    if faults:
        raise SimError(faults)
    shapes = {group[0].name: _shape(group, scalars[key], subscripts) for key, group in groups.items()}
    tables = _tables(groups, scalars, values, source, faults)
    symbols = _symbols(groups, scalars, tables, subscripts, _macros(parsed, source))
    cells, series = _cells(groups, scalars, symbols, values, source, faults)
    if faults:
        raise SimError(dict.fromkeys(faults))
    return System(shapes, cells, tables, series)


def _scalars(
    group: list[Parsed], subscripts: Subscripts, source: Source, faults: list[Fault]
) -> dict[tuple[str, ...], _Part]:
    """Return which equation defines each scalar; an element's own equation goes before its range's."""
    found: dict[tuple[str, ...], tuple[int, _Part]] = {}
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
            part = _Part(item, elements, binding, position)
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


def _check_controls(groups: Mapping[str, list[Parsed]], source: Source, faults: list[Fault]) -> None:
    for name in CONTROLS:
        if fold(name) not in groups and name != "SAVEPER":
            faults.append(
                Fault(
                    "undefined", f"模型没有定义 {name}。", f"the model does not define {name}.", source.place
                )
            )


def _shape(group: list[Parsed], scalars: Mapping[tuple[str, ...], _Part], subscripts: Subscripts) -> Shape:
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
    scalars: Mapping[str, Mapping[tuple[str, ...], _Part]],
    external: _External,
    source: Source,
    faults: list[Fault],
) -> dict[str, Table]:
    tables = {}
    for key, group in groups.items():
        for elements, part in scalars[key].items():
            if part.parsed.kind != "lookup":
                continue
            table_key = element_key(group[0].name, elements)
            try:
                if isinstance(part.parsed.syntax, ExternalCall):
                    x, y = zip(*external.points(part), strict=True)
                    tables[table_key] = Table(x, y, table_key)
                else:
                    tables[table_key] = table_of(part.parsed.syntax, table_key)
            except SimError as error:
                faults.extend(error.faults)
    return tables


def _macros(parsed: Iterable[Parsed], source: Source) -> dict[str, Macro]:
    macros = {}
    for name, arguments in source.macros.items():
        equations = tuple(item for item in parsed if item.equation.macro == name)
        macros[fold(name)] = Macro(name, arguments, equations)
    return macros


def _symbols(
    groups: Mapping[str, list[Parsed]],
    scalars: Mapping[str, Mapping[tuple[str, ...], _Part]],
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


def _cells(
    groups: Mapping[str, list[Parsed]],
    scalars: Mapping[str, Mapping[tuple[str, ...], _Part]],
    symbols: Symbols,
    external: _External,
    source: Source,
    faults: list[Fault],
) -> tuple[dict[str, Cell], dict[str, TimeSeries]]:
    cells: dict[str, Cell] = {}
    data = Data()
    for key, group in groups.items():
        for elements, part in scalars[key].items():
            if part.parsed.kind == "lookup":
                continue
            line = part.parsed.equation.line
            scope = Scope(symbols, element_key(group[0].name, elements), source.at(line), line, part.binding)
            try:
                cell = _cell(part, scope, external, data)
            except SimError as error:
                faults.extend(error.faults)
                continue
            cells[cell.key] = cell
            cells.update((stage.key, stage) for stage in scope.stages)
    return cells, data.resolved(cells, source, faults)


def _cell(part: _Part, scope: Scope, external: _External, data: Data) -> Cell:
    node = part.parsed.syntax
    if part.parsed.kind == "data":
        if isinstance(node, ExternalCall):
            return data.read(scope, external.points(part), part.parsed.way)
        return data.refer(scope, node, part.parsed.way)
    if isinstance(node, ExternalCall):
        return Cell(scope.key, "constant", Number(external.constant(part)), line=scope.line)
    number = _listed_number(part, scope)
    return cell_of(node if number is None else number, scope)


def _listed_number(part: _Part, scope: Scope) -> float | None:
    """Return an element's number of a right side that is a list of numbers, else None."""
    node = part.parsed.syntax
    if not isinstance(node, np.ndarray):
        return None
    values = node.ravel()
    count = len(tuple(scope.symbols.subscripts.bindings(part.parsed.subscripts)))
    if len(values) != count:
        zh = f'"{part.parsed.name}" 有 {count} 个元素，却给了 {len(values)} 个数。'
        raise fail(
            "mismatch",
            zh,
            f'"{part.parsed.name}" has {count} elements but {len(values)} numbers.',
            scope.place,
        )
    return float(values[part.position])
