"""Exit codes of commands, and reports of failures on standard error."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import traceback
from collections.abc import Callable
from typing import Any

import typer

from sim.cli.output import silence_stdout
from sim.cli.streams import language_of
from sim.errors import Fault, SimError, suggestion
from sim.files import os_reason
from sim.names import visible
from sim.places import incomplete_environment

OK, CHECK_FAILED, BAD_INPUT, UNEXPECTED, INTERRUPTED = 0, 1, 2, 70, 130
DEBUG_VARIABLE = "TEDA_DEBUG"


def guarded(command: Callable[[], object]) -> int:
    """Run a command and return its exit code; every failure is reported, none is raised."""
    try:
        code = command()
        sys.stdout.flush()
    except SimError as error:
        return _report(error)
    except typer.TyperException as error:  # a command line that cannot be read
        return _report(SimError(usage_fault(error)))
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except (
        BrokenPipeError,
        SystemExit,
    ):  # the reader, such as `head`, has closed the pipe; so Typer tells it
        silence_stdout()
        return OK
    except typer.Exit as error:
        return error.exit_code
    except OSError as error:  # a path that the system refuses before anything is done with it
        return _report_refused(error) if isinstance(error.filename, str) else _report_unexpected(error)
    except ImportError as error:
        return _report(SimError([incomplete_environment(error)]))
    except Exception as error:  # the last resort: no traceback is shown
        return _report_unexpected(error)
    return code if isinstance(code, int) else OK


def _report(error: SimError) -> int:
    _tell(f"{visible(_text(error))}\n")
    return BAD_INPUT


def _tell(text: str) -> None:
    """Write to standard error, where it takes anything: the exit code says the rest."""
    with contextlib.suppress(OSError):
        sys.stderr.write(text)


def _report_refused(error: OSError) -> int:
    zh, en = os_reason(error)
    fault = Fault("unreadable", f"不能读写：{zh}。", f"cannot be read or written: {en}.", error.filename)
    return _report(SimError(fault))


def _text(error: SimError) -> str:
    """Return the faults in both languages, or in English where standard error has no Chinese."""
    if language_of(sys.stderr, "zh") == "zh":
        return str(error)
    return "\n".join(f"{fault.place}: {fault.en}" if fault.place else fault.en for fault in error.faults)


def _report_unexpected(error: Exception) -> int:
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exc()
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    _tell(
        f"程序内部出错（{what}）。请附上所用的命令和 {DEBUG_VARIABLE}=1 时的输出告知维护者。\n"
        f"an internal error ({what}). Please report it with the command used "
        f"and what it prints with {DEBUG_VARIABLE}=1.\n"
    )
    return UNEXPECTED


def usage_fault(error: Any) -> Fault:
    """Return the fault of a command line that cannot be parsed."""
    ctx = getattr(error, "ctx", None)
    place = ctx.command_path if ctx else "teda"
    message, option = error.format_message(), getattr(error, "option_name", "")
    if option and hasattr(error, "possibilities"):  # Typer exports no class to distinguish the two
        return _unknown("选项", "option", option, _options(ctx), place)
    if option and "does not take a value" in message:
        return Fault("syntax", f"选项 {option} 不带值。", f"the option {option} takes no value.", place)
    if option:
        return Fault("missing", f"选项 {option} 后面缺少值。", f"the option {option} needs a value.", place)
    unknown = re.match(r"No such command ['\"](.*?)['\"]", message)
    if unknown and ctx:
        return _unknown("命令", "command", unknown[1], list(ctx.command.commands), place)
    if isinstance(error, typer.BadParameter):  # options are texts, so it can only be missing
        names = _missing(error)
        return Fault("missing", f"缺少参数 {names}。", f"the argument {names} is missing.", place)
    extra = re.match(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", message)
    if extra:
        return Fault(
            "syntax",
            f'多出了参数 "{extra[1]}"；选项要写出名称（见 --help），含空格的值请加引号。',
            f'unexpected argument "{extra[1]}"; give options by their names (see --help), '
            "and put a value with blanks in quotation marks.",
            place,
        )
    return Fault("syntax", f"命令有误：{message}", message, place)


def _missing(error: Any) -> str:
    parameter = error.param
    return str((parameter.metavar or parameter.name.upper()) if parameter else "")


def _options(ctx: Any) -> list[str]:
    parameters = ctx.command.get_params(ctx) if ctx else []
    return [name for parameter in parameters for name in parameter.opts if name.startswith("--")]


def _unknown(zh: str, en: str, given: str, known: list[str], place: str) -> Fault:
    listed = ", ".join(known)
    hint_zh, hint_en = suggestion(given, known)
    return Fault(
        "unknown-name",
        f'没有{zh} "{given}"。{hint_zh or f"可用的有：{listed}。"}',
        f'no {en} "{given}".{hint_en or f" There are: {listed}."}',
        place,
    )
