"""Variables of an XMILE file as they stand in it: dimensions, equations, flows (4.1 to 4.5)."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import replace

from sim.engine.xmile.conveyors import batches_of, transit_time
from sim.engine.xmile.elements import Element, shown_name
from sim.engine.xmile.entries import (
    Dimension,
    Entry,
    Graph,
    Kind,
    Part,
    expression,
    flow_name,
    not_here,
    parsed_list,
    read_graph,
)
from sim.engine.xmile.grammar import Name, Operation, Tree
from sim.engine.xmile.tokens import without_remarks
from sim.errors import Fault, SimError, fail, suggestion
from sim.names import fold

KINDS: dict[str, Kind] = {"stock": "stock", "flow": "flow", "aux": "aux", "gf": "gf"}
# What makes of a stock or flow something that this engine does not run.
_NOT_HERE = {
    "queue": ("队列", "a queue"),
    "oven": ("烤箱", "an oven"),
    "overflow": ("队列的溢出", "the overflow of a queue"),
    "multiplier": ("流量的单位换算系数 multiplier", "a flow with a multiplier"),
}
# Parts of a variable that are read, or that no run needs.
KNOWN = frozenset({
    "conveyor", "dimensions", "display", "doc", "element", "eqn", "event_poster", "format", "gf", "inflow",
    "init_eqn", "leak", "leak_integers", "mathml", "non_negative", "outflow", "range", "scale", "units",
    "xpts", "xscale", "ypts", "yscale",
    *_NOT_HERE,
})  # fmt: skip


def is_on(element: Element) -> bool:
    """Return whether ``<non_negative>`` within an element says so."""
    return element.text_of("non_negative").strip().lower() != "false"


def is_undefined(part: Part) -> bool:
    """Return whether a variable or element has no value: Stella writes NAN where there is no equation."""
    tree = part.tree
    return isinstance(tree, Name) and not tree.subscripts and [fold(one) for one in tree.parts] == ["nan"]


def _in_vensims_words(element: Element) -> str:
    """Return the right-hand side of data and texts in a file that Vensim wrote, "" of other variables."""
    if element.attributes.get("kind") not in ("data", "string"):
        return ""
    text = " ".join(element.text_of("eqn").split())
    return re.sub(r"(?<=\w:)\s*:=", " := ", text)


class VariableReader:
    """Reads the variables of a file.

    Parameters
    ----------
    dimensions : of the file, by folded name
    place : the file
    """

    def __init__(self, dimensions: Mapping[str, Dimension], place: str) -> None:
        self._dimensions, self._place = dimensions, place

    def entry(self, element: Element, path: tuple[str, ...], behaviour: Mapping[str, bool]) -> Entry:
        """Return a variable that stands in modules.

        Parameters
        ----------
        path : names of the modules
        behaviour : whether stocks and flows are not negative unless they say otherwise

        Raises
        ------
        SimError: what cannot be read.
        """
        kind = KINDS[element.tag]
        at = f"{self._place}:{element.line}"
        if not element.name:
            raise fail(
                "missing",
                f"<{element.tag}> 没有 name。",
                f"<{element.tag}> has no name.",
                at,
            )
        entry = Entry(
            kind,
            path,
            ".".join((*path, element.name)),
            self._dimensions_of(element, at),
            (),
            element,
            group=".".join(path),
        )
        gap = self._gap(element, entry.name, at)
        if gap:
            return replace(entry, gap=gap)
        if written := _in_vensims_words(element):
            return replace(entry, written=written)
        inflows, outflows = (
            tuple(flow_name(one.text, f"{self._place}:{one.line}") for one in element.all(tag))
            for tag in ("inflow", "outflow")
        )
        net = expression(element.first("netflow"), self._place)  # Vensim's, where it has no flows
        entry = replace(entry, inflows=(*inflows, net) if net else inflows, outflows=outflows)
        try:
            transit = transit_time(element, entry.name, self._place)
            batches = batches_of(element, len(entry.dimensions), self._place)
            parts = self._parts(element, entry.dimensions, batches)
        except SimError as error:
            if any(fault.code != "unsupported" for fault in error.faults):
                raise
            return replace(entry, gap=error.faults)
        is_not_negative = self._is_not_negative(element, behaviour.get(kind, False))
        if is_not_negative is None:
            return replace(entry, gap=self._some_not_negative(entry.name, at))
        return replace(
            entry,
            parts=parts,
            is_not_negative=is_not_negative and transit is None,  # a conveyor holds what flows out of it
            transit=transit,
            batches=batches,
        )

    def _is_not_negative(self, element: Element, above: bool) -> bool | None:
        """Return whether a variable may not fall below zero; None where its elements differ."""
        whole = is_on(element) if element.first("non_negative") is not None else above
        own = {
            is_on(one) if one.first("non_negative") is not None else whole for one in element.all("element")
        }
        if len(own) > 1:
            return None
        return own.pop() if own else whole

    @staticmethod
    def _some_not_negative(name: str, at: str) -> tuple[Fault, ...]:
        return not_here(
            f'"{name}" 只有部分元素有 non_negative，这里不支持。',
            f'"{name}" has non_negative for some of its elements only, which is not supported.',
            at,
        ).faults

    def _gap(self, element: Element, name: str, at: str) -> tuple[Fault, ...]:
        for tag, (zh, en) in _NOT_HERE.items():
            if element.first(tag) is not None:
                return not_here(
                    f'"{name}" 是{zh}，这里不支持。', f'"{name}" is {en}, which is not supported.', at
                ).faults
        return ()

    def _dimensions_of(self, element: Element, at: str) -> tuple[Dimension, ...]:
        holder = element.first("dimensions")
        found = []
        for one in holder.all("dim") if holder is not None else ():
            dimension = self._dimensions.get(fold(one.name))
            if dimension is None:
                zh, en = suggestion(fold(one.name), self._dimensions)
                raise fail(
                    "undefined",
                    f'没有名为 "{one.name}" 的维度。{zh}',
                    f'no dimension "{one.name}".{en}',
                    at,
                )
            found.append(dimension)
        return tuple(found)

    def _parts(
        self, element: Element, dimensions: tuple[Dimension, ...], batches: tuple[Tree, ...]
    ) -> tuple[Part, ...]:
        if batches:
            content = functools.reduce(lambda so_far, one: Operation("+", (so_far, one)), batches)
            return (Part((), content, None, element.line),)
        listed = self._listed(element, dimensions)
        if listed:
            return listed
        whole = self._part(element, ())
        own = [self._part(one, self._elements(one, dimensions)) for one in element.all("element")]
        if not own:
            return (whole,)
        own = [one for one in own if not is_undefined(one)] or own
        return tuple(
            replace(
                one,
                tree=one.tree or whole.tree,
                graph=one.graph or whole.graph,
                initial=one.initial or whole.initial,
            )
            for one in own
        )

    def _listed(self, element: Element, dimensions: tuple[Dimension, ...]) -> tuple[Part, ...]:
        """Return the parts of a vector whose equation lists a value for each element, () of any other."""
        equation = element.first("eqn")
        if len(dimensions) != 1 or equation is None or element.first("element"):
            return ()
        if "," not in without_remarks(equation.text):
            return ()
        elements, at = dimensions[0].elements, f"{self._place}:{equation.line}"
        trees = parsed_list(equation.text, at, most=len(equation.text))
        if len(trees) == 1:
            return ()
        if len(trees) != len(elements):
            raise fail(
                "mismatch",
                f'"{element.name}" 的方程列出 {len(trees)} 个值，维度 "{dimensions[0].name}" 有 '
                f"{len(elements)} 个元素。",
                f'the equation of "{element.name}" lists {len(trees)} values; the dimension '
                f'"{dimensions[0].name}" has {len(elements)} elements.',
                at,
            )
        rest = replace(element, children=[one for one in element.children if one is not equation])
        whole = replace(self._part(rest, ()), line=equation.line)
        return tuple(
            replace(whole, elements=(one,), tree=tree) for one, tree in zip(elements, trees, strict=True)
        )

    def _part(self, element: Element, elements: tuple[str, ...]) -> Part:
        leak, graph = element.first("leak"), element if element.tag == "gf" else element.first("gf")
        equation = leak if leak is not None and leak.text else element.first("eqn")
        line = equation.line if equation is not None and equation.text else element.line
        read: Graph | None = read_graph(graph, self._place) if graph is not None else None
        start = expression(element.first("init_eqn"), self._place)
        return Part(elements, expression(equation, self._place), read, line, start)

    def _elements(self, element: Element, dimensions: tuple[Dimension, ...]) -> tuple[str, ...]:
        written = [
            shown_name(one.replace('"', "")) for one in element.attributes.get("subscript", "").split(",")
        ]
        at = f"{self._place}:{element.line}"
        if len(written) != len(dimensions):
            raise fail(
                "mismatch",
                f"subscript 有 {len(written)} 个元素，变量有 {len(dimensions)} 个维度。",
                f"subscript has {len(written)} elements; the variable has {len(dimensions)} dimensions.",
                at,
            )
        found = []
        for one, dimension in zip(written, dimensions, strict=True):
            place = dimension.place(one.rpartition(".")[2] if dimension.place(one) is None else one)
            if place is None:
                zh, en = suggestion(one, dimension.elements)
                raise fail(
                    "undefined",
                    f'维度 "{dimension.name}" 没有元素 "{one}"。{zh}',
                    f'the dimension "{dimension.name}" has no element "{one}".{en}',
                    at,
                )
            found.append(dimension.elements[place])
        return tuple(found)
