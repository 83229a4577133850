"""Home folder: the location of the model and its scenarios."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from sim.arguments import path_of
from sim.errors import Argument, fail
from sim.files import expand, is_folder, os_reason
from sim.places import installed_folder

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
        """Return the folder of the model and of the registry."""
        return self.folder / "model"

    @property
    def scenarios(self) -> Path:
        """Return the folder of the shipped scenarios."""
        return self.folder / "scenarios"

    @property
    def examples(self) -> Path:
        """Return the folder of the examples; a home may have none."""
        return self.folder / "examples"


def find_home(home: str | os.PathLike[str] | None = None) -> Home:
    """Return the requested folder, else that of ``TEDA_HOME``, else the parent folder of ``sim/``.

    Raises
    ------
    SimError: the folder holds no ``model/``.
    """
    if home is not None:
        place = path_of(home, Argument("home"))
        return _checked(expand(place), Argument(f"home={place}"))
    named = os.environ.get(HOME_VARIABLE, "")
    if named:
        return _checked(expand(named), f"{HOME_VARIABLE}={named}")
    folder = installed_folder()
    return _checked(folder, str(folder))


def _checked(folder: Path, place: str) -> Home:
    if not is_folder(folder / "model"):
        raise fail(
            "missing-file",
            "这里没有 model 文件夹。应是含有 model 和 scenarios 两个文件夹的目录，"
            f"由 `home` 或环境变量 {HOME_VARIABLE} 指定。",
            "there is no folder model here. It must be a folder that holds model and scenarios, "
            f"named by `home` or the environment variable {HOME_VARIABLE}.",
            place,
        )
    return Home(folder)


def copy_home(home: Home, folder: str | os.PathLike[str]) -> Home:
    """Copy model, scenarios and examples to a folder that is new or empty: all of them or nothing.

    Raises
    ------
    SimError: there is something in the folder's place, or it cannot be written.
    """
    target = expand(folder)
    draft = target.absolute().with_name(f".teda-{secrets.token_hex(6)}.tmp")
    try:
        if target.exists() and not (target.is_dir() and not any(target.iterdir())):
            raise fail(
                "occupied",
                "这里已有文件。请另选一个新文件夹或空文件夹。",
                "there are files here. Choose a new folder or an empty one.",
                os.fspath(folder),
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        for part in (home.model, home.scenarios, *filter(Path.is_dir, [home.examples])):
            _copy(part, draft / part.name)
        if target.is_dir():
            target.rmdir()  # empty; on Windows nothing can be renamed onto it
        draft.rename(target)
    except OSError as error:
        zh, en = os_reason(error)
        raise fail(
            "unwritable", f"无法写入：{zh}。", f"cannot be written: {en}.", os.fspath(folder)
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Home(target)


def _copy(source: Path, target: Path) -> None:
    """Copy a folder's contents but not its permissions: a package's may be read-only."""
    target.mkdir(parents=True)
    for entry in source.iterdir():
        if entry.is_dir():
            _copy(entry, target / entry.name)
        else:
            shutil.copyfile(entry, target / entry.name)
