"""The command ``teda``. Each subcommand imports its modules when it runs, so that help is quick."""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from typing import Annotated, cast

import typer
from typer.core import TyperGroup

from sim.cli.actuals import actuals_app
from sim.cli.appraise import add_appraise_command
from sim.cli.audit import add_audit_command
from sim.cli.backcast import add_backcast_command
from sim.cli.branch import add_branch_command
from sim.cli.briefing import add_chart_command
from sim.cli.calibrate import add_calibrate_command
from sim.cli.check import add_check_command
from sim.cli.compare_models import add_compare_models_command
from sim.cli.condition import add_condition_command
from sim.cli.contribute import add_contribute_command
from sim.cli.deck import add_deck_command
from sim.cli.discover import add_discover_command
from sim.cli.doctor import add_doctor_command
from sim.cli.documents import add_document_commands
from sim.cli.ensemble import add_ensemble_command
from sim.cli.errors import OK, guarded
from sim.cli.evaluate import add_evaluate_command
from sim.cli.findings import add_findings_command
from sim.cli.gradient import add_gradient_command
from sim.cli.help import BilingualCommand, BilingualGroup
from sim.cli.html import add_html_command
from sim.cli.init import add_init_command
from sim.cli.ledger import ledger_app
from sim.cli.likeliest import add_likeliest_command
from sim.cli.listing import add_list_command
from sim.cli.loops import add_loops_command
from sim.cli.measure_next import add_measure_next_command
from sim.cli.model import model_app
from sim.cli.new import add_new_command
from sim.cli.options import (
    SETTINGS,
    Binding,
    Every,
    HomeFolder,
    Lang,
    LongFormat,
    Out,
    PlanChoice,
    Prior,
    ScenarioName,
    ScenarioNames,
    Set,
    Until,
    check_binding,
    drawn_from,
    home_of,
)
from sim.cli.output import WITH_LONG, WITH_ROWS, read_output, read_until
from sim.cli.page import add_app_command
from sim.cli.pareto import add_pareto_command
from sim.cli.plan import plan_app
from sim.cli.probability import add_probability_command
from sim.cli.rebuild import add_rebuild_command
from sim.cli.refresh import add_refresh_command
from sim.cli.runs import add_runs_command
from sim.cli.sensitivity import add_sensitivity_command
from sim.cli.settings import read_settings
from sim.cli.signposts import add_signposts_command
from sim.cli.streams import prepare_streams
from sim.cli.validate import add_validate_command
from sim.cli.why import add_why_command
from sim.errors import Fault, Faults

app = typer.Typer(
    cls=BilingualGroup,
    rich_markup_mode=None,
    context_settings=SETTINGS,
    help="""泰达（天津经开区）情景模拟器：情景推演、比较与核对。
Scenario simulator of the Tianjin Economic-Technological Development Area.""",
    epilog="""例 Examples
  teda list levers
  teda run plan
  teda run plan --set "public investment=120" --out plan.csv
  teda compare trend plan --until 2025
  teda ensemble plan --members 1000 --seed 7 --out runs/plan
  teda probability runs/plan
  teda audit --label 偏紧
  teda deck plan --ensemble runs/plan --out briefing.pptx
  teda html plan trend --out plan.html
  teda check
  teda findings
  teda app
  teda model check model/teda.mdl""",
)
app.add_typer(model_app, name="model")
app.add_typer(actuals_app, name="actuals")
app.add_typer(ledger_app, name="ledger")
app.add_typer(plan_app, name="plan")


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本\nshow the version")] = False,
) -> None:
    """Show the version or, without a command, the help."""
    if version:
        typer.echo(f"teda {_version()}")
        raise typer.Exit(OK)
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("teda-simulator")
    except metadata.PackageNotFoundError:
        return "(未安装 not installed)"


