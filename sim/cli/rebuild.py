"""The command ``teda rebuild``: everything that follows from the model, made again in order."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.errors import CHECK_FAILED, OK
from sim.cli.help import BilingualCommand
from sim.cli.options import HomeFolder, Lang
from sim.cli.output import ONLY_TEXT, read_output
from sim.units import Language

if TYPE_CHECKING:
    from sim.run.progress import Progress
    from sim.scenario.workspace import Workspace

FINDINGS = "findings.yaml"
GOLDEN = "tests/model/golden_results.py"  # of a checkout; an installed model has no tests
Work = Annotated[
    str,
    typer.Option(
        "--work",
        metavar="DIR",
        help="预测的中间结果，中断后再运行由此接着做；默认在临时文件夹\n"
        "folder of unfinished work on the forecast, from which it goes on; a temporary one by default",
    ),
]


@dataclass(frozen=True)
class Step:
    """Something that follows from the model.

    Parameters
    ----------
    title : in Chinese and in English
    make : makes it in a home, and returns whether all is well
    is_fresh : whether it is of today's model already; what is quickly made is made in any case
    """

    title: tuple[str, str]
    make: Callable[[Workspace, Progress], bool]
    is_fresh: Callable[[Workspace], bool] = lambda _: False


def add_rebuild_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "rebuild",
        cls=BilingualCommand,
        help="""模型或登记改动后，按顺序重做由它得出的一切；已是最新的跳过，中断后再运行即接着做。
Make again, in order, all that follows from the model after a change of it or of its registry.

预测和参数中心值、参数影响、基准结果、预测记录、模型文档、模型可信度检验、结论、模型变动；约需十分钟。
Forecast and central constants, influences, golden results, record, documents of model, checks,
findings and model changes; about ten minutes. What is up to date is skipped; run it again to go on
after a stop.""",
        epilog="""例 Examples
  teda rebuild
  teda rebuild --work forecast-work --lang en
  teda rebuild --home my-model""",
    )(rebuild)


def rebuild(work: Work = "", lang: Lang = "zh", home: HomeFolder = None) -> int:
    """Make everything again; the exit code is 1 when a check does not pass."""
    output = read_output(lang, "", "", ONLY_TEXT)
    from sim.cli.progress import Bar
    from sim.scenario.workspace import load_workspace

    folder = Path(work).expanduser() if work else Path(tempfile.gettempdir()) / "teda-rebuild"
    workspace = load_workspace(home)
    steps = _steps(folder)
    is_well = True
    for number, step in enumerate(steps, start=1):
        workspace = load_workspace(os.fspath(workspace.home.folder))  # a step may have changed it
        is_fresh = step.is_fresh(workspace)
        _tell(f"{number}/{len(steps)} {_title(step, output.language, is_fresh=is_fresh)}")
        if not is_fresh:
            with Bar(output.language) as bar:
                is_well &= step.make(workspace, bar.show)
    return OK if is_well else CHECK_FAILED


def _title(step: Step, language: Language, *, is_fresh: bool) -> str:
    zh, en = step.title
    if language == "zh":
        return f"{zh}{'：已是最新' if is_fresh else ''}"
    return f"{en}{': up to date' if is_fresh else ''}"


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _steps(work: Path) -> tuple[Step, ...]:
    from sim.analysis.conditioning.shipping import is_fresh, ship
    from sim.analysis.screening import is_screened

    def forecast(workspace: Workspace, progress: Progress) -> bool:
        ship(work, workspace.home.folder, progress)
        return True

    return (
        Step(("预测和参数中心值", "forecast and central constants"), forecast, is_fresh),
        Step(("参数影响", "influence of constants"), _influence, is_screened),
        Step(("基准结果", "golden results"), _golden),
        Step(("预测记录", "record of past forecasts"), _record),
        Step(("模型文档", "document of the model"), _model_document),
        Step(("模型可信度检验", "confidence"), _checks),
        Step(("结论页", "page of findings"), _findings),
        Step(("模型变动页", "page of model changes"), _model_changes),
    )


def _influence(workspace: Workspace, progress: Progress) -> bool:
    from sim.analysis.screening import screen, write_screening

    write_screening(screen(workspace, progress=progress), workspace)
    return True


def _golden(workspace: Workspace, progress: Progress) -> bool:
    """Write the golden results, which the tests of a checkout hold the model against."""
    if not (workspace.home.folder / GOLDEN).is_file():
        return True
    command = [sys.executable, "-m", GOLDEN.removesuffix(".py").replace("/", ".")]
    made = subprocess.run(command, cwd=workspace.home.folder, stdout=subprocess.DEVNULL, check=False)
    return made.returncode == 0


def _record(workspace: Workspace, progress: Progress) -> bool:
    """Bring the document of the record up to date, and the record itself where it is of another model."""
    from sim.analysis.record.kept import kept_record, write_record
    from sim.analysis.record.replay import validate
    from sim.report.documents.folder import write_documents
    from sim.report.documents.record.document import build_record

    found = kept_record(workspace)
    if found is None:
        found = write_record(validate(home=workspace.home.folder, progress=progress), workspace)
    write_documents(workspace.home.folder, build_record(found, workspace))
    return True


def _model_document(workspace: Workspace, progress: Progress) -> bool:
    from sim.report.documents.folder import DOCS
    from sim.report.documents.model.build import build_document
    from sim.report.documents.model.files import write_document

    write_document(workspace.home.folder / DOCS, build_document(workspace))
    return True


def _checks(workspace: Workspace, progress: Progress) -> bool:
    from sim.analysis.checks.catalogue import run_checks
    from sim.cli.check import write_document

    outcomes = run_checks(workspace, lambda _, done, total: progress(done, total))
    write_document(outcomes, workspace)
    return all(outcome.found.is_passed for outcome in outcomes)


def _findings(workspace: Workspace, progress: Progress) -> bool:
    """Write the page of findings, where the home has one."""
    if not (workspace.home.model / FINDINGS).is_file():
        return True
    from sim.analysis.findings import find
    from sim.report.documents.findings.page import build_document
    from sim.report.documents.folder import write_documents

    write_documents(workspace.home.folder, build_document(find(workspace, progress=progress)))
    return True


def _model_changes(workspace: Workspace, progress: Progress) -> bool:
    """Write the page of what moved since the last release, where the home keeps one."""
    from sim.analysis.model_changes.compare import compare_with_release, has_release
    from sim.report.documents.folder import write_documents
    from sim.report.documents.model_changes.document import build_model_changes

    if has_release(workspace):
        found = compare_with_release(workspace, progress)
        write_documents(workspace.home.folder, build_model_changes(found))
    return True
