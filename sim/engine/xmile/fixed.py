"""Which expressions keep their value over a run: those of numbers, constants and settings."""

from __future__ import annotations

from sim.engine.xmile.entries import Entry, Names, trees_of
from sim.engine.xmile.functions import BUILTINS, CONSTANTS, LOOKUP_CALL, REDUCTIONS
from sim.engine.xmile.grammar import Apply, Literal, Name, Operation, Tree
from sim.names import CONTROLS, fold

_MOVING = frozenset({
    "beta", "binomial", "coswave", "delay", "delay1", "delay3", "delayn", "exprnd", "forcst",
    "montecarlo", "normal", "previous", "pulse", "ramp", "random", "sinwave", "smth1", "smth3", "smthn",
    "step", "trend", "triangular", "uniform", "weibull",
})  # fmt: skip
_STILL = {*BUILTINS, *REDUCTIONS, LOOKUP_CALL} - _MOVING
_SETTINGS = {fold(name) for name in CONTROLS} | set(CONSTANTS) - {"time"}


class Fixed:
    """Decides it for the expressions of a file.

    Parameters
    ----------
    names : of the file
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[str, bool] = {}

    def __call__(self, tree: Tree, path: tuple[str, ...]) -> bool:
        """Return whether an expression that stands in a module keeps its value."""
        match tree:
            case Literal():
                return True
            case Name(parts):
                return self._is_fixed_name(parts, path)
            case Apply(function, arguments):
                name = fold(function.parts[-1])
                if name == "init":
                    return True
                is_graph = self._names.find(function.parts, path) is not None
                return (is_graph or name in _STILL) and all(self(one, path) for one in arguments)
            case Operation(_, parts):
                return all(self(one, path) for one in parts)
        return False

    def _is_fixed_name(self, parts: tuple[str, ...], path: tuple[str, ...]) -> bool:
        entry = self._names.find(parts, path)
        if entry is None:
            return fold(parts[-1]) in _SETTINGS or fold(parts[0]) in self._names.dimensions
        key = fold(entry.name)
        if key not in self._known:
            self._known[key] = False  # of a variable that depends on itself
            self._known[key] = _is_computed(entry) and all(self(one, entry.path) for one in trees_of(entry))
        return self._known[key]


def _is_computed(entry: Entry) -> bool:
    """Return whether a variable has what its equations give, and nothing of what was before."""
    return entry.kind != "stock" and entry.source is None and not entry.written
