"""The options on language, format and destination that the commands share."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, cast

from sim.cli.streams import language_of, page_of_file, page_of_stdout, prepare_streams, rows
from sim.errors import Fault, Faults, fail, nearest
from sim.files import expand, not_a_file, os_reason, write_files
from sim.names import visible
from sim.units import Language

if TYPE_CHECKING:
    from sim.registry.home import Home
    from sim.report.layout import Page
    from sim.report.record import Report

FORMATS: Mapping[str, str] = {  # what the name of a file ends with
    "table": ".txt",
    "csv": ".csv",
    "csv-long": ".csv",
    "json": ".json",
    "xlsx": ".xlsx",
    "markdown": ".md",
}
WITH_LONG = ("table", "csv", "csv-long", "json", "xlsx")
WITH_ROWS = ("table", "csv", "json", "xlsx")
WITHOUT_ROWS = ("table", "json", "xlsx")
ONLY_TEXT = ("table",)
MARKDOWN = "markdown"  # of the command that has a page to write
LANGUAGES = ("zh", "en")
SHORT = 4


@dataclass(frozen=True)
class Output:
    """Destination and format of results.

    Parameters
    ----------
    language : of tables and CSV headings
    format : one of `FORMATS`
    out : file to write, or "" for standard output
    """

    language: Language
    format: str
    out: str

    @property
    def page(self) -> Page:
        """What text is laid out for."""
        return page_of_file() if self.out else page_of_stdout()

    def write_report(self, report: Report) -> None:
        """Write a report in the requested format and language."""
        if self.format == "xlsx":
            from sim.report.workbook import workbook_bytes

            self._write_file(workbook_bytes(report, self.language))
            return
        from sim.report.writers import written

        self.write(written(report, self.format, self.language, self.page))

    def write(self, text: str) -> None:
        """Write a result atomically.

        CSV in a file begins with a byte-order mark, by which Excel recognises UTF-8; in a pipe it has none.
        """
        if not self.out:
            _show(text)
            self._hint(text.count("\n"))
            return
        self._write_file(text.encode("utf-8-sig" if FORMATS[self.format] == ".csv" else "utf-8"))

    def _write_file(self, content: bytes) -> None:
        write_files({self.out: content})
        tell({"zh": f"已写入 {self.out}", "en": f"written: {self.out}"}, self.language)

    def _hint(self, lines: int) -> None:
        """Say how to read what fills a terminal more than twice."""
        shown = rows()
        if shown and lines > 2 * shown:
            pager = "more" if os.name == "nt" else "less"
            zh = f"（共 {lines} 行：可在命令后加 | {pager} 分页，或加 --out 写入文件）"
            en = f"({lines} lines: add | {pager} to page through them, or --out to write a file)"
            tell({"zh": zh, "en": en}, self.language)


def tell(words: Mapping[Language, str], language: Language) -> None:
    """Say something on standard error, in English where it has no Chinese."""
    with contextlib.suppress(OSError):  # it may be closed or full
        sys.stderr.write(f"{visible(words[language_of(sys.stderr, language)])}\n")


def read_output(lang: str, form: str, out: str, formats: Sequence[str] = WITH_ROWS) -> Output:
    """Return the checked options.

    Parameters
    ----------
    formats : those that the command has; without one stated the name of the file decides, then the first

    Raises
    ------
    SimError: the faults of all of them.
    """
    faults = Faults()
    if lang not in LANGUAGES:
        faults.append(_not_allowed("--lang", lang, LANGUAGES))
    if form and form not in formats:
        faults.append(_not_allowed("--format", form, formats))
    elif out:
        faults += _suffix_faults(form, out, formats)
    elif form == "xlsx":
        zh = "工作簿只能写入文件：请加上 --out，如 --out result.xlsx。"
        en = "a workbook goes into a file: add --out, as in --out result.xlsx."
        faults.append(Fault("missing", zh, en, "--format xlsx"))
    faults.check()
    suffix = _suffix(out)
    form = form or next((each for each in formats if out and FORMATS[each] == suffix), formats[0])
    return Output(_language(cast("Language", lang), form, out), form, out)


def _suffix_faults(form: str, out: str, formats: Sequence[str]) -> Iterator[Fault]:
    """Yield what is wrong with the name of the file: a suffix that is unknown, or that of another format."""
    if expand(out).is_dir():
        yield from not_a_file(expand(out), out).faults
        return
    suffix, place = _suffix(out), f"--out {out}"
    allowed = list(dict.fromkeys(FORMATS[each] for each in formats))
    if suffix not in allowed:
        what_zh = f'后缀 "{suffix}" 不可用' if suffix else "文件名缺少后缀"
        what_en = f'the suffix "{suffix}" is invalid' if suffix else "the file name lacks its suffix"
        listed = ", ".join(allowed)
        zh = f"{what_zh}，应是以下之一：{listed}。"
        en = f"{what_en}; it must be one of: {listed}."
        yield Fault("invalid-choice", zh, en, place)
    elif form and FORMATS[form] != suffix:
        right = os.fspath(PurePath(out).with_suffix(FORMATS[form]))
        zh = f"后缀与 --format {form} 不符：请写 --out {right}，或去掉 --format。"
        en = f"the suffix contradicts --format {form}: write --out {right}, or leave --format out."
        yield Fault("conflict", zh, en, place)


def _suffix(out: str) -> str:
    return PurePath(out).suffix.lower()


def _language(wanted: Language, form: str, out: str) -> Language:
    """Return the language of what is shown, English where standard output has no Chinese: that is told."""
    found = wanted if out or form == "json" else language_of(sys.stdout, wanted)
    if found != wanted:
        encoding = sys.stdout.encoding
        tell(
            {
                "zh": f"输出的编码 {encoding} 没有汉字，改用英文；设 PYTHONIOENCODING=utf-8 可得中文。",
                "en": f"the output's encoding {encoding} has no Chinese, so this is English; "
                "PYTHONIOENCODING=utf-8 gives Chinese.",
            },
            wanted,
        )
    return found


def read_until(until: str, home: str | Home | None) -> int | None:
    """Return the last year to show, None where none is given.

    Raises
    ------
    SimError: it is no year of the model after its base year; the faults of the home's model and registry.
    """
    if not until:
        return None
    from sim.scenario.workspace import load_workspace

    workspace = load_workspace(home)
    first, last = workspace.registry.base_year + 1, int(workspace.model.final_time)
    given = until.strip()
    if not (given.isascii() and given.isdigit() and first <= int(given[:5]) <= last):
        zh = f'"{until}" 不可用，应是 {first} 到 {last} 的年份。'
        en = f'"{until}" is invalid; it must be a year from {first} to {last}.'
        raise fail("outside-limits", zh, en, f"--until {until}")
    return int(given)


def _not_allowed(option: str, given: str, allowed: Sequence[str]) -> Fault:
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
    prepare_streams()
    try:
        sys.stdout.write(visible(text))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_stdout()
        zh, en = os_reason(error)
        raise fail("unwritable", f"无法写入：{zh}。", f"cannot be written: {en}.", "stdout") from error


def silence_stdout() -> None:
    """Redirect standard output to nothing, so that the interpreter does not complain when closing it."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
