"""The command ``teda runs``: lists and deletes ensembles on disk."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.help import BilingualCommand
from sim.cli.options import Format, HomeFolder, Lang, Out
from sim.cli.output import Output, read_output
from sim.errors import Fault, Faults, fail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.ensembles.folder.catalogue import Choice, Entry

PRUNE, RUNS = "prune", "runs"
YES = {"y", "yes", "是"}

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[prune] [DIR]",
        show_default=False,
        help="prune 表示清理；DIR 默认为 runs，含其中各层文件夹\n"
        "prune to delete; DIR is runs by default, including its subfolders",
    ),
]
Unfinished = Annotated[
    bool, typer.Option("--unfinished", help="prune：未完成的\nprune: unfinished ensembles")
]
OtherModel = Annotated[
    bool,
    typer.Option("--other-model", help="prune：用另一个模型算的\nprune: ensembles run with another model"),
]
OlderThan = Annotated[
    str,
    typer.Option(
        "--older-than",
        metavar="DAYS",
        help="prune：只限这么多天以前的\nprune: only those at least this many days old",
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="prune：不再询问\nprune: do not ask")]


def add_runs_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "runs",
        cls=BilingualCommand,
        help="""列出磁盘上的集合；runs prune 先列出再询问，然后删除。
List the ensembles on disk; runs prune lists the candidates, asks, and deletes them.
不加选项时，prune 指未完成的和用另一个模型算的。正在运行的和不是集合的文件夹从不删除。
Without options prune means those unfinished or of another model. Never one that is being run, nor a folder
that is not an ensemble.""",
        epilog="""例 Examples
  teda runs
  teda runs runs --format json
  teda runs prune --unfinished
  teda runs prune runs --older-than 30 --yes""",
    )(runs)


def runs(
    words: Words = None,
    unfinished: Unfinished = False,
    other_model: OtherModel = False,
    older_than: OlderThan = "",
    yes: Yes = False,
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
) -> None:
    """List the ensembles on disk, or delete some of them."""
    output = read_output(lang, form, out)
    place, is_prune = _read_words(
        words or [], has_choice=bool(unfinished or other_model or older_than or yes)
    )
    days = _read_days(older_than)
    from sim.ensembles.folder.catalogue import Choice, find_runs
    from sim.scenario.workspace import load_workspace

    entries = find_runs(place or RUNS, load_workspace(home).model.hash, may_lack=not place)
    if is_prune:
        _prune(entries, Choice(unfinished, other_model, days), output, is_asked=not yes)
    else:
        _show(entries, output)


def _read_words(words: Sequence[str], *, has_choice: bool) -> tuple[str, bool]:
    """Return the folder and whether ensembles are to be deleted."""
    is_prune = bool(words) and words[0] == PRUNE
    rest = list(words[is_prune:])
    with Faults() as faults:
        if len(rest) > 1:
            extra = " ".join(rest[1:])
            faults.append(
                Fault("syntax", f'多出了参数 "{extra}"。', f'unexpected argument "{extra}".', "teda runs")
            )
        if has_choice and not is_prune:
            zh = "--unfinished、--other-model、--older-than 和 --yes 只与 runs prune 同用。"
            en = "--unfinished, --other-model, --older-than and --yes go with runs prune only."
            faults.append(Fault("conflict", zh, en, "teda runs"))
    return (rest[0] if rest else ""), is_prune


def _read_days(text: str) -> float | None:
    try:
        days = float(text) if text else None
    except ValueError:
        days = -1.0
    if days is not None and not days >= 0:
        zh, en = f'"{text}" 不是天数，应为 0 或更大的数。', f'"{text}" is not a number of days, 0 or above.'
        raise fail("not-a-number", zh, en, "--older-than")
    return days


def _show(entries: Sequence[Entry], output: Output) -> None:
    from sim.report.tables.runs import runs_report

    output.write_report(runs_report(entries))


def _prune(entries: Sequence[Entry], choice: Choice, output: Output, *, is_asked: bool) -> None:
    """Show what would be deleted, ask, and delete it."""
    from sim.ensembles.folder.catalogue import delete

    now = datetime.now(UTC)
    chosen = [entry for entry in entries if choice.holds(entry, now)]
    _show(chosen, output)
    if not chosen or (is_asked and not _agrees(len(chosen), output)):
        return
    for entry in chosen:
        _tell(entry, output, is_gone=delete(entry))


def _agrees(count: int, output: Output) -> bool:
    from sim.report.words.numbers import print_count

    questions = {
        "zh": f"删除以上 {print_count(count)} 个集合？[y/N] ",
        "en": f"Delete the ensembles above ({print_count(count)})? [y/N] ",
    }
    sys.stderr.write(questions[output.language])
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in YES


def _tell(entry: Entry, output: Output, *, is_gone: bool) -> None:
    words = {
        ("zh", True): f"已删除 {entry.folder}",
        ("en", True): f"deleted: {entry.folder}",
        ("zh", False): f"已删除 {entry.folder} 中的结果；其中还有别的文件，文件夹保留。",
        ("en", False): f"deleted the results in {entry.folder}; the folder has other files and stays.",
    }
    sys.stderr.write(f"{words[output.language, is_gone]}\n")
