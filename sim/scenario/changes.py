"""Changes to a scenario as callers give them: values and ranges of levers and constants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from sim.errors import Faults, fail

if TYPE_CHECKING:
    from sim.scenario.paths import LeverPath

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Setting:
    """A lever or constant of the model and the value it is given.

    Parameters
    ----------
    name : lever, constant, or ``name[element]``, however it is spelt
    value : number in the unit of the constant, or a lever's path, by year; text that is not a number is
        kept until the check, whose fault states the limits and what the text may mean
    place : where it was given, for messages
    """

    name: str
    value: float | str | LeverPath | Mapping[int, float]
    place: str = field(default="", compare=False)

    def __str__(self) -> str:
        """Return ``name=value`` with the shortest digits that give the same number."""
        return f"{self.name}={str(self.value).removesuffix('.0')}"


@dataclass(frozen=True)
class Range:
    """A lever or constant and the ends between which it varies, given as a `Setting` is."""

    name: str
    low: float | str
    high: float | str
    place: str = field(default="", compare=False)


Settings = Mapping[str, "float | LeverPath | Mapping[int, float]"] | Iterable[Setting]
Ranges = Mapping[str, tuple[float, float]] | Iterable[Range]


def number_or_text(text: str) -> float | str:
    """Return a number where the text is one, else the text."""
    try:
        return float(text)
    except ValueError:
        return text


def read_settings(given: object) -> tuple[Setting, ...]:
    """Return settings in order; in a mapping the key of each is its place.

    Raises
    ------
    SimError: the argument does not map names to values.
    """
    if isinstance(given, Mapping):
        return tuple(Setting(str(name), value, f'set["{name}"]') for name, value in given.items())
    zh, en = "从名称到数值的映射", "map names to numbers"
    return _all_of(Setting, given, "set", zh, en, '{"public investment": 120}')


def read_ranges(given: object) -> tuple[Range, ...]:
    """Return ranges in order; in a mapping the key of each is its place.

    Raises
    ------
    SimError: the argument does not map names to two ends each.
    """
    if isinstance(given, Mapping):
        with Faults() as faults:
            return tuple(faults.take(_range, str(name), ends) for name, ends in given.items())
    zh, en = "从名称到上下限的映射", "map names to lower and upper ends"
    return _all_of(Range, given, "vary", zh, en, '{"public investment": (100, 160)}')


def _all_of(kind: type[Kind], given: object, place: str, zh: str, en: str, example: str) -> tuple[Kind, ...]:
    """Return the items if all are of one kind, else none."""
    items = () if given is None else tuple(given) if isinstance(given, Iterable) else (given,)
    found = tuple(item for item in items if isinstance(item, kind))
    if len(found) < len(items):
        raise fail("wrong-type", f"应是{zh}，如 {example}。", f"must {en}, as {example} does.", place)
    return found


def _range(name: str, ends: object) -> Range:
    place = f'vary["{name}"]'
    found = tuple(ends) if isinstance(ends, Iterable) and not isinstance(ends, str) else ()
    if len(found) != 2:
        zh, en = "应是下限和上限，如 (100, 160)。", "must be a lower and an upper end, as in (100, 160)."
        raise fail("wrong-type", zh, en, place)
    return Range(name, found[0], found[1], place)
