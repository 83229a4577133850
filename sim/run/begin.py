"""Where a run begins that goes on from the end of a year: the state of its members, and their past."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.model import Record, RunState


@dataclass(frozen=True)
class Begin:
    """Where members stand, and what indicators need of their past.

    Parameters
    ----------
    state : of all members, at the end of a year
    record : what they kept until then, at the end of every year
    """

    state: RunState
    record: Record
