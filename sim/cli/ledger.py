"""The commands ``teda ledger …``: forecasts sealed before figures are published, and their scores."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.errors import CHECK_FAILED, OK
from sim.cli.help import BilingualCommand, BilingualGroup
from sim.cli.options import (
    SETTINGS,
    Format,
    HomeFolder,
    Lang,
    Out,
    ScenarioOrReference,
    Seed,
    Threads,
    read_whole_numbers,
)
from sim.cli.output import WITH_ROWS, read_output
from sim.cli.validate import FORMATS, TableCsvOrJson
from sim.errors import Faults

LEDGER = "ledger.jsonl"
Indicators = Annotated[
    list[str] | None,
    typer.Option(
        "--indicator",
        metavar="ID",
        help="只封存这些指标，可重复；默认模型算得出而尚未公布的全部\n"
        "these alone; by default all computed ones not yet published",
    ),
]
Years = Annotated[
    list[str] | None,
    typer.Option(
        "--year",
        metavar="Y",
        help="年份，可重复；默认预测已知的最后一年和下一年\n"
        "by default the last year that the forecast knows of, and the next",
    ),
]
IntoLedger = Annotated[
    str,
    typer.Option(
        "--out", metavar="FILE", help="台账文件，默认 ledger.jsonl，接着写\nthe ledger, which is continued"
    ),
]
LedgerPath = Annotated[
    str,
    typer.Argument(
        metavar="[LEDGER]",
        show_default=False,
        help="台账文件，默认 ledger.jsonl\nthe ledger, by default ledger.jsonl",
    ),
]
Actuals = Annotated[
    str,
    typer.Option(
        "--actuals",
        metavar="DIR",
        help="teda actuals import 存下的实绩文件夹\na folder kept by teda actuals import",
    ),
]
Head = Annotated[
    str,
    typer.Option(
        "--head", metavar="HASH", help="另存的末行哈希，看末尾有没有被删\nthe head as it was kept elsewhere"
    ),
]
Count = Annotated[
    str, typer.Option("--members", metavar="N", help="成员数，64–4,096\nnumber of members, 64 to 4,096")
]

ledger_app = typer.Typer(
    cls=BilingualGroup,
    rich_markup_mode=None,
    context_settings=SETTINGS,
    help="""预测台账：公布之前封存预测，公布之后评分；改动一个字节也看得出来。
Ledger of forecasts: sealed before figures are published, scored after; a changed byte is found.""",
    epilog="""例 Examples
  teda ledger seal trend
  teda ledger check --head HASH
  teda ledger score --actuals actuals""",
)


@ledger_app.callback(invoke_without_command=True)
def start(ctx: typer.Context) -> None:
    """Show the help where no command is named."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@ledger_app.command(
    "seal",
    cls=BilingualCommand,
    help="""封存尚未公布的数的预测：各成员的数、三种朴素预测，以及模型、预测、情景的哈希，一行接一行。
Seal forecasts of figures not yet published: members' figures, three naive rules, and hashes.

已公布的不能封存。同一模型和预测不重复封存。请把给出的末行哈希另存一处。
Published figures are refused; the same forecast is not sealed twice. Keep the head elsewhere.""",
    epilog="""例 Examples
  teda ledger seal trend
  teda ledger seal plan --indicator 工业总产值 --year 2026 --year 2027
  teda ledger seal trend --actuals actuals --out ledger.jsonl --format json""",
)
def seal(
    scenario: ScenarioOrReference = "",
    indicator: Indicators = None,
    year: Years = None,
    out: IntoLedger = LEDGER,
    actuals: Actuals = "",
    members: Count = "512",
    seed: Seed = "7",
    threads: Threads = "",
    lang: Lang = "zh",
    form: TableCsvOrJson = "",
    home: HomeFolder = None,
) -> int:
    """Seal forecasts."""
    with Faults() as faults:
        output = faults.take(read_output, lang, form, "", FORMATS)
        numbers = faults.take(read_whole_numbers, members=members, seed=seed, threads=threads)
        years = [faults.take(read_whole_numbers, year=text) for text in year or ()]
    from sim.analysis.ledger.seal import seal_forecast
    from sim.report.tables.ledger import sealing_report
    from sim.scenario.workspace import load_workspace

    found = seal_forecast(
        scenario or None,
        indicator or (),
        [each["year"] for each in years if each],
        out=out,
        actuals=actuals or None,
        home=home,
        **numbers,
    )
    output.write_report(sealing_report(found, load_workspace(home).registry))
    return OK


@ledger_app.command(
    "score",
    cls=BilingualCommand,
    help="""给已公布的数评分：预测的 CRPS，与三种朴素预测比，谁更近；还在等的也列出。
Score forecasts whose figures have come: CRPS beside three naive rules, and who was nearer.

用最先公布的版本。台账的链断了就不评分。
The vintage published first counts. A ledger whose chain is broken is not scored.""",
    epilog="""例 Examples
  teda ledger score ledger.jsonl
  teda ledger score ledger.jsonl --actuals actuals --out scores.xlsx""",
)
def score(
    ledger: LedgerPath = LEDGER,
    actuals: Actuals = "",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
) -> int:
    """Score forecasts."""
    output = read_output(lang, form, out, WITH_ROWS)
    from sim.analysis.ledger.score import score_ledger
    from sim.report.tables.ledger import scores_report
    from sim.scenario.workspace import load_workspace

    found = score_ledger(ledger, actuals or None, home)
    output.write_report(scores_report(found, load_workspace(home).registry))
    return OK


@ledger_app.command(
    "check",
    cls=BilingualCommand,
    help="""核对台账的链：被改动、删去、插入或换了次序的行，逐一指出；有不符时退出码为 1。
Check the chain: a line altered, removed, inserted or moved is named; the exit code is then 1.

只有另存的末行哈希能看出末尾的行被删。
That the last lines are gone can be seen only by a head that was kept elsewhere.""",
    epilog="""例 Examples
  teda ledger check ledger.jsonl
  teda ledger check ledger.jsonl --head HASH""",
)
def check(
    ledger: LedgerPath = LEDGER, head: Head = "", lang: Lang = "zh", form: Format = "", out: Out = ""
) -> int:
    """Check the chain of a ledger."""
    output = read_output(lang, form, out, WITH_ROWS)
    from sim.analysis.ledger.check import check_ledger
    from sim.report.tables.ledger import check_report

    found = check_ledger(ledger, head or None)
    output.write_report(check_report(found))
    return OK if found.is_intact else CHECK_FAILED
