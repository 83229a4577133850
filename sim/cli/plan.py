"""The commands ``teda plan``: plans as files, against which results are held."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from sim.cli.briefing import tell_written
from sim.cli.help import BilingualCommand, BilingualGroup
from sim.cli.options import SETTINGS, HomeFolder, Lang, home_of
from sim.cli.output import ONLY_TEXT, read_output

NewName = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        show_default=False,
        help="新规划的名称或文件路径；写成 NAME.yaml\nname of the new plan, or a path; makes NAME.yaml",
    ),
]
Before = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="NAME|FILE",
        help="接续哪个规划；默认见 home.yaml\nthe plan it follows; by default that of home.yaml",
    ),
]
plan_app = typer.Typer(
    cls=BilingualGroup,
    rich_markup_mode=None,
    context_settings=SETTINGS,
    help="""规划文件：新建下一个规划；各命令用 --plan 以它为准。
Files of plans: write the next one; commands compare with it by --plan.""",
    epilog="""例 Examples
  teda plan new 15 --from 14
  teda run trend --plan 15""",
)


@plan_app.command(
    "new",
    cls=BilingualCommand,
    help="""新建下一个规划的文件：年份顺延，指标和分组照上一个规划，目标留空待填。
Write the next plan's file: its years follow, indicators and groups are those of the plan before,
targets are left to be filled in.""",
    epilog="""例 Examples
  teda plan new 15 --from 14
  teda run trend --plan 15.yaml
  teda probability trend plan --plan 15.yaml""",
)
def new(name: NewName, before: Before = "", lang: Lang = "zh", home: HomeFolder = None) -> None:
    """Write the next plan's file, without targets."""
    output = read_output(lang, "", "", ONLY_TEXT)
    from sim.registry.load import load_registry
    from sim.registry.new_plan import new_plan

    path = os.fspath(new_plan(name, load_registry(home_of(home, before))))
    tell_written(path, output.language)
    shown = f'"{path}"' if " " in path else path
    following = f"teda run trend --plan {shown}\n"
    output.write(
        {"zh": f"填好目标后：{following}", "en": f"When its targets are filled in: {following}"}[
            output.language
        ]
    )
