"""The command ``teda chart``, and what all commands of a briefing are asked: scenarios, draws, year."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.chart_files import chart_faults, chart_files, write_into
from sim.cli.completion import complete_scenarios
from sim.cli.help import BilingualCommand
from sim.cli.options import (
    HomeFolder,
    Lang,
    PlanChoice,
    Prior,
    ScenarioName,
    Set,
    drawn_from,
    home_of,
    read_whole_numbers,
)
from sim.cli.output import ONLY_TEXT, read_output
from sim.cli.settings import read_settings
from sim.errors import Fault, Faults, fail
from sim.units import Language

if TYPE_CHECKING:
    from sim.ensembles.drawn import AnyEnsemble
    from sim.registry.home import Home
    from sim.run.single import ScenarioRun
    from sim.scenario.workspace import Workspace

IndicatorIds = Annotated[
    list[str] | None,
    typer.Option(
        "--indicator",
        metavar="ID",
        help="指标的 id 或名称，可重复；all 为全部\nid or name of an indicator, any number of times; or all",
    ),
]
ChartFile = Annotated[
    str,
    typer.Option(
        "--out",
        metavar="FILE|DIR/",
        help="图片文件 .png、.svg、.pdf；多个指标写文件夹（如 charts/）或 charts/{id}.svg\n"
        "a file; for several indicators a folder, as charts/, or charts/{id}.svg",
    ),
]
FindingYear = Annotated[
    str,
    typer.Option(
        "--year",
        metavar="YEAR",
        help="标题说哪一年；默认规划的最后一个目标年\n"
        "year that titles are about; by default the last horizon of the plan",
    ),
]
Beside = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO [B…]",
        autocompletion=complete_scenarios,
        show_default=False,
        help="情景名或情景文件；再给几个则与之并列\na scenario, or a file; more of them are shown beside it",
    ),
]
Marking = Annotated[
    str,
    typer.Option(
        "--marking",
        metavar="TEXT",
        help="每页页脚的标注，如 内部\nat the foot of each slide, such as Internal",
    ),
]
EnsembleFolder = Annotated[
    str,
    typer.Option(
        "--ensemble",
        metavar="DIR",
        help="区间和达标概率取自 teda ensemble 的结果；默认在内存中算预测的 1,000 个成员\n"
        "bands of this ensemble; by default 1,000 members of the forecast",
    ),
]


def add_chart_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "chart",
        cls=BilingualCommand,
        help="""把一个指标画成图，标题写明结论，区间和达标概率取自预测。
Draw an indicator, with bands and probability of the forecast; the title states what it shows.""",
        epilog="""例 Examples
  teda chart plan --indicator gross_industrial_output --out output.png
  teda chart plan --indicator gross_industrial_output --prior --out prior.png
  teda chart plan --indicator gross_industrial_output --ensemble runs/plan --out output.svg
  teda chart plan --indicator gdp_growth --year 2025 --lang en --out growth.pdf
  teda chart plan --indicator 工业总产值 --indicator 常住人口规模 --out charts/
  teda chart plan --indicator all --out charts/{id}.svg""",
    )(chart)


def chart(
    scenario: ScenarioName,
    indicator: IndicatorIds = None,
    out: ChartFile = "",
    ensemble: EnsembleFolder = "",
    settings: Set = None,
    lang: Lang = "zh",
    home: HomeFolder = None,
    plan: PlanChoice = "",
    prior: Prior = False,
    year: FindingYear = "",
) -> None:
    """Draw indicators of a scenario into files: all of them, or none where one cannot be drawn."""
    from sim.report.charts.file import chart_bytes
    from sim.report.charts.indicator import draw_all
    from sim.report.charts.suffixes import suffix_of

    names = tuple(indicator or ())

    def check(workspace: Workspace) -> list[Fault]:
        return chart_faults(names, out, workspace.registry)

    asked = read_asked([scenario], settings, home_of(home, plan), Bands(ensemble, prior), lang, year, check)
    files = chart_files(names, out, asked.run.workspace.registry)
    drawn = draw_all(asked.run, tuple(files), asked.ensemble, asked.language, asked.year)
    contents = {
        place: chart_bytes(figure, suffix_of(place))
        for place, figure in zip(files.values(), drawn, strict=True)
    }
    write_into(out, contents)
    for place in contents:
        tell_written(place, asked.language)


@dataclass(frozen=True)
class Bands:
    """What bands and probabilities are of: a folder, "" for none, or draws of the command's own."""

    folder: str
    is_prior: bool


@dataclass(frozen=True)
class Asked:
    """What is briefed on: the first run with others beside it, its draws, and how it is put."""

    run: ScenarioRun
    beside: tuple[ScenarioRun, ...]
    ensemble: AnyEnsemble
    language: Language
    year: int | None


def read_asked(
    scenarios: Sequence[str],
    settings: list[str] | None,
    home: str | Home | None,
    bands: Bands,
    lang: str,
    year: str,
    check: Callable[[Workspace], list[Fault]],
) -> Asked:
    """Return the runs, the ensemble, the language and the year.

    Raises
    ------
    SimError: the faults of all options together.
    """
    from sim.report.charts.result import year_faults
    from sim.run.single import prepare, simulate
    from sim.scenario.workspace import load_workspace

    workspace = load_workspace(home)
    with Faults(check(workspace)) as faults:
        output = faults.take(read_output, lang, "", "", ONLY_TEXT)
        changes = faults.take(read_settings, settings) or ()
        prepared = [faults.take(prepare, scenario, changes, workspace) for scenario in scenarios]
        opened = faults.take(_opened, bands, workspace)
        numbers = faults.take(read_whole_numbers, year=year) or {}
        faults += year_faults(numbers.get("year"), workspace)
    run, *others = (simulate(scenario, workspace) for scenario in prepared)
    return Asked(run, tuple(others), opened, output.language, numbers.get("year"))


def _opened(bands: Bands, workspace: Workspace) -> AnyEnsemble:
    if not bands.folder:
        return drawn_from(is_prior=bands.is_prior)
    if bands.is_prior:
        zh = "--ensemble 是已有的集合，--prior 无从使用；请去掉其一。"
        en = "--ensemble names an ensemble that there is already, so --prior has no use; leave out one."
        raise fail("conflict", zh, en, "--prior")
    from sim.ensembles.opening import open_ensemble  # imports pandas

    return open_ensemble(bands.folder, workspace)


_WRITTEN: dict[Language, str] = {"zh": "已写入 {}", "en": "written: {}"}


def tell_written(out: str, language: Language) -> None:
    """Report which file was written."""
    sys.stderr.write(f"{_WRITTEN[language].format(out)}\n")
