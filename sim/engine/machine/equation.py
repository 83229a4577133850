"""One equation apart from its model, for values of its causes that never occur together in a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.arrays import Array
from sim.engine.language.expressions import Cell, Expr, Lookup, Number, Op, Ref, StepTime, Time, fold_up
from sim.engine.machine.compiled import Clock, Kernel
from sim.engine.machine.tape import lower

CLOCK = "#time"  # as a cause: the time at which a step begins; no name in a file begins so
ONCE = Clock(0.0, 1.0, 1, 1)  # a single moment
_EFFECT = "#effect"


class Equation:
    """What a scalar is computed from at a step: of a stock its net flow.

    Parameters
    ----------
    cell : of the scalar
    key : everything that its model depends on

    Attributes
    ----------
    causes : keys of the scalars in it, each once; `CLOCK` where it depends on time itself
    """

    def __init__(self, cell: Cell, key: object) -> None:
        value = fold_up(cell.value, apart)
        mentioned = Cell(_EFFECT, "auxiliary", value)
        self.causes = tuple(dict.fromkeys(mentioned.needs))
        cells: Mapping[str, Cell] = {
            **{cause: Cell(cause, "constant", Number(0.0)) for cause in self.causes},
            _EFFECT: mentioned,
        }
        self._kernel = Kernel(
            lambda: lower(cells, (_EFFECT,), (), self.causes),
            "euler",
            (key, _EFFECT, cell.key),
            is_brief=True,
        )

    def at(self, values: Sequence[Array]) -> Array:
        """Return what it yields where its causes have given values.

        Parameters
        ----------
        values : (point,) [units of the model] of each of the causes

        Returns
        -------
        (point,)  [unit of the scalar; of a stock per time unit]
        """
        points = len(values[0]) if values else 1
        given = {cause: np.ascontiguousarray(each) for cause, each in zip(self.causes, values, strict=True)}
        found: Array = self._kernel.run(given, {}, points, ONCE, 1).values[0, 0]
        return found


def apart(node: Expr, arguments: list[Expr]) -> Expr:
    """Return a node with time as a cause among others."""
    return Ref(CLOCK) if isinstance(node, Time | StepTime) else rebuilt(node, arguments)


def rebuilt(node: Expr, arguments: list[Expr]) -> Expr:
    """Return a node with other arguments."""
    if isinstance(node, Op):
        return Op(node.name, tuple(arguments))
    return Lookup(node.table, arguments[0], node.way) if isinstance(node, Lookup) else node
