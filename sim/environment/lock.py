"""The lock: what each extent of the environment needs of it."""

import re
import tomllib

from sim.environment.place import Trouble

CORE, ALL = "core", "all"  # what running needs; what the tests need as well
TOOLS = {"setuptools", "uv"}  # what this program works with
USED = ("cluster",)  # the extras that users have


def lock_entry(lock: str, name: str) -> str:
    """Return the lines of one package in the lock, with its hashes."""
    found = re.search(rf"^{re.escape(name)}==.*\n(?:[ \t]+.*\n?)*", lock, re.MULTILINE)
    if found is None:
        raise Trouble(f'requirements.lock 中没有 "{name}"。', f'"{name}" is missing from requirements.lock.')
    return found.group()


def entries(lock: str) -> list[str]:
    """Return the lines of every package in the lock."""
    return re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:]


def requirements(lock: str, project: str, extent: str) -> str:
    """Return the part of the lock that an extent needs.

    The lock says below each package which others want it (``# via``).

    Parameters
    ----------
    project : the text of ``pyproject.toml``
    """
    if extent == ALL:
        return lock
    table = tomllib.loads(project)["project"]
    extras = table.get("optional-dependencies", {})
    asked = [*table["dependencies"], *(each for extra in USED for each in extras.get(extra, []))]
    needed = TOOLS | {_name(each) for each in asked}
    left = entries(lock)
    found = ""
    while taken := [entry for entry in left if _name(entry) in needed or _wanted_by(entry) & needed]:
        needed |= {_name(entry) for entry in taken}
        found += "".join(taken)
        left = [entry for entry in left if entry not in taken]
    return found


def _name(requirement: str) -> str:
    (name,) = re.findall(r"^[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", name).lower()


def _wanted_by(entry: str) -> set[str]:
    return {_name(each) for each in re.findall(r"^ +# +(?:via +)?([\w.-]+)", entry, re.MULTILINE)}
