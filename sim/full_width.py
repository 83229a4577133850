"""Marks that Chinese input methods write where a file or a command needs half-width ones, and their cure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from sim.errors import Fault

_CURES: Mapping[str, tuple[str, str]] = {  # kind of mark: what to do
    "colon": (
        "用了全角冒号“：”，请改为半角冒号加空格“: ”",
        'a full-width colon "：" stands here; write a half-width one and a blank ": "',
    ),
    "comma": (
        "用了全角逗号或分号，各项之间请改用半角逗号“, ”",
        'a full-width comma or semicolon stands here; write ", " between fields',
    ),
    "digits": ("用了全角数字，请改为半角数字", "full-width digits stand here; write half-width ones"),
    "indent": (
        "行首用了全角空格，缩进请用半角空格",
        "full-width blanks indent this line; indent with half-width ones",
    ),
    "quotes": (
        '用了弯引号“ ”，请改为直引号 "…"；引号若是文字的一部分，请在外面再加直引号',
        'curly quotation marks stand here; write straight ones "…", around them if they are meant',
    ),
    "brackets": (
        "用了全角括号，请改为半角 { } 或 [ ]",
        "full-width brackets stand here; write half-width { } or [ ]",
    ),
    "thousands": (
        "数字中不能有逗号，小数点请写“.”",
        'a number must not hold a comma; write decimals with "."',
    ),
    "blank": ("冒号后面要有空格，如 to: 120", "a blank must follow the colon, as in to: 120"),
}
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'""")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_KEY = re.compile(r"\s*(?:- )?([^:：]*?)\s*([:：])(.*)")
_ANOTHER = re.compile(r"[，；]\s*[^，；,\s]+?\s*[:：]")
_NUMBER_COMMA = re.compile(r":\s*-?\d{1,3}(?:,\d+)+\s*(?:[,}\]]|$)")
_WIDE_BRACKETS = tuple("｛｝［］【】")
_WIDE_DIGITS = re.compile("[０-９]")
_OPEN = (":", "：", ",", "，", "{", "[", "｛", "［", "-")  # what ends a line that an indented key may follow
_NOWHERE = 10**6
_NEAR = 1  # lines after a mark on which a parser may stumble over it


def half_width(text: str) -> str:
    """Return text with half-width letters, digits, marks and blanks.

    Examples
    --------
    >>> half_width("ｔｏ：　１２０％")
    'to: 120%'
    """
    return unicodedata.normalize("NFKC", text)


def is_number(text: str) -> bool:
    """Return whether a text is a number once it is half-width."""
    try:
        float(half_width(text))
    except ValueError:
        return False
    return True


def with_marks(faults: Iterable[Fault], path: str, text: str) -> list[Fault]:
    """Return the faults of a YAML file, with its full-width marks in the stead of what they cause.

    Parameters
    ----------
    path : that the places of the faults name
    text : of the file
    """
    given = list(faults)
    lines = {line for fault in given if (line := _line(fault, path)) is not None}
    is_syntax = any(fault.code == "syntax" for fault in given)
    marks = [
        (line, mark)
        for line, mark in marks_in(text)
        if is_syntax or lines.intersection(range(line - _NEAR, line + _NEAR + 1))
    ]
    caused = {line for line, _ in marks}
    told = [_fault(mark, f"{path}:{line}") for line, mark in marks]
    return [*told, *(fault for fault in given if not _is_caused(fault, _line(fault, path), caused))]


def _is_caused(fault: Fault, line: int | None, marked: Iterable[int]) -> bool:
    """Return whether a fault follows from a mark: on its line, or beside it where it made text of a key."""
    near = {"syntax": (0, _NEAR), "wrong-type": (0, -_NEAR)}.get(fault.code, (0,))
    return line is not None and any(line == mark + step for mark in marked for step in near)


def quote_faults(path: str, text: str) -> list[Fault]:
    """Return the values that stand between curly quotation marks, which become part of them."""
    return [_fault(mark, f"{path}:{line}") for line, mark in marks_in(text) if mark == "quotes"]


def _fault(mark: str, place: str) -> Fault:
    zh, en = _CURES[mark]
    return Fault("syntax", f"{zh}。", f"{en}.", place)


def _line(fault: Fault, path: str) -> int | None:
    """Return the line of the file that a fault is at, None where it is elsewhere."""
    file, _, line = fault.place.rpartition(":")
    return int(line) if file == path and line.isdigit() else None


def marks_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and kind of the marks in the part of a YAML text that is neither quoted nor a comment.

    Text may hold full-width marks; they count where a key ends, a value begins or another key follows.
    """
    above, begun = "", _NOWHERE  # the line above, and where the text that it goes on with begins
    for number, line in enumerate(text.splitlines(), start=1):
        bare = _COMMENT.sub("", _QUOTED.sub('""', line)).rstrip()
        if not bare:
            continue
        if _indent(bare) < begun:
            goes_on = _indent(bare) > _indent(above) and not above.endswith(_OPEN)
            begun = _indent(bare) if above and goes_on else _NOWHERE
        if begun == _NOWHERE:
            yield from ((number, mark) for mark in dict.fromkeys(_line_marks(bare)))
            above = bare


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _line_marks(line: str) -> Iterator[str]:
    if "\u3000" in line[: len(line) - len(line.lstrip())]:
        yield "indent"
    if _NUMBER_COMMA.search(line):
        yield "thousands"
    for part in re.split(r"[{}\[\],]", line):
        found = _KEY.match(part)
        if found:
            yield from _pair_marks(found[1], found[2], found[3])
        elif part.strip().startswith(_WIDE_BRACKETS):
            yield "brackets"


def _pair_marks(key: str, colon: str, rest: str) -> Iterator[str]:
    """Yield the marks in ``key: value`` whose colon may be full-width."""
    value = rest.strip()
    if colon == "：":
        yield "colon"
    elif value and not rest[0].isspace() and not value.startswith("//") and not key[-1:].isdigit():
        yield "blank"
    if _ANOTHER.search(rest):
        yield "comma"
    if value.startswith("“") and value.endswith("”") and value.count("“") == 1:
        yield "quotes"
    if value.startswith(_WIDE_BRACKETS) or key.startswith(_WIDE_BRACKETS):
        yield "brackets"
    if _WIDE_DIGITS.search(value) and is_number(value.rstrip("％%").strip(" ，；｝")):
        yield "digits"
