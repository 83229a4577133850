"""The command ``teda sensitivity``: the factors that decide an indicator."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, cast

import typer

from sim.cli.analysis import read_analysis
from sim.cli.help import BilingualCommand
from sim.cli.options import (
    Format,
    HomeFolder,
    Lang,
    Out,
    PlanChoice,
    Prior,
    ScenarioOrReference,
    Seed,
    Set,
    Threads,
    Vary,
    home_of,
    reference_scenario,
)
from sim.cli.output import Output
from sim.errors import Fault, Faults

if TYPE_CHECKING:
    from sim.analysis.sensitivity.result import Method, Sensitivity

ALL_YEARS = "all"
CHARTS = (".png", ".svg", ".pdf")
IndicatorId = Annotated[
    str,
    typer.Option(
        "--indicator", metavar="ID", help="指标的 id，如 gross_industrial_output\nid of an indicator"
    ),
]
Year = Annotated[
    str,
    typer.Option(
        "--year", metavar="Y", help="哪一年；默认指标的首个目标年\nby default its first target year"
    ),
]
YearOrAll = Annotated[
    str,
    typer.Option(
        "--year",
        metavar="Y|all",
        help="哪一年，或 all（每一年，热图）；默认首个目标年\n"
        "a year, or all (heat map); by default the first target year",
    ),
]
MethodName = Annotated[
    str,
    typer.Option(
        "--method",
        metavar="METHOD",
        help="main（预测默认）、shapley（先验默认）、sobol、\nmorris、pawn、regional\n"
        "main (forecast), shapley (prior), sobol, morris, pawn, regional",
    ),
]
MostRuns = Annotated[
    str,
    typer.Option(
        "--members",
        metavar="N",
        help="至多运行几次；默认 shapley、sobol 50,000，main 2,048，其余 5,000\n"
        "limit of runs; shapley, sobol 50,000, main 2,048, else 5,000",
    ),
]
Met = Annotated[
    bool,
    typer.Option("--met", help="问是否达标由什么决定，而不是数值\nask what decides if the target is met"),
]
AllFigures = Annotated[
    bool,
    typer.Option("--all", help="全部由模型推演的指标：热图\nall indicators that the model decides: heat map"),
]
Headline = Annotated[
    bool, typer.Option("--headline", help="全部主要指标：热图\nthe headline indicators: heat map")
]
ChartFile = Annotated[
    str,
    typer.Option(
        "--chart",
        metavar="FILE",
        help="另画一张图：.png、.svg 或 .pdf；--out 也认这些后缀\n"
        "draw it too; --out takes these suffixes as well",
    ),
]


def add_sensitivity_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "sensitivity",
        cls=BilingualCommand,
        help="""指标的不确定性由哪些参数决定，各占多少；先给一句话，再给表和图。
Influence of the parameters on an indicator: a sentence, a table, a chart.

默认看预测（main：弄清一个参数，方差减少多少）；shapley、sobol、morris 按先验另行设计抽样，加
--prior 时默认 shapley。参数多于 40 个时，shapley 和 sobol 先筛选；sobol 和 morris 不计相关。
By default of the forecast (main: how much of the variance would go if a parameter were known).
shapley, sobol and morris have designs of their own on the prior; --prior takes shapley. With over
40 parameters shapley and sobol screen first; sobol and morris leave out correlations.""",
        epilog="""例 Examples
  teda sensitivity trend --indicator gross_industrial_output --year 2035
  teda sensitivity trend --indicator gross_industrial_output --year 2035 --prior
  teda sensitivity plan --indicator resident_population --method pawn --lang en
  teda sensitivity trend --indicator gdp_growth --vary "public investment=80..160"
  teda sensitivity trend --indicator gdp_growth --chart tornado.svg --out growth.csv
  teda sensitivity plan --indicator resident_population --year all --out years.png
  teda sensitivity trend --indicator gross_industrial_output --met
  teda sensitivity trend --headline --method morris --out heat.png
  teda sensitivity trend --all --year 2025 --out matrix.csv""",
    )(sensitivity)


def sensitivity(
    scenario: ScenarioOrReference = "",
    indicator: IndicatorId = "",
    year: YearOrAll = "",
    method: MethodName = "",
    met: Met = False,
    is_all: AllFigures = False,
    headline: Headline = False,
    members: MostRuns = "",
    seed: Seed = "7",
    settings: Set = None,
    vary: Vary = None,
    prior: Prior = False,
    threads: Threads = "",
    chart: ChartFile = "",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
    plan: PlanChoice = "",
) -> None:
    """Report which uncertain constants decide an indicator, and by how much."""
    where = home_of(home, plan)
    chart, out = (out, "") if not chart and PurePath(out).suffix.lower() in CHARTS else (chart, out)
    from sim.report.charts.suffixes import suffix_faults

    with Faults(_which_faults(indicator, is_all=is_all, headline=headline)) as faults:
        asked = faults.take(
            read_analysis, (lang, form, out), settings, vary,
            year="" if year == ALL_YEARS else year, members=members, seed=seed, threads=threads,
        )  # fmt: skip
        faults += suffix_faults(chart, CHARTS, "chart") if chart else []
    from sim.analysis.sensitivity.study import sensitivity as study_of
    from sim.cli.progress import Bar
    from sim.report.sensitivity.table import sensitivity_report
    from sim.sampling.methods import FORECAST, PRIOR

    which = "headline" if headline else "all" if is_all else indicator
    with Bar(asked.output.language) as bar:
        study = study_of(
            scenario or reference_scenario(where),
            which,
            "all" if year == ALL_YEARS else asked.numbers.pop("year", None),
            cast("Method", method) if method else None,
            set=asked.settings,
            vary=asked.ranges,
            home=where,
            progress=bar.show,
            sampling=PRIOR if prior else FORECAST,
            is_met=met,
            **asked.numbers,
        )
    asked.output.write_report(sensitivity_report(study))
    if chart:
        _draw(study, chart, asked.output)


def _which_faults(indicator: str, *, is_all: bool, headline: bool) -> list[Fault]:
    """Return the faults of a request that names none or several of the three."""
    if sum((bool(indicator), is_all, headline)) > 1:
        zh = "--indicator、--all、--headline 只能用一个。"
        return [
            Fault("conflict", zh, "give only one of --indicator, --all and --headline.", "teda sensitivity")
        ]
    return []


def _draw(study: Sensitivity, chart: str, output: Output) -> None:
    from sim.cli.briefing import tell_written
    from sim.report.charts.file import save_chart
    from sim.report.sensitivity.heat_map import draw_heat_map
    from sim.report.sensitivity.tornado import draw_tornado

    one = len(study.rankings) == 1
    figure = (
        draw_tornado(study, study.rankings[0], output.language)
        if one
        else draw_heat_map(study, output.language)
    )
    save_chart(figure, chart)
    tell_written(chart, output.language)
