"""The command ``teda findings``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.help import BilingualCommand
from sim.cli.options import HomeFolder, Lang, Out
from sim.cli.output import read_output
from sim.errors import fail

if TYPE_CHECKING:
    from sim.analysis.findings import Findings
    from sim.scenario.workspace import Workspace

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
        help="""一页结论：三个情景能达到什么、差多少、卡在哪里，三倍产值要什么成立。
Findings on one page: what three scenarios reach and miss, what binds, and what ×3 would take.

文字为手写；有一句与模型不再相符，就指出是哪一句，什么都不写。
The text is written by hand; a sentence that the model no longer bears out is named, and nothing
is written.""",
        epilog="""例 Examples
  teda findings --lang en
  teda findings --out findings.txt
  teda findings --document""",
    )(findings)


def findings(document: Document = False, lang: Lang = "zh", out: Out = "", home: HomeFolder = None) -> None:
    """Tell the findings, in one language or as the document in both."""
    output = read_output(lang, "table", out)
    from sim.analysis.findings import find
    from sim.cli.progress import Bar
    from sim.report.documents.findings.page import findings_text
    from sim.scenario.workspace import load_workspace

    workspace = load_workspace(home)
    with Bar(output.language) as bar:
        found = find(workspace, progress=bar.show)
    text = findings_text(found, output.language)
    if document:
        _write_document(found, workspace)
    output.write(text)


def _write_document(found: Findings, workspace: Workspace) -> None:
    from sim.files import display, os_reason, write_text
    from sim.report.documents.findings.page import DOCS, build_document

    folder = workspace.home.folder / DOCS
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        zh, en = os_reason(error)
        raise fail("unwritable", f"无法写入：{zh}。", f"cannot be written: {en}.", display(folder)) from error
    for name, text in build_document(found).items():
        write_text(display(folder / name), text)
