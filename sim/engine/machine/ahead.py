"""What need not be computed anew for each block of members at each step.

Takes a tape; gives the operations that the time and constants that all members share decide (ramps of
levers, switches, events), which are computed once for all blocks, eight steps at a time; and those of
members' own constants that change only where one of these does (the noise of a year), which are computed
when it does. The values, and so the bits, are those of computing everything at every step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.engine.machine.array_code import ARRAYS
from sim.engine.machine.operations import COMPARISONS
from sim.engine.machine.tape import PER_RUN, PER_STEP, Tape

_OWN = frozenset({"state", "series", "first of series", "entry", "pick", *ARRAYS})
_TIMES = ("time", "step time")
_STEPPED = frozenset({*COMPARISONS, "truth", "truncate"})  # of the time: constant but for jumps
_FEWEST = 16  # lasting operations for which a branch pays


@dataclass(frozen=True)
class Ahead:
    """Operations of the steps that are not those of a block at a step.

    Parameters
    ----------
    common : the same for all members, in rising order
    kept : of these, the ones that other operations read
    lasting : of members' own constants, changing with `signals` only, in rising order
    signals : of the kept ones, those that lasting operations read
    results : of the lasting ones, those that other operations read
    """

    common: tuple[int, ...]
    kept: tuple[int, ...]
    lasting: tuple[int, ...]
    signals: tuple[int, ...]
    results: tuple[int, ...]


def look_ahead(tape: Tape, at_step: set[int]) -> Ahead:
    """Return what of a tape is common and what lasts.

    Parameters
    ----------
    at_step : the operations that are done at every step, not at saves only
    """
    common = _common(tape)
    lasting = [number for number in _steady(tape, common) if number in at_step and number not in common]
    lasting = lasting if len(lasting) >= _FEWEST else []
    signals = {need for number in lasting for need in tape.nodes[number].arguments if need in common}
    return Ahead(
        tuple(sorted(common)),
        tuple(sorted(_read_outside(tape, common))),
        tuple(lasting),
        tuple(sorted(signals)),
        tuple(sorted(_read_outside(tape, set(lasting)))),
    )


def _common(tape: Tape) -> set[int]:
    """Return the operations of a step that depend on the time and on what all members share."""
    own: set[int] = set()
    common: set[int] = set()
    for number, node in enumerate(tape.nodes):
        if node.level == PER_RUN or node.name in _OWN or not own.isdisjoint(node.arguments):
            own.add(number)
        elif node.level == PER_STEP and node.name not in _TIMES:
            common.add(number)
    return common


def _steady(tape: Tape, common: set[int]) -> list[int]:
    """Return the operations of a step that change only where a common comparison does."""
    steady: set[int] = set()
    found = []
    for number, node in enumerate(tape.nodes):
        if node.level <= PER_RUN:
            steady.add(number)
        elif node.name in _TIMES or node.name in _OWN:
            continue
        elif (number in common and node.name in _STEPPED) or steady.issuperset(node.arguments):
            steady.add(number)
            found.append(number)
    return found


def _read_outside(tape: Tape, group: set[int]) -> set[int]:
    """Return the operations of a group that others, states or results read."""
    read = {
        need
        for number, node in enumerate(tape.nodes)
        if number not in group
        for need in node.arguments
        if need in group
    }
    return read | (group & set(_ends(tape)))


def _ends(tape: Tape) -> Iterator[int]:
    for state in tape.states:
        yield state.change
        if state.pace is not None:
            yield state.pace
    yield from tape.integrals
    yield from tape.outputs
