"""Methods of integration: where in a step the slopes are taken, and what each counts for."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Stage:
    """An evaluation of the slopes within a step.

    Parameters
    ----------
    position : where it stands [half steps]
    share : of its slope in that of the whole step
    reach : how far its slope leads from the start of the step, to the next stage [steps]
    """

    position: int
    share: float
    reach: float = 1.0


@dataclass(frozen=True)
class Scheme:
    """A method by its stages.

    Parameters
    ----------
    stages : evaluations of a step
    is_extrapolated : whether slopes go on as they changed since the step before
    saved : stage at which outputs are taken
    """

    stages: tuple[Stage, ...]
    is_extrapolated: bool = False
    saved: int = 0

    @property
    def is_staged(self) -> bool:
        """Return whether a step takes more than one evaluation."""
        return len(self.stages) > 1

    @property
    def counts_last(self) -> bool:
        """Return whether it is the slope of the last stage alone that a step moves by."""
        return self.is_staged and all(stage.share == 0.0 for stage in self.stages[:-1])

    @property
    def positions(self) -> tuple[int, ...]:
        """Return the different positions of the stages, rising [half steps]."""
        return tuple(dict.fromkeys(stage.position for stage in self.stages))

    @property
    def fineness(self) -> int:
        """Return the moments per step at which given series are read."""
        return 2 if self.is_staged else 1


SCHEMES = {
    "euler": Scheme((Stage(0, 1.0),)),
    "rk2": Scheme((Stage(0, 0.0, 0.5), Stage(1, 1.0))),
    "heun": Scheme((Stage(0, 0.5), Stage(2, 0.5))),
    "ab2": Scheme((Stage(0, 1.0),), is_extrapolated=True),
    "rk4": Scheme((Stage(0, 1 / 6, 0.5), Stage(1, 1 / 3, 0.5), Stage(1, 1 / 3), Stage(2, 1 / 6))),
}
METHODS = tuple(SCHEMES)
"""Euler's; of second order the midpoint method, Heun's, Adams and Bashforth's; Runge–Kutta of fourth."""
SCHEMES |= {
    f"{name}#{place}": replace(scheme, saved=place)
    for name, scheme in SCHEMES.items()
    for place in range(1, len(scheme.stages))
}
"""Beside the methods, each with its outputs taken at a later stage: ``rk2#1``."""


def listed(last: str) -> str:
    """Return the names of the methods, with a word before the last one."""
    return f"{', '.join(METHODS[:-1])} {last} {METHODS[-1]}"
