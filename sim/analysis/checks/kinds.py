"""Proof of each indicator's kind: causal ones depend on stocks and levers, and move with them.

An indicator is causal when a stock and two levers are among its ancestors in the equations and it moves
with two levers at a limit of their range; it is accounting when it is put together from such variables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from sim.analysis.checks.check import Check, Found, found
from sim.analysis.effects import Move, one_at_a_time
from sim.engine.model import Model
from sim.errors import Fault
from sim.names import split_element
from sim.outcomes.indicators import IndicatorRow, IndicatorTable, indicators, kind_of
from sim.registry.indicators import Indicator, Kind
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.run.single import prepare, simulate
from sim.scenario.settable import find_variable
from sim.scenario.workspace import Workspace

LEAST_LEVERS = 2
LEAST_MOVE = 1e-6  # share of the indicator's largest figure
MOST_INPUTS = 10  # scenario inputs; a model with more of them explains too little


@dataclass(frozen=True)
class Proof:
    """What an indicator depends on.

    Parameters
    ----------
    id : the indicator's id
    kind : kind that its table shows
    stocks, levers : stocks and levers among its ancestors in the equations, itself included
    moved_by : levers that move it when they go to a limit of their range
    """

    id: str
    kind: Kind
    stocks: tuple[str, ...]
    levers: tuple[str, ...]
    moved_by: tuple[str, ...]

    @property
    def is_causal(self) -> bool:
        """Return whether it may be called causal."""
        return bool(self.stocks) and min(len(self.levers), len(self.moved_by)) >= LEAST_LEVERS

    @property
    def is_accounting(self) -> bool:
        """Return whether it may be called accounting: it is composed of something causal, and it moves."""
        return bool(self.stocks) and len(self.levers) >= LEAST_LEVERS and bool(self.moved_by)


def ancestors(names: Iterable[str], model: Model) -> set[str]:
    """Return variables and all their ancestors in the equations; lookups are no causes."""
    waiting = [name for name in names if name in model.variables]
    found = set(waiting)
    while waiting:
        causes = model.variables[waiting.pop()].causes
        fresh = {cause for cause in causes if model.variables[cause].kind != "lookup"} - found
        found |= fresh
        waiting += fresh
    return found


def prove(workspace: Workspace) -> list[Proof]:
    """Return what each modelled indicator depends on, in the order of the registry."""
    moved = _movers(_pushed(workspace), lever_names(workspace))
    entries = workspace.registry.indicators
    return [_proof(key, entry, workspace, moved[key]) for key, entry in entries.items() if entry.is_modelled]


def lever_names(workspace: Workspace) -> tuple[str, ...]:
    """Return the levers, one with subscripts once, as the model writes them."""
    return tuple(next(iter(elements.values())).name for elements in workspace.slots.values())


def _pushed(workspace: Workspace) -> IndicatorTable:
    """Run the reference scenario, and the same with each lever at its minimum and maximum, in one batch."""
    plain = prepare(workspace.registry.zone.reference, (), workspace)
    groups = (
        [Move(slot.constant("to").key, slot.lever.minimum, slot.lever.maximum) for slot in elements.values()]
        for elements in workspace.slots.values()
    )
    draws = one_at_a_time(groups, {**workspace.model.constants, **plain.constants})
    return indicators(simulate(plain, workspace, draws=draws))


def _movers(table: IndicatorTable, levers: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return the levers that move each indicator; each pair of members after the first has one lever."""
    found: dict[str, tuple[str, ...]] = {}
    for row in table:
        low, high = _moves(row, 1 + 2 * len(levers))[1:].reshape(-1, 2).T
        found[row.id] = tuple(compress(levers, low | high))
    return found


def _moves(row: IndicatorRow, members: int) -> NDArray[np.bool_]:
    """Return whether each member differs from the first in some year, (member,) [true or false]."""
    if row.series is None:
        return np.zeros(members, dtype=np.bool_)
    exists = np.isfinite(row.series).all(axis=1)
    series = row.series[exists]
    scale = np.abs(series[:, :1]).max(initial=np.finfo(np.float64).tiny)
    return np.asarray((np.abs(series - series[:, :1]) > LEAST_MOVE * scale).any(axis=0))


def _proof(key: str, entry: Indicator, workspace: Workspace, moved_by: tuple[str, ...]) -> Proof:
    model = workspace.model
    measured = (find_variable(model, split_element(name)[0]) for name in (entry.variable, entry.per) if name)
    above = ancestors((variable.name for variable in measured if variable), model)
    stocks = tuple(
        name for name in model.variables if name in above and model.variables[name].kind == "stock"
    )
    levers = tuple(name for name in lever_names(workspace) if name in above)
    return Proof(key, kind_of(entry, workspace), stocks, levers, moved_by)


def proof_faults(proofs: Iterable[Proof], workspace: Workspace) -> Iterator[Fault]:
    """Yield the indicators whose kind is not borne out, and scenario inputs beyond the tenth."""
    document = workspace.registry.documents["indicators"]
    inputs = 0
    for proof in proofs:
        place = document.place(proof.id, "kind")
        if proof.kind == "causal" and not proof.is_causal:
            yield _not_causal(proof).at(place)
        elif proof.kind == "accounting" and not proof.is_accounting:
            yield _not_accounting(proof).at(place)
        elif proof.kind == "scenario_input":
            inputs += 1
            if inputs > MOST_INPUTS:
                yield Fault(
                    "check-failed",
                    f"“{proof.id}”是第 {inputs} 个情景输入，最多 {MOST_INPUTS} 个；请改由模型推演。",
                    f"{proof.id} is scenario input number {inputs} of at most {MOST_INPUTS}; model it.",
                    place,
                )


def _not_causal(proof: Proof) -> Fault:
    return Fault(
        "check-failed",
        f"“{proof.id}”标为 causal，但其上游有存量 {len(proof.stocks)} 个、杠杆 {len(proof.levers)} 个，"
        f"能使它变动的杠杆 {len(proof.moved_by)} 个；要有存量，且至少 {LEAST_LEVERS} 个杠杆能使它变动。"
        "请补上联系，或改 kind。",
        f"{proof.id} is called causal, but it depends on {len(proof.stocks)} stocks and {len(proof.levers)} "
        f"levers, and {len(proof.moved_by)} levers move it; it needs a stock, and {LEAST_LEVERS} levers that "
        "move it. Add the link, or change its kind.",
    )


def _not_accounting(proof: Proof) -> Fault:
    return Fault(
        "check-failed",
        f"“{proof.id}”标为 accounting，但没有由推演变量构成：上游存量 {len(proof.stocks)} 个、"
        f"杠杆 {len(proof.levers)} 个，能使它变动的杠杆 {len(proof.moved_by)} 个。请改方程或 kind。",
        f"{proof.id} is called accounting, but contains nothing causal: it depends on "
        f"{len(proof.stocks)} stocks and {len(proof.levers)} levers, and {len(proof.moved_by)} move it. "
        "Change its equation or its kind.",
    )


def _run(workspace: Workspace, _progress: Progress) -> Found:
    proofs = prove(workspace)
    return found(len(proofs), proof_faults(proofs, workspace))


KINDS = Check(
    "kinds",
    Bilingual(zh="性质：推演指标确由存量和杠杆推动", en="Causal indicators depend on stocks and levers"),
    Bilingual(zh="个指标", en="indicators"),
    _run,
)
