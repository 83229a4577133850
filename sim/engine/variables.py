"""What a model says about each of its variables, for people and for the rooms above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.engine.expressions import Cell, references, tables
from sim.engine.system import Shape, System


@dataclass(frozen=True)
class Variable:
    """A variable of a model.

    Parameters
    ----------
    name : as written in the file
    units, comment, equation : as written; equations of several elements stand on lines of their own
    kind : "constant", "auxiliary", "stock" (fixed delays too), "lookup" or "data" (read from a file)
    dimensions : the range of each axis
    elements : key of each scalar, ``name`` or ``name[element]``
    sizes : number of elements along each axis
    limits : lowest and highest sensible value, None where open
    line : line of its first equation
    causes, uses : variables in its equations, and those in whose equations it is
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


def describe(system: System) -> dict[str, Variable]:
    """Return all variables of a model by name, in file order."""
    owners = {key: name for name, shape in system.shapes.items() for key in shape.keys}
    causes = {name: _causes(shape, system, owners) for name, shape in system.shapes.items()}
    uses: dict[str, list[str]] = {name: [] for name in causes}
    for name, needed in causes.items():
        for cause in needed:
            uses[cause].append(name)
    return {
        name: _variable(shape, system.cells, causes[name], tuple(uses[name]))
        for name, shape in system.shapes.items()
    }


def _causes(shape: Shape, system: System, owners: Mapping[str, str]) -> tuple[str, ...]:
    found = dict.fromkeys(
        owners[key] for key in _needs(shape, system.cells) if "#" not in key or key in owners
    )
    return tuple(found)


def _needs(shape: Shape, cells: Mapping[str, Cell]) -> Iterator[str]:
    """Yield the keys that a variable's scalars and their hidden stages refer to."""
    for key in shape.keys:
        waiting = [key] if key in cells else []
        seen = set(waiting)
        while waiting:
            cell = cells[waiting.pop()]
            for expression in (cell.value, cell.initial, cell.duration):
                yield from tables(expression)
                for reference in references(expression):
                    yield reference
                    if reference.startswith(f"{key}#") and reference not in seen:
                        seen.add(reference)
                        waiting.append(reference)


def _variable(
    shape: Shape, cells: Mapping[str, Cell], causes: tuple[str, ...], uses: tuple[str, ...]
) -> Variable:
    equations = [part.equation for part in shape.parts]
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
    )


def _kind(shape: Shape, cells: Mapping[str, Cell]) -> str:
    kinds = {cells[key].kind for key in shape.keys if key in cells}
    if not kinds:
        return "lookup"
    if kinds == {"constant"}:
        return "constant"
    if "series" in kinds and kinds <= {"series", "constant"}:
        return "data"
    return "stock" if kinds & {"stock", "delay", "material"} else "auxiliary"
