"""What one more of each lever or parameter does to an indicator in a scenario: derivatives."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sim.errors import fail, suggestion
from sim.names import fold, split_element
from sim.registry.indicators import Indicator
from sim.registry.schema import Bilingual
from sim.scenario.load import Scenario
from sim.scenario.settable import LeverSlot
from sim.scenario.workspace import Workspace

Kind = Literal["lever", "year", "parameter"]


@dataclass(frozen=True)
class Way:
    """An input by which an indicator is differentiated.

    Parameters
    ----------
    key : of the model's input: ``X to`` of a lever, ``X@2027``, a constant
    label : its name to be shown
    kind : a lever's end value, what a lever is in a year, or a parameter
    year : of the lever in a year
    unit : as in the model file
    value : in the scenario; None for a lever in a year to which it gives no value of its own
    low, high : range of the lever, or of what is known of the parameter
    """

    key: str
    label: Bilingual
    kind: Kind
    year: int | None
    unit: str
    value: float | None
    low: float
    high: float


@dataclass(frozen=True)
class Slope:
    """The derivative of an indicator by an input.

    Parameters
    ----------
    slope : [unit of the indicator per unit of the input]
    kinks : operations between the two that stood exactly at a kink, over all steps until the year
    """

    way: Way
    slope: float
    kinks: int

    @property
    def over_range(self) -> float:
        """Return the change over the whole range of the input, were the slope the same [indicator's unit]."""
        return self.slope * (self.way.high - self.way.low)


@dataclass(frozen=True, repr=False)
class Gradient:
    """The derivatives of an indicator in a year, those of the largest effect over their range first.

    Parameters
    ----------
    scenario, options : name of the scenario, and settings applied to it
    model_hash : SHA-256 of the model's text
    indicator, entry, year : what is differentiated, as it is compared with targets
    figure : in the scenario [unit of the indicator]
    slopes : by input
    """

    scenario: str
    options: tuple[str, ...]
    model_hash: str
    indicator: str
    entry: Indicator
    year: int
    figure: float
    slopes: tuple[Slope, ...]

    def __repr__(self) -> str:
        """Return what was differentiated, in one line."""
        return f"<Gradient of {self.indicator} in {self.year}: {self.scenario}, {len(self.slopes)} inputs>"

    def __getitem__(self, name: str) -> Slope:
        """Return the derivative by an input: a lever, ``lever@2027`` or a constant.

        Raises
        ------
        SimError: it is not among them.
        """
        wanted = {fold(name), fold(f"{split_element(name)[0]} to{split_element(name)[1]}")}
        for one in self.slopes:
            if fold(one.way.key) in wanted:
                return one
        zh, en = suggestion(name, [one.way.key for one in self.slopes])
        raise fail("unknown-name", f'没有对 "{name}" 的导数。{zh}', f'no derivative by "{name}".{en}')

    def elasticity(self, one: Slope) -> float:
        """Return the relative change of the indicator by that of an input, NaN at 0 or an unknown value."""
        value = one.way.value
        return one.slope * value / self.figure if value and self.figure else math.nan


def lever_ways(scenario: Scenario, workspace: Workspace) -> Iterator[Way]:
    """Yield the end value of every lever."""
    for slot in _slots(workspace):
        key = slot.constant("to").key
        value = scenario.constants.get(key, workspace.model.default_of(key))
        label = _label(slot.lever.name, slot.key in workspace.registry.levers, slot.suffix, workspace)
        yield Way(key, label, "lever", None, slot.unit, value, slot.lever.minimum, slot.lever.maximum)


def year_ways(scenario: Scenario, workspace: Workspace, last: int) -> Iterator[Way]:
    """Yield what every lever is in each year, from the first after the base year to the last that counts."""
    for slot in _slots(workspace):
        label = _label(slot.lever.name, slot.key in workspace.registry.levers, slot.suffix, workspace)
        for year in range(workspace.registry.base_year + 1, last + 1):
            key = slot.held(year)
            value = scenario.constants.get(key)
            yield Way(key, label, "year", year, slot.unit, value, slot.lever.minimum, slot.lever.maximum)


def parameter_ways(scenario: Scenario, workspace: Workspace) -> Iterator[Way]:
    """Yield every constant of which a range is known."""
    for name, entry in workspace.registry.parameters.items():
        if entry.spread is None:
            continue
        for key in workspace.model.constant_keys(name):
            own = workspace.settables.get(fold(key))
            value = scenario.constants.get(key, workspace.model.default_of(key))
            label = _label(entry.name, "[" in name, split_element(key)[1], workspace)
            unit = own.unit if own else ""
            yield Way(key, label, "parameter", None, unit, value, entry.spread.low, entry.spread.high)


def _slots(workspace: Workspace) -> Iterator[LeverSlot]:
    for elements in workspace.slots.values():
        yield from elements.values()


def _label(name: Bilingual, is_own: bool, suffix: str, workspace: Workspace) -> Bilingual:
    """Return a name, with its element where it is that of all elements."""
    if is_own or not suffix:
        return name
    known = [workspace.registry.elements.get(fold(one)) for one in suffix[1:-1].split(",")]
    zh, en = (", ".join(one.text(language) if one else suffix for one in known) for language in ("zh", "en"))
    return Bilingual(zh=f"{name.zh}（{zh}）", en=f"{name.en} ({en})")
