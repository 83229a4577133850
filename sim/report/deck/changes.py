"""What a refresh changes in a deck or leaves, and how a text is read and written without losing its look."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from typing import Any

from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?%?")


@dataclass(frozen=True)
class Change:
    """A text of a deck that is brought up to date, or one that was edited and stays.

    Parameters
    ----------
    slide : its number, from 1
    what : name of the shape without the part that all have
    cell : row and column of a cell, or series of a chart; "" for all of the shape
    before, after : texts; of a chart none
    is_kept : whether it was edited, so that it stays
    is_missing : whether a table lacks a row, which is `after`
    stale : figures in an edited text that are those of the old one and not of the new one
    """

    slide: int
    what: str
    before: str = ""
    after: str = ""
    is_kept: bool = False
    stale: tuple[str, ...] = ()
    cell: str = ""
    is_missing: bool = False


@dataclass
class Refreshed:
    """A deck brought up to date.

    Parameters
    ----------
    content : of the file; as it was where nothing has changed
    """

    content: bytes
    changes: list[Change] = field(default_factory=list)

    @property
    def renewed(self) -> int:
        """Return how many texts, cells and charts are new."""
        return sum(not (change.is_kept or change.is_missing) for change in self.changes)


def stale_in(now: str, old: str, new: str) -> tuple[str, ...]:
    """Return the figures in a text that are those of the old one and not of the new one."""
    gone = [figure for figure in _FIGURE.findall(old) if figure not in _FIGURE.findall(new)]
    return tuple(dict.fromkeys(figure for figure in gone if figure in _FIGURE.findall(now)))


def words(paragraph: Any) -> str:
    """Return the text of a paragraph."""
    return "".join(each.text or "" for each in paragraph.iter(qn("a:t")))


def write(paragraph: Any, text: str) -> None:
    """Write a text into the first run of a paragraph, whose look stays, or into one that is empty."""
    runs = list(paragraph.iter(qn("a:t")))
    if not runs:
        runs = [_run(paragraph)]
    runs[0].text = text
    for each in runs[1:]:
        each.text = ""


def _run(paragraph: Any) -> Any:
    """Add a run with the look that an empty paragraph has for its next letter; return its text."""
    run, end = OxmlElement("a:r"), paragraph.find(qn("a:endParaRPr"))
    if end is not None:
        look = copy.deepcopy(end)
        look.tag = qn("a:rPr")
        run.append(look)
        end.addprevious(run)
    else:
        paragraph.append(run)
    text = OxmlElement("a:t")
    run.append(text)
    return text
