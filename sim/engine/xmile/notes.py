"""What is said of an XMILE file that runs: parts that are passed over, and data that a converter left out."""

from __future__ import annotations

import math
from collections.abc import Iterable

from sim.engine.language.syntax import Points
from sim.engine.xmile.elements import Element
from sim.engine.xmile.entries import Entry, Part
from sim.engine.xmile.grammar import Name
from sim.engine.xmile.settings import read_integration
from sim.engine.xmile.variables import KINDS, KNOWN
from sim.errors import Fault
from sim.names import fold

_STAND_IN = Points((0.0, 1.0), (1.0, 1.0))  # xmutil's graph of what Vensim reads from a file of data


def unread_parts(root: Element, place: str) -> tuple[Fault, ...]:
    """Return a note for each kind of part that is passed over, with the line of the first."""
    found: dict[str, Element] = {one.tag: one for one in root.all("data") if one.children}
    for model in root.all("model"):
        for variable in model.variables:
            if variable.tag == "rc":  # a reality check of Vensim
                found.setdefault(variable.tag, variable)
            for one in variable.children if variable.tag in KINDS else ():
                if one.tag not in KNOWN and not one.is_vendors:
                    found.setdefault(one.tag, one)
    for settings in root.all("sim_specs"):
        for one in settings.all("run"):
            if one.attributes.get("by", "all").strip().lower() not in ("", "all"):
                found.setdefault("run by", one)
    for header in root.all("header"):
        for options in (*header.all("options"), *header.all("smile")):
            for one in options.all("uses_arrays"):  # 0 there is what a subscript beyond the last has here
                if one.attributes.get("invalid_index_value", "0").strip() not in ("", "0"):
                    found.setdefault("uses_arrays invalid_index_value", one)
    return tuple(
        Fault("unsupported", f"<{tag}> 没有读取。", f"<{tag}> is not read.", f"{place}:{one.line}")
        for tag, one in found.items()
    )


def limits_in_stages(root: Element, place: str) -> Fault:
    """Return a note that limits of stocks act otherwise where flows are computed more than once a step."""
    name = read_integration(root)[0]
    return Fault(
        "unsupported",
        f"文件选用 {name}，每一步计算几次流量，非负存量这时怎样限制流出各软件不同：不起作用时数值不变，"
        "一旦会起作用，此后就没有数值。改用欧拉法运行时逐步限制。",
        f"the file asks for {name}, which computes flows several times a step, and tools differ on how "
        "stocks that are not negative limit them then: where a limit would act, there is no value from "
        "then on. Run by Euler's method, limits act at every step.",
        place,
    )


def missing_elements(entries: Iterable[Entry], place: str) -> tuple[Fault, ...]:
    """Return a note where arrays have no equation for some of their elements, which then have no value."""
    return _note(
        [entry for entry in entries if _is_incomplete(entry)],
        place,
        '{} 个数组（先是 "{}"）没有写出全部元素的方程，没写的元素没有值。',
        '{} arrays, "{}" first, have no equation for some of their elements, which have no value.',
    )


def _is_incomplete(entry: Entry) -> bool:
    written = sum(1 for _ in entry.element.all("element"))
    return 0 < written < math.prod(len(dimension.elements) for dimension in entry.dimensions)


def stand_ins(entries: Iterable[Entry], place: str) -> tuple[Fault, ...]:
    """Return a note where variables are 1 at all times: what xmutil, a converter, writes for data."""
    return _note(
        [entry for entry in entries if entry.parts and all(_is_stand_in(part) for part in entry.parts)],
        place,
        '{} 个变量（先是 "{}"）始终为 1：转换工具把 Vensim 的外部数据写成这样。',
        '{} variables, "{}" first, are 1 at all times: a converter writes so '
        "what Vensim reads from files of data.",
    )


def _note(found: list[Entry], place: str, zh: str, en: str) -> tuple[Fault, ...]:
    """Return a note on variables: how many they are, and the first one's name and line."""
    if not found:
        return ()
    count, name, line = len(found), found[0].name, found[0].element.line
    return (Fault("no-data", zh.format(count, name), en.format(count, name), f"{place}:{line}"),)


def _is_stand_in(part: Part) -> bool:
    is_time = isinstance(part.tree, Name) and fold(part.tree.parts[-1]) == "time"
    return is_time and part.graph is not None and part.graph.points == _STAND_IN
