"""Ranges of levers and constants that one request makes uncertain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.errors import Fault, Faults, fail
from sim.names import fold
from sim.scenario.changes import Range, Ranges, Settings, read_ranges, read_settings
from sim.scenario.layers import path_fault
from sim.scenario.levers import last_held, order_faults
from sim.scenario.settable import Settable
from sim.scenario.settings import find_constants, set_constants
from sim.scenario.values import check_value
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Varied:
    """Constants that share one uncertain value, uniform from low to high.

    Parameters
    ----------
    place : where the range was given, for messages
    constants : the constants; several where a subscripted name has no subscript
    low, high : ends in the unit of the constants
    """

    place: str
    constants: tuple[Settable, ...]
    low: float
    high: float

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the constants' keys in the model."""
        return tuple(constant.key for constant in self.constants)


def read_vary(ranges: Ranges, settings: Settings, workspace: Workspace) -> tuple[Varied, ...]:
    """Return the varied constants, in the order of their names.

    Parameters
    ----------
    settings : levers and constants that are set, which cannot vary as well

    Raises
    ------
    SimError: all faults of all ranges.
    """
    with Faults() as faults:
        asked = read_ranges(ranges)
        found = list(filter(None, [faults.take(_varied, each, workspace) for each in asked]))
        faults += [*_set_too(found, settings, workspace), *_twice(found)]
    return tuple(sorted(found, key=lambda varied: [fold(key) for key in varied.keys]))


def _varied(asked: Range, workspace: Workspace) -> Varied:
    place = asked.place
    constants = find_constants(asked.name, workspace, place)
    for constant in constants:  # elements of one lever may have limits of their own
        with Faults() as faults:
            low = faults.take(check_value, constant, asked.low, place)
            high = faults.take(check_value, constant, asked.high, place)
    if low >= high:
        raise fail(
            "wrong-order",
            f"下限 {low:g} 应小于上限 {high:g}；只取一个值请直接设定。",
            f"the lower end {low:g} must be below the upper end {high:g}; to use one value, set it.",
            place,
        )
    return Varied(place, tuple(constants), low, high)


def _set_too(found: Sequence[Varied], settings: Settings, workspace: Workspace) -> Iterator[Fault]:
    fixed = set_constants(read_settings(settings), workspace, Faults())  # the scenario reports their faults
    for varied in found:
        key = next((key for key in varied.keys if key in fixed), None)
        if key is not None:
            yield Fault(
                "conflict",
                f'"{key}" 已设为 {fixed[key]:g}，不能同时变动；请去掉其一。',
                f'"{key}" is set to {fixed[key]:g} and cannot vary as well; leave out one of them.',
                varied.place,
            )


def _twice(found: Sequence[Varied]) -> Iterator[Fault]:
    """Yield the ranges of a constant that an earlier range covers."""
    seen: dict[str, str] = {}
    for varied in found:
        key = next((key for key in varied.keys if key in seen), None)
        if key is not None:
            yield Fault(
                "duplicate",
                f'"{key}" 已由 {seen[key]} 给出范围。',
                f'"{key}" has a range from {seen[key]} already.',
                varied.place,
            )
        seen |= dict.fromkeys(varied.keys, varied.place)


def varied_order_faults(
    vary: Sequence[Varied], constants: Mapping[str, float], workspace: Workspace
) -> Iterator[Fault]:
    """Yield the levers that may end before they start, or start before their path ends.

    The latest start is compared with the earliest end, the earliest start with the path.

    Parameters
    ----------
    constants : constants that the scenario sets; varied ones take precedence
    """
    starts = {fold(slot.constant("start").key) for each in workspace.slots.values() for slot in each.values()}
    worst = {
        key: varied.high if fold(key) in starts else varied.low for varied in vary for key in varied.keys
    }
    places = " ".join(varied.place for varied in vary)
    late = list(order_faults(workspace, {**constants, **worst}, worst, None, places))
    early = {key: varied.low for varied in vary for key in varied.keys if fold(key) in starts}
    yield from late or order_faults(workspace, {**constants, **early}, early, None, places)
    yield from _of_paths(vary, constants, workspace)


def _of_paths(
    vary: Sequence[Varied], constants: Mapping[str, float], workspace: Workspace
) -> Iterator[Fault]:
    """Yield the varied starting values of levers with a path, which has the last word on them."""
    for slot in (slot for each in workspace.slots.values() for slot in each.values()):
        key = fold(slot.constant("from").key)
        if last_held(slot, constants) is not None:
            yield from (path_fault(slot).at(varied.place) for varied in vary if key in map(fold, varied.keys))
