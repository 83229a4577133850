"""An ensemble as asked for: scenario, draws, indicators; and what it follows from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, Literal

from sim.arrays import Array
from sim.errors import Fault, SimError, suggestion
from sim.sampling.prepare import prepare_drawn
from sim.sampling.request import DrawRequest
from sim.sampling.sampler import Sampler
from sim.scenario.load import Scenario
from sim.scenario.options import Settings
from sim.scenario.workspace import Workspace, load_workspace

SHARD = 2_000  # members; a shard in hand takes about 80 MB
STEP_SHARD = 100  # members, where every time step is kept
FORMAT = 2
Every = Literal["year", "step"]
Name = str | os.PathLike[str]
EVERY: tuple[Every, ...] = ("year", "step")
Progress = Callable[[int, int], None]  # members done, members in all
_VERSIONS = ("numpy", "scipy", "llvmlite", "pysd", "pyarrow", "teda-simulator")
_WITNESSES = 64  # members by whose draws one tells that a machine draws the same bits


@dataclass(frozen=True)
class Plan:
    """An ensemble as asked for, before it runs.

    Parameters
    ----------
    scenario : with what ``--set`` changed; what it sets is not drawn
    workspace : model and registry
    sampler : of the draws, shared by all scenarios
    outputs : ids of the indicators that are computed, in the order of the registry
    every : "step" keeps the variables behind the indicators at every time step as well
    keeps_members : not in summary mode
    """

    scenario: Scenario
    workspace: Workspace
    sampler: Sampler
    outputs: tuple[str, ...]
    every: Every = "year"
    keeps_members: bool = True

    @property
    def members(self) -> int:
        """Return the number of members."""
        return self.sampler.members

    @property
    def shard(self) -> int:
        """Return the members of a shard; the last one may have fewer."""
        return SHARD if self.every == "year" else STEP_SHARD

    @property
    def shards(self) -> int:
        """Return the number of shards."""
        return -(-self.members // self.shard)

    def span(self, number: int) -> tuple[int, int]:
        """Return the first member of a shard and the one after its last."""
        return number * self.shard, min((number + 1) * self.shard, self.members)

    def draws(self, first: int, stop: int) -> dict[str, Array]:
        """Return what members ``first`` to before ``stop`` run with beside the scenario: (member,) by key."""
        return self.sampler.inputs(first, stop, self.scenario.constants)

    def manifest(self) -> dict[str, Any]:
        """Return what the ensemble follows from; equal manifests give equal bytes."""
        witnesses = self.sampler.block(0, min(_WITNESSES, self.members))
        return {
            "format": FORMAT,
            "scenario": self.scenario.name,
            "title": self.scenario.title.model_dump(),
            "options": list(self.scenario.options),
            "constants": dict(sorted(self.scenario.constants.items())),
            "model_hash": self.workspace.model.hash,
            "registry_hash": self.workspace.registry.hash,
            **self.sampler.manifest(),
            "draws_hash": hashlib.sha256(witnesses.tobytes()).hexdigest(),
            "indicators": list(self.outputs),
            "every": self.every,
            "keeps_members": self.keeps_members,
            "shard": self.shard,
            "versions": {name: version(name) for name in _VERSIONS},
        }


@dataclass(frozen=True)
class Request:
    """What is asked for beside the scenario.

    Parameters
    ----------
    draws : how members are drawn
    outputs : ids of indicators; all that are modelled where none is named
    every : "year" or "step"
    summary : only the summary is kept, no members
    """

    draws: DrawRequest = field(default_factory=DrawRequest)
    outputs: tuple[str, ...] = ()
    every: str = "year"
    summary: bool = False


def plan_ensembles(
    names: Sequence[Name], request: Request, set: Settings | None = None, home: Name | None = None
) -> list[Plan]:
    """Return an ensemble of each scenario, ready to run; they share their draws.

    Raises
    ------
    SimError: the faults of all scenarios, settings, and the request.
    """
    workspace = load_workspace(home)
    faults = dict.fromkeys(_request_faults(request, workspace))
    try:
        scenarios, sampler = prepare_drawn(names, set or (), request.draws, workspace)
    except SimError as error:
        raise SimError([*faults, *error.faults]) from error
    if faults:
        raise SimError(faults)
    outputs = outputs_of(request.outputs, workspace)
    every: Every = "step" if request.every == "step" else "year"
    return [Plan(scenario, workspace, sampler, outputs, every, not request.summary) for scenario in scenarios]


def _request_faults(request: Request, workspace: Workspace) -> Iterable[Fault]:
    modelled = outputs_of((), workspace)
    for given in request.outputs:
        if given not in modelled:
            yield _no_output(given, workspace, modelled)
    if request.every not in EVERY:
        yield Fault(
            "invalid-choice",
            f'"{request.every}" 不可用，应是 year 或 step。',
            f'"{request.every}" will not do; it must be year or step.',
            "--every",
        )
    elif request.summary and request.every == "step":
        yield Fault(
            "conflict",
            "--summary 不保留成员，因此不能与 --every step 同用。",
            "--summary keeps no members, so it does not go with --every step.",
            "--every",
        )


def _no_output(given: str, workspace: Workspace, modelled: tuple[str, ...]) -> Fault:
    if given in workspace.registry.indicators:
        return Fault(
            "no-data",
            f'指标 "{given}" 未纳入模型，没有结果可输出。',
            f'the indicator "{given}" is not modelled; it has no results.',
            "--outputs",
        )
    zh, en = suggestion(given, modelled)
    return Fault("unknown-name", f'没有指标 "{given}"。{zh}', f'no indicator "{given}".{en}', "--outputs")


def outputs_of(asked: tuple[str, ...], workspace: Workspace) -> tuple[str, ...]:
    """Return the modelled indicators asked for, or all, in the order of the registry."""
    known = workspace.registry.indicators.items()
    return tuple(key for key, entry in known if entry.is_modelled and (not asked or key in asked))
