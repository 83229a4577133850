"""Stocks that may not fall below zero: which flows they hold back, and in which order (3.6.2, 4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sim.engine.xmile.entries import Entry, Names, not_here, trees_of
from sim.engine.xmile.grammar import Apply, Literal, Name, Tree
from sim.errors import Fault
from sim.names import fold


@dataclass(frozen=True)
class Limit:
    """What a flow may take out of a stock that is not negative: a stock and the flows that go before."""

    stock: Entry
    earlier: tuple[Tree, ...]


_WITH_MEMORY = frozenset({  # functions whose value at a step does not need that of their arguments
    "delay", "delay1", "delay3", "delayn", "init", "previous", "smth1", "smth3", "smthn",
})  # fmt: skip


def find_limits(
    names: Names, place: str
) -> tuple[dict[str, tuple[Limit, ...]], dict[str, tuple[Fault, ...]]]:
    """Return by folded name what each flow may take, and of those that form a circle why they cannot.

    A flow out of such a stock takes at most what the stock holds and receives in a step, less what the
    outflows listed before it take.
    """
    limits: dict[str, tuple[Limit, ...]] = {}
    if not any(entry.is_not_negative and entry.outflows for entry in names.entries.values()):
        return {}, {}
    needs = {key: _needs(entry, names) for key, entry in names.entries.items()}
    for entry in names.entries.values():
        if entry.kind != "stock" or not entry.is_not_negative or entry.gap:
            continue
        for at, flow in enumerate(entry.outflows):
            key = _key(flow, entry.path, names)
            if key is not None:
                earlier = entry.outflows[:at]
                limits[key] = (*limits.get(key, ()), Limit(entry, earlier))
                needs[key] |= _keys((*entry.inflows, *earlier), entry.path, names)
    circles: dict[str, tuple[Fault, ...]] = {
        key: (_circle(names.entries[key], found[0].stock, place),)
        for key, found in limits.items()
        if key in _reached(needs[key], needs)
    }
    return limits, circles


def may_be_held(entry: Entry, names: Names) -> bool:
    """Return whether a stock may not fall below zero and has an inflow that could be negative."""
    if entry.kind != "stock" or not entry.is_not_negative or entry.gap:
        return False
    flows = (names.find(tree.parts, entry.path) if isinstance(tree, Name) else None for tree in entry.inflows)
    return not all(map(_is_upward, flows))


def _is_upward(flow: Entry | None) -> bool:
    if flow is None:
        return False
    values = [part.tree.value for part in flow.parts if isinstance(part.tree, Literal)]
    return flow.is_not_negative or (len(values) == len(flow.parts) and not flow.ways)


def _circle(flow: Entry, stock: Entry, place: str) -> Fault:
    return not_here(
        f'存量 "{stock.name}" 不为负的约束使 "{flow.name}" 与它自身互相依赖，这里不支持；'
        "请去掉 non_negative，或在方程里写明限制。",
        f'that "{stock.name}" is not negative makes "{flow.name}" depend on itself, which is not '
        "supported; remove non_negative, or write the limit into the equation.",
        f"{place}:{flow.element.line}",
    ).faults[0]


def _needs(entry: Entry, names: Names) -> set[str]:
    if entry.kind == "stock":
        return set()
    return _keys(trees_of(entry), entry.path, names)


def _keys(trees: Iterable[Tree], path: tuple[str, ...], names: Names) -> set[str]:
    """Return the variables that expressions need at the same step."""
    found, waiting = set(), list(trees)
    while waiting:
        tree = waiting.pop()
        if isinstance(tree, Name):
            key = _key(tree, path, names)
            if key is not None:
                found.add(key)
            waiting.extend(tree.subscripts)
        elif isinstance(tree, Apply):
            if fold(tree.function.parts[-1]) not in _WITH_MEMORY:
                waiting.extend(tree.arguments)
        else:
            waiting.extend(getattr(tree, "parts", ()))
    return found


def _key(tree: Tree, path: tuple[str, ...], names: Names) -> str | None:
    entry = names.find(tree.parts, path) if isinstance(tree, Name) else None
    return fold(entry.name) if entry else None


def _reached(start: set[str], needs: Mapping[str, set[str]]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        new = needs.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return found
