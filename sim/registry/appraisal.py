"""The ministry's appraisal of national zones: groups with their weights, and the items that are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from sim.document import Document
from sim.errors import Fault
from sim.registry.agreement import unknown
from sim.registry.indicators import Indicator
from sim.registry.schema import Bilingual, Filled, Names, Record
from sim.registry.sources import Source

Basis = Literal["method", "results"]
Better = Literal["higher", "lower"]
WHOLE = 100.0  # per cent
YEARLY = ("stock", "flow", "ratio", "five_year_sum")  # measures with a level for each year


NO_TITLE = Bilingual(zh="考核办法", en="Method of the appraisal")


class AppraisalGroup(Record):
    """A group of items.

    Parameters
    ----------
    weight : as published [%]
    count : published number of its items, None where it is not known
    """

    name: Bilingual
    weight: float = Field(gt=0, le=100)
    count: int | None = Field(default=None, ge=1)
    source: Names


class AppraisalItem(Record):
    """An item of the appraisal, whose weight within its group is not published.

    Parameters
    ----------
    basis : "method" where reports on the method name it, "results" where the ministry reports it with the
        results of its group, so that it may be no item
    indicator : the model's figure for it, None where there is none
    per : indicator that it is divided by
    growth : whether the growth of the figure is appraised
    better : direction that is favourable
    near : how the model's figure differs from the item
    reason : why the model has none
    """

    group: Filled
    name: Bilingual
    basis: Basis
    source: Names
    indicator: Filled | None = None
    per: Filled | None = None
    growth: bool = False
    better: Better | None = None
    near: Bilingual | None = None
    reason: Bilingual | None = None

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield the contradictions between a figure and a reason for having none."""
        if (self.indicator is None) == (self.reason is None):
            zh = '"indicator"（模型的指标）与 "reason"（为何没有）应给且只给一个。'
            en = 'give either "indicator" or, where the model has none, "reason".'
            yield ("indicator",), Fault("conflict", zh, en)
        if (self.indicator is None) != (self.better is None):
            zh = '有 "indicator" 就要写明 "better"：higher 或 lower；没有就不写。'
            en = '"better", higher or lower, goes with "indicator".'
            yield ("better",), Fault("conflict", zh, en)
        if self.indicator is None and (self.per or self.growth or self.near):
            zh = '"per"、"growth"、"near" 只与 "indicator" 同用。'
            yield ("per",), Fault("conflict", zh, '"per", "growth" and "near" go with "indicator" only.')


class AppraisalMethod(Record):
    """The method of the appraisal as far as it is known; a home may have none.

    Parameters
    ----------
    sources : of the method; they support no figure of the model
    """

    title: Bilingual = NO_TITLE
    groups: Mapping[str, AppraisalGroup] = {}
    items: Mapping[str, AppraisalItem] = {}
    sources: Mapping[str, Source] = {}

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield the faults of its items."""
        for key, item in self.items.items():
            yield from ((("items", key, *path), fault) for path, fault in item.faults())

    def items_of(self, group: str) -> dict[str, AppraisalItem]:
        """Return the items of a group, by key."""
        return {key: item for key, item in self.items.items() if item.group == group}


def appraisal_faults(
    method: AppraisalMethod, document: Document, indicators: Mapping[str, Indicator]
) -> Iterator[Fault]:
    """Yield names that point nowhere, weights that are not 100 in sum, and too many items."""
    total = sum(group.weight for group in method.groups.values())
    if method.groups and abs(total - WHOLE) > 1e-9:
        zh, en = f"权重合计为 {total:g}，应是 100。", f"the weights are {total:g} in sum; they must be 100."
        yield Fault("mismatch", zh, en, document.place("groups"))
    for key, group in method.groups.items():
        yield from _source_faults(group.source, ("groups", key), method, document)
        named = [item for item in method.items_of(key).values() if item.basis == "method" and item.indicator]
        if group.count is not None and len(named) > group.count:
            zh = f'"{key}" 公布有 {group.count} 项，列了 {len(named)} 项。'
            en = f'"{key}" has {group.count} items as published; {len(named)} are listed.'
            yield Fault("mismatch", zh, en, document.place("groups", key, "count"))
    for key, item in method.items.items():
        yield from _source_faults(item.source, ("items", key), method, document)
        if item.group not in method.groups:
            yield unknown(
                "一级指标", "group", item.group, method.groups, document.place("items", key, "group")
            )
        for field, name in (("indicator", item.indicator), ("per", item.per)):
            if name:
                yield from _level_faults(name, document.place("items", key, field), indicators)


def _level_faults(name: str, place: str, indicators: Mapping[str, Indicator]) -> Iterator[Fault]:
    """Yield the fault of an indicator that there is not, or that has no level for each year."""
    if name not in indicators:
        yield unknown("指标", "indicator", name, indicators, place)
    elif indicators[name].measure not in YEARLY:
        zh = f'"{name}" 不是逐年的水平（{indicators[name].measure}），不能相对比较。'
        en = f'"{name}" has no level of a year ({indicators[name].measure}) to compare.'
        yield Fault("unsupported", zh, en, place)


def _source_faults(
    named: Names, path: tuple[str, ...], method: AppraisalMethod, document: Document
) -> Iterator[Fault]:
    for index, source in enumerate(named):
        if source not in method.sources:
            place = document.place(*path, "source", index)
            yield unknown("来源", "source", source, method.sources, place)
