"""Constants of the registry with a range."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.errors import Fault, Faults
from sim.registry.distributions import Distribution
from sim.registry.load import Registry
from sim.registry.parameters import Fixed
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Uncertain:
    """A scalar constant of the model with a range.

    Parameters
    ----------
    key : its element key in the model
    spread : its distribution
    mode : of a triangle, as the registry has it, or else the model's own value [unit of the constant]
    """

    key: str
    spread: Distribution
    mode: float


def is_uncertain(registry: Registry) -> bool:
    """Return whether anything is drawn: a range, alternatives or disturbances in the registry."""
    found = (one.distribution for one in registry.parameters.values())
    return any(each is not None and not isinstance(each, Fixed) for each in found)


def uncertain_constants(workspace: Workspace) -> tuple[Uncertain, ...]:
    """Return every scalar constant with a range, in the order of the registry.

    Raises
    ------
    SimError: a distribution does not hold the model's value.
    """
    found = tuple(with_range(workspace))
    document = workspace.registry.documents["parameters"]
    Faults(
        Fault(
            "outside-limits",
            f"模型中的值 {one.mode:g} 不在分布的范围 {one.spread.low:g}–{one.spread.high:g} 内。",
            f"the model's value {one.mode:g} is outside its distribution, {one.spread.low:g} to "
            f"{one.spread.high:g}.",
            document.place(one.key, "distribution"),
        )
        for one in found
        if not one.spread.low <= one.mode <= one.spread.high
    ).check()
    return found


def with_range(workspace: Workspace) -> Iterator[Uncertain]:
    """Yield every scalar constant with a range, in the order of the registry."""
    own = workspace.model.constants
    for name, parameter in workspace.registry.parameters.items():
        for key in workspace.model.constant_keys(name) if parameter.spread else ():
            assert parameter.spread is not None
            stated = parameter.spread.mode if parameter.prior is None else parameter.prior
            yield Uncertain(key, parameter.spread, own[key] if stated is None else stated)
