"""Where the project and its environment lie, how this program was started, and how it speaks."""

import contextlib
import os
import re
import shutil
import sys
import time
from pathlib import Path

WINDOWS = os.name == "nt"
START = time.monotonic()
ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
VENV_VARIABLE = "TEDA_VENV"  # for another place than a folder that is synchronised or read-only


def venv_folder(named: str) -> Path:
    """Return the folder of the environment: the one that ``TEDA_VENV`` names, else ``.venv``."""
    return Path(named).expanduser().absolute() if named else ROOT / ".venv"


def started_as(first: str) -> str:
    """Return the command of this program, from the first word of the line that started it.

    The launcher ``py`` and others start a Python by its full path; a name is easier to type again.
    """
    name = re.split(r"[/\\]", first)[-1].removesuffix(".exe")
    if name != first.removesuffix(".exe"):
        if WINDOWS and shutil.which("py"):
            name = "py"
        elif not shutil.which(name):
            name = f'"{first}"' if " " in first else first
    return f"{name} bootstrap.py"


VENV = venv_folder(os.environ.get(VENV_VARIABLE, ""))
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
ME = started_as(sys.orig_argv[0])


class Trouble(Exception):
    """What stops a command, in Chinese and English, and the exit code that says so."""

    def __init__(self, zh: str, en: str, code: int = 2) -> None:
        super().__init__(f"{zh}\n{en}")
        self.code = code


def say(zh: str, en: str) -> None:
    """Print a line of progress with the seconds since the start, where anybody still reads it."""
    with contextlib.suppress(BrokenPipeError):
        print(f"[{time.monotonic() - START:5.1f} s] {zh} · {en}", file=sys.stderr, flush=True)
