"""Draws as a table that a script may look at and edit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from sim import arguments
from sim.errors import Faults
from sim.sampling.methods import DEFAULT
from sim.sampling.request import MOST_AT_ONCE, SEED, request_faults
from sim.sampling.sampler import sampler_of
from sim.sampling.table_file import MEMBER
from sim.scenario.changes import Ranges
from sim.scenario.vary import read_vary
from sim.scenario.workspace import load_workspace

if TYPE_CHECKING:
    import pandas as pd


@arguments.reading()
def sample_draws(
    members: int,
    seed: int = SEED,
    *,
    sampling: str = DEFAULT,
    vary: Ranges = (),
    home: str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return the draws that an ensemble of the same seed runs with, to be edited and given back to it.

    Parameters
    ----------
    members : number of members, 1 to 1,000,000
    seed : seed of the draws
    sampling : ``forecast``, or the prior by ``sobol``, ``lhs`` or ``mc``, as `run_ensemble` has them
    vary : ranges of further uncertain levers and constants, ``{"public investment": (60, 120)}`` [units of
        the model]
    home : folder with ``model/`` and ``scenarios/``; by default that of ``TEDA_HOME``, else the project's

    Returns
    -------
    DataFrame : a row for each member; column ``member``, from 0, then one for each constant [its unit]

    Raises
    ------
    SimError: invalid input.

    References
    ----------
    Those of `run_ensemble`.

    Examples
    --------
    >>> draws = sim.sample_draws(64, seed=7)
    >>> rng = np.random.default_rng(1)
    >>> draws["depreciation rate"] = rng.normal(0.06, 0.005, 64)
    >>> made = sim.run_ensemble("plan", draws=draws)
    """
    import pandas as pd

    workspace = load_workspace(home)
    with Faults(request_faults(members, seed, MOST_AT_ONCE)) as faults:
        varied = faults.take(read_vary, vary, (), workspace)
    sampler = sampler_of(workspace, members, seed, sampling, varied)
    columns = dict(zip(sampler.keys, sampler.block(0, members), strict=True))
    return pd.DataFrame({MEMBER: np.arange(members), **columns})
