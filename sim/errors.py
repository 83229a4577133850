"""Faults of an input, bilingual and coded, and the one error that carries all of them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Literal, ParamSpec, Self, TypeVar, cast
from unicodedata import east_asian_width

P = ParamSpec("P")
Result = TypeVar("Result")

Code = Literal[
    # names and words
    "unknown-name",  # no such variable, lever, indicator, scenario, field, option …
    "invalid-choice",  # a word that is none of the few that are allowed
    "undefined",  # the model uses a variable or subscript that it does not define
    # values
    "not-a-number",  # a finite number is needed
    "outside-limits",  # a number outside what is allowed
    "wrong-type",  # text, number, list or mapping where another of them is needed
    "wrong-order",  # an end before its start, a lower limit above the upper one, rows out of order
    "units",  # units that are unknown or do not balance
    "mismatch",  # two things that must agree do not: counts of elements, lengths, units, machines
    "not-settable",  # a variable that the model computes, or a setting that is not open
    # what is given
    "missing",  # something needed is not given
    "duplicate",  # given already, or there already
    "conflict",  # given beside something that excludes it
    "circular",  # refers to itself, directly or through others
    "syntax",  # text that cannot be read as what it should be
    "unsupported",  # sound elsewhere, and not supported here
    "too-few",  # too few members, samples or scenarios
    "too-large",  # above what one file, model or run may hold
    "more",  # further faults of the kinds before, not listed
    # files and folders
    "missing-file",  # no such file or folder
    "not-a-file",  # a folder or device where a file is needed
    "unreadable",  # refused by the system, or not text
    "unwritable",  # refused by the system
    "damaged",  # not what was written
    "occupied",  # a place that holds something else, or that another program is writing
    "stale",  # made with another model, version or settings
    "unfinished",  # an ensemble that can be resumed
    # runs and checks
    "no-data",  # nothing there to work with: an empty file, no figure for that year
    "non-finite",  # a result that is no finite number
    "check-failed",  # the model, the plan or a fit fails a test
    # the machine
    "memory",  # more than there is
    "not-installed",  # a package or a program that is needed
    "unreachable",  # a cluster that does not answer, or ended
]


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input.

    Parameters
    ----------
    code : kind of the fault, for programs; it stays when a message is reworded
    zh, en : what is wrong, what was given with its unit, what is allowed, how to mend it
    place : file, file:line, parameter or variable the fault is at; empty when there is none
    """

    code: Code
    zh: str
    en: str
    place: str = ""

    def at(self, place: str) -> Fault:
        """Return the same fault at a place."""
        return replace(self, place=place)

    def report(self) -> str:
        """Return the fault as two lines, the English one indented to align with the Chinese."""
        prefix = f"{self.place}: " if self.place else ""
        width = sum(2 if east_asian_width(char) in "WF" else 1 for char in prefix)
        return f"{prefix}{self.zh}\n{' ' * width}{self.en}"


class SimError(ValueError):
    """Bad input, reported in both languages; ``faults`` holds each fault that was found, once."""

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults = (faults,) if isinstance(faults, Fault) else tuple(dict.fromkeys(faults))
        super().__init__("\n".join(fault.report() for fault in self.faults))

    def __reduce__(self) -> tuple[type[SimError], tuple[tuple[Fault, ...]]]:
        """Travel between processes as the faults, not as their text."""
        return type(self), (self.faults,)


class Faults(list[Fault]):
    """A collector of faults: a block that reads on past each of them and raises all at its end.

    Examples
    --------
    >>> with Faults() as faults:
    ...     low = faults.take(float, "1")
    ...     if low > 0:
    ...         faults.append(Fault("outside-limits", "应不大于 0。", "must not be above 0.", "low"))
    Traceback (most recent call last):
    sim.errors.SimError: low: 应不大于 0。
         must not be above 0.
    """

    def take(self, read: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Result:
        """Return what a function returns, or collect the faults it raises.

        Then there is nothing to return; no code after the block meets that, since the block raises.
        Code within it that needs the value asks whether there are faults.
        """
        try:
            return read(*args, **kwargs)
        except SimError as error:
            self.extend(error.faults)
            return cast("Result", None)

    def check(self) -> None:
        """Raise what was collected so far, if anything."""
        if self:
            raise SimError(self)

    def __enter__(self) -> Self:
        """Begin to collect."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raise all faults, those of an error that ended the block among them."""
        if isinstance(error, SimError):
            raise SimError([*self, *error.faults]) from error
        if error is None:
            self.check()


def fail(code: Code, zh: str, en: str, place: str = "") -> SimError:
    """Return a `SimError` of a single fault, to be raised by the caller."""
    return SimError(Fault(code, zh, en, place))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like ``name``, or None when none is near."""
    folded = {known_name.lower(): known_name for known_name in known}
    close = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.5)
    return folded[close[0]] if close else None


def suggestion(name: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the end of a message that names what is nearest, in Chinese and English; empty if nothing is."""
    near = nearest(name, known)
    return (f'最接近的是 "{near}"。', f' Nearest: "{near}".') if near else ("", "")
