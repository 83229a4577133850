"""Order of computation of a model's scalars, and the loops that leave none.

Takes cells and the question of what each needs (at a step, where a state is known already, or at the
start, where it is not); gives a list in which each scalar comes after what it needs. Guarantees that
the order depends on the file alone, so that the same model gives the same code. It exists because
Vensim's equations stand in any order, and because a loop without a stock must be named to the modeller
before anything is compiled.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from sim.engine.language.expressions import Cell
from sim.engine.language.source import Source
from sim.errors import Fault
from sim.names import split_element

Needs = Callable[[str], Iterable[str]]
_MOST_NAMES = 12  # of a loop that are shown
_MOST_LOOPS = 20


def needs_at_step(cells: Mapping[str, Cell]) -> Needs:
    """Return the scalars needed from the same step: none for a state, whose value is known."""
    return lambda key: () if cells[key].is_state else cells[key].needs


def needs_at_start(cells: Mapping[str, Cell]) -> Needs:
    """Return the scalars needed to compute a scalar at the initial time."""
    return lambda key: cells[key].needs_at_start


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
    """Return the roots and all they need, each after what it needs.

    The order is that of `graphlib`, which takes three times as long.

    Raises
    ------
    CycleError: a loop.
    """
    graph = reachable(roots, needs)
    order = _sorted(graph)
    if len(order) < len(graph):
        TopologicalSorter(graph).prepare()
    return order


def _sorted(graph: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the keys of a closed graph, each after its needs, as far as they are in no loop or after one."""
    users: dict[str, list[str]] = {}
    for key, wanted in graph.items():
        users.setdefault(key, [])
        for need in wanted:
            users.setdefault(need, []).append(key)
    missing = {key: len(wanted) for key, wanted in graph.items()}
    order = [key for key in users if not missing[key]]
    for key in order:  # grows while it is read
        for user in users[key]:
            missing[user] -= 1
            if not missing[user]:
                order.append(user)
    return order


def find_loops(cells: Mapping[str, Cell], source: Source) -> Iterator[Fault]:
    """Yield every loop without a stock in it, and every loop among initial values."""
    told: list[set[str]] = []
    for needs, zh, en in (
        (needs_at_step(cells), "代数环（环上没有存量）", "algebraic loop (no stock in it)"),
        (needs_at_start(cells), "初始值互相依赖", "initial values that need each other"),
    ):
        for loop in map(_without_stages, _loops({key: tuple(needs(key)) for key in cells})):
            if set(loop) not in told:
                told.append(set(loop))
                zh_text, en_text = _shown(loop)
                place = source.at(cells[loop[0]].line)
                yield Fault("circular", f"{zh}：{zh_text}", f"{en}: {en_text}", place)


def _without_stages(loop: list[str]) -> list[str]:
    """Return a closed loop with a variable in place of its hidden stages."""
    owners = [key.partition("#")[0] for key in loop]
    kept = [owner for owner, other in itertools.pairwise(owners) if owner != other]
    return [*(kept or owners[:1]), (kept or owners)[0]]


def _shown(loop: list[str]) -> tuple[str, str]:
    """Return a closed loop in Chinese and in English, the middle of a long one left out."""
    if len(loop) <= _MOST_NAMES:
        return (" → ".join(loop),) * 2
    first, last = " → ".join(loop[: _MOST_NAMES // 2]), " → ".join(loop[-_MOST_NAMES // 2 :])
    left = len(loop) - 2 * (_MOST_NAMES // 2)
    return f"{first} → …（{left:,} 个）→ {last}", f"{first} → … ({left:,} more) → {last}"


def _loops(graph: dict[str, tuple[str, ...]]) -> list[list[str]]:
    """Return loops, each closed and from cause to effect, until the rest has none or there are many."""
    loops: list[list[str]] = []
    while len(loops) < _MOST_LOOPS and len(_sorted(graph)) < len(graph):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            loop = list(error.args[1])
        loops.append(_from_first(loop, graph))
        owners = set(map(_variable, loop))
        gone = {key for key in graph if _variable(key) in owners}  # other elements' loops are alike
        graph = {
            key: tuple(need for need in needs if need not in gone)
            for key, needs in graph.items()
            if key not in gone
        }
    return loops


def _variable(key: str) -> str:
    return split_element(key.partition("#")[0])[0]


def _from_first(loop: list[str], graph: dict[str, tuple[str, ...]]) -> list[str]:
    """Rotate a closed loop so that it begins with the scalar that comes first in the file."""
    turning = loop[:-1]
    rank = {key: place for place, key in enumerate(graph)}
    start = min(range(len(turning)), key=lambda place: rank[turning[place]])
    return [*turning[start:], *turning[:start], turning[start]]
