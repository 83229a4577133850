"""The command ``teda loops``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.decision import Frame, Targets, framed
from sim.cli.help import BilingualCommand
from sim.cli.options import ScenarioName

Start = Annotated[
    str,
    typer.Option("--start", metavar="YEAR", help="第一年\nfirst year"),
]
Count = Annotated[
    str,
    typer.Option("--members", metavar="N", help="成员数，1–1,024\nnumber of members, 1 to 1,024"),
]
Last = Annotated[
    str,
    typer.Option(
        "--until",
        metavar="YEAR",
        help="最后一年；默认规划的最后一个目标年\nlast year; by default the plan's last horizon",
    ),
]


def add_loops_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "loops",
        cls=BilingualCommand,
        help="""哪些反馈回路造成走势：各回路在各成员、各年所起作用的占比。
Which feedback loops make a scenario behave as it does: their shares over members, by year.

给出目标则分达到和落空的成员列出。用“起作用的回路”法（Schoenberg 等 2020）。
With targets, members that meet and that miss are told apart. By loops that matter.""",
        epilog="""例 Examples
  teda loops trend --members 16
  teda loops plan --target "gross_industrial_output>=12000@2030" --members 64
  teda loops trend --start 2026 --until 2030 --format csv --out loops.csv
  teda loops trend --members 16 --lang en""",
    )(framed(loops))


def loops(
    scenario: ScenarioName,
    frame: Frame,
    targets: Targets = None,
    start: Start = "",
    until: Last = "",
    members: Count = "",
) -> None:
    """Score feedback loops."""
    asked = frame.read(start=start, until=until, members=members)
    from sim.analysis.decision.loops import loops as scored
    from sim.report.tables.loops import loops_report

    with asked.bar() as bar:
        found = scored(scenario, targets or (), progress=bar.show, **asked.arguments)
    asked.output.write_report(loops_report(found))
