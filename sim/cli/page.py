"""The command ``teda app``: serves the page on this machine."""

from __future__ import annotations

import contextlib
import os
import re
import runpy
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.help import BilingualCommand
from sim.cli.options import HomeFolder, PlanChoice
from sim.errors import Faults, fail

PORT = 8501
_TRIES = 20  # ports looked at

Port = Annotated[
    str,
    typer.Option(
        "--port",
        metavar="N",
        help=f"端口；默认 {PORT}，已被占用时取下一个空闲的\nport; {PORT} by default, or the next free one",
    ),
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="不打开浏览器\ndo not open a browser")]


def add_app_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "app",
        cls=BilingualCommand,
        help="""在浏览器中打开模拟器，只供本机访问；按 Ctrl-C 停止。
Open the simulator in a browser, for this machine only; Ctrl-C stops it.""",
        epilog="""例 Examples
  teda app
  teda app --port 8600 --no-browser
  teda app --home my-model
  teda app --plan 15""",
    )(serve)


def serve(
    port: Port = "", no_browser: NoBrowser = False, home: HomeFolder = None, plan: PlanChoice = ""
) -> None:
    """Serve the page until it is stopped."""
    from sim.fonts.page import provide_fonts
    from sim.registry.home import HOME_VARIABLE, PLAN_VARIABLE, open_home

    with Faults() as faults:
        folder = faults.take(open_home, home, plan or None)
        chosen = faults.take(choose_port, port)
    assert folder is not None  # or its fault would have been raised
    os.environ[HOME_VARIABLE] = os.fspath(folder.folder.absolute())
    if folder.plan_file is not None:
        os.environ[PLAN_VARIABLE] = os.fspath(folder.plan_file)
    headless = ["--server.headless=true"] if no_browser else []
    page = place_page()
    provide_fonts()
    sys.argv = ["streamlit", "run", os.fspath(page), f"--server.port={chosen}", *headless]
    sys.stderr.write(
        f"模拟器在 http://127.0.0.1:{chosen}，按 Ctrl-C 停止\n"
        f"the simulator is at http://127.0.0.1:{chosen}; Ctrl-C stops it\n"
    )
    sys.stderr.flush()
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def place_page() -> Path:
    """Return ``app.py`` with its settings and ``static/`` beside it, where all of them can be.

    Streamlit looks for them beside the script; a package's folder may be read-only.
    """
    from sim.files import write_files
    from sim.places import installed_folder, page_folder

    source, target = installed_folder(), page_folder()
    if source != target:
        (target / ".streamlit").mkdir(exist_ok=True)
        names = ("app.py", ".streamlit/config.toml")
        write_files({os.fspath(target / name): (source / name).read_bytes() for name in names})
    return target / "app.py"


def choose_port(asked: str) -> int:
    """Return the port to serve at; one that was asked for is not replaced silently.

    Raises
    ------
    SimError: the text is no port, or the port is taken.
    """
    if asked and not (re.fullmatch("[0-9]{1,5}", asked) and 1 <= int(asked) <= 65535):
        zh, en = f'"{asked}" 应为 1–65535 的整数。', f'"{asked}" is not a whole number from 1 to 65535.'
        raise fail("not-a-number", zh, en, "--port")
    wanted = int(asked or PORT)
    port = free_port(wanted)
    if port is None or (asked and port != wanted):
        advice = f"--port {port}" if port else "--port N"
        raise fail(
            "conflict",
            f"端口 {wanted} 已被占用或不允许使用。可改用 {advice}。",
            f"port {wanted} is taken or not allowed. Try {advice}.",
            "--port",
        )
    return port


def free_port(wanted: int) -> int | None:
    """Return the port, the next free one of twenty, or None."""
    for port in range(wanted, min(wanted + _TRIES, 65536)):
        with socket.socket() as trial:
            if os.name != "nt":
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                trial.bind(("127.0.0.1", port))
                return port
    return None
