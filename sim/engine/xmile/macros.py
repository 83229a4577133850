"""Macros of an XMILE file (3.6, 4.8), which become macros of Vensim's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sim.engine.language.source import Equation, MacroArguments
from sim.engine.language.syntax import Node, Number, Operation, Reference
from sim.engine.language.writing import name_text, node_text
from sim.engine.xmile.carried import carried_by
from sim.engine.xmile.context import Context
from sim.engine.xmile.elements import Element, shown_name
from sim.engine.xmile.entries import Entry, Names, entries_by_name, expression, not_here, read_graph
from sim.engine.xmile.functions import DT, available, balance, call, held_at_zero, lower_of
from sim.engine.xmile.limits import find_limits, may_be_held
from sim.engine.xmile.translate import translate
from sim.engine.xmile.variables import VariableReader
from sim.errors import Faults, SimError, fail
from sim.names import fold

Inputs = tuple[tuple[str, str], ...]  # name and default text of each
_NOT_IN_MACROS = ("conveyor", "dimensions", "init_eqn", "leak")  # of a variable
_OWN = "macro "  # before the name of a macro that Vensim has as a function


def read_macros(root: Element, functions: frozenset[str]) -> dict[str, tuple[str, Inputs]]:
    """Return the name under which each macro is called, and its inputs, by the folded name of the file.

    Parameters
    ----------
    functions : folded names that Vensim gives to functions of its own
    """
    found = {}
    for element in root.all("macro"):
        name, carried = element.name, carried_by(element)
        own = _OWN + name if fold(name) in functions else name
        own = carried.function if carried else own
        inputs = tuple(
            (shown_name(one.text), one.attributes.get("default", "")) for one in element.all("parm")
        )
        found[fold(name)] = own, inputs
    return found


def macro_parts(
    root: Element, names: Names, place: str, *, is_staged: bool = False
) -> tuple[dict[str, MacroArguments], list[Equation]]:
    """Return the inputs of every macro of a file, and the equations of all.

    Parameters
    ----------
    is_staged : whether the method of integration computes flows several times a step

    Raises
    ------
    SimError: what stands in a macro and is not run here, and faults of their equations.
    """
    arguments: dict[str, MacroArguments] = {}
    equations: list[Equation] = []
    with Faults() as faults:
        for element in root.all("macro"):
            if carried_by(element):
                continue
            own, inputs = names.macros[fold(element.name)]
            outputs = (one for one in element.variables if one.attributes.get("access") == "output")
            arguments[own] = tuple(name for name, _ in inputs), tuple(one.name for one in outputs)
            found = faults.take(_equations_of, element, names, place, is_staged)
            equations.extend(found or ())
    return arguments, equations


def _equations_of(element: Element, names: Names, place: str, is_staged: bool) -> list[Equation]:
    return list(_Macro(element, names, place, is_staged).equations())


class _Macro:
    def __init__(self, element: Element, names: Names, place: str, is_staged: bool) -> None:
        self._element, self._place, self._is_staged = element, place, is_staged
        self._name, inputs = names.macros[fold(element.name)]
        given = {fold(name) for name, _ in inputs}
        self._variables = [
            one
            for one in element.variables
            if one.tag in ("stock", "flow", "aux") and (one.first("eqn") or fold(one.name) not in given)
        ]
        self._value = self._variable_of_its_name() or element
        known = [name for name, _ in inputs] + [one.name for one in self._variables]
        # Within a macro only its own names count, and the functions and settings of the language.
        own_names = Names({}, names.dimensions, names.macros, is_vensims=names.is_vensims)
        own = {fold(one): one for one in known}
        if self._value is not element:
            own[fold(element.name)] = self._name
        self._context = Context(own_names, None, (), self._at(element), macro=element.name, locals=own)

    def equations(self) -> Iterator[Equation]:
        """Yield its equations, that of its own name first."""
        unsupported = next(
            (one for tag in ("sim_specs", "namespace") if (one := self._element.first(tag)) is not None), None
        )
        if "filter" in self._element.attributes or unsupported is not None:
            raise not_here(
                f'宏 "{self._element.name}" 有自己的时间设置或选项过滤，这里不支持。',
                f'the macro "{self._element.name}" has time settings of its own or an option filter, '
                "which is not supported.",
                self._at(self._element),
            )
        reader = VariableReader({}, self._place)
        entries = entries_by_name((reader.entry(one, (), {}) for one in self._variables), self._place)
        self._names = Names(entries, {})
        self._limits = find_limits(self._names, self._place)
        for one in self._variables:
            self._refuse_what_is_not_run(one)
        yield self._equation(self._name, self._value)
        for one in self._variables:
            if one is not self._value:
                yield self._equation(one.name, one)

    def _refuse_what_is_not_run(self, element: Element) -> None:
        entry, graph = self._names.entries[fold(element.name)], element.first("gf")
        what = next((f"<{tag}>" for tag in _NOT_IN_MACROS if element.first(tag) is not None), "")
        if graph is not None and read_graph(graph, self._place).way != "continuous":
            what = f'<gf type="{graph.attributes.get("type", "discrete")}">'
        if fold(entry.name) in self._limits.watched:
            what = "<non_negative>"
        if what or entry.gap:
            zh = f'宏 "{self._element.name}" 里的 "{element.name}" 有 {what}，这里不支持。'
            en = f'"{element.name}" in the macro "{self._element.name}" has {what}, which is not supported.'
            raise SimError(entry.gap) if entry.gap else not_here(zh, en, self._at(element))

    def _variable_of_its_name(self) -> Element | None:
        """Return the variable that a macro gives as its value by its own name, as xmutil writes it."""
        equation, own = self._element.first("eqn"), fold(self._element.name)
        if equation is None or fold(shown_name(equation.text)) != own:
            return None
        return next((one for one in self._variables if fold(one.name) == own), None)

    def _at(self, element: Element) -> str:
        return f"{self._place}:{element.line}"

    def _equation(self, name: str, element: Element) -> Equation:
        tree = expression(element.first("eqn"), self._place)
        if tree is None:
            raise fail("missing", f'"{name}" 没有方程。', f'"{name}" has no equation.', self._at(element))
        names = {**self._context.locals, "self": name}
        place = self._at(element.first("eqn") or element)
        context = replace(self._context, place=place, locals=names)
        value = translate(tree, context)
        graph = element.first("gf")
        if graph is not None:
            points = read_graph(graph, self._place).points
            value = call("WITH LOOKUP", value, points)
        entry = self._names.entries.get(fold(element.name)) if element is not self._element else None
        if element.tag == "stock":
            value = call("INTEG", self._net_flow(entry, element, context), value)
        elif entry is not None and entry.is_not_negative:
            value = call("MAX", value, Number(0.0))
        for limit in self._limits.of_flows.get(fold(element.name), ()) if entry is not None else ():
            held = Reference(self._context.locals[fold(limit.stock.element.name)])
            flows = [
                [translate(one, context) for one in some] for some in (limit.stock.inflows, limit.earlier)
            ]
            value = lower_of(value, available(held, *flows), is_staged=self._is_staged)
        text = f"{name_text(name)} = {node_text(value)}"
        return Equation(text, element.text_of("units"), "", (None, None), element.line, self._name)

    def _net_flow(self, entry: Entry | None, element: Element, context: Context) -> Node:
        assert entry is not None  # a stock is one of its variables
        net = balance(
            [translate(one, context) for one in entry.inflows],
            [translate(one, context) for one in entry.outflows],
        )
        if not may_be_held(entry, self._names):
            return net
        held = Operation(("/",), (Reference(self._context.locals[fold(element.name)]), DT))
        return held_at_zero(net, held, is_staged=self._is_staged)
