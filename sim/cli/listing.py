"""The command ``teda list``: what there is to set, ask and run."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.bilingual_names import Names
from sim.cli.help import BilingualCommand
from sim.cli.options import Format, HomeFolder, Lang, Out, PlanChoice, home_of
from sim.cli.output import read_output
from sim.errors import Faults
from sim.report.words.glossary import GLOSSARY

KINDS = Names(
    ("清单", "list"),
    {
        "levers": GLOSSARY["role.lever"],
        "indicators": GLOSSARY["indicator"],
        "scenarios": GLOSSARY["scenario"],
        "plans": GLOSSARY["plan"],
        "parameters": GLOSSARY["parameter"],
        "variables": GLOSSARY["variable"],
        "checks": GLOSSARY["check"],
        "functions": GLOSSARY["function"],
    },
)
What = Annotated[
    str,
    typer.Argument(
        metavar="[KIND]",
        show_default=False,
        help="levers 杠杆、indicators 指标、scenarios 情景、plans 规划、parameters 参数、\n"
        "variables 变量、checks 检验、functions 函数；不写则列出这几种\n"
        "one of these; without it they are listed",
    ),
]
Word = Annotated[
    str,
    typer.Argument(
        metavar="[WORD]",
        show_default=False,
        help="只列名称中含有这个词的，中英文均可\nonly those with the word in a name, in either language",
    ),
]


def add_list_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "list",
        cls=BilingualCommand,
        help="""列出可以设定、查询和运行的一切：id、中文名、英文名、单位、范围、默认值。
List what can be set, asked and run: id, names in both languages, unit, range, default.

各命令凡是要名称的地方，id、中文名、英文名都可以写。
Wherever a command takes a name, the id and the name in either language will do.""",
        epilog="""例 Examples
  teda list levers
  teda list 杠杆 投资
  teda list indicators output --lang en
  teda list parameters --format csv --out parameters.csv
  teda list""",
    )(list_names)


def list_names(
    what: What = "",
    word: Word = "",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
    plan: PlanChoice = "",
) -> None:
    """List what there is of a kind, or the kinds."""
    with Faults() as faults:
        output = faults.take(read_output, lang, form, out)
        kind = faults.take(KINDS.resolve, what, "teda list") if what else ""
    from sim.report.tables.listing import kinds_report, listing_report

    output.write_report(listing_report(kind, word, home_of(home, plan)) if kind else kinds_report())
