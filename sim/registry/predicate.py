"""Expectations as comparisons of two formulas over named quantities, such as variables of the model.

    LEFT = RIGHT [within P%] [in YEAR | from YEAR | to YEAR | from YEAR to YEAR]

``=`` may be ``<``, ``<=``, ``>`` or ``>=``. Formulas hold numbers, variables as the model names them
(``productive capital[automobiles]``), ``years`` since the start, ``+ - * / **``, brackets and the
functions of `FUNCTIONS`. A variable with subscripts and no element means each of its elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.errors import Fault, Faults, SimError, fail, suggestion
from sim.registry.formula import Formula, Function, read_formula

KIND_AXIS, RUN_AXIS, TIME_AXIS, ELEMENT_AXIS = 0, 1, 2, 3  # level or integral; this run or the unchanged run
EXACT = 1e-9  # relative to the larger side, and absolute in the variables' own units
YEARS = "years"


def _base(values: Array) -> Array:
    return values[:, 1:2] if np.ndim(values) else values


def _opening(values: Array) -> Array:
    return values[:, :, :1] if np.ndim(values) else values


def _change(values: Array) -> Array:
    changed: Array = np.diff(values, axis=TIME_AXIS, prepend=np.nan)
    return changed


def _added(values: Array) -> Array:
    return values[1:2]


def _total(values: Array) -> Array:
    total: Array = np.sum(values, axis=ELEMENT_AXIS, keepdims=True)
    return total


FUNCTIONS: Mapping[str, Function] = {
    "base": Function(1, _base),  # in the run in which nothing is changed
    "opening": Function(1, _opening),  # when the run starts
    "change": Function(1, _change),  # since the end of the year before
    "added": Function(1, _added),  # exact integral of a flow over the year
    "total": Function(1, _total),  # over all elements
    "min": Function(2, np.minimum),
    "max": Function(2, np.maximum),
    "exp": Function(1, np.exp),
    "ln": Function(1, np.log),
    "abs": Function(1, np.abs),
}
_TAIL = re.compile(
    r"(?:\s+within\s+(?P<percent>[\d.]+)\s*%)?"
    r"(?:\s+in\s+(?P<year>\d{4})|(?:\s+from\s+(?P<first>\d{4}))?(?:\s+to\s+(?P<last>\d{4}))?)\s*$"
)
_SIGN = re.compile(r"<=|>=|<|>|=")
_WORDS = re.compile(r"[^\W\d]\w*(?: +[^\W\d]\w*)*(?:\[[^\]]*\])?")
_ADDED = re.compile(r"\badded\(\s*§\d+\s*\)|\badded\(")


@dataclass(frozen=True)
class Predicate:
    """A comparison over a time.

    Parameters
    ----------
    text : as written
    left, right : formulas over placeholders
    sign : "=", "<", "<=", ">" or ">="
    tolerance : of the larger side
    first, last : first and last year, None where open
    names : name behind each placeholder: ``name`` or ``name[element]``
    """

    text: str
    left: Formula
    right: Formula
    sign: str
    tolerance: float
    first: int | None
    last: int | None
    names: Mapping[str, str]

    @property
    def integrals(self) -> tuple[str, ...]:
        """Return the names whose integrals over a year it uses."""
        found = re.findall(r"added\((v\d+)\)", f"{self.left.text} {self.right.text}".replace(" ", ""))
        return tuple(self.names[each] for each in found)

    def compare(self, values: Mapping[str, Array]) -> tuple[Array, Array, NDArray[np.bool_]]:
        """Return both sides and whether they satisfy the comparison, each (time, element, ...).

        Parameters
        ----------
        values : of each placeholder, and `YEARS`: (kind, run, time, element, ...), where a last axis of
            members may follow
        """
        shape = np.broadcast_shapes(*(np.shape(value) for value in values.values()))
        left, right = (np.broadcast_to(side.values(values), shape)[0, 0] for side in (self.left, self.right))
        slack = self.tolerance * np.maximum(np.abs(left), np.abs(right)) + EXACT
        gap = left - right
        agree = {
            "=": np.abs(gap) <= slack,
            "<=": gap <= slack,
            ">=": gap >= -slack,
            "<": gap < -slack,
            ">": gap > slack,
        }[self.sign]
        return left, right, agree & np.isfinite(left) & np.isfinite(right)


class Vocabulary:
    """The names that predicates may use, found in a text even if they have several words.

    Parameters
    ----------
    names : all of them
    what : term for a name, in Chinese and in English
    """

    def __init__(
        self, names: Iterable[str], what: tuple[str, str] = ("模型的变量", "variable of the model")
    ) -> None:
        self.names, self.what = tuple(names), what
        longest_first = sorted(self.names, key=len, reverse=True)
        choice = "|".join(re.escape(name).replace(r"\ ", " +") for name in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{choice})(?!\w)(?: *\[[^\]]*\])?", re.IGNORECASE)

    def replace(self, text: str) -> tuple[str, dict[str, str]]:
        """Return the text with each name replaced by a placeholder, and the names by placeholder."""
        marks: dict[str, str] = {}

        def mark(found: re.Match[str]) -> str:
            return f"§{marks.setdefault(' '.join(found[0].split()), str(len(marks)))}"

        return self._pattern.sub(mark, text), {number: name for name, number in marks.items()}


def read_predicate(text: str, vocabulary: Vocabulary) -> Predicate:
    """Return a predicate.

    Raises
    ------
    SimError: no comparison or two, unknown names, invalid formulas, years in the wrong order.
    """
    tail = _TAIL.search(text)
    assert tail is not None  # all its parts may be missing
    body, names = vocabulary.replace(text[: tail.start()])
    Faults([*_unknown(body, text, vocabulary), *_shape_faults(body, text)]).check()
    sign = _SIGN.findall(body)[0]
    sides = [re.sub(r"§(\d+)", r"v\1", side) for side in body.split(sign)]
    left, right = (_formula(side, names) for side in sides)
    first, last = _time(tail, text)
    tolerance = float(tail["percent"]) / 100 if tail["percent"] else EXACT
    placeholders = {f"v{number}": name for number, name in names.items()}
    return Predicate(" ".join(text.split()), left, right, sign, tolerance, first, last, placeholders)


def _formula(side: str, names: Mapping[str, str]) -> Formula:
    """Return one side, or raise its faults with the names as they were written."""
    try:
        return read_formula(side, functions=FUNCTIONS)
    except SimError as error:

        def written(text: str) -> str:
            return re.sub(r"\bv(\d+)\b", lambda found: names.get(found[1], found[0]), text)

        faults = [replace(one, zh=written(one.zh), en=written(one.en)) for one in error.faults]
        raise SimError(faults) from error


def _time(tail: re.Match[str], text: str) -> tuple[int | None, int | None]:
    if tail["year"]:
        return int(tail["year"]), int(tail["year"])
    first, last = (int(tail[name]) if tail[name] else None for name in ("first", "last"))
    if first is not None and last is not None and first > last:
        raise fail(
            "wrong-order",
            f'"{text}" 的年份前后颠倒：{first} 晚于 {last}。',
            f'the years of "{text}" are in the wrong order: {first} is after {last}.',
        )
    return first, last


def _unknown(body: str, text: str, vocabulary: Vocabulary) -> Iterator[Fault]:
    for found in _WORDS.findall(body):
        name = found.partition("[")[0].strip()
        if name not in FUNCTIONS and name != YEARS:
            zh, en = suggestion(name, (*vocabulary.names, *FUNCTIONS))
            yield Fault(
                "unknown-name",
                f'"{text}" 中的 "{name}" 不是{vocabulary.what[0]}。{zh}',
                f'"{name}" in "{text}" is not a {vocabulary.what[1]}.{en}',
            )


def _shape_faults(body: str, text: str) -> Iterator[Fault]:
    if len(_SIGN.findall(body)) != 1:
        yield Fault(
            "syntax",
            f'"{text}" 应恰有一个比较号（= < <= > >=），如 "births = 0 from 2021"。',
            f'"{text}" must contain exactly one comparison sign (= < <= > >=), as in "births = 0 from 2021".',
        )
    if any(found.endswith("(") for found in _ADDED.findall(body)):
        yield Fault(
            "syntax",
            f'"{text}" 中 added(…) 的括号里应是一个变量。',
            f'added(…) in "{text}" must hold a single variable.',
        )
