"""Values and ranges as the options ``--set`` and ``--vary`` write them."""

from __future__ import annotations

import re
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


def split_table(options: Iterable[str] | None) -> tuple[str | None, list[str]]:
    """Return the table among ``--set`` options, a CSV or Parquet file, and the others.

    Raises
    ------
    SimError: there are several tables.
    """
    given = list(options or ())
    tables = [option for option in given if "=" not in option and _TABLE.search(option.strip())]
    if len(tables) > 1:
        zh, en = "只能有一个表。", "there can be one table only."
        raise fail("conflict", zh, en, f'--set "{tables[1]}"')
    return (tables[0] if tables else None), [option for option in given if option not in tables]


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
        zh, en = _equals_hint(option)
        raise fail(
            "syntax",
            f'应写成 "名称=数值"，如 --set "public investment=120"。{zh}',
            f'write "name=value", as in --set "public investment=120".{en}',
            place,
        )
    return Setting(name, number_or_text(text), place)


def _range(option: str) -> Range:
    place = f'--vary "{option}"'
    name, _, ends = option.partition("=")
    low, _, high = ends.partition("..")
    name, low, high = name.strip(), low.strip(), high.strip()
    if not (name and low and high) or _is_of_three_dots(low, high):
        zh, en = _equals_hint(option)
        if _OTHER_SIGNS.search(ends):
            zh, en = "两端之间写两个半角的点。", " Two half-width dots stand between the ends."
        raise fail(
            "syntax",
            f'应写成 "名称=下限..上限"，如 --vary "public investment=100..160"。{zh}',
            f'write "name=low..high", as in --vary "public investment=100..160".{en}',
            place,
        )
    return Range(name, number_or_text(low), number_or_text(high), place)


_TABLE = re.compile(r"\.(csv|parquet)$", re.IGNORECASE)
_OTHER_SIGNS = re.compile(r"\d\s*(?:\.{3}|[~～—–…，,．-]|至|到)")


def _is_of_three_dots(low: str, high: str) -> bool:
    """Return whether 60...120 was read as 60 to 0.120; -.1...1 may mean what it says."""
    first, last = number_or_text(low), number_or_text(high)
    if isinstance(first, str) or isinstance(last, str):
        return False
    return high.startswith(".") and first >= last


def _equals_hint(option: str) -> tuple[str, str]:
    """Return the end of a message on an option without its sign, where another mark stands for it."""
    given = next((mark for mark in "＝：:" if mark in option and "=" not in option), "")
    if not given:
        return "", ""
    return f"名称后面用半角等号“=”，不用“{given}”。", f' A half-width "=" follows the name, not "{given}".'
