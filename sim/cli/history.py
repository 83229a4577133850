"""The command ``teda actuals policies``: what was done as a scenario."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from sim.cli.briefing import tell_written
from sim.cli.help import BilingualCommand
from sim.cli.new import Parent
from sim.cli.options import HomeFolder, Lang
from sim.cli.output import ONLY_TEXT, read_output

HISTORY = "history.yaml"
Held = Annotated[
    str,
    typer.Argument(
        metavar="[DIR]",
        show_default=False,
        help="实绩文件夹，默认 actuals\nfolder of actuals, by default actuals",
    ),
]
Scenario = Annotated[
    str,
    typer.Option(
        "--out",
        metavar="FILE",
        help=f"要写的情景文件，默认 {HISTORY}\nscenario to write, by default {HISTORY}",
    ),
]


def add_policies_command(app: typer.Typer) -> None:
    """Add the command to those on actuals."""
    app.command(
        "policies",
        cls=BilingualCommand,
        help="""把实际执行的政策写成情景：各杠杆逐年取值并注出处，供新政策的情景 extends。
Write policies as carried out as a scenario: levers by year, with sources, for others to extend.""",
        epilog="""例 Examples
  teda actuals policies
  teda actuals policies actuals --out history.yaml --from plan""",
    )(policies)


def policies(
    folder: Held = "actuals",
    out: Scenario = HISTORY,
    parent: Parent = "",
    lang: Lang = "zh",
    home: HomeFolder = None,
) -> None:
    """Write policies as carried out as a scenario."""
    output = read_output(lang, "", "", ONLY_TEXT)
    from sim.actuals.history import write_history
    from sim.scenario.workspace import load_workspace

    tell_written(os.fspath(write_history(folder, out, parent, load_workspace(home))), output.language)
