"""Making the environment, or mending it."""

import contextlib
import importlib
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator

from sim.environment import place
from sim.environment.causes import WRONG_HASH, lacks_venv, not_installed
from sim.environment.condition import (
    STAMP,
    UNFINISHED,
    base,
    check,
    extent_of,
    forget_damaged,
    mark,
    probe,
    stamp,
)
from sim.environment.lock import CORE, entries, lock_entry, requirements
from sim.environment.pip_settings import PIP_ALONE, read_pip_settings, uv_environment
from sim.environment.place import Trouble, say
from sim.environment.programs import install

NAMES = {
    CORE: ("运行所需的", "that running needs"),
    "all": ("运行和测试所需的", "that running and tests need"),
}


def setup(extent: str = CORE, *, again: bool = False) -> None:
    """Make the environment ready; at once when it already is.

    Parameters
    ----------
    again : make it from nothing, whatever is there
    """
    with alone():
        found = "broken" if again and os.path.lexists(place.VENV) else check(extent)
        if found == "ready":
            return
        if found == "broken":
            say("重新创建环境", "the environment is made again")
        if found in {"absent", "broken"}:
            make()
        wanted = extent_of(extent)
        fill(wanted)
        mark(stamp(probe() or "", wanted))
        say("环境就绪", "the environment is ready")


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Keep two set-ups that start together from mixing."""
    if place.WINDOWS:  # where a folder cannot be opened
        place.VENV.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(f"{place.VENV}.lock", os.O_RDWR | os.O_CREAT)
    else:
        handle = os.open(place.ROOT, os.O_RDONLY)
    try:
        if not take(handle):
            say("等待另一次安装结束", "waiting for another set-up to end")
            while not take(handle):
                time.sleep(0.2)
        yield
    finally:
        os.close(handle)


def take(handle: int) -> bool:
    """Take a lock that the system gives back when this program ends; False when another has it."""
    try:
        if place.WINDOWS:
            msvcrt = importlib.import_module("msvcrt")
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl = importlib.import_module("fcntl")
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        pass  # a network folder may know no locks
    return True


def remove() -> None:
    """Remove the environment, but no folder that is something else."""
    venv = place.VENV
    if venv.is_symlink() or venv.is_file():
        venv.unlink()
    elif venv.exists():
        if any(venv.iterdir()) and not any((venv / name).exists() for name in (STAMP, "pyvenv.cfg")):
            raise Trouble(
                f"{venv} 不是 Python 环境，不会删除。请把 {place.VENV_VARIABLE} 指向新文件夹或空文件夹。",
                f"{venv} is no Python environment and is left alone. Let {place.VENV_VARIABLE} name a new "
                "folder or an empty one.",
            )
        shutil.rmtree(venv)


def make() -> None:
    """Make an environment without packages that is marked unfinished from its first moment."""
    say(f"创建环境 {place.VENV.name}", f"making the environment {place.VENV.name}")
    remove()
    place.VENV.mkdir(parents=True)
    mark(UNFINISHED)
    python = getattr(sys, "_base_executable", sys.executable)
    last = install([python, "-m", "venv", str(place.VENV)], dict(os.environ))
    if last:
        remove()
        lacks = re.search("ensurepip|No module named venv", "\n".join(last))
        raise lacks_venv() if lacks else not_installed(last)


def pip_command() -> list[str]:
    """Return how pip installs."""
    options = ["--disable-pip-version-check", "--no-input", "--no-deps"]
    return [str(place.PYTHON), "-m", "pip", "install", *options]


def uv_command(*words: str) -> list[str]:
    """Return a command of uv for the environment."""
    return [str(place.PYTHON), "-m", "uv", "--color=never", "pip", *words, "--python", str(place.PYTHON)]


def write_requirements(text: str) -> str:
    """Write entries of the lock where an installer reads them, and return the place."""
    path = place.VENV / "teda-requirements.txt"
    path.write_text(text, "utf-8")
    return str(path)


def pip_install(wanted: str, environment: dict[str, str]) -> list[str]:
    """Install exactly what some entries of the lock name; return the last lines if that failed."""
    options = ["--progress-bar=off", "--require-hashes", "-r", write_requirements(wanted)]
    return install([*pip_command(), *options], environment)


def sync(wanted: str, environment: dict[str, str]) -> list[str]:
    """Let uv make the packages those of some entries of the lock; return the last lines if that failed."""
    return install(uv_command("sync", "--require-hashes", write_requirements(wanted)), environment)


def install_with_uv(wanted: str, environment: dict[str, str]) -> bool:
    """Install entries of the lock, and nothing else, with uv; False when pip has to do it."""
    pip = read_pip_settings()
    if PIP_ALONE.intersection(pip):
        return False
    say("安装 uv", "installing uv")
    last = pip_install(lock_entry(wanted, "uv"), environment)
    if any("Retrying (" in line for line in last):  # no use to try the others as well
        raise not_installed(last)
    if not last:
        last = sync(wanted, uv_environment(pip, environment))
    if not last and (damaged := forget_damaged()):  # its cache, of which it makes links, is damaged too
        install([str(place.PYTHON), "-m", "uv", "cache", "clean", *damaged], environment)
        last = sync(wanted, uv_environment(pip, environment))
    if WRONG_HASH.search("\n".join(last)):
        raise not_installed(last)
    if last:
        say("uv 没有完成", f"uv did not get through: {last[-1].strip()}")
    return not last


def install_with_pip(wanted: str, environment: dict[str, str]) -> None:
    """Install entries of the lock with pip; uv itself is not needed then."""
    say("用 pip 安装，需要几分钟", "installing with pip, a few minutes")
    last = pip_install(wanted.replace(lock_entry(wanted, "uv"), ""), environment)
    if last:
        raise not_installed(last)


def fill(extent: str) -> None:
    """Install the packages of an extent and this project; what is there already stays if this fails."""
    mark(f"{base(probe() or '')}\n{UNFINISHED} {extent}\n")
    if damaged := forget_damaged():
        say(f"修复 {'、'.join(damaged)}", f"mending {', '.join(damaged)}")
    # settings that are meant for other places and that this one would refuse
    environment = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_HASHES": "0"}
    project = (place.ROOT / "pyproject.toml").read_text("utf-8")
    wanted = requirements(place.LOCK.read_text("utf-8"), project, extent)
    zh, en = NAMES[extent]
    count = len(entries(wanted))
    say(f"安装{zh} {count} 个软件包", f"installing the {count} packages {en}")
    installer = uv_command("install", "--no-deps")
    if not install_with_uv(wanted, environment):
        install_with_pip(wanted, environment)
        installer = pip_command()
    last = install([*installer, "--no-build-isolation", "--no-index", "-e", str(place.ROOT)], environment)
    if last:
        raise not_installed(last)
