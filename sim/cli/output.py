"""The options on language, format and destination that the commands share."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, cast

from sim.errors import Fault, Faults, SimError, fail, nearest
from sim.files import os_reason, write_text
from sim.units import Language

if TYPE_CHECKING:
    from sim.report.record import Report

FORMATS = ("table", "csv", "json")
LANGUAGES = ("zh", "en")
SHORT = 4


@dataclass(frozen=True)
class Output:
    """Destination and format of results.

    Parameters
    ----------
    language : of tables and CSV headings
    format : "table", "csv" or "json"
    out : file to write, or "" for standard output
    """

    language: Language
    format: str
    out: str

    def write_report(self, report: Report) -> None:
        """Write a report in the requested format and language."""
        from sim.report.writers import written

        self.write(written(report, self.format, self.language))

    def write(self, text: str) -> None:
        """Write a result atomically.

        CSV in a file begins with a byte-order mark, by which Excel recognises UTF-8.
        """
        if not self.out:
            _show(text)
            return
        write_text(self.out, text, "utf-8-sig" if self.format == "csv" else "utf-8")
        done = {"zh": f"已写入 {self.out}", "en": f"written: {self.out}"}
        sys.stderr.write(f"{done[self.language]}\n")


def read_output(lang: str, form: str, out: str) -> Output:
    """Return the checked options.

    Raises
    ------
    SimError: the faults of all of them.
    """
    form = form or {".csv": "csv", ".json": "json"}.get(PurePath(out).suffix.lower(), "table")
    choices: Mapping[str, tuple[str, tuple[str, ...]]] = {
        "--lang": (lang, LANGUAGES),
        "--format": (form, FORMATS),
    }
    Faults(
        _not_allowed(option, given, allowed)
        for option, (given, allowed) in choices.items()
        if given not in allowed
    ).check()
    return Output(cast("Language", lang), form, out)


def read_horizon(until: str, home: str | None) -> int | None:
    """Return a horizon of the plan by its year, None where no year is given.

    Raises
    ------
    SimError: the year is not a horizon of the plan; the faults of the home's model and registry.
    """
    if not until:
        return None
    from sim.scenario.workspace import load_workspace

    horizons = tuple(map(str, load_workspace(home).registry.plan.horizons))
    if until not in horizons:
        raise SimError(_not_allowed("--until", until, horizons))
    return int(until)


def _not_allowed(option: str, given: str, allowed: tuple[str, ...]) -> Fault:
    like = nearest(given, allowed) if len(given) > SHORT else None  # the list itself is short
    listed = ", ".join(allowed)
    hint_zh, hint_en = (f"是否为 {like}？", f" Did you mean {like}?") if like else ("", "")
    return Fault(
        "invalid-choice",
        f'"{given}" 不可用，应是以下之一：{listed}。{hint_zh}',
        f'"{given}" is invalid; it must be one of: {listed}.{hint_en}',
        f"{option} {given}",
    )


def _show(text: str) -> None:
    _prepare_stdout()
    try:
        sys.stdout.write(visible(text))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_stdout()
        zh, en = os_reason(error)
        raise fail("unwritable", f"无法写入：{zh}。", f"cannot be written: {en}.", "stdout") from error


_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\r\t"} | {
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
}


def visible(text: str) -> str:
    """Return text with control characters replaced by Unicode pictures: names in a file may hold any."""
    return text.translate(_CONTROLS)


def silence_stdout() -> None:
    """Redirect standard output to nothing, so that the interpreter does not complain when closing it."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _prepare_stdout() -> None:
    """Replace characters that the terminal lacks instead of failing; write UTF-8 to pipes on Windows."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is None:
        return
    if os.name == "nt" and not sys.stdout.isatty():
        reconfigure(encoding="utf-8")
    reconfigure(errors="replace")
