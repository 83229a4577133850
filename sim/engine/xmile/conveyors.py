"""Conveyors (3.7.2, 4.2.1): stocks whose outflow is what flowed in a transit time ago.

Takes a stock with ``<conveyor>``; gives its outflow as Vensim's DELAY MATERIAL, whose inputs come out after
the delay time that they met. What was there at the start lies evenly along the belt, and where the belt leaks
as it would in the long run. Belts that stop, take in a limited amount or keep batches are refused by name.

"help" is Stella's pages on the computation of conveyors and on initializing discrete stocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sim.engine.language.syntax import Node, Number, Operation, Reference
from sim.engine.language.unsupported import unfinished
from sim.engine.xmile.context import Context, PerElementError, Translate
from sim.engine.xmile.elements import Element
from sim.engine.xmile.entries import Entry, Names, Part, expression, not_here, parsed_list
from sim.engine.xmile.functions import DT, call
from sim.engine.xmile.grammar import Literal, Name, Tree
from sim.engine.xmile.tokens import without_remarks
from sim.errors import SimError, fail
from sim.names import fold

_OFF = ("", "0", "false", "no")
_ALLOWED = ("batch_integrity", "one_at_a_time", "exponential_leak")  # the first two of no effect here
_NO_LIMIT = ("", "inf")
_ENDS = {"leak_start": 0.0, "leak_end": 1.0}  # of a leak along the whole belt
_HALF = Number(0.5 + 1e-6)  # of a step: 0.3 / 0.1 may fall just short of 3


def transit_time(element: Element, name: str, place: str) -> Tree | None:
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
        if value.strip().lower() not in _OFF and key not in _ALLOWED:
            raise _not_run(name, f'{key}="{value}"', at)
    for part in holder.children:
        limits = _NO_LIMIT if part.tag in ("capacity", "in_limit") else _OFF
        if part.tag != "len" and part.text.strip().lower() not in limits:
            raise _not_run(name, f"<{part.tag}>", at)
    length = expression(holder.first("len"), place)
    if length is None:
        raise fail(
            "missing",
            f'传送带 "{name}" 没有 <len>（运送时间）。',
            f'the conveyor "{name}" has no <len>, its transit time.',
            at,
        )
    return length


def batches_of(element: Element, dimensions: int, place: str) -> tuple[Tree, ...]:
    """Return what a conveyor holds at the start where its equation lists it, () elsewhere.

    Raises
    ------
    SimError: the list cannot be read.
    """
    equation = element.first("eqn")
    if equation is None or element.first("conveyor") is None or dimensions:
        return ()
    if "," not in without_remarks(equation.text):
        return ()
    found = parsed_list(equation.text, f"{place}:{equation.line}", most=len(equation.text))
    return found if len(found) > 1 else ()


def _not_run(name: str, what: str, place: str) -> SimError:
    return not_here(
        f'"{name}" 是带 {what} 的传送带，这里不支持。',
        f'"{name}" is a conveyor with {what}, which is not supported.',
        place,
    )


def with_outflows(entries: Mapping[str, Entry], names: Names, place: str) -> Mapping[str, Entry]:
    """Return the variables, the outflow and the leak of each conveyor with the conveyor that they leave."""
    found = dict(entries)
    for key, entry in entries.items():
        if entry.kind != "stock" or entry.element.first("conveyor") is None:
            continue
        flows = [one for one in _flows(entry.outflows, entry, names) if one is not None]
        leaks = [one for one in flows if _is_leak(one)]
        outflows = [one for one in flows if not _is_leak(one)]
        if not leaks:  # none is marked: the first is what comes off the end (3.7.2)
            outflows, leaks = outflows[:1], outflows[1:]
        what = _unusual(outflows, leaks, _flows(entry.inflows, entry, names))
        gap = entry.gap
        if what and not gap:
            gap = _not_run(entry.name, what, f"{place}:{entry.element.line}").faults
        conveyor = found[key] = replace(entry, gap=gap, leak=leaks[0] if leaks else None)
        for flow in outflows:
            whole = (Part((), None, None, flow.element.line),)
            found[fold(flow.name)] = replace(flow, source=conveyor, parts=whole, gap=gap or flow.gap)
        for flow in leaks:
            found[fold(flow.name)] = replace(flow, source=conveyor, gap=gap or flow.gap)
    for key, entry in found.items():
        if _is_leak(entry) and entry.source is None:
            found[key] = replace(entry, gap=entry.gap or _leak_of_nothing(entry, place).faults)
    return found


def _is_leak(flow: Entry) -> bool:
    return flow.element.first("leak") is not None


def _unusual(outflows: list[Entry], leaks: list[Entry], inflows: list[Entry | None]) -> str:
    """Return what of a conveyor's flows is not run here, "" if all is."""
    if len(outflows) > 1 or len(leaks) > 1:
        return "<outflow>×2" if len(outflows) > 1 else "<leak>×2"
    for leak in leaks:
        for end, whole in _ENDS.items():
            written = leak.element.attributes.get(end, "").strip()
            if written and written not in (f"{whole:g}", f"{whole}"):
                return f'<leak> {end}="{written}"'
        if leak.element.first("leak_integers") is not None:
            return "<leak_integers>"
    spread = next((one for one in map(_spread, inflows) if one), "")
    return f'isee:spreadflow="{spread}"' if spread else ""


def _leak_of_nothing(flow: Entry, place: str) -> SimError:
    return not_here(
        f'"{flow.name}" 有 <leak>，但不是传送带的流出，这里不支持。',
        f'"{flow.name}" has <leak> but leaves no conveyor, which is not supported.',
        f"{place}:{flow.element.line}",
    )


