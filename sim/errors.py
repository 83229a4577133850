"""Faults of an input, bilingual and coded, and the one error that carries all of them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Literal, ParamSpec, Self, TypeVar, cast
from unicodedata import east_asian_width

P = ParamSpec("P")
Result = TypeVar("Result")

Code = Literal[
    # names and words
    "unknown-name",  # no such variable, lever, indicator, scenario, field, option …
    "invalid-choice",  # a word that is not one of those allowed
    "undefined",  # the model uses a variable or subscript that it does not define
    # values
    "not-a-number",  # a finite number is needed
    "outside-limits",  # a number outside what is allowed
    "wrong-type",  # a value of another type than the one needed: text, number, list or mapping
    "wrong-order",  # an end before its start, a lower limit above the upper one, rows out of order
    "units",  # units that are unknown or do not balance
    "mismatch",  # two things that must agree do not: counts of elements, lengths, units, machines
    "not-settable",  # a variable that the model computes, or a setting that is not open
    # what is given
    "missing",  # something needed is not given
    "duplicate",  # given already, or there already
    "conflict",  # given together with something that excludes it
    "circular",  # refers to itself, directly or through others
    "syntax",  # text that cannot be read as what it should be
    "unsupported",  # valid elsewhere, but not supported here
    "too-few",  # too few members, samples or scenarios
    "too-large",  # above what one file, model or run may hold
    "more",  # further faults of the kinds above, not listed
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
    "no-data",  # nothing to work with: an empty file, no figure for that year
    "non-finite",  # a non-finite result
    "check-failed",  # the model, the plan or a fit fails a test
    # the machine
    "memory",  # more than there is
    "not-installed",  # a package or a program that is needed
    "unreachable",  # a cluster that does not answer, or ended
]


class Argument(str):
    """The place of a fault that is in a parameter of the function called: ``members`` or ``members=0``.

    A text names a parameter in backticks. A command reports its own option instead of either.
    """

    __slots__ = ()


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input.

    Parameters
    ----------
    code : kind of the fault, for programs; it stays when a message is reworded
    zh, en : what is wrong, what was given with its unit, what is allowed, how to correct it
    place : file, file:line, `Argument` or variable the fault is at; empty when there is none
    """

    code: Code
    zh: str
    en: str
    place: str = ""

    def at(self, place: str) -> Fault:
        """Return the same fault at a place."""
        return replace(self, place=place)

    def text(self, language: str) -> str:
        """Return what is wrong in the language."""
        return self.zh if language == "zh" else self.en

    def report(self) -> str:
        """Return the fault as two lines, the English one indented to align with the Chinese."""
        place = self.place.replace("\r", "␍").replace("\n", "␊")  # a name may hold them; a line may not
        prefix = f"{place}: " if place else ""
        width = sum(2 if east_asian_width(char) in "WF" else 1 for char in prefix)
        return f"{prefix}{self.zh}\n{' ' * width}{self.en}"


class SimError(ValueError):
    """Invalid input or a failed run, with all its faults in Chinese and English.

    Parameters
    ----------
    faults : a fault, or several

    Attributes
    ----------
    faults : each fault once, with its code, its texts in both languages and its place
    """

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults = (faults,) if isinstance(faults, Fault) else tuple(dict.fromkeys(faults))
        super().__init__("\n".join(fault.report() for fault in self.faults))

    def at(self, place: str) -> SimError:
        """Return the same faults at a place."""
        return type(self)(fault.at(place) for fault in self.faults)

    def __reduce__(self) -> tuple[type[SimError], tuple[tuple[Fault, ...]]]:
        """Pickle as the faults, not as their text."""
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
        """Return what a function returns, or None in its place once the faults it raises are collected.

        The type of the result omits None: no code after the block sees it, since the block raises.
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
        """Raise all faults, including those of an error that ended the block."""
        if isinstance(error, SimError):
            raise SimError([*self, *error.faults]) from error
        if error is None:
            self.check()


def fail(code: Code, zh: str, en: str, place: str = "") -> SimError:
    """Return a `SimError` of a single fault, to be raised by the caller."""
    return SimError(Fault(code, zh, en, place))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like ``name``, or None when none is near."""
    return nearest_of(name, {each: each for each in known})


def nearest_of(name: str, known: Mapping[str, str]) -> str | None:
    """Return what stands under the key most like ``name``: alike in most of its letters, or holding it.

    Examples
    --------
    >>> nearest("public investmnt", ["public investment"]), nearest("list", ["validate"])
    ('public investment', None)
    """
    folded = {_bare(key): value for key, value in known.items()}
    wanted = _bare(name)
    close = difflib.get_close_matches(wanted, folded, n=1, cutoff=_ALIKE if len(wanted) > _SHORT else _HALF)
    if close:
        return folded[close[0]]
    holding = [key for key in folded if wanted in key] if len(wanted) >= _TELLING else []
    return folded[min(holding, key=len)] if holding else None


_ALIKE, _HALF = 0.6, 0.5  # share of letters in common
_SHORT = 3  # letters, of which one may be wrong though it is half of the word
_TELLING = 2  # letters by which a longer name is found


def _bare(name: str) -> str:
    return name.lower().lstrip("-")


def suggestion(name: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the end of a message that suggests the nearest name, in both languages; empty without one."""
    near = nearest(name, known)
    return (f'最接近的是 "{near}"。', f' Nearest: "{near}".') if near else ("", "")
