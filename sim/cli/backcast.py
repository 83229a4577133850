"""The command ``teda backcast``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from sim.cli.decision import Frame, Levers, LeverStart, Ramp, SearchMembers, Targets, framed
from sim.cli.ensemble import From, read_branch
from sim.cli.help import BilingualCommand
from sim.cli.options import ScenarioOrReference
from sim.errors import Fault, Faults, fail

if TYPE_CHECKING:
    from sim.analysis.decision.setting import Weighed

Wanted = Annotated[
    str,
    typer.Option(
        "--probability", metavar="P", help="同时达到的概率，0–1\nprobability of meeting them, 0 to 1"
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
    )(framed(backcast))


def backcast(
    frame: Frame,
    scenario: ScenarioOrReference = "",
    targets: Targets = None,
    levers: Levers = None,
    probability: Wanted = "0.8",
    start: LeverStart = "",
    ramp: Ramp = "",
    weigh: Weigh = "",
    branch: From = "",
    members: SearchMembers = "",
) -> None:
    """Find the least change of levers that meets targets."""
    with Faults() as faults:
        asked = faults.take(
            frame.read, {"--target": targets, "--levers": levers}, start=start, ramp=ramp, members=members
        )
        share = faults.take(_share, probability)
        given = {"--start": start, "--seed": frame.seed, "--prior": frame.prior}
        if branch:
            zh, en = (
                "--from 已定下年份和成员，不能再用。",
                "--from has its year and members already; leave it out.",
            )
            faults += [Fault("conflict", zh, en, option) for option in given if given[option]]
    from sim.analysis.decision.backcast import backcast as searched
    from sim.report.tables.backcast import backcast_report

    with asked.bar() as bar:
        found = searched(
            asked.scenario(scenario),
            targets or (),
            levers or (),
            share,
            weigh=cast("Weighed", weigh or "distance"),
            branch=read_branch(branch) if branch else None,
            progress=bar.show,
            **asked.arguments,
        )
    asked.output.write_report(backcast_report(found))


def _share(text: str) -> float:
    """Return a probability, in per cent where it says so."""
    number = text.strip().removesuffix("%").removesuffix("％")
    try:
        value = float(number)
    except ValueError as error:
        zh, en = f'"{text}" 不是数，应在 0 到 1 之间。', f'"{text}" is no number; it must be from 0 to 1.'
        raise fail("not-a-number", zh, en, "--probability") from error
    return value if number == text.strip() else value / 100
