"""The command ``teda init``: a model, scenarios and examples of one's own to change."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import Annotated

import typer

from sim.cli.help import BilingualCommand
from sim.cli.options import HomeFolder

Folder = Annotated[
    str,
    typer.Argument(
        metavar="DIR",
        show_default=False,
        help="新文件夹，或一个空文件夹\na new folder, or an empty one",
    ),
]


def add_init_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "init",
        cls=BilingualCommand,
        help="""把模型、情景和例子复制到一个文件夹，供自行修改。
Copy the model, the scenarios and the examples to a folder, to be changed there.""",
        epilog="""例 Examples
  teda init my-model
  teda run plan --home my-model""",
    )(init)


def init(folder: Folder, home: HomeFolder = None) -> None:
    """Copy the model, the scenarios and the examples to a folder, to be changed there."""
    from sim.registry.home import HOME_VARIABLE, copy_home, find_home

    copied = copy_home(find_home(home), folder)
    place = os.fspath(copied.folder)
    quoted = subprocess.list2cmdline([place]) if os.name == "nt" else shlex.quote(place)
    names = sorted(part.name for part in copied.folder.iterdir())
    typer.echo(
        f"已复制 {'、'.join(names)} 到 {place}。\n"
        f"下一步：teda run plan --home {quoted}；或设环境变量 {HOME_VARIABLE}，对各命令都有效。\n"
        f"copied to {place}: {', '.join(names)}.\n"
        f"Next: teda run plan --home {quoted}, or set the variable {HOME_VARIABLE} for all commands."
    )
