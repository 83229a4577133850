"""Home folder: the location of the model and its scenarios."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from sim.arguments import path_of
from sim.errors import Argument, fail, suggestion
from sim.files import expand, is_folder, os_reason
from sim.places import installed_folder

HOME_VARIABLE = "TEDA_HOME"
PLAN_VARIABLE = "TEDA_PLAN"
SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class Home:
    """A folder that holds ``model/`` and ``scenarios/``; wherever a home is asked for it may stand for it.

    Parameters
    ----------
    plan_file : file of the plan that results are held against; None for the one that ``home.yaml`` names
    """

    folder: Path
    plan_file: Path | None = None

    def __fspath__(self) -> str:
        """Return the folder."""
        return os.fspath(self.folder)

    @property
    def model_file(self) -> Path:
        """Return the Vensim file."""
        return self.model / "teda.mdl"

    @property
    def model(self) -> Path:
        """Return the folder of the model and of the registry."""
        return self.folder / "model"

    @property
    def plans(self) -> Path:
        """Return the folder of the plans."""
        return self.model / "plans"

    @property
    def scenarios(self) -> Path:
        """Return the folder of the shipped scenarios."""
        return self.folder / "scenarios"

    @property
    def examples(self) -> Path:
        """Return the folder of the examples; a home may have none."""
        return self.folder / "examples"


def open_home(
    folder: str | os.PathLike[str] | None = None, plan: str | os.PathLike[str] | None = None
) -> Home:
    """Return a home whose results are held against a plan of choice; give it as ``home`` to any function.

    Parameters
    ----------
    folder : folder with ``model/`` and ``scenarios/``; by default that of ``TEDA_HOME``, else the project's
    plan : name of a file in ``model/plans/``, or the path of one; by default that of ``TEDA_PLAN``, else
        the plan that ``home.yaml`` names

    Returns
    -------
    Home : the folder and the file of the plan

    Raises
    ------
    SimError: the folder holds no ``model/``; there is no such plan.

    Examples
    --------
    >>> home = sim.open_home(plan="2027")
    >>> sim.load_registry(home).plan.horizons
    (2027,)
    """
    home = find_home(folder)
    return home if plan is None else _with_plan(home, path_of(plan, "plan"), Argument("plan"))


def plan_names(home: Home) -> tuple[str, ...]:
    """Return the names of the plans of a home, in order."""
    files = (path for path in home.plans.glob("*") if path.suffix in SUFFIXES)
    return tuple(sorted(path.stem for path in files if not path.stem.endswith(".audit")))


def _with_plan(home: Home, plan: str, place: str) -> Home:
    """Return a home with another plan, given by its name or by the path of its file."""
    path = expand(plan)
    if path.suffix.lower() in SUFFIXES:
        if not path.is_file():
            raise fail("missing-file", "找不到这个规划文件。", "there is no such plan.", plan)
        return replace(home, plan_file=path.absolute())
    names = plan_names(home)
    if plan not in names:
        listed = ", ".join(names)
        zh, en = suggestion(plan, names)
        raise fail(
            "unknown-name",
            f'没有名为 "{plan}" 的规划。{zh}可用的有：{listed}；也可写规划文件的路径（.yaml）。',
            f'no plan "{plan}".{en} There are: {listed}; the path of a file (.yaml) will do as well.',
            place,
        )
    return replace(home, plan_file=home.plans / f"{plan}.yaml")


def find_home(home: str | os.PathLike[str] | None = None) -> Home:
    """Return the requested folder, else that of ``TEDA_HOME``, else the parent folder of ``sim/``.

    Raises
    ------
    SimError: the folder holds no ``model/``; ``TEDA_PLAN`` names no plan of it.
    """
    if isinstance(home, Home):
        return home
    found, plan = _find_folder(home), os.environ.get(PLAN_VARIABLE, "")
    return _with_plan(found, plan, f"{PLAN_VARIABLE}={plan}") if plan else found


def _find_folder(home: str | os.PathLike[str] | None) -> Home:
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
