"""The command ``teda findings``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.help import BilingualCommand
from sim.cli.options import HomeFolder, Lang, Out
from sim.cli.output import MARKDOWN, read_output

Document = Annotated[
    bool,
    typer.Option(
        "--document", help="另写 docs/findings.md（中英文）\nwrite docs/findings.md as well, in both"
    ),
]


def add_findings_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "findings",
        cls=BilingualCommand,
        help="""一页结论：三个情景的目标实现情况、主要制约，实现三倍产值所需条件。
Findings on one page: targets met, what limits output, and what tripling output would take.

文字为手写；有一句与模型不再相符，就指出是哪一句，什么都不写。
The text is written by hand; a sentence that the model no longer supports is named, and nothing
is written.""",
        epilog="""例 Examples
  teda findings --lang en
  teda findings --out findings.txt
  teda findings --document""",
    )(findings)


def findings(document: Document = False, lang: Lang = "zh", out: Out = "", home: HomeFolder = None) -> None:
    """Show the findings, in one language or as the document in both."""
    output = read_output(lang, "", out, ("table", MARKDOWN, "xlsx"))
    from sim.analysis.findings import find
    from sim.cli.progress import Bar
    from sim.report.documents.findings.page import build_document, findings_report, findings_text
    from sim.report.documents.folder import write_documents
    from sim.scenario.workspace import load_workspace

    workspace = load_workspace(home)
    with Bar(output.language) as bar:
        found = find(workspace, progress=bar.show)
    report = findings_report(found)
    if document:
        write_documents(workspace.home.folder, build_document(found))
    if output.format == MARKDOWN:
        output.write(findings_text(found, output.language))
    else:
        output.write_report(report)
