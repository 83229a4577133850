"""Features of a file that this engine does not run, reported once per cause with their lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.errors import Fault, SimError

GAPS = ("unsupported", "no-data")  # codes of faults that are not faults of the file
_LINES_SHOWN = 5
_NAMES_SHOWN = 3


@dataclass(frozen=True)
class UnsupportedFunction(Fault):
    """A function that is not supported, and a variable that uses it."""

    function: str = ""
    variable: str = ""


@dataclass(frozen=True)
class UnwrittenEquation(Fault):
    """An equation that is still to be written, and its variable."""

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
    zh, en = f'"{variable}" 的方程还没有写。', f'the equation of "{variable}" is not written yet.'
    return SimError(UnwrittenEquation("unsupported", zh, en, place, variable))


def is_gap(faults: Iterable[Fault]) -> bool:
    """Whether all of the faults are limits of this engine, and none is the file's."""
    return all(fault.code in GAPS for fault in faults)


def gathered(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults in file order, with a single one for each unsupported function.

    Equations that are still to be written have a single one too, as a causal diagram has no others.
    """
    kept: dict[str, list[UnsupportedFunction]] = {}
    unwritten: dict[UnwrittenEquation, None] = {}
    found: dict[Fault, None] = {}
    for fault in faults:
        if isinstance(fault, UnsupportedFunction):
            kept.setdefault(fault.function, []).append(fault)
        elif isinstance(fault, UnwrittenEquation):
            unwritten[fault] = None
        else:
            found[fault] = None
    combined = [*map(_as_one, kept.values()), *_unwritten_as_one(list(unwritten))]
    return sorted([*found, *combined], key=_line)


def _unwritten_as_one(faults: list[UnwrittenEquation]) -> list[Fault]:
    variables = list(dict.fromkeys(fault.variable for fault in faults))
    if len(variables) < 2:
        return list(faults[:1])
    names = [f'"{name}"' for name in variables[:_NAMES_SHOWN]] + ["…"] * (len(variables) > _NAMES_SHOWN)
    zh_lines, en_lines = _lines(faults)
    zh = f"有 {len(variables)} 个变量的方程还没有写（第 {zh_lines} 行）：{'、'.join(names)}。"
    en = f"{len(variables)} variables have no equation yet (lines {en_lines}): {', '.join(names)}."
    return [Fault("unsupported", zh, en, faults[0].place)]


def _lines(faults: Sequence[Fault]) -> tuple[str, str]:
    """Return the first lines that faults stand on, in Chinese and in English."""
    lines = list(dict.fromkeys(fault.place.rpartition(":")[2] for fault in faults))
    shown, more = lines[:_LINES_SHOWN], len(lines) > _LINES_SHOWN
    return "、".join(shown) + "…" * more, ", ".join(shown) + ", …" * more


def _line(fault: Fault) -> int:
    line = fault.place.rpartition(":")[2]
    return int(line) if line.isdecimal() else 0


def _as_one(faults: list[UnsupportedFunction]) -> Fault:
    variables = dict.fromkeys(fault.variable for fault in faults)
    first = faults[0]
    if len(variables) == 1:
        return first
    zh_lines, en_lines = _lines(faults)
    return Fault(
        "unsupported",
        f"函数 {first.function} 不受支持，有 {len(variables)} 个变量用到它（第 {zh_lines} 行）。",
        f"the function {first.function} is not supported; "
        f"{len(variables)} variables use it (lines {en_lines}).",
        first.place,
    )
