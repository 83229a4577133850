"""Arguments of public functions, as Python, NumPy and pandas write them."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from numbers import Integral, Real

import numpy as np

from sim.errors import fail


def as_number(value: object) -> float | None:
    """Return an int, float, NumPy number or 0-d array as a float; None for anything else.

    Truth values and text are no numbers, even where Python would convert them.

    Examples
    --------
    >>> as_number(np.float32(0.5)), as_number(np.array(7)), as_number(True), as_number("7")
    (0.5, 7.0, None, None)
    """
    scalar = _scalar(value)
    if isinstance(scalar, bool) or not isinstance(scalar, Real):
        return None
    try:
        return float(scalar)
    except OverflowError:  # a whole number of more than 308 digits
        return math.inf


def whole_number(value: object, place: str) -> int:
    """Return an int, a NumPy integer, or a number without a fraction, such as 9.0, as an int.

    Raises
    ------
    SimError: anything else, including truth values and text.

    Examples
    --------
    >>> whole_number(np.int64(9), "members"), whole_number(9.0, "members")
    (9, 9)
    """
    number, scalar = as_number(value), _scalar(value)
    if number is not None and isinstance(scalar, Integral):
        return int(scalar)
    if number is None or not number.is_integer():
        raise fail("not-a-number", f"{value!r} 不是整数。", f"{value!r} is not a whole number.", place)
    return int(number)


def count_or_none(value: object, place: str) -> int | None:
    """Return a whole number from 1 on, or None for None.

    Raises
    ------
    SimError: anything else.
    """
    number = None if value is None else whole_number(value, place)
    if number is not None and number < 1:
        raise fail(
            "outside-limits",
            f"{number} 不可用，应是 1 或更大的整数。",
            f"{number} is invalid; it must be 1 or above.",
            place,
        )
    return number


def member_number(value: object, members: int) -> int:
    """Return the number of a member, counted from 0.

    Raises
    ------
    SimError: there is no such member.
    """
    number = whole_number(value, "member")
    if not 0 <= number < members:
        zh = f"没有成员 {number}，应在 0 到 {members - 1} 之间。"
        raise fail("outside-limits", zh, f"no member {number}; there are 0 to {members - 1}.", "member")
    return number


def names_of(given: object, place: str) -> tuple[str, ...]:
    """Return names, given one by one or as a single one.

    Raises
    ------
    SimError: one of them is not text.

    Examples
    --------
    >>> names_of("pm25", "outputs"), names_of(["pm25", "aqi"], "outputs")
    (('pm25',), ('pm25', 'aqi'))
    """
    items = (given,) if isinstance(given, str) or not isinstance(given, Iterable) else tuple(given)
    names = tuple(item for item in items if isinstance(item, str))
    if len(names) < len(items):
        raise fail("wrong-type", "应是名称，或若干名称的列表。", "must be a name, or a list of names.", place)
    return names


def path_of(given: object, place: str) -> str:
    """Return a name or path as text.

    Raises
    ------
    SimError: a list where a single path is expected, or anything else that is not a path.
    """
    if isinstance(given, str | os.PathLike):
        return os.fsdecode(given)
    if isinstance(given, Iterable):
        zh, en = "这里只取一个；请逐个给出。", "takes one at a time; call once for each."
    else:
        zh, en = "应是名称或路径。", "must be a name or a path."
    raise fail("wrong-type", f"{given!r} 不可用：{zh}", f"{given!r} is invalid: it {en}", place)


def _scalar(value: object) -> object:
    return value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value
