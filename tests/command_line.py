"""Commands as tests run them, and their results."""

from __future__ import annotations

import pytest

from sim.cli.main import main
from sim.report.layout import width_of

GROWTH = """\
{UTF-8}
population = INTEG(births, 100) ~ 人 ~ |
births = population*birth rate ~ 人/年 ~ |
birth rate = 0.5 ~ 1/年 ~ |
INITIAL TIME = 0 ~ 年 ~ |
FINAL TIME = 2 ~ 年 ~ |
TIME STEP = 1 ~ 年 ~ |
SAVEPER = 1 ~ 年 ~ |
"""


class CommandResult:
    """What a command left behind: exit code, standard output and standard error."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        self.code = caught.value.code
        self.out, self.err = capsys.readouterr()


def report(place: str, zh: str, en: str) -> str:
    """Return the two lines of one fault on standard error."""
    return f"{place}: {zh}\n{' ' * (width_of(place) + 2)}{en}\n"
