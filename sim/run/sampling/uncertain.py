"""Which constants of the model are uncertain, and what is known of each."""

from __future__ import annotations

from dataclasses import dataclass

from sim.errors import Fault, SimError, fail
from sim.registry.parameters import Distribution
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Uncertain:
    """A scalar constant of the model with a range.

    Parameters
    ----------
    key : its element key in the model
    spread : its distribution
    mode : the model's own value, the mode of a triangle
    """

    key: str
    spread: Distribution
    mode: float


def uncertain_constants(workspace: Workspace) -> tuple[Uncertain, ...]:
    """Return every scalar constant with a range, drawn or held, in the order of the registry.

    Raises
    ------
    SimError: nothing is drawn, or a distribution does not hold the model's value.
    """
    own = workspace.model.constants
    found = tuple(
        Uncertain(key, parameter.spread, own[key])
        for name, parameter in workspace.registry.parameters.items()
        if parameter.spread
        for key in workspace.model.constant_keys(name)
    )
    document = workspace.registry.documents["parameters"]
    if all(one.spread.held for one in found):
        raise fail(
            "没有一个参数给出要抽样的分布，无从抽样。",
            "no parameter has a distribution that is drawn: there is nothing to draw.",
            document.path,
        )
    faults = [
        Fault(
            f"模型中的值 {one.mode:g} 不在分布的范围 {one.spread.low:g}–{one.spread.high:g} 内。",
            f"the model's value {one.mode:g} is outside its distribution, {one.spread.low:g} to "
            f"{one.spread.high:g}.",
            document.place(one.key, "distribution"),
        )
        for one in found
        if not one.spread.low <= one.mode <= one.spread.high
    ]
    if faults:
        raise SimError(faults)
    return found
