"""The commands ``teda calibrate`` and ``teda validate``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.errors import CHECK_FAILED, OK
from sim.cli.help import BilingualCommand
from sim.cli.options import HomeFolder, Lang, Members, Out, Seed, Threads, read_whole_numbers
from sim.cli.output import Output, read_output
from sim.errors import Fault, SimError

TREND = "trend"
ScenarioOrTrend = Annotated[
    str,
    typer.Argument(
        metavar="[SCENARIO]",
        show_default=False,
        help="情景名或情景文件；默认 trend\nname of a scenario, or a file; trend by default",
    ),
]
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
        metavar="table|json",
        help="输出格式；不写时看 --out 的后缀\nby default as the name of --out ends",
    ),
]


def add_calibrate_commands(app: typer.Typer) -> None:
    """Add both commands to the command line."""
    app.command(
        "calibrate",
        cls=BilingualCommand,
        help="""用 2021 年及以前的观测和基期事实拟合参数；不读任何目标。
Fit parameters to what was observed until 2021 and to the base year; no target is read.

碰到边界或没有收敛时退出码为 1，什么都不写。
At a bound or without convergence the exit code is 1 and nothing is written.""",
        epilog="""例 Examples
  teda calibrate trend
  teda calibrate --lang en --out fit.json
  teda calibrate trend --seed 7 --write""",
    )(calibrate)
    app.command(
        "validate",
        cls=BilingualCommand,
        help="""用 2022 年及以后的观测检验模型：落在集合的哪个区间。只报告，不判合格与否。
Hold what was observed from 2022 on against an ensemble; it reports, and passes or fails nothing.""",
        epilog="""例 Examples
  teda validate trend
  teda validate --members 2000 --seed 7 --lang en
  teda validate trend --out validation.json""",
    )(validate)


def calibrate(
    scenario: ScenarioOrTrend = TREND,
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
    from sim.report.tables.calibration import calibration_table
    from sim.report.tables.calibration_record import calibration_json
    from sim.scenario.workspace import load_workspace

    workspace = load_workspace(home)
    with Bar(output.language) as bar:
        fit = fit_to_observations(scenario, workspace, progress=bar.show, **numbers)
    screened = candidates(scenario, workspace)
    written = write_fit(fit, workspace) if write and fit.is_sound else None
    if output.format == "json":
        output.write(calibration_json(fit, screened, written, workspace))
    else:
        output.write(calibration_table(fit, screened, written, workspace, output.language))
    return OK if fit.is_sound else CHECK_FAILED


def validate(
    scenario: ScenarioOrTrend = TREND,
    members: Members = "1000",
    seed: Seed = "7",
    threads: Threads = "",
    lang: Lang = "zh",
    form: TableOrJson = "",
    out: Out = "",
    home: HomeFolder = None,
) -> None:
    """Hold later observations against an ensemble."""
    output, numbers = _read(lang, form, out, members=members, seed=seed, threads=threads)
    from sim.analysis.validation import validate as hold_against_ensemble
    from sim.cli.progress import Bar
    from sim.report.tables.validation import validation_json, validation_table
    from sim.scenario.workspace import load_workspace

    workspace = load_workspace(home)
    with Bar(output.language) as bar:
        found = hold_against_ensemble(scenario, workspace, progress=bar.show, **numbers)
    if output.format == "json":
        output.write(validation_json(found))
    else:
        output.write(validation_table(found, workspace, output.language))


def _read(lang: str, form: str, out: str, **numbers: str) -> tuple[Output, dict[str, int]]:
    """Return the checked options, or tell the faults of all of them."""
    faults: list[Fault] = []
    output, read = Output("zh", "table", out, 0), dict[str, int]()
    try:
        output = read_output(lang, form, out)
    except SimError as error:
        faults += error.faults
    try:
        read = read_whole_numbers(**numbers)
    except SimError as error:
        faults += error.faults
    if output.format == "csv":
        zh, en = "这里没有 csv 格式，应是 table 或 json。", "there is no csv here; it must be table or json."
        faults.append(Fault("invalid-choice", zh, en, f"--format {form}" if form else f"--out {out}"))
    if faults:
        raise SimError(faults)
    return output, read
