"""The command ``teda measure-next``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.decision import Frame, ManyMembers, Targets, framed
from sim.cli.help import BilingualCommand
from sim.cli.options import ScenarioName

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
    )(framed(measure_next))


def measure_next(
    scenario: ScenarioName,
    frame: Frame,
    targets: Targets = None,
    year: Year = "",
    variables: Variables = None,
    members: ManyMembers = "",
) -> None:
    """Find which unpublished figures tell most."""
    asked = frame.read({"--target": targets}, year=year, members=members)
    from sim.analysis.decision.measure_next import measure_next as valued
    from sim.report.tables.measure_next import measure_next_report

    found = valued(scenario, targets or (), variables=variables or (), **asked.arguments)
    asked.output.write_report(measure_next_report(found))
