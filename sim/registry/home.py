"""Where the model and the scenarios are found."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sim.errors import fail
from sim.files import expand

HOME_VARIABLE = "TEDA_HOME"


@dataclass(frozen=True)
class Home:
    """A folder that holds ``model/`` and ``scenarios/``."""

    folder: Path

    @property
    def model_file(self) -> Path:
        """Return the Vensim file."""
        return self.model / "teda.mdl"

    @property
    def model(self) -> Path:
        """Return the folder of the model and of what is known of it."""
        return self.folder / "model"

    @property
    def scenarios(self) -> Path:
        """Return the folder of the shipped scenarios."""
        return self.folder / "scenarios"


def find_home(home: str | os.PathLike[str] | None = None) -> Home:
    """Return the folder asked for, else that of ``TEDA_HOME``, else the one beside ``sim/``.

    Raises
    ------
    SimError: the folder holds no ``model/``.
    """
    if home is not None:
        return _checked(expand(home), f"--home {os.fspath(home)}")
    named = os.environ.get(HOME_VARIABLE, "")
    if named:
        return _checked(expand(named), f"{HOME_VARIABLE}={named}")
    folder = Path(__file__).resolve().parents[2]
    return _checked(folder, str(folder))


def _checked(folder: Path, place: str) -> Home:
    if not (folder / "model").is_dir():
        raise fail(
            "missing-file",
            "这里没有 model 文件夹。应是含有 model 和 scenarios 两个文件夹的目录。",
            "there is no folder model here. It must be a folder that holds model and scenarios.",
            place,
        )
    return Home(folder)
