"""Tables of the checks on draws in the document of the tests."""

from __future__ import annotations

from sim.analysis.checks.confidence import ConfidenceReport
from sim.analysis.checks.lever_ends import slots_of
from sim.registry.load import read_payers
from sim.registry.schema import Bilingual
from sim.report.documents.confidence.words import verdict
from sim.report.documents.markdown import table
from sim.report.documents.payers import accounts_cell, costs_cell, lever_cell
from sim.report.words.figures import MET, NOT_MET
from sim.report.words.numbers import print_share
from sim.scenario.workspace import Workspace

PAYERS_INTRO = Bilingual(
    zh="各政策杠杆放到有利的一端、其余不动，先验的成员中各账户变差的比例；至少一个账户变差的应不少于 99%。"
    "存量看最后一个目标年，其他变量看基年以后的累计。",
    en="With each lever of policy at its favourable end and nothing else changed: the share of members in "
    "which each account is worse off; at least one must be in 99% of them. Stocks are read at the last "
    "horizon, other variables summed since the base year.",
)


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


def passed_cell(is_passed: bool) -> str:
    """Return whether something is passed, in both languages."""
    mark = MET if is_passed else NOT_MET
    return f"{mark} {verdict(is_passed, 'zh')} {verdict(is_passed, 'en')}"
