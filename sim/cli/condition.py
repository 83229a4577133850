"""The command ``teda condition``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.calibrate import TableOrJson
from sim.cli.help import BilingualCommand
from sim.cli.options import HomeFolder, Lang, ScenarioOrReference, Seed, Threads, read_whole_numbers
from sim.cli.output import WITHOUT_ROWS, read_output
from sim.errors import Faults

KnownBy = Annotated[
    str,
    typer.Option(
        "--known-by",
        metavar="DAY",
        help="只用到这一天为止公布的数，如 2023-12-31\nuse only figures published by this day",
    ),
]
Actuals = Annotated[
    str,
    typer.Option(
        "--actuals",
        metavar="DIR",
        help="自己的观测：其中有 observations.csv 的文件夹\na folder with an observations.csv of your own",
    ),
]
Count = Annotated[
    str, typer.Option("--members", metavar="N", help="成员数，64–65,536\nnumber of members, 64 to 65,536")
]
Folder = Annotated[
    str,
    typer.Option(
        "--out",
        metavar="DIR",
        help="结果的文件夹；中断后再运行即接着做\nfolder for the results; run again to go on after a stop",
    ),
]


def add_condition_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "condition",
        cls=BilingualCommand,
        help="""让先验向观测学习：得到预测的抽样，以及各参数学到了什么。不读任何目标。
Let the prior learn from observations: draws of a forecast, and what was learned. No target is read.""",
        epilog="""例 Examples
  teda condition --out forecast
  teda condition --known-by 2023-12-31 --members 2048 --seed 7 --out forecast-2023
  teda ensemble plan --draws forecast-2023/draws.parquet --out runs/plan-2023""",
    )(condition)


def condition(
    scenario: ScenarioOrReference = "",
    known_by: KnownBy = "",
    actuals: Actuals = "",
    members: Count = "2048",
    seed: Seed = "7",
    threads: Threads = "",
    out: Folder = "",
    lang: Lang = "zh",
    form: TableOrJson = "",
    home: HomeFolder = None,
) -> None:
    """Condition the prior on observations."""
    with Faults() as faults:
        output = faults.take(read_output, lang, form, "", WITHOUT_ROWS)
        numbers = faults.take(read_whole_numbers, members=members, seed=seed, threads=threads)
    from sim.analysis.conditioning.condition import condition as learn
    from sim.cli.progress import Bar
    from sim.report.tables.forecast import forecast_report

    with Bar(output.language) as bar:
        found = learn(
            scenario or None,
            known_by=known_by or None,
            actuals=actuals or None,
            out=out or None,
            home=home,
            progress=bar.show,
            **numbers,
        )
    output.write_report(forecast_report(found))
