"""Values and ranges as the options ``--set`` and ``--vary`` write them."""

from __future__ import annotations

from collections.abc import Iterable

from sim.errors import Faults, fail
from sim.scenario.changes import Range, Setting, number_or_text


def read_settings(options: Iterable[str] | None) -> tuple[Setting, ...]:
    """Return the settings of ``--set "name=value"`` options, in order.

    Raises
    ------
    SimError: all options of another form.
    """
    with Faults() as faults:
        return tuple(faults.take(_setting, option) for option in options or ())


def read_ranges(options: Iterable[str] | None) -> tuple[Range, ...]:
    """Return the ranges of ``--vary "name=low..high"`` options, in order.

    Raises
    ------
    SimError: all options of another form.
    """
    with Faults() as faults:
        return tuple(faults.take(_range, option) for option in options or ())


def _setting(option: str) -> Setting:
    place = f'--set "{option}"'
    name, _, text = (part.strip() for part in option.partition("="))
    if not name or not text:
        raise fail(
            "syntax",
            '应写成 "名称=数值"，如 --set "public investment=120"。',
            'write "name=value", as in --set "public investment=120".',
            place,
        )
    return Setting(name, number_or_text(text), place)


def _range(option: str) -> Range:
    place = f'--vary "{option}"'
    name, _, ends = option.partition("=")
    low, _, high = ends.partition("..")
    name, low, high = name.strip(), low.strip(), high.strip()
    if not (name and low and high):
        raise fail(
            "syntax",
            '应写成 "名称=下限..上限"，如 --vary "public investment=100..160"。',
            'write "name=low..high", as in --vary "public investment=100..160".',
            place,
        )
    return Range(name, number_or_text(low), number_or_text(high), place)
