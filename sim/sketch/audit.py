"""Audit of a sketch's views: overlaps, arrows without ends, variables left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from sim.engine.model import Model
from sim.sketch.diagram import UNTITLED, unnamed_causes
from sim.sketch.records import Item, View, Word


@dataclass(frozen=True)
class ViewAudit:
    """The contents of one view, and its flaws.

    Parameters
    ----------
    title : title of the view; for a group without a view, the group's name
    variables, shadows, arrows, pipes : number of each
    overlaps : names of words that overlap, two by two
    missing : variables of the group that the view of its name does not show
    repeated : variables that it shows more than once, shadows aside
    loose : number of arrows with an end that is not in the view
    """

    title: str
    variables: int
    shadows: int
    arrows: int
    pipes: int
    overlaps: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    repeated: tuple[str, ...]
    loose: int

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.overlaps or self.missing or self.repeated or self.loose)


def audit_views(model: Model, views: Iterable[View]) -> tuple[ViewAudit, ...]:
    """Return the audit of each view, and after them of the groups that have no view."""
    views = tuple(views)
    groups: dict[str, list[str]] = {}
    for variable in model.variables.values():
        groups.setdefault(variable.group or UNTITLED, []).append(variable.name)
    titles = {view.title for view in views}
    empty = (View(title, ()) for title in groups if title not in titles)
    return tuple(_audit(view, groups.get(view.title, []), model) for view in (*views, *empty))


def unnamed_rates(model: Model) -> dict[str, tuple[str, ...]]:
    """Return the stocks whose net flow has terms without a name, each with the causes in such terms."""
    found = {name: unnamed_causes(variable) for name, variable in model.variables.items()}
    return {name: causes for name, causes in found.items() if causes}


def _audit(view: View, group: list[str], model: Model) -> ViewAudit:
    standing = Counter(model.find(word.name) or word.name for word in view.words if not word.is_shadow)
    known = set(view.items)
    return ViewAudit(
        view.title,
        standing.total(),
        sum(word.is_shadow for word in view.words),
        sum(not arrow.is_pipe for arrow in view.arrows),
        sum(arrow.is_pipe for arrow in view.arrows),
        tuple(_overlaps(view)),
        tuple(name for name in group if name not in standing),
        tuple(name for name, count in standing.items() if count > 1),
        sum(not {arrow.source, arrow.target} <= known for arrow in view.arrows),
    )


def _overlaps(view: View) -> Iterator[tuple[str, str]]:
    for one, other in combinations(view.items.values(), 2):
        across = abs(one.centre[0] - other.centre[0]) - one.half_width - other.half_width
        down = abs(one.centre[1] - other.centre[1]) - one.half_height - other.half_height
        if across < 0 and down < 0:
            yield _called(one), _called(other)


def _called(one: Item) -> str:
    return one.name if isinstance(one, Word) else type(one).__name__.lower()
