"""The command ``teda new``: a scenario file to change."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from sim.cli.briefing import tell_written
from sim.cli.completion import complete_scenarios
from sim.cli.help import BilingualCommand
from sim.cli.options import HomeFolder, Lang
from sim.cli.output import ONLY_TEXT, read_output

NewName = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        show_default=False,
        help="新情景的名称或文件路径；写成 NAME.yaml\nname of the new scenario, or a path; makes NAME.yaml",
    ),
]
Parent = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="SCENARIO",
        autocompletion=complete_scenarios,
        help="以哪个情景为基础；默认为没有新政策的基准情景\n"
        "the scenario to start from; by default the reference, which has no new policy",
    ),
]


def add_new_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "new",
        cls=BilingualCommand,
        help="""新建一个情景文件：列出全部杠杆的名称、单位、范围和现值，去掉注释即可修改。
Write a scenario file with all levers, their units, ranges and values, commented out.""",
        epilog="""例 Examples
  teda new 我的情景
  teda new my-scenario --from plan
  teda run 我的情景.yaml""",
    )(new)


def new(name: NewName, parent: Parent = "", lang: Lang = "zh", home: HomeFolder = None) -> None:
    """Write a scenario file to change."""
    output = read_output(lang, "", "", ONLY_TEXT)
    from sim.scenario.scaffold import new_scenario
    from sim.scenario.workspace import load_workspace

    path = os.fspath(new_scenario(name, parent, load_workspace(home)))
    tell_written(path, output.language)
    shown = f'"{path}"' if " " in path else path
    output.write({"zh": f"下一步：teda run {shown}\n", "en": f"Next: teda run {shown}\n"}[output.language])
