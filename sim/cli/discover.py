"""The command ``teda discover``: under which conditions a target is missed or met."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.help import BilingualCommand
from sim.cli.options import (
    Format,
    HomeFolder,
    Lang,
    Members,
    Out,
    Seed,
    Set,
    Threads,
    Vary,
    read_whole_numbers,
)
from sim.cli.output import read_output
from sim.cli.sensitivity import IndicatorId, ScenarioOrTrend, Year, kept
from sim.errors import Fault, SimError

Missed = Annotated[
    bool, typer.Option("--missed", help="什么条件下落空（默认）\nwhen it is missed, the default")
]
Met = Annotated[bool, typer.Option("--met", help="什么条件下达到\nwhen it is met")]


def add_discover_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "discover",
        cls=BilingualCommand,
        help="""什么条件下目标会落空（或达到）：一句带单位的话，附覆盖、密度和稳定性。
Under which conditions a target is missed (or met): a sentence, with its coverage and density.""",
        epilog="""例 Examples
  teda discover trend --indicator gross_industrial_output --year 2025
  teda discover plan --indicator resident_population --met --lang en
  teda discover trend --indicator energy_intensity_reduction --members 10000 --out discover.json""",
    )(discover)


def discover(
    scenario: ScenarioOrTrend = "trend",
    indicator: IndicatorId = "",
    year: Year = "",
    missed: Missed = False,
    met: Met = False,
    members: Members = "5000",
    seed: Seed = "7",
    settings: Set = None,
    vary: Vary = None,
    threads: Threads = "",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
) -> None:
    """Say under which conditions a target is missed or met."""
    faults: list[Fault] = []
    if missed and met:
        zh, en = "--missed 和 --met 只能用一个。", "give only one of --missed and --met."
        faults.append(Fault("conflict", zh, en, "teda discover"))
    output = kept(lambda: read_output(lang, form, out), faults)
    numbers = kept(lambda: read_whole_numbers(year=year, members=members, seed=seed, threads=threads), faults)
    if faults or output is None or numbers is None:
        raise SimError(faults)
    from sim.analysis.discovery.study import discover as study_of
    from sim.cli.progress import Bar
    from sim.report.discovery.table import discovery_csv, discovery_json, discovery_table

    with Bar(output.language) as bar:
        study = study_of(
            scenario,
            indicator,
            is_missed=not met,
            set=settings,
            vary=vary or (),
            home=home,
            progress=bar.show,
            **numbers,
        )
    if output.format == "json":
        output.write(discovery_json(study))
    else:
        show = discovery_csv if output.format == "csv" else discovery_table
        output.write(show(study, output.language))
