"""The command ``teda ensemble``."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.completion import complete_scenarios
from sim.cli.help import BilingualCommand
from sim.cli.options import (
    DrawnMembers,
    DrawsTable,
    HomeFolder,
    Lang,
    PlanChoice,
    Prior,
    Sampling,
    Seed,
    Vary,
    home_of,
    read_method,
    read_whole_numbers,
)
from sim.cli.output import ONLY_TEXT, read_output
from sim.cli.settings import read_ranges, read_settings, split_table
from sim.errors import Faults, fail
from sim.scenario.changes import number_or_text

if TYPE_CHECKING:
    from sim.ensembles.branching.branch import Branch
    from sim.ensembles.result import Ensemble

RUNS = "runs"  # folder of the ensembles of which nothing else is said
Scenarios = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO…",
        autocompletion=complete_scenarios,
        show_default=False,
        help="一个或多个情景名，或情景文件\none or more scenarios, by name or file",
    ),
]
SetOrTable = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar='"NAME=VALUE"|FILE',
        help="改一个杠杆的终值或任一常量，可重复；也可给一张表（CSV、Parquet），一行一个成员，其余照常抽样\n"
        "set the end value of a lever, or any constant; or a table, a row for each member, the rest is drawn",
    ),
]
Folder = Annotated[
    str,
    typer.Option(
        "--out",
        metavar="DIR",
        help="存放结果的文件夹，或 s3://桶/名 这样的地址；默认 runs/情景名；多个情景时各占一个子文件夹\n"
        "folder of the results, or a URL such as s3://BUCKET/NAME; runs/SCENARIO by default; several "
        "scenarios get one subfolder each",
    ),
]
Outputs = Annotated[
    str,
    typer.Option(
        "--outputs",
        metavar="ID,…",
        help="只算这些指标，用逗号隔开；默认全部\nonly these indicators, separated by commas; all by default",
    ),
]
EveryWhen = Annotated[
    str,
    typer.Option(
        "--every",
        metavar="year|step",
        help="指标总是逐年的；step 另存指标背后的变量，每个时间步长一行（steps/）\n"
        "indicators are annual; step also keeps the variables behind them at every time step (steps/)",
    ),
]
Workers = Annotated[
    str,
    typer.Option(
        "--workers",
        metavar="K",
        help="同时计算几片，每片约需 80 MB 内存；默认等于处理器数；不影响结果\n"
        "shards at once, about 80 MB each; all processors by default; results do not depend on it",
    ),
]
Cluster = Annotated[
    str,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="在 Dask 集群上算：tcp://主机:8786，或本机进程 local:4；结果逐字节相同，见 docs/scale.md\n"
        "run on a Dask cluster: tcp://HOST:8786, or processes of this machine, local:4; same results; see "
        "docs/scale.md",
    ),
]
Summary = Annotated[
    bool,
    typer.Option(
        "--summary",
        help="只存汇总，不存成员：分位数取自固定分箱的计数，误差写在旁边\n"
        "keep no members: quantiles come from counts in fixed bins, with their error",
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="从中断处继续未完成的集合；核对已有的文件，损坏的重算\n"
        "continue an unfinished ensemble; check its files and recompute the damaged ones",
    ),
]


From = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="DIR",
        help="从 teda branch 存下的年末状态接着算，成员和抽样不变\n"
        "go on from the states that teda branch kept, with their draws",
    ),
]
UntilError = Annotated[
    str,
    typer.Option(
        "--until-error",
        metavar="E%",
        help="逐批增加成员，直到每个达标概率的 95% 误差都不超过 E%；代替 --members\n"
        "add members until no probability has a 95% error above E%; instead of --members",
    ),
]


def add_ensemble_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "ensemble",
        cls=BilingualCommand,
        help="""按参数的不确定性抽样，把情景运行许多次，结果存入文件夹。
