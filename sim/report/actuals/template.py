"""The workbook in which users write their own actuals: indicators by year, and policies as carried out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.registry.indicators import Indicator
from sim.report.record import Column, Row, Table
from sim.report.workbook import sheets_bytes
from sim.scenario.workspace import Workspace
from sim.units import unit_label

INDICATORS, POLICIES = "指标", "政策"
_PRICES = {"constant": "2020年价", "current": "当年价", "none": ""}
_NOTES = (
    "“指标”表：每行一项指标，在年份列填公布的数，单位与“单位”列一致（改单位也可以，如亿元改万元，会自动换算）。",
    "半年、数月的数：加一列，列名写 2022年上半年、2022年1-7月。没有的留空。",
    "口径/状态：快报、年报、普查修订；同一年的不同版本各写一行。来源：文件名、网址或文号。±：标准差，单位同该行，可空。",
    "“政策”表：每行一个杠杆在一年的实际值；可增行，同一杠杆可写多年。",
    "目标、规划数、预计数不是实绩，不要填。",
    "填好后：teda actuals import 文件 --out actuals/。",
    "Indicators: a row each, figures by year; parts of years in columns such as 2022年上半年.",
    "Vintage: 快报 preliminary, 年报 annual, 普查修订 census; a row for each. ±: standard deviation.",
    "Policies: what a lever was in a year. Targets and estimates of what is to come are not actuals.",
)


def template_bytes(workspace: Workspace) -> bytes:
    """Return the template as the content of an .xlsx file: heads as they are read again, in Chinese."""
    plan = workspace.registry.plan
    first, last = plan.period
    years = [Column(str(year)) for year in range(first, last + 1)]
    text = partial(Column, is_figure=False)
    indicators = Table(
        [text("id", is_key=True), text("名称", is_key=True), text("单位"), text("价格"), *years,
         text("口径/状态"), text("来源"), Column("±")],
        [*_indicator_rows(workspace, len(years))],
    )  # fmt: skip
    policies = Table(
        [
            text("lever", is_key=True),
            text("名称"),
            text("单位"),
            Column("year"),
            Column("value"),
            text("来源"),
        ],
        [*_lever_rows(workspace)],
    )
    return sheets_bytes([(INDICATORS, indicators), (POLICIES, policies)], [], _NOTES, "zh")


def _indicator_rows(workspace: Workspace, years: int) -> Iterator[Row]:
    for key, entry in workspace.registry.indicators.items():
        if entry.measure != "peak_year":
            yield [
                key,
                entry.name.zh,
                _unit(entry),
                _PRICES[entry.price_basis],
                *[None] * years,
                "",
                "",
                None,
            ]


def _unit(entry: Indicator) -> str:
    return entry.unit.zh.partition("（")[0]


def _lever_rows(workspace: Workspace) -> Iterator[Row]:
    for elements in workspace.slots.values():
        for slot in elements.values():
            name = slot.name + slot.suffix
            yield [name, slot.lever.name.zh, unit_label(slot.unit, "zh"), None, None, ""]
