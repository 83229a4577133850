"""Scores of feedback loops as machine code: how much each makes of what changes from one step to the next.

A link's score is the part of its effect's change that the change of its cause makes alone, as a share of the
whole, with the sign of the link; that of a link into a stock is of its net flow. A loop's score is the
product over its links, and its share of all loops that over the sum of their sizes.

References
----------
Schoenberg, Davidsen and Eberlein 2020, Understanding model behavior using the loops that matter method,
doi:10.1002/sdr.1658; of links into stocks Schoenberg, Hayward and Eberlein 2023, doi:10.1002/sdr.1752.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce

import numpy as np

from sim.arrays import Array
from sim.engine.language.expressions import Cell, Expr, Number, Ref, fold_up, op
from sim.engine.machine.compiled import Kernel
from sim.engine.machine.equation import ONCE, apart, rebuilt
from sim.engine.machine.tape import lower

Loop = tuple[str, ...]  # keys of scalars from cause to effect; the last acts on the first
_AFTER = "#after"  # behind the key of a cause: what it is a step later
_LINK, _SHARE, _ALL = "#link ", "#share ", "#all"
_ZERO = Number(0.0)


class LoopScores:
    """The shares of some loops in all that they do, for what scalars were at one step and at the next.

    Parameters
    ----------
    cells : of the model, by key
    loops : of one feedback group
    key : everything that the model depends on

    Attributes
    ----------
    causes : keys of the scalars that it takes: all in the equations of what lies on a loop
    """

    def __init__(self, cells: Mapping[str, Cell], loops: Sequence[Loop], key: object) -> None:
        links = _links(loops)
        equations = {effect: fold_up(cells[effect].value, apart) for effect in links}
        needs = {effect: Cell(effect, "auxiliary", one).needs for effect, one in equations.items()}
        self.causes = tuple(dict.fromkeys(cause for each in needs.values() for cause in each))
        ends = (*self.causes, *(cause + _AFTER for cause in self.causes))
        known = {end: Cell(end, "constant", _ZERO) for end in ends}
        shares = [f"{_SHARE}{number}" for number in range(len(loops))]

        def found() -> Mapping[str, Cell]:
            parts = [*_link_scores(equations, needs, links), *_shares(loops)]
            return {**known, **{one.key: one for one in parts}}

        self._kernel = Kernel(lambda: lower(found(), shares, (), ends), "euler", (key, tuple(loops)))

    def at(self, before: Mapping[str, Array], after: Mapping[str, Array], threads: int | None) -> Array:
        """Return the share of each loop, (loop, point): above zero it reinforces, below it balances.

        A link of which the cause or the effect does not change has a score of 0; where no loop is active all
        shares are 0.

        Parameters
        ----------
        before, after : (point,) [units of the model] of each of the causes, at a step and at the next
        """
        points = len(before[self.causes[0]])
        given = {cause: np.ascontiguousarray(before[cause]) for cause in self.causes}
        given |= {cause + _AFTER: np.ascontiguousarray(after[cause]) for cause in self.causes}
        found: Array = self._kernel.run(given, {}, points, ONCE, threads).values[:, 0]
        return found


def _links(loops: Iterable[Loop]) -> dict[str, dict[str, None]]:
    """Return the causes of every effect on some loop: by effect, in the order in which they come."""
    found: dict[str, dict[str, None]] = {}
    for loop in loops:
        for cause, effect in _pairs(loop):
            found.setdefault(effect, {})[cause] = None
    return found


def _pairs(loop: Loop) -> Iterator[tuple[str, str]]:
    return zip(loop, (*loop[1:], loop[0]), strict=True)


def _link_scores(
    equations: Mapping[str, Expr], needs: Mapping[str, Iterable[str]], links: Mapping[str, Iterable[str]]
) -> Iterator[Cell]:
    """Yield the score of every link, by cause and effect."""
    for effect, causes in links.items():
        own = equations[effect]
        whole = op("sub", _moved(own, {*needs[effect]}), own)
        for cause in causes:
            part = op("sub", _moved(own, {cause}), own)
            size = op("if", op("eq", whole, _ZERO), _ZERO, op("div", part, op("abs", whole)))
            change = op("sub", Ref(cause + _AFTER), Ref(cause))
            falling = op("if", op("lt", change, _ZERO), op("neg", size), _ZERO)
            score = op("if", op("gt", change, _ZERO), size, falling)
            yield Cell(_link(cause, effect), "auxiliary", score)


def _shares(loops: Sequence[Loop]) -> Iterator[Cell]:
    """Yield the score of every loop over the sum of the sizes of all."""
    links: list[list[Expr]] = [[Ref(_link(*pair)) for pair in _pairs(loop)] for loop in loops]
    scores = [reduce(_times, each) for each in links]
    sizes: list[Expr] = [op("abs", score) for score in scores]
    yield Cell(_ALL, "auxiliary", reduce(_plus, sizes))
    some = op("gt", Ref(_ALL), _ZERO)
    for number, score in enumerate(scores):
        yield Cell(f"{_SHARE}{number}", "auxiliary", op("if", some, op("div", score, Ref(_ALL)), _ZERO))


def _times(one: Expr, other: Expr) -> Expr:
    return op("mul", one, other)


def _plus(one: Expr, other: Expr) -> Expr:
    return op("add", one, other)


def _link(cause: str, effect: str) -> str:
    return f"{_LINK}{cause} → {effect}"


def _moved(equation: Expr, causes: set[str]) -> Expr:
    """Return an equation in which some causes are what they are a step later."""

    def moved(node: Expr, arguments: list[Expr]) -> Expr:
        if isinstance(node, Ref) and node.key in causes:
            return Ref(node.key + _AFTER)
        return rebuilt(node, arguments)

    return fold_up(equation, moved)
