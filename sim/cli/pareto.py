"""The command ``teda pareto``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.briefing import tell_written
from sim.cli.decision import Frame, Levers, LeverStart, Ramp, SearchMembers, framed
from sim.cli.help import BilingualCommand
from sim.cli.options import ScenarioOrReference
from sim.errors import Faults

Objectives = Annotated[
    list[str] | None,
    typer.Option(
        "--objective",
        metavar="O",
        help="目标，2–4 个：mean:指标@年份、worst:指标@年份、指标>=数值@年份（概率）、cost@年份、change\n"
        "2 to 4 of mean:ID@Y, worst:ID@Y, ID>=X@Y (its probability), cost@Y, change",
    ),
]
Generations = Annotated[
    str,
    typer.Option(
        "--generations",
        metavar="N",
        help="搜索几代，每代 48 种设定，2–400\ngenerations of 48 settings each, 2 to 400",
    ),
]
Size = Annotated[
    str, typer.Option("--size", metavar="N", help="列出几种设定，1–100\nsettings that are told, 1 to 100")
]

Chart = Annotated[
    str,
    typer.Option(
        "--chart",
        metavar="FILE",
        help="另画平行坐标图（.png、.svg、.pdf）\ndraw parallel coordinates as well (.png, .svg, .pdf)",
    ),
]


def add_pareto_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "pareto",
        cls=BilingualCommand,
        help="""取舍：几个目标不能同时最好时，互有长短的杠杆设定有哪些，哪些稳健。
Trade-offs: settings of levers of which none is better in every objective, and how robust they are.

目标可为均值、最差十分之一、达到的概率、承担者的花费；min、max 指明方向，否则按规划目标的方向。
Objectives are means, worst tenths, probabilities and the cost to those who pay. A search proves
nothing: there may be better settings.""",
        epilog="""例 Examples
  teda pareto --objective mean:gross_industrial_output@2030 --objective change --levers 公共投资
  teda pareto --objective "gross_industrial_output>=8000@2030" --objective change --levers all
  teda pareto plan --objective "min mean:gross_industrial_output@2030" --objective change --levers all
  teda pareto --objective worst:gross_industrial_output@2030 --objective change --levers all --lang en
  teda pareto --objective mean:gross_industrial_output@2030 --objective change --levers all --chart a.png""",
    )(framed(pareto))


def pareto(
    frame: Frame,
    scenario: ScenarioOrReference = "",
    objectives: Objectives = None,
    levers: Levers = None,
    start: LeverStart = "",
    ramp: Ramp = "",
    generations: Generations = "",
    size: Size = "",
    members: SearchMembers = "",
    chart: Chart = "",
) -> None:
    """Find settings of levers that trade objectives off."""
    from sim.report.charts.suffixes import PICTURES, suffix_faults

    with Faults(suffix_faults(chart, PICTURES, "chart") if chart else []) as faults:
        asked = faults.take(
            frame.read,
            {"--objective": objectives, "--levers": levers},
            start=start, ramp=ramp, generations=generations, size=size, members=members,
        )  # fmt: skip
    from sim.analysis.decision.pareto import pareto as searched
    from sim.report.tables.pareto import pareto_report

    with asked.bar() as bar:
        found = searched(
            asked.scenario(scenario), objectives or (), levers or (), progress=bar.show, **asked.arguments
        )
    if chart:
        from sim.report.charts.file import save_chart
        from sim.report.charts.parallel import parallel_chart

        save_chart(parallel_chart(found, asked.output.language), chart)
        tell_written(chart, asked.output.language)
    asked.output.write_report(pareto_report(found))
