"""Splits the text of a Vensim model into its equations, each with the line it starts on.

An entry reads ``equation ~ units ~ comment |`` (22025). Within an equation, quoted names, literals and
remarks in braces are passed over as they are; a remark ends within its equation, unless the entry begins
with it: then it may set whole equations aside, which is noted. In units and comments every mark but the
one that ends them is text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sim.errors import Fault, Faults, SimError

SKETCH_MARK = "\\\\\\---///"
SKETCH_END = "///---\\\\\\"  # the settings of a model follow its sketch
_SKETCH = re.compile(r"\\{2,3}---///")  # some editors write one sign less
_STOPS = re.compile(r"""["{~|]|(?<=[(,:])\s*+(?=')""")  # signs in an equation that may hide or end it
_QUOTED = re.compile(r'"(?:\\.|[^"\\\n])*+"')
_TEXT = re.compile(r"'[^'\n]*+'")
_BRACES = re.compile(r"[{}]")
_UNITS_END = re.compile(r"[~|]")
_MACRO_HEAD = re.compile(r":MACRO:\s*(?P<name>[^(]+)\((?P<arguments>[^()]*)\)")
_MACRO_END = ":END OF MACRO:"
_GROUP = re.compile(r"\*+\s*\.?(?P<name>[^\n*]*?)\s*(?:\*|\n|$)")
_LIMITS = re.compile(r"\[\s*([^\[\],]*)\s*,\s*([^\[\],]*?)\s*(?:,[^\[\]]*)?\]\s*$")
_FLAG = re.compile(r"~\s*:SUP\w*\s*$")  # after a comment: a variable that may remain unused
# The corners of a lookup's graph, `([(0,0)-(10,10)], (0,1), …)`, do not affect the equation.
_GRAPH_CORNERS = re.compile(r'("(?:\\.|[^"\\])*+")|\(\s*\[[^\]]*\]\s*,?')


Method = Literal["euler", "rk2", "heun", "rk4"]
MOST_CHARACTERS = 50_000_000  # of all equations
MOST_OF_AN_EQUATION = 2_000_000  # characters: a lookup of some 150,000 points

