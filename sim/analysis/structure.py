"""Structure of a model: the role of each variable, its sector, and its entries in the registry."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sim.engine.model import Model, Variable
from sim.names import CONTROLS, fold, split_element
from sim.registry.levers import Lever
from sim.registry.load import Registry
from sim.registry.parameters import Parameter
from sim.scenario.settable import FIELDS
from sim.scenario.workspace import Workspace

Role = Literal[
    "stock", "flow", "auxiliary", "lever", "constant", "lookup", "data", "lever_part", "switch", "control"
]
ROLES: tuple[Role, ...] = (
    "stock", "flow", "auxiliary", "lever", "constant", "lookup", "data", "lever_part", "switch", "control",
)  # fmt: skip
TIME = "Time"
_OPERATORS = re.compile(r"[-+*/^(),<>=]")


@dataclass(frozen=True)
class Part:
    """A variable and its entries in the registry.

    Parameters
    ----------
    variable, role : the variable, and its part in the model
    levers : entries of the lever that it is or belongs to, by key; one for each element described
    field : its place in its lever, "from" to "end"; "" for any other variable
    parameters : entries of a constant, by key
    loops : keys of the loops that its equation closes or cuts; of a switch, the loop it cuts
    """

    variable: Variable
    role: Role
    levers: Mapping[str, Lever]
    field: str
    parameters: Mapping[str, Parameter]
    loops: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Structure:
    """A model's variables by role, sector and range.

    Parameters
    ----------
    parts : every variable by name, in file order
    sectors : names of the variables of each group, in file order; group "" for those without a group
    outside : computed variables that change with time and on which no stock acts
    ranges : elements of each range of subscripts
    """

    parts: Mapping[str, Part]
    sectors: Mapping[str, tuple[str, ...]]
    outside: tuple[str, ...]
    ranges: Mapping[str, tuple[str, ...]]

    def count(self, *roles: Role) -> int:
        """Return how many variables have one of the roles."""
        return sum(part.role in roles for part in self.parts.values())


def read_structure(workspace: Workspace) -> Structure:
    """Return the structure of a workspace's model."""
    return _structure(workspace.model, workspace.registry)


@functools.lru_cache(maxsize=4)
def _structure(model: Model, registry: Registry) -> Structure:
    variables = model.variables.values()
    flows = frozenset(name for stock in variables for name in (*stock.inflows, *stock.outflows))
    parts = {name: _part(variable, registry, flows) for name, variable in model.variables.items()}
    sectors: dict[str, list[str]] = {}
    for name, variable in model.variables.items():
        sectors.setdefault(variable.group, []).append(name)
    return Structure(
        parts,
        {group: tuple(names) for group, names in sectors.items()},
        tuple(_outside(model)),
        _ranges(model),
    )


def _part(variable: Variable, registry: Registry, flows: frozenset[str]) -> Part:
    levers, field = _levers(variable, registry.levers)
    switches = {fold(loop.switch): key for key, loop in registry.loops.items()}
    own = switches.get(fold(variable.name))
    cut = (own,) if own else tuple(switches[fold(c)] for c in variable.causes if fold(c) in switches)
    parameters = {key: entry for key, entry in registry.parameters.items() if _is_of(key, variable.name)}
    return Part(variable, _role(variable, levers, field, bool(own), flows), levers, field, parameters, cut)


def _role(
    variable: Variable, levers: Mapping[str, Lever], field: str, is_switch: bool, flows: frozenset[str]
) -> Role:
    if variable.name in CONTROLS:
        return "control"
    if is_switch:
        return "switch"
    if levers:
        return "lever_part" if field else "lever"
    if variable.name in flows and variable.kind == "auxiliary":
        return "flow"
    return next(role for role in ROLES if role == variable.kind)


def _levers(variable: Variable, known: Mapping[str, Lever]) -> tuple[dict[str, Lever], str]:
    """Return the entries of the lever that a variable is or belongs to, and its place in it."""
    own = {key: lever for key, lever in known.items() if _is_of(key, variable.name)}
    if own or variable.kind != "constant":
        return own, ""
    name, _, field = variable.name.rpartition(" ")
    if field not in FIELDS:
        return {}, ""
    found = {key: lever for key, lever in known.items() if _is_of(key, name)}
    return found, field if found else ""


def _is_of(key: str, name: str) -> bool:
    return fold(split_element(key)[0]) == fold(name)


def _outside(model: Model) -> Iterator[str]:
    """Yield the computed variables that change with time but on which no stock acts."""
    state: dict[str, tuple[bool, bool]] = {}
    for name, variable in model.variables.items():
        moves, is_inside = _reached(name, model, state)
        if variable.kind in ("auxiliary", "data") and moves and not is_inside:
            yield name


def _reached(name: str, model: Model, state: dict[str, tuple[bool, bool]]) -> tuple[bool, bool]:
    """Return whether a variable depends on time, and whether on a stock."""
    if name not in state:
        variable = model.variables[name]
        is_stock, is_data = variable.kind == "stock", variable.kind == "data"
        state[name] = (is_data or _names_time(variable), is_stock)
        for cause in () if is_stock else variable.causes:
            further = _reached(cause, model, state)
            state[name] = (state[name][0] or further[0], state[name][1] or further[1])
    return state[name]


def _names_time(variable: Variable) -> bool:
    words = _OPERATORS.split(variable.equation)
    return variable.kind == "auxiliary" and any(fold(word) == fold(TIME) for word in words)


def _ranges(model: Model) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for variable in model.variables.values():
        if len(variable.dimensions) == 1:
            elements = tuple(split_element(key)[1].strip("[]") for key in variable.elements)
            found.setdefault(variable.dimensions[0], elements)
    return found
