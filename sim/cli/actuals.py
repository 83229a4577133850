"""The commands ``teda actuals …``: official figures, read, shown and kept."""

from __future__ import annotations

import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.errors import OK
from sim.cli.help import BilingualCommand, BilingualGroup
from sim.cli.history import add_policies_command
from sim.cli.options import SETTINGS, Format, HomeFolder, Lang, Out
from sim.cli.output import WITH_ROWS, Output, read_output, tell
from sim.cli.runs import YES
from sim.errors import Faults, fail
from sim.files import URL
from sim.registry.observations import STATUSES
from sim.registry.schema import not_among

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.actuals.importing import Import, Request
    from sim.actuals.plausibility import Doubt
    from sim.scenario.workspace import Workspace

FOLDER = "actuals"
ROUNDS = 3  # of questions, each about what the answers before made of the figures
Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE…",
        show_default=False,
        help="统计局导出、年鉴表、月报、开放平台的表或填好的模板：CSV、XLSX、XLS\n"
        "exports, yearbook tables, releases, or the template: CSV, XLSX, XLS",
    ),
]
Folder = Annotated[
    str,
    typer.Option(
        "--out", metavar="DIR", help="实绩文件夹，默认 actuals\nfolder of actuals, by default actuals"
    ),
]
Held = Annotated[
    str,
    typer.Argument(
        metavar="[DIR]",
        show_default=False,
        help="实绩文件夹，默认 actuals\nfolder of actuals, by default actuals",
    ),
]
Template = Annotated[
    str,
    typer.Option(
        "--out",
        metavar="FILE",
        help="要写的工作簿，默认 actuals.xlsx\nworkbook to write, by default actuals.xlsx",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只显示读到了什么\nonly show what was understood")]
Yes = Annotated[bool, typer.Option("--yes", help="不再询问，直接保存\nkeep without asking")]
Replace = Annotated[
    bool,
    typer.Option("--replace", help="与已存的数不同时以新的为准\nnew figures replace kept ones that differ"),
]
Status = Annotated[
    str,
    typer.Option(
        "--status",
        metavar="快报|年报|普查修订",
        help="文件没有写明时的版本\nvintage where files do not say it",
    ),
]
Known = Annotated[
    str,
    typer.Option(
        "--known", metavar="DAY", help="公布日期，如 2022-01-28\nday of publication, as in 2022-01-28"
    ),
]
Unit = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        metavar='"NAME=UNIT"',
        help="某个名称或指标各数的实际单位，可重复\nunit that figures of a name are really in",
    ),
]
Accept = Annotated[
    list[str] | None,
    typer.Option(
        "--accept", metavar="CELL", help="核对无误的单元格，如 B4，可重复\na cell found right, as in B4"
    ),
]

actuals_app = typer.Typer(
    cls=BilingualGroup,
    rich_markup_mode=None,
    context_settings=SETTINGS,
    help="""实绩：从统计局导出、年鉴、月报和自己的工作簿读入公布的数，核对后保存。
Actuals: published figures from exports, yearbooks, releases and your own workbook, checked and kept.""",
    epilog="""例 Examples
  teda actuals template --out actuals.xlsx
  teda actuals import actuals.xlsx --out actuals --dry-run
  teda actuals check actuals
  teda actuals policies actuals --out history.yaml""",
)
add_policies_command(actuals_app)


@actuals_app.callback(invoke_without_command=True)
def start(ctx: typer.Context) -> None:
    """Show the help where no command is named."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@actuals_app.command(
    "template",
    cls=BilingualCommand,
    help="""写一个供填写的工作簿：各项指标逐年的数，和各年实际执行的政策。
Write a workbook to fill: figures of indicators by year, and policies as carried out.""",
    epilog="""例 Examples
  teda actuals template
  teda actuals template --out actuals.xlsx""",
)
def template(out: Template = "actuals.xlsx", lang: Lang = "zh", home: HomeFolder = None) -> int:
    """Write the template."""
    output = read_output(lang, "xlsx", out, ("xlsx",))
    if os.path.lexists(out):
        zh, en = (
            "已有这个文件，不覆盖；请换一个名字。",
            "there is such a file, which is not replaced; name another.",
        )
        raise fail("occupied", zh, en, out)
    from sim.files import write_files
    from sim.report.actuals.template import template_bytes
    from sim.scenario.workspace import load_workspace

    write_files({out: template_bytes(load_workspace(home))})
    tell({"zh": f"已写入 {out}", "en": f"written: {out}"}, output.language)
    return OK


@actuals_app.command(
    "import",
    cls=BilingualCommand,
    help="""读入公布的数：先列出读到的指标、时期、数值、单位和单元格，确认后才保存。
Read published figures: indicator, period, value, unit and cell are shown, and kept on consent.

有任何错误或没有回答的疑问，什么都不保存，退出码为 2。
With any fault, or a question without an answer, nothing is kept and the exit code is 2.""",
    epilog="""例 Examples
  teda actuals import actuals.xlsx --dry-run
  teda actuals import actuals.xlsx --out actuals --status 年报 --known 2022-01-28 --yes
  teda actuals import actuals.xlsx --unit 工业总产值=亿元 --accept E3 --yes""",
)
def import_files(
    files: Files,
    out: Folder = FOLDER,
    dry_run: DryRun = False,
    yes: Yes = False,
    replace: Replace = False,
    status: Status = "",
    known: Known = "",
    unit: Unit = None,
    accept: Accept = None,
    lang: Lang = "zh",
    form: Format = "",
    home: HomeFolder = None,
) -> int:
    """Show what files say, and keep it on consent."""
    with Faults() as faults:
        output = faults.take(read_output, lang, form, "", WITH_ROWS[:3])
        units = faults.take(_units, unit or ())
        faults.take(_check_words, status, known, out)
    from sim.actuals.importing import Request, keep, read_actuals
    from sim.actuals.understanding import Occasion
    from sim.report.actuals.table import import_report
    from sim.scenario.workspace import load_workspace

    workspace = load_workspace(home)
    request = Request(files, out, units, Occasion(status, known), accept or (), replace)
    found = read_actuals(request, workspace)
    if not (yes or dry_run) and found.doubts and not found.faults:
        found = _answered(request, found, output, workspace)
    found.check()
    output.write_report(import_report(found, workspace))
    if dry_run or not (yes or _agrees(found, output)):
        return OK
    for path in keep(found):
        tell({"zh": f"已写入 {path}", "en": f"written: {path}"}, output.language)
    return OK


@actuals_app.command(
    "check",
    cls=BilingualCommand,
    help="""核对实绩文件夹：各数、版本和出处，有没有错误。
