"""Order in which the operations of a tape are written: each shortly before it is used.

A processor holds sixteen vectors. In the order of the tape, by waves from the states on, most values wait
long in memory until they are used; behind one another, operand by operand, they often stay in registers.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.machine.tape import PER_STEP, Tape

_CALLED = ("exp", "ln", "pow")  # before a call, all registers are emptied
_LARGE = 1_000_000  # what shares operations counts them more than once


def near_uses(tape: Tape) -> list[int]:
    """Return the numbers of all operations, each after its arguments, the arguments one by one.

    Of an operation's arguments those with a call come first, and then the larger ones, since what is
    computed first must wait for the rest.
    """
    weights = _weights(tape)
    done: set[int] = set()
    order: list[int] = []
    for root in _roots(tape):
        waiting = [(root, False)]
        while waiting:
            number, is_ready = waiting.pop()
            if is_ready:
                order.append(number)
            elif number not in done:
                done.add(number)
                waiting.append((number, True))
                arguments = sorted(set(tape.nodes[number].arguments), key=lambda one: (weights[one], one))
                waiting.extend((argument, False) for argument in arguments)
    return order


def _roots(tape: Tape) -> Iterator[int]:
    """Yield what states and integrals need, then what outputs do, then the rest."""
    for state in tape.states:
        yield state.change
        if state.pace is not None:
            yield state.pace
    yield from tape.integrals
    yield from tape.outputs
    yield from range(len(tape.nodes))


def _weights(tape: Tape) -> list[tuple[bool, int]]:
    """Return, for each operation, whether it or what it needs is a call, and how much it needs at a step."""
    weights: list[tuple[bool, int]] = []
    for node in tape.nodes:
        needs = [weights[argument] for argument in node.arguments]
        has_call = node.level == PER_STEP and (node.name in _CALLED or any(call for call, _ in needs))
        size = 1 + sum(count for _, count in needs) if node.level == PER_STEP else 0
        weights.append((has_call, min(size, _LARGE)))
    return weights
