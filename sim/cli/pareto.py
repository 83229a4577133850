"""The command ``teda pareto``."""

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
    Prior,
    ScenarioOrReference,
    Seed,
    Set,
    Threads,
    home_of,
    read_whole_numbers,
    reference_scenario,
)
from sim.cli.output import WITH_ROWS, read_output
from sim.cli.settings import read_settings
from sim.errors import Faults, fail

Objectives = Annotated[
    list[str] | None,
    typer.Option(
        "--objective",
        metavar="O",
        help="目标，2–4 个：mean:指标@年份、worst:指标@年份、指标>=数值@年份（概率）、cost@年份、change\n"
        "2 to 4 of mean:ID@Y, worst:ID@Y, ID>=X@Y (its probability), cost@Y, change",
    ),
]
Levers = Annotated[
    list[str] | None,
    typer.Option(
        "--levers",
        metavar="A,B…",
        help="可动的杠杆，逗号分开，可重复；all 为全部政策杠杆\n"
        "levers that may move, with commas between; all: all of policy",
    ),
]
Start = Annotated[
    str,
    typer.Option("--start", metavar="YEAR", help="杠杆从哪一年起可变\nfirst year in which levers may move"),
]
Ramp = Annotated[
    str, typer.Option("--ramp", metavar="N", help="杠杆几年到位，1–20\nyears a lever takes, 1 to 20")
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
Count = Annotated[
    str,
    typer.Option(
        "--members",
        metavar="N",
        help="搜索用的成员数，16–2,048；结果用 2,048 个核对\n"
        "members of the search, 16 to 2,048; verified with 2,048",
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
  teda pareto --objective worst:gross_industrial_output@2030 --objective change --levers all --lang en""",
    )(pareto)


def pareto(
    scenario: ScenarioOrReference = "",
    objectives: Objectives = None,
    levers: Levers = None,
    start: Start = "",
    ramp: Ramp = "",
    generations: Generations = "",
    size: Size = "",
    settings: Set = None,
    members: Count = "",
    seed: Seed = "",
    prior: Prior = False,
    threads: Threads = "",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
    plan: PlanChoice = "",
) -> None:
    """Find settings of levers that trade objectives off."""
    where = home_of(home, plan)
    with Faults() as faults:
        output = faults.take(read_output, lang, form, out, WITH_ROWS)
        numbers = faults.take(
            read_whole_numbers,
            start=start,
            ramp=ramp,
            generations=generations,
            size=size,
            members=members,
            seed=seed,
            threads=threads,
        )
        changes = faults.take(read_settings, settings)
        for option, given in (("--objective", objectives), ("--levers", levers)):
            if not given:
                faults += fail("missing", "必须给出。", "must be given.", option).faults
    from sim.analysis.decision.pareto import pareto as searched
    from sim.cli.progress import Bar
    from sim.report.tables.pareto import pareto_report

    with Bar(output.language) as bar:
        found = searched(
            scenario or reference_scenario(where),
            objectives or (),
            levers or (),
            set=changes,
            home=where,
            prior=prior,
            progress=bar.show,
            **numbers,
        )
    output.write_report(pareto_report(found))
