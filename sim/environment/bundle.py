"""The checkout as one zip file, for those who open it by a double click."""

import subprocess
import tomllib
import zipfile
from pathlib import Path

from sim.environment import place
from sim.environment.place import Trouble

LAUNCHERS = ("打开模拟器.bat", "打开模拟器.command")  # what is to be clicked, in front
_NEW_YEAR = (1980, 1, 1, 0, 0, 0)  # no time in the file: equal checkouts give equal bytes


def bundle() -> Path:
    """Write ``dist/teda-simulator-VERSION.zip`` whole or not at all, and return its path."""
    project = tomllib.loads((place.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    name = f"{project['name']}-{project['version']}"
    files = tracked()
    path = place.ROOT / "dist" / f"{name}.zip"
    path.parent.mkdir(exist_ok=True)
    part = path.with_suffix(".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as target:
            for file, mode in files.items():
                entry = zipfile.ZipInfo(f"{name}/{file}", _NEW_YEAR)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3  # Unix, where the mode below is understood
                entry.external_attr = mode << 16
                target.writestr(entry, (place.ROOT / file).read_bytes())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def tracked() -> dict[str, int]:
    """Return the files under version control with their modes: the launchers, then the others by name."""
    command = ["git", "-c", "core.quotePath=false", "ls-files", "-z", "--stage"]
    try:
        answer = subprocess.run(command, cwd=place.ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        raise Trouble(
            "只有用 git 克隆来的文件夹才能打包，并需要 git。",
            "Only a folder cloned by git can be packed, and git is needed.",
        ) from None
    found = {}
    for line in filter(None, answer.stdout.decode("utf-8").split("\0")):
        mode, _, _, name = line.replace("\t", " ", 1).split(" ", 3)
        if (place.ROOT / name).is_file():
            found[name] = int(mode, 8)
    return dict(sorted(found.items(), key=lambda file: (file[0] not in LAUNCHERS, file[0])))
