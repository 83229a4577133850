"""Replacement of constants in the text of a model file; every other character stays."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sim.engine.language.source import split_source
from sim.engine.variables import Variable
from sim.errors import Fault, Faults
from sim.names import fold

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_REMARK = re.compile(r"\{[^{}]*\}")
_LEFT_SIDE = re.compile(r"\s*(?P<name>[^=\[~]*?)\s*(?:\[(?P<subscripts>[^\]]*)\])?\s*=")
Span = tuple[int, int]  # positions of the first character and after the last


def with_constants(
    text: str, values: Mapping[str, float], variables: Mapping[str, Variable], place: str
) -> str:
    """Return the text of a model file with new numbers for some of its constants.

    Parameters
    ----------
    text : with line ends of one character
    values : by ``name`` or ``name[element]``, as the model has them
    variables : of the model that the text holds

    Raises
    ------
    SimError: constants that share their number with other elements.
    """
    owners = {key: variable for variable in variables.values() for key in variable.elements}
    lines = _lines_by_name(text, place)
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    spans: dict[Span, str] = {}
    with Faults() as faults:
        for key, value in values.items():
            owner = owners[key]
            begins = [starts[line - 1] for line in lines.get(fold(owner.name), [])]
            span = _span(text, key, owner, begins)
            if span is None:
                faults.append(_hidden(key, place))
            else:
                spans[span] = f"{value:.15g}"
    for (first, last), number in sorted(spans.items(), reverse=True):
        text = text[:first] + number + text[last:]
    return text


def _lines_by_name(text: str, place: str) -> dict[str, list[int]]:
    """Return the lines on which the equations of each folded name begin."""
    found: dict[str, list[int]] = {}
    for equation in split_source(text, place).equations:
        left = _LEFT_SIDE.match(equation.text)
        if left and not equation.macro:
            found.setdefault(fold(left["name"]), []).append(equation.line)
    return found


def _span(text: str, key: str, variable: Variable, begins: list[int]) -> Span | None:
    """Return the position of a constant's number, None where it is part of a larger expression.

    Parameters
    ----------
    begins : positions at which the variable's equations begin
    """
    element = key[len(variable.name) :].strip("[]")
    for first in begins:
        equation = _blanked(text[first : text.index("~", first)])
        left = _LEFT_SIDE.match(equation)
        assert left is not None  # it was read from this line
        numbers = [(first + n.start(), first + n.end()) for n in _NUMBER.finditer(equation, left.end())]
        if len(numbers) == 1 and fold(left["subscripts"] or "") == fold(element):
            return numbers[0]
        if len(numbers) == len(variable.elements) > 1:
            return numbers[variable.elements.index(key)]
    return None


def _blanked(equation: str) -> str:
    """Replace remarks with blanks."""
    return _REMARK.sub(lambda remark: " " * len(remark[0]), equation)


def _hidden(key: str, place: str) -> Fault:
    return Fault(
        "conflict",
        f'常量 "{key}" 与其他元素共用一个数字，无法单独改写；请为每个元素各写一个数。',
        f'"{key}" shares its number with other elements; give every element a number of its own.',
        place,
    )
