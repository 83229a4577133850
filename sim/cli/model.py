"""The commands ``teda model …``, for any model file, of Vensim or XMILE."""

from __future__ import annotations

import typer

from sim.cli.errors import CHECK_FAILED, OK
from sim.cli.help import BilingualCommand, BilingualGroup
from sim.cli.options import (
    SETTINGS,
    CheckOnly,
    DataFiles,
    Force,
    Format,
    HomeFolder,
    Integration,
    Lang,
    LongFormat,
    Members,
    ModelFile,
    Out,
    Partial,
    Set,
    Target,
    VariableName,
    WriteSketch,
    read_whole_numbers,
)
from sim.cli.output import ONLY_TEXT, WITH_LONG, read_output
from sim.cli.settings import read_settings
from sim.names import visible

model_app = typer.Typer(
    cls=BilingualGroup,
    rich_markup_mode=None,
    context_settings=SETTINGS,
    help="""运行、检查或转换任一模型文件：Vensim 或 XMILE。
Run, check or convert any model file, of Vensim or XMILE.""",
    epilog="""例 Examples
  teda model run model/teda.mdl --out run.csv
  teda model check model/teda.mdl
  teda model convert model/teda.mdl teda.xmile""",
)


@model_app.callback(invoke_without_command=True)
def start(ctx: typer.Context) -> None:
    """Show the help where no command is named."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@model_app.command(
    "run",
    cls=BilingualCommand,
    help="""按文件中的时间设置运行模型，给出所有变量随时间的值；csv、json 不取整，xlsx 按显示位数。
Run a model with its own time settings and show every variable over time; in CSV and JSON figures
are not rounded.""",
    epilog="""例 Examples
  teda model run model/teda.mdl
  teda model run model/teda.mdl --set "birth rate=0.01" --out run.csv""",
)
def model_run(
    file: ModelFile,
    settings: Set = None,
    method: Integration = "",
    data: DataFiles = None,
    partial: Partial = False,
    lang: Lang = "zh",
    form: LongFormat = "",
    out: Out = "",
) -> int:
    """Run a model with its own time settings; the exit code is 1 where a variable is not finite."""
    output = read_output(lang, form, out, WITH_LONG)
    from sim.report.model.run import run_report
    from sim.run.model_file import broken_parts, run_model

    model, result = run_model(file, read_settings(settings), method or None, data=data or (), partial=partial)
    output.write_report(run_report(model, result))
    faults = broken_parts(file, result)
    for note in (*model.notes, *faults):
        typer.echo(visible(note.report()), err=True)
    return CHECK_FAILED if faults else OK


@model_app.command(
    "check",
    cls=BilingualCommand,
    help="""检查模型：语法、不支持的函数、代数环、单位、没有用到的变量、反馈回路，再按默认值试算一遍，
并逐一运行文件里的现实性检验。
Check a model: syntax, unsupported functions, algebraic loops, units, unused variables,
feedback loops, a trial run, and the file's own reality checks.""",
    epilog="""例 Examples
  teda model check model/teda.mdl
  teda model check model/teda.mdl --format json""",
)
def model_check(
    file: ModelFile,
    partial: Partial = False,
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
) -> int:
    """Check a model; the exit code is 1 when units, the trial run or a reality check fail."""
    output = read_output(lang, form, out)
    from sim.report.model.check import model_report
    from sim.run.model_file import check_model

    check = check_model(file, partial=partial)
    output.write_report(model_report(check))
    return OK if check.is_passed else CHECK_FAILED


@model_app.command(
    "convert",
    cls=BilingualCommand,
    help="""在 Vensim（.mdl）和 XMILE（.xmile、.stmx、.itmx）之间转换模型；写出前重新读取、运行，
数值不一致就不写。图不转换。
Convert a model between Vensim (.mdl) and XMILE (.xmile, .stmx, .itmx). What is written is read
again and run first; if figures differ, nothing is written. Pictures are not converted.""",
    epilog="""例 Examples
  teda model convert model/teda.mdl teda.xmile
  teda model convert model/teda.mdl teda.stmx --force --lang en""",
)
def model_convert(file: ModelFile, target: Target, force: Force = False, lang: Lang = "zh") -> None:
    """Convert a model to the other format."""
    output = read_output(lang, "", "", ONLY_TEXT)
    from sim.report.words.numbers import print_plain
    from sim.run.model_conversion import convert_file

    done = convert_file(file, target, force=force)
    for note in done.notes:
        typer.echo(visible(note.report()), err=True)
    gap = print_plain(done.largest_gap, 2) if done.largest_gap else "0"
    output.write(
        {
            "zh": f"已写出 {target}：{done.variables} 个变量的数值与原文件一致（相对差最大 {gap}）。\n",
            "en": f"written: {target}. Figures of {done.variables} variables equal those of the file "
            f"(largest relative difference {gap}).\n",
        }[output.language]
    )


