"""Tables of the checks on draws in the document of the tests."""

from __future__ import annotations

from sim.analysis.checks.confidence import ConfidenceReport
from sim.analysis.checks.lever_ends import slots_of
from sim.analysis.checks.signs import Direction, lever_reasons
from sim.names import split_element
from sim.registry.load import read_payers
from sim.registry.schema import Bilingual
from sim.registry.signs import EITHER
from sim.report.documents.confidence.words import verdict
from sim.report.documents.markdown import code, lines, plain, table
from sim.report.documents.payers import accounts_cell, costs_cell, lever_cell
from sim.report.words.figures import MET, NOT_MET
from sim.report.words.numbers import print_change, print_share, print_share_change
from sim.scenario.workspace import Workspace

PAYERS_INTRO = Bilingual(
    zh="各政策杠杆放到有利的一端、其余不动，先验的成员中各账户变差的比例；至少一个账户变差的应不少于 99%。"
    "存量看最后一个目标年，其他变量看基年以后的累计。",
    en="With each lever of policy at its favourable end and nothing else changed: the share of members in "
    "which each account is worse off; at least one must be in 99% of them. Stocks are read at the last "
    "horizon, other variables summed since the base year.",
)

SIGNS_INTRO = Bilingual(
    zh="参照情景中各杠杆从低端移到高端，先验的成员中主要指标的方向：+ 升高、− 降低、0 变化不超过 0.5%、"
    "± 视情况而定；"
    "括号内为与所写一致（± 为占多数的方向）的成员比例和变化的中位数。",
    en="From the low end of each lever to its high end in the reference scenario: + rises, − falls, "
    "0 moves by 0.5% at most, ± either way; in brackets the share of members that agree (of ±, "
    "the larger side), and the median change.",
)
GROWTH_INTRO = Bilingual(
    zh="单个 D 级常量从 5% 分位移到 95% 分位时，某一年增速的最大变化（百分点），列出最大的。",
    en="Largest change of a year's growth (points) when a single constant of grade D moves from its 5% "
    "point to its 95% point; the largest are shown.",
)
SHOWN = 15


def base_text(report: ConfidenceReport) -> tuple[str, str]:
    """Return the share of members that reproduce the base year, in Chinese and in English."""
    count, share = len(report.drawn_base.by_figure), print_share(report.drawn_base.share, 1)
    return (
        f"先验的成员中，{share} 与基期的全部 {count} 个数一致。",
        f"Of the members of the prior, {share} reproduce all {count} figures of the base year.",
    )


def payers_table(report: ConfidenceReport, workspace: Workspace) -> str:
    """Return who pays for each lever of policy, with the shares of members."""
    file, slots = read_payers(workspace.registry), slots_of(workspace)
    heads = ("杠杆 Lever", "由谁承担 Paid by", "至少一个 At least one", "说明 How", "结果 Result")
    rows = []
    for each in report.payments:
        shares = {key: print_share(share, 1) for key, share in each.accounts.items()}
        rows.append(
            [
                lever_cell(each.lever, slots[each.lever].lever, each.stated),
                accounts_cell(each.stated, file, shares),
                print_share(each.paid, 1),
                costs_cell(each.stated),
                passed_cell(each.is_paid and each.serves),
            ]
        )
    return table(heads, rows, right=(2,))


def signs_table(report: ConfidenceReport, workspace: Workspace) -> str:
    """Return the direction of each lever on each headline indicator."""
    indicators, slots = workspace.registry.indicators, slots_of(workspace)
    headline = dict.fromkeys(each.indicator for each in report.directions)
    heads = (
        "杠杆 Lever",
        *(f"{plain(indicators[key].name.zh)} {plain(indicators[key].name.en)}" for key in headline),
    )
    found = {(each.lever, each.indicator): each for each in report.directions}
    rows = [
        [
            lines(f"**{plain(slots[lever].lever.name.zh)}**", plain(slots[lever].lever.name.en)),
            *(_direction_cell(found[lever, key]) for key in headline),
        ]
        for lever in dict.fromkeys(each.lever for each in report.directions)
    ]
    return table(heads, rows)


def _direction_cell(each: Direction) -> str:
    mark = "" if each.is_as_stated else f"{NOT_MET} "
    share = max(each.up, each.down) if each.stated == EITHER else each.agreeing
    sign = "−" if each.stated == "-" else each.stated
    return f"{mark}{sign} ({print_share(share)}, {print_share_change(each.median)})"


def reasons_table(workspace: Workspace) -> str:
    """Return why effects may go either way."""
    slots = slots_of(workspace)
    rows = [
        [plain(slots[lever].lever.name.zh), lines(plain(reason.zh), plain(reason.en))]
        for lever, reason in lever_reasons(workspace)
        if reason
    ]
    return table(("杠杆 Lever", "为何视情况而定 Why either way"), rows)


def growth_table(report: ConfidenceReport, workspace: Workspace) -> str:
    """Return the assumed constants on which a year's growth hangs most."""
    parameters = workspace.registry.parameters
    rows = []
    for each in report.growth[:SHOWN]:
        entry = parameters.get(each.constant) or parameters[split_element(each.constant)[0]]
        name = lines(f"{plain(entry.name.zh)} {plain(entry.name.en)}", code(each.constant))
        row = [
            code(each.scenario),
            name,
            str(each.year),
            print_change(each.moved, 1),
            passed_cell(each.is_small),
        ]
        rows.append(row)
    heads = ("情景 Scenario", "常量 Constant", "年份 Year", "变化 Change", "结果 Result")
    return table(heads, rows, right=(2, 3))


def passed_cell(is_passed: bool) -> str:
    """Return whether something is passed, in both languages."""
    mark = MET if is_passed else NOT_MET
    return f"{mark} {verdict(is_passed, 'zh')} {verdict(is_passed, 'en')}"
