"""Stock-and-flow diagram of a sector: its variables, its flows with their stocks, and the causes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.engine.model import Model, Variable

UNTITLED = "View 1"  # as Vensim calls the first view of a model without groups
COMPUTED = {"auxiliary", "stock", "data"}
MOST_USERS = 4  # arrows that leave one word of a variable that the view does not compute
LEVER_PARTS = ("from", "to", "start", "end")


@dataclass(frozen=True)
class Node:
    """A word of a view.

    Parameters
    ----------
    name : name of the variable
    role : "stock", "flow" or "word"
    is_shadow : whether the variable has its own word elsewhere
    """

    name: str
    role: str
    is_shadow: bool = False


@dataclass(frozen=True)
class Pipe:
    """A flow: its node, and those of the stocks that it drains and fills, None for a cloud."""

    flow: int
    source: int | None
    target: int | None


@dataclass(frozen=True)
class Link:
    """A causal arrow between two nodes; faint where the cause only sets the value at the start."""

    cause: int
    effect: int
    is_faint: bool


@dataclass(frozen=True)
class Diagram:
    """The contents of one view, without places.

    Parameters
    ----------
    title : title of the view
    nodes : words, numbered by their place in the tuple
    pipes, links : flows and causal arrows between them
    levers : for each lever its node and those of the constants of its ramp
    """

    title: str
    nodes: tuple[Node, ...]
    pipes: tuple[Pipe, ...]
    links: tuple[Link, ...]
    levers: tuple[tuple[int, ...], ...]


def diagrams(model: Model) -> tuple[Diagram, ...]:
    """Return the diagram of each group of a model, in file order."""
    groups: dict[str, list[Variable]] = {}
    for variable in model.variables.values():
        groups.setdefault(variable.group or UNTITLED, []).append(variable)
    return tuple(_diagram(title, own, model.variables) for title, own in groups.items())


def lever_parts(name: str, variables: Mapping[str, Variable]) -> tuple[str, ...]:
    """Return the four constants of a lever's ramp, () where the variable is no lever."""
    parts = tuple(f"{name} {part}" for part in LEVER_PARTS)
    is_lever = all(part in variables and variables[part].kind == "constant" for part in parts)
    return parts if is_lever else ()


def unnamed_causes(variable: Variable) -> tuple[str, ...]:
    """Return the causes of a stock's net flow in terms without a name."""
    named = {*variable.inflows, *variable.outflows, *variable.opening, variable.name}
    return tuple(cause for cause in variable.causes if variable.kind == "stock" and cause not in named)


class _Drawing:
    """The nodes of one view while it is collected."""

    def __init__(self, own: list[Variable], variables: Mapping[str, Variable]) -> None:
        self.variables = variables
        self.own = {variable.name: variable for variable in own}
        self.nodes: list[Node] = []
        self.first: dict[str, int] = {}  # node of a variable from which arrows to its effects leave

    def add(self, name: str, role: str, is_shadow: bool) -> int:
        self.nodes.append(Node(name, role, is_shadow))
        self.first.setdefault(name, len(self.nodes) - 1)
        return len(self.nodes) - 1

    def cause(self, name: str) -> int | None:
        """Return the node of a cause; constants of other sectors are left out, for clearness."""
        if name not in self.first and self.variables[name].kind not in COMPUTED:
            return None
        return self.first[name] if name in self.first else self.add(name, "word", True)


def _diagram(title: str, own: list[Variable], variables: Mapping[str, Variable]) -> Diagram:
    drawing = _Drawing(own, variables)
    for variable in own:
        if variable.kind == "stock":
            drawing.add(variable.name, "stock", False)
    pipes = tuple(_pipes(drawing))
    for variable in own:
        if variable.name not in drawing.first:
            drawing.add(variable.name, "word", False)
    links = tuple(_spread(list(_links(drawing)), drawing))
    levers = tuple(_levers(drawing))
    return Diagram(title, tuple(drawing.nodes), pipes, links, levers)


def _pipes(drawing: _Drawing) -> Iterator[Pipe]:
    """Yield the pipes of the view's stocks; a flow that fills two of them has a shadow for the second."""
    sources: dict[str, list[str]] = {}
    targets: dict[str, list[str]] = {}
    for stock in (variable for variable in drawing.own.values() if variable.kind == "stock"):
        for flow in stock.outflows:
            sources.setdefault(flow, []).append(stock.name)
        for flow in stock.inflows:
            targets.setdefault(flow, []).append(stock.name)
    for flow in {**targets, **sources}:
        drained, filled = sources.get(flow, []), targets.get(flow, [])
        for number in range(max(len(drained), len(filled))):
            source = drawing.first[drained[number]] if number < len(drained) else None
            target = drawing.first[filled[number]] if number < len(filled) else None
            is_shadow = flow not in drawing.own or number > 0
            yield Pipe(drawing.add(flow, "flow", is_shadow), source, target)


def _links(drawing: _Drawing) -> Iterator[Link]:
    for variable in drawing.own.values():
        flows = {*variable.inflows, *variable.outflows, variable.name}
        for cause in variable.causes:
            node = None if cause in flows else drawing.cause(cause)
            if node is not None:
                yield Link(node, drawing.first[variable.name], cause in variable.opening)


def _spread(links: list[Link], drawing: _Drawing) -> Iterator[Link]:
    """Yield the links; a constant or shadow of many users gets a shadow for every few of them.

    They are taken in file order, where equations that belong together stand together.
    """
    users: dict[int, list[Link]] = {}
    for link in links:
        users.setdefault(link.cause, []).append(link)
    for cause, using in users.items():
        node = drawing.nodes[cause]
        is_given = node.is_shadow or drawing.variables[node.name].kind in {"constant", "lookup"}
        share = -(-len(using) // -(-len(using) // MOST_USERS)) if is_given else len(using)
        for first in range(0, len(using), share):
            here = cause if not first else drawing.add(node.name, "word", True)
            yield from (Link(here, link.effect, link.is_faint) for link in using[first : first + share])


def _levers(drawing: _Drawing) -> Iterator[tuple[int, ...]]:
    for name in drawing.own:
        parts = lever_parts(name, drawing.variables)
        if parts and all(part in drawing.own for part in parts):
            yield tuple(drawing.first[word] for word in (name, *parts))
