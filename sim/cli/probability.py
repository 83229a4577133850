"""The command ``teda probability``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.completion import complete_scenarios
from sim.cli.ensemble import From, read_branch, tell
from sim.cli.help import BilingualCommand
from sim.cli.options import Format, HomeFolder, Lang, Out, PlanChoice, Prior, home_of
from sim.cli.output import read_output
from sim.errors import Faults, fail

if TYPE_CHECKING:
    from sim.outcomes.board import Board
    from sim.registry.home import Home

Folders = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO|DIR…",
        autocompletion=complete_scenarios,
        show_default=False,
        help="情景（算预测的 1,000 个成员）或 teda ensemble 的结果文件夹，一个或几个\n"
        "scenarios (1,000 members of the forecast) or folders of teda ensemble",
    ),
]


def add_probability_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "probability",
        cls=BilingualCommand,
        help="""每个目标的达标概率；几个情景或集合可以并列。
Probability of each target, in one scenario or ensemble or in several side by side.

每个目标有概率及其抽样误差、中位数、5%–95%、差距和达到的年份。
Each target has its probability with the sampling error, median, 5%–95%, shortfall and year
in which it is reached.

文件夹只读小表，不读成员。约束性指标在前；情景输入和情景设定的指标不计。
Of folders it reads only the small tables, no members. Binding indicators come first; what the
scenario gives or sets is not counted.""",
        epilog="""例 Examples
  teda probability plan
  teda probability trend plan --prior
  teda probability trend --from runs/end-of-2025
  teda probability runs/plan
  teda probability runs/trend runs/plan --lang en
  teda probability runs/plan --format json --out probability.json""",
    )(probability)


def probability(
    folders: Folders,
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
    plan: PlanChoice = "",
    prior: Prior = False,
    branch: From = "",
) -> None:
    """Show the probability of each target in one scenario or ensemble, or in several side by side."""
    output = read_output(lang, form, out)
    from sim.report.tables.probability import probability_report

    if branch and prior:
        zh, en = "--from 已定下成员，不能再用 --prior。", "--from has its members already; leave out --prior."
        raise fail("conflict", zh, en, "--prior")
    known = home_of(home, plan)
    boards = _going_on(folders, known, branch) if branch else _boards(folders, known, is_prior=prior)
    output.write_report(probability_report(boards))


def _boards(folders: list[str], home: str | Home | None, *, is_prior: bool) -> list[Board]:
    """Return the boards of all scenarios and folders.

    Raises
    ------
    SimError: the faults of all of them.
    """
    from sim.ensembles.probability import probability as board_of

    board = partial(board_of, home=home, prior=is_prior)
    with Faults() as faults:
        boards = [faults.take(board, folder) for folder in folders]
    return boards


def _going_on(scenarios: list[str], home: str | Home | None, place: str) -> list[Board]:
    """Return the boards of scenarios that go on from the states of a folder.

    Raises
    ------
    SimError: the faults of the folder and of all scenarios.
    """
    from sim.ensembles.ensemble import run_ensembles
    from sim.ensembles.plan import Request
    from sim.ensembles.probability import probability as board_of

    found = run_ensembles(scenarios, Request(branch=read_branch(place)), home=home)
    for ensemble in found:
        tell(ensemble)
    return [board_of(ensemble, home) for ensemble in found]
