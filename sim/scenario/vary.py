"""The option ``--vary "name=low..high"``: a lever, or any constant, that is uncertain for once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.errors import Fault, SimError
from sim.names import fold
from sim.scenario.levers import order_faults
from sim.scenario.options import Settings, find_constants, number_or_text, set_constants
from sim.scenario.targets import Target
from sim.scenario.values import check_value
from sim.scenario.workspace import Workspace

Ranges = Mapping[str, tuple[float, float]] | Iterable[str]
_TO = ".."


@dataclass(frozen=True)
class Varied:
    """Constants that take one uncertain value together, anything from low to high alike.

    Parameters
    ----------
    option : as written
    targets : the constants; several where a subscripted name stands without its subscript
    low, high : in the unit of the constants
    """

    option: str
    targets: tuple[Target, ...]
    low: float
    high: float

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the constants' keys in the model."""
        return tuple(target.key for target in self.targets)


def read_vary(ranges: Ranges, settings: Settings, workspace: Workspace) -> tuple[Varied, ...]:
    """Return what ``--vary`` options, or a mapping, let vary, in the order of the constants' names.

    Parameters
    ----------
    settings : of ``--set``, which may not set what varies

    Raises
    ------
    SimError: all faults of all options.
    """
    found: list[Varied] = []
    faults: list[Fault] = []
    for option in _as_options(ranges):
        varied = _varied(option, workspace)
        if isinstance(varied, Varied):
            found.append(varied)
        else:
            faults += varied
    faults += [*_set_too(found, settings, workspace), *_twice(found)]
    if faults:
        raise SimError(faults)
    return tuple(sorted(found, key=lambda varied: [fold(key) for key in varied.keys]))


def _as_options(ranges: Ranges) -> Iterable[str]:
    if isinstance(ranges, Mapping):
        return [f"{name}={low!r}{_TO}{high!r}" for name, (low, high) in ranges.items()]
    return [ranges] if isinstance(ranges, str) else ranges


def vary_place(option: str) -> str:
    """Return how messages name an option."""
    return f'--vary "{option}"'


def _varied(option: str, workspace: Workspace) -> Varied | list[Fault]:
    """Return what an option lets vary, or its faults."""
    place = vary_place(option)
    name, sign, ends = (part.strip() for part in option.partition("="))
    low, dots, high = (part.strip() for part in ends.partition(_TO))
    if not (name and sign and low and dots and high):
        return [
            Fault(
                "syntax",
                '应写成 "名称=下限..上限"，如 --vary "public investment=100..160"。',
                'write "name=low..high", as in --vary "public investment=100..160".',
                place,
            )
        ]
    targets = find_constants(name, workspace)
    if isinstance(targets, Fault):
        return [targets.at(place)]
    return _between(option, targets, low, high)


def _between(option: str, targets: Sequence[Target], low: str, high: str) -> Varied | list[Fault]:
    place = vary_place(option)
    ends: list[float] = []
    for target in targets:  # those of one lever may have limits of their own
        numbers = [check_value(target, number_or_text(text), place) for text in (low, high)]
        faults = [each for each in numbers if isinstance(each, Fault)]
        if faults:
            return faults
        ends = [each for each in numbers if not isinstance(each, Fault)]
    if ends[0] >= ends[1]:
        return [
            Fault(
                "wrong-order",
                f"下限 {ends[0]:g} 应小于上限 {ends[1]:g}；只取一个值请用 --set。",
                f"the lower end {ends[0]:g} must be below the upper end {ends[1]:g}; use --set "
                "for one value.",
                place,
            )
        ]
    return Varied(option, tuple(targets), *ends)


def _set_too(found: Sequence[Varied], settings: Settings, workspace: Workspace) -> Iterator[Fault]:
    fixed, _ = set_constants(settings, workspace)
    for varied in found:
        for key in [key for key in varied.keys if key in fixed][:1]:
            yield Fault(
                "conflict",
                f'"{key}" 已由 --set 设为 {fixed[key]:g}，不能同时变动；请去掉其一。',
                f'"{key}" is set to {fixed[key]:g} by --set and cannot vary as well; leave out one of them.',
                vary_place(varied.option),
            )


def _twice(found: Sequence[Varied]) -> Iterator[Fault]:
    """Yield the options that name a constant which an earlier one has."""
    seen: dict[str, str] = {}
    for varied in found:
        for key in [key for key in varied.keys if key in seen][:1]:
            yield Fault(
                "duplicate",
                f'"{key}" 已由 --vary "{seen[key]}" 给出范围。',
                f'"{key}" has a range from --vary "{seen[key]}" already.',
                vary_place(varied.option),
            )
        seen |= dict.fromkeys(varied.keys, varied.option)


def varied_order_faults(
    vary: Sequence[Varied], constants: Mapping[str, float], workspace: Workspace
) -> Iterator[Fault]:
    """Yield the levers that may end before they start: those whose latest start is after the earliest end.

    Parameters
    ----------
    constants : that the scenario sets; what varies goes before
    """
    starts = {fold(slot.target("start").key) for each in workspace.slots.values() for slot in each.values()}
    worst = {
        key: varied.high if fold(key) in starts else varied.low for varied in vary for key in varied.keys
    }
    places = " ".join(vary_place(varied.option) for varied in vary)
    yield from order_faults(workspace, {**constants, **worst}, worst, None, places)
