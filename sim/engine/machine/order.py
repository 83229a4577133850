"""Order of computation of a model's scalars, and the loops that leave none.

Takes cells and the question of what each needs (at a step, where a state is known already, or at the
start, where it is not); gives a list in which each scalar comes after what it needs. Guarantees that
the order depends on the file alone, so that the same model gives the same code. It exists because
Vensim's equations stand in any order, and because a loop without a stock must be named to the modeller
before anything is compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from sim.engine.language.expressions import Cell, references
from sim.engine.language.source import Source
from sim.errors import Fault

Needs = Callable[[str], Iterable[str]]


def needs_at_step(cells: Mapping[str, Cell]) -> Needs:
    """Return the scalars needed from the same step: none for a state, whose value is known."""
    return lambda key: () if cells[key].is_state else tuple(references(cells[key].value))


def needs_at_start(cells: Mapping[str, Cell]) -> Needs:
    """Return the scalars needed to compute a scalar at the initial time."""

    def needs(key: str) -> tuple[str, ...]:
        cell = cells[key]
        if cell.kind == "series":
            return ()
        return (*references(cell.initial or cell.value), *references(cell.duration))

    return needs


def reachable(roots: Iterable[str], needs: Needs) -> dict[str, tuple[str, ...]]:
    """Return everything the roots need, directly or indirectly, with the needs of each."""
    graph: dict[str, tuple[str, ...]] = {}
    waiting = list(roots)[::-1]
    while waiting:
        key = waiting.pop()
        if key not in graph:
            graph[key] = tuple(needs(key))
            waiting.extend(graph[key])
    return graph


def in_order(roots: Iterable[str], needs: Needs) -> list[str]:
    """Return the roots and all they need, each after what it needs."""
    return list(TopologicalSorter(reachable(roots, needs)).static_order())


def find_loops(cells: Mapping[str, Cell], source: Source) -> Iterator[Fault]:
    """Yield every loop without a stock in it, and every loop among initial values."""
    for needs, zh, en in (
        (needs_at_step(cells), "代数环（环上没有存量）", "algebraic loop (no stock in it)"),
        (needs_at_start(cells), "初始值互相依赖", "initial values that need each other"),
    ):
        for loop in _loops({key: tuple(needs(key)) for key in cells}):
            text = " → ".join(loop)
            yield Fault("circular", f"{zh}：{text}", f"{en}: {text}", source.at(cells[loop[0]].line))


def _loops(graph: dict[str, tuple[str, ...]]) -> list[list[str]]:
    """Return loops until the rest has none; each is closed and runs from cause to effect."""
    loops: list[list[str]] = []
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            gone = set(error.args[1])
            loops.append(_from_first(list(error.args[1]), graph))
            graph = {
                key: tuple(need for need in needs if need not in gone)
                for key, needs in graph.items()
                if key not in gone
            }
        else:
            return loops


def _from_first(loop: list[str], graph: dict[str, tuple[str, ...]]) -> list[str]:
    """Rotate a closed loop so that it begins with the scalar that comes first in the file."""
    turning = loop[:-1]
    start = min(range(len(turning)), key=lambda place: list(graph).index(turning[place]))
    return [*turning[start:], *turning[:start], turning[start]]
