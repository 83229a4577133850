"""The one error a user sees, in Chinese and English, with all faults of an input together."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import east_asian_width


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input.

    Parameters
    ----------
    zh, en : what is wrong, what was given with its unit, what is allowed, how to mend it
    place : file, file:line, option or variable the fault is at; empty when there is none
    """

    zh: str
    en: str
    place: str = ""

    def report(self) -> str:
        """Return the fault as two lines, the English one indented to stand below the Chinese."""
        prefix = f"{self.place}: " if self.place else ""
        width = sum(2 if east_asian_width(char) in "WF" else 1 for char in prefix)
        return f"{prefix}{self.zh}\n{' ' * width}{self.en}"


class SimError(ValueError):
    """Bad input, told in both languages; ``faults`` holds every fault that was found."""

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(fault.report() for fault in self.faults))

    def __reduce__(self) -> tuple[type[SimError], tuple[tuple[Fault, ...]]]:
        """Travel between processes as the faults, not as their text."""
        return type(self), (self.faults,)


def fail(zh: str, en: str, place: str = "") -> SimError:
    """Return a `SimError` of a single fault, to be raised by the caller."""
    return SimError(Fault(zh, en, place))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like ``name``, or None when none is near."""
    folded = {known_name.lower(): known_name for known_name in known}
    close = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.5)
    return folded[close[0]] if close else None


def suggestion(name: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the end of a message that names what is nearest, in Chinese and English; empty if nothing is."""
    near = nearest(name, known)
    return (f'最接近的是 "{near}"。', f' Nearest: "{near}".') if near else ("", "")
