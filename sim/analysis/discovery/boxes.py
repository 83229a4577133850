"""Boxes of scenario discovery: a few limits on factors within which most members of interest lie.

The only module that imports scikit-learn. Every node of a shallow decision tree (CART) is a box. The best
node is the one with the highest correlation φ between lying within the box and being of interest, which
neither a box of all members nor one of none can have. PRIM trades coverage
against density more finely; decision 0013 says why it is not used.

References
----------
Breiman, Friedman, Olshen and Stone 1984, Classification and Regression Trees. Friedman and Fisher 1999,
Bump hunting in high-dimensional data (PRIM), doi:10.1023/A:1008894516817. Bryant and Lempert 2010, Thinking
inside the box: a participatory, computer-assisted approach to scenario discovery,
doi:10.1016/j.techfore.2009.08.002.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeClassifier

from sim.arrays import Array

Marks = NDArray[np.bool_]
DEPTH = 3
LEAST_INSIDE = 20  # members of a node
_LEAF = -1


@dataclass(frozen=True, order=True)
class Limit:
    """A limit that a factor stays below, or above.

    Parameters
    ----------
    place : place of the factor
    is_below : whether it stays below the value, or above
    value : the limit [unit of the factor]
    """

    place: int
    is_below: bool
    value: float

    def holds(self, values: Array) -> Marks:
        """Return which members keep to it, (member,) [true or false], for (member, factor)."""
        own = values[:, self.place]
        return own < self.value if self.is_below else own > self.value


Box = tuple[Limit, ...]


def inside(box: Box, values: Array) -> Marks:
    """Return which members lie within a box, (member,) [true or false], for (member, factor)."""
    kept = np.ones(len(values), dtype=np.bool_)
    for limit in box:
        kept &= limit.holds(values)
    return kept


def best_boxes(values: Array, of_interest: Marks, seed: int, weights: Array | None = None) -> dict[int, Box]:
    """Return the best box for each number of limits that a node has.

    Parameters
    ----------
    values : (member, factor) [units of the factors]
    of_interest : (member,) [true or false]
    seed : seed of the tree, which breaks ties between equal splits
    weights : (member,) [count]  how often each member counts; once by default
    """
    weights = np.ones(len(values)) if weights is None else weights
    least = max(LEAST_INSIDE, min(0.05 * len(values), 0.25 * float(weights[of_interest].sum())))
    tree = DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=int(least), random_state=seed % 2**32)
    tree.fit(values, of_interest, sample_weight=weights)
    best: dict[int, tuple[float, Box]] = {}
    for box in _nodes(tree.tree_):
        score = correlation(inside(box, values), of_interest, weights)
        if box and score > best.get(len(box), (0.0, box))[0]:
            best[len(box)] = score, box
    return {count: box for count, (_, box) in sorted(best.items())}


def correlation(within: Marks, of_interest: Marks, weights: Array) -> float:
    """Return φ between two marks of the members; 0 where one of them is the same for all members.

    Parameters
    ----------
    within, of_interest : (member,) [true or false]
    weights : (member,) [count]

    Returns
    -------
    -1 to 1

    References
    ----------
    Also known as Matthews's correlation coefficient: Matthews 1975, doi:10.1016/0005-2795(75)90109-9.
    """
    whole = float(weights.sum())
    first, second = float(weights[within].sum()), float(weights[of_interest].sum())
    both = float(weights[within & of_interest].sum())
    spread = first * (whole - first) * second * (whole - second)
    return (whole * both - first * second) / float(np.sqrt(spread)) if spread > 0 else 0.0


def _nodes(tree: Any) -> Iterator[Box]:
    """Yield every node as a box; of two limits on one side of a factor only the narrower counts."""
    left, right = tree.children_left, tree.children_right
    waiting: list[tuple[int, Box]] = [(0, ())]
    while waiting:
        node, box = waiting.pop()
        yield box
        if left[node] != _LEAF:
            place, value = int(tree.feature[node]), float(tree.threshold[node])
            waiting.append((left[node], _with(box, Limit(place, True, value))))
            waiting.append((right[node], _with(box, Limit(place, False, value))))


def _with(box: Box, limit: Limit) -> Box:
    others = [each for each in box if (each.place, each.is_below) != (limit.place, limit.is_below)]
    return (*others, limit)