def _flows(written: tuple[Tree, ...], conveyor: Entry, names: Names) -> list[Entry | None]:
    return [names.find(one.parts, conveyor.path) if isinstance(one, Name) else None for one in written]


def _spread(flow: Entry | None) -> str:
    """Return where a flow lands on a conveyor, "" for its beginning."""
    written = flow.element.attributes.get("spreadflow", "") if flow is not None else ""
    return "" if written.strip().lower() == "beginning" else written


@dataclass(frozen=True)
class _Belt:
    """What a conveyor's flows are made of.

    Parameters
    ----------
    inflow : all that flows in
    length : transit time
    slats : steps that it takes
    content : there at the start
    """

    inflow: Node
    length: Node
    slats: Node
    content: Node

    def delivered(self, first: Node) -> Node:
        """Return what has been a transit time under way, and before that what is given."""
        return call("DELAY MATERIAL", self.inflow, self.length, first, Number(0.0))


def flow_of(
    flow: Entry, conveyor: Entry, elements: tuple[str, ...], context: Context, translate: Translate
) -> Node:
    """Return what leaves a conveyor by its end or by its leak.

    Raises
    ------
    SimError: names and subscripts that are unknown, a leak that changes or has no fraction.
    PerElementError: the conveyor, or its leak, has another equation for each element.
    """
    belt = _belt(conveyor, elements, context, translate)
    leak = conveyor.leak
    assert conveyor.transit is not None  # or it would be no conveyor
    if conveyor.batches:
        if leak is not None or conveyor.transit != Literal(float(len(conveyor.batches))):
            raise _not_run(conveyor.name, "<eqn>…, …</eqn>", context.place)
        return _in_batches(belt, conveyor, replace(context, path=conveyor.path), translate)
    if leak is None:
        return belt.delivered(_over(belt.content, _times(belt.slats, DT)))
    part = _part_of(leak, elements)
    if part.tree is None:
        raise unfinished(leak.name, context.place)
    fixed = context.is_fixed(conveyor.transit, conveyor.path) and context.is_fixed(part.tree, leak.path)
    if not fixed:
        raise not_here(
            f'传送带 "{conveyor.name}" 有漏出，而运送时间或漏出比例随时间变化，这里不支持。',
            f'the conveyor "{conveyor.name}" leaks while its transit time or the fraction changes, '
            "which is not supported.",
            context.place,
        )
    fraction = translate(part.tree, replace(context, path=leak.path))
    is_end = fold(flow.name) != fold(leak.name)
    if _is_exponential(conveyor):
        held = translate(Name(("", *conveyor.path, conveyor.element.name)), context)
        return _exponential(belt, fraction) if is_end else _times(fraction, held)
    return _linear(belt, fraction, is_end=is_end)


def _in_batches(belt: _Belt, conveyor: Entry, context: Context, translate: Translate) -> Node:
    """help: the first value comes out in the first time unit, spread evenly over its steps, and so on."""
    terms = [belt.delivered(Number(0.0))]
    for number, batch in enumerate(conveyor.batches):
        begin = Operation(("+",), (Reference("INITIAL TIME"), Number(float(number))))
        terms.append(_times(translate(batch, context), call("PULSE", begin, Number(1.0))))
    return Operation(("+",) * (len(terms) - 1), tuple(terms))


def _is_exponential(conveyor: Entry) -> bool:
    holder = conveyor.element.first("conveyor")
    return holder is not None and holder.attributes.get("exponential_leak", "").strip().lower() not in _OFF


def _linear(belt: _Belt, fraction: Node, *, is_end: bool) -> Node:
    """help: each slat loses the same in every step, in all the fraction of what entered."""
    halves = _over(_times(fraction, _minus(belt.slats, Number(1.0))), Number(2.0))
    first = _over(belt.content, _times(_minus(belt.slats, halves), DT))
    delivered = belt.delivered(first)
    if is_end:
        return _times(_minus(Number(1.0), fraction), delivered)
    entered = call("INTEG", _minus(belt.inflow, delivered), _times(_times(first, belt.slats), DT))
    return _over(_times(fraction, entered), _times(belt.slats, DT))


def _exponential(belt: _Belt, fraction: Node) -> Node:
    """help: each slat loses in every step the fraction, per time unit, of what is left on it."""
    kept = call("POWER", _minus(Number(1.0), _times(fraction, DT)), belt.slats)
    even = _over(belt.content, _times(belt.slats, DT))
    first = call("XIDZ", _times(belt.content, fraction), _minus(Number(1.0), kept), even)
    return _times(kept, belt.delivered(first))


def _belt(conveyor: Entry, elements: tuple[str, ...], context: Context, translate: Translate) -> _Belt:
    there = replace(context, path=conveyor.path)
    assert conveyor.transit is not None  # or it would be no conveyor
    length = translate(conveyor.transit, there)
    flows = [translate(one, there) for one in conveyor.inflows]
    inflow = (
        Operation(("+",) * (len(flows) - 1), tuple(flows)) if len(flows) > 1 else (*flows, Number(0.0))[0]
    )
    part = _part_of(conveyor, elements)
    content = Number(0.0) if part.tree is None else translate(part.tree, there)
    slats = call("MAX", Number(1.0), call("INTEGER", Operation(("+",), (_over(length, DT), _HALF))))
    return _Belt(inflow, length, slats, content)


def _part_of(entry: Entry, elements: tuple[str, ...]) -> Part:
    part = next((one for one in entry.parts if one.elements in ((), elements)), None)
    if part is None:
        raise PerElementError
    return part


def _times(a: Node, b: Node) -> Node:
    return Operation(("*",), (a, b))


def _over(a: Node, b: Node) -> Node:
    return Operation(("/",), (a, b))


def _minus(a: Node, b: Node) -> Node:
    return Operation(("-",), (a, b))
