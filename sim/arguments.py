"""Arguments of public functions, as Python, NumPy and pandas write them."""

from __future__ import annotations

import functools
import inspect
import math
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import numpy as np

from sim.errors import Argument, Faults, SimError, fail
from sim.units import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd
    from typing_extensions import TypeIs

P = ParamSpec("P")
Result = TypeVar("Result")
Reader = Callable[[Any, str], Any]  # of a value and its place; raises SimError where the value is none


def as_number(value: object) -> float | None:
    """Return an int, float, NumPy number or 0-d array as a float; None for anything else.

    Truth values and text are not numbers, even where Python would convert them.

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


def whole_within(low: int, high: int) -> Callable[[object, str], int]:
    """Return the reader of a whole number between two ends, both included.

    Examples
    --------
    >>> whole_within(1, 1_024)(np.int64(8), "threads")
    8
    """

    def read(value: object, place: str) -> int:
        number = whole_number(value, place)
        if not low <= number <= high:
            raise fail(
                "outside-limits",
                f"{number} 不可用，应在 {low:,} 到 {high:,} 之间。",
                f"{number} is invalid; it must be from {low:,} to {high:,}.",
                place,
            )
        return number

    return read


members = whole_within(1, 2**30)  # as many as a Sobol sequence has points
seed = whole_within(0, 2**63 - 1)
processors = whole_within(1, 1_024)  # threads of the engine, workers of an ensemble


def number(value: object, place: str) -> float:
    """Return a finite number as a float."""
    found = as_number(value)
    if found is None or not math.isfinite(found):
        raise fail("not-a-number", f"{value!r} 不是有限的数。", f"{value!r} is not a finite number.", place)
    return found


def flag(value: object, place: str) -> bool:
    """Return True or False."""
    if not isinstance(value, bool | np.bool_):
        raise _wrong_type(value, "应是 True 或 False", "must be True or False", place)
    return bool(value)


def text(value: object, place: str) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise _wrong_type(value, "应是文字", "must be text", place)
    return value


def line_within(longest: int) -> Callable[[object, str], str]:
    """Return the reader of a line of text that stands on pages, of a number of characters at most."""

    def read(value: object, place: str) -> str:
        is_line = isinstance(value, str) and value.translate(_BLANKS).isprintable()
        if not isinstance(value, str) or not is_line or len(value) > longest:
            zh = f"应是一行文字，最多 {longest} 个字符。"
            en = f"must be one line of text, at most {longest} characters."
            raise fail("wrong-type", zh, en, place)
        return value.strip()

    return read


_BLANKS = {0x3000: " ", 0xA0: " "}  # full-width and unbreakable, which are not printable to Python
line = line_within(120)  # a title
unit = line_within(60)  # who gives a briefing
marking = line_within(40)  # at the foot of each page


def mapping(value: object, place: str) -> Mapping[Any, Any]:
    """Return values by name."""
    if not isinstance(value, Mapping):
        raise _wrong_type(value, '应是字典，如 {"名称": 值}', 'must be a dict, as {"name": value}', place)
    return value


def one_of(*choices: str) -> Reader:
    """Return the reader of an argument that is one of a few words."""

    def read(value: object, place: str) -> str:
        if not isinstance(value, str) or value not in choices:
            listed = ", ".join(choices)
            zh, en = f"应是以下之一：{listed}", f"must be one of: {listed}"
            raise fail(
                "invalid-choice", f"{value!r} 不可用，{zh}。", f"{value!r} is invalid; it {en}.", place
            )
        return value

    return read


def is_frame(value: object) -> TypeIs[pd.DataFrame]:
    """Return whether a value is a table of pandas, which is not loaded for the question."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.DataFrame)


def ensemble(value: object, place: str) -> Any:
    """Return an ensemble, whose class is known by name, for its room lies above; or what is to be drawn."""
    is_word = isinstance(value, str) and value in ("forecast", "prior")
    if value is None or is_word or type(value).__name__ == "Ensemble":
        return value
    zh = '应是 sim.run_ensemble 或 sim.open_ensemble 的结果、"forecast"、"prior" 或 None'
    en = 'must be what sim.run_ensemble or sim.open_ensemble returns, "forecast", "prior" or None'
    raise _wrong_type(value, zh, en, place)


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


