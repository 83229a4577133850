"""Elements of the variables of a model: stocks, flows, auxiliaries and graphical functions (4.1 to 4.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from sim.engine.language.external_call import ExternalCall
from sim.engine.language.parser import Parsed
from sim.engine.language.syntax import Array, Call, Node, Number, Points
from sim.engine.system import Part, Shape
from sim.engine.to_xmile.expressions import expression_text
from sim.engine.to_xmile.stocks import Flows, initial, is_stock, net_flow
from sim.engine.to_xmile.surroundings import NotWholeError, Surroundings, name_text, number_text
from sim.engine.to_xmile.xml import element, tag
from sim.names import fold

Scalars = Mapping[tuple[str, ...], Part]


def graph_lines(points: Points, way: str = "continuous", name: str = "") -> Iterator[str]:
    """Yield a graphical function."""
    attributes = {"name": name} if name else {}
    if way != "continuous":
        attributes["type"] = way
    inside = (
        tag("yscale", min=number_text(min(points.y)), max=number_text(max(points.y))),
        tag("xpts", ",".join(map(number_text, points.x))),
        tag("ypts", ",".join(map(number_text, points.y))),
    )
    yield from element("gf", inside, **attributes)


@dataclass(frozen=True)
class VariableWriter:
    """Writes one variable.

    Parameters
    ----------
    shape : the variable
    scalars : equation of each of its scalars
    at : where its expressions stand, without elements
    flows : of a stock, None of other variables
    is_flow : whether a stock has it as a flow
    """

    shape: Shape
    scalars: Scalars
    at: Surroundings
    flows: Flows | None = None
    is_flow: bool = False

    def lines(self) -> Iterator[str]:
        """Yield the element of the variable, and that of a flow that is added to it.

        Raises
        ------
        SimError: what XMILE cannot express.
        """
        first = self.shape.parts[0]
        if any(part.kind == "data" or isinstance(part.syntax, ExternalCall) for part in self.shape.parts):
            raise self.at.refuse(
                "取自文件的数据不写进 XMILE；请先把数值写进方程。",
                "data from files are not written into XMILE; put the values into the equation first.",
            )
        if any(map(is_stock, self.shape.parts)):
            yield from self._stock()
        elif first.kind == "lookup":
            yield from self._table()
        else:
            inside = self._described(self._equations(lambda part: _whole(part)))
            yield from element("flow" if self.is_flow else "aux", inside, name=self.shape.name)

    def _stock(self) -> Iterator[str]:
        if self.flows is None:
            raise self.at.refuse(
                "有的元素是存量，有的不是，无法转换。",
                "some of its elements are stocks and some are not; it cannot be converted.",
            )
        own = self.flows.own
        inflows = (own,) if own else self.flows.inflows
        sides = [
            *(tag("inflow", name_text(one)) for one in inflows),
            *(tag("outflow", name_text(one)) for one in self.flows.outflows),
        ]
        inside = [*self._described(self._equations(initial)), *sides]
        yield from element("stock", inside, name=self.shape.name)
        if own:
            yield from element("flow", [*self._about_flow(), *self._equations(net_flow)], name=own)

    def _table(self) -> Iterator[str]:
        if not self.shape.dimensions:
            points = self.shape.parts[0].syntax
            assert isinstance(points, Points)  # the only right side of a lookup that is no data
            lines = list(graph_lines(points, self._way, self.shape.name))
            yield from (lines[0], *(f"  {line}" for line in self._about()), *lines[1:])
            return
        dimensions, about = self.shape.dimensions, self._about()
        yield from table_lines(self.shape.name, dimensions, self.scalars, self._way, about)

    @property
    def _way(self) -> str:
        """The one way in which the model reads a lookup, or between its points."""
        ways = self.at.tables[fold(self.shape.name)]
        return next(iter(ways)) if len(ways) == 1 else "continuous"

    def _described(self, equations: Iterator[str]) -> Iterator[str]:
        yield from self._about()
        yield from self._dimensions()
        yield from equations

    def _about(self) -> Iterator[str]:
        equations = [part.equation for part in self.shape.parts]
        comment = next((one.comment for one in equations if one.comment), "")
        units = next((one.units for one in equations if one.units), "")
        low, high = next((one.limits for one in equations if one.limits != (None, None)), (None, None))
        if comment:
            yield tag("doc", comment)
        if units:
            yield tag("units", units)
        ends = {"min": low, "max": high}
        known = {end: number_text(value) for end, value in ends.items() if value is not None}
        if known:
            yield tag("range", **known)

    def _about_flow(self) -> Iterator[str]:
        """Yield what is said of a flow that is added to a stock."""
        yield tag("doc", f"{self.shape.name} 的净流量 / Net flow of {self.shape.name}")
        units = next((part.equation.units for part in self.shape.parts if part.equation.units), "")
        if units and self.at.time_units:
            yield tag("units", f"{units}/{self.at.time_units}")
        yield from self._dimensions()

    def _dimensions(self) -> Iterator[str]:
        if self.shape.dimensions:
            yield from element("dimensions", (tag("dim", name=one) for one in self.shape.dimensions))

    # --- equations ----------------------------------------------------------------------------

    def _equations(self, side: Callable[[Parsed], Node]) -> Iterator[str]:
        """Yield one equation for the whole variable, or one for each element."""
        if not self.shape.dimensions:
            yield from self._equation(side(self.shape.parts[0]), self.at)
            return
        if "" in self.shape.dimensions:
            raise self.at.refuse(
                "它的元素不属于任何一个下标范围，无法转换。",
                "its elements belong to no range together; it cannot be converted.",
            )
        try:
            yield from self._for_all(side)
        except NotWholeError:
            yield from self._for_each(side)

    def _for_all(self, side: Callable[[Parsed], Node]) -> list[str]:
        part, *others = self.shape.parts
        written = [fold(one) for one in part.subscripts]
        if others or part.exceptions or written != [fold(one) for one in self.shape.dimensions]:
            raise NotWholeError
        node = side(part)
        if isinstance(node, Array):
            raise NotWholeError
        before = dict(self.at.graphs)
        try:
            return list(self._equation(node, replace(self.at, left=frozenset(written))))
        except NotWholeError:
            self.at.graphs.clear()
            self.at.graphs.update(before)
            raise

    def _for_each(self, side: Callable[[Parsed], Node]) -> Iterator[str]:
        for elements, part in self.scalars.items():
            node = side(part.parsed)
            if isinstance(node, Array):
                node = Number(node.values[part.position])
            inside = self._equation(node, replace(self.at, binding=part.binding))
            yield from element("element", inside, subscript=", ".join(elements))

    @staticmethod
    def _equation(node: Node, at: Surroundings) -> Iterator[str]:
        if isinstance(node, Call) and fold(node.function.name) == "with lookup":
            argument, points = node.arguments
            assert isinstance(points, Points)  # so the grammar reads it
            yield tag("eqn", expression_text(argument, at))
            yield from graph_lines(points)
        elif isinstance(node, Call) and fold(node.function.name) == "active initial":
            active, start = node.arguments
            yield tag("eqn", expression_text(active, at))
            yield tag("init_eqn", expression_text(start, at))
        else:
            yield tag("eqn", expression_text(node, at))


def table_lines(
    name: str, dimensions: tuple[str, ...], scalars: Scalars, way: str, about: Iterator[str]
) -> Iterator[str]:
    """Yield an array of graphical functions, one for each element."""
    inside = [*about, *element("dimensions", (tag("dim", name=one) for one in dimensions))]
    for elements, part in scalars.items():
        points = part.parsed.syntax
        assert isinstance(points, Points)  # the only right side of a lookup that is no data
        inside.extend(element("element", graph_lines(points, way), subscript=", ".join(elements)))
    yield from element("aux", inside, name=name)


def _whole(part: Parsed) -> Node:
    assert part.syntax is not None  # only data may have no equation
    assert not isinstance(part.syntax, ExternalCall)  # refused before
    return part.syntax
