"""The command ``teda calibrate``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.errors import CHECK_FAILED, OK
from sim.cli.help import BilingualCommand
from sim.cli.options import (
    HomeFolder,
    Lang,
    Out,
    ScenarioOrReference,
    Seed,
    read_whole_numbers,
)
from sim.cli.output import WITHOUT_ROWS, Output, read_output
from sim.errors import Faults

WriteFit = Annotated[
    bool,
    typer.Option(
        "--write",
        help="拟合可用时，把数值写入 model/teda.mdl\nwrite the values into the model if the fit may be used",
    ),
]
TableOrJson = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="table|json|xlsx",
        help="输出格式；不写时看 --out 的后缀\nby default the suffix of --out",
    ),
]


def add_calibrate_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "calibrate",
        cls=BilingualCommand,
        help="""用 2021 年及以前的观测和基期事实拟合参数；不读任何目标。
Fit parameters to observations up to 2021 and to the base year; no target is read.

碰到边界或没有收敛时退出码为 1，什么都不写。
At a bound or without convergence the exit code is 1 and nothing is written.""",
        epilog="""例 Examples
  teda calibrate trend
  teda calibrate --lang en --out fit.json
  teda calibrate trend --seed 7 --write""",
    )(calibrate)


def calibrate(
    scenario: ScenarioOrReference = "",
    seed: Seed = "7",
    write: WriteFit = False,
    lang: Lang = "zh",
    form: TableOrJson = "",
    out: Out = "",
    home: HomeFolder = None,
) -> int:
    """Fit parameters to observations; the exit code is 1 when the fit may not be used."""
    output, numbers = _read(lang, form, out, seed=seed)
    from sim.analysis.calibration.candidates import candidates
    from sim.analysis.calibration.fit import calibrate as fit_to_observations
    from sim.analysis.calibration.writing import write_fit
    from sim.cli.progress import Bar
    from sim.report.tables.calibration import calibration_report
    from sim.scenario.workspace import load_workspace

    workspace = load_workspace(home)
    scenario = scenario or workspace.registry.zone.reference
    with Bar(output.language) as bar:
        fit = fit_to_observations(scenario, workspace, progress=bar.show, **numbers)
    screened = candidates(scenario, workspace)
    written = write_fit(fit, workspace) if write and fit.is_sound else None
    output.write_report(calibration_report(fit, screened, written, workspace))
    return OK if fit.is_sound else CHECK_FAILED


def _read(lang: str, form: str, out: str, **numbers: str) -> tuple[Output, dict[str, int]]:
    """Return the checked options.

    Raises
    ------
    SimError: the faults of all of them.
    """
    with Faults() as faults:
        output = faults.take(read_output, lang, form, out, WITHOUT_ROWS)
        read = faults.take(read_whole_numbers, **numbers)
    return output, read
