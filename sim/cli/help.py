"""Commands with bilingual help pages and faults that name options: Chinese first, English below."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from sim.cli.option_names import option_names, with_options
from sim.ensembles.workers.stopping import Stopped
from sim.errors import Fault, Faults, SimError
from sim.report.layout import pad, width_of

INDENT = "  "
_TYPERS = {  # options that Typer adds, whose own texts are English
    "--help": "显示本页\nshow this page",
    "--install-completion": "为当前所用的 shell 安装补全（bash、zsh、fish、PowerShell）\n"
    "install completion for the shell in use (bash, zsh, fish, PowerShell)",
    "--show-completion": "显示补全脚本，可自行安装\nshow the script of completion, to install it by hand",
}


class BilingualCommand(TyperCommand):
    """A command whose help page is written here, and whose faults name its options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; a fault of theirs says which command they were given to."""
        try:
            rest = super().parse_args(ctx, args)
        except typer.TyperException as error:
            error.ctx = getattr(error, "ctx", None) or ctx  # type: ignore[attr-defined]
            raise
        Faults(_empty(self, ctx)).check()
        return rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command.

        Raises
        ------
        SimError: the faults of the library, worded with the command's options.
        Exit: a signal ended the run; the report says how to resume it.
        """
        try:
            return super().invoke(ctx)
        except SimError as error:
            options = option_names(ctx.find_root().command)
            raise SimError(with_options(fault, options) for fault in error.faults) from error
        except Stopped as stopped:
            if stopped.fault:
                options = option_names(ctx.find_root().command)
                sys.stderr.write(f"{with_options(stopped.fault, options).report()}\n")
            raise typer.Exit(stopped.exit_code) from None

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page: usage, description, arguments, options, examples."""
        formatter.write(_page(self, ctx))


class BilingualGroup(TyperGroup):
    """A group of commands whose help page is written here."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page: usage, description, commands, options, examples."""
        formatter.write(_page(self, ctx))


def _empty(command: Any, ctx: Any) -> Iterator[Fault]:
    """Yield the arguments and options that were given without a value; what is not given has its default."""
    for parameter in command.get_params(ctx):
        source = ctx.get_parameter_source(parameter.name)
        value = ctx.params.get(parameter.name)
        texts = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
        if (
            source is not None
            and source.name == "COMMANDLINE"
            and any(not str(text).strip() for text in texts)
        ):
            is_option = parameter.param_type_name == "option"
            place = max(parameter.opts, key=len) if is_option else _metavar(parameter)
            yield Fault("missing", "不能为空。", "must not be empty.", place)


def _page(command: Any, ctx: Any) -> str:
    commands = getattr(command, "commands", {})
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.get_params(ctx) if p.param_type_name == "option"]
    use = " ".join([ctx.command_path, *(["COMMAND"] if commands else []), *map(_metavar, arguments)])
    sections = [
        f"用法 Usage: {use} [OPTIONS]",
        _text(command.help),
        _listed("命令 Commands", [(n, _first_lines(c.help)) for n, c in commands.items()]),
        _listed("参数 Arguments", [(_metavar(a), a.help or "") for a in arguments]),
        _listed("选项 Options", [(_spelling(o), _option_text(o)) for o in options]),
        _text(command.epilog),
    ]
    return "\n\n".join(filter(None, sections)) + "\n"


def _metavar(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _option_text(option: Any) -> str:
    return _TYPERS.get(max(option.opts, key=len), option.help or "")


def _spelling(option: Any) -> str:
    names = ", ".join(sorted(option.opts, key=len, reverse=True))  # click keeps those of --help in a set
    return names if option.is_flag else f"{names} {option.metavar or option.name.upper()}"


def _text(text: str | None) -> str:
    return "\n".join(line.strip("\b") for line in (text or "").strip().splitlines())


def _first_lines(text: str | None) -> str:
    """Return the first Chinese and the first English line of a help text."""
    lines = [line.strip() for line in (text or "").splitlines() if line.strip()]
    return "\n".join(lines[:2])


def _listed(title: str, entries: list[tuple[str, str]]) -> str:
    """Return entries in two columns, further lines of an entry below its first."""
    if not entries:
        return ""
    width = max(width_of(name) for name, _ in entries)
    lines = [title]
    for name, text in entries:
        first, *rest = text.strip().splitlines() or [""]
        lines.append(f"{INDENT}{pad(name, width)}  {first}".rstrip())
        lines += [f"{INDENT}{' ' * width}  {line.strip()}" for line in rest]
    return "\n".join(lines)