MacroArguments = tuple[tuple[str, ...], tuple[str, ...]]


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
    group : heading above it, "" before the first
    gap : why this engine cannot run it, although its file is valid; its right side is then empty
    """

    text: str
    units: str
    comment: str
    limits: tuple[float | None, float | None]
    line: int
    macro: str = ""
    group: str = ""
    gap: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Source:
    """A model file, split into its parts.

    Parameters
    ----------
    place : the file as the user named it
    hash : SHA-256 of the equations' text, hexadecimal; line ends, a byte-order mark and the sketch
        do not change it
    equations : in file order
    macros : inputs of each macro and its outputs other than its value, by its name
    groups : comment of each group, by its name
    sketch : the diagrams after the equations, as written
    notes : equations that the file itself disables, with their line
    integration : name and method of integration where they are not among the settings after the sketch
    is_of_method : whether its equations are those for its own method, and others for Euler's
    """

    place: str
    hash: str
    equations: tuple[Equation, ...]
    macros: Mapping[str, MacroArguments]
    groups: Mapping[str, str]
    sketch: str
    notes: tuple[Fault, ...]
    integration: tuple[str, Method | None] | None = None
    is_of_method: bool = False

    def at(self, line: int) -> str:
        """Return ``file:line``."""
        return f"{self.place}:{line}"


@dataclass(frozen=True)
class _Entry:
    """An entry as written; ``marks`` are the signs that end its parts."""

    line: int
    parts: tuple[str, ...]
    marks: str

    @property
    def is_whole(self) -> bool:
        return self.marks.startswith(("~~", "~|"))  # a comment, and the last | of a file, may be missing


def split_source(text: str, place: str) -> Source:
    """Return the equations and the sketch of a model's text.

    Raises
    ------
    SimError: an entry without ``~``, no equation at all.
    """
    body, *rest = _SKETCH.split(text, maxsplit=1)
    sketch = "".join(rest)
    if len(body) > MOST_CHARACTERS:
        raise SimError(
            _too_long(
                "文件的方程部分", "the part of the file with equations", len(body), place, MOST_CHARACTERS
            )
        )
    faults = Faults()
    equations = []
    macros: dict[str, MacroArguments] = {}
    groups: dict[str, str] = {}
    macro = group = ""
    splitter = _Splitter(body, place)
    for entry in splitter.entries():
        start, line = entry.parts[0], entry.line
        if start.startswith(_MACRO_END):
            macro, start = "", start.removeprefix(_MACRO_END)
        head = _MACRO_HEAD.match(start.lstrip())
        if head:
            macro, start = head["name"].strip(), start.lstrip()[head.end() :]
            macros[macro] = _macro_arguments(head["arguments"])
        line += entry.parts[0].count("\n", 0, len(entry.parts[0]) - len(start.lstrip()))
        start = start.strip()
        heading = _GROUP.match(start)
        if heading:
            group = heading["name"]
            groups.setdefault(group, _one_line(" ".join(entry.parts[1:2])))
        elif len(start) > MOST_OF_AN_EQUATION:
            zh, en = f'方程 "{start[:20]}…" ', f'the equation "{start[:20]}…"'
            faults.append(_too_long(zh, en, len(start), f"{place}:{line}", MOST_OF_AN_EQUATION))
        elif start and not entry.is_whole:
            faults.append(_unfinished(start, f"{place}:{line}"))
        elif start:
            equations.append(_equation((start, *entry.parts[1:]), line, macro, group))
    faults += splitter.faults
    if not equations and not faults:
        faults.append(
            Fault(
                "no-data",
                "文件中没有方程。Vensim 模型的方程写作：名称 = 表达式 ~ 单位 ~ 说明 |",
                "the file holds no equation. A Vensim equation reads: name = expression ~ units ~ comment |",
                place,
            )
        )
    faults.check()
    digest = hashlib.sha256(body.rstrip().encode()).hexdigest()
    return Source(place, digest, tuple(equations), macros, groups, sketch, tuple(splitter.notes))


def _too_long(zh: str, en: str, count: int, place: str, most: int) -> Fault:
    return Fault(
        "too-large",
        f"{zh}有 {count:,} 个字符，上限是 {most:,} 个。",
        f"{en} has {count:,} characters; the limit is {most:,}.",
        place,
    )


def _macro_arguments(text: str) -> MacroArguments:
    """Split ``input, delay : average`` (22145)."""
    inputs, _, outputs = _one_line(text).partition(":")
    first, second = (
        tuple(part.strip() for part in side.split(",") if part.strip()) for side in (inputs, outputs)
    )
    return first, second


def _unfinished(start: str, place: str) -> Fault:
    shown = _one_line(start)[:40]
    return Fault(
        "syntax",
        f'方程 "{shown}" 不完整：应为“方程 ~ 单位 ~ 说明 |”。',
        f'the equation "{shown}" is not complete: it should read "equation ~ units ~ comment |".',
        place,
    )


class _Splitter:
    """Reads a text once from beginning to end, entry by entry."""

    def __init__(self, text: str, place: str) -> None:
        self._text, self._place = text, place
        self._line, self._counted = 1, 0
        self._has_open_remark = False
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []

    def entries(self) -> Iterator[_Entry]:
        """Yield every entry, without the blanks and remarks before its first word."""
        at = 0
        while at < len(self._text):
            first, end = self._equation_part(at)
            lead = len(first) - len(first.lstrip())
            line = self._line_at(at) + first.count("\n", 0, lead)
            parts, marks = [first[lead:].rstrip()], self._text[end : end + 1]
            at = end + 1
            if marks == "~":
                end = self._find(_UNITS_END, at)
                parts.append(self._text[at:end].strip())
                marks, at = marks + self._text[end : end + 1], end + 1
            if marks == "~~":
                end = self._text.find("|", at)
                end = len(self._text) if end < 0 else end
                parts.append(_FLAG.sub("", self._text[at:end]).strip())
                at = end + 1
            yield _Entry(line, tuple(parts), marks)

    def _line_at(self, at: int) -> int:
        self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        return self._line

    def _find(self, pattern: re.Pattern[str], at: int) -> int:
        match = pattern.search(self._text, at)
        return match.start() if match else len(self._text)

    def _equation_part(self, start: int) -> tuple[str, int]:
        """Return an equation, with remarks blanked except for line ends, and its end."""
        kept: list[str] = []
        at = start
        while match := _STOPS.search(self._text, at):
            mark, here = match[0], match.start()
            if mark in ("~", "|"):
                kept.append(self._text[at:here])
                return "".join(kept), here
            if mark == "{":
                kept.append(self._text[at:here])
                at = self._remark_end(here, any(part.strip() for part in kept))
                kept.append("\n" * self._text.count("\n", here, at) or " ")
                continue
            hidden = _QUOTED.match(self._text, here) if mark == '"' else _TEXT.match(self._text, match.end())
            end = hidden.end() if hidden else match.end() + (mark != '"')
            kept.append(self._text[at:end])
            at = end
        kept.append(self._text[at:])
        return "".join(kept), len(self._text)

    def _remark_end(self, start: int, is_within: bool) -> int:
        """Return the end of a remark: at its closing brace, or with the equation around it."""
        if not is_within and not self._has_open_remark:
            end, _ = self._closing(start, len(self._text))
            if end:
                self._note(start, end)
                return end
            self._has_open_remark = True
        bar = self._text.find("|", start)
        bar = len(self._text) if bar < 0 else bar
        end, last = self._closing(start, bar)
        if not (end or last or is_within):
            zh = "花括号没有闭合，其后的方程无法读取。"
            en = "a brace is never closed; the equation after it cannot be read."
            self.faults.append(Fault("syntax", zh, en, self._at(start)))
        if not end:
            line_end = self._text.find("\n", start)
            end, _ = self._closing(start, line_end if line_end > bar else start)
        return end or last or self._find(_UNITS_END, start)

    def _closing(self, start: int, limit: int) -> tuple[int, int]:
        """Return the end of the brace that closes the one at ``start``, and of the last; 0 without one."""
        depth = last = 0
        for match in _BRACES.finditer(self._text, start, limit):
            depth += 1 if match[0] == "{" else -1
            last = match.end() if match[0] == "}" else last
            if not depth:
                return last, last
        return 0, last

    def _note(self, start: int, end: int) -> None:
        count = self._text.count("|", start, end)
        if count:
            zh = f"花括号里有 {count} 个方程，文件自己把它们搁置了，没有读取。"
            en = f"{count} equation{'s' * (count > 1)} in braces: set aside by the file itself and not read."
            self.notes.append(Fault("unsupported", zh, en, self._at(start)))

    def _at(self, start: int) -> str:
        line = self._line + self._text.count("\n", self._counted, start)
        return f"{self._place}:{line}"


def _equation(parts: tuple[str, ...], line: int, macro: str, group: str) -> Equation:
    text = _GRAPH_CORNERS.sub(lambda match: match[1] or "(", _one_line(parts[0]))
    units, limits = _units_and_limits(parts[1])
    return Equation(text, units, _one_line(parts[2] if len(parts) > 2 else ""), limits, line, macro, group)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\\\s*\n\s*", " ", text)).strip()


def _units_and_limits(text: str) -> tuple[str, tuple[float | None, float | None]]:
    """Split ``亿元/年 [0,400]`` into units and limits."""
    text = re.sub(r"\{[^{}]*\}", "", text)
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
