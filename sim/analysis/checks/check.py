"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sim.errors import Fault
from sim.files import display
from sim.registry.schema import Bilingual
from sim.scenario.workspace import Workspace

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Found:
    """What a check found.

    Parameters
    ----------
    examined : how many things were looked at
    faults : what is wrong, each with its place and what to do
    """

    examined: int
    faults: tuple[Fault, ...]

    @property
    def is_passed(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True)
class Check:
    """A check of a home folder.

    Parameters
    ----------
    key : by which programs know it
    title : what it makes sure of
    counted : what is examined, in the plural
    run : does it; a long one tells how far it has come
    """

    key: str
    title: Bilingual
    counted: Bilingual
    run: Callable[[Workspace, Progress], Found]


def found(examined: int, faults: Iterable[Fault]) -> Found:
    """Return the outcome of a check; a fault that was found twice is told once."""
    return Found(examined, tuple(dict.fromkeys(faults)))


def place_of(name: str, workspace: Workspace) -> str:
    """Return file and line of a variable of the model."""
    return f"{display(workspace.home.model_file)}:{workspace.model.variables[name].line}"
