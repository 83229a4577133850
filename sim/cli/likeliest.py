"""The command ``teda likeliest``."""

from __future__ import annotations

import typer

from sim.cli.decision import Frame, ManyMembers, Targets, framed
from sim.cli.help import BilingualCommand
from sim.cli.options import ScenarioName


def add_likeliest_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "likeliest",
        cls=BilingualCommand,
        help="""最可能怎样落空、怎样达到：离中间世界最近的两个世界，用话说出来。
The likeliest failure and the likeliest success: the nearest worlds in which targets are missed, and met.

从一切取中位数的世界出发，朝最能改变结果的方向走，由模型核实。
From the world of all medians in the direction that changes the result most; the model verifies.""",
        epilog="""例 Examples
  teda likeliest trend --target "gross_industrial_output>=10000@2030"
  teda likeliest plan --target "工业总产值>=12000@2030" --members 512
  teda likeliest trend --target "gross_industrial_output>=10000@2030" --format csv --out worlds.csv
  teda likeliest trend --target "gross_industrial_output>=10000@2030" --lang en""",
    )(framed(likeliest))


def likeliest(
    scenario: ScenarioName,
    frame: Frame,
    targets: Targets = None,
    members: ManyMembers = "",
) -> None:
    """Find the likeliest failure and the likeliest success."""
    asked = frame.read({"--target": targets}, members=members)
    from sim.analysis.decision.likeliest import likeliest as searched
    from sim.report.tables.likeliest import likeliest_report

    asked.output.write_report(likeliest_report(searched(scenario, targets or (), **asked.arguments)))
