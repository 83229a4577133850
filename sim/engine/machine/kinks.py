"""Kinks of a run: the moments at which a derivative is that of one side only, counted.

Takes a tape and which of its operations change with which inputs; adds, for each input and each group of
operations that lie before the same results, a count. An operation is at a kink where its arguments are
equal (MIN, MAX, a comparison), its argument is zero (ABS, a condition), whole (INTEGER, MODULO), or at a
corner of a lookup; it counts where the derivatives of the two sides differ, for what moves together never
parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sim.engine.language.expressions import MISSING, Table
from sim.engine.machine.derivatives import carriers, corners
from sim.engine.machine.operations import COMPARISONS
from sim.engine.machine.tape import LITERAL, PER_STEP, State, Tape

Group = tuple[int, int]  # bits of the inputs, and of the results, between which kinks lie
_AT_ZERO = frozenset({"abs", "truth"})
_BETWEEN = frozenset({"min", "max", *COMPARISONS})
_WHOLE = frozenset({"truncate", "remainder"})


@dataclass(frozen=True)
class Kink:
    """An operation with a kink, between an input and a result.

    Parameters
    ----------
    sides : operations that meet at the kink; a single one meets a number
    results : bits of the results that depend on it
    tie : the mask that is true where it is at the kink
    """

    sides: tuple[int, ...]
    results: int
    tie: int


def find_kinks(tape: Tape, moved: Sequence[int]) -> list[Kink]:
    """Return the operations that move with an input and have a kink; their masks are added to the tape.

    Parameters
    ----------
    moved : for each operation, bits of the inputs with which it changes
    """
    seen = _reach(tape, [*tape.outputs, *tape.integrals], len(moved))
    found = []
    for number in range(len(moved)):
        sides = _sides(tape, number)
        if seen[number] and any(moved[one] for one in sides):
            tie = _tie(tape, number)
            if tie is not None:
                found.append(Kink(sides, seen[number], tie))
    return found


def count_kinks(
    tape: Tape, kinks: Iterable[Kink], tangent: Callable[[int], int], name: str
) -> dict[int, int]:
    """Add the counts of kinks at which the derivatives of the two sides differ: by the results behind them.

    Parameters
    ----------
    tangent : gives the derivative of an operation by the input
    name : of the input, for the states that count
    """
    zero = tape.literal(0.0)
    groups: dict[int, list[int]] = {}
    for kink in kinks:
        first, second = (*map(tangent, kink.sides), zero)[:2]
        if first != second:
            differ = tape.operation("ne", first, second)
            is_sure = tape.nodes[differ].payload is True
            at_kink = kink.tie if is_sure else tape.operation("and", kink.tie, differ)
            groups.setdefault(kink.results, []).append(at_kink)
    counts: dict[int, int] = {}
    for results, masks in groups.items():
        counts[results] = _count(tape, masks, f"#kinks {len(counts)} by {name}")
    return counts


def _sides(tape: Tape, number: int) -> tuple[int, ...]:
    node = tape.nodes[number]
    if node.name in _BETWEEN or node.name in _AT_ZERO:
        return node.arguments
    if node.name in _WHOLE:
        return node.arguments[:1]
    return node.arguments[:1] if isinstance(node.payload, Table) else ()


def _tie(tape: Tape, number: int) -> int | None:
    """Return the mask that is true where an operation is at a kink; None where it never is."""
    node = tape.nodes[number]
    first = node.arguments[0]
    if isinstance(node.payload, Table):
        found = corners(node.name, node.payload)
        if not found:
            return None
        nearest = tape.add("lookup backward", first, payload=Table(found, found))
        return tape.operation("eq", first, nearest)
    if node.name in _AT_ZERO:
        return tape.operation("eq", first, tape.literal(0.0))
    if node.name == "truncate":
        return tape.operation("eq", first, number)
    if node.name == "remainder":
        return tape.operation("eq", number, tape.literal(0.0))
    other = node.arguments[1]
    is_missing = any(tape.nodes[one].payload == MISSING for one in node.arguments)
    return None if first == other or is_missing else tape.operation("eq", first, other)


def _count(tape: Tape, masks: list[int], name: str) -> int:
    """Return the number of kinks so far: those of the start once, the others at every step."""
    once = each = tape.literal(0.0)
    for mask in dict.fromkeys(masks):
        if tape.nodes[mask].level < PER_STEP:
            once = tape.operation("add", once, tape.number(mask))
        else:
            each = tape.operation("add", each, tape.number(mask))
    if tape.nodes[each].level == LITERAL:
        return once
    before = tape.add("state", payload=len(tape.states), level=PER_STEP)
    total = tape.operation("add", before, each)
    tape.states.append(State(name, "discrete", once, total, None, None))
    return total


def _reach(tape: Tape, results: list[int], count: int) -> list[int]:
    """Return, for each operation, bits of the results that depend on it in any way."""
    seen = [0] * count
    for place, number in enumerate(results):
        seen[number] |= 1 << place
    of_state = [0] * len(tape.states)
    while True:
        before = list(of_state)
        for state, bits in zip(tape.states, of_state, strict=True):
            for one in (state.start, state.change, state.duration, state.pace):
                if one is not None:
                    seen[one] |= bits
        for number in range(count - 1, -1, -1):
            node = tape.nodes[number]
            if node.name == "state":
                of_state[node.index] |= seen[number]
            for one in node.arguments:
                seen[one] |= seen[number]
        if of_state == before:
            return seen


def moved_by(tape: Tape, seeds: dict[int, int]) -> tuple[list[int], list[int]]:
    """Return bits of the inputs with which each operation, and each state, changes by a small amount.

    Parameters
    ----------
    seeds : bit of each input, by the number of its operation
    """
    moved, of_state = [0] * len(tape.nodes), [0] * len(tape.states)
    while True:
        for number, node in enumerate(tape.nodes):
            bits = seeds.get(number, 0)
            if node.name == "state":
                bits |= of_state[node.index]
            for one in carriers(node):
                bits |= moved[one]
            moved[number] = bits
        after = [moved[state.start] | moved[state.change] for state in tape.states]
        if after == of_state:
            return moved, of_state
        of_state = after
