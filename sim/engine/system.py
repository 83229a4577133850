"""Instantiates a parsed model: one cell for every scalar, every name and subscript resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from pysd.translators.structures import abstract_expressions as syntax

from sim.engine.expressions import Cell, Number, Ref, Table, element_key, fold
from sim.engine.parser import Parsed
from sim.engine.source import Source
from sim.engine.subscripts import Binding, Subscripts, read_subscripts, unknown_subscript
from sim.engine.translate import Scope, Symbols, table_of, translate
from sim.errors import Fault, SimError

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
    """

    shapes: Mapping[str, Shape]
    cells: Mapping[str, Cell]
    tables: Mapping[str, Table]


@dataclass(frozen=True)
class _Part:
    """One scalar's share of an equation."""

    parsed: Parsed
    elements: tuple[str, ...]
    binding: Binding
    position: int  # among the scalars of the equation, for lists of numbers


def build_system(parsed: Iterable[Parsed], source: Source) -> System:
    """Return the scalars of a model.

    Raises
    ------
    SimError: every name, subscript and function that cannot be resolved, with its line.
    """
    parsed = tuple(parsed)
    subscripts = read_subscripts((item for item in parsed if item.kind == "range"), source)
    groups: dict[str, list[Parsed]] = {}
    for item in parsed:
        if item.kind != "range":
            key = fold(item.name)
            groups.setdefault(key, []).append(replace(item, name=_CONTROL_NAMES.get(key, item.name)))
    faults: list[Fault] = []
    scalars = {key: _scalars(group, subscripts, source, faults) for key, group in groups.items()}
    _check_controls(groups, source, faults)
    if faults:
        raise SimError(faults)
    shapes = {group[0].name: _shape(group, scalars[key], subscripts) for key, group in groups.items()}
    tables = _tables(groups, scalars, source, faults)
    symbols = _symbols(groups, scalars, tables, subscripts)
    cells = _cells(groups, scalars, symbols, source, faults)
    if faults:
        raise SimError(dict.fromkeys(faults))
    return System(shapes, cells, tables)


def _scalars(
    group: list[Parsed], subscripts: Subscripts, source: Source, faults: list[Fault]
) -> dict[tuple[str, ...], _Part]:
    """Return which equation defines each scalar; an element's own equation goes before its range's."""
    found: dict[tuple[str, ...], tuple[int, _Part]] = {}
    for item in group:
        place = source.at(item.equation.line)
        unknown = [name for name in item.subscripts if not subscripts.knows(name)]
        faults.extend(unknown_subscript(name, subscripts, place) for name in unknown)
        if item.exceptions:
            faults.append(Fault("不支持 :EXCEPT:。", ":EXCEPT: is not supported.", place))
        if unknown or item.exceptions:
            continue
        literal = sum(fold(name) not in subscripts.ranges for name in item.subscripts)
        for position, (elements, binding) in enumerate(subscripts.bindings(item.subscripts)):
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
                f'"{group[0].name}" 各方程的下标个数不同。',
                f'the equations of "{group[0].name}" differ in their number of subscripts.',
                place,
            )
        )
    return {elements: part for elements, (_, part) in found.items()}


def _defined_twice(name: str, elements: tuple[str, ...], other: Parsed, place: str) -> Fault:
    shown, line = element_key(name, elements), other.equation.line
    return Fault(
        f'"{shown}" 重复定义，第 {line} 行已有。', f'"{shown}" is defined twice; first on line {line}.', place
    )


def _check_controls(groups: Mapping[str, list[Parsed]], source: Source, faults: list[Fault]) -> None:
    for name in CONTROLS:
        if fold(name) not in groups and name != "SAVEPER":
            faults.append(Fault(f"模型没有定义 {name}。", f"the model does not define {name}.", source.place))


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
    source: Source,
    faults: list[Fault],
) -> dict[str, Table]:
    tables = {}
    for key, group in groups.items():
        for elements, part in scalars[key].items():
            if part.parsed.kind != "lookup":
                continue
            try:
                place = source.at(part.parsed.equation.line)
                table_key = element_key(group[0].name, elements)
                tables[table_key] = table_of(part.parsed.syntax, place, table_key)
            except SimError as error:
                faults.extend(error.faults)
    return tables


def _symbols(
    groups: Mapping[str, list[Parsed]],
    scalars: Mapping[str, Mapping[tuple[str, ...], _Part]],
    tables: Mapping[str, Table],
    subscripts: Subscripts,
) -> Symbols:
    names = {key: group[0].name for key, group in groups.items()}
    keys = {
        (key, tuple(fold(element) for element in elements)): element_key(names[key], elements)
        for key, parts in scalars.items()
        for elements in parts
    }
    return Symbols(names, keys, tables, subscripts)


def _cells(
    groups: Mapping[str, list[Parsed]],
    scalars: Mapping[str, Mapping[tuple[str, ...], _Part]],
    symbols: Symbols,
    source: Source,
    faults: list[Fault],
) -> dict[str, Cell]:
    cells = {}
    for key, group in groups.items():
        for elements, part in scalars[key].items():
            if part.parsed.kind == "lookup":
                continue
            line = part.parsed.equation.line
            scope = Scope(symbols, element_key(group[0].name, elements), source.at(line), line, part.binding)
            try:
                cell = _cell(part, scope)
            except SimError as error:
                faults.extend(error.faults)
                continue
            cells[cell.key] = cell
            cells.update((stage.key, stage) for stage in scope.stages)
    return cells


def _cell(part: _Part, scope: Scope) -> Cell:
    node = part.parsed.syntax
    constant = _constant(node, part, scope)
    if constant is not None:
        return Cell(scope.key, "constant", Number(constant), line=scope.line)
    if isinstance(node, syntax.IntegStructure):
        flow, initial = translate(node.flow, scope), translate(node.initial, scope)
        return Cell(scope.key, "stock", flow, initial, line=scope.line)
    if isinstance(node, syntax.CallStructure) and getattr(node.function, "reference", "") == "active_initial":
        active, initial = (translate(argument, scope) for argument in node.arguments)
        return Cell(scope.key, "auxiliary", active, initial, line=scope.line)
    return _lifted(Cell(scope.key, "auxiliary", translate(node, scope), line=scope.line), scope)


def _lifted(cell: Cell, scope: Scope) -> Cell:
    """Let a right side that is nothing but one fixed delay or INITIAL be that state itself."""
    if isinstance(cell.value, Ref) and scope.stages and cell.value.key == scope.stages[-1].key:
        stage = scope.stages[-1]
        if stage.kind in ("delay", "initial"):
            scope.stages.pop()
            return replace(stage, key=cell.key)
    return cell


def _constant(node: Any, part: _Part, scope: Scope) -> float | None:
    """Return the value of a right side that is a number, or a list of numbers over its elements."""
    if isinstance(node, np.ndarray):
        values = node.ravel()
        count = len(tuple(scope.symbols.subscripts.bindings(part.parsed.subscripts)))
        if len(values) != count:
            raise SimError(
                Fault(
                    f'"{part.parsed.name}" 有 {count} 个元素，却给了 {len(values)} 个数。',
                    f'"{part.parsed.name}" has {count} elements but {len(values)} numbers.',
                    scope.place,
                )
            )
        return float(values[part.position])
    if isinstance(node, int | float):
        value = translate(node, scope)
        return value.value if isinstance(value, Number) else None
    return None
