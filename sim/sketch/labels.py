"""Labels of a picture's words: a variable's name, or the Chinese beginning of its comment."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

from sim.engine.model import Variable
from sim.sketch.text_metrics import text_width
from sim.units import Language

LONGEST = 195  # label on one line, two when wrapped [pixel]; a longer one gives way to the name
_REMARK = re.compile(r"（[^（）]*）")
_STOPS = re.compile(r"[，。；：、（）！？,;]| [/(]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def labels(names: Iterable[str], variables: Mapping[str, Variable], language: Language) -> dict[str, str]:
    """Return the label of each variable of a view; no two are the same."""
    names = tuple(dict.fromkeys(names))
    if language == "en":
        return {name: name for name in names}
    found = {name: _choices(name, variables) for name in names}
    alike: dict[str, list[str]] = {}
    for name, choices in found.items():
        alike.setdefault(choices[0], []).append(name)
    taken: set[str] = set()
    chosen = {}
    for name, choices in found.items():
        chosen[name] = _chosen(name, choices, alike, taken)
        taken.add(chosen[name])
    return chosen


def _chosen(name: str, choices: Sequence[str], alike: Mapping[str, list[str]], taken: set[str]) -> str:
    """Return a variable's label.

    Of variables with the same best label it goes to the one whose name the others' names begin with, as
    ``births`` and ``births per year``; each of the others takes the next that nobody else wants, or the same
    with a number.
    """
    if all(rival.startswith(name) for rival in alike[choices[0]]):
        return choices[0]
    free = (one for one in choices[:-1] if one not in taken)
    numbered = (f"{choices[0]}（{number}）" for number in itertools.count(2))
    own = next((one for one in free if alike.get(one, [name]) == [name]), None)
    return own or (name if len(choices) == 1 else next(one for one in numbered if one not in taken))


def _choices(name: str, variables: Mapping[str, Variable]) -> tuple[str, ...]:
    """Return labels for a variable, the best first: its comment's first clause, its first two, its name."""
    comment = variables[name].comment.partition(" / ")[0] if name in variables else ""
    comment = _REMARK.sub("", comment)
    stops = [match.start() for match in _STOPS.finditer(comment)] + [len(comment)]
    clauses = [
        one for one in dict.fromkeys(comment[:stop].strip() for stop in stops[:2]) if _CHINESE.search(one)
    ]
    fitting = [one for one in clauses if text_width(one) <= LONGEST]
    return (*(fitting or map(_shortened, clauses[:1])), name)


def _shortened(text: str) -> str:
    """Return as much of a text as a label holds."""
    length = len(text)
    while text_width(f"{text[:length]}…") > LONGEST:
        length -= 1
    return f"{text[:length]}…"


def tooltip(name: str, variables: Mapping[str, Variable], language: Language) -> str:
    """Return the other language's words for a variable, and its unit."""
    variable = variables.get(name)
    if variable is None:
        return name
    chinese = next(iter(_choices(name, variables)))
    other = name if language == "zh" or chinese == name else f"{name} · {chinese}"
    return f"{other} [{variable.units}]" if variable.units else other
