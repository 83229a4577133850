"""Map of the feedback loops: where each quantity stands, and which links have the opposite effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from sim.document import Document
from sim.errors import Fault
from sim.registry.agreement import unknown
from sim.registry.loops import Loop
from sim.registry.schema import Filled, Record

Place = Annotated[tuple[int, int], Field(strict=False)]
Link = Annotated[tuple[Filled, Filled], Field(strict=False)]


class LoopMap(Record):
    """Places of the quantities of all loops, and links by which more of one makes less of another.

    Parameters
    ----------
    places : middle of each quantity [pixel], rightward and downward, by its Chinese name in the loops
    marks : middle of the mark of a loop [pixel], by its key; by default the middle of its quantities
    opposite : (cause, effect) of the links with opposite effect
    """

    places: Mapping[str, Place] = {}
    marks: Mapping[str, Place] = {}
    opposite: Annotated[tuple[Link, ...], Field(strict=False)] = ()


def loop_map_faults(found: LoopMap, document: Document, loops: Mapping[str, Loop]) -> Iterator[Fault]:
    """Yield what of a map is missing or of no loop, and loops whose links make them of the other kind."""
    if not found.places:
        return
    quantities = {name: key for key, loop in loops.items() for name in loop.quantities("zh")}
    yield from _place_faults(found, document, quantities)
    yield from _mark_faults(found, document, loops)
    links = {link for loop in loops.values() for link in loop.links("zh")}
    for index, link in enumerate(found.opposite):
        if link not in links:
            shown = [_shown(one) for one in sorted(links)]
            yield unknown("因果", "link", _shown(link), shown, document.place("opposite", index))
    for key, loop in loops.items():
        yield from _kind_faults(key, loop, found, document)


def _place_faults(found: LoopMap, document: Document, quantities: Mapping[str, str]) -> Iterator[Fault]:
    for name, key in quantities.items():
        if name not in found.places:
            yield Fault(
                "missing",
                f"缺少回路 {key} 中“{name}”的位置。",
                f'the place of "{name}" in loop {key} is missing.',
                document.place("places"),
            )
    for name in found.places:
        if name not in quantities:
            yield unknown("量", "quantity", name, quantities, document.place("places", name))


def _mark_faults(found: LoopMap, document: Document, loops: Mapping[str, Loop]) -> Iterator[Fault]:
    for key in found.marks:
        if key not in loops:
            yield unknown("回路", "loop", key, loops, document.place("marks", key))


def _kind_faults(key: str, loop: Loop, found: LoopMap, document: Document) -> Iterator[Fault]:
    """Yield the fault of a loop whose number of opposite links makes it of the other kind than its name."""
    count = sum(link in found.opposite for link in loop.links("zh"))
    if (count % 2 == 0) == key.startswith("R"):
        return
    zh, en = ("增强", "reinforcing") if count % 2 == 0 else ("平衡", "balancing")
    yield Fault(
        "mismatch",
        f"回路 {key} 有 {count} 个反向的因果，应是{zh}回路，与名称不符。",
        f"loop {key} has {count} opposite links, which make it {en}, unlike its name.",
        document.place("opposite"),
    )


def _shown(link: tuple[str, str]) -> str:
    return " → ".join(link)
