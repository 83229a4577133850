"""Members of the joint prior that the checks on draws share, and runs of a scenario with them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.engine.model import Run
from sim.run.progress import Progress
from sim.run.single import YEAR
from sim.sampling.methods import PRIOR
from sim.sampling.sampler import sampler_of
from sim.sampling.uncertain import is_uncertain
from sim.scenario.workspace import Workspace

Judged = TypeVar("Judged")
MEMBERS = 1_000
SEED = 7


def once(
    judge: Callable[[Workspace, Progress], Judged],
) -> Callable[[Workspace, Progress], Judged]:
    """Return a computation whose result is kept with the workspace: a check and its document share it."""
    kept: WeakKeyDictionary[Workspace, Judged] = WeakKeyDictionary()

    @functools.wraps(judge)
    def judged(workspace: Workspace, progress: Progress) -> Judged:
        if workspace not in kept:
            kept[workspace] = judge(workspace, progress)
        return kept[workspace]

    return judged


def unseen(_done: int, _total: int) -> None:
    """Take no notice of the progress."""


def drawn(workspace: Workspace, fixed: Mapping[str, float]) -> dict[str, Array]:
    """Return the constants of members of the prior in a scenario; none where nothing is drawn.

    Parameters
    ----------
    fixed : constants that the scenario sets, by key; they are not drawn

    Returns
    -------
    (member,) [units of the model] by key
    """
    columns = _prior(workspace)
    return {key: values for key, values in columns.items() if key not in fixed}


@functools.lru_cache(maxsize=2)
def _prior(workspace: Workspace) -> Mapping[str, Array]:
    if not is_uncertain(workspace.registry):
        return {}
    return sampler_of(workspace, MEMBERS, SEED, PRIOR).inputs(0, MEMBERS, {})


def changed(
    constants: Mapping[str, float | Array], values: Mapping[str, float | Array]
) -> dict[str, float | Array]:
    """Return constants with other values; what is drawn stays a column, so that runs share their kernel.

    Parameters
    ----------
    constants, values : one value or (member,) [units of the model] by key
    """

    def column(key: str, value: float | Array) -> float | Array:
        own = constants.get(key)
        return np.full_like(own, value) if isinstance(own, np.ndarray) else value

    return {**constants, **{key: column(key, value) for key, value in values.items()}}


def run_drawn(
    constants: Mapping[str, float | Array],
    workspace: Workspace,
    outputs: Iterable[str],
    integrals: Iterable[str],
    last: float | None = None,
) -> Run:
    """Return a run of members, saved at the end of every year; a single one where nothing is drawn.

    Parameters
    ----------
    constants : one value or (member,) [units of the model] by key
    outputs, integrals : variables saved as they stand, and integrated over each year
    last : time at which the run ends, the model's own by default
    """
    return workspace.model.simulate(
        constants, outputs=outputs, integrals=integrals, save_every=YEAR, final_time=last
    )


def is_sound(run: Run) -> NDArray[np.bool_]:
    """Return whether each member stayed finite, (member,) [true or false]."""
    sound = np.ones(run.members, dtype=np.bool_)
    sound[[failure.member for failure in run.failures]] = False
    return sound
