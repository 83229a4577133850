"""The command ``teda signposts``."""

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
        help="预示哪些目标会落空，可重复（同时达到）；ID@Y 取规划的目标\n"
        "target to be met; several are met together; ID@Y is the plan's",
    ),
]
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
Count = Annotated[
    str,
    typer.Option(
        "--members", metavar="N", help="成员数，128–2,048\nnumber of members of both halves, 128 to 2,048"
    ),
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
    )(signposts)


def signposts(
    scenario: ScenarioName,
    targets: Targets = None,
    switch: Switch = "",
    start: Start = "",
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
    """Find figures that foretell a miss."""
    with Faults() as faults:
        output = faults.take(read_output, lang, form, out, WITH_ROWS)
        numbers = faults.take(read_whole_numbers, start=start, members=members, seed=seed, threads=threads)
        changes = faults.take(read_settings, settings)
        if not targets:
            faults += fail("missing", "必须给出。", "must be given.", "--target").faults
    from sim.analysis.decision.signposts import signposts as foretold
    from sim.cli.progress import Bar
    from sim.report.tables.signposts import signposts_report

    with Bar(output.language) as bar:
        found = foretold(
            scenario,
            targets or (),
            switch=switch or None,
            set=changes,
            home=home_of(home, plan),
            prior=prior,
            progress=bar.show,
            **numbers,
        )
    output.write_report(signposts_report(found))
