"""The command ``teda why``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.decision import Against, Frame, Row, RowYear, framed
from sim.cli.help import BilingualCommand
from sim.cli.options import ScenarioName

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
    )(framed(why, is_drawn=False))


def why(
    scenario: ScenarioName,
    frame: Frame,
    indicator: Row = "",
    year: RowYear = "",
    against: Against = "",
    since: Since = "",
    depth: Depth = "",
) -> None:
    """Trace why an indicator differs."""
    asked = frame.read({"--indicator": indicator}, year=year, since=since, depth=depth)
    from sim.analysis.decision.why import why as traced
    from sim.report.tables.why import why_report

    found = traced(scenario, indicator, against=against or None, **asked.arguments)
    asked.output.write_report(why_report(found))
