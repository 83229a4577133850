"""Tables of levers, payers, loops, indicators and sources in the document of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.registry.indicators import Indicator
from sim.registry.levers import Lever
from sim.registry.load import read_payers
from sim.registry.plan import PlannedTarget
from sim.report.documents.markdown import anchor, code, interval, lines, plain, slug, table
from sim.report.documents.payers import accounts_cell, costs_cell, lever_cell
from sim.report.words.figures import per_year
from sim.report.words.glossary import both, both_heading, word
from sim.report.words.numbers import SIGNS, print_digits, print_plain, print_range, print_stated
from sim.report.words.variables import both_units
from sim.scenario.settable import LeverSlot
from sim.scenario.workspace import Workspace
from sim.units import LANGUAGES


def source_links(sources: Sequence[str]) -> str:
    """Return links to the entries of sources."""
    return "、".join(f"[{plain(source)}](#source-{slug(source)})" for source in sources)


def levers_table(workspace: Workspace) -> str:
    """Return the levers: limits, the model's own ramp, the plan's value, and the evidence."""
    heads = (
        "杠杆 Lever",
        "范围 Range",
        "默认 Default",
        "规划值 Plan",
        "历史范围 History",
        both_heading("grade"),
        "说明与来源 About, sources",
    )
    slots = [slot for elements in workspace.slots.values() for slot in elements.values()]
    return table(heads, (_lever_row(slot, workspace) for slot in slots))


def _lever_row(slot: LeverSlot, workspace: Workspace) -> list[str]:
    lever = slot.lever
    name = slot.constant("to").label
    values = {
        field: workspace.model.constants[slot.constant(field).key] for field in ("from", "to", "start", "end")
    }
    return [
        lines(f"{anchor(f'lever {name}')}**{plain(lever.name.zh)}**", plain(lever.name.en), code(name)),
        lines(interval(lever.minimum, lever.maximum), plain(both_units(slot.unit))),
        _course(values),
        "" if lever.plan is None else print_digits(lever.plan),
        _history(lever),
        lever.grade,
        lines(
            plain(lever.about.zh),
            plain(lever.about.en),
            f"规划原文 The plan: “{plain(lever.plan_quote)}”" if lever.plan_quote else "",
            source_links(lever.source),
        ),
    ]


def _history(lever: Lever) -> str:
    past = lever.history
    if past is None:
        return "未公布 not published"
    return lines(interval(past.low, past.high), plain(past.period), source_links(past.source))


def _course(values: Mapping[str, float]) -> str:
    """Return the model's own ramp of a lever, one figure where it is constant."""
    if values["from"] == values["to"]:
        return print_digits(values["to"])
    years = print_range(print_plain(values["start"]), print_plain(values["end"]))
    return lines(f"{print_digits(values['from'])}\u00a0→\u00a0{print_digits(values['to'])}", years)


def payers_table(workspace: Workspace) -> str:
    """Return who pays for each lever of policy, "" where the home does not say so."""
    registry, file = workspace.registry, read_payers(workspace.registry)
    rows = [
        [lever_cell(key, registry.levers[key], payer), accounts_cell(payer, file), costs_cell(payer)]
        for key, payer in file.levers.items()
    ]
    return table(("杠杆与有利的一端 Lever, favourable end", "由谁承担 Paid by", "说明 How"), rows)


def loops_table(workspace: Workspace) -> str:
    """Return the loops: switch, path, and the effect of cutting each in its scenario."""
    heads = (both_heading("loop"), both_heading("path"), "切断后 When cut")
    indicators = workspace.registry.indicators
    rows = []
    for key, loop in workspace.registry.loops.items():
        indicator = indicators[loop.indicator].name
        zh, en = (word(f"effect.{loop.effect}", language) for language in LANGUAGES)
        name = f"{anchor(f'loop {key}')}**{plain(key)} {plain(loop.name.zh)}**"
        effect = f"情景 {code(loop.scenario)} 中 2035 年“{plain(indicator.zh)}”{zh}"
        rows.append(
            [
                lines(name, plain(loop.name.en), code(loop.switch)),
                lines(plain(loop.path.zh), plain(loop.path.en)),
                lines(effect, f"{plain(indicator.en)} in 2035 is {en}"),
            ]
        )
    return table(heads, rows)


def indicators_table(workspace: Workspace) -> str:
    """Return the indicators: kind, variable, price basis, base and targets."""
    heads = (
        "表 1 Table 1",
        both_heading("indicator"),
        both_heading("kind"),
        "取自 Measured as",
        both_heading("price_basis"),
        f"{workspace.registry.plan.base_year} {both('base')}",
        both_heading("target"),
    )
    registry = workspace.registry
    rows = [_indicator_row(key, entry, registry.plan.of(key)) for key, entry in registry.indicators.items()]
    return table(heads, rows)


def _indicator_row(key: str, entry: Indicator, planned: PlannedTarget) -> list[str]:
    name = f"{anchor(f'indicator {key}')}**{plain(entry.name.zh)}**"
    unit = (
        f"{plain(entry.unit.zh)} {plain(entry.unit.en)}"
        if entry.unit.zh != entry.unit.en
        else plain(entry.unit.zh)
    )
    return [
        "" if planned.number is None else str(planned.number),
        lines(name, plain(entry.name.en), code(key), unit),
        lines(*(word(f"kind.{entry.kind}", language) for language in LANGUAGES)),
        _measured(entry),
        lines(*(word(f"prices.{entry.price_basis}", language) for language in LANGUAGES)),
        _base(entry),
        lines(
            *(
                f"{year}：{SIGNS[planned.comparison]}{print_stated(value)}"
                for year, value in planned.values.items()
            )
        ),
    ]


def _base(entry: Indicator) -> str:
    base = entry.base
    if base is None:
        return ""
    if base.value is not None:
        number = print_stated(base.value)
        return lines(*dict.fromkeys(per_year(number, entry.measure, language) for language in LANGUAGES))
    assert base.estimate is not None  # a base has one or the other
    estimate = base.estimate
    return lines(
        "基数为估计 base estimated",
        interval(estimate.low, estimate.high),
        "" if estimate.level is None else f"{plain(estimate.level.zh)} {plain(estimate.level.en)}",
        f"{estimate.grade} 级 grade {estimate.grade}",
    )


def _measured(entry: Indicator) -> str:
    if entry.variable is None:
        return ""
    per = f"÷ {code(entry.per)}" if entry.per else ""
    scale = "" if entry.scale == 1 else f"× {print_digits(entry.scale)}"
    return lines(f"{code(entry.variable)} {per} {scale}".strip(), both(f"measure.{entry.measure}"))


def sources_table(workspace: Workspace) -> str:
    """Return the sources: id, title, year and address."""
    heads = ("编号 Id", "标题 Title", both_heading("year"), "地址 Address")
    rows = [
        [
            f"{anchor(f'source {key}')}{code(key)}",
            lines(plain(source.title), plain(source.publisher or "")),
            "" if source.year is None else plain(str(source.year)),
            code(source.address or ""),
        ]
        for key, source in workspace.registry.sources.items()
    ]
    return table(heads, rows)
