"""``teda workbook`` and ``teda report``: scenarios as an Excel workbook, and as a Word report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.briefing import (
    Asked,
    Bands,
    Beside,
    EnsembleFolder,
    FindingYear,
    Marking,
    read_asked,
    tell_written,
)
from sim.cli.help import BilingualCommand
from sim.cli.options import Force, HomeFolder, Lang, PlanChoice, Prior, Set, home_of
from sim.errors import Argument, Fault, Faults

if TYPE_CHECKING:
    from sim.report.briefing.subject import Subject
    from sim.scenario.workspace import Workspace

BookFile = Annotated[str, typer.Option("--out", metavar="FILE", help="工作簿：.xlsx\nan .xlsx file")]
ReportFile = Annotated[str, typer.Option("--out", metavar="FILE", help="Word 文件：.docx\na .docx file")]
Unit = Annotated[
    str,
    typer.Option("--unit", metavar="TEXT", help="题目下的单位，如 经济发展局\nwho gives it, below the title"),
]


def add_document_commands(app: typer.Typer) -> None:
    """Add both commands to the command line."""
    app.command(
        "workbook",
        cls=BilingualCommand,
        help="""把情景写成 Excel 工作簿：计分板、逐年、区间、杠杆、参数、来源、图表，另有长表和 IAMC 格式。
Write scenarios as an Excel workbook, with native charts and tables for programs.""",
        epilog="""例 Examples
  teda workbook plan --out plan.xlsx
  teda workbook plan trend --lang en --out compared.xlsx""",
    )(workbook)
    app.command(
        "report",
        cls=BilingualCommand,
        help="""写成 Word 报告：结论、目标实现情况、主要制约、不确定性、建议关注和附表。
Write a Word report: findings, standing of targets, limits, uncertainty, what to watch, annexes.""",
        epilog="""例 Examples
  teda report plan --out report.docx
  teda report demand-shock --year 2030 --unit 经济发展局 --marking 内部 --out shock.docx""",
    )(report)


def workbook(
    scenario: Beside,
    out: BookFile = "",
    ensemble: EnsembleFolder = "",
    settings: Set = None,
    lang: Lang = "zh",
    home: HomeFolder = None,
    plan: PlanChoice = "",
    prior: Prior = False,
    year: FindingYear = "",
) -> None:
    """Write the workbook of scenarios."""
    from sim.files import write_files
    from sim.report.book.build import SUFFIXES, scenario_workbook
    from sim.report.charts.suffixes import suffix_faults

    bands = Bands(ensemble, prior)
    asked = read_asked(
        scenario, settings, home_of(home, plan), bands, lang, year, lambda _: suffix_faults(out, SUFFIXES)
    )
    write_files({out: scenario_workbook(_subject(asked))})
    tell_written(out, asked.language)


def report(
    scenario: Beside,
    out: ReportFile = "",
    ensemble: EnsembleFolder = "",
    settings: Set = None,
    lang: Lang = "zh",
    home: HomeFolder = None,
    plan: PlanChoice = "",
    prior: Prior = False,
    year: FindingYear = "",
    unit: Unit = "",
    marking: Marking = "",
    force: Force = False,
) -> None:
    """Write the report on scenarios, in place of one that nobody has edited."""
    from sim import arguments
    from sim.files import write_files
    from sim.report.charts.suffixes import suffix_faults
    from sim.report.deck.own import backup_of, overwriting_faults
    from sim.report.paper import SUFFIXES, report_bytes

    bands = Bands(ensemble, prior)

    def check(_: Workspace) -> list[Fault]:
        faults = Faults([*suffix_faults(out, SUFFIXES), *overwriting_faults(out, is_forced=force)])
        faults.take(arguments.unit, unit, Argument("unit"))
        faults.take(arguments.marking, marking, Argument("marking"))
        return faults

    asked = read_asked(scenario, settings, home_of(home, plan), bands, lang, year, check)
    contents = {**backup_of(out), out: report_bytes(_subject(asked), unit, marking)}
    write_files(contents)
    for place in contents:
        tell_written(place, asked.language)


def _subject(asked: Asked) -> Subject:
    from sim.report.briefing.subject import subject_of

    return subject_of([asked.run, *asked.beside], asked.ensemble, asked.language, asked.year)
