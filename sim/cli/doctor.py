"""The command ``teda doctor``: whether this installation is sound, and what to do where it is not."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli.errors import CHECK_FAILED, OK
from sim.cli.help import BilingualCommand
from sim.cli.option_names import with_options
from sim.cli.options import Format, HomeFolder, Lang, Out
from sim.cli.output import read_output
from sim.errors import SimError
from sim.places import PROJECT, is_checkout, user_cache

if TYPE_CHECKING:
    from sim.report.tables.health import Finding

LEAST_DISK = 1_000_000_000  # bytes; an ensemble of 100,000 members takes about as much
SAMPLE = "✓✗—中文"  # characters of every report


def add_doctor_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "doctor",
        cls=BilingualCommand,
        help="""检查安装：版本、Python、软件包、模型、缓存、字体、终端编码、磁盘；有问题时退出码为 1。
Check the installation: versions, packages, model, caches, fonts, terminal, disk; else exit code 1.""",
        epilog="""例 Examples
  teda doctor
  teda doctor --lang en
  teda doctor --format json --out doctor.json""",
    )(doctor)


def doctor(lang: Lang = "zh", form: Format = "", out: Out = "", home: HomeFolder = None) -> int:
    """Check the installation; the exit code is 1 where something has to be done."""
    output = read_output(lang, form, out)
    from sim.report.tables.health import health_report

    findings = [found for look in _LOOKS for found in look()] + [*_home(home)]
    output.write_report(health_report(findings))
    return OK if all(one.is_sound for one in findings) else CHECK_FAILED


def _found(zh: str, en: str, value: str, cure: tuple[str, str] | None = None) -> Finding:
    from sim.registry.schema import Bilingual
    from sim.report.tables.health import Finding

    return Finding(Bilingual(zh=zh, en=en), value, Bilingual(zh=cure[0], en=cure[1]) if cure else None)


def _versions() -> Iterator[Finding]:
    yield _found("版本", "version", _installed(PROJECT) or "—")
    is_64_bit = sys.maxsize > 2**32
    cure = None if is_64_bit else ("请安装 64 位的 Python。", "Install a Python of 64 bits.")
    yield _found("Python", "Python", f"{platform.python_version()} ({sys.executable})", cure)
    yield _found("系统", "system", f"{platform.system()} {platform.release()} {platform.machine()}")
    kind = "checkout" if is_checkout() else "wheel"
    yield _found("环境", "environment", f"{sys.prefix} ({kind})")


def _packages() -> Iterator[Finding]:
    with contextlib.suppress(metadata.PackageNotFoundError):
        needed = [line for line in metadata.requires(PROJECT) or () if ";" not in line]
        names = [_name(line) for line in needed]
        missing = [name for name in names if _installed(name) is None]
        cure = (
            f"缺少 {', '.join(missing)}；请运行 python bootstrap.py，或重新安装。",
            f"{', '.join(missing)} missing; run python bootstrap.py, or install again.",
        )
        yield _found(
            "软件包", "packages", f"{len(names) - len(missing)}/{len(names)}", cure if missing else None
        )


def _name(requirement: str) -> str:
    """Return the package of a requirement such as ``numpy>=2.3``."""
    return next(iter(requirement.replace("(", " ").split()), "").split(">")[0].split("=")[0].split("<")[0]


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _cache() -> Iterator[Finding]:
    folder = user_cache()
    if folder is None:
        yield _found(
            "缓存",
            "cache",
            "—",
            ("没有缓存文件夹，每次重新编译模型。", "None: the model is compiled each time."),
        )
        return
    above = next(each for each in (folder, *folder.parents) if each.exists())
    cure = (
        f"{above} 不可写，请改权限，或用 TEDA_CACHE 另指。",
        f"{above} cannot be written; change that, or set TEDA_CACHE.",
    )
    yield _found("缓存", "cache", str(folder), None if os.access(above, os.W_OK) else cure)


def _fonts() -> Iterator[Finding]:
    from sim.fonts.build import source_font

    try:
        path, is_there = source_font(), source_font().is_file()
    except (ImportError, OSError, SimError):
        path, is_there = Path(), False
    cure = (
        "图表所用的中文字体缺失，请重新安装。",
        "The Chinese font of the charts is missing; install again.",
    )
    yield _found("字体", "font", path.name or "—", None if is_there else cure)


def _terminal() -> Iterator[Finding]:
    encoding = sys.stdout.encoding or "?"
    try:
        SAMPLE.encode(encoding)
        cure = None
    except (UnicodeEncodeError, LookupError):
        cure = (
            "显示不了全部字符；Windows 请先运行 chcp 65001，其他系统把 LANG 设为 UTF-8。",
            "Some characters do not show; on Windows run chcp 65001, elsewhere set LANG to UTF-8.",
        )
    yield _found("终端编码", "terminal", encoding, cure)


def _machine() -> Iterator[Finding]:
    from sim.report.words.numbers import print_size

    free = shutil.disk_usage(Path.cwd()).free
    cure = ("不足 1 GB，大的集合可能放不下。", "Below 1 GB: large ensembles may not fit.")
    yield _found("可用磁盘", "free disk", print_size(free), cure if free < LEAST_DISK else None)
    yield _found("处理器", "processors", str(os.cpu_count() or 1))


def _home(home: str | None) -> Iterator[Finding]:
    """Yield the folder of the model, and the model that is in it."""
    from sim.registry.home import find_home
    from sim.report.words.numbers import print_figure
    from sim.scenario.workspace import load_workspace

    try:
        yield _found("数据文件夹", "home", str(find_home(home).folder))
        workspace = load_workspace(home)
    except SimError as error:
        fault = with_options(error.faults[0], {"home": "--home"})
        yield _found("模型", "model", fault.place or "—", (fault.zh, fault.en))
        return
    yield _found(
        "模型", "model", f"{workspace.model.hash[:12]}, {print_figure(len(workspace.model.variables), 0)}"
    )


_LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _versions,
    _packages,
    _cache,
    _fonts,
    _terminal,
    _machine,
)
