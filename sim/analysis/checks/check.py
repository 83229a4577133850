"""Type of a check of a home folder, and of its outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sim.errors import Fault
from sim.files import display
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Found:
    """The outcome of a check.

    Parameters
    ----------
    examined : number of things examined
    faults : everything wrong, each with its place and its remedy
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
    key : its name for programs
    title : the property that it verifies
    counted : the things examined, in the plural
    run : carries it out; a long one reports its progress
    """

    key: str
    title: Bilingual
    counted: Bilingual
    run: Callable[[Workspace, Progress], Found]

    @property
    def called(self) -> tuple[str, str]:
        """Return what else it is called: how its title begins in Chinese, and its key in words."""
        return self.title.zh.partition("：")[0], self.key.replace("_", " ")


def found(examined: int, faults: Iterable[Fault]) -> Found:
    """Return the outcome of a check; a fault that was found twice is reported once."""
    return Found(examined, tuple(dict.fromkeys(faults)))


def place_of(name: str, workspace: Workspace) -> str:
    """Return file and line of a variable of the model."""
    return f"{display(workspace.home.model_file)}:{workspace.model.variables[name].line}"
