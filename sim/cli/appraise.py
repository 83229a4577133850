"""The command ``teda appraise``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.completion import complete_scenarios
from sim.cli.help import BilingualCommand
from sim.cli.options import Format, HomeFolder, Lang, Out, Seed, Threads, read_whole_numbers
from sim.cli.output import WITH_ROWS, read_output
from sim.errors import Faults

Scenarios = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO…",
        autocompletion=complete_scenarios,
        show_default=False,
        help="一个或几个情景\none or several scenarios",
    ),
]
Year = Annotated[
    str,
    typer.Option(
        "--year",
        metavar="Y",
        help="考核哪一年的数；默认规划的第一个目标年\nyear appraised; by default the plan's first horizon",
    ),
]
Count = Annotated[
    str, typer.Option("--members", metavar="N", help="成员数，64–4,096\nnumber of members, 64 to 4,096")
]


def add_appraise_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "appraise",
        cls=BilingualCommand,
        help="""考核推演：各情景如何变动商务部对国家级经开区考核的各项指标。
How scenarios move the items of the ministry's yearly appraisal of national zones.

一级指标的权重已公布，二级的没有：给出任意权重下的范围。得分和名次算不出来，也不给。
Weights of groups are published, of items not: ranges for any weights. Score and rank cannot be had.""",
        epilog="""例 Examples
  teda appraise plan
  teda appraise plan vision --year 2027 --lang en
  teda appraise plan --format json --out appraisal.json""",
    )(appraise)


def appraise(
    scenarios: Scenarios,
    year: Year = "",
    members: Count = "512",
    seed: Seed = "7",
    threads: Threads = "",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
) -> None:
    """Appraise scenarios."""
    with Faults() as faults:
        output = faults.take(read_output, lang, form, out, WITH_ROWS)
        numbers = faults.take(read_whole_numbers, year=year, members=members, seed=seed, threads=threads)
    from sim.analysis.appraisal.appraise import appraise as appraised
    from sim.report.tables.appraisal import appraisal_report

    output.write_report(appraisal_report(appraised(scenarios, home=home, **numbers)))
