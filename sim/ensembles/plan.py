"""Plan of an ensemble: its scenario, draws and indicators, and the inputs that determine them."""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Any, Literal

from sim.arrays import Array
from sim.ensembles.branching.branch import Branch
from sim.errors import Argument, Fault, Faults
from sim.run.begin import Begin
from sim.run.single import prepare
from sim.sampling.methods import METHODS
from sim.sampling.prepare import prepare_drawn
from sim.sampling.request import DrawRequest
from sim.sampling.sampler import Sampler
from sim.scenario.changes import Settings
from sim.scenario.load import AnyScenario, Scenario, workspace_for
from sim.scenario.workspace import Workspace

SHARD = 2_000  # members; a shard in progress takes about 80 MB
STEP_SHARD = 100  # members, when every time step is kept
# 6 had larger row groups of draws, 5 all years of a member together, 4 columns that could be empty, 3 no
# labels in its tables, 2 no checksums, 1 no state
FORMAT = 7
Every = Literal["year", "step"]
Name = str | os.PathLike[str]
EVERY: tuple[Every, ...] = ("year", "step")
_VERSIONS = ("numpy", "scipy", "llvmlite", "pyarrow", "teda-simulator")
LEAST_ERROR, MOST_ERROR = 0.0005, 0.5  # that can be asked for; the least takes about a million members
_OUTPUTS = Argument("outputs")
_WITNESSES = 64  # members whose draws show whether a machine draws the same bits


@dataclass(frozen=True)
class Plan:
    """A requested ensemble, before it runs.

    Parameters
    ----------
    scenario : the scenario with its settings; constants that it sets are not drawn
    workspace : model and registry
    sampler : of the draws, shared by all scenarios
    outputs : ids of the indicators that are computed, in the order of the registry
    every : "step" keeps the variables behind the indicators at every time step as well
    keeps_members : whether members are stored; false in summary mode
    branch : where its members go on from; None where they begin with the model
    """

    scenario: Scenario
    workspace: Workspace
    sampler: Sampler
    outputs: tuple[str, ...]
    every: Every = "year"
    keeps_members: bool = True
    branch: Branch | None = None

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
        """Return the draws of members ``first`` to before ``stop``: (member,) [units of the model] by key."""
        return self.sampler.inputs(first, stop, self.scenario.constants)

    def begin(self, first: int, stop: int) -> Begin | None:
        """Return where members ``first`` to before ``stop`` go on from; None if they begin with the model."""
        return None if self.branch is None else self.branch.begin(first, stop)

    @functools.cached_property
    def _witness(self) -> str:
        """Return the SHA-256 of the draws of the first members, hexadecimal."""
        return hashlib.sha256(self.sampler.block(0, min(_WITNESSES, self.members)).tobytes()).hexdigest()

    def manifest(self) -> dict[str, Any]:
        """Return the inputs that determine the ensemble; equal manifests give equal bytes."""
        return {
            "format": FORMAT,
            "scenario": self.scenario.name,
            "title": self.scenario.title.model_dump(),
            "options": list(self.scenario.options),
            "constants": dict(sorted(self.scenario.constants.items())),
            **({"sources": sources} if (sources := self.scenario.sources) else {}),
            "model_hash": self.workspace.model.hash,
            "registry_hash": self.workspace.registry.hash,
            **self.sampler.manifest(),
            "draws_hash": self._witness,
            "indicators": list(self.outputs),
            "every": self.every,
            "keeps_members": self.keeps_members,
            "shard": self.shard,
            "versions": {name: version(name) for name in _VERSIONS},
            **({} if self.branch is None else {"branch": self.branch.origin()}),
        }

    @property
    def digest(self) -> str:
        """Return the SHA-256 of all in the manifest that has an effect on results, hexadecimal."""
        facts = {**self.manifest(), "title": None}
        facts.pop("sources", None)
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Request:
    """Options of a requested ensemble, apart from the scenario.

    Parameters
    ----------
    draws : how members are drawn
    outputs : ids of indicators; all modelled ones by default
    every : "year" or "step"
    summary : whether only the summary is kept, no members
    until_error : largest error that the probability of a target may have, 0 to 1, instead of a number of
        members; None for the number that the draws say
    branch : members to go on with, instead of drawing any
    """

    draws: DrawRequest = field(default_factory=DrawRequest)
    outputs: tuple[str, ...] = ()
    every: str = "year"
    summary: bool = False
    until_error: float | None = None
    branch: Branch | None = None


def plan_ensembles(
    names: Sequence[AnyScenario], request: Request, set: Settings | None = None, home: Name | None = None
) -> list[Plan]:
    """Return an ensemble of each scenario, ready to run; they share their draws.

    Raises
    ------
    SimError: the faults of all scenarios, settings, and the request.
    """
    workspace = workspace_for(names, home)
    known = workspace.registry.indicator_names.known
    request = replace(request, outputs=tuple(map(known, request.outputs)))
    with Faults(_request_faults(request, workspace)):
        if request.branch is None:
            scenarios, sampler = prepare_drawn(names, () if set is None else set, request.draws, workspace)
        else:
            scenarios, sampler = _going_on(names, () if set is None else set, request, workspace)
    outputs = outputs_of(request.outputs, workspace)
    every: Every = "step" if request.every == "step" else "year"
    return [
        Plan(scenario, workspace, sampler, outputs, every, not request.summary, request.branch)
        for scenario in scenarios
    ]


