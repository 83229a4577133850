"""The commands of ``bootstrap.py``."""

import difflib
import io
import signal
import sys
from pathlib import Path

from sim.environment import place
from sim.environment.bundle import bundle
from sim.environment.causes import cause_of
from sim.environment.lock import ALL
from sim.environment.making import setup
from sim.environment.place import Trouble, say
from sim.environment.programs import run

HELP = """\
TEDA 情景模拟器
TEDA scenario simulator

用法 / Usage:  {me} COMMAND

  app [--port N] [--no-browser]
      准备环境，在浏览器中打开模拟器（127.0.0.1，默认端口 8501）
      make the environment and open the simulator at 127.0.0.1 (port 8501 unless taken)
  test [--fast] [-- PYTEST ARGUMENTS]
      准备环境，检查格式、风格和类型，运行测试；--fast 不含耗时的和需要浏览器的测试
      make the environment, check format, style and types, run the tests;
      --fast leaves out those that take long or need a browser
  teda ARGUMENTS
      准备环境，运行 teda 命令，例如 {me} teda run plan
      make the environment and run a teda command, as in {me} teda run plan
  setup [--again]
      只准备环境（.venv）；--again 从头重建
      only make the environment (.venv); --again makes it from nothing
  zip
      把受版本管理的文件打成一个压缩包，供不用命令行的人双击打开
      pack the files under version control, to be opened by a double click

首次运行需要联网下载约 300 MB（test 另需约 100 MB）；pip 的镜像、代理等设置同样有效，
例如清华、阿里云的镜像：pip config set global.index-url <镜像地址>，或环境变量 PIP_INDEX_URL。
The first run downloads about 300 MB (test 100 MB more); your pip settings (mirror, proxy) are obeyed.
{variable}=DIR 把环境放到别处，例如文件夹会被同步（OneDrive、坚果云）或只读时。
{variable}=DIR puts the environment elsewhere, when this folder is synchronised or read-only, say.
"""


def app(arguments: list[str]) -> int:
    """Open the simulator."""
    setup()
    return run(_teda("app", *arguments), place.ROOT)


def teda(arguments: list[str]) -> int:
    """Run a teda command where the user stands."""
    setup()
    return run(_teda(*arguments), Path.cwd())


def _teda(*arguments: str) -> list[str]:
    """Return a command of teda; no module that lies where the user stands is to be imported (``-P``)."""
    return [str(place.PYTHON), "-P", "-m", "sim", *arguments]


CHECKS = ("ruff format --check .", "ruff check .", "mypy", "pytest")
# File by file among the processors, in the order of tests/conftest.py: those that take long first.
SHARED = ["-n", "auto", "--maxprocesses", "8", "--dist", "loadfile", "--no-loadscope-reorder"]
FAST = [*SHARED, "-m", "not slow and not browser"]


def test(arguments: list[str]) -> int:
    """Run every check, whether or not one before it failed; 1 when any did."""
    fast, rest = arguments[:1] == ["--fast"], arguments[arguments[:1] == ["--fast"] :]
    more = [*(FAST if fast else SHARED), *rest[rest[:1] == ["--"] :]]
    setup(ALL)
    failed = []
    for check in CHECKS:
        say("检查", check)
        words = check.split()
        if run([str(place.PYTHON), "-m", *words, *(more if check == "pytest" else [])], place.ROOT):
            failed.append(check)
    if failed:
        say(f"未通过：{'、'.join(failed)}", f"failed: {', '.join(failed)}")
    else:
        say("全部通过", "all passed")
    return int(bool(failed))


def only_setup(arguments: list[str]) -> int:
    """Make the environment."""
    _only(arguments, ["--again"])
    setup(again=bool(arguments))
    say("下一步", f"{place.ME} app")
    return 0


def pack(arguments: list[str]) -> int:
    """Pack the files under version control."""
    _only(arguments, [])
    path = bundle()
    say("已写入", str(path))
    return 0


COMMANDS = {"app": app, "test": test, "teda": teda, "setup": only_setup, "zip": pack}


def _only(arguments: list[str], known: list[str]) -> None:
    for word in arguments:
        if word not in known:
            raise unknown("选项", "option", word, known)


def unknown(zh: str, en: str, given: str, known: list[str]) -> Trouble:
    """Return the fault of a word that is none of the known ones."""
    near = difflib.get_close_matches(given, known, n=1, cutoff=0.5)
    allowed = "、".join(known) or "无"
    return Trouble(
        f'没有名为 "{given}" 的{zh}。' + (f'最接近的是 "{near[0]}"。' if near else "") + f"可用：{allowed}。",
        f'No {en} "{given}". '
        + (f'Nearest: "{near[0]}". ' if near else "")
        + f"There are: {', '.join(known) or 'none'}.",
    )


def obey(arguments: list[str]) -> int:
    """Run the command that the arguments name and return its exit code."""
    name, *rest = arguments or ["help"]
    asks = {"-h", "--help"}
    if name in asks | {"help"} or (name != "teda" and asks.intersection(rest)):
        print(HELP.format(me=place.ME, variable=place.VENV_VARIABLE), end="")
        return 0
    if name not in COMMANDS:
        raise unknown("命令", "command", name, list(COMMANDS))
    return COMMANDS[name](rest)


def main(arguments: list[str]) -> int:
    """Run a command; every trouble ends in two lines and an exit code, not in a traceback."""
    try:
        return obey(arguments)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return trouble.code
    except KeyboardInterrupt:
        say("已停止", "stopped")
        return 130
    except OSError as error:
        lines = [f"读写失败：{error}", f"Reading or writing failed: {error}", *(cause_of(str(error)) or ())]
        print("\n".join(lines), file=sys.stderr)
        return 2


def start() -> None:
    """Run as a program; a closed terminal and a request to end stop what was started, too."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, lambda number, _: sys.exit(128 + number))
    sys.exit(main(sys.argv[1:]))
