"""The command ``teda measure-next``."""

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
    ScenarioName,
    Seed,
    Set,
    Threads,
    home_of,
    read_whole_numbers,
)
from sim.cli.output import WITH_ROWS, read_output
from sim.cli.settings import read_settings
from sim.errors import Faults, fail

Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        metavar='"ID>=X@Y"',
        help="要看哪些目标，可重复（同时达到）；ID@Y 取规划的目标\n"
        "target to be met; several are met together; ID@Y is the plan's",
    ),
]
Count = Annotated[
    str,
    typer.Option("--members", metavar="N", help="成员数，128–2,048\nnumber of members, 128 to 2,048"),
]


Year = Annotated[
    str,
    typer.Option(
        "--year",
        metavar="Y",
        help="哪一年的数；默认有观测的最后一年\nyear of the figures; by default the last that is observed",
    ),
]
Variables = Annotated[
    list[str] | None,
    typer.Option(
        "--variable",
        metavar="NAME",
        help='还可以测的模型变量，可重复，如 "value added[health]"\n'
        "variable that could be measured too; may be repeated",
    ),
]


def add_measure_next_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "measure-next",
        cls=BilingualCommand,
        help="""下一步该测什么：哪些未公布的数，最能说明目标会不会达到。
What to measure next: which unpublished figures tell most of whether targets will be met.

知道它（带公布误差）以后，猜对的概率升到多少；用 100 次模拟取得核对。
How much likelier a right call is with the figure and its error; checked by 100 simulated
acquisitions.""",
        epilog="""例 Examples
  teda measure-next trend --target "gross_industrial_output>=10000@2030"
  teda measure-next plan --target "工业总产值>=12000@2030" --year 2026 --members 512
  teda measure-next trend --target "gross_industrial_output>=10000@2030" --format json
  teda measure-next trend --target "gross_industrial_output>=10000@2030" --lang en""",
    )(measure_next)


def measure_next(
    scenario: ScenarioName,
    targets: Targets = None,
    year: Year = "",
    variables: Variables = None,
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
    """Find which unpublished figures tell most."""
    with Faults() as faults:
        output = faults.take(read_output, lang, form, out, WITH_ROWS)
        numbers = faults.take(read_whole_numbers, year=year, members=members, seed=seed, threads=threads)
        changes = faults.take(read_settings, settings)
        if not targets:
            faults += fail("missing", "必须给出。", "must be given.", "--target").faults
    from sim.analysis.decision.measure_next import measure_next as valued
    from sim.report.tables.measure_next import measure_next_report

    found = valued(
        scenario,
        targets or (),
        variables=variables or (),
        set=changes,
        home=home_of(home, plan),
        prior=prior,
        **numbers,
    )
    output.write_report(measure_next_report(found))