def _going_on(
    names: Sequence[AnyScenario], settings: Settings, request: Request, workspace: Workspace
) -> tuple[list[Scenario], Sampler]:
    """Return scenarios with settings applied, and the draws that a branch's members have already.

    Raises
    ------
    SimError: the faults of all scenarios; another model, or draws that are asked for as well.
    """
    branch = request.branch
    assert branch is not None
    with Faults(_branch_faults(branch, request, workspace)) as faults:
        scenarios = [faults.take(prepare, name, settings, workspace) for name in names]
    return scenarios, branch.sampler()


def _branch_faults(branch: Branch, request: Request, workspace: Workspace) -> Iterator[Fault]:
    """Yield another model than the branch's, and what the branch decides already."""
    known, here = branch.manifest["model_hash"], workspace.model.hash
    if known != here:
        yield Fault(
            "stale",
            f"这些状态是用另一个模型算的（{known[:12]}），当前模型是 {here[:12]}；请重新运行 teda branch。",
            f"these states were reached with another model ({known[:12]}); the present one is {here[:12]}. "
            "Run teda branch again.",
            branch.files.place,
        )
    own, draws = DrawRequest(), request.draws
    given = {
        "members": draws.members is not None,
        "seed": draws.seed not in (own.seed, branch.manifest["seed"]),
        "sampling": draws.method not in (own.method, branch.manifest["method"]),
        "draws": draws.table is not None,
        "vary": bool(draws.vary),
        "set": draws.overlay is not None,
        "until_error": request.until_error is not None,
    }
    for name in (name for name, is_given in given.items() if is_given):
        yield Fault(
            "conflict",
            f"成员和抽样已由存下的状态（`branch`）决定，不能再由 `{name}` 给定。",
            f"members and draws are those of the states kept (`branch`); leave out `{name}`.",
            Argument(name),
        )


def _request_faults(request: Request, workspace: Workspace) -> Iterable[Fault]:
    modelled = outputs_of((), workspace)
    for given in request.outputs:
        if given not in modelled:
            yield _no_output(given, workspace)
    yield from _error_faults(request)
    if request.every not in EVERY:
        yield Fault(
            "invalid-choice",
            f'"{request.every}" 不可用，应是 year 或 step。',
            f'"{request.every}" is invalid; it must be year or step.',
            Argument("every"),
        )
    elif request.summary and request.every == "step":
        yield Fault(
            "conflict",
            '`summary=True` 不保留成员，因此不能与 `every="step"` 同用。',
            '`summary=True` keeps no members, so it does not go with `every="step"`.',
            Argument("every"),
        )


def _error_faults(request: Request) -> Iterator[Fault]:
    """Yield an error that cannot be asked for, and what it does not go with."""
    error, draws, place = request.until_error, request.draws, Argument("until_error")
    if error is None:
        return
    if not LEAST_ERROR <= error <= MOST_ERROR:
        yield Fault(
            "outside-limits",
            f"误差为 {error:.6g}，应在 {LEAST_ERROR:g} 到 {MOST_ERROR:g} 之间。",
            f"the error is {error:.6g}; it must be from {LEAST_ERROR:g} to {MOST_ERROR:g}.",
            place,
        )
    if draws.members is not None or draws.table is not None or draws.overlay is not None:
        zh, en = "成员数由误差决定，不能再由", "the error decides on the number of members; leave out"
        given = (
            "`members`" if draws.members is not None else "`draws`" if draws.table is not None else "`set`"
        )
        yield Fault("conflict", f"{zh} {given} 给定。", f"{en} {given}.", place)
    if draws.method in METHODS and METHODS[draws.method].is_tied_to_members:
        zh = f'`sampling="{draws.method}"` 的每个成员随成员数而变，不能逐批增加。'
        en = f'with `sampling="{draws.method}"` all members change with their number; none can be added.'
        yield Fault("conflict", zh, en, place)


def _no_output(given: str, workspace: Workspace) -> Fault:
    if given in workspace.registry.indicators:
        return Fault(
            "no-data",
            f'指标 "{given}" 未纳入模型，没有结果可输出。',
            f'the indicator "{given}" is not modelled; it has no results.',
            _OUTPUTS,
        )
    return workspace.registry.indicator_names.fault(given, _OUTPUTS)


def outputs_of(asked: tuple[str, ...], workspace: Workspace) -> tuple[str, ...]:
    """Return the requested modelled indicators, or all, in the order of the registry."""
    known = workspace.registry.indicators.items()
    return tuple(key for key, entry in known if entry.is_modelled and (not asked or key in asked))
