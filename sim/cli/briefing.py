"""The commands ``teda chart`` and ``teda deck``, which make the figures and slides of a briefing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.help import BilingualCommand
from sim.cli.options import HomeFolder, Lang, ScenarioName, Set
from sim.cli.output import ONLY_TEXT, read_output
from sim.cli.settings import read_settings
from sim.errors import Fault, Faults
from sim.units import Language

if TYPE_CHECKING:
    from sim.ensembles.result import Ensemble
    from sim.registry.load import Registry
    from sim.run.single import ScenarioRun
    from sim.scenario.workspace import Workspace

IndicatorId = Annotated[
    str,
    typer.Option(
        "--indicator", metavar="ID", help="指标的 id，如 gross_industrial_output\nid of an indicator"
    ),
]
ChartFile = Annotated[
    str, typer.Option("--out", metavar="FILE", help="图片文件：.png、.svg 或 .pdf\n.png, .svg or .pdf")
]
DeckFile = Annotated[str, typer.Option("--out", metavar="FILE", help="演示文稿：.pptx\na .pptx file")]
EnsembleFolder = Annotated[
    str,
    typer.Option(
        "--ensemble",
        metavar="DIR",
        help="teda ensemble 的结果，画出区间并给出达标概率\nresult of teda ensemble: bands and probabilities",
    ),
]


def add_briefing_commands(app: typer.Typer) -> None:
    """Add both commands to the command line."""
    app.command(
        "chart",
        cls=BilingualCommand,
        help="""把一个指标画成图，标题写明结论。
Draw an indicator; the title states what it shows.""",
        epilog="""例 Examples
  teda chart plan --indicator gross_industrial_output --out output.png
  teda chart plan --indicator gross_industrial_output --ensemble runs/plan --out output.svg
  teda chart plan --indicator gdp_growth --lang en --out growth.pdf""",
    )(chart)
    app.command(
        "deck",
        cls=BilingualCommand,
        help="""生成可编辑的简报：标题、计分板、工业总产值。
Make an editable briefing: title, scoreboard, industrial output.""",
        epilog="""例 Examples
  teda deck plan --out briefing.pptx
  teda deck plan --ensemble runs/plan --out briefing.pptx --lang en""",
    )(deck)


def chart(
    scenario: ScenarioName,
    indicator: IndicatorId = "",
    out: ChartFile = "",
    ensemble: EnsembleFolder = "",
    settings: Set = None,
    lang: Lang = "zh",
    home: HomeFolder = None,
) -> None:
    """Draw an indicator of a scenario into a file."""
    from sim.report.charts.file import SUFFIXES, save_chart, suffix_faults
    from sim.report.charts.indicator import build_chart
    from sim.report.charts.result import indicator_faults

    def check(registry: Registry) -> list[Fault]:
        return [*indicator_faults(indicator, registry), *suffix_faults(out, SUFFIXES)]

    asked = _read(scenario, settings, home, ensemble, lang, check)
    save_chart(build_chart(asked.run, indicator, asked.ensemble, asked.language), out)
    tell_written(out, asked.language)


def deck(
    scenario: ScenarioName,
    out: DeckFile = "",
    ensemble: EnsembleFolder = "",
    settings: Set = None,
    lang: Lang = "zh",
    home: HomeFolder = None,
) -> None:
    """Make a briefing of a scenario."""
    from sim.files import write_files
    from sim.report.charts.file import suffix_faults
    from sim.report.deck.build import SUFFIXES, build_deck

    asked = _read(scenario, settings, home, ensemble, lang, lambda _: suffix_faults(out, SUFFIXES))
    write_files({out: build_deck(asked.run, asked.ensemble, asked.language)})
    tell_written(out, asked.language)


@dataclass(frozen=True)
class _Asked:
    run: ScenarioRun
    ensemble: Ensemble | None
    language: Language


def _read(
    scenario: str,
    settings: list[str] | None,
    home: str | None,
    ensemble: str,
    lang: str,
    check: Callable[[Registry], list[Fault]],
) -> _Asked:
    """Return the run, the ensemble and the language.

    Raises
    ------
    SimError: the faults of all options together.
    """
    from sim.run.single import prepare, simulate
    from sim.scenario.workspace import load_workspace

    workspace = load_workspace(home)
    with Faults(check(workspace.registry)) as faults:
        output = faults.take(read_output, lang, "", "", ONLY_TEXT)
        changes = faults.take(read_settings, settings) or ()
        prepared = faults.take(prepare, scenario, changes, workspace)
        opened = faults.take(_opened, ensemble, workspace)
    return _Asked(simulate(prepared, workspace), opened, output.language)


def _opened(folder: str, workspace: Workspace) -> Ensemble | None:
    if not folder:
        return None
    from sim.ensembles.opening import open_ensemble  # imports SciPy

    return open_ensemble(folder, workspace)


_WRITTEN: dict[Language, str] = {"zh": "已写入 {}", "en": "written: {}"}


def tell_written(out: str, language: Language) -> None:
    """Report which file was written."""
    sys.stderr.write(f"{_WRITTEN[language].format(out)}\n")
