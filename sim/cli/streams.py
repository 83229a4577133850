"""What standard output and standard error can carry: their width, their characters, their language."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sim.units import Language

if TYPE_CHECKING:
    from sim.report.layout import Page

COLUMNS = 100  # of a file or a pipe, and where a terminal does not tell
FEWEST_COLUMNS = 40
ESCAPES = "teda-escapes"  # name of what stands for a character that cannot be written
CHINESE_CODE_PAGE = 936
_CHINESE = "中"
_OLD = ("gb2312", "gbk", "gb18030", "big5", "cp950")  # encodings in which Chinese programs draw signs wide
_SIGNS: Mapping[str, tuple[str, ...]] = {  # the first that can be written takes the place
    "✓": ("√", "+"),
    "✗": ("×", "x"),
    "—": ("-",),
    "–": ("-",),
    "−": ("-",),
    "─": ("-",),
    "≈": ("~",),
    "≥": (">=",),
    "≤": ("<=",),
    "→": ("->",),
    "±": ("+/-",),
    "×": ("x",),
    "°": ("^",),
    "†": ("#",),
    "·": ("-",),
    "…": ("...",),
    "μ": ("mu",),
    "σ": ("sd",),
    "∧": ("and",),
    "“": ('"',),
    "”": ('"',),
    "‘": ("'",),
    "’": ("'",),
}


def prepare_streams() -> None:
    """Let no character that a stream lacks stop the program: it is written as its number.

    A pipe on Windows takes UTF-8 unless PYTHONIOENCODING says otherwise. What is written to a stream that
    was closed before the start goes nowhere.
    """
    codecs.register_error(ESCAPES, _escaped)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if os.name == "nt" and not stream.isatty() and not os.environ.get("PYTHONIOENCODING"):
            reconfigure(encoding="utf-8")
        reconfigure(errors=ESCAPES)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Return characters without what is raised, sunken or accented, else as JSON and Python escape them."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    given = error.object[error.start : error.end]
    return "".join(_plain(sign, error.encoding) for sign in given), error.end


def _plain(sign: str, encoding: str) -> str:
    plain = unicodedata.normalize("NFKD", sign)
    if plain != sign and _has(encoding, plain):
        return plain
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def can_write(stream: IO[str], text: str) -> bool:
    """Return whether a stream has all characters of a text."""
    return _has(_encoding(stream), text)


def _encoding(stream: IO[str]) -> str:
    """Return the encoding of a stream by the name that Python gives it."""
    with contextlib.suppress(LookupError):
        return codecs.lookup(getattr(stream, "encoding", None) or "utf-8").name
    return "utf-8"


def _has(encoding: str, text: str) -> bool:
    with contextlib.suppress(UnicodeEncodeError):
        text.encode(encoding)
        return True
    return False


def language_of(stream: IO[str], wanted: Language) -> Language:
    """Return the language that was wanted, or English where a stream has no Chinese characters."""
    return wanted if wanted == "en" or can_write(stream, _CHINESE) else "en"


def page_of_stdout() -> Page:
    """Return the page that standard output is: as wide as the terminal, in the signs that it has."""
    from sim.report.layout import Page, width_in_old_console, width_of

    encoding = _encoding(sys.stdout)
    signs = {ord(sign): _instead(sign, encoding) for sign in _SIGNS if not _has(encoding, sign)}
    is_old = encoding in _OLD or _is_chinese_console()
    return Page(
        columns(),
        is_whole=not sys.stdout.isatty(),
        measure=width_in_old_console if is_old else width_of,
        signs=signs | {ord("─"): "-"} if is_old else signs,
    )


def page_of_file() -> Page:
    """Return the page that a file is."""
    from sim.report.layout import Page

    return Page(_stated_columns() or COLUMNS)


def columns() -> int:
    """Return the width of standard output: COLUMNS, else that of the terminal, else a fixed one."""
    stated = _stated_columns()
    if stated or not sys.stdout.isatty():
        return stated or COLUMNS
    with contextlib.suppress(OSError, ValueError):
        return max(FEWEST_COLUMNS, os.get_terminal_size(sys.stdout.fileno()).columns or COLUMNS)
    return COLUMNS


def rows() -> int | None:
    """Return how many lines the terminal shows at a time, None where standard output is none."""
    with contextlib.suppress(OSError, ValueError):
        return os.get_terminal_size(sys.stdout.fileno()).lines if sys.stdout.isatty() else None
    return None


def _stated_columns() -> int:
    text = os.environ.get("COLUMNS", "")
    return max(FEWEST_COLUMNS, int(text)) if text.isdecimal() and int(text) else 0


def _instead(sign: str, encoding: str) -> str:
    return next((each for each in _SIGNS[sign] if _has(encoding, each)), sign)


def _is_chinese_console() -> bool:
    """Return whether the console of Windows draws dashes and signs two cells wide."""
    if sys.platform == "win32" and sys.stdout.isatty() and not os.environ.get("WT_SESSION"):
        from ctypes import windll

        return bool(windll.kernel32.GetConsoleOutputCP() == CHINESE_CODE_PAGE)
    return False
