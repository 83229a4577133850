"""The options on language, format and destination that the commands share."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import cast

from sim.errors import Fault, SimError, fail, nearest
from sim.files import os_reason, write_text
from sim.units import Language

FORMATS = ("table", "csv", "json")
LANGUAGES = ("zh", "en")
HORIZON_YEARS = ("2025", "2035")
SHORT = 4


@dataclass(frozen=True)
class Output:
    """Where results go and how.

    Parameters
    ----------
    language : of tables and CSV headings
    format : "table", "csv" or "json"
    out : file to write, or "" for standard output
    until : last year shown
    """

    language: Language
    format: str
    out: str
    until: int

    def write(self, text: str) -> None:
        """Write a result whole, or not at all.

        CSV in a file begins with a byte-order mark, by which Excel knows UTF-8.
        """
        if not self.out:
            _show(text)
            return
        write_text(self.out, text, "utf-8-sig" if self.format == "csv" else "utf-8")
        done = {"zh": f"已写入 {self.out}", "en": f"written: {self.out}"}
        sys.stderr.write(f"{done[self.language]}\n")


def read_output(lang: str, form: str, out: str, until: str = "2035") -> Output:
    """Return the checked options.

    Raises
    ------
    SimError: the faults of all of them.
    """
    form = form or {".csv": "csv", ".json": "json"}.get(PurePath(out).suffix.lower(), "table")
    choices: Mapping[str, tuple[str, tuple[str, ...]]] = {
        "--lang": (lang, LANGUAGES),
        "--format": (form, FORMATS),
        "--until": (until, HORIZON_YEARS),
    }
    faults = [
        _not_allowed(option, given, allowed)
        for option, (given, allowed) in choices.items()
        if given not in allowed
    ]
    if faults:
        raise SimError(faults)
    return Output(cast("Language", lang), form, out, int(until))


def _not_allowed(option: str, given: str, allowed: tuple[str, ...]) -> Fault:
    like = nearest(given, allowed) if len(given) > SHORT else None  # the list itself is short
    listed = ", ".join(allowed)
    hint_zh, hint_en = (f"是否为 {like}？", f" Did you mean {like}?") if like else ("", "")
    return Fault(
        "invalid-choice",
        f'"{given}" 不可用，应是以下之一：{listed}。{hint_zh}',
        f'"{given}" will not do; it must be one of: {listed}.{hint_en}',
        f"{option} {given}",
    )


def _show(text: str) -> None:
    _prepare_stdout()
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_stdout()
        zh, en = os_reason(error)
        raise fail("unwritable", f"无法写入：{zh}。", f"cannot be written: {en}.", "stdout") from error


def silence_stdout() -> None:
    """Point standard output at nothing, or the interpreter complains when it closes it."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _prepare_stdout() -> None:
    """Let no character that the terminal lacks stop the output; pipes on Windows take UTF-8."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is None:
        return
    if os.name == "nt" and not sys.stdout.isatty():
        reconfigure(encoding="utf-8")
    reconfigure(errors="replace")
