"""Paths of levers: what a lever is in each of several calendar years, read from files and settings."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from numbers import Integral

from sim.errors import Fault, Faults, SimError, fail
from sim.full_width import half_width
from sim.registry.schema import shown
from sim.scenario.settable import LeverSlot
from sim.scenario.values import check_value

_PAIR, _NEXT = ":", ","
EXAMPLE = "{2021: 72, 2022: 80}"


@dataclass(frozen=True)
class LeverPath:
    """What a lever is in calendar years, held through each; between two given years by equal steps.

    Parameters
    ----------
    values : [unit of the lever] by year, years rising
    source : where the values are from; "" where the file does not say
    before : [unit of the lever] until the first year; None where it is that of the layers below
    """

    values: Mapping[int, float]
    source: str = ""
    before: float | None = None

    @property
    def last(self) -> int:
        """Return the last year of the path."""
        return max(self.values)

    def yearly(self) -> dict[int, float]:
        """Return every year's value, from the first year to the last.

        Examples
        --------
        >>> LeverPath({2021: 70, 2023: 80}).yearly()
        {2021: 70.0, 2022: 75.0, 2023: 80.0}
        """
        found = {}
        for (first, low), (last, high) in itertools.pairwise(self.values.items()):
            for year in range(first, last):
                found[year] = low + (high - low) * (year - first) / (last - first)
        return found | {self.last: float(self.values[self.last])}

    def __str__(self) -> str:
        """Return ``year:value`` pairs as ``--set`` reads them, with digits that give the same numbers."""
        return _NEXT.join(
            f"{year}{_PAIR}{str(value).removesuffix('.0')}" for year, value in self.values.items()
        )


def is_path(value: object) -> bool:
    """Return whether a value given for a lever is meant as a path: by year, or as ``2021:72,2022:80``."""
    return isinstance(value, LeverPath | Mapping) or (isinstance(value, str) and _PAIR in half_width(value))


def read_path(
    slot: LeverSlot, given: object, place: str, place_of: Callable[[object], str] | None = None
) -> LeverPath:
    """Return a path for a lever, its years rising.

    Parameters
    ----------
    given : values by year, or text such as ``2021:72,2022:80``
    place, place_of : place of the path, and of a year in it, for messages

    Raises
    ------
    SimError: all faults of years and values.
    """
    if isinstance(given, LeverPath):
        given = given.values
    pairs = list(_pairs(slot, given, place))
    found: dict[int, float] = {}
    with Faults() as faults:
        for written, value in pairs:
            where = place_of(written) if place_of else place
            year = faults.take(_year, slot, written, where)
            number = faults.take(check_value, slot.of_year(written), value, where)
            if year in found:
                faults.append(_twice(slot, year, where))
            elif year is not None:
                found[year] = number
    return LeverPath(dict(sorted(found.items())))


def no_mapping(key: str, given: object) -> Fault:
    """Return the fault of a path that does not give values by year."""
    return Fault(
        "wrong-type",
        f'"{key}" 的 path 为 {shown(given)}，应写成各年的值，如 {EXAMPLE}。',
        f'the path of "{key}" is {shown(given)}; write a value for each year, as in {EXAMPLE}.',
    )


def _pairs(slot: LeverSlot, given: object, place: str) -> Iterator[tuple[object, object]]:
    if isinstance(given, Mapping) and given:
        yield from given.items()
        return
    if not isinstance(given, str):
        raise SimError(no_mapping(slot.key, given).at(place))
    for part in given.split(_NEXT):
        written, sign, value = part.partition(_PAIR)
        if not sign:
            raise fail(
                "syntax",
                f'"{part.strip()}" 不可用：逐年给值写成 "2021:72,2022:80"，冒号、逗号用半角。',
                f'"{part.strip()}" is invalid: write a path as "2021:72,2022:80", with half-width marks.',
                place,
            )
        yield written.strip(), _number(value.strip())


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


_YEAR = re.compile(r"[0-9]{4}")
_IN_DATE = re.compile(r"([0-9]{4})\D.*")


def _year(slot: LeverSlot, written: object, place: str) -> int:
    """Return a calendar year of the run."""
    first, last = slot.years
    is_whole = isinstance(written, Integral) and not isinstance(written, bool)
    is_text = isinstance(written, str) and _YEAR.fullmatch(written.strip())
    if not (is_whole or is_text):
        zh, en = _year_hint(written) if isinstance(written, str) else ("", "")
        raise fail(
            "not-a-number",
            f'"{slot.key}" 的年份 {shown(written)} 应是 {first}–{last} 的整数。{zh}',
            f'the year {shown(written)} of "{slot.key}" must be a whole number, {first} to {last}.{en}',
            place,
        )
    year = int(str(written))
    if not first <= year <= last:
        raise fail(
            "outside-limits",
            f'"{slot.key}" 的年份 {year} 不在模拟的 {first}–{last} 年之内。',
            f'the year {year} of "{slot.key}" is outside the run, {first} to {last}.',
            place,
        )
    return year


def _year_hint(text: str) -> tuple[str, str]:
    plain = half_width(text).strip()
    if _YEAR.fullmatch(plain):
        return f"请用半角数字：{plain}。", f" Write half-width digits: {plain}."
    if found := _IN_DATE.fullmatch(plain):
        return f"只写年份：{found[1]}。", f" Write the year alone: {found[1]}."
    return "", ""


def _twice(slot: LeverSlot, year: int, place: str) -> Fault:
    return Fault(
        "duplicate",
        f'"{slot.key}" 的 {year} 年给了两次，请去掉其一。',
        f'the year {year} of "{slot.key}" is given twice; leave out one.',
        place,
    )
