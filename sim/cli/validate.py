"""The command ``teda validate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.condition import Count, Folder
from sim.cli.help import BilingualCommand
from sim.cli.options import HomeFolder, Lang, ScenarioOrReference, Seed, Threads, read_whole_numbers
from sim.cli.output import read_output
from sim.errors import Faults

if TYPE_CHECKING:
    from sim.analysis.record.record import Record
    from sim.scenario.workspace import Workspace

FORMATS = ("table", "csv", "json")
TableCsvOrJson = Annotated[
    str, typer.Option("--format", metavar="table|csv|json", help="输出格式\nformat of the output")
]
Document = Annotated[
    bool,
    typer.Option(
        "--document",
        help="另写 model/record.csv 和 docs/record.md（中英文）\n"
        "write model/record.csv and docs/record.md as well, in both languages",
    ),
]


def add_validate_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "validate",
        cls=BilingualCommand,
        help="""预测记录：重做过去各年末的预测，与后来公布的数对照。
The record: past forecasts remade and held against figures published later.

只用当时已公布的数，不读任何目标；与三种朴素预测比较，只报告，不判合格与否。约需两分钟。
They use what was published by then, and no target; beside three naive rules; a report, no pass or
fail. About two minutes.""",
        epilog="""例 Examples
  teda validate trend
  teda validate --members 1024 --out record
  teda validate --format json
  teda validate --document""",
    )(validate)


def validate(
    scenario: ScenarioOrReference = "",
    members: Count = "512",
    seed: Seed = "7",
    threads: Threads = "",
    out: Folder = "",
    document: Document = False,
    lang: Lang = "zh",
    form: TableCsvOrJson = "",
    home: HomeFolder = None,
) -> None:
    """Replay past forecasts."""
    with Faults() as faults:
        output = faults.take(read_output, lang, form, "", FORMATS)
        numbers = faults.take(read_whole_numbers, members=members, seed=seed, threads=threads)
    from sim.analysis.record.replay import validate as replay
    from sim.cli.progress import Bar
    from sim.report.tables.validation import validation_report
    from sim.scenario.workspace import load_workspace

    workspace = load_workspace(home)
    with Bar(output.language) as bar:
        found = replay(scenario or None, out=out or None, home=home, progress=bar.show, **numbers)
    if document:
        _write_document(found, workspace)
    output.write_report(validation_report(found, workspace))


def _write_document(found: Record, workspace: Workspace) -> None:
    """Keep the record, and bring its document up to date."""
    from sim.analysis.record.kept import write_record
    from sim.report.documents.folder import write_documents
    from sim.report.documents.record.document import build_record

    write_documents(workspace.home.folder, build_record(write_record(found, workspace), workspace))
