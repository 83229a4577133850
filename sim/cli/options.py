"""The arguments and options that the commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.errors import Fault, SimError

SETTINGS = {"help_option_names": ["--help", "-h"]}

ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        show_default=False,
        help="情景名（scenarios 里的文件名）或情景文件\nname of a scenario, or a scenario file",
    ),
]
ScenarioNames = Annotated[
    list[str],
    typer.Argument(
        metavar="A B [C…]",
        show_default=False,
        help="两个或更多情景\ntwo or more scenarios",
    ),
]
ModelFile = Annotated[
    str,
    typer.Argument(metavar="FILE", show_default=False, help="Vensim 模型文件 (.mdl)\nVensim model"),
]
VariableName = Annotated[
    str,
    typer.Argument(metavar="VARIABLE", show_default=False, help="变量名\nname of a variable"),
]
WriteSketch = Annotated[
    bool,
    typer.Option(
        "--write",
        help="重新布局并写入文件的草图部分\nlay the views out anew and write them into the file",
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar='"NAME=VALUE"',
        help="改一个杠杆的终值或任一常量，可重复\nset the end value of a lever, or any constant",
    ),
]
Until = Annotated[str, typer.Option("--until", metavar="2025|2035", help="到哪一年为止\nlast year shown")]
Lang = Annotated[str, typer.Option("--lang", metavar="zh|en", help="中文或英文\nChinese or English")]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="table|csv|json",
        help="输出格式；不写时看 --out 的后缀\nby default as the name of --out ends",
    ),
]
Out = Annotated[str, typer.Option("--out", metavar="FILE", help="写入文件\nwrite to a file")]
HomeFolder = Annotated[
    str | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="model 与 scenarios 所在的文件夹\nfolder that holds model and scenarios",
    ),
]
Members = Annotated[
    str, typer.Option("--members", metavar="N", help="成员数，1–1,000,000\nhow many runs, 1 to 1,000,000")
]
DrawnMembers = Annotated[
    str,
    typer.Option(
        "--members",
        metavar="N",
        help="成员数，最多 1,073,741,824；默认 1,000，有抽样表时为其行数\n"
        "how many runs, at most 1,073,741,824; 1,000 by default, or the rows of a table of draws",
    ),
]
Sampling = Annotated[
    str,
    typer.Option(
        "--sampling",
        metavar="sobol|lhs|mc",
        help="Sobol 序列、拉丁超立方或蒙特卡洛；lhs 的每个成员随成员数 N 而变\n"
        "Sobol, Latin hypercube, Monte Carlo; members of lhs depend on N",
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
        "let a lever's end value, or any constant, vary evenly; other draws stay",
    ),
]
CheckOnly = Annotated[
    bool, typer.Option("--check", help="只检查，过期时退出码为 1\nonly check; the exit code is 1 when stale")
]
Seed = Annotated[str, typer.Option("--seed", metavar="S", help="抽样的种子\nseed of the draws")]
Threads = Annotated[
    str,
    typer.Option("--threads", metavar="K", help="最多用几个线程；默认全部\nthreads at most; all by default"),
]


Binding = Annotated[
    bool,
    typer.Option(
        "--binding",
        help="改为列出各产业因需求、劳动力、资本、能源、土地少产多少\nshow instead what limits the output of "
        "each industry",
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
    SimError: the faults of both.
    """
    faults = []
    if every and every != "year":
        faults.append(
            Fault(
                "invalid-choice",
                f'"{every}" 不可用，应是 year。',
                f'"{every}" will not do; it must be year.',
                "--every",
            )
        )
    if every and not is_asked:
        faults.append(
            Fault("conflict", "--every 只与 --binding 同用。", "--every goes with --binding only.", "--every")
        )
    if faults:
        raise SimError(faults)


def read_whole_numbers(**options: str) -> dict[str, int]:
    """Return options as whole numbers, by name; those left empty are left out.

    Raises
    ------
    SimError: the faults of all that are no whole numbers.
    """
    numbers: dict[str, int] = {}
    faults = []
    for name, text in options.items():
        try:
            if text:
                numbers[name] = int(text.replace(",", ""))
        except ValueError:
            zh, en = f'"{text}" 不是整数。', f'"{text}" is no whole number.'
            faults.append(Fault("not-a-number", zh, en, f"--{name}"))
    if faults:
        raise SimError(faults)
    return numbers
