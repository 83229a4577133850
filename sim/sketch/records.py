"""Records of a Vensim view: words, valves, clouds, notes and the arrows between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Point = tuple[int, int]


@dataclass(frozen=True)
class Word:
    """A variable in a view.

    Parameters
    ----------
    id : number that arrows name it by
    name : as written in the sketch, without quotes
    centre : [pixel], x to the right, y downward
    half_width, half_height : [pixel]
    is_boxed : whether it is drawn in a box, as stocks are
    is_flow : whether it is the name of the valve above it
    is_shadow : whether it shows a variable that belongs to another view
    """

    id: int
    name: str
    centre: Point
    half_width: int
    half_height: int
    is_boxed: bool = False
    is_flow: bool = False
    is_shadow: bool = False


@dataclass(frozen=True)
class Valve:
    """The valve on the pipe of a flow; the name follows it."""

    id: int
    centre: Point
    half_width: int = 6
    half_height: int = 8


@dataclass(frozen=True)
class Cloud:
    """The source or sink of a flow outside the stocks of the view."""

    id: int
    centre: Point
    half_width: int = 10
    half_height: int = 8


@dataclass(frozen=True)
class Note:
    """A text in a view that is no variable."""

    id: int
    text: str
    centre: Point
    half_width: int
    half_height: int


@dataclass(frozen=True)
class Arrow:
    """A causal arrow, or a piece of pipe, which starts at its valve.

    Parameters
    ----------
    id : its number
    source, target : ids of the items that it joins
    is_pipe : whether it is a pipe
    has_head : whether the pipe ends in an arrow head, as on the side that it fills
    is_arc : whether it is part of a circle through the point; straight from point to point if not
    is_faint : whether it only sets a value at the start
    points : points between its ends [pixel]
    """

    id: int
    source: int
    target: int
    is_pipe: bool = False
    has_head: bool = True
    is_arc: bool = False
    is_faint: bool = False
    points: tuple[Point, ...] = ()


Item = Word | Valve | Cloud | Note
Record = Item | Arrow


@dataclass(frozen=True)
class View:
    """A view of a sketch.

    Parameters
    ----------
    title : its name
    records : in the order of the file
    """

    title: str
    records: tuple[Record, ...]

    @property
    def items(self) -> Mapping[int, Item]:
        """Everything that arrows may join, by id."""
        return {one.id: one for one in self.records if not isinstance(one, Arrow)}

    @property
    def words(self) -> tuple[Word, ...]:
        """The variables of the view, shadows included."""
        return tuple(one for one in self.records if isinstance(one, Word))

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """The arrows and pipes of the view."""
        return tuple(one for one in self.records if isinstance(one, Arrow))
