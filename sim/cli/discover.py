"""The command ``teda discover``: conditions under which a target is missed or met."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.analysis import read_analysis
from sim.cli.help import BilingualCommand
from sim.cli.options import (
    Format,
    HomeFolder,
    Lang,
    Members,
    Out,
    PlanChoice,
    Prior,
    ScenarioOrReference,
    Seed,
    Set,
    Threads,
    Vary,
    home_of,
    reference_scenario,
)
from sim.cli.sensitivity import IndicatorId, Year
from sim.errors import Fault, Faults

Missed = Annotated[
    bool,
    typer.Option("--missed", help="什么条件下落空（默认）\nexplain why it is missed (default)"),
]
Met = Annotated[bool, typer.Option("--met", help="什么条件下达到\nexplain why it is met")]


def add_discover_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "discover",
        cls=BilingualCommand,
        help="""什么条件下目标会落空（或达到）：一句带单位的话，附覆盖、密度和稳定性。
Conditions under which a target is missed (or met): a sentence, with coverage and density.""",
        epilog="""例 Examples
  teda discover trend --indicator gross_industrial_output --year 2025
  teda discover plan --indicator resident_population --met --lang en
  teda discover trend --indicator energy_intensity_reduction --members 10000 --out discover.json""",
    )(discover)


def discover(
    scenario: ScenarioOrReference = "",
    indicator: IndicatorId = "",
    year: Year = "",
    missed: Missed = False,
    met: Met = False,
    members: Members = "5000",
    seed: Seed = "7",
    settings: Set = None,
    vary: Vary = None,
    prior: Prior = False,
    threads: Threads = "",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
    plan: PlanChoice = "",
) -> None:
    """Report the conditions under which a target is missed or met."""
    where = home_of(home, plan)
    with Faults() as faults:
        if missed and met:
            zh, en = "--missed 和 --met 只能用一个。", "give only one of --missed and --met."
            faults.append(Fault("conflict", zh, en, "teda discover"))
        asked = faults.take(
            read_analysis, (lang, form, out), settings, vary,
            year=year, members=members, seed=seed, threads=threads,
        )  # fmt: skip
    from sim.analysis.discovery.study import discover as study_of
    from sim.cli.progress import Bar
    from sim.report.discovery.table import discovery_report
    from sim.sampling.methods import FORECAST, PRIOR

    with Bar(asked.output.language) as bar:
        study = study_of(
            scenario or reference_scenario(where),
            indicator,
            is_missed=not met,
            set=asked.settings,
            vary=asked.ranges,
            home=where,
            progress=bar.show,
            sampling=PRIOR if prior else FORECAST,
            **asked.numbers,
        )
    asked.output.write_report(discovery_report(study))
