"""Adams and Bashforth's method of second order, as operations on a tape: slopes that go on as they changed.

Takes a tape whose states move by their slope; gives one whose stocks and integrals move by slope + (slope −
slope of the step before) / 2, one evaluation a step (Bashforth and Adams 1883). At the start, and where the
time has passed an event (a comparison or a whole part of what the time and constants decide comes out other
than at the step before), a slope goes on as it is, for what came before the event says nothing. It exists
as a tape so that interpreted and compiled code need know nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sim.engine.machine.kernel import needed_at_step
from sim.engine.machine.operations import COMPARISONS
from sim.engine.machine.passing import BEFORE, SUM, Handed
from sim.engine.machine.tape import PER_STEP, State, Tape

_SWITCHES = frozenset({*COMPARISONS, "truth"})
_CHANGING = ("state", "series", "first of series")
_BITS = 52  # switches that one number holds exactly


def extrapolated(tape: Tape) -> Tape:
    """Return a tape with its slopes extrapolated; the tape given is changed."""
    share = _share(tape)
    names: dict[int, list[str]] = {}
    for state in tape.states:
        if state.kind == "stock":
            names.setdefault(state.change, []).append(state.key + BEFORE)
    for key, slope in zip(tape.summed, tape.integrals, strict=True):
        names.setdefault(slope, []).append(key + SUM + BEFORE)
    changes = {slope: _extrapolated(tape, slope, share, each) for slope, each in names.items()}
    tape.states = [
        replace(state, change=changes[state.change]) if state.kind == "stock" else state
        for state in tape.states
    ]
    tape.integrals = [changes[slope] for slope in tape.integrals]
    return tape


def _extrapolated(tape: Tape, slope: int, share: int, names: list[str]) -> int:
    if tape.nodes[slope].level < PER_STEP:
        return slope
    further = tape.operation("sub", slope, _before(tape, slope, *names))
    return tape.operation("add", slope, tape.operation("mul", share, further))


def _share(tape: Tape) -> int:
    """Return what a slope's change counts for: ½, and 0 at the start and after an event."""
    begun = _before(tape, tape.literal(1.0), "#begun")
    goes_on = tape.operation("truth", begun)
    for name, signal in _signals(tape).items():
        before = _before(tape, signal, name)
        goes_on = tape.operation("and", goes_on, tape.operation("eq", signal, before))
    return tape.operation("if", goes_on, tape.literal(0.5), tape.literal(0.0))


def _before(tape: Tape, number: int, *names: str) -> int:
    """Return the value that an operation had at the step before, 0 at the first.

    It is handed to a later run by the names of all that it is a slope of.
    """
    start = tape.taken(names[0]) if tape.passing.is_resumed else tape.literal(0.0)
    tape.states.append(State(names[0], "discrete", start, number, None, None))
    place = len(tape.states) - 1
    if tape.passing.is_handed:
        tape.handed += [Handed(name, "state", place) for name in names]
    return tape.add("state", payload=place, level=PER_STEP)


def _signals(tape: Tape) -> dict[str, int]:
    """Return numbers, by name, of which one changes where the time passes an event."""
    switches, wholes = [], []
    at_step = needed_at_step(tape)
    changing: set[int] = set()
    for number, node in enumerate(tape.nodes):
        if node.name in _CHANGING or not changing.isdisjoint(node.arguments):
            changing.add(number)
        elif node.level == PER_STEP and number in at_step:
            if node.name in _SWITCHES:
                switches.append(number)
            elif node.name == "truncate":
                wholes.append(number)
    signals = {}
    for first in range(0, len(switches), _BITS):
        name = f"#switches from {first} of {len(switches)}"
        signals[name] = _together(tape, switches[first : first + _BITS])
    return signals | {f"#whole {place} of {len(wholes)}": whole for place, whole in enumerate(wholes)}


def _together(tape: Tape, switches: Iterable[int]) -> int:
    """Return a number that has a bit of its own for each switch."""
    total = tape.literal(0.0)
    for place, switch in enumerate(switches):
        bit = tape.operation("if", switch, tape.literal(2.0**place), tape.literal(0.0))
        total = tape.operation("add", total, bit)
    return total
