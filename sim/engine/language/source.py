"""Splits the text of a Vensim model into its equations, each with the line it starts on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sim.errors import Fault, SimError

# A quoted name, the quoted arguments of a function that reads a file, or the end of a part.
_MARKS = re.compile(
    r'"(?:\\.|[^"\\\n])*"|GET[\s_]+(?:DIRECT|XLS)[\s_]+\w+\s*\((?:\'[^\'\n]*\'|[^\'()~|])*\)|[~|]',
    re.IGNORECASE,
)
SKETCH_MARK = "\\\\\\---///"
SKETCH_END = "///---\\\\\\"  # the settings of a model stand behind its sketch
_MACRO_HEAD = re.compile(r":MACRO:\s*(?P<name>[^(]+)\((?P<arguments>[^()]*)\)")
_MACRO_END = ":END OF MACRO:"
_ENTRY_PARTS = 3  # equation ~ units ~ comment
_GROUP = re.compile(r"\*+\s*\.?(?P<name>[^\n*]*?)\s*(?:\*|\n|$)")
_LIMITS = re.compile(r"\[\s*([^\[\],]*)\s*,\s*([^\[\],]*?)\s*(?:,[^\[\]]*)?\]\s*$")
# A lookup may begin with the corners of its graph, `([(0,0)-(10,10)], (0,1), …)`. They are for
# drawing only, and the parser would *evaluate* whatever stands in them: they go before it sees them.
_GRAPH_CORNERS = re.compile(r"\(\s*\[[^\]]*\]\s*,?")


@dataclass(frozen=True)
class Equation:
    """One entry of a model file.

    Parameters
    ----------
    text : left side, operator and right side on one line
    units, comment : as written
    limits : lowest and highest sensible value, None where open
    line : line of the file, from 1
    macro : name of the macro that it belongs to, "" for the model itself
    group : heading that it stands below, "" above the first
    """

    text: str
    units: str
    comment: str
    limits: tuple[float | None, float | None]
    line: int
    macro: str = ""
    group: str = ""


@dataclass(frozen=True)
class Source:
    """A model file taken apart.

    Parameters
    ----------
    place : the file as the user named it
    hash : SHA-256 of the equations' text, hexadecimal; line ends, a byte-order mark and the sketch
        do not change it
    equations : in file order
    macros : arguments of each macro, by its name
    groups : what the file says of each group, by its name
    sketch : the diagrams behind the equations, as written
    """

    place: str
    hash: str
    equations: tuple[Equation, ...]
    macros: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, str]
    sketch: str

    def at(self, line: int) -> str:
        """Return ``file:line``."""
        return f"{self.place}:{line}"


def split_source(text: str, place: str) -> Source:
    """Return the equations and the sketch of a model's text.

    Raises
    ------
    SimError: an entry without its two ``~``, a last entry without ``|``, no equation at all.
    """
    body, _, sketch = text.partition(SKETCH_MARK)
    faults: list[Fault] = []
    equations = []
    macros: dict[str, tuple[str, ...]] = {}
    groups: dict[str, str] = {}
    macro = group = ""
    for line, parts in _entries(_without_remarks(body)):
        start = parts[0].removeprefix(_MACRO_END).strip()
        macro = "" if parts[0].startswith(_MACRO_END) else macro
        head = _MACRO_HEAD.match(start)
        if head:
            macro, start = head["name"].strip(), start[head.end() :].strip()
            macros[macro] = tuple(part.strip() for part in head["arguments"].split(","))
        heading = _GROUP.match(start)
        if heading or not start:  # a group begins, or the text ends
            if heading:
                group = heading["name"]
                groups.setdefault(group, _one_line(" ".join(parts[1:2])))
            continue
        line += parts[0].count("\n", 0, len(parts[0]) - len(start))
        if len(parts) < _ENTRY_PARTS:
            faults.append(_unfinished(start, f"{place}:{line}"))
            continue
        equations.append(_equation([start, *parts[1:]], line, macro, group))
    if not equations and not faults:
        faults.append(
            Fault(
                "no-data",
                "文件中没有方程。Vensim 模型的方程写作：名称 = 表达式 ~ 单位 ~ 说明 |",
                "the file holds no equation. A Vensim equation reads: name = expression ~ units ~ comment |",
                place,
            )
        )
    if faults:
        raise SimError(faults)
    digest = hashlib.sha256(body.rstrip().encode()).hexdigest()
    return Source(place, digest, tuple(equations), macros, groups, sketch)


def _unfinished(start: str, place: str) -> Fault:
    shown = _one_line(start)[:40]
    return Fault(
        "syntax",
        f'方程 "{shown}" 不完整：应为“方程 ~ 单位 ~ 说明 |”。',
        f'the equation "{shown}" is not complete: it should read "equation ~ units ~ comment |".',
        place,
    )


def _without_remarks(text: str) -> str:
    """Blank out ``{…}`` remarks, keeping their line ends so that line numbers stay right."""

    def blank(match: re.Match[str]) -> str:
        kept = match.group(0)
        return kept if kept.startswith('"') else "\n" * kept.count("\n")

    return re.sub(r'"(?:\\.|[^"\\\n])*"|\{[^{}]*\}', blank, text)


def _entries(text: str) -> list[tuple[int, list[str]]]:
    """Return (line, parts) of every entry; marks within what is quoted do not end a part."""
    entries: list[tuple[int, list[str]]] = []
    parts: list[str] = []
    start = 0
    for mark in _MARKS.finditer(text):
        if mark.group(0) not in "~|" or _within_comment(mark.group(0), parts):
            continue
        parts.append(text[start : mark.start()])
        start = mark.end()
        if mark.group(0) == "|":
            entries.append(_numbered(parts, text, mark.start()))
            parts = []
    if text[start:].strip() or parts:
        entries.append(_numbered([*parts, text[start:]][:1], text, len(text)))
    return entries


def _within_comment(mark: str, parts: list[str]) -> bool:
    return mark == "~" and len(parts) >= _ENTRY_PARTS


def _numbered(parts: list[str], text: str, end: int) -> tuple[int, list[str]]:
    """Find the line on which the first part of an entry begins."""
    lead = len(parts[0]) - len(parts[0].lstrip())
    length = sum(len(part) + 1 for part in parts) - 1
    line = text.count("\n", 0, end - length + lead) + 1
    return line, [part.strip() for part in parts]


def _equation(parts: list[str], line: int, macro: str, group: str) -> Equation:
    text = _GRAPH_CORNERS.sub("(", _one_line(parts[0]))
    units, limits = _units_and_limits(parts[1])
    return Equation(text, units, _one_line(parts[2]), limits, line, macro, group)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\\\s*\n\s*", " ", text)).strip()


def _units_and_limits(text: str) -> tuple[str, tuple[float | None, float | None]]:
    """Split ``亿元/年 [0,400]`` into its units and its limits."""
    match = _LIMITS.search(text)
    if not match:
        return _one_line(text), (None, None)
    low, high = (_limit(part) for part in match.groups())
    return _one_line(text[: match.start()]), (low, high)


def _limit(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:  # "?" leaves the end open
        return None