@app.command(
    cls=BilingualCommand,
    help="""运行一个情景，列出规划全部指标、达标概率及是否达标。
Run a scenario and show all indicators of the plan, how probable its targets are, and whether met.""",
    epilog="""例 Examples
  teda run plan
  teda run plan --lang en --until 2025
  teda run plan --prior
  teda run plan --set "public investment=120" --set "switch R1=0"
  teda run examples/weak-demand.yaml --format json --out result.json""",
)
def run(
    scenario: ScenarioName,
    settings: Set = None,
    until: Until = "",
    lang: Lang = "zh",
    form: LongFormat = "",
    out: Out = "",
    home: HomeFolder = None,
    plan: PlanChoice = "",
    binding: Binding = False,
    every: Every = "",
    prior: Prior = False,
) -> None:
    """Run a scenario and show all indicators of the plan and whether they are met."""
    where = home_of(home, plan)
    with Faults() as faults:
        output = faults.take(read_output, lang, form, out, WITH_ROWS if binding else WITH_LONG)
        last = faults.take(read_until, until, where)
    if binding or every:
        check_binding(every, is_asked=binding)
        from sim.analysis.binding import binding as what_binds
        from sim.report.tables.binding import binding_report

        limits = what_binds(scenario, read_settings(settings), where, last, drawn_from(is_prior=prior))
        output.write_report(binding_report(limits, every_year=bool(every)))
        return
    from sim.analysis.attribution import attributed
    from sim.outcomes.chances import chances_of
    from sim.outcomes.indicators import indicators
    from sim.report.tables.scoreboard import run_report
    from sim.run.single import run_scenario

    found = run_scenario(scenario, read_settings(settings), where)
    table = indicators(found, last or found.workspace.registry.plan.horizons[-1])
    chances = chances_of(found.scenario, found.workspace, drawn_from(is_prior=prior))
    made_by = attributed(found.scenario, found.workspace.registry.zone.reference, found.workspace)
    output.write_report(run_report(table, chances, made_by))


@app.command(
    cls=BilingualCommand,
    help="""并列比较几个情景；--set 对每个情景都生效。
Show several scenarios side by side; --set applies to each of them.""",
    epilog="""例 Examples
  teda compare trend plan
  teda compare trend plan vision --until 2025 --lang en
  teda compare trend plan --out compare.csv""",
)
def compare(
    scenarios: ScenarioNames,
    settings: Set = None,
    until: Until = "",
    lang: Lang = "zh",
    form: LongFormat = "",
    out: Out = "",
    home: HomeFolder = None,
    plan: PlanChoice = "",
    prior: Prior = False,
) -> None:
    """Show several scenarios side by side; --set applies to each of them."""
    where = home_of(home, plan)
    with Faults() as faults:
        output = faults.take(read_output, lang, form, out, WITH_LONG)
        last = faults.take(read_until, until, where)
        if len(scenarios) < 2:
            zh, en = "至少要有两个情景才能比较。", "at least two scenarios are needed."
            faults.append(Fault("too-few", zh, en, "teda compare"))
    from sim.analysis.attribution import attributed
    from sim.outcomes.chances import chances_of
    from sim.outcomes.indicators import indicators
    from sim.report.tables.scoreboard import compare_report
    from sim.run.single import run_scenarios

    runs = run_scenarios(scenarios, read_settings(settings), where)
    until_year = last or runs[0].workspace.registry.plan.horizons[-1]
    draws = drawn_from(is_prior=prior)
    chances = [chances_of(each.scenario, each.workspace, draws) for each in runs]
    first = runs[0].scenario
    made_by = [None, *(attributed(each.scenario, first, each.workspace) for each in runs[1:])]
    output.write_report(compare_report([indicators(each, until_year) for each in runs], chances, made_by))


add_ensemble_command(app)
add_branch_command(app)
add_probability_command(app)
add_runs_command(app)
add_list_command(app)
add_new_command(app)
add_doctor_command(app)
add_audit_command(app)
add_chart_command(app)
add_deck_command(app)
add_refresh_command(app)
add_document_commands(app)
add_html_command(app)
add_findings_command(app)
add_calibrate_command(app)
add_condition_command(app)
add_validate_command(app)
add_evaluate_command(app)
add_appraise_command(app)
add_contribute_command(app)
add_gradient_command(app)
add_why_command(app)
add_backcast_command(app)
add_pareto_command(app)
add_signposts_command(app)
add_likeliest_command(app)
add_measure_next_command(app)
add_loops_command(app)
add_rebuild_command(app)
add_compare_models_command(app)
add_check_command(app)
add_discover_command(app)
add_sensitivity_command(app)
add_app_command(app)
add_init_command(app)


@functools.cache
def _command() -> TyperGroup:
    """Return the commands as Click has them, which takes as long to build as many of them to run."""
    return cast("TyperGroup", typer.main.get_command(app))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    prepare_streams()
    command = _command()
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(guarded(lambda: command.main(given, prog_name="teda", standalone_mode=False)))
