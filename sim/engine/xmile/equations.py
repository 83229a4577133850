"""Equations of Vensim's language from the variables of an XMILE file."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import replace

from sim.engine.language.parser import MOST_SCALARS, too_many
from sim.engine.language.source import Equation
from sim.engine.language.syntax import Call, Node, Number, Operation, Reference
from sim.engine.language.unsupported import unfinished
from sim.engine.language.writing import node_text, points_text, subscripted
from sim.engine.xmile.context import Context, PerElementError
from sim.engine.xmile.conveyors import flow_of
from sim.engine.xmile.entries import Entry, Graph, Part, not_here
from sim.engine.xmile.functions import CONSTANTS, DT, available, balance, call, held_at_zero, lower_of
from sim.engine.xmile.grammar import Name
from sim.engine.xmile.limits import Limit, may_be_held
from sim.engine.xmile.translate import read_table, table_name, translate
from sim.engine.xmile.variables import is_undefined
from sim.errors import Fault, SimError
from sim.names import fold

_ALMOST = Number(1 + 1e-9)  # what is taken may exceed what is there by rounding
_TAGS = re.compile(r"<[^<>]*>")


class EquationWriter:
    """Writes the equations of one variable.

    Parameters
    ----------
    entry : the variable
    context : in which its expressions stand, without elements
    limits : stocks from which it flows and that are not negative
    is_watched : whether it is a stock that has no value any more once its outflows take more than there is
    is_staged : whether flows are computed several times a step, so that a limit that acts leaves no value
    """

    def __init__(
        self,
        entry: Entry,
        context: Context,
        limits: tuple[Limit, ...] = (),
        *,
        is_watched: bool = False,
        is_staged: bool = False,
    ) -> None:
        self._entry, self._context, self._limits, self._is_watched = entry, context, limits, is_watched
        self._is_staged = is_staged
        self._has_table = bool(entry.ways) and (
            entry.is_table or entry.ways != {"continuous"} or fold(entry.name) in context.names.called
        )

    def equations(self) -> list[Equation]:
        """Return the equations; one with a gap where the variable cannot be run.

        Raises
        ------
        SimError: names and subscripts that are unknown.
        """
        try:
            return list(self._written())
        except SimError as error:
            if any(fault.code != "unsupported" for fault in error.faults):
                raise
            return [self._equation(self._left(()), self._entry.element.line, gap=error.faults)]

    def _written(self) -> Iterator[Equation]:
        entry = self._entry
        if entry.gap:
            raise SimError(entry.gap)
        if len(entry.ways) > 1:
            raise not_here(
                f'"{entry.name}" 的各个元素读取图形函数的方式不同，这里不支持。',
                f'the elements of "{entry.name}" read their graphical functions in different ways, '
                "which is not supported.",
                self._context.place,
            )
        if entry.written:
            yield self._equation(f"{self._left(())} {entry.written}", entry.element.line)
            return
        if self._has_table:
            yield from self._tables()
        if not entry.is_table:
            for part in entry.parts:
                yield from self._of_part(part)

    def _tables(self) -> Iterator[Equation]:
        name = table_name(self._entry)
        for part in self._entry.parts:
            if part.graph is not None:
                left = subscripted(name, part.elements or self._dimension_names)
                text = f"{left}({points_text(part.graph.points)})"
                yield self._equation(text, part.line, is_table=not self._entry.is_table)

    def _of_part(self, part: Part) -> Iterator[Equation]:
        if part.elements:
            yield from self._for(part, part.elements)
            return
        try:
            yield from self._for(part, ())
        except PerElementError:
            yield from self._of_each_element(part)

    def _of_each_element(self, part: Part) -> Iterator[Equation]:
        axes = [dimension.elements for dimension in self._entry.dimensions]
        count, at = math.prod(map(len, axes)), self._at(part)
        if count > MOST_SCALARS:
            name = self._entry.name
            raise SimError(too_many(f'"{name}" 的标量', f'scalars of "{name}"', count, at))
        for elements in itertools.product(*axes):
            yield from self._for(part, elements)

    def _for(self, part: Part, elements: tuple[str, ...]) -> list[Equation]:
        context, at = self._context, self._at(part)
        if elements or at != context.place:
            names = (fold(dimension.name) for dimension in self._entry.dimensions)
            bound = dict(zip(names, elements, strict=False)) if elements else {}
            context = replace(context, place=at, elements=bound)
        value = self._value(part, elements, context)
        found = [self._equation(f"{self._left(elements)} = {node_text(value)}", part.line)]
        if self._is_watched:
            name, watch = self._watch(elements), node_text(self._shortage(context))
            found.append(Equation(f"{node_text(name)} = {watch}", "", "", (None, None), part.line))
        return found

    def _value(self, part: Part, elements: tuple[str, ...], context: Context) -> Node:
        entry = self._entry
        if entry.source is not None:
            value = flow_of(entry, entry.source, elements, context, translate)
        elif part.tree is None or is_undefined(part):
            raise unfinished(entry.name, context.place)
        else:
            value = translate(part.tree, context)
        if part.graph is not None and entry.kind != "stock":
            value = self._through_graph(part.graph, value, elements)
        if entry.kind == "stock":
            return call("INTEG", self._net_flow(elements, context), value)
        if entry.is_not_negative and entry.kind == "flow":
            value = call("MAX", value, Number(0.0))
        for limit in self._limits:
            value = lower_of(value, self._available(limit, context), is_staged=self._is_staged)
        if part.initial is not None:
            value = call("ACTIVE INITIAL", value, translate(part.initial, context))
        return value

    def _through_graph(self, graph: Graph, value: Node, elements: tuple[str, ...]) -> Node:
        if not self._has_table:
            return Call(Reference("WITH LOOKUP"), (value, graph.points))
        table = Reference(table_name(self._entry), elements or self._dimension_names)
        return read_table(self._entry, table, value)

    def _net_flow(self, elements: tuple[str, ...], context: Context) -> Node:
        net = balance(
            [translate(one, context) for one in self._entry.inflows],
            [translate(one, context) for one in self._entry.outflows],
        )
        if may_be_held(self._entry, self._context.names):
            net = held_at_zero(net, self._held(context), is_staged=self._is_staged)
        if not self._is_watched:
            return net
        watch = self._watch(elements)
        return call("IF THEN ELSE", Operation(("=",), (watch, Number(0.0))), net, watch)

    def _held(self, context: Context) -> Node:
        """Return what a stock holds, per time step."""
        held = translate(Name(("", *self._entry.path, self._entry.element.name)), context)
        return Operation(("/",), (held, DT))

    def _watch(self, elements: tuple[str, ...]) -> Reference:
        """Return the variable that is 0 as long as a stock has what flows out of it, then not a number."""
        name = f"limit of {self._entry.name}"
        while fold(name) in self._context.names.entries:
            name += " check"
        return Reference(name, elements or self._dimension_names)

    def _shortage(self, context: Context) -> Node:
        """Return the value of that variable."""
        added = [translate(one, context) for one in self._entry.inflows]
        taken = [translate(one, context) for one in self._entry.outflows]
        there = Operation(("*",), (balance([self._held(context), *added], []), _ALMOST))
        is_there = Operation(("<=",), (balance(taken, []), there))
        return call("IF THEN ELSE", is_there, Number(0.0), CONSTANTS["nan"])

    def _available(self, limit: Limit, context: Context) -> Node:
        """Return what a stock holds and receives, less what flows that go before take, per time unit."""
        path = ("", *limit.stock.path)
        at_stock = replace(context, path=limit.stock.path)
        held = translate(Name((*path, limit.stock.element.name)), context)
        inflows = [translate(one, at_stock) for one in limit.stock.inflows]
        return available(held, inflows, [translate(one, at_stock) for one in limit.earlier])

    # --- what an equation is made of ----------------------------------------------------------

    @property
    def _dimension_names(self) -> tuple[str, ...]:
        return tuple(dimension.name for dimension in self._entry.dimensions)

    def _left(self, elements: tuple[str, ...]) -> str:
        return subscripted(self._entry.name, elements or self._dimension_names)

    def _at(self, part: Part) -> str:
        return f"{self._context.place.rpartition(':')[0]}:{part.line}"

    def _equation(
        self, text: str, line: int, gap: tuple[Fault, ...] = (), *, is_table: bool = False
    ) -> Equation:
        element = self._entry.element
        return Equation(
            text,
            "" if is_table else " ".join(element.text_of("units").split()),
            "" if is_table else _comment(element.text_of("doc")),
            (None, None) if is_table else _limits(self._entry),
            line,
            group=self._entry.group,
            gap=gap,
        )


def _comment(text: str) -> str:
    """Return a variable's documentation on one line, without the marks of HTML."""
    plain = _TAGS.sub(" ", text) if "<" in text else text
    return " ".join(plain.replace("\\n", " ").split())


def _limits(entry: Entry) -> tuple[float | None, float | None]:
    holder = entry.element.first("range")
    low, high = (_limit(holder.attributes.get(end, "")) if holder else None for end in ("min", "max"))
    return low, high


def _limit(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
