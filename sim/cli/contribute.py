"""The command ``teda contribute``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.briefing import tell_written
from sim.cli.decision import Against, Frame, Row, RowYear, Targets, framed
from sim.cli.help import BilingualCommand
from sim.cli.options import ScenarioName
from sim.errors import Faults, fail

Groups = Annotated[
    str,
    typer.Option(
        "--groups",
        metavar="FILE",
        help="分组文件（YAML）：组名: [杠杆, …]；默认每个杠杆一组\n"
        "YAML file of groups of levers, name: [lever, …]",
    ),
]
Probability = Annotated[
    bool,
    typer.Option(
        "--probability",
        help="分解该指标当年达到规划目标的概率\n"
        "divide the probability of the plan's target of that row and year",
    ),
]
Mean = Annotated[bool, typer.Option("--mean", help="分解均值，不用中位数\nof the mean, not of the median")]
Count = Annotated[
    str, typer.Option("--members", metavar="N", help="成员数，16–4,096\nnumber of members, 16 to 4,096")
]
OrderCount = Annotated[
    str,
    typer.Option(
        "--orders",
        metavar="N",
        help="超过 12 组时抽取的次序数，8–1,024\norders drawn beyond 12 groups, 8 to 1,024",
    ),
]
Chart = Annotated[
    str,
    typer.Option(
        "--chart",
        metavar="FILE",
        help="另画逐年的楔形图（.png、.svg、.pdf）\ndraw the wedges by year as well",
    ),
]


def add_contribute_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "contribute",
        cls=BilingualCommand,
        help="""谁贡献了多少：把两个情景之差分给各杠杆或各部门，相加等于总差。
Who contributes what: the difference of two scenarios divided among levers or departments.

用沙普利值：对一切先后次序取平均。12 组以内精确，并给出两两配合；更多则抽取次序，附误差。
Shapley values: averaged over all orders. Exact to 12 groups, with pairs; beyond, with an error.""",
        epilog="""例 Examples
  teda contribute plan --indicator gross_industrial_output --members 64
  teda contribute plan --indicator gross_industrial_output --groups examples/departments.yaml
  teda contribute plan --indicator gross_industrial_output --probability --lang en
  teda contribute plan --target "gross_industrial_output>=7000@2025"
  teda contribute plan --indicator gross_industrial_output --chart wedges.png --out parts.csv""",
    )(framed(contribute))


def contribute(
    scenario: ScenarioName,
    frame: Frame,
    indicator: Row = "",
    year: RowYear = "",
    groups: Groups = "",
    against: Against = "",
    targets: Targets = None,
    probability: Probability = False,
    mean: Mean = False,
    members: Count = "",
    orders: OrderCount = "",
    chart: Chart = "",
) -> None:
    """Divide the difference between two scenarios among levers."""
    from sim.report.charts.suffixes import PICTURES, suffix_faults

    with Faults() as faults:
        asked = faults.take(frame.read, year=year, members=members, orders=orders)
        faults += suffix_faults(chart, PICTURES, "chart") if chart else []
        if chart and (targets or probability):
            zh, en = "概率没有逐年的楔形图。", "a probability has no wedges by year."
            faults += fail(
                "conflict", f"{zh}请去掉 --chart。", f"{en[:-1]}; leave out --chart.", "--chart"
            ).faults
    from sim.analysis.decision.contribute import contribute as divided
    from sim.report.tables.contribution import contribution_report

    with asked.bar() as bar:
        found = divided(
            scenario,
            indicator,
            against=against or None,
            groups=groups or None,
            targets=targets or (),
            probability=probability,
            statistic="mean" if mean else "median",
            progress=bar.show,
            **asked.arguments,
        )
    if chart:
        from sim.report.charts.file import save_chart
        from sim.report.charts.wedge import wedge_chart

        save_chart(wedge_chart(found, asked.output.language), chart)
        tell_written(chart, asked.output.language)
    asked.output.write_report(contribution_report(found))