Run scenarios many times with draws of their uncertain constants, and keep the results in folders.
随时可以中断（Ctrl-C、断电），加上 --resume 继续，结果逐字节相同。
It may be interrupted at any time; --resume continues, and the results are identical to the byte.""",
        epilog="""例 Examples
  teda ensemble plan
  teda ensemble plan --members 1000 --seed 7 --out runs/plan
  teda ensemble trend plan --members 100000 --out runs/long
  teda ensemble plan --members 100000 --out runs/long/plan --resume
  teda ensemble plan --members 1000000 --summary --out runs/summary
  teda ensemble plan --members 100000 --cluster local:2 --out runs/cluster
  teda ensemble plan --until-error 1% --out runs/sure
  teda ensemble plan --outputs gross_industrial_output --out runs/one
  teda ensemble trend --set "public investment=120" --out runs/trend-120
  teda ensemble trend --vary "public investment=60..120" --out runs/trend-varied
  teda ensemble plan --prior --out runs/plan-prior
  teda ensemble plan --sampling lhs --members 2000 --out runs/plan-lhs
  teda ensemble plan --draws examples/draws.csv --out runs/plan-own
  teda ensemble examples/from-2026.yaml --from runs/end-of-2025 --out runs/from-2026""",
    )(ensemble)


def ensemble(
    scenarios: Scenarios,
    members: DrawnMembers = "",
    seed: Seed = "7",
    sampling: Sampling = "",
    draws: DrawsTable = "",
    vary: Vary = None,
    out: Folder = "",
    outputs: Outputs = "",
    every: EveryWhen = "year",
    settings: SetOrTable = None,
    workers: Workers = "",
    cluster: Cluster = "",
    summary: Summary = False,
    until_error: UntilError = "",
    resume: Resume = False,
    branch: From = "",
    lang: Lang = "zh",
    home: HomeFolder = None,
    plan: PlanChoice = "",
    prior: Prior = False,
) -> None:
    """Run scenarios many times with draws of their uncertain constants."""
    with Faults() as faults:
        output = faults.take(read_output, lang, "", "", ONLY_TEXT)
        numbers = faults.take(read_whole_numbers, members=members, seed=seed, workers=workers)
        overlay, single = faults.take(split_table, settings) or (None, [])
        error = faults.take(_read_error, until_error)
        method = faults.take(read_method, sampling, draws, is_prior=prior)
        changes, ranges = faults.take(read_settings, single), faults.take(read_ranges, vary)
        known = faults.take(read_branch, branch)
    from sim.cli.progress import Bar
    from sim.ensembles.ensemble import run_ensembles
    from sim.ensembles.plan import Request
    from sim.report.tables.ensemble import ensemble_text
    from sim.sampling.request import DrawRequest

    asked = tuple(name.strip() for name in outputs.split(",") if name.strip())
    drawn = DrawRequest(numbers.get("members"), numbers["seed"], method, ranges, draws or None, overlay)
    request = Request(drawn, asked, every, summary, error, known)
    with Bar(output.language, has_rate=True) as bar:
        found = run_ensembles(
            scenarios,
            request,
            out or None,
            changes,
            home_of(home, plan),
            within_folder=RUNS,
            is_resumed=resume,
            workers=numbers.get("workers"),
            cluster=cluster or None,
            progress=bar.show,
        )
    for result in found:
        tell(result)
    output.write(ensemble_text(found, output.language, home, output.page))


def read_branch(place: str) -> Branch | None:
    """Return the branch of a folder; None where none is named."""
    if not place:
        return None
    from sim.ensembles.branching.branch import open_branch

    return open_branch(place)


def _read_error(text: str) -> float | None:
    """Return an error, 0 to 1, that is written in per cent or as a share; None where none is given."""
    if not text:
        return None
    bare = text.strip().removesuffix("%").removesuffix("％")
    value = number_or_text(bare)
    if isinstance(value, str) or not math.isfinite(value):
        zh, en = f'"{text}" 不是误差，应如 1%。', f'"{text}" is no error; write it as 1%.'
        raise fail("not-a-number", zh, en, "--until-error")
    return value / 100 if bare != text.strip() else value


def tell(result: Ensemble) -> None:
    """Report notes on how the results were obtained."""
    for note in result.notes:
        sys.stderr.write(f"{note.report()}\n")
