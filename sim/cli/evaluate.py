"""The command ``teda evaluate``."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.briefing import tell_written
from sim.cli.condition import Count
from sim.cli.help import BilingualCommand
from sim.cli.options import (
    Format,
    HomeFolder,
    Lang,
    Out,
    PlanChoice,
    Seed,
    Threads,
    home_of,
    read_whole_numbers,
)
from sim.cli.output import WITH_ROWS, read_output
from sim.errors import Faults

WORD_FILES, SLIDE_FILES = (".docx",), (".pptx",)
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="YEAR",
        help="评估到哪一年年末，只用当时已公布的数；默认规划期最后一年\n"
        "year at whose end it is evaluated, with what was known then",
    ),
]
Word = Annotated[
    str,
    typer.Option(
        "--word",
        metavar="FILE",
        help="另写 Word 附表（.docx）：指标完成情况表和滞后指标\n"
        "write the annex as a Word file (.docx) as well",
    ),
]
Slides = Annotated[
    str,
    typer.Option(
        "--slides",
        metavar="FILE",
        help="另写幻灯片（.pptx）：结论、指标完成情况表和滞后指标\n"
        "write slides (.pptx) as well: summary, annex, targets behind",
    ),
]
Actuals = Annotated[
    str,
    typer.Option(
        "--actuals",
        metavar="DIR",
        help="用自己读入的实绩和政策，不用自带的公布数\n"
        "your own figures and policies in place of those shipped",
    ),
]
OfPlan = Annotated[
    str,
    typer.Option(
        "--scenario",
        metavar="NAME",
        help="规划措施所在的情景；默认页面先打开的情景\n"
        "scenario with the plan's measures; by default the page's first",
    ),
]


def add_evaluate_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "evaluate",
        cls=BilingualCommand,
        help="""评估规划：各指标的进度、完成情况、趋势判断，以及差距从何而来。
Evaluate the plan: pace, class and prospect of every target, and what made its gap.

已公布的用公布数，未公布的用预测估计并注明；--as-of 重做中期评估，只用当时已公布的数，约需一分钟。
Published figures where there are any, else estimates of the forecast, marked; --as-of replays a
mid-term evaluation with what was known then, in about a minute.""",
        epilog="""例 Examples
  teda evaluate --lang en
  teda evaluate --as-of 2023
  teda evaluate --out annex.xlsx --word annex.docx --slides summary.pptx
  teda evaluate --format json""",
    )(evaluate)


def evaluate(
    as_of: AsOf = "",
    scenario: OfPlan = "",
    members: Count = "512",
    seed: Seed = "7",
    threads: Threads = "",
    actuals: Actuals = "",
    word: Word = "",
    slides: Slides = "",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
    plan: PlanChoice = "",
) -> None:
    """Evaluate the plan."""
    from sim.report.charts.suffixes import suffix_faults

    with Faults() as faults:
        output = faults.take(read_output, lang, form, out, WITH_ROWS)
        numbers = faults.take(read_whole_numbers, members=members, seed=seed, threads=threads, as_of=as_of)
        faults += suffix_faults(word, WORD_FILES, "word") if word else []
        faults += suffix_faults(slides, SLIDE_FILES, "slides") if slides else []
    from sim.analysis.evaluation.evaluate import evaluate as evaluated
    from sim.cli.progress import Bar
    from sim.files import write_files
    from sim.report.tables.evaluation import evaluation_report

    with Bar(output.language) as bar:
        found = evaluated(
            scenario=scenario or None,
            home=home_of(home, plan),
            progress=bar.show,
            actuals=actuals or None,
            **numbers,
        )
    files: dict[str, bytes] = {}
    if word:
        from sim.report.annex import annex_bytes

        files[word] = annex_bytes(found, output.language)
    if slides:
        from sim.report.deck.evaluation import evaluation_deck

        files[slides] = evaluation_deck(found, output.language)
    write_files(files)
    for file in files:
        tell_written(file, output.language)
    output.write_report(evaluation_report(found))
