"""The command ``teda html``: a page in one file that runs the model by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.briefing import tell_written
from sim.cli.completion import complete_scenarios
from sim.cli.help import BilingualCommand
from sim.cli.options import HomeFolder, Lang, PlanChoice, home_of
from sim.cli.output import ONLY_TEXT, read_output
from sim.errors import Fault, Faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO… | MODEL",
        autocompletion=complete_scenarios,
        show_default=False,
        help="一个或几个情景，先列的先显示；或一个模型文件（.mdl、.xmile、.stmx、.itmx）\n"
        "one or several scenarios, the first shown first; or a model file (.mdl, .xmile, .stmx, .itmx)",
    ),
]
PageFile = Annotated[str, typer.Option("--out", metavar="FILE", help="网页文件：.html\nan .html file")]


def add_html_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "html",
        cls=BilingualCommand,
        help="""生成一个能自己推演的网页文件：拖动杠杆，图和达标概率随之而动；断网可用，可用邮件发送。
Make a page in one file that runs the model by itself, without a network: charts follow the levers.""",
        epilog="""例 Examples
  teda html plan --out plan.html
  teda html plan trend vision --out scenarios.html --lang en
  teda html examples/weak-demand.yaml --out weak-demand.html
  teda html model/teda.mdl --out model.html""",
    )(html)


def html(
    sources: Sources,
    out: PageFile = "",
    lang: Lang = "zh",
    home: HomeFolder = None,
    plan: PlanChoice = "",
) -> None:
    """Make a page in one file."""
    from sim.files import write_files
    from sim.report.charts.suffixes import suffix_faults
    from sim.report.html.build import SUFFIXES, build_html, is_model

    where = home_of(home, plan)
    models = [one for one in sources if is_model(one)]
    with Faults([*suffix_faults(out, SUFFIXES), *_mixed(sources, models)]) as faults:
        output = faults.take(read_output, lang, "", "", ONLY_TEXT)
    write_files({out: build_html(models[0] if models else sources, where, output.language)})
    tell_written(out, output.language)


def _mixed(sources: Sequence[str], models: Sequence[str]) -> Iterator[Fault]:
    if models and len(sources) > 1:
        zh = f'"{models[0]}" 是模型文件，只能单独成页。'
        en = f'"{models[0]}" is a model and has a page of its own; name it alone.'
        yield Fault("conflict", zh, en, "teda html")
