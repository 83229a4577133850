"""Ensembles that pictures and tables run for themselves: in memory, all with the same draws."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.cache import kept
from sim.ensembles.folder.memory import MemoryFolder
from sim.ensembles.opening import open_ensemble
from sim.ensembles.result import Ensemble
from sim.outcomes.chances import drawn_key
from sim.run.single import ScenarioRun
from sim.sampling.methods import DRAWN, Drawn
from sim.sampling.request import MEMBERS, SEED
from sim.sampling.uncertain import is_uncertain
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

AnyEnsemble = Ensemble | Drawn | None  # one that there is, one that is to be run, or none
_KEPT = 4  # about 2 MB each


def ensemble_for(run: ScenarioRun, asked: AnyEnsemble) -> Ensemble | None:
    """Return the ensemble to be shown with a run, None where none is asked for or nothing is drawn.

    Raises
    ------
    SimError: as `drawn_ensemble`.
    """
    return drawn_ensemble(run.scenario, run.workspace, asked) if isinstance(asked, str) else asked


def drawn_ensemble(scenario: Scenario, workspace: Workspace, draws: Drawn = "forecast") -> Ensemble | None:
    """Return 1,000 members of a scenario from seed 7, in memory; None where the home draws nothing.

    They are kept on disk, and the last ones in memory, so that several charts of a scenario share one.

    Parameters
    ----------
    draws : ``forecast``, or the prior

    Raises
    ------
    SimError: faults of the distributions.
    """
    if not is_uncertain(workspace.registry):
        return None
    what = (scenario.name, *scenario.title.model_dump().values(), *scenario.options)
    return _run(_Asked(what, tuple(sorted(scenario.constants.items())), draws, scenario), workspace)


@dataclass(frozen=True)
class _Asked:
    what: tuple[str, ...]
    constants: tuple[tuple[str, float], ...]
    draws: Drawn
    scenario: Scenario = field(compare=False)


@functools.lru_cache(maxsize=_KEPT)
def _run(asked: _Asked, workspace: Workspace) -> Ensemble:
    scenario = asked.scenario
    key = (asked.what, scenario.sources, *drawn_key(scenario, workspace, asked.draws, MEMBERS))
    return open_ensemble(MemoryFolder(kept("drawn", key, lambda: _files(asked, workspace))))


def _files(asked: _Asked, workspace: Workspace) -> Mapping[str, bytes]:
    """Return the files of an ensemble by name."""
    from sim.ensembles.completion import (
        fill,
    )  # these load what compiles a model, which kept draws do not need
    from sim.ensembles.plan import Plan, outputs_of
    from sim.ensembles.workers.local import LocalWorkers
    from sim.sampling.sampler import sampler_of

    sampler = sampler_of(workspace, MEMBERS, SEED, DRAWN[asked.draws])
    plan = Plan(asked.scenario, workspace, sampler, outputs_of((), workspace))
    folder = MemoryFolder()
    fill(plan, folder, LocalWorkers(None), is_resumed=False)
    return folder.contents
