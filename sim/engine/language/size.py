"""Size of a whole model before it is expanded: how many scalars, and how many operations they take.

Takes parsed equations and the ranges of their subscripts; gives a fault where the model is larger than
this engine can hold. Counts without expanding anything, so that a file whose equations multiply (sums
within sums, macros that call each other twice) is refused in the time it takes to read it. It exists
because a limit on each name does not bound a thousand names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.engine.language.over_subscripts import REDUCTIONS, marked_ranges
from sim.engine.language.parser import MOST_SCALARS, Parsed, too_many
from sim.engine.language.source import Source
from sim.engine.language.subscripts import Subscripts
from sim.engine.language.syntax import Call, Node, parts_of
from sim.errors import Fault
from sim.names import fold

MOST_SCALARS_IN_ALL = 300_000  # about 2 GB
MOST_OPERATIONS = 3_000_000
_RUNS_OVER_MARKS = {*REDUCTIONS, "vector select"}


def check_size(parsed: Iterable[Parsed], subscripts: Subscripts, source: Source) -> list[Fault]:
    """Return the faults of a model that is too large, each at the equation that contributes most.

    Parameters
    ----------
    parsed : its equations, those of macros included; ranges and texts compute nothing and are left out
    """
    own: list[Parsed] = []
    macros: dict[str, list[Parsed]] = {}
    for item in parsed:
        (macros.setdefault(fold(item.equation.macro), []) if item.equation.macro else own).append(item)
    work = _Work(macros, subscripts)
    counted = [subscripts.count(filter(subscripts.knows, item.subscripts)) for item in own]
    scalars = [count if count <= MOST_SCALARS else 0 for count in counted]  # such a name is refused itself
    operations = [count * work.of(item) for item, count in zip(own, scalars, strict=True)]
    limits = (
        (scalars, "模型的标量", "scalars in the model", MOST_SCALARS_IN_ALL),
        (
            operations,
            "模型展开后的运算",
            "operations in the model, subscripts and macros expanded",
            MOST_OPERATIONS,
        ),
    )
    return [
        too_many(zh, en, sum(counts), source.at(own[counts.index(max(counts))].equation.line), most)
        for counts, zh, en, most in limits
        if sum(counts) > most
    ]


class _Work:
    """Counts the operations of expressions.

    Parameters
    ----------
    macros : equations of each macro, by its folded name
    """

    def __init__(self, macros: Mapping[str, list[Parsed]], subscripts: Subscripts) -> None:
        self._macros, self._subscripts = macros, subscripts
        self._known: dict[str, int] = {}

    def of(self, item: Parsed) -> int:
        """Return the operations of one scalar of an equation."""
        return self._in(item.syntax) if isinstance(item.syntax, Node) else 1

    def _in(self, node: Node) -> int:
        count = 1 + sum(map(self._in, parts_of(node)))
        if isinstance(node, Call):
            name = fold(node.function.name)
            if name in _RUNS_OVER_MARKS:
                ranges = dict.fromkeys(one for argument in node.arguments for one in marked_ranges(argument))
                terms = self._subscripts.count(filter(self._subscripts.knows, ranges))
                count *= terms if terms <= MOST_SCALARS else 1  # such a sum is refused itself
            elif name in self._macros:
                count += self._of_macro(name)
        return count

    def _of_macro(self, name: str) -> int:
        if name not in self._known:
            self._known[name] = 0  # a macro that calls itself is refused elsewhere
            self._known[name] = sum(map(self.of, self._macros[name]))
        return self._known[name]
