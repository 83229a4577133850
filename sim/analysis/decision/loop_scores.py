"""Scores of links and loops: how much each makes of what changes, at every moment and in every member.

A link's score is the part of its effect's change that the change of its cause makes alone, as a share of the
whole, with the sign of the link; that of a link into a stock is of its net flow. A loop's score is the
product over its links; relative to the others of its feedback group it is divided by the sum of their sizes.

References
----------
Schoenberg, Davidsen and Eberlein 2020, Understanding model behavior using the loops that matter method,
doi:10.1002/sdr.1658; of links into stocks Schoenberg, Hayward and Eberlein 2023, doi:10.1002/sdr.1752.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from sim.analysis.decision.tracing import Steps
from sim.arrays import Array
from sim.engine.model import Model

Loop = tuple[str, ...]  # keys of scalars from cause to effect; the last acts on the first


def links_of(loops: Iterable[Loop]) -> dict[str, dict[str, None]]:
    """Return the causes of every effect on some loop: by effect, in the order in which they come."""
    found: dict[str, dict[str, None]] = {}
    for loop in loops:
        for cause, effect in zip(loop, (*loop[1:], loop[0]), strict=True):
            found.setdefault(effect, {})[cause] = None
    return found


def needed(model: Model, loops: Iterable[Loop]) -> dict[str, None]:
    """Return the scalars whose paths the scores of loops take: all in the equations of their effects."""
    return dict.fromkeys(cause for effect in links_of(loops) for cause in model.equation(effect).causes)


def link_scores(
    model: Model, path: Mapping[str, Array], loops: Sequence[Loop], steps: Steps
) -> dict[tuple[str, str], Array]:
    """Return the scores of all links of loops at steps, each against the step before: (step, member).

    Parameters
    ----------
    path : (time, member) at every step, by key
    steps : from 1; a link of which the cause or the effect does not change has a score of 0
    """
    found = {}
    for effect, causes in links_of(loops).items():
        equation = model.equation(effect)
        ends = [np.broadcast_arrays(path[cause][steps - 1], path[cause][steps]) for cause in equation.causes]
        shape = np.broadcast_shapes(*(old.shape for old, _ in ends))
        cases: list[set[str]] = [set(), *({cause} for cause in causes), {*equation.causes}]
        values = [
            np.concatenate([np.broadcast_to(new if cause in case else old, shape).ravel() for case in cases])
            for cause, (old, new) in zip(equation.causes, ends, strict=True)
        ]
        worth = equation.at(values).reshape(len(cases), *shape)
        whole = worth[-1] - worth[0]
        for number, cause in enumerate(causes, 1):
            old, new = ends[equation.causes.index(cause)]
            found[cause, effect] = _score(worth[number] - worth[0], whole, np.broadcast_to(new - old, shape))
    return found


def _score(part: Array, whole: Array, change: Array) -> Array:
    size = np.divide(np.abs(part), np.abs(whole), out=np.zeros_like(part), where=whole != 0)
    return np.asarray(size * np.sign(part) * np.sign(change))


def relative_scores(scores: Mapping[tuple[str, str], Array], loops: Sequence[Loop]) -> Array:
    """Return the scores of loops of one feedback group as shares of all of them: (loop, step, member).

    Above zero a loop reinforces, below it balances; where none is active all are 0.
    """
    found = np.array(
        [
            np.prod([scores[link] for link in zip(loop, (*loop[1:], loop[0]), strict=True)], axis=0)
            for loop in loops
        ]
    )
    whole = np.abs(found).sum(axis=0)
    return np.asarray(np.divide(found, whole, out=np.zeros_like(found), where=whole > 0))
