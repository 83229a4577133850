"""The causes of a difference as a tree of bounded depth and width, and the loops on which it lies."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sim.analysis.decision.tracing import Kind, Piece, Tracer
from sim.analysis.structure import Structure
from sim.arrays import Array
from sim.registry.indicators import Indicator
from sim.registry.load import Registry

WIDTH = 5  # causes of an effect that are told apart
LEAST, LEAST_TRACED = 0.01, 0.03  # shares of the whole from which a cause is told, and is traced on
_LONGEST = 60  # variables with a single cause in a row
_ROUNDING = 1e-12  # of the whole


@dataclass(frozen=True)
class Cause:
    """A cause of a difference.

    Parameters
    ----------
    key : of the scalar of the model
    kind : of a cause that is not traced on: a lever, parameter, time, what a stock was from the start, what
        its flow would have added as it was, a value kept; "loop" is a variable that its own effect acts on
    share : part of the whole [unit of the indicator]
    before, after : its values at the last of the moments that count, NaN where it is not traced on [unit of
        the variable]
    via : variables in between that have this cause alone
    causes : of the cause, the largest first; () where it is not traced on
    rest, smaller : part of its causes that are not told apart, and their number
    """

    key: str
    kind: Kind | str
    share: float
    before: float
    after: float
    via: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()
    rest: float = 0.0
    smaller: int = 0

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Cause]]:
        """Yield the cause and its causes, each with its depth below it."""
        yield depth, self
        for one in self.causes:
            yield from one.walk(depth + 1)


@dataclass(frozen=True)
class ClosedLoop:
    """A loop through which a cause acts on itself.

    Parameters
    ----------
    path : keys of its variables from cause to effect, the first of them again the effect of the last
    share : part of the whole that comes through it once more [unit of the indicator]
    """

    path: tuple[str, ...]
    share: float


@dataclass(frozen=True, repr=False, eq=False)
class Why:
    """Where a difference of an indicator comes from.

    Parameters
    ----------
    scenario, against : the scenario, and the one it is compared with; None where two years are
    since : the earlier year; None where two scenarios are compared
    options : settings applied
    indicator, entry, year : what is traced
    before, after : the figures compared [unit of the indicator]
    causes : of the difference, the largest first; rest, smaller : those not told apart, as in a `Cause`
    loops : through which causes act on themselves, as far as they were traced
    named : keys of the registry's loops whose links are among what was traced
    structure, registry : what the model's variables are and are called
    """

    scenario: str
    against: str | None
    since: int | None
    options: tuple[str, ...]
    model_hash: str
    indicator: str
    entry: Indicator
    year: int
    before: float
    after: float
    causes: tuple[Cause, ...]
    rest: float
    smaller: int
    loops: tuple[ClosedLoop, ...]
    named: tuple[str, ...]
    structure: Structure
    registry: Registry

    @property
    def whole(self) -> float:
        """Return the difference that is traced [unit of the indicator]."""
        return self.after - self.before

    def __repr__(self) -> str:
        """Return what is traced, in one line."""
        other = f"against {self.against}" if self.since is None else f"since {self.since}"
        count = sum(1 for one in self.causes for _ in one.walk())
        return f"<Why of {self.indicator} in {self.year}: {self.scenario} {other}, {count} causes>"


@dataclass(eq=False)
class Tree:
    """Builds the causes of a difference.

    Parameters
    ----------
    whole : difference that is traced
    depth : of the tree; variables with a single cause do not count

    Attributes
    ----------
    loops : share of each loop found, by its path from its first variable in alphabetic order
    traced : keys of the scalars seen
    """

    tracer: Tracer
    whole: float
    depth: int
    loops: dict[tuple[str, ...], float] = field(default_factory=dict)
    traced: dict[str, None] = field(default_factory=dict)

    def shown(
        self, pieces: Sequence[Piece], above: tuple[str, ...] = (), level: int = 0
    ) -> tuple[tuple[Cause, ...], float, int]:
        """Return the largest of causes, each traced on; the part of the others and their number.

        Parameters
        ----------
        above : keys of the effects that they are causes of, from the first
        level : number of those that have several causes
        """
        least = LEAST * abs(self.whole)
        told = [one for one in pieces[:WIDTH] if abs(one.share) >= least]
        rest = [one.share for one in pieces[len(told) :]]
        return tuple(self._cause(one, above, level) for one in told), sum(rest), len(rest)

    def closed(self) -> tuple[ClosedLoop, ...]:
        """Return the loops found, those with the largest share first."""
        found = [ClosedLoop(path, share) for path, share in self.loops.items()]
        return tuple(sorted(found, key=lambda one: -abs(one.share)))

    def _cause(self, piece: Piece, above: tuple[str, ...], level: int) -> Cause:
        via: list[str] = []
        while True:
            self.traced[piece.key] = None
            if piece.key in above and piece.kind == "variable":
                self._close(above[above.index(piece.key) :], piece.share)
                return self._made(piece, "loop", via)
            is_open = abs(piece.share) >= LEAST_TRACED * abs(self.whole) and piece.kind == "variable"
            pieces = self._causes(piece) if is_open else []
            if level >= self.depth and len(pieces) != 1:
                pieces = []
            above = (*above, piece.key)
            if len(pieces) != 1 or pieces[0].kind == "carried" or len(via) >= _LONGEST:
                break
            via.append(piece.key)
            piece = pieces[0]
        causes, rest, smaller = self.shown(pieces, above, level + 1)
        return self._made(piece, piece.kind, via, causes, rest, smaller)

    def _causes(self, piece: Piece) -> list[Piece]:
        """Return the causes of a piece, without those that are nothing but rounding."""
        least = _ROUNDING * abs(self.whole)
        return [one for one in self.tracer.causes(piece) if abs(one.share) > least]

    def _close(self, cycle: tuple[str, ...], share: float) -> None:
        forward = cycle[::-1]  # the way up leads from effects to causes
        first = forward.index(min(forward))
        path = forward[first:] + forward[:first]
        self.loops[path] = self.loops.get(path, 0.0) + share

    def _made(
        self,
        piece: Piece,
        kind: str,
        via: Sequence[str],
        causes: tuple[Cause, ...] = (),
        rest: float = 0.0,
        smaller: int = 0,
    ) -> Cause:
        tracer = self.tracer
        before, after = (_last(path, piece, at) for at, path in enumerate((tracer.before, tracer.after)))
        return Cause(piece.key, kind, piece.share, before, after, tuple(via), causes, rest, smaller)


def _last(path: Mapping[str, Array], piece: Piece, at: int) -> float:
    """Return a scalar at the last of the steps that count, of the later ones where ``at`` is 1."""
    if piece.spell is None or not piece.spell.after.size:
        return math.nan
    steps = (piece.spell.before, piece.spell.after)[at]
    return float(path[piece.key][steps[-1]])
