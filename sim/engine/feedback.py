"""Feedback of a model: the variables that act back on themselves, and the loops through which they act.

Loops are looked for among scalars, so that a chain such as age[1] → age[2] does not count, and reported
by variable. A link that only sets a starting value is not feedback.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sim.engine.language.expressions import Cell
from sim.engine.system import System

Graph = Mapping[str, Iterable[str]]  # each node with the nodes it acts on
Links = dict[str, dict[str, None]]  # the same, in the order of the file and without repeats
MOST_LINKS = 3000  # in a group whose loops are searched for: the time grows with the square of their number


@dataclass(frozen=True)
class Feedback:
    """Group of variables that all act on one another.

    Parameters
    ----------
    variables : their names, in file order
    stocks : those of them whose values carry over from step to step: stocks, smooths, delays
    links : number of causal links among them
    loops : shortest first, each from cause to effect: a shortest loop through every link that the
        loops before it do not contain; () in groups of more than `MOST_LINKS`
    """

    variables: tuple[str, ...]
    stocks: tuple[str, ...]
    links: int
    loops: tuple[tuple[str, ...], ...]

    @property
    def independent_loops(self) -> int:
        """The number of independent loops: links − variables + 1.

        Oliva (2004), System Dynamics Review 20(4), doi:10.1002/sdr.298.
        """
        return self.links - len(self.variables) + 1


def find_feedback(system: System) -> tuple[Feedback, ...]:
    """Return the feedback of a model, the largest group of variables first."""
    owners = {key: name for name, shape in system.shapes.items() for key in shape.keys}
    hidden = {key: owners[key.rpartition("#")[0]] for key in system.cells if key not in owners}
    links = _links_of_variables(system.cells, owners | hidden, hidden.keys())
    states = {(owners | hidden)[key] for key, cell in system.cells.items() if _carries_over(cell)}
    place = {name: number for number, name in enumerate(system.shapes)}
    found = [_feedback(group, links, states, place) for group in _groups(links)]
    return tuple(sorted(found, key=lambda one: (-len(one.variables), place[one.variables[0]])))


def scalar_loops(system: System) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return the loops of scalars, stages of delays too, by feedback group, the largest group first.

    A loop begins with a state and goes from cause to effect; those of a group are a shortest loop through
    every link that the loops before it do not contain. A group of more than `MOST_LINKS` links has none.
    """
    scalars = _effects(system.cells)
    states = [key for key, cell in system.cells.items() if _carries_over(cell)]
    found = []
    for group in sorted(_groups(scalars), key=len, reverse=True):
        members = set(group)
        inner = {key: dict.fromkeys(effect for effect in scalars[key] if effect in members) for key in group}
        own = [key for key in states if key in members]
        found.append(_short_loops(inner, own) if sum(map(len, inner.values())) <= MOST_LINKS else ())
    return tuple(found)


def _links_of_variables(
    cells: Mapping[str, Cell], owners: Mapping[str, str], hidden: Collection[str]
) -> Links:
    """Return the links between variables that lie on a loop of scalars; links within a delay belong to it."""
    scalars = _effects(cells)
    group_of = {key: number for number, group in enumerate(_groups(scalars)) for key in group}
    links: Links = {}
    for cause, effects in scalars.items():
        for effect in effects:
            is_inner = owners[cause] == owners[effect] and (cause in hidden or effect in hidden)
            if not is_inner and group_of.get(cause, -1) == group_of.get(effect, -2):
                links.setdefault(owners[cause], {})[owners[effect]] = None
                links.setdefault(owners[effect], {})
    return links


def _effects(cells: Mapping[str, Cell]) -> dict[str, list[str]]:
    """Return the scalars that each scalar acts on over time."""
    effects: dict[str, list[str]] = {key: [] for key in cells}
    for key, cell in cells.items():
        if cell.kind not in ("constant", "initial", "series"):
            for cause in cell.needs:
                effects[cause].append(key)
    return effects


def _carries_over(cell: Cell) -> bool:
    return cell.kind in ("stock", "delay", "material", "information", "hold", "discrete")


def _feedback(group: list[str], links: Links, states: set[str], place: Mapping[str, int]) -> Feedback:
    members = set(group)
    variables = tuple(sorted(group, key=place.__getitem__))
    inner = {name: [effect for effect in links[name] if effect in members] for name in variables}
    count = sum(map(len, inner.values()))
    stocks = tuple(name for name in variables if name in states)
    return Feedback(variables, stocks, count, _short_loops(inner, stocks) if count <= MOST_LINKS else ())


def _short_loops(links: Graph, stocks: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """Return the loops of a group, each beginning with a stock."""
    found = {_from_stock(_shortest_loop(*link, links), stocks): None for link in _pairs(links)}
    chosen, covered = [], set[tuple[str, str]]()
    for loop in sorted(found, key=len):
        passed = set(zip(loop, [*loop[1:], loop[0]], strict=True))
        if not passed <= covered:
            chosen.append(loop)
            covered |= passed
    return tuple(chosen)


def _pairs(links: Graph) -> Iterator[tuple[str, str]]:
    return ((cause, effect) for cause, effects in links.items() for effect in effects)


def _from_stock(loop: tuple[str, ...], stocks: Collection[str]) -> tuple[str, ...]:
    """Rotate a loop so that it begins with its first stock in the order of the file."""
    start = next((loop.index(stock) for stock in stocks if stock in loop), 0)
    return loop[start:] + loop[:start]


def _shortest_loop(start: str, first: str, links: Graph) -> tuple[str, ...]:
    """Return a shortest loop through the link from a variable to the next; a group always has one."""
    before = {first: start}
    waiting = [first]
    for name in waiting:  # grows while it is read
        if name == start:
            break
        for effect in links[name]:
            if effect not in before:
                before[effect] = name
                waiting.append(effect)
    way = [start]
    while way[-1] != first:
        way.append(before[way[-1]])
    return (start, *way[:0:-1])


def _groups(graph: Graph) -> list[list[str]]:
    """Return the strongly connected components that contain a loop (Kosaraju's two searches)."""
    finished: list[str] = []
    seen: set[str] = set()
    for node in graph:
        finished += _search(node, graph, seen)
    backward: dict[str, list[str]] = {node: [] for node in graph}
    for node, effects in graph.items():
        for effect in effects:
            backward[effect].append(node)
    seen = set()
    groups = [_search(node, backward, seen) for node in reversed(finished)]
    return [group for group in groups if len(group) > 1 or (group and group[0] in graph[group[0]])]


def _search(start: str, graph: Graph, seen: set[str]) -> list[str]:
    """Return the reachable nodes not yet seen, each after all nodes that it leads to."""
    if start in seen:
        return []
    seen.add(start)
    finished, path = [], [(start, iter(graph[start]))]
    while path:
        node, effects = path[-1]
        for effect in effects:
            if effect not in seen:
                seen.add(effect)
                path.append((effect, iter(graph[effect])))
                break
        else:
            finished.append(node)
            path.pop()
    return finished
