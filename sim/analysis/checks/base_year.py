"""Whether the simulated year 2020 reproduces the published figures, and lies within the estimates."""

from __future__ import annotations

from sim.analysis.checks.base_year_rows import TOLERANCE, BaseYearFigure, base_year_figures
from sim.analysis.checks.check import Check, Found, Progress, found
from sim.errors import Fault
from sim.registry.schema import Bilingual
from sim.run.single import prepare, simulate
from sim.scenario.workspace import Workspace

SCENARIO = "trend"


def _run(workspace: Workspace, _progress: Progress) -> Found:
    figures = base_year_figures(simulate(prepare(SCENARIO, (), workspace), workspace))
    return found(len(figures), (_fault(figure, workspace) for figure in figures if not figure.is_met))


def _fault(figure: BaseYearFigure, workspace: Workspace) -> Fault:
    what = ("估计的范围", "the estimated range") if figure.is_estimated else (
        f"公布数 ±{TOLERANCE:.0%}", f"the published figure ± {TOLERANCE:.0%}"
    )  # fmt: skip
    low, value, high = (f"{each:,.6g}" for each in (figure.low, figure.simulated, figure.high))
    return Fault(
        "check-failed",
        f"“{figure.id}”2020 年模拟值为 {value}，应在 {low}–{high}（{what[0]}）内；请核对期初值和参数。",
        f"{figure.id} is {value} in the simulated year 2020; it must be from {low} to {high} ({what[1]}). "
        "Look at the initial values and parameters.",
        workspace.registry.documents["indicators"].place(figure.id, "base"),
    )


BASE = Check(
    "base_year",
    Bilingual(
        zh="基期：2020 年与公布数相差不到 1%", en="2020 is reproduced within 1%, or within its estimate"
    ),
    Bilingual(zh="个基数", en="bases"),
    _run,
)
