"""Units as names that are multiplied and compared; the only module that uses pint.

Units are compared, never converted: km and m, 万人 and 人 are different units, as in Vensim
(vensim.com/documentation/22275.html). A unit name that no list knows is a unit like any other.
"""

from __future__ import annotations

import enum
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from pint.util import UnitsContainer

from sim.engine.language.source import SKETCH_END
from sim.names import fold
from sim.units import is_dimensionless

_SYNONYM_LINE = "22:"
# What Vensim writes into a new model (ref_units_equiv); for files without settings of their own.
_USUAL_SYNONYMS = (
    ("$", "Dollar", "Dollars", "$s"),
    ("Day", "Days"),
    ("Hour", "Hours"),
    ("Month", "Months"),
    ("Person", "People", "Persons"),
    ("Unit", "Units"),
    ("Week", "Weeks"),
    ("Year", "Years"),
)
_NOT_IN_A_NAME = re.compile(r"[\[\]{}=]")
_FULL_WIDTH = re.compile(r"[（）／＊＾×÷]")  # full-width forms of the signs of a unit
_DEEPEST = 20  # brackets within brackets
_SPELLED_OUT = 3  # Year*Year*Year, then Year^4
_ROUNDING = 1e-9  # powers within this distance of a whole number are that number


class Loose(enum.Enum):
    """Units that are not known, and therefore agree with any."""

    NUMBER = "number"  # a literal: anything in a sum, dimensionless in a product
    UNKNOWN = "unknown"  # not stated, or invalid by a fault already reported


Units = UnitsContainer
Unit = Units | Loose
DIMENSIONLESS = Units()


