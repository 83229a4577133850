"""Agreement of observations with the model: names and units of variables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.engine.model import Model
from sim.errors import Fault, suggestion
from sim.names import fold, split_element
from sim.registry.load import Registry
from sim.registry.observations import Observation
from sim.scenario.settable import find_variable

PER_YEAR = "/年"
PER_CENT = "%"


def observation_faults(
    model: Model, registry: Registry, observed: Sequence[Observation] | None = None, path: str = ""
) -> Iterator[Fault]:
    """Yield observations of variables that the model lacks, and those in another unit than its own.

    Parameters
    ----------
    observed, path : rows and the file they come from; by default the registry's
    """
    for seen in registry.observed if observed is None else observed:
        place = f"{path}:{seen.line}" if path else registry.place_of(seen)
        faults = [fault for name in seen.variables for fault in _name_faults(name, model, place)]
        yield from faults or _unit_faults(seen, model, place)


def _name_faults(key: str, model: Model, place: str) -> Iterator[Fault]:
    name, element = split_element(key)
    variable = find_variable(model, name)
    if variable is None:
        zh, en = suggestion(name, model.variables)
        yield Fault(
            "unknown-name",
            f'模型中没有变量 "{name}"。{zh}',
            f'the model has no variable "{name}".{en}',
            place,
        )
    elif fold(key) not in map(fold, variable.elements):
        listed = ", ".join(variable.elements)
        given_zh, given_en = (
            (f'没有下标 "{element}"', f'no element "{element}"') if element else ("有下标", "elements")
        )
        yield Fault(
            "unknown-name" if element else "missing",
            f'"{variable.name}" {given_zh}，请写明以下之一：{listed}。',
            f'"{variable.name}" has {given_en}; name one of: {listed}.',
            place,
        )


def _unit_faults(seen: Observation, model: Model, place: str) -> Iterator[Fault]:
    for key in seen.variables:
        wanted = observed_unit(seen, model.variables[model.find(split_element(key)[0]) or ""].units)
        if seen.unit != wanted:
            yield Fault(
                "mismatch",
                f'"unit" 为 "{seen.unit}"，"{key}" 按 {seen.measure} 计应为 "{wanted}"。',
                f'"unit" is "{seen.unit}"; "{key}" as a {seen.measure} is in "{wanted}".',
                place,
            )


def observed_unit(seen: Observation, unit: str) -> str:
    """Return the unit of a figure of a variable: of a flow over a period that of its integral."""
    if seen.measure == "growth":
        return PER_CENT
    return unit.removesuffix(PER_YEAR) if seen.measure == "flow" else unit
