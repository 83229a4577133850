"""A page of a briefing: its finding, and the chart, table or lines that show it. Painters only paint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.report.charts.content import ChartContent

Tone = Literal["met", "not_met", "none"]
PlotKind = Literal["lines", "stack", "bars", "columns"]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    share : of the table's width, relative to the other columns
    is_figure : whether its cells are set right
    """

    heading: str
    share: float
    is_figure: bool = False


@dataclass(frozen=True)
class Grid:
    """A table as printed.

    Parameters
    ----------
    tones : of the last cell of each row, which is then set off; empty where none is
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[Tone, ...] = ()


@dataclass(frozen=True)
class Lines:
    """Paragraphs."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Series:
    """A series of a plot: (name,) figures in the plot's unit, None where there is none."""

    label: str
    figures: tuple[float | None, ...]


@dataclass(frozen=True)
class Plot:
    """A chart of a few series.

    Parameters
    ----------
    kind : lines over years, a stack of areas over years, bars from a centre, one row for each name, or
        columns, one for each name
    names : years, or what the bars stand for
    """

    kind: PlotKind
    names: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    number_format: str


@dataclass(frozen=True)
class Kept:
    """A slide of the template as it is, by its number there, from 1."""

    number: int


@dataclass(frozen=True)
class Panel:
    """A chart among others on a page, headed by its finding."""

    title: str
    body: ChartContent | Plot

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the lines above the chart: its finding, and what its axis shows, where that does not."""
        return (self.title, self.body.axis) if isinstance(self.body, ChartContent) else (self.title,)


@dataclass(frozen=True)
class Panels:
    """Charts side by side, from two to four; their legend is in words, on the page."""

    panels: tuple[Panel, ...]


Body = ChartContent | Grid | Lines | Plot | Panels | Kept


@dataclass(frozen=True)
class Page:
    """A page of a briefing.

    Parameters
    ----------
    key : what identifies its content, such as ``chart:gross_industrial_output``
    title : its finding
    foot : notes on the page itself
    notes : what only who presents it sees: definition, source, provenance
    layout : of the template, "" for the one that all slides have
    below : chart below a table that would leave most of its slide empty
    """

    key: str
    title: str
    body: Body
    subtitle: str = ""
    foot: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    layout: str = ""
    below: Plot | None = None


def grid(columns: Sequence[Column], rows: Sequence[Sequence[str]], tones: Sequence[Tone] = ()) -> Grid:
    """Return a table of lists."""
    return Grid(tuple(columns), tuple(map(tuple, rows)), tuple(tones))
