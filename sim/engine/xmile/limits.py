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

    def needs(self, names: Names) -> set[str]:
        """Return the variables that it needs at the same step."""
        return _keys((*self.stock.inflows, *self.earlier), self.stock.path, names)


_WITH_MEMORY = frozenset({  # functions whose value at a step does not need that of their arguments
    "delay", "delay1", "delay3", "delayn", "history", "init", "previous", "smth1", "smth3", "smthn",
})  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """What the flows of a file may take.

    Parameters
    ----------
    of_flows : limits of each flow, by folded name
    watched : folded names of stocks whose limit would make a flow depend on itself: where it would bind
        is not stated, so such a stock has no value from then on
    notes : why, for each of them
    """

    of_flows: Mapping[str, tuple[Limit, ...]]
    watched: frozenset[str] = frozenset()
    notes: tuple[Fault, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether any stock limits a flow."""
        return bool(self.of_flows or self.watched)


def find_limits(names: Names, place: str) -> Limits:
    """Return what each flow may take.

    A flow out of such a stock takes at most what the stock holds and receives in a step, less what the
    outflows listed before it take.
    """
    found: dict[str, list[Limit]] = {}
    if not any(entry.is_not_negative and entry.outflows for entry in names.entries.values()):
        return Limits({})
    needs = {key: _needs(entry, names) for key, entry in names.entries.items()}
    for entry in names.entries.values():
        if entry.kind != "stock" or not entry.is_not_negative or entry.gap:
            continue
        for at, flow in enumerate(entry.outflows):
            key = _key(flow, entry.path, names)
            if key is not None:
                limit = Limit(entry, entry.outflows[:at])
                found.setdefault(key, []).append(limit)
                needs[key] |= limit.needs(names)
    circular = {
        key: [one for one in limits if key in _reached(one.needs(names), needs)]
        for key, limits in found.items()
    }
    notes = tuple(
        _circle(names.entries[key], one.stock, place) for key, own in circular.items() for one in own
    )
    return Limits(
        {key: tuple(one for one in limits if one not in circular[key]) for key, limits in found.items()},
        frozenset(fold(one.stock.name) for own in circular.values() for one in own),
        notes,
    )


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
        f'存量 "{stock.name}" 不为负的约束会使 "{flow.name}" 与它自身互相依赖，因此不加约束；'
        f'一旦约束会起作用，"{stock.name}" 此后就没有数值。',
        f'that "{stock.name}" is not negative would make "{flow.name}" depend on itself, so it is not '
        f'limited; where it would be, "{stock.name}" has no value from then on.',
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