@model_app.command(
    "show",
    cls=BilingualCommand,
    help="""显示一个变量：单位、说明、范围、方程、取决于什么、用于何处，以及首末的值。
Show a variable: units, comment, limits, equation, causes, uses, first and last values.""",
    epilog="""例 Examples
  teda model show model/teda.mdl "birth rate"
  teda model show model/teda.mdl births --format json""",
)
def model_show(
    file: ModelFile,
    variable: VariableName,
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
) -> None:
    """Show everything that a model says about a variable."""
    output = read_output(lang, form, out)
    from sim.report.model.variable import variable_report
    from sim.run.model_file import show_variable

    output.write_report(variable_report(file, *show_variable(file, variable)))


@model_app.command(
    "bench",
    cls=BilingualCommand,
    help="""测量读取、编译和运行一个模型的速度与内存。
Measure how fast a model is read, compiled and run, and the memory it takes.""",
    epilog="""例 Examples
  teda model bench model/teda.mdl
  teda model bench model/teda.mdl --members 100000""",
)
def model_bench(
    file: ModelFile,
    members: Members = "4000",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
) -> None:
    """Measure how fast a model is read, compiled and run."""
    output = read_output(lang, form, out)
    numbers = read_whole_numbers(members=members)
    from sim.cli.progress import Bar
    from sim.report.model.bench import bench_report
    from sim.run.bench import bench_model

    with Bar(output.language) as bar:
        bench = bench_model(file, progress=bar.show, **numbers)
    output.write_report(bench_report(bench))


@model_app.command(
    "sketch",
    cls=BilingualCommand,
    help="""检查模型的草图：每组一个视图，变量是否齐全，有没有重叠；--write 重画全部视图。
Check a model's sketch: a view for every group, nothing missing, no overlaps; --write draws
all views again.""",
    epilog="""例 Examples
  teda model sketch model/teda.mdl --write
  teda model sketch model/teda.mdl --write --lang en""",
)
def model_sketch(
    file: ModelFile,
    write: WriteSketch = False,
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
) -> int:
    """Check the views of a model's sketch, redrawn if asked; the exit code is 1 when one is not sound."""
    output = read_output(lang, form, out)
    from sim.cli.progress import Bar
    from sim.report.model.sketch import sketch_report
    from sim.sketch.sketch_file import check_sketch, draw_sketch

    if write:
        with Bar(output.language) as bar:
            draw_sketch(file, bar.show)
    audits, unnamed = check_sketch(file)
    output.write_report(sketch_report(audits, unnamed))
    return OK if all(one.is_sound for one in audits) else CHECK_FAILED


@model_app.command(
    "document",
    cls=BilingualCommand,
    help="""由模型和登记表生成 docs/model.md 和各部门的存量流量图；--check 只检查是否过期。
Write docs/model.md and the pictures of the sectors from the model and its registry;
--check only reports whether they are stale.""",
    epilog="""例 Examples
  teda model document
  teda model document --lang en""",
)
def model_document(
    check: CheckOnly = False,
    home: HomeFolder = None,
    lang: Lang = "zh",
) -> int:
    """Write the document of the model, or check that it is up to date."""
    output = read_output(lang, "", "", ONLY_TEXT)
    from sim.report.documents.folder import DOCS
    from sim.report.documents.model.build import build_document
    from sim.report.documents.model.files import (
        find_differences,
        report_check,
        report_written,
        write_document,
    )
    from sim.scenario.workspace import load_workspace

    workspace = load_workspace(home)
    files, folder = build_document(workspace), workspace.home.folder / DOCS
    if check:
        changed = find_differences(folder, files)
        output.write(report_check(changed, output.language))
        return CHECK_FAILED if changed else OK
    output.write(report_written(write_document(folder, files), folder, output.language))
    return OK
