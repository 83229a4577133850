"""Subscript ranges and the elements they stand for."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sim.engine.expressions import fold
from sim.engine.parser import Parsed
from sim.engine.source import Source
from sim.errors import Fault, SimError, suggestion

Binding = Mapping[str, str]  # folded range name -> element name


@dataclass(frozen=True)
class Subscripts:
    """All ranges of a model.

    Parameters
    ----------
    names : range name as written, by folded name
    ranges : elements in order, by folded range name
    elements : element name as written, by folded name
    """

    names: Mapping[str, str]
    ranges: Mapping[str, tuple[str, ...]]
    elements: Mapping[str, str]

    def along(self, subscript: str) -> tuple[str, ...]:
        """Return the elements that a subscript of a left side runs over."""
        key = fold(subscript)
        return self.ranges[key] if key in self.ranges else (self.elements[key],)

    def knows(self, subscript: str) -> bool:
        """Whether the name is a range or an element."""
        return fold(subscript) in self.ranges or fold(subscript) in self.elements

    def bindings(self, subscripts: Iterable[str]) -> Iterator[tuple[tuple[str, ...], Binding]]:
        """Yield every combination of elements with what each range stands for in it."""
        subscripts = tuple(subscripts)
        folded = [fold(subscript) for subscript in subscripts]
        for elements in itertools.product(*(self.along(subscript) for subscript in subscripts)):
            yield (
                elements,
                {key: item for key, item in zip(folded, elements, strict=True) if key in self.ranges},
            )

    def smallest_holding(self, elements: Iterable[str]) -> str:
        """Return the shortest range with all these elements, or "" when there is none."""
        wanted = {fold(element) for element in elements}
        fitting = [key for key, items in self.ranges.items() if wanted <= {fold(item) for item in items}]
        return self.names[min(fitting, key=lambda key: len(self.ranges[key]))] if fitting else ""


def read_subscripts(parsed: Iterable[Parsed], source: Source) -> Subscripts:
    """Resolve every range to its elements.

    Raises
    ------
    SimError: a mapping, an imported range, a range that contains itself, a name defined twice.
    """
    faults: list[Fault] = []
    definitions: dict[str, Parsed] = {}
    for item in parsed:
        place = source.at(item.equation.line)
        if item.mapping:
            faults.append(
                Fault("不支持下标映射（->）。", "subscript mappings (->) are not supported.", place)
            )
        elif isinstance(item.syntax, dict):
            faults.append(
                Fault("不支持从文件读取下标。", "subscripts read from a file are not supported.", place)
            )
        elif fold(item.name) in definitions:
            faults.append(
                Fault(f'下标 "{item.name}" 重复定义。', f'the range "{item.name}" is defined twice.', place)
            )
        else:
            definitions[fold(item.name)] = item
    ranges = {}
    for key, item in definitions.items():
        try:
            ranges[key] = tuple(_expand(key, definitions, ()))
        except RecursionError:
            place = source.at(item.equation.line)
            faults.append(
                Fault(f'下标 "{item.name}" 包含自身。', f'the range "{item.name}" contains itself.', place)
            )
    if faults:
        raise SimError(faults)
    elements = {fold(element): element for items in ranges.values() for element in items}
    return Subscripts({key: item.name for key, item in definitions.items()}, ranges, elements)


def _expand(key: str, definitions: Mapping[str, Parsed], above: tuple[str, ...]) -> Iterator[str]:
    if key in above:
        raise RecursionError
    syntax = definitions[key].syntax
    for entry in [syntax] if isinstance(syntax, str) else syntax:  # text: a copy, `a <-> b`
        if fold(entry) in definitions:
            yield from _expand(fold(entry), definitions, (*above, key))
        else:
            yield entry.strip().strip('"')


def unknown_subscript(name: str, subscripts: Subscripts, place: str) -> Fault:
    """Return the fault of a subscript that is neither range nor element."""
    zh, en = suggestion(fold(name), [*subscripts.ranges, *subscripts.elements])
    return Fault(f'没有名为 "{name}" 的下标。{zh}', f'no subscript "{name}".{en}', place)
