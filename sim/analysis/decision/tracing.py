"""Traces a difference of a scalar up its equation: the part of each of its causes, adding up to the whole.

A difference is that of one path of the model and another, or of a path at some steps and at others. At every
stage of a step the parts of an equation's causes are their Shapley values; a stock differs by what its net
flow has added since, so that its parts are those of that flow, over all stages before. A part divided by the
difference of its cause weighs that cause when it is traced in turn: so the parts add up at every depth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.analysis.decision.shapley import Orders, exact_parts
from sim.arrays import Array
from sim.engine.model import CLOCK, Equation, Model

MOST_EXACT = 6  # causes of an equation of which all coalitions are tried
ORDERS, SEED = 8, 7  # orders drawn beyond
Kind = Literal["variable", "lever", "parameter", "time", "opening", "carried", "held"]
Stages = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Spell:
    """Stages at which a difference counts, and how much of it.

    Parameters
    ----------
    after, before : (stage,)  stages of either path that are compared
    weight : (stage,) [unit of what is traced per unit of the scalar]
    """

    after: Stages
    before: Stages
    weight: Array

    def only(self, kept: NDArray[np.bool_]) -> Spell:
        """Return some of the stages."""
        return Spell(self.after[kept], self.before[kept], self.weight[kept])


@dataclass(frozen=True, eq=False)
class Piece:
    """The part of a cause.

    Parameters
    ----------
    key : of the scalar
    kind : "variable" where it can be traced on; "opening" is what a stock has been from the start, "carried"
        what its flow would have added had it stayed as it was, "held" a value that was kept
    share : [unit of what is traced]
    spell : where it counts; None where there is nothing to trace
    """

    key: str
    kind: Kind
    share: float
    spell: Spell | None = None


@dataclass(frozen=True, eq=False)
class Tracer:
    """Two paths of a model, or one compared with itself at earlier steps.

    Parameters
    ----------
    after, before : (stage,) by key, at every stage of every step; the same of a path compared with itself
    is_end : whether a scalar is not traced on, such as a lever
    """

    model: Model
    after: Mapping[str, Array]
    before: Mapping[str, Array]
    is_end: Callable[[str], bool]

    def difference(self, key: str, spell: Spell) -> Array:
        """Return how much a scalar differs at each stage, (stage,)."""
        return np.asarray(self.after[key][spell.after] - self.before[key][spell.before])

    def piece(self, key: str, spell: Spell) -> Piece:
        """Return a scalar as a cause."""
        difference = self.difference(key, spell)
        kept = (spell.weight != 0) & (difference != 0)
        kind = self._kind(key)
        share = float((spell.weight * difference)[kept].sum())
        return Piece(key, kind, share, spell.only(kept) if kind == "variable" else None)

    def causes(self, piece: Piece) -> list[Piece]:
        """Return what a piece is made of, the largest part first; nothing where it cannot be traced."""
        if piece.spell is None:
            return []
        is_stock = self.model.kind_of(piece.key) == "stock"
        found = (self._of_stock if is_stock else self._of_equation)(piece.key, piece.spell)
        return sorted((one for one in found if one.share), key=lambda one: -abs(one.share))

    def _kind(self, key: str) -> Kind:
        if key == CLOCK:
            return "time"
        if self.is_end(key):
            return "lever"
        kind = self.model.kind_of(key)
        if kind in ("auxiliary", "stock"):
            return "variable"
        return "parameter" if kind == "constant" else "held"

    def _of_stock(self, key: str, spell: Spell) -> list[Piece]:
        """Return what the net flow has added between the stages, and what there was at the start."""
        flow = self._counted(spell.after, spell.weight)
        if self.after is not self.before:
            stages = np.flatnonzero(flow)
            opening = float(spell.weight.sum()) * float(self.after[key][0] - self.before[key][0])
            return [
                Piece(key, "opening", opening),
                *self._of_equation(key, Spell(stages, stages, flow[stages])),
            ]
        flow -= self._counted(spell.before, spell.weight)
        stages = np.flatnonzero(flow)
        first = int(spell.before.min())
        equation = self.model.equation(key)
        as_it_was = equation.at([self.before[cause][first : first + 1] for cause in equation.causes])
        return [
            Piece(key, "carried", float(flow.sum() * as_it_was[0])),
            *self._of_equation(key, Spell(stages, np.full_like(stages, first), flow[stages])),
        ]

    def _counted(self, at: Stages, weight: Array) -> Array:
        """Return how much the net flow of each stage counts in a stock at some stages: (stage,).

        A stock has what the stages of all steps before have added, by their shares; within a step, also how
        far the stage before leads.
        """
        stages, step = self.model.scheme.stages, self.model.time_step
        steps, within = np.divmod(at, len(stages))
        whole = np.zeros(self._steps + 1)
        np.add.at(whole, steps, weight)
        later = whole[::-1].cumsum()[::-1][1:]  # of what stands behind a step
        counted = step * np.outer(later, [stage.share for stage in stages]).ravel()
        is_within = within > 0
        reaches = np.array([stage.reach for stage in stages])[within[is_within] - 1]
        np.add.at(counted, at[is_within] - 1, step * reaches * weight[is_within])
        return counted

    @property
    def _steps(self) -> int:
        return (len(self.after[CLOCK]) - 1) // len(self.model.scheme.stages)

    def _of_equation(self, key: str, spell: Spell) -> list[Piece]:
        equation = self.model.equation(key)
        if not spell.after.size:
            return []
        ends = [
            (self.before[cause][spell.before], self.after[cause][spell.after]) for cause in equation.causes
        ]
        moved = [at for at, (low, high) in enumerate(ends) if (low != high).any()]
        parts = _parts(equation, ends, moved)
        found = []
        for at, part in zip(moved, parts, strict=True):
            difference = ends[at][1] - ends[at][0]
            weight = spell.weight * np.divide(
                part, difference, out=np.zeros_like(part), where=difference != 0
            )
            found.append(self.piece(equation.causes[at], Spell(spell.after, spell.before, weight)))
        return found


def _parts(equation: Equation, ends: Sequence[tuple[Array, Array]], moved: Sequence[int]) -> Array:
    """Return the Shapley value of each cause that differs, at each stage: (cause, stage)."""
    is_exact = len(moved) <= MOST_EXACT
    orders = None if is_exact else Orders.drawn(len(moved), ORDERS, SEED)
    coalitions = range(2 ** len(moved)) if orders is None else orders.coalitions
    player = {at: number for number, at in enumerate(moved)}
    values = [
        np.concatenate([high if at in player and each >> player[at] & 1 else low for each in coalitions])
        for at, (low, high) in enumerate(ends)
    ]
    worth = equation.at(values).reshape(len(coalitions), -1)
    if orders is None:
        return exact_parts(worth)
    return orders.parts(worth, {each: place for place, each in enumerate(coalitions)})[0]
