"""What the commands on decisions share: options, the frame that all of them have, and one reading of it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from sim.cli.options import (
    Format,
    HomeFolder,
    Lang,
    Out,
    PlanChoice,
    Prior,
    Seed,
    Set,
    Threads,
    home_of,
    read_whole_numbers,
    reference_scenario,
)
from sim.cli.output import WITH_ROWS, Output, read_output
from sim.cli.settings import read_settings
from sim.errors import Faults, fail

if TYPE_CHECKING:
    from sim.cli.progress import Bar
    from sim.registry.home import Home

Row = Annotated[
    str, typer.Option("--indicator", metavar="ID", help="看哪个指标，id 或名称\nrow that is asked about")
]
RowYear = Annotated[
    str,
    typer.Option(
        "--year",
        metavar="Y",
        help="哪一年；默认规划的第一个目标年\nyear of the figure; by default the plan's first horizon",
    ),
]
Against = Annotated[
    str,
    typer.Option(
        "--against",
        metavar="NAME",
        help="与哪个情景比；默认没有新政策的基准情景\nscenario to compare with; the reference by default",
    ),
]
Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        metavar='"ID>=X@Y"',
        help="哪些目标，可重复（同时达到）；ID@Y 取规划的目标\n"
        "target to be met; several are met together; ID@Y is the plan's",
    ),
]
Levers = Annotated[
    list[str] | None,
    typer.Option(
        "--levers",
        metavar="A,B…",
        help="可动的杠杆，逗号分开，可重复；all 为全部政策杠杆\n"
        "levers that may move, with commas between; all: all of policy",
    ),
]
LeverStart = Annotated[
    str,
    typer.Option("--start", metavar="YEAR", help="杠杆从哪一年起可变\nfirst year in which levers may move"),
]
Ramp = Annotated[
    str, typer.Option("--ramp", metavar="N", help="杠杆几年到位，1–20\nyears a lever takes, 1 to 20")
]
SearchMembers = Annotated[
    str,
    typer.Option(
        "--members",
        metavar="N",
        help="搜索用的成员数，16–2,048；找到后用 2,048 个核对\n"
        "members of the search, 16 to 2,048; verified with 2,048",
    ),
]
ManyMembers = Annotated[
    str,
    typer.Option("--members", metavar="N", help="成员数，128–2,048\nnumber of members, 128 to 2,048"),
]


@dataclass(frozen=True)
class Asked:
    """The frame of a command, read.

    Parameters
    ----------
    output : where and how results are written
    home : folder of the model and scenarios, with the plan that was chosen
    arguments : of the library's function: settings, home, draws, and whole numbers that were given
    """

    output: Output
    home: str | Home | None
    arguments: dict[str, Any]

    def scenario(self, given: str) -> str:
        """Return the scenario that was given, or the reference.

        Raises
        ------
        SimError: all faults of the home's model and registry.
        """
        return given or reference_scenario(self.home)

    def bar(self) -> Bar:
        """Return the bar that shows progress."""
        from sim.cli.progress import Bar  # it takes a tenth of a second to import

        return Bar(self.output.language)


@dataclass(frozen=True)
class Frame:
    """The options that the commands on decisions have besides their own, as they were given."""

    settings: Set = None
    seed: Seed = ""
    prior: Prior = False
    threads: Threads = ""
    lang: Lang = "zh"
    form: Format = ""
    out: Out = ""
    home: HomeFolder = None
    plan: PlanChoice = ""

    def read(self, needed: dict[str, object] | None = None, **numbers: str) -> Asked:
        """Return the frame, read.

        Parameters
        ----------
        needed : what the command cannot do without, by option
        numbers : further whole numbers as they were given, by the name of their option

        Raises
        ------
        SimError: the faults of all of them.
        """
        with Faults() as faults:
            output = faults.take(read_output, self.lang, self.form, self.out, WITH_ROWS)
            whole = faults.take(read_whole_numbers, **numbers, seed=self.seed, threads=self.threads)
            changes = faults.take(read_settings, self.settings)
            home = faults.take(home_of, self.home, self.plan)
            for option, given in (needed or {}).items():
                if not given:
                    faults += fail("missing", "必须给出。", "must be given.", option).faults
        drawn = {"prior": True} if self.prior else {}
        return Asked(output, home, {**whole, "set": changes, "home": home, **drawn})


def framed(command: Callable[..., None], *, is_drawn: bool = True) -> Callable[..., None]:
    """Return a command whose parameter ``frame`` is read from options behind its own.

    Parameters
    ----------
    is_drawn : whether it has the options of draws
    """
    absent = () if is_drawn else ("seed", "prior")
    kinds, named_only = get_type_hints(Frame, include_extras=True), inspect.Parameter.KEYWORD_ONLY
    shared = [
        inspect.Parameter(one.name, named_only, default=one.default, annotation=kinds[one.name])
        for one in fields(Frame)
        if one.name not in absent
    ]
    own = inspect.signature(command, eval_str=True).parameters

    @functools.wraps(command)
    def run(**given: Any) -> None:
        frame = Frame(**{one.name: given.pop(one.name) for one in shared})
        command(frame=frame, **given)

    options = [*(one for one in own.values() if one.name != "frame"), *shared]
    run.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]
    return run
