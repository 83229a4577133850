"""The command ``teda gradient``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.help import BilingualCommand
from sim.cli.options import (
    Format,
    HomeFolder,
    Lang,
    Out,
    PlanChoice,
    ScenarioName,
    Set,
    Threads,
    home_of,
    read_whole_numbers,
)
from sim.cli.output import WITH_ROWS, read_output
from sim.cli.settings import read_settings
from sim.errors import Faults, fail

Row = Annotated[
    str, typer.Option("--indicator", metavar="ID", help="对哪个指标求导，必填\nrow to differentiate; needed")
]
Year = Annotated[
    str,
    typer.Option(
        "--year",
        metavar="Y",
        help="哪一年；默认规划的第一个目标年\nyear of the figure; by default the plan's first horizon",
    ),
]
Parameters = Annotated[
    bool,
    typer.Option("--parameters", help="还列出取值不确定的参数\nby the uncertain parameters as well"),
]
ByYear = Annotated[
    bool,
    typer.Option(
        "--by-year", help="还列出各杠杆每一年的值\nby what each lever is in each single year as well"
    ),
]


def add_gradient_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "gradient",
        cls=BilingualCommand,
        help="""各杠杆再动一点，指标变多少：对模型方程求得的导数。
What a little more of each lever does to an indicator: derivatives of the model's equations.

按可设范围内的作用大小排列，附弹性；正好处在拐点上的会注明，那里只有一侧的导数。
Ranked by the effect over the range that may be set, with elasticities; kinks are counted, for there
a derivative is that of one side.""",
        epilog="""例 Examples
  teda gradient plan --indicator resident_population --year 2025
  teda gradient trend --indicator 工业总产值 --year 2030 --parameters
  teda gradient plan --indicator gdp_growth --by-year --format csv --out slopes.csv
  teda gradient plan --indicator gross_industrial_output --lang en""",
    )(gradient)


def gradient(
    scenario: ScenarioName,
    indicator: Row = "",
    year: Year = "",
    parameters: Parameters = False,
    by_year: ByYear = False,
    settings: Set = None,
    threads: Threads = "",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
    plan: PlanChoice = "",
) -> None:
    """Differentiate an indicator by levers."""
    with Faults() as faults:
        output = faults.take(read_output, lang, form, out, WITH_ROWS)
        numbers = faults.take(read_whole_numbers, year=year, threads=threads)
        changes = faults.take(read_settings, settings)
        if not indicator:
            faults += fail("missing", "必须给出。", "must be given.", "--indicator").faults
    from sim.analysis.decision.gradient import gradient as differentiated
    from sim.report.tables.gradient import gradient_report

    found = differentiated(
        scenario,
        indicator,
        parameters=parameters,
        by_year=by_year,
        set=changes,
        home=home_of(home, plan),
        **numbers,
    )
    output.write_report(gradient_report(found))
