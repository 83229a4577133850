"""Conveyors (3.7.2, 4.2.1): stocks whose outflow is what flowed in a transit time ago.

Takes a stock with ``<conveyor>``; gives its outflow as Vensim's DELAY MATERIAL, whose inputs come out after
the delay time that they met. What was there at the start lies evenly along the belt. Belts that leak, stop,
take in a limited amount or keep batches are refused by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sim.engine.language.syntax import Node, Number, Operation
from sim.engine.xmile.context import Context, PerElementError, Translate
from sim.engine.xmile.elements import Element
from sim.engine.xmile.entries import Entry, Names, Part, expression, not_here
from sim.engine.xmile.functions import DT, call
from sim.engine.xmile.grammar import Name, Tree
from sim.engine.xmile.tokens import without_remarks
from sim.errors import SimError, fail
from sim.names import fold

_OFF = ("", "0", "false", "no")
_WITHOUT_EFFECT = (
    "batch_integrity",
    "one_at_a_time",
    "exponential_leak",
)  # where nothing leaks or is discrete
_NO_LIMIT = ("", "inf")
_HALF = Number(0.5 + 1e-6)  # of a step: 0.3 / 0.1 may fall just short of 3


def transit_time(element: Element, name: str, dimensions: int, place: str) -> Tree | None:
    """Return the transit time of a stock that is a conveyor, None of any other.

    Raises
    ------
    SimError: no transit time, or a kind of conveyor that is not run here.
    """
    holder = element.first("conveyor")
    if holder is None:
        return None
    at = f"{place}:{holder.line}"
    for key, value in holder.attributes.items():
        if value.strip().lower() not in _OFF and key not in _WITHOUT_EFFECT:
            raise _not_run(name, f'{key}="{value}"', at)
    for part in holder.children:
        limits = _NO_LIMIT if part.tag in ("capacity", "in_limit") else _OFF
        if part.tag != "len" and part.text.strip().lower() not in limits:
            raise _not_run(name, f"<{part.tag}>", at)
    if "," in without_remarks(element.text_of("eqn")) and not dimensions:
        raise _not_run(name, "<eqn>…, …</eqn>", at)
    length = expression(holder.first("len"), place)
    if length is None:
        raise fail(
            "missing",
            f'传送带 "{name}" 没有 <len>（运送时间）。',
            f'the conveyor "{name}" has no <len>, its transit time.',
            at,
        )
    return length


def _not_run(name: str, what: str, place: str) -> SimError:
    return not_here(
        f'"{name}" 是带 {what} 的传送带，这里不支持。',
        f'"{name}" is a conveyor with {what}, which is not supported.',
        place,
    )


def with_outflows(entries: Mapping[str, Entry], names: Names, place: str) -> Mapping[str, Entry]:
    """Return the variables, the outflow of each conveyor with the conveyor that it leaves."""
    found = dict(entries)
    for key, entry in entries.items():
        if entry.kind != "stock" or entry.element.first("conveyor") is None:
            continue
        flows = _flows(entry.outflows, entry, names)
        if len(flows) > 1 and not entry.gap:
            gap = _not_run(
                entry.name, "<outflow>×2" if not _leaks(flows) else "<leak>", f"{place}:{entry.element.line}"
            )
            found[key] = replace(entry, gap=gap.faults)
        spread = next((one for one in map(_spread, _flows(entry.inflows, entry, names)) if one), "")
        if spread and not found[key].gap:
            gap = _not_run(entry.name, f'isee:spreadflow="{spread}"', f"{place}:{entry.element.line}")
            found[key] = replace(entry, gap=gap.faults)
        for flow in flows:
            if flow is None:
                continue
            gap_of_flow = found[key].gap or flow.gap
            whole = (Part((), None, None, flow.element.line),)
            found[fold(flow.name)] = replace(flow, source=entry, parts=whole, gap=gap_of_flow)
    return found


def _flows(written: tuple[Tree, ...], conveyor: Entry, names: Names) -> list[Entry | None]:
    return [names.find(one.parts, conveyor.path) if isinstance(one, Name) else None for one in written]


def _spread(flow: Entry | None) -> str:
    """Return where a flow lands on a conveyor, "" for its beginning."""
    written = flow.element.attributes.get("spreadflow", "") if flow is not None else ""
    return "" if written.strip().lower() == "beginning" else written


def _leaks(flows: list[Entry | None]) -> bool:
    return any(flow is not None and flow.element.first("leak") is not None for flow in flows)


def outflow(conveyor: Entry, elements: tuple[str, ...], context: Context, translate: Translate) -> Node:
    """Return what leaves a conveyor: what flowed in a transit time ago, and at first what lay on it.

    Raises
    ------
    SimError: names and subscripts that are unknown.
    PerElementError: the conveyor begins with another equation for each element.
    """
    there = replace(context, path=conveyor.path)
    assert conveyor.transit is not None  # or it would be no conveyor
    length = translate(conveyor.transit, there)
    flows = [translate(one, there) for one in conveyor.inflows]
    inflow = (
        Operation(("+",) * (len(flows) - 1), tuple(flows)) if len(flows) > 1 else (*flows, Number(0.0))[0]
    )
    part = next((one for one in conveyor.parts if one.elements in ((), elements)), None)
    if part is None:
        raise PerElementError
    content = Number(0.0) if part.tree is None else translate(part.tree, there)
    slats = call(
        "MAX", Number(1.0), call("INTEGER", Operation(("+",), (Operation(("/",), (length, DT)), _HALF)))
    )
    first = Operation(("/",), (content, Operation(("*",), (slats, DT))))
    return call("DELAY MATERIAL", inflow, length, first, Number(0.0))
