"""The arguments and options that the commands share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.completion import complete_scenarios
from sim.errors import Fault, Faults, fail

if TYPE_CHECKING:
    from sim.registry.home import Home
    from sim.sampling.methods import Drawn

_WHOLE = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d{1,30})", re.ASCII)
SETTINGS = {"help_option_names": ["--help", "-h"]}

ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        autocompletion=complete_scenarios,
        show_default=False,
        help="情景名（scenarios 里的文件名）或情景文件\nname of a scenario, or a scenario file",
    ),
]
ScenarioOrReference = Annotated[
    str,
    typer.Argument(
        metavar="[SCENARIO]",
        autocompletion=complete_scenarios,
        show_default=False,
        help="情景名或情景文件；默认为没有新政策的基准情景\n"
        "name of a scenario, or a file; by default the reference, which has no new policy",
    ),
]
ScenarioNames = Annotated[
    list[str],
    typer.Argument(
        metavar="A B [C…]",
        autocompletion=complete_scenarios,
        show_default=False,
        help="两个或更多情景\ntwo or more scenarios",
    ),
]
ModelFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        show_default=False,
        help="模型文件：Vensim（.mdl）或 XMILE（.xmile、.stmx、.itmx）\n"
        "a model: Vensim (.mdl) or XMILE (.xmile, .stmx, .itmx)",
    ),
]
Target = Annotated[
    str,
    typer.Argument(
        metavar="TO",
        show_default=False,
        help="要写出的文件，后缀即格式：.mdl、.xmile、.stmx、.itmx\n"
        "file to be written; its suffix is the format: .mdl, .xmile, .stmx, .itmx",
    ),
]
Force = Annotated[
    bool,
    typer.Option("--force", help="覆盖已有的文件\nreplace a file that is there already"),
]
VariableName = Annotated[
    str,
    typer.Argument(metavar="VARIABLE", show_default=False, help="变量名\nname of a variable"),
]
WriteSketch = Annotated[
    bool,
    typer.Option(
        "--write",
        help="重新布局并写入文件的草图部分\nlay out the views again and write them into the file",
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar='"NAME=VALUE"',
        help="改杠杆（终值，或逐年 2021:72,2022:80）或任一常量，可重复\n"
        "set a lever (end value, or 2021:72,2022:80) or any constant",
    ),
]
Until = Annotated[
    str,
    typer.Option(
        "--until",
        metavar="YEAR",
        help="到哪一年为止，如 2030；默认规划的最后一个目标年\n"
        "last year shown; by default the last horizon of the plan",
    ),
]
Lang = Annotated[str, typer.Option("--lang", metavar="zh|en", help="中文或英文\nChinese or English")]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="table|csv|json|xlsx",
        help="输出格式；不写时看 --out 的后缀\nby default the suffix of --out",
    ),
]
LongFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="table、csv、csv-long（每行一个数）、json、xlsx；默认看 --out\n"
        "table, csv, csv-long (one figure a row), json, xlsx; by default as --out ends",
    ),
]
Out = Annotated[
    str,
    typer.Option(
        "--out",
        metavar="FILE",
        help="写入文件，后缀即格式：.txt、.csv（此时带 BOM）、.json、.xlsx\n"
        "write to a file; its suffix is the format; CSV in it has a BOM",
    ),
]
HomeFolder = Annotated[
    str | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="model 与 scenarios 所在的文件夹\nfolder that holds model and scenarios",
    ),
]
PlanChoice = Annotated[
    str,
    typer.Option(
        "--plan",
        metavar="NAME|FILE",
        help="对照哪个规划：teda list plans 中的名称，或规划文件\n"
        "plan to compare with: one of teda list plans, or a file",
    ),
]
Members = Annotated[
    str, typer.Option("--members", metavar="N", help="成员数，1–1,000,000\nnumber of runs, 1 to 1,000,000")
]
DrawnMembers = Annotated[
    str,
    typer.Option(
        "--members",
        metavar="N",
        help="成员数，最多 1,073,741,824；默认 1,000，有抽样表时为其行数\n"
        "number of runs, at most 1,073,741,824; 1,000 by default, or the rows of a table of draws",
    ),
]
Sampling = Annotated[
    str,
    typer.Option(
        "--sampling",
        metavar="METHOD",
        help="forecast 向观测学习过的预测（默认）；sobol、lhs、mc 为先验，lhs 的成员随 N 而变\n"
        "forecast, conditioned on observations (default); the prior by sobol, lhs or mc",
    ),
]
Prior = Annotated[
    bool,
    typer.Option(
        "--prior",
        help="用先验，不用向观测学习过的预测\nthe prior, not the forecast conditioned on observations",
    ),
]
DrawsTable = Annotated[
    str,
    typer.Option(
        "--draws",
        metavar="FILE",
        help="自备抽样表（CSV、Parquet）：一列一个常量或杠杆，一行一个成员；未列的不抽样\n"
        "a table: columns of constants or levers, rows of members; others are not drawn",
    ),
]
Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar='"NAME=LOW..HIGH"',
        help="让杠杆的终值或任一常量在两值之间均匀变动，可重复；其余抽样不变\n"
        "vary a lever's end value or any constant uniformly; other draws stay",
    ),
]
CheckOnly = Annotated[
    bool, typer.Option("--check", help="只检查，过期时退出码为 1\nonly check; the exit code is 1 when stale")
]
DataFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--data",
        metavar="FILE",
        help="没有方程的数据变量取自这些文件（CSV、.dat、Excel），可重复\n"
        "files for data variables without an equation (CSV, .dat, Excel)",
    ),
]
Partial = Annotated[
    bool,
    typer.Option(
        "--partial",
        help="略去不支持的部分及依赖它的变量，其余照常运行\nomit unsupported variables and their dependents",
    ),
]
Integration = Annotated[
    str,
    typer.Option(
        "--method",
        metavar="METHOD",
        help="积分方法 euler、rk2、heun、ab2 或 rk4；默认按文件\n"
        "integration: euler, rk2, heun, ab2 or rk4; by default as the file says",
    ),
]
Seed = Annotated[str, typer.Option("--seed", metavar="S", help="抽样的种子\nseed of the draws")]
Threads = Annotated[
    str,
    typer.Option(
        "--threads", metavar="K", help="最多用几个线程；默认全部\nlargest number of threads; all by default"
    ),
]


Binding = Annotated[
    bool,
    typer.Option(
        "--binding",
        help="改为列出产出受何制约：需求、劳动力、资本、能源、土地各放宽一成增产多少\n"
        "show what limits output: what a tenth more of each limit adds",
    ),
]
Every = Annotated[
    str,
    typer.Option("--every", metavar="year", help="与 --binding 同用：列出每一年\nwith --binding: every year"),
]


def check_binding(every: str, *, is_asked: bool) -> None:
    """Refuse ``--every`` without ``--binding``, and any other word than ``year``.

    Raises
    ------
    SimError: the faults of all of them.
    """
    with Faults() as faults:
        if every and every != "year":
            zh, en = f'"{every}" 不可用，应是 year。', f'"{every}" is invalid; it must be year.'
            faults.append(Fault("invalid-choice", zh, en, "--every"))
        if every and not is_asked:
            zh, en = "--every 只与 --binding 同用。", "--every goes with --binding only."
            faults.append(Fault("conflict", zh, en, "--every"))


def home_of(home: str | None, plan: str) -> str | Home | None:
    """Return the home with the plan of ``--plan``, or the home as it was given where there is none.

    Raises
    ------
    SimError: there is no such plan; with one, the folder is no home.
    """
    if not plan:
        return home
    from sim.registry.home import open_home

    return open_home(home, plan)


def drawn_from(*, is_prior: bool) -> Drawn:
    """Return what is drawn where a command draws for itself."""
    return "prior" if is_prior else "forecast"


def read_method(sampling: str, draws: str, *, is_prior: bool) -> str:
    """Return the method of sampling that ``--sampling`` or ``--prior`` names.

    Raises
    ------
    SimError: ``--prior`` with another method, or with a table of draws.
    """
    from sim.sampling.methods import DEFAULT, PRIOR

    given = f"--sampling {sampling}" if sampling not in ("", PRIOR) else f"--draws {draws}" if draws else ""
    if is_prior and given:
        zh, en = (
            f"--prior 不能与 {given} 同用，请去掉其一。",
            f"--prior does not go with {given}; leave out one.",
        )
        raise fail("conflict", zh, en, "--prior")
    return PRIOR if is_prior else sampling or DEFAULT


def reference_scenario(home: str | Home | None) -> str:
    """Return the scenario without new policy of a home.

    Raises
    ------
    SimError: all faults of the home's model and registry.
    """
    from sim.scenario.workspace import load_workspace

    return load_workspace(home).registry.zone.reference


def read_whole_numbers(**options: str) -> dict[str, int]:
    """Return options as whole numbers, by name; empty ones are omitted.

    Raises
    ------
    SimError: the faults of all that are not whole numbers.
    """
    given = {name: text for name, text in options.items() if text}
    with Faults() as faults:
        numbers = {name: faults.take(_whole_number, name, text) for name, text in given.items()}
    return numbers


def _whole_number(name: str, text: str) -> int:
    from sim.arguments import READERS  # it imports NumPy, which help does not need

    place = f"--{name.replace('_', '-')}"
    if not _WHOLE.fullmatch(text.strip()):
        raise fail("not-a-number", f'"{text}" 不是整数。', f'"{text}" is not a whole number.', place)
    return int(READERS[name](int(text.replace(",", "")), place))
