"""The command ``teda why``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.help import BilingualCommand
from sim.cli.options import (
    Format,
    HomeFolder,
    Lang,
    Out,
    PlanChoice,
    ScenarioName,
    Set,
    Threads,
    home_of,
    read_whole_numbers,
)
from sim.cli.output import WITH_ROWS, read_output
from sim.cli.settings import read_settings
from sim.errors import Faults, fail

Row = Annotated[str, typer.Option("--indicator", metavar="ID", help="追哪个指标，必填\nrow to trace; needed")]
Year = Annotated[
    str,
    typer.Option(
        "--year",
        metavar="Y",
        help="哪一年；默认规划的第一个目标年\nyear of the figure; by default the plan's first horizon",
    ),
]
Against = Annotated[
    str,
    typer.Option(
        "--against",
        metavar="NAME",
        help="与哪个情景比；默认没有新政策的基准情景\nscenario to compare with; the reference by default",
    ),
]
Since = Annotated[
    str,
    typer.Option(
        "--since",
        metavar="YEAR",
        help="改为与同一情景的这一年比\ncompare with this year of the same scenario",
    ),
]
Depth = Annotated[
    str, typer.Option("--depth", metavar="N", help="往上追几层，1–8\ndepth of the tree, 1 to 8")
]


def add_why_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "why",
        cls=BilingualCommand,
        help="""为什么：两个情景或两个年份之差，沿方程逐层追到原因，各占多少。
Why two scenarios or two years differ: causes up the equations, each with its part.

每层相加等于上一层；碰到回到自身的回路会指出。用一次运行，不抽样。
Parts add up at every depth; loops back to themselves are named. One run, without draws.""",
        epilog="""例 Examples
  teda why plan --indicator gross_industrial_output --year 2030
  teda why plan --indicator 工业总产值 --year 2035 --since 2025
  teda why plan --indicator gross_industrial_output --against trend --depth 6 --format csv
  teda why plan --indicator gross_industrial_output --lang en""",
    )(why)


def why(
    scenario: ScenarioName,
    indicator: Row = "",
    year: Year = "",
    against: Against = "",
    since: Since = "",
    depth: Depth = "",
    settings: Set = None,
    threads: Threads = "",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
    plan: PlanChoice = "",
) -> None:
    """Trace why an indicator differs."""
    with Faults() as faults:
        output = faults.take(read_output, lang, form, out, WITH_ROWS)
        numbers = faults.take(read_whole_numbers, year=year, since=since, depth=depth, threads=threads)
        changes = faults.take(read_settings, settings)
        if not indicator:
            faults += fail("missing", "必须给出。", "must be given.", "--indicator").faults
    from sim.analysis.decision.why import why as traced
    from sim.report.tables.why import why_report

    found = traced(
        scenario, indicator, against=against or None, set=changes, home=home_of(home, plan), **numbers
    )
    output.write_report(why_report(found))
