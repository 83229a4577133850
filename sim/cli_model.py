"""The commands ``teda model …``, for any Vensim file."""

from __future__ import annotations

import typer

from sim.cli_errors import CHECK_FAILED, OK
from sim.cli_help import BilingualCommand, BilingualGroup
from sim.cli_options import SETTINGS, Format, Lang, ModelFile, Out, Set
from sim.cli_output import read_output

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
