"""An XMILE file with the equations of a model."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sim.engine.language.parser import Parsed
from sim.engine.language.settings import integration_of, settings_of
from sim.engine.language.source import Source
from sim.engine.language.subscripts import Subscripts
from sim.engine.language.syntax import Array, Call, Number, Operation, Points, Reference, nodes_in
from sim.engine.system import Shape, System, scalar_parts
from sim.engine.to_xmile.expressions import WAYS
from sim.engine.to_xmile.macros import ModelMacro, carried_lines, macro_lines, own_macros
from sim.engine.to_xmile.stocks import find_flows
from sim.engine.to_xmile.surroundings import Surroundings, number_text
from sim.engine.to_xmile.variables import Scalars, VariableWriter, graph_lines, table_lines
from sim.engine.to_xmile.xml import element, tag
from sim.errors import Faults
from sim.names import CONTROLS, fold

_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
# A list: other tools take the first that they know, and have no midpoint method.
_METHODS = {"euler": "Euler", "rk2": "midpoint, RK2", "heun": "RK2", "rk4": "RK4"}
_NAMESPACES = {
    "xmlns": "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0",
    "xmlns:isee": "http://iseesystems.com/XMILE",
}


@dataclass(frozen=True)
class Times:
    """Time settings of a model as numbers, and whether each is written as one.

    Parameters
    ----------
    start, stop, step : INITIAL TIME, FINAL TIME, TIME STEP
    """

    start: float
    stop: float
    step: float


def xmile_text(
    source: Source, parsed: tuple[Parsed, ...], system: System, subscripts: Subscripts, times: Times
) -> str:
    """Return the text of an XMILE file; it has no views.

    Raises
    ------
    SimError: everything that XMILE cannot express, each with its line.
    """
    return "\n".join((_HEAD, *_File(source, parsed, system, subscripts, times).lines(), ""))


class _File:
    def __init__(
        self,
        source: Source,
        parsed: tuple[Parsed, ...],
        system: System,
        subscripts: Subscripts,
        times: Times,
    ) -> None:
        self._source, self._subscripts, self._times = source, subscripts, times
        self._controls = {name: shape for name, shape in system.shapes.items() if name in CONTROLS}
        self._shapes = {name: shape for name, shape in system.shapes.items() if name not in CONTROLS}
        self._macros = own_macros(source, parsed)
        self._tables = _tables(self._shapes, parsed)
        self._flows = find_flows(self._shapes)
        flows = (one for flow in self._flows.values() for one in (*flow.inflows, *flow.outflows))
        self._named_flows = frozenset(map(fold, flows))
        self._carried: dict[str, None] = {}
        self._graphs: dict[str, tuple[str, Points | None, str]] = {}
        self._common = self._make_common()

    def _make_common(self) -> Surroundings:
        """Return what all expressions of the model have in common."""
        shapes = self._shapes
        lowest = {fold(name): _lowest(shape) for name, shape in shapes.items()}
        is_euler = integration_of(self._source)[1] == "euler"
        return Surroundings(
            self._subscripts,
            {fold(one): shape.dimensions for one, shape in shapes.items()},
            self._tables,
            "",
            self._source.place,
            macros=frozenset(self._macros),
            fixed={name: value for name, value in lowest.items() if value is not None},
            step=self._times.step if is_euler else 0.0,
            time_units=self._time_units,
            carried=self._carried,
            graphs=self._graphs,
        )

    def lines(self) -> Iterator[str]:
        with Faults() as faults:
            found = [faults.take(self._variable, shape) or [] for shape in self._shapes.values()]
            found.append(faults.take(self._saveper) or [])
            written = [faults.take(self._macro, macro) or [] for macro in self._macros.values()]
        variables, macros = (list(itertools.chain.from_iterable(lines)) for lines in (found, written))
        whole = [*variables, *self._further_graphs(), *self._groups()]
        inside = (
            *element("header", (tag("vendor", "TEDA"), tag("product", "TEDA", version="1.0", lang="en"))),
            *self._sim_specs(),
            *self._model_units(),
            *self._dimensions(),
            *element("model", element("variables", whole)),
            *macros,
            *carried_lines(self._carried),
        )
        yield from element("xmile", inside, version="1.0", **_NAMESPACES)

    # --- settings -----------------------------------------------------------------------------

    def _sim_specs(self) -> Iterator[str]:
        _, method = integration_of(self._source)
        units = self._time_units
        attributes = {"method": _METHODS[method or "euler"]}
        if units:
            attributes["time_units"] = units
        save = self._controls["SAVEPER"].parts[0].syntax if "SAVEPER" in self._controls else None
        if isinstance(save, Number):
            attributes["isee_save_interval"] = number_text(save.value)
        inside = (
            tag("start", number_text(self._times.start)),
            tag("stop", number_text(self._times.stop)),
            tag("dt", number_text(self._times.step)),
        )
        yield from element("sim_specs", inside, **attributes)

    @property
    def _time_units(self) -> str:
        return next((part.equation.units for part in self._controls["TIME STEP"].parts), "")

    def _saveper(self) -> list[str]:
        """Return the variable SAVEPER where it is no number: XMILE has no such setting."""
        shape = self._controls.get("SAVEPER")
        if shape is None or isinstance(shape.parts[0].syntax, Number):
            return []
        return list(self._writer(shape).lines())

    def _model_units(self) -> Iterator[str]:
        for line in settings_of(self._source).splitlines():
            if line.startswith("22:"):
                name, *others = (one.strip() for one in line.removeprefix("22:").split(","))
                inside = element("unit", (tag("alias", one) for one in others if one), name=name)
                yield from element("model_units", inside)

    def _dimensions(self) -> Iterator[str]:
        used = {fold(one) for shape in self._shapes.values() for one in shape.dimensions}
        inside = [
            line
            for key, elements in self._subscripts.ranges.items()
            if key in used
            for line in element(
                "dim", (tag("elem", name=one) for one in elements), name=self._subscripts.names[key]
            )
        ]
        if inside:
            yield from element("dimensions", inside)

    # --- variables ----------------------------------------------------------------------------

    def _variable(self, shape: Shape) -> list[str]:
        return list(self._writer(shape).lines())

    def _writer(self, shape: Shape) -> VariableWriter:
        flows = self._flows.get(fold(shape.name))
        at = self._surroundings(shape.name, shape.parts[0].equation.line)
        return VariableWriter(shape, self._scalars(shape), at, flows, fold(shape.name) in self._named_flows)

    def _scalars(self, shape: Shape) -> Scalars:
        return scalar_parts(list(shape.parts), self._subscripts, self._source, Faults())

    def _surroundings(self, name: str, line: int) -> Surroundings:
        return replace(self._common, name=name, place=self._source.at(line))

    def _further_graphs(self) -> Iterator[str]:
        """Yield the lookups that expressions hold, and copies of those that are read in another way."""
        for name, (way, points, copied) in self._graphs.items():
            if points is not None:
                yield from graph_lines(points, way, name)
                continue
            shape = next(one for key, one in self._shapes.items() if fold(key) == fold(copied))
            if shape.dimensions:
                yield from table_lines(name, shape.dimensions, self._scalars(shape), way, iter(()))
            elif isinstance(shape.parts[0].syntax, Points):
                yield from graph_lines(shape.parts[0].syntax, way, name)

    def _groups(self) -> Iterator[str]:
        members: dict[str, list[str]] = {}
        for name, shape in self._shapes.items():
            if shape.parts[0].equation.group:
                members.setdefault(shape.parts[0].equation.group, []).append(name)
        for group, names in members.items():
            inside = [tag("entity", name=name) for name in names]
            about = self._source.groups.get(group, "")
            yield from element("group", [*([tag("doc", about)] if about else []), *inside], name=group)

    def _macro(self, macro: ModelMacro) -> list[str]:
        at = self._surroundings(macro.name, macro.equations[0].equation.line if macro.equations else 1)
        return list(macro_lines(macro, at))


def _tables(shapes: Mapping[str, Shape], parsed: Iterable[Parsed]) -> dict[str, frozenset[str]]:
    """Return of each lookup the ways in which equations read it, by folded name."""
    found: dict[str, set[str]] = {
        fold(name): set() for name, shape in shapes.items() if shape.parts[0].kind == "lookup"
    }
    for item in parsed:
        for node in nodes_in(item.syntax) if isinstance(item.syntax, Call | Operation) else ():
            if isinstance(node, Call):
                way = WAYS.get(fold(node.function.name))
                others = (one for one in node.arguments if isinstance(one, Reference))
                for one in (node.function, *others):
                    if fold(one.name) in found:
                        found[fold(one.name)].add(way or "continuous")
    return {name: frozenset(ways) for name, ways in found.items()}


def _lowest(shape: Shape) -> float | None:
    """Return the lowest value of a constant, None of other variables."""
    values: list[float] = []
    for part in shape.parts:
        if isinstance(part.syntax, Number):
            values.append(part.syntax.value)
        elif isinstance(part.syntax, Array):
            values.extend(part.syntax.values)
        else:
            return None
    return min(values)
