"""The command ``teda check``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.errors import CHECK_FAILED, OK
from sim.cli.help import BilingualCommand
from sim.cli.options import Format, HomeFolder, Lang, Out
from sim.cli.output import Output, read_output
from sim.errors import Fault, Faults

if TYPE_CHECKING:
    from sim.analysis.checks.catalogue import Outcome
    from sim.analysis.checks.check import Check
    from sim.bilingual_names import Names
    from sim.scenario.workspace import Workspace

Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="NAME", help="只做这一项，可重复\nthis check alone; may be repeated"),
]
Document = Annotated[
    bool,
    typer.Option("--document", help="另写 docs/confidence.md\nwrite docs/confidence.md as well"),
]


def add_check_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "check",
        cls=BilingualCommand,
        help="""核对模型与登记的资料，并检验模型可信度。
Check the model and its registry, and test how far the model can be trusted.

检验项目：单位、完备、性质、基期、开局平滑、现实性、守恒、稳健、回路、步长与方法；
先验 1,000 个成员中的基期、现实性、承担者、方向；增速。
The checks: units, what is missing, kinds of indicators, base year, start, reality, conservation,
extremes, loops, steps; and in 1,000 members of the prior: base year, reality,
payers, directions of levers; growth.""",
        epilog="""例 Examples
  teda check --lang en
  teda check --only 现实性 --only loops
  teda check --document
  teda check --format json --out check.json""",
    )(check)


def check(
    only: Only = None,
    document: Document = False,
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
) -> int:
    """Check model and registry; the exit code is 1 when a check does not pass."""
    output, checks = _read_options(lang, form, out, only or (), document)
    from sim.analysis.checks.catalogue import run_checks
    from sim.analysis.checks.expectations import read_trials
    from sim.cli.progress import Bar
    from sim.report.tables.checks import check_report
    from sim.scenario.workspace import load_workspace

    workspace = load_workspace(home)
    read_trials(workspace)  # its faults are reported before anything runs
    with Bar(output.language) as bar:

        def show(check: Check, done: int, total: int) -> None:
            bar.show(done, total, check.title.text(output.language))

        outcomes = run_checks(workspace, show, checks)
    if document:
        write_document(outcomes, workspace)
    output.write_report(check_report(outcomes, workspace))
    return OK if all(outcome.found.is_passed for outcome in outcomes) else CHECK_FAILED


def write_document(outcomes: Sequence[Outcome], workspace: Workspace) -> None:
    """Bring the document of the tests up to date."""
    from sim.analysis.checks.confidence import build_report
    from sim.report.documents.confidence.document import build_confidence
    from sim.report.documents.folder import write_documents

    report = build_report(outcomes, workspace)
    write_documents(workspace.home.folder, build_confidence(report, workspace))


def _read_options(
    lang: str, form: str, out: str, only: Sequence[str], document: bool
) -> tuple[Output, tuple[Check, ...]]:
    """Return the checked options.

    Raises
    ------
    SimError: the faults of all of them.
    """
    from sim.analysis.checks.catalogue import CHECK_NAMES, CHECKS

    with Faults(_only_faults(only, CHECK_NAMES, document)) as faults:
        output = faults.take(read_output, lang, form, out)
    wanted = [*map(CHECK_NAMES.known, only)]
    return output, tuple(check for check in CHECKS if not only or check.key in wanted)


def _only_faults(only: Sequence[str], names: Names, document: bool) -> Iterator[Fault]:
    for name in only:
        if not names.find(name):
            zh, en = names.hint(name) if names.nearest(name) else ("", "")
            yield Fault(
                "invalid-choice",
                f'没有名为 "{name}" 的检查，应是以下之一：{"、".join(names.ids)}。{zh}',
                f'no check "{name}"; it must be one of: {", ".join(names.ids)}.{en}',
                f"--only {name}",
            )
    if only and document:
        yield Fault(
            "conflict",
            "--document 要全部检查的结果，不能与 --only 同用。",
            "--document needs the outcome of every check and cannot go with --only.",
            "--document",
        )