class UnreadableUnitsError(ValueError):
    """Unit text is not names joined by ``*``, ``/``, ``^`` and brackets; reasons in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(en)


def times(left: Unit, right: Unit) -> Unit:
    """Return the units of a product."""
    return _combined(left, right, 1)


def over(left: Unit, right: Unit) -> Unit:
    """Return the units of a ratio."""
    return _combined(left, right, -1)


def raised(unit: Units, exponent: float) -> Units:
    """Return the units of a power."""
    powers = {name: _settled(power * exponent) for name, power in _powers(unit).items()}
    return Units({name: power for name, power in powers.items() if power})


def _settled(power: float) -> float:
    whole = round(power) if math.isfinite(power) else math.inf
    return whole if abs(power - whole) < _ROUNDING else power


def _combined(left: Unit, right: Unit, sign: int) -> Unit:
    if Loose.UNKNOWN in (left, right):
        return Loose.UNKNOWN
    if isinstance(left, Loose) and isinstance(right, Loose):
        return Loose.NUMBER
    first = DIMENSIONLESS if isinstance(left, Loose) else left
    second = DIMENSIONLESS if isinstance(right, Loose) else right
    return _product(first, raised(second, sign))


def _product(left: Units, right: Units) -> Units:
    return cast("Units", left * right)  # pint writes its result's type as Any


def _powers(unit: Units) -> Mapping[str, float]:
    return cast("Mapping[str, float]", unit)  # the only powers that are admitted


def synonyms_of(sketch: str) -> tuple[tuple[str, ...], ...]:
    """Return the groups of unit names that mean the same (ref_units_equiv).

    They are the lines ``22:Dollar,$,Dollars`` of the settings after the sketch. A file without one was
    not written by Vensim, and is read with the groups that Vensim gives a new model.
    """
    settings = sketch.rpartition(SKETCH_END)[2] if SKETCH_END in sketch else ""
    lines = [line.strip() for line in settings.splitlines()]
    found = [line.removeprefix(_SYNONYM_LINE) for line in lines if line.startswith(_SYNONYM_LINE)]
    groups = tuple(tuple(name.strip() for name in line.split(",") if name.strip()) for line in found)
    return groups or _USUAL_SYNONYMS


class UnitNames:
    """Reads and shows the units of one model in the spelling of the file.

    Parameters
    ----------
    synonyms : groups of names that mean the same; case, blanks and underscores do not count
    """

    def __init__(self, synonyms: Iterable[tuple[str, ...]]) -> None:
        self._same = {fold(name): fold(group[0]) for group in synonyms for name in group}
        self._spelling: dict[str, str] = {}
        self._read: dict[str, Units] = {}

    def read(self, text: str) -> Units:
        """Return the units that a text such as ``people*km/(Year*Year)`` means.

        Raises
        ------
        UnreadableUnitsError: a name is missing or cannot be one, brackets do not match.
        """
        if text not in self._read:
            if text.count("(") > _DEEPEST:
                raise UnreadableUnitsError("括号太多", "it has too many brackets")
            marks = (mark.strip() for mark in re.split(r"([/*^()])", text))
            reading = _Reading([mark for mark in marks if mark], self)
            self._read[text] = reading.whole()
        return self._read[text]

    def named(self, name: str) -> Units:
        """Return the units of one name."""
        if is_dimensionless(name):
            return DIMENSIONLESS
        if _FULL_WIDTH.search(name):
            raise UnreadableUnitsError("请用半角的 * / ^ ( )", "write * / ^ ( ) in half width")
        if _NOT_IN_A_NAME.search(name) or re.fullmatch(r"[\d.]+", name) or not fold(name):
            raise UnreadableUnitsError(f'"{name}" 不能作单位名', f'"{name}" cannot be the name of a unit')
        key = self._same.get(fold(name), fold(name))
        self._spelling.setdefault(key, name)
        return Units({key: 1})

    def show(self, unit: Unit) -> tuple[str, str]:
        """Return units in square brackets, for Chinese and for English text, spelled as in the file."""
        if isinstance(unit, Loose):
            return "[?]", "[?]"
        if not unit:
            return "[无量纲]", "[dimensionless]"
        above, below = list(self._factors(unit, 1)), list(self._factors(unit, -1))
        under = f"({'*'.join(below)})" if len(below) > 1 else "".join(below)
        text = "*".join(above) or "1"
        shown = f"[{text}/{under}]" if under else f"[{text}]"
        return shown, shown

    def _factors(self, unit: Units, sign: int) -> Iterator[str]:
        for key, power in _powers(unit).items():
            name, size = self._spelling.get(key, key), power * sign
            if size in range(1, _SPELLED_OUT + 1):
                yield from [name] * int(size)
            elif size > 0:
                yield f"{name}^{size:g}"


class _Reading:
    """Reads the marks of one unit text from left to right."""

    def __init__(self, marks: list[str], names: UnitNames) -> None:
        self._marks, self._names = marks[::-1], names  # the next mark is the last

    def whole(self) -> Units:
        unit = self._product()
        if self._marks:
            raise _unreadable_at(self._marks[-1])
        return unit

    def _product(self) -> Units:
        unit = self._power()
        while self._marks and self._marks[-1] in "*/":
            sign = 1 if self._marks.pop() == "*" else -1
            unit = _product(unit, raised(self._power(), sign))
        return unit

    def _power(self) -> Units:
        unit = self._factor()
        if not self._marks or self._marks[-1] != "^":
            return unit
        self._marks.pop()
        exponent = self._marks.pop() if self._marks else ""
        if not re.fullmatch(r"[+-]?\d{1,2}", exponent):
            raise UnreadableUnitsError('"^" 后面应为整数', 'a whole number should follow "^"')
        return raised(unit, int(exponent))

    def _factor(self) -> Units:
        mark = self._marks.pop() if self._marks else ""
        if mark == "(":
            unit = self._product()
            if not self._marks or self._marks.pop() != ")":
                raise UnreadableUnitsError("括号不配对", "its brackets do not match")
            return unit
        if mark in {"", "*", "/", "^", ")"}:
            raise _unreadable_at(mark)
        return self._names.named(mark)


def _unreadable_at(mark: str) -> UnreadableUnitsError:
    if not mark:
        return UnreadableUnitsError("末尾缺少单位名", "a unit is missing at its end")
    if mark == ")":
        return UnreadableUnitsError("括号不配对", "its brackets do not match")
    if mark in "*/^":
        return UnreadableUnitsError(f'"{mark}" 前面缺少单位名', f'a unit is missing before "{mark}"')
    return UnreadableUnitsError(f'"{mark}" 前面缺少 * 或 /', f'* or / is missing before "{mark}"')
