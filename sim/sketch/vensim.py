"""Reader and writer of the sketch section of a Vensim model file.

The format is Vensim's own (help pages "Sketch Information" and "Objects" of the .mdl appendix): a line
for each object, its type first: 1 an arrow, 10 a word, 11 a valve, 12 a cloud or a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sim.sketch.records import Arrow, Cloud, Note, Point, Record, Valve, View, Word

START = "\\\\\\---/// Sketch information - do not modify anything except names"
VERSION = "V300  Do not put anything below this section - it will be ignored"
END = "///---\\\\\\"
FONT = "$192-192-192,0,Arial|10||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,100,0"

_FIELDS = re.compile(r'"(?:\\.|[^"\\])*"|[^,]+|(?<=,)(?=,|$)')
_POINT = re.compile(r"\((-?\d+),(-?\d+)\)")
_PLAIN = re.compile(r"[^\W\d][\w '$]*")
_BOX, _CLEAR, _ON_VALVE = 3, 8, 40
_VALVE_SHAPE = 34
_IN_EQUATIONS, _TEXT_FOLLOWS = 1, 4  # of the bits of a word
_CLOUD_MARK = "48"
_PIPE = 22  # thickness that is drawn as a pipe
_FILLING, _DRAINING, _ARC = 4, 100, 1  # shapes of arrows; the bit 64 takes the head off a pipe
_NO_HEAD = 64
_COLOURED = 1
_PALE = "176-176-176"
_GREY = "128-128-128"


# --- writing --------------------------------------------------------------------------------


def write_views(views: Iterable[View]) -> str:
    """Return the sketch section that holds the views, up to and with the mark of its end."""
    return "".join(f"{line}\n" for view in views for line in _view_lines(view)) + f"{END}\n"


def _view_lines(view: View) -> Iterator[str]:
    yield from (START, VERSION, f"*{view.title}", FONT)
    items = {one.id: one.centre for one in view.items.values()}
    for record in view.records:
        yield from _record_lines(record, items)


def _record_lines(record: Record, centres: dict[int, Point]) -> Iterator[str]:
    if isinstance(record, Arrow):
        yield _arrow_line(record, centres)
        return
    (x, y), size = record.centre, f"{record.half_width},{record.half_height}"
    if isinstance(record, Word):
        yield _word_line(record, f"{x},{y},{size}")
    elif isinstance(record, Valve):
        yield f"11,{record.id},{_CLOUD_MARK},{x},{y},{size},{_VALVE_SHAPE},3,0,0,1,0,0,0"
    elif isinstance(record, Cloud):
        yield f"12,{record.id},{_CLOUD_MARK},{x},{y},{size},0,3,0,0,-1,0,0,0"
    else:
        yield f"12,{record.id},0,{x},{y},{size},{_CLEAR},{_TEXT_FOLLOWS},0,0,-1,0,0,0"
        yield record.text


def _word_line(word: Word, place: str) -> str:
    shape = _BOX if word.is_boxed else _ON_VALVE if word.is_flow else _CLEAR
    name = word.name if _PLAIN.fullmatch(word.name) else '"' + word.name.replace('"', '\\"') + '"'
    head = f"10,{word.id},{name},{place},{shape}"
    if word.is_shadow:
        return f"{head},2,0,3,-1,0,0,0,{_GREY},0-0-0,|10||{_GREY}"
    return f"{head},3,0,0,{-1 if word.is_flow else 0},0,0,0"


def _arrow_line(arrow: Arrow, centres: dict[int, Point]) -> str:
    points = arrow.points or (_middle(centres[arrow.source], centres[arrow.target]),)
    listed = f"{len(points)}|" + "".join(f"({x},{y})|" for x, y in points)
    head = f"1,{arrow.id},{arrow.source},{arrow.target}"
    if arrow.is_pipe:
        return f"{head},{_FILLING if arrow.has_head else _DRAINING},0,0,{_PIPE},0,0,0,-1--1--1,,{listed}"
    shape = _ARC if arrow.is_arc else 0
    changed, colour = (_COLOURED, _PALE) if arrow.is_faint else (0, "-1--1--1")
    return f"{head},{shape},0,0,0,{changed},64,0,{colour},,{listed}"


def _middle(start: Point, end: Point) -> Point:
    return (start[0] + end[0]) // 2, (start[1] + end[1]) // 2


# --- reading --------------------------------------------------------------------------------


def read_views(text: str) -> tuple[View, ...]:
    """Return the views of a model file's text; lines that are no object of ours are passed over."""
    _, mark, sketch = text.partition(START[:10])
    sections = re.split(rf"^{re.escape(START[:10])}.*$", sketch.partition(f"\n{END}")[0], flags=re.MULTILINE)
    return tuple(
        _view(section.splitlines()[1 if not number else 0 :])
        for number, section in enumerate(sections)
        if mark
    )


def _view(lines: list[str]) -> View:
    title = next((line[1:].strip() for line in lines if line.startswith("*")), "")
    waiting = iter(lines)
    records = []
    for line in waiting:
        record = _record(line, waiting) if re.match(r"(?:1|10|11|12),\d+,", line) else None
        if record:
            records.append(record)
    return View(title, tuple(records))


def _record(line: str, following: Iterator[str]) -> Record | None:
    fields = _FIELDS.findall(line.partition("|")[0] if line.startswith("1,") else line)
    try:
        if fields[0] == "1":
            return _arrow(fields, line)
        return _item(fields, following)
    except (ValueError, IndexError):  # not as the format has it: as Vensim does, draw the rest
        return None


def _arrow(fields: list[str], line: str) -> Arrow | None:
    id_, source, target, shape, hidden, _, thickness = map(int, fields[1:8])
    points = tuple((int(x), int(y)) for x, y in _POINT.findall(line))
    if hidden:
        return None
    is_pipe = thickness >= _PIPE
    return Arrow(
        id_,
        source,
        target,
        is_pipe,
        has_head=not (is_pipe and shape & _NO_HEAD),
        is_arc=not is_pipe and bool(shape & _ARC),
        is_faint=bool(int(fields[8]) & _COLOURED) and fields[11] == _PALE,
        points=points if shape else (),
    )


def _item(fields: list[str], following: Iterator[str]) -> Record | None:
    kind, id_, name = fields[0], int(fields[1]), fields[2]
    x, y, width, height, shape, bits, hidden = map(int, fields[3:10])
    text = next(following, "") if kind == "12" and bits & _TEXT_FOLLOWS else ""
    if hidden:
        return None
    if kind == "10":
        inner = name[1:-1].replace('\\"', '"') if name.startswith('"') else name
        plain = re.sub(r"[\s_]+", " ", inner).strip()
        is_shadow, is_flow = not bits & _IN_EQUATIONS, bool(shape & 32)
        return Word(id_, plain, (x, y), width, height, shape & 15 == _BOX, is_flow, is_shadow)
    if kind == "11":
        return Valve(id_, (x, y), width, height)
    if text:
        return Note(id_, text, (x, y), width, height)
    return Cloud(id_, (x, y), width, height) if name == _CLOUD_MARK else None
