"""The command ``teda likeliest``."""

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
    )(likeliest)


def likeliest(
    scenario: ScenarioName,
    targets: Targets = None,
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
    """Find the likeliest failure and the likeliest success."""
    with Faults() as faults:
        output = faults.take(read_output, lang, form, out, WITH_ROWS)
        numbers = faults.take(read_whole_numbers, members=members, seed=seed, threads=threads)
        changes = faults.take(read_settings, settings)
        if not targets:
            faults += fail("missing", "必须给出。", "must be given.", "--target").faults
    from sim.analysis.decision.likeliest import likeliest as searched
    from sim.report.tables.likeliest import likeliest_report

    found = searched(scenario, targets or (), set=changes, home=home_of(home, plan), prior=prior, **numbers)
    output.write_report(likeliest_report(found))
