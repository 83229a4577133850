"""The command ``teda branch``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.completion import complete_scenarios
from sim.cli.help import BilingualCommand
from sim.cli.options import (
    DrawnMembers,
    DrawsTable,
    HomeFolder,
    Lang,
    Prior,
    Sampling,
    Seed,
    Set,
    Threads,
    read_method,
    read_whole_numbers,
)
from sim.cli.output import ONLY_TEXT, read_output
from sim.cli.settings import read_settings
from sim.errors import Faults, fail

Scenario = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        autocompletion=complete_scenarios,
        show_default=False,
        help="过去所按的情景：情景名或情景文件\nthe scenario of the past, by name or file",
    ),
]
Year = Annotated[
    str,
    typer.Option(
        "--year", metavar="YEAR", help="存这一年年末的状态\nkeep the states at the end of this year"
    ),
]
Folder = Annotated[
    str,
    typer.Option("--out", metavar="DIR", help="存放状态的文件夹，必填\nfolder of the states; needed"),
]


def add_branch_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "branch",
        cls=BilingualCommand,
        help="""算到某年年末，存下每个成员的状态，供以后的情景接着算。
Run to the end of a year and keep where each member stands, for scenarios to go on from.

teda ensemble 加 --from 接着算：成员和抽样不变，到那一年为止的数不变，此后按新情景；同一情景
接着算，与一次算完逐位相同。
teda ensemble with --from goes on: members, draws and all figures until then stay, and the new
scenario acts from there; the same scenario gives the bits of a run that was never interrupted.""",
        epilog="""例 Examples
  teda branch trend --year 2025 --out runs/end-of-2025
  teda branch trend --year 2025 --members 2000 --seed 7 --out runs/end-of-2025
  teda branch trend --year 2023 --draws forecast-2023/draws.parquet --out runs/end-of-2023
  teda ensemble examples/from-2026.yaml --from runs/end-of-2025 --out runs/from-2026
  teda probability trend --from runs/end-of-2025""",
    )(branch)


def branch(
    scenario: Scenario,
    year: Year = "",
    out: Folder = "",
    members: DrawnMembers = "",
    seed: Seed = "7",
    sampling: Sampling = "",
    draws: DrawsTable = "",
    settings: Set = None,
    threads: Threads = "",
    lang: Lang = "zh",
    home: HomeFolder = None,
    prior: Prior = False,
) -> None:
    """Run a scenario's members to the end of a year and keep where they stand."""
    with Faults() as faults:
        output = faults.take(read_output, lang, "", "", ONLY_TEXT)
        numbers = faults.take(read_whole_numbers, members=members, seed=seed, threads=threads, year=year)
        method = faults.take(read_method, sampling, draws, is_prior=prior)
        changes = faults.take(read_settings, settings)
        for name, given in (("--year", year), ("--out", out)):
            if not given:
                faults.append(fail("missing", "必须给出。", "must be given.", name).faults[0])
    from sim.cli.progress import Bar
    from sim.ensembles.branch import branch as keep
    from sim.report.words.numbers import print_count

    with Bar(output.language, has_rate=True) as bar:
        kept = keep(
            scenario,
            out=out,
            set=changes,
            home=home,
            sampling=method,
            draws=draws or None,
            progress=lambda done, total: bar.show(done, total, scenario),
            **numbers,
        )
    count = print_count(kept.members)
    output.write(
        {
            "zh": f"情景 {kept.scenario}：{count} 个成员在 {kept.year} 年末的状态已存入 {kept.files.where}\n",
            "en": f"Scenario {kept.scenario}: {count} members at the end of {kept.year} are kept in "
            f"{kept.files.where}\n",
        }[output.language]
    )
