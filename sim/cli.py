"""The command ``teda``. Each command imports what it needs when it runs, so that help is quick."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from sim.cli_errors import CHECK_FAILED, OK, guarded
from sim.cli_help import BilingualCommand, BilingualGroup
from sim.cli_output import read_output
from sim.errors import fail

SETTINGS = {"help_option_names": ["--help", "-h"]}

ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        show_default=False,
        help="情景名（scenarios 里的文件名）或情景文件\nname of a scenario, or a scenario file",
    ),
]
ScenarioNames = Annotated[
    list[str],
    typer.Argument(
        metavar="A B [C…]",
        show_default=False,
        help="两个或更多情景\ntwo or more scenarios",
    ),
]
ModelFile = Annotated[
    str,
    typer.Argument(metavar="FILE", show_default=False, help="Vensim 模型文件 (.mdl)\nVensim model"),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar='"NAME=VALUE"',
        help="改一个杠杆的终值或任一常量，可重复\nset the end value of a lever, or any constant",
    ),
]
Until = Annotated[str, typer.Option("--until", metavar="2025|2035", help="到哪一年为止\nlast year shown")]
Lang = Annotated[str, typer.Option("--lang", metavar="zh|en", help="中文或英文\nChinese or English")]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="table|csv|json",
        help="输出格式；不写时看 --out 的后缀\nby default as the name of --out ends",
    ),
]
Out = Annotated[str, typer.Option("--out", metavar="FILE", help="写入文件\nwrite to a file")]
HomeFolder = Annotated[
    str | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="model 与 scenarios 所在的文件夹\nfolder that holds model and scenarios",
    ),
]

app = typer.Typer(
    cls=BilingualGroup,
    add_completion=False,
    rich_markup_mode=None,
    context_settings=SETTINGS,
    help="""泰达（天津经开区）情景模拟器：情景推演、比较与核对。
Scenario simulator of the Tianjin Economic-Technological Development Area.""",
    epilog="""例 Examples
  teda run plan
  teda run plan --set "public investment=120" --out plan.csv
  teda compare trend plan --until 2025
  teda model check model/teda.mdl""",
)
model_app = typer.Typer(
    cls=BilingualGroup,
    rich_markup_mode=None,
    context_settings=SETTINGS,
    help="""运行或检查任一 Vensim 模型文件。
Run or check any Vensim model file.""",
    epilog="""例 Examples
  teda model run model/teda.mdl --out run.csv
  teda model check model/teda.mdl""",
)
app.add_typer(model_app, name="model")


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本\nshow the version")] = False,
) -> None:
    """Show the version or, without a command, the help."""
    if version:
        typer.echo(f"teda {_version()}")
        raise typer.Exit(OK)
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("teda-simulator")
    except metadata.PackageNotFoundError:
        return "(未安装 not installed)"


@app.command(
    cls=BilingualCommand,
    help="""运行一个情景，列出规划全部指标及是否达标。
Run a scenario and show all indicators of the plan and whether they are met.""",
    epilog="""例 Examples
  teda run plan
  teda run plan --lang en --until 2025
  teda run plan --set "public investment=120" --set "switch R1=0"
  teda run my/scenario.yaml --format json --out result.json""",
)
def run(
    scenario: ScenarioName,
    settings: Set = None,
    until: Until = "2035",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
) -> None:
    """Run a scenario and show all indicators of the plan and whether they are met."""
    output = read_output(lang, form, out, until)
    from sim.analysis.indicators import indicators
    from sim.report.records import run_csv, run_json
    from sim.report.tables import scoreboard
    from sim.run.single import run_scenario

    table = indicators(run_scenario(scenario, settings, home), output.until)
    if output.format == "json":
        output.write(run_json(table))
    else:
        show = run_csv if output.format == "csv" else scoreboard
        output.write(show(table, output.language))


@app.command(
    cls=BilingualCommand,
    help="""并列比较几个情景；--set 对每个情景都生效。
Show several scenarios side by side; --set applies to each of them.""",
    epilog="""例 Examples
  teda compare trend plan
  teda compare trend plan vision --until 2025 --lang en
  teda compare trend plan --out compare.csv""",
)
def compare(
    scenarios: ScenarioNames,
    settings: Set = None,
    until: Until = "2035",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
) -> None:
    """Show several scenarios side by side; --set applies to each of them."""
    output = read_output(lang, form, out, until)
    if len(scenarios) < 2:
        raise fail("至少要有两个情景才能比较。", "at least two scenarios are needed.", "teda compare")
    from sim.analysis.indicators import indicators
    from sim.report.records import compare_csv, compare_json
    from sim.report.tables import comparison
    from sim.run.single import run_scenarios

    runs = run_scenarios(scenarios, settings, home)
    tables = [indicators(each, output.until) for each in runs]
    if output.format == "json":
        output.write(compare_json(tables))
    else:
        show = compare_csv if output.format == "csv" else comparison
        output.write(show(tables, output.language))


@model_app.command(
    "run",
    cls=BilingualCommand,
    help="""按文件中的时间设置运行模型，给出所有变量随时间的值。
Run a model with its own time settings and show every variable over time.""",
    epilog="""例 Examples
  teda model run model/teda.mdl
  teda model run any.mdl --set "birth rate=0.02" --out run.csv""",
)
def model_run(
    file: ModelFile,
    settings: Set = None,
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
) -> None:
    """Run a model with its own time settings and show every variable over time."""
    output = read_output(lang, form, out)
    from sim.report.model_tables import model_csv, model_json, model_table
    from sim.run.model_file import run_model

    model, result = run_model(file, settings or ())
    if output.format == "table":
        output.write(model_table(model, result, output.language))
    else:
        output.write(model_csv(result) if output.format == "csv" else model_json(model, result))


@model_app.command(
    "check",
    cls=BilingualCommand,
    help="""检查模型：结构、语法、不支持的函数、代数环，再按默认值试算一遍。
Check a model: structure, syntax, unsupported functions, algebraic loops, and a trial run.""",
    epilog="""例 Examples
  teda model check model/teda.mdl
  teda model check any.mdl --format json""",
)
def model_check(
    file: ModelFile,
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
) -> int:
    """Check a model: structure, syntax, unsupported functions, algebraic loops, and a trial run."""
    output = read_output(lang, form, out)
    from sim.report.model_tables import structure
    from sim.run.model_file import try_model

    model, failures = try_model(file)
    output.write(structure(model, failures, output.format, output.language))
    return CHECK_FAILED if failures else OK


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    command = typer.main.get_command(app)
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(guarded(lambda: command.main(given, prog_name="teda", standalone_mode=False)))
