"""Description of a model's variables, for readers and for the rooms above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sim.engine.language.expressions import Cell, references, tables
from sim.engine.language.rates import named_rates
from sim.engine.system import Shape, System


@dataclass(frozen=True)
class Variable:
    """A variable of a model.

    Parameters
    ----------
    name : as written in the file
    units, comment, equation : as written; equations of several elements are on separate lines
    kind : "constant", "auxiliary", "stock" (fixed delays too), "lookup" or "data" (read from a file)
    dimensions : the range of each axis
    elements : key of each scalar, ``name`` or ``name[element]``
    sizes : number of elements along each axis
    limits : lowest and highest sensible value, None where open
    line : line of its first equation
    causes, uses : variables in its equations, and those in whose equations it is
    group : heading above it in the file, "" before the first
    opening : causes that only set its value at the start
    inflows, outflows : causes that the net flow of a stock adds or subtracts unchanged; a term
        such as ``rate*stock`` is a flow without a name
    """

    name: str
    units: str
    comment: str
    equation: str
    kind: str
    dimensions: tuple[str, ...]
    elements: tuple[str, ...]
    sizes: tuple[int, ...]
    limits: tuple[float | None, float | None]
    line: int
    causes: tuple[str, ...]
    uses: tuple[str, ...]
    group: str
    opening: tuple[str, ...]
    inflows: tuple[str, ...]
    outflows: tuple[str, ...]


def describe(system: System) -> dict[str, Variable]:
    """Return all variables of a model by name, in file order."""
    owners = {key: name for name, shape in system.shapes.items() for key in shape.keys}
    causes = {name: _causes(shape, system, owners) for name, shape in system.shapes.items()}
    uses: dict[str, list[str]] = {name: [] for name in causes}
    for name, needed in causes.items():
        for cause in needed:
            uses[cause].append(name)
    return {
        name: _variable(shape, system.cells, causes[name], tuple(uses[name]), owners)
        for name, shape in system.shapes.items()
    }


def _causes(shape: Shape, system: System, owners: Mapping[str, str]) -> tuple[str, ...]:
    return _owning(_needs(shape, system.cells), owners)


def _owning(keys: Iterable[str], owners: Mapping[str, str]) -> tuple[str, ...]:
    """Return the variables that own the keys, in their order, without hidden stages."""
    return tuple(name for name in dict.fromkeys(map(owners.get, keys)) if name is not None)


def _needs(shape: Shape, cells: Mapping[str, Cell], after_the_start: bool = False) -> Iterator[str]:
    """Yield the keys that a variable's scalars and their hidden stages refer to."""
    for key in shape.keys:
        waiting = [key] if key in cells else []
        seen = set(waiting)
        while waiting:
            found = _mentioned(cells[waiting.pop()], after_the_start)
            yield from found
            for one in found:
                if "#" in one and one.startswith(f"{key}#") and one not in seen:
                    seen.add(one)
                    waiting.append(one)


def _mentioned(cell: Cell, after_the_start: bool) -> tuple[str, ...]:
    """Return the keys of the lookups and scalars in each of a cell's expressions."""
    value = () if after_the_start and cell.kind == "initial" else (*cell.tables, *cell.needs)
    others = (None if after_the_start else cell.initial, cell.duration)
    if others == (None, None):
        return value
    return (*value, *(key for one in others for key in (*tables(one), *references(one))))


def _variable(
    shape: Shape,
    cells: Mapping[str, Cell],
    causes: tuple[str, ...],
    uses: tuple[str, ...],
    owners: Mapping[str, str],
) -> Variable:
    equations = [part.equation for part in shape.parts]
    lasting = set(_owning(_needs(shape, cells, after_the_start=True), owners))
    inflows, outflows = _flows(shape, cells, owners)
    return Variable(
        name=shape.name,
        units=next((equation.units for equation in equations if equation.units), ""),
        comment=next((equation.comment for equation in equations if equation.comment), ""),
        equation="\n".join(equation.text for equation in equations),
        kind=_kind(shape, cells),
        dimensions=shape.dimensions,
        elements=shape.keys,
        sizes=shape.sizes,
        limits=next(
            (equation.limits for equation in equations if equation.limits != (None, None)), (None, None)
        ),
        line=equations[0].line,
        causes=causes,
        uses=uses,
        group=equations[0].group,
        opening=tuple(cause for cause in causes if cause not in lasting),
        inflows=inflows,
        outflows=outflows,
    )


def _flows(
    shape: Shape, cells: Mapping[str, Cell], owners: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the named rates of a stock; a stock in the net flow of another is not a rate."""
    sides: tuple[dict[str, None], dict[str, None]] = ({}, {})
    for key in shape.keys:
        if key in cells and cells[key].kind == "stock":
            for side, rates in zip(sides, named_rates(cells[key].value), strict=True):
                plain = (rate for rate in rates if rate in cells and cells[rate].kind != "stock")
                side.update(dict.fromkeys(_owning(plain, owners)))
    return tuple(sides[0]), tuple(sides[1])


def _kind(shape: Shape, cells: Mapping[str, Cell]) -> str:
    kinds = {cells[key].kind for key in shape.keys if key in cells}
    if not kinds:
        return "lookup"
    if kinds == {"constant"}:
        return "constant"
    if "series" in kinds and kinds <= {"series", "constant"}:
        return "data"
    return "stock" if kinds & {"stock", "delay", "material", "information"} else "auxiliary"
