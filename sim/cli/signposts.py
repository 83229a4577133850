"""The command ``teda signposts``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.decision import Frame, ManyMembers, Targets, framed
from sim.cli.help import BilingualCommand
from sim.cli.options import ScenarioName

Switch = Annotated[
    str,
    typer.Option(
        "--switch",
        metavar="NAME",
        help="报警后改用哪个情景，与固定方案比较\nscenario that a rule goes over to, against fixed plans",
    ),
]
Start = Annotated[
    str,
    typer.Option("--start", metavar="YEAR", help="从哪一年的数看起\nfirst year whose figures are watched"),
]


def add_signposts_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "signposts",
        cls=BilingualCommand,
        help="""先兆：哪些年度数低于（高于）多少，预示目标会落空；并检验见机而动的规则。
Signposts: yearly thresholds that foretell a miss of targets, and a rule that acts on one.

在一半成员中学阈值，在另一半中评分：命中、误报、提前几年。
Learned on half of the members, scored on the other half: hits, false alarms, lead time.""",
        epilog="""例 Examples
  teda signposts trend --target "gross_industrial_output>=10000@2030"
  teda signposts trend --target "gross_industrial_output>=10000@2030" --switch plan
  teda signposts trend --target "工业总产值>=10000@2030" --start 2027 --format json --out signposts.json
  teda signposts trend --target "gross_industrial_output>=10000@2030" --members 512 --lang en""",
    )(framed(signposts))


def signposts(
    scenario: ScenarioName,
    frame: Frame,
    targets: Targets = None,
    switch: Switch = "",
    start: Start = "",
    members: ManyMembers = "",
) -> None:
    """Find figures that foretell a miss."""
    asked = frame.read({"--target": targets}, start=start, members=members)
    from sim.analysis.decision.signposts import signposts as foretold
    from sim.report.tables.signposts import signposts_report

    with asked.bar() as bar:
        found = foretold(scenario, targets or (), switch=switch or None, progress=bar.show, **asked.arguments)
    asked.output.write_report(signposts_report(found))