Check a folder of actuals: its figures, their vintages and cells, and any faults.""",
    epilog="""例 Examples
  teda actuals check
  teda actuals check actuals --format json""",
)
def check(
    folder: Held = FOLDER, lang: Lang = "zh", form: Format = "", out: Out = "", home: HomeFolder = None
) -> int:
    """Check a folder of actuals."""
    output = read_output(lang, form, out, WITH_ROWS)
    from sim.actuals import kept, policies
    from sim.files import expand
    from sim.report.actuals.table import kept_report
    from sim.scenario.workspace import load_workspace

    workspace, place = load_workspace(home), expand(folder)
    if not (place / kept.FILE).is_file():
        zh, en = f"这个文件夹中没有 {kept.FILE}。", f"this folder holds no {kept.FILE}."
        raise fail("missing-file", zh, en, folder)
    with Faults() as faults:
        rows = faults.take(kept.read_kept, place, workspace)
        carried = faults.take(policies.read_kept, place, workspace)
    output.write_report(kept_report(rows, carried, workspace))
    return OK


def _units(given: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    with Faults() as faults:
        for text in given:
            name, equals, unit = text.replace("＝", "=").rpartition("=")
            if not equals or not name.strip() or not unit.strip():
                zh, en = "应写作 名称=单位，如 工业总产值=万元。", "must be NAME=UNIT, as in 工业总产值=万元."
                faults += fail("syntax", zh, en, f"--unit {text}").faults
            found[name.strip()] = unit.strip()
    return found


def _check_words(status: str, known: str, out: str) -> None:
    with Faults() as faults:
        if status not in STATUSES:
            faults.append(
                not_among("--status", status, [word for word in STATUSES if word]).at(f"--status {status}")
            )
        if URL.match(out):
            zh, en = "应是本机的文件夹，不是网址。", "must be a folder of this machine, not a URL."
            faults += fail("unsupported", zh, en, f"--out {out}").faults
        try:
            _ = date.fromisoformat(known) if known else None
        except ValueError:
            zh, en = f'"{known}" 不是日期，应如 2022-01-28。', f'"{known}" is no day; write it as 2022-01-28.'
            faults += fail("not-a-number", zh, en, f"--known {known}").faults


def _answered(request: Request, found: Import, output: Output, workspace: Workspace) -> Import:
    """Ask about each doubtful figure, and read again with the answers; what is not answered stays a fault."""
    from sim.actuals.importing import read_actuals, with_answers

    for _ in range(ROUNDS):
        units: dict[str, str] = {}
        accepted: list[str] = []
        for doubt in found.doubts:
            if doubt.unit and doubt.actual.id in units:
                continue
            if doubt.unit and _ask(_unit_question(doubt), output):
                units[doubt.actual.id] = doubt.unit
            elif not doubt.unit and _ask(_figure_question(doubt), output):
                accepted.append(doubt.actual.place)
        if not units and not accepted:
            return found
        request = with_answers(request, units, accepted)
        found = read_actuals(request, workspace)
        if not found.doubts:
            return found
    return found


def _unit_question(doubt: Doubt) -> Mapping[str, str]:
    from sim.report.words.numbers import print_digits

    one, shown = doubt.actual, f"{doubt.actual.given} {doubt.actual.given_unit}".strip()
    return {
        "zh": f"{one.place}：“{one.name}”{one.period.code} 写的是 {shown}，"
        f"模型约 {print_digits(doubt.figure, 4)} {one.subject.unit}。该名称各数按“{doubt.unit}”读？[y/N] ",
        "en": f'{one.place}: "{one.id}" in {one.period.code} is given as {shown}, the model has about '
        f"{print_digits(doubt.figure, 4)} {one.subject.unit}. Read its figures in {doubt.unit}? [y/N] ",
    }


def _figure_question(doubt: Doubt) -> Mapping[str, str]:
    from sim.report.words.numbers import print_digits

    one = doubt.actual
    return {
        "zh": f"{one.place}：“{one.name}”{one.period.code} 为 {print_digits(one.value)} {one.subject.unit}，"
        f"模型约 {print_digits(doubt.figure, 4)}。核对无误，照此保存？[y/N] ",
        "en": f'{one.place}: "{one.id}" in {one.period.code} is {print_digits(one.value)} {one.subject.unit},'
        f" about {print_digits(doubt.figure, 4)} in the model. Is it right? [y/N] ",
    }


def _agrees(found: Import, output: Output) -> bool:
    if not found.is_new:
        tell({"zh": "没有新的数，不必保存。", "en": "Nothing is new; nothing to keep."}, output.language)
        return False
    folder = os.fspath(found.folder)
    return _ask({"zh": f"保存到 {folder}？[y/N] ", "en": f"Keep this in {folder}? [y/N] "}, output)


def _ask(question: Mapping[str, str], output: Output) -> bool:
    sys.stderr.write(question[output.language])
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in YES
