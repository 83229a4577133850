"""The command ``teda gradient``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.decision import Frame, Row, RowYear, framed
from sim.cli.help import BilingualCommand
from sim.cli.options import ScenarioName

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
    )(framed(gradient, is_drawn=False))


def gradient(
    scenario: ScenarioName,
    frame: Frame,
    indicator: Row = "",
    year: RowYear = "",
    parameters: Parameters = False,
    by_year: ByYear = False,
) -> None:
    """Differentiate an indicator by levers."""
    asked = frame.read({"--indicator": indicator}, year=year)
    from sim.analysis.decision.gradient import gradient as differentiated
    from sim.report.tables.gradient import gradient_report

    found = differentiated(scenario, indicator, parameters=parameters, by_year=by_year, **asked.arguments)
    asked.output.write_report(gradient_report(found))
