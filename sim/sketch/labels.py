"""What the words of a picture say: a variable's name, or the Chinese beginning of its comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sim.engine.model import Variable
from sim.sketch.text_metrics import text_width
from sim.units import Language

LONGEST = 195  # pixels of a label on one line, two when wrapped; a longer one gives way to the name
_REMARK = re.compile(r"（[^（）]*）")
_STOPS = re.compile(r"[，。；：、（）！？,;]| [/(]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def labels(names: Iterable[str], variables: Mapping[str, Variable], language: Language) -> dict[str, str]:
    """Return what stands for each variable of a view; no two are the same."""
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
        rivals = alike[choices[0]]
        is_first = all(rival.startswith(name) for rival in rivals)
        left = [one for one in choices if one not in taken]
        chosen[name] = (
            choices[0]
            if is_first
            else next((one for one in left if one not in alike or alike[one] == [name]), name)
        )
        taken.add(chosen[name])
    return chosen


def _choices(name: str, variables: Mapping[str, Variable]) -> tuple[str, ...]:
    """Return labels for a variable, the best first: its comment's first clause, its first two, its name."""
    comment = variables[name].comment.partition(" / ")[0] if name in variables else ""
    comment = _REMARK.sub("", comment)
    stops = [match.start() for match in _STOPS.finditer(comment)] + [len(comment)]
    clauses = dict.fromkeys(comment[:stop].strip() for stop in stops[:2])
    return (*(one for one in clauses if _CHINESE.search(one) and text_width(one) <= LONGEST), name)


def tooltip(name: str, variables: Mapping[str, Variable], language: Language) -> str:
    """Return the other language's words for a variable, and its unit."""
    variable = variables.get(name)
    if variable is None:
        return name
    chinese = next(iter(_choices(name, variables)))
    other = name if language == "zh" or chinese == name else f"{name} · {chinese}"
    return f"{other} [{variable.units}]" if variable.units else other
