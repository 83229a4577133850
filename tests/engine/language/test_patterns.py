"""Patterns that every Python from 3.11.0 on matches alike (its issue 106052 was mended in 3.11.5)."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import sim.engine.language

REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for found in pkgutil.walk_packages(sim.engine.language.__path__, "sim.engine.language."):
        for name, value in vars(importlib.import_module(found.name)).items():
            if isinstance(value, re.Pattern):
                yield f"{found.name}.{name}", value


def repeats(tree: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield every repeat of a pattern: its kind, after the kinds of the repeats around it."""
    if isinstance(tree, tuple) and len(tree) == 2 and tree[0] in REPEATS and tree[1][:2] != (0, 1):
        above = (*above, tree[0])
        yield above
    if isinstance(tree, tuple | list | parser.SubPattern):
        for part in tree:
            yield from repeats(part, above)


def is_safe(pattern: re.Pattern[str]) -> bool:
    nested = [kinds for kinds in repeats(parser.parse(pattern.pattern, pattern.flags)) if len(kinds) > 1]
    return not any(codes.POSSESSIVE_REPEAT in kinds for kinds in nested)


def test_no_possessive_repeat_is_nested() -> None:
    found = dict(patterns())
    assert len(found) >= 5
    assert [name for name, pattern in found.items() if not is_safe(pattern)] == []


def test_what_went_wrong_is_found() -> None:
    assert not is_safe(re.compile(r"\w*+(?: ++\w++)*+"))
    assert not is_safe(re.compile(r"\w(?: ++\w+)*"))
    assert is_safe(re.compile(r'"(?:\\.|[^"\\])*+"'))
