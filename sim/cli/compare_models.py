"""The command ``teda compare-models``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.help import BilingualCommand
from sim.cli.options import HomeFolder, Lang, Out
from sim.cli.output import MARKDOWN, WITH_ROWS, Output, read_output, tell
from sim.errors import Fault, Faults

if TYPE_CHECKING:
    from sim.scenario.workspace import Workspace

FORMATS = (*WITH_ROWS, MARKDOWN)
_WHAT = "文件夹（含 model 和 scenarios）、模型文件或上一版的结果（.csv）"
_WHAT_EN = "a folder with model and scenarios, a model file, or kept results of a release (.csv)"
Old = Annotated[
    str,
    typer.Argument(
        metavar="[OLD]",
        show_default=False,
        help=f"旧模型：{_WHAT}；默认为上一版\nold model: {_WHAT_EN}; by default the last release",
    ),
]
New = Annotated[
    str,
    typer.Argument(
        metavar="[NEW]",
        show_default=False,
        help="新模型，写法同上；默认为现在的模型\nnew model, named alike; by default the home's as it is",
    ),
]
AnyFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="table、csv、json、xlsx、markdown；默认看 --out\n"
        "table, csv, json, xlsx, markdown; by default as --out ends",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="即 --format json\nthe same as --format json")]
Document = Annotated[
    bool,
    typer.Option(
        "--document",
        help="与上一版比较，另写 docs/model-changes.md（中英文）\n"
        "compare with the last release and write docs/model-changes.md as well, in both languages",
    ),
]
Release = Annotated[
    bool,
    typer.Option(
        "--release",
        help="把现在的结果记为上一版（model/released.csv），不做比较\n"
        "keep today's results as those of the last release (model/released.csv), compare nothing",
    ),
]


def add_compare_models_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "compare-models",
        cls=BilingualCommand,
        help="""同样的情景在两个模型上各运行一次：哪些结果变了，变了多少；模型与登记有何增减。
Run the same scenarios on two models: which results moved, by how much, and what the models hold.

结果按变动占指标尺度的比例排列；只给模型文件的，用本套登记和情景（--home）。
Results are sorted by the move relative to the indicator's scale; a model file alone is run with the
registry and the scenarios of --home.""",
        epilog="""例 Examples
  teda compare-models
  teda compare-models model/teda.mdl my-model.mdl
  teda compare-models model/teda.mdl my-model.mdl --out changes.md
  teda compare-models model/teda.mdl my-model.mdl --json
  teda compare-models --document
  teda compare-models --release""",
    )(compare_models)


def compare_models(
    old: Old = "",
    new: New = "",
    document: Document = False,
    release: Release = False,
    lang: Lang = "zh",
    form: AnyFormat = "",
    as_json: Json = False,
    out: Out = "",
    home: HomeFolder = None,
) -> None:
    """Show what moved between two models."""
    output = _read_options(lang, form, out, old or new, document=document, release=release, as_json=as_json)
    from sim.analysis.model_changes.compare import compare_models as compare
    from sim.cli.progress import Bar
    from sim.report.documents.model_changes.document import changes_page
    from sim.report.tables.model_changes import model_changes_report
    from sim.scenario.workspace import load_workspace

    if release:
        _keep(load_workspace(home), output)
        return
    with Bar(output.language) as bar:
        found = compare(old or None, new or None, home, bar.show)
    if document:
        from sim.report.documents.folder import write_documents
        from sim.report.documents.model_changes.document import build_model_changes

        write_documents(load_workspace(home).home.folder, build_model_changes(found))
    if output.format == MARKDOWN:
        output.write(changes_page(found, output.language))
    else:
        output.write_report(model_changes_report(found))


def _keep(workspace: Workspace, output: Output) -> None:
    from sim.analysis.model_changes.compare import keep_release
    from sim.cli.progress import Bar

    with Bar(output.language) as bar:
        path = keep_release(workspace, bar.show)
    tell({"zh": f"已写入 {path}", "en": f"written: {path}"}, output.language)


def _read_options(
    lang: str, form: str, out: str, named: str, *, document: bool, release: bool, as_json: bool
) -> Output:
    """Return the checked options.

    Raises
    ------
    SimError: the faults of all of them.
    """
    with Faults() as faults:
        if as_json and form not in ("", "json"):
            zh, en = (
                f"--json 与 --format {form} 不能同用。",
                f"--json and --format {form} exclude one another.",
            )
            faults.append(Fault("conflict", zh, en, "--json"))
        output = faults.take(read_output, lang, "json" if as_json else form, out, FORMATS)
        for option, is_given in (("--document", document), ("--release", release)):
            if is_given and (named or (document and release)):
                other = named or ("--release" if option == "--document" else "--document")
                zh = f"{option} 针对本套模型与其上一版，不能与 {other} 同用。"
                en = f"{option} is about the home's model and its last release, and cannot go with {other}."
                faults.append(Fault("conflict", zh, en, option))
    return output
