"""Where an expression of an XMILE file that is written stands, and how names and numbers are spelt there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.engine.language.subscripts import Subscripts
from sim.engine.language.syntax import Points
from sim.engine.xmile.tokens import KEYWORDS
from sim.errors import SimError, fail

_IDENTIFIER = re.compile(r"[^\W\d_]\w*")


def name_text(name: str) -> str:
    """Return a name as an equation writes it: with underscores, in quotes where it holds other signs.

    Examples
    --------
    >>> name_text("birth rate"), name_text("a-b")
    ('birth_rate', '"a-b"')
    """
    plain = name.replace(" ", "_")
    if _IDENTIFIER.fullmatch(plain) and plain.lower() not in KEYWORDS:
        return plain
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def element_text(element: str) -> str:
    """Return the name of an element; a number stands as it is."""
    return element if element.isdecimal() else name_text(element)


def number_text(value: float) -> str:
    """Return the shortest text that reads as the same number."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


@dataclass(frozen=True)
class Surroundings:
    """Where an expression stands.

    Parameters
    ----------
    subscripts : of the model
    dimensions : the ranges of each variable's axes, by folded name
    tables : of each lookup the ways in which the model reads it, by folded name
    name, place : of the variable, for messages
    binding : element that each range of the left side has; none in an equation of a whole array
    left : folded ranges of the left side in an equation of a whole array, which names them
    locals : folded names within a macro
    macros : folded names of the model's own macros
    fixed : lowest value of each constant, by folded name
    step : TIME STEP where the method is Euler's, else 0
    time_units : of the model
    carried : functions that need a macro, added as they are met
    graphs : lookups within expressions, and readings of lookups, by the name given to them
    """

    subscripts: Subscripts
    dimensions: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, frozenset[str]]
    name: str
    place: str
    binding: Mapping[str, str] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    locals: frozenset[str] = frozenset()
    macros: frozenset[str] = frozenset()
    fixed: Mapping[str, float] = field(default_factory=dict)
    step: float = 0.0
    time_units: str = ""
    carried: dict[str, None] = field(default_factory=dict)
    graphs: dict[str, tuple[str, Points | None, str]] = field(default_factory=dict)

    def refuse(self, zh: str, en: str) -> SimError:
        """Return the fault of what XMILE has no words for."""
        return fail("unsupported", f'"{self.name}"：{zh}', f'"{self.name}": {en}', self.place)


class NotWholeError(Exception):
    """An equation of a whole array that XMILE must have element by element."""
