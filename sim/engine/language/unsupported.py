"""Features of a file that this engine does not run, reported once per cause with their lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.errors import Fault, SimError, fail

GAPS = ("unsupported", "no-data")  # codes of faults that are not faults of the file
_LINES_SHOWN = 5


@dataclass(frozen=True)
class UnsupportedFunction(Fault):
    """A function that is not supported, and a variable that uses it."""

    function: str = ""
    variable: str = ""


def unsupported_function(name: str, variable: str, near: str | None, place: str) -> SimError:
    """Return the fault of a function; ``near`` is a supported function of which it may be a misspelling."""
    zh, en = (f"最接近的是 {near.upper()}。", f" Nearest: {near.upper()}.") if near else ("", "")
    return SimError(
        UnsupportedFunction(
            "unsupported",
            f'"{variable}" 用到的函数 {name} 不受支持。{zh}',
            f'"{variable}" uses the function {name}, which is not supported.{en}',
            place,
            name,
            variable,
        )
    )


def unfinished(variable: str, place: str) -> SimError:
    """Return the fault of an equation that is still to be written (22300: A FUNCTION OF)."""
    return fail(
        "unsupported",
        f'"{variable}" 的方程还没有写。',
        f'the equation of "{variable}" is not written yet.',
        place,
    )


def is_gap(faults: Iterable[Fault]) -> bool:
    """Whether all of the faults are limits of this engine, and none is the file's."""
    return all(fault.code in GAPS for fault in faults)


def gathered(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults in file order, with a single one for each unsupported function."""
    kept: dict[str, list[UnsupportedFunction]] = {}
    order: dict[Fault | str, None] = {}
    for fault in faults:
        if isinstance(fault, UnsupportedFunction):
            kept.setdefault(fault.function, []).append(fault)
            order[fault.function] = None
        else:
            order[fault] = None
    found = [_as_one(kept[item]) if isinstance(item, str) else item for item in order]
    return sorted(found, key=_line)


def _line(fault: Fault) -> int:
    line = fault.place.rpartition(":")[2]
    return int(line) if line.isdecimal() else 0


def _as_one(faults: list[UnsupportedFunction]) -> Fault:
    variables = dict.fromkeys(fault.variable for fault in faults)
    first = faults[0]
    if len(variables) == 1:
        return first
    lines = list(dict.fromkeys(fault.place.rpartition(":")[2] for fault in faults))
    shown, more = lines[:_LINES_SHOWN], len(lines) > _LINES_SHOWN
    zh_lines, en_lines = "、".join(shown) + "…" * more, ", ".join(shown) + ", …" * more
    return Fault(
        "unsupported",
        f"函数 {first.function} 不受支持，有 {len(variables)} 个变量用到它（第 {zh_lines} 行）。",
        f"the function {first.function} is not supported; "
        f"{len(variables)} variables use it (lines {en_lines}).",
        first.place,
    )
