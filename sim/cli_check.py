"""The command ``teda check``."""

from __future__ import annotations

import typer

from sim.cli_errors import CHECK_FAILED, OK
from sim.cli_help import BilingualCommand
from sim.cli_options import Format, HomeFolder, Lang, Out
from sim.cli_output import read_output


def add_check_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "check",
        cls=BilingualCommand,
        help="""核对模型与登记的资料：单位、缺漏、指标性质、基期、开局、极端取值。
Check the model and the facts beside it: units, what is missing, kinds of indicators, base year,
start, extreme values.""",
        epilog="""例 Examples
  teda check --lang en
  teda check --home .
  teda check --format json --out check.json""",
    )(check)


def check(
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
) -> int:
    """Check model and registry; the exit code is 1 when a check does not pass."""
    output = read_output(lang, form, out)
    from sim.analysis.checks.catalogue import run_checks
    from sim.analysis.checks.check import Check
    from sim.cli_progress import Bar
    from sim.report.check_report import check_report
    from sim.scenario.workspace import load_workspace

    workspace = load_workspace(home)
    with Bar(output.language) as bar:

        def show(check: Check, done: int, total: int) -> None:
            bar.show(done, total, check.title.text(output.language))

        outcomes = run_checks(workspace, show)
    output.write(check_report(outcomes, workspace, output.format, output.language))
    return OK if all(outcome.found.is_passed for outcome in outcomes) else CHECK_FAILED
