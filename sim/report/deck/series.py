"""Brings the figures of a chart up to date and leaves its looks alone."""

from __future__ import annotations

import copy
from typing import Any

from pptx.opc.oxml import serialize_part_xml
from pptx.oxml.ns import qn

from sim.report.deck.recipe import scale_of

_REPLACED = ("c:tx", "c:cat", "c:val")


def renew_chart(old: Any, new: Any, scale: list[str]) -> tuple[bool, list[str]]:
    """Put the figures of a chart into another one, series by series as they are named.

    Parameters
    ----------
    old, new : the chart space of each
    scale : of the old one's axis as it was generated: where people have set another one, it stays

    Returns
    -------
    tuple : whether anything has changed, and the series of either that the other lacks
    """
    mine, fresh = _series(old), _series(new)
    before = _state(old)
    for name, element in mine.items():
        if name in fresh:
            _renew(element, fresh[name])
    if scale and scale_of(old) == scale:
        _set_scale(old, new)
    return _state(old) != before, sorted(set(mine) ^ set(fresh))


def names_of(space: Any) -> set[str]:
    """Return the names of the series of a chart."""
    return set(_series(space))


def _state(space: Any) -> bytes:
    return serialize_part_xml(space)


def _series(space: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for element in space.iter(qn("c:ser")):
        words = element.find(f"{qn('c:tx')}//{qn('c:v')}")
        found["" if words is None else words.text or ""] = element
    return found


def _renew(old: Any, new: Any) -> None:
    for tag in _REPLACED:
        mine, fresh = old.find(qn(tag)), new.find(qn(tag))
        if mine is not None and fresh is not None:
            old.replace(mine, copy.deepcopy(fresh))
    labels = {_index(label): label for label in new.iter(qn("c:dLbl"))}
    for label in old.iter(qn("c:dLbl")):
        fresh = labels.get(_index(label))
        if fresh is not None:
            _renew_words(label, fresh)
    for tag in ("c:plus", "c:minus"):
        mine, fresh = old.find(f".//{qn(tag)}"), new.find(f".//{qn(tag)}")
        if mine is not None and fresh is not None:
            mine.getparent().replace(mine, copy.deepcopy(fresh))


def _index(label: Any) -> str:
    return str(label.find(qn("c:idx")).get("val"))


def _renew_words(label: Any, fresh: Any) -> None:
    """Put the words of a label into the first run of another one, whose look stays."""
    mine, theirs = list(label.iter(qn("a:t"))), list(fresh.iter(qn("a:t")))
    if mine and theirs:
        mine[0].text = "".join(each.text or "" for each in theirs)
        for rest in mine[1:]:
            rest.text = ""


def _set_scale(old: Any, new: Any) -> None:
    for tag in ("c:min", "c:max", "c:majorUnit"):
        mine, fresh = (space.find(f".//{qn('c:valAx')}//{qn(tag)}") for space in (old, new))
        if mine is not None and fresh is not None:
            mine.set("val", fresh.get("val"))
