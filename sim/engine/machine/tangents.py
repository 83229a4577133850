"""Tangents: derivatives of all results by chosen inputs, as further operations on the same tape.

Takes a tape; gives one that also yields, for each direction (an input), the derivative of every output and
integral, by the chain rule from the inputs on (forward mode: Griewank and Walther 2008, ch. 3). A state has a
tangent state for each direction that moves it, of the same kind, so methods, delays and held values need
nothing more; what no direction moves costs nothing. It exists as a tape so that interpreted and compiled
code need know nothing of it, and the operations that were there before keep their bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from sim.engine.language.expressions import MISSING
from sim.engine.machine.array_code import layout_of
from sim.engine.machine.derivatives import CHOOSING, UNKNOWN, Factors, carriers, factors_of
from sim.engine.machine.held import split_held
from sim.engine.machine.kinks import Group, count_kinks, find_kinks, moved_by
from sim.engine.machine.tape import PER_STEP, State, Tail, Tape

Entries: TypeAlias = dict[int, int]  # tangent of each entry of an array that moves


def with_tangents(tape: Tape, directions: Sequence[str]) -> tuple[Group, ...]:
    """Add to a tape the derivatives by inputs, and counts of kinks.

    Outputs are followed by their derivatives, direction by direction, and these by the counts; integrals by
    their derivatives.

    Parameters
    ----------
    tape : is changed
    directions : keys of the inputs; one that the tape does not read has derivatives of 0

    Returns
    -------
    The inputs and results between which each count's kinks lie
    """
    inputs = {number: node.index for number, node in enumerate(tape.nodes) if node.name == "input"}
    places = {tape.inputs[key]: place for place, key in enumerate(directions) if key in tape.inputs}
    seeds = {number: 1 << places[index] for number, index in inputs.items() if index in places}
    moved, of_state = moved_by(tape, seeds)
    outputs, integrals, states = tuple(tape.outputs), tuple(tape.integrals), tuple(tape.states)
    kinks = find_kinks(tape, moved)
    sides = {side for kink in kinks for side in kink.sides}
    useful = _useful(tape, (*outputs, *integrals, *sides))[: len(moved)]
    counts: list[int] = []
    groups: list[Group] = []
    for place, key in enumerate(directions):
        own = [bool(bits >> place & 1) for bits in moved]
        seed = next((number for number, bit in seeds.items() if bit == 1 << place), None)
        one = _Direction(tape, [a and b for a, b in zip(own, useful, strict=True)], seed, key)
        one.write(states, [bool(bits >> place & 1) for bits in of_state])
        tape.outputs += [one.of(number) for number in outputs]
        tape.integrals += [one.of(number) for number in integrals]
        counted = count_kinks(tape, kinks, one.of, key)
        counts += counted.values()
        groups += [(1 << place, results) for results in counted]
    tape.sums += [tape.literal(0.0)] * (len(tape.integrals) - len(tape.sums))
    tape.outputs += counts
    tape.tail = Tail(
        len(tape.outputs) - len(outputs),
        len(tape.integrals) - len(integrals),
        len(tape.states) - len(states),
    )
    return tuple(groups)


def _useful(tape: Tape, results: Sequence[int]) -> list[bool]:
    """Return whether a change of each operation changes a result."""
    useful, of_state = [False] * len(tape.nodes), [False] * len(tape.states)
    for number in results:
        useful[number] = True
    while True:
        before = list(of_state)
        for number in range(len(useful) - 1, -1, -1):
            node = tape.nodes[number]
            if useful[number]:
                if node.name == "state":
                    of_state[node.index] = True
                for one in carriers(node):
                    useful[one] = True
        if of_state == before:
            return useful
        for state, is_useful in zip(tape.states, of_state, strict=True):
            if is_useful:
                useful[state.start] = useful[state.change] = True


class NoDerivative(Exception):
    """An operation without a known derivative lies between an input and a result; its name."""


class _Direction:
    """The derivatives by one input.

    Parameters
    ----------
    tape : to which they are added
    moves : whether each operation moves with the input, and moves a result
    seed : the operation that reads the input, None where there is none
    key : of the input
    """

    def __init__(self, tape: Tape, moves: list[bool], seed: int | None, key: str) -> None:
        self.tape, self.moves, self.seed, self.key = tape, moves, seed, key
        self.is_held = split_held(key) is not None
        self.zero, self.one, self.minus = (tape.literal(value) for value in (0.0, 1.0, -1.0))
        self.known: dict[int, int] = {}
        self.arrays: dict[int, Entries] = {}

    def of(self, number: int) -> int:
        """Return the derivative of an operation."""
        return self.known.get(number, self.zero)

    def write(self, states: tuple[State, ...], state_moves: list[bool]) -> None:
        """Write the derivatives of all operations and states that move."""
        tape = self.tape
        needed = {tape.nodes[number].index for number, is_on in enumerate(self.moves) if is_on
                  and tape.nodes[number].name == "state"}  # fmt: skip
        numbers = {}
        for number, state in enumerate(states):
            if state_moves[number] and number in needed:
                numbers[number] = len(tape.states)
                tape.states.append(replace(state, key=f"{state.key}#by {self.key}"))
        for number, is_on in enumerate(self.moves):
            if is_on:
                self._write(number, numbers)
                if self.known.get(number) == self.zero:
                    del self.known[number]
        for number, own in numbers.items():
            start, change = self.of(states[number].start), self.of(states[number].change)
            tape.states[own] = replace(tape.states[own], start=start, change=change)

    def _write(self, number: int, states: dict[int, int]) -> None:
        tape, node = self.tape, self.tape.nodes[number]
        if node.name in UNKNOWN:
            raise NoDerivative(node.name)
        if number == self.seed:
            self.known[number] = self.one
        elif node.name == "state":
            self.known[number] = tape.add("state", payload=states[node.index], level=PER_STEP)
        elif node.name == "array":
            self.arrays[number] = {
                place: self.known[one] for place, one in enumerate(node.arguments) if one in self.known
            }
        elif node.name == "inverse":
            self.arrays[number] = self._inverted(number)
        elif node.name in CHOOSING:
            self.known[number] = self._chosen(number)
        else:
            self.known[number] = self._summed(factors_of(tape, number))

    def _summed(self, factors: Factors) -> int:
        total: int | None = None
        for argument, factor in factors:
            if argument in self.known:
                term = self._scaled(factor, self.known[argument])
                total = term if total is None else self._joined(total, term, factor)
        return self.zero if total is None else total

    def _joined(self, total: int, term: int, factor: int) -> int:
        if factor == self.minus and self.tape.nodes[term].name == "neg":  # a − b rather than a + −b
            return self.tape.operation("sub", total, self.tape.nodes[term].arguments[0])
        return self.tape.operation("add", total, term)

    def _scaled(self, factor: int, tangent: int) -> int:
        if factor == self.one or tangent == self.one:
            return tangent if factor == self.one else factor
        if factor == self.minus or tangent == self.minus:
            return self.tape.operation("neg", tangent if factor == self.minus else factor)
        return self.tape.operation("mul", factor, tangent)

    # --- choices ------------------------------------------------------------------------------

    def _chosen(self, number: int) -> int:
        tape, node = self.tape, self.tape.nodes[number]
        if node.name == "if":
            return self._branch(*node.arguments)
        if node.name in ("min", "max"):
            first, second = node.arguments
            is_first = tape.operation("le" if node.name == "min" else "gt", first, second)
            return self._select(is_first, self.of(first), self.of(second))
        array = node.arguments[0]
        entries = self.arrays.get(array, {})
        if node.name == "entry":
            return entries.get(node.index, self.zero)
        count = len(tape.nodes[array].arguments)
        tangents = tape.add("array", *(entries.get(place, self.zero) for place in range(count)))
        index = node.arguments[1]
        inside = tape.operation("gt", index, tape.literal(-0.5))
        inside = tape.operation("and", inside, tape.operation("lt", index, tape.literal(count - 0.5)))
        return self._select(inside, tape.operation("pick", tangents, index), self.zero)

    def _select(self, condition: int, then: int, otherwise: int) -> int:
        return then if then == otherwise else self.tape.operation("if", condition, then, otherwise)

    def _branch(self, condition: int, then: int, otherwise: int) -> int:
        """Return the derivative of the branch that is taken.

        A value that holds a variable over a time unit counts there even where none is given and the
        equation applies: the variable is then what its equation yields, and a little more.
        """
        tape, test = self.tape, self.tape.nodes[condition]
        is_own = test.name == "eq" and tape.nodes[test.arguments[1]].payload == MISSING
        if self.is_held and is_own and test.arguments[0] == otherwise and otherwise in self.known:
            own = self._select(condition, self.of(then), self.zero)
            held = self.known[otherwise]
            return held if own == self.zero else tape.operation("add", own, held)
        return self._select(condition, self.of(then), self.of(otherwise))

    # --- matrices -----------------------------------------------------------------------------

    def _inverted(self, number: int) -> Entries:
        """Return the derivative of an inverse B of A: −B A' B, of the entries that move."""
        tape, arguments = self.tape, self.tape.nodes[number].arguments
        size = round(layout_of("inverse", len(arguments)).results ** 0.5)
        inverse = [tape.add("entry", number, payload=place) for place in range(size * size)]
        own = {place: self.known[one] for place, one in enumerate(arguments) if one in self.known}
        entries: Entries = {}
        for place in range(size * size):
            row, column = divmod(place, size)
            total = self.zero
            for (up, down), tangent in ((divmod(one, size), own[one]) for one in own):
                left = self._scaled(inverse[row * size + up], tangent)
                term = tape.operation("mul", left, inverse[down * size + column])
                total = term if total == self.zero else tape.operation("add", total, term)
            entries[place] = tape.operation("neg", total)
        return entries