def draws_of(value: object, place: str) -> Any:
    """Return a number of draws, a table of pandas, or the path of a file."""
    if is_frame(value):
        return value
    return whole_number(value, place) if isinstance(_scalar(value), Integral) else path_of(value, place)


def year_or_all(value: object, place: str) -> Any:
    """Return a year, or the word ``all``."""
    return value if isinstance(value, str) and value == "all" else whole_number(value, place)


def paths_of(given: object, place: str) -> tuple[str, ...]:
    """Return paths, given one by one or as a single one."""
    if isinstance(given, Iterable) and not isinstance(given, str | bytes):
        return tuple(path_of(each, place) for each in given)
    return (path_of(given, place),)


def several(given: object, place: str) -> tuple[Any, ...]:
    """Return the items of a list; a single text or path is a list of one."""
    if isinstance(given, str | os.PathLike):
        return (given,)
    if not isinstance(given, Iterable):
        raise _wrong_type(given, "应是列表", "must be a list", place)
    return tuple(given)


def path_like(given: object, place: str) -> object:
    """Return a name or path as it was given, which may be more than its text."""
    path_of(given, place)
    return given


def path_of(given: object, place: str) -> str:
    """Return a name or path as text.

    Raises
    ------
    SimError: a list where a single path is expected, or anything else that is not a path.
    """
    if isinstance(given, str | os.PathLike):
        path = os.fsdecode(given)
        if not path.strip():
            raise fail("missing", "不能为空。", "must not be empty.", place)
        return path
    if isinstance(given, Iterable) and not isinstance(given, bytes):
        zh, en = "这里只取一个；请逐个给出。", "takes one at a time; call once for each."
    else:
        zh, en = "应是名称或路径。", "must be a name or a path."
    raise fail("wrong-type", f"{given!r} 不可用：{zh}", f"{given!r} is invalid: it {en}", place)


READERS: dict[str, Reader] = {
    "actuals": path_of, "as_of": whole_number, "cluster": text, "data": paths_of, "depth": whole_number,
    "draws": draws_of, "ensemble": ensemble, "every": text, "generations": whole_number, "home": path_like,
    "indicator": text, "inputs": mapping,
    "integrals": names_of,
    "is_met": flag, "is_missed": flag,
    "language": one_of(*LANGUAGES), "members": whole_number, "method": text, "orders": whole_number,
    "out": path_of, "outputs": names_of, "partial": flag, "path": path_of, "prior": flag, "resume": flag,
    "ramp": whole_number, "sampling": text, "save_every": number, "scenarios": several,
    "seed": whole_number, "since": whole_number, "size": whole_number, "start": whole_number, "summary": flag,
    "threads": processors, "until": whole_number, "until_error": number, "workers": processors,
    "year": whole_number,
}  # fmt: skip


def reading(**readers: Reader) -> Callable[[Callable[P, Result]], Callable[P, Result]]:
    """Decorate a public function: its arguments are read before it begins, by their names.

    An argument of one name is read in one way wherever it stands; a function may name another reader.
    Defaults are taken as they are, so that None needs no reader. All faults are raised together.

    Examples
    --------
    >>> @reading()
    ... def draw(members, seed=7):
    ...     return members, seed
    >>> draw(np.int64(3))
    (3, 7)
    >>> draw("many", 0.5)
    Traceback (most recent call last):
    sim.errors.SimError: members: 'many' 不是整数。
             'many' is not a whole number.
    seed: 0.5 不是整数。
          0.5 is not a whole number.
    """

    def decorate(function: Callable[P, Result]) -> Callable[P, Result]:
        signature, all_readers = inspect.signature(function), READERS | readers

        @functools.wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> Result:
            bound = signature.bind(*args, **kwargs)
            with Faults() as faults:
                for name, given in bound.arguments.items():
                    if name in all_readers and given is not signature.parameters[name].default:
                        bound.arguments[name] = faults.take(all_readers[name], given, Argument(name))
            return function(*bound.args, **bound.kwargs)

        return checked

    return decorate


def _wrong_type(value: object, zh: str, en: str, place: str) -> SimError:
    return fail("wrong-type", f"{value!r} 不可用，{zh}。", f"{value!r} is invalid; it {en}.", place)


def _scalar(value: object) -> object:
    return value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value
