"""Progress bar of long work, on standard error and only in a terminal."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from sim.report.words.numbers import print_figure
from sim.units import Language

_WORDS = {"zh": "正在运行", "en": "running"}
_RATES = {"zh": "成员/秒", "en": "members/s"}


class _Rate(ProgressColumn):
    """Members done per second."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._unit = _RATES[language]

    def render(self, task: Task) -> Text:
        """Return the rate, empty before there is one."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{print_figure(speed, 0)} {self._unit}")


class Bar:
    """Progress bar of members done, with the time left; hidden where standard error is not a terminal.

    Parameters
    ----------
    has_rate : whether members done per second are shown
    """

    def __init__(self, language: Language, *, has_rate: bool = False) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            *([_Rate(language)] if has_rate else []),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        self._task = self._progress.add_task(_WORDS[language], total=None)

    def __enter__(self) -> Self:
        """Start the bar."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clear the bar."""
        self._progress.stop()

    def show(self, done: int, total: int, what: str | None = None) -> None:
        """Show how many members are done, and of which task where there are several."""
        self._progress.update(self._task, completed=done, total=total, description=what)
