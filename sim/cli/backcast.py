"""The command ``teda backcast``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from sim.cli.ensemble import From, read_branch
from sim.cli.help import BilingualCommand
from sim.cli.options import (
    Format,
    HomeFolder,
    Lang,
    Out,
    PlanChoice,
    Prior,
    ScenarioOrReference,
    Seed,
    Set,
    Threads,
    home_of,
    read_whole_numbers,
    reference_scenario,
)
from sim.cli.output import WITH_ROWS, read_output
from sim.cli.settings import read_settings
from sim.errors import Faults, fail

if TYPE_CHECKING:
    from sim.analysis.decision.setting import Weighed

Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        metavar='"ID>=X@Y"',
        help="要达到的目标，可重复（同时达到）；ID@Y 取规划的目标\n"
        "target to be met; several are met together; ID@Y is the plan's",
    ),
]
Levers = Annotated[
    list[str] | None,
    typer.Option(
        "--levers",
        metavar="A,B…",
        help="可动的杠杆，逗号分开，可重复；all 为全部政策杠杆\n"
        "levers that may move, with commas between; all: all of policy",
    ),
]
Asked = Annotated[
    str,
    typer.Option(
        "--probability", metavar="P", help="同时达到的概率，0–1\nprobability of meeting them, 0 to 1"
    ),
]
Start = Annotated[
    str,
    typer.Option("--start", metavar="YEAR", help="杠杆从哪一年起可变\nfirst year in which levers may move"),
]
Ramp = Annotated[
    str, typer.Option("--ramp", metavar="N", help="杠杆几年到位，1–20\nyears a lever takes, 1 to 20")
]
Count = Annotated[
    str,
    typer.Option(
        "--members",
        metavar="N",
        help="搜索用的成员数，16–2,048；找到后用 2,048 个核对\n"
        "members of the search, 16 to 2,048; verified with 2,048",
    ),
]


Weigh = Annotated[
    str,
    typer.Option(
        "--weigh",
        metavar="distance|cost",
        help="使什么最小：变动的距离，或承担者的花费\nwhat is least: distance, or cost to those who pay",
    ),
]


def add_backcast_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "backcast",
        cls=BilingualCommand,
        help="""反推：要以一定概率同时达到目标，杠杆至少要动多少。
Backcast: the least change of levers with which targets are met together with a probability.

默认从 2026 年起变动，此前是历史；找不到时给出搜到的最高概率和卡在哪里，搜索不等于证明。
By default from 2026 on; the past stays. Where none is found: the best reached, and what limits
it. A search proves nothing.""",
        epilog="""例 Examples
  teda backcast --target "gross_industrial_output>=8000@2030" --levers 公共投资
  teda backcast plan --target "gross_industrial_output>=8000@2030" --levers all --probability 0.5
  teda backcast --target "gross_industrial_output@2035" --levers all --format json --out found.json
  teda backcast --target "gross_industrial_output>=8000@2030" --levers all --weigh distance
  teda backcast --target "gross_industrial_output>=8000@2030" --levers all --from runs/end-of-2025""",
    )(backcast)


def backcast(
    scenario: ScenarioOrReference = "",
    targets: Targets = None,
    levers: Levers = None,
    probability: Asked = "0.8",
    start: Start = "",
    ramp: Ramp = "",
    weigh: Weigh = "",
    branch: From = "",
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
    """Find the least change of levers that meets targets."""
    where = home_of(home, plan)
    with Faults() as faults:
        output = faults.take(read_output, lang, form, out, WITH_ROWS)
        numbers = faults.take(
            read_whole_numbers, start=start, ramp=ramp, members=members, seed=seed, threads=threads
        )
        changes = faults.take(read_settings, settings)
        share = faults.take(_share, probability)
        for option, given in (("--target", targets), ("--levers", levers)):
            if not given:
                faults += fail("missing", "必须给出。", "must be given.", option).faults
        fixed = [name for name, given in (("--start", start), ("--seed", seed), ("--prior", prior)) if given]
        if branch and fixed:
            zh, en = (
                "--from 已定下年份和成员，不能再用。",
                "--from has its year and members already; leave it out.",
            )
            faults += [one for name in fixed for one in fail("conflict", zh, en, name).faults]
    from sim.analysis.decision.backcast import backcast as searched
    from sim.cli.progress import Bar
    from sim.report.tables.backcast import backcast_report

    with Bar(output.language) as bar:
        found = searched(
            scenario or reference_scenario(where),
            targets or (),
            levers or (),
            share,
            weigh=cast("Weighed", weigh or "distance"),
            branch=read_branch(branch) if branch else None,
            set=changes,
            home=where,
            prior=prior,
            progress=bar.show,
            **numbers,
        )
    output.write_report(backcast_report(found))


def _share(text: str) -> float:
    """Return a probability, in per cent where it says so."""
    number = text.strip().removesuffix("%").removesuffix("％")
    try:
        value = float(number)
    except ValueError as error:
        zh, en = f'"{text}" 不是数，应在 0 到 1 之间。', f'"{text}" is no number; it must be from 0 to 1.'
        raise fail("not-a-number", zh, en, "--probability") from error
    return value if number == text.strip() else value / 100
