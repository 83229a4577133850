"""Files of the model document in their folder: written, or compared to find the stale ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Literal

from sim.errors import fail
from sim.files import display, os_reason, write_files
from sim.report.documents.model.build import COMMAND
from sim.report.documents.model.sectors import PICTURES
from sim.units import Language

_SAID: dict[str, Mapping[Language, str]] = {
    "missing": {"zh": "没有这个文件", "en": "is missing"},
    "unknown": {"zh": "模型中已没有对应的部门", "en": "belongs to no sector of the model"},
    "differs": {"zh": "从第 {line} 行起不同", "en": "differs from line {line} on"},
}


@dataclass(frozen=True)
class Difference:
    """Difference between a file and the content that the model generates now.

    Parameters
    ----------
    line : first line that differs, 0 where the whole file is missing or superfluous
    """

    path: Path
    kind: Literal["missing", "unknown", "differs"]
    line: int = 0

    def text(self, language: Language) -> str:
        """Return the difference in words."""
        colon = "：" if language == "zh" else " "
        return f"{display(self.path)}{colon}{_SAID[self.kind][language].format(line=self.line)}"


def find_differences(folder: Path, files: Mapping[str, str]) -> list[Difference]:
    """Return the differences between the files of a folder and the expected ones."""
    return [*_stale(folder, files), *(Difference(path, "unknown") for path in _leftover(folder, files))]


def _stale(folder: Path, files: Mapping[str, str]) -> Iterator[Difference]:
    for name, text in files.items():
        path = folder / name
        if not path.is_file():
            yield Difference(path, "missing")
        elif path.read_bytes() != text.encode():
            yield Difference(path, "differs", _first_line(path.read_bytes(), text.encode()))


def _first_line(found: bytes, wanted: bytes) -> int:
    pairs = zip_longest(found.split(b"\n"), wanted.split(b"\n"))
    return next(number for number, (left, right) in enumerate(pairs, start=1) if left != right)


def _leftover(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Return the pictures of sectors that no longer exist."""
    found = sorted((folder / PICTURES).glob("*.svg"))
    return [path for path in found if f"{PICTURES}/{path.name}" not in files]


def write_document(folder: Path, files: Mapping[str, str]) -> list[Difference]:
    """Bring a folder up to date and return the changed files.

    Raises
    ------
    SimError: a folder cannot be made, a file cannot be written or removed.
    """
    changed = find_differences(folder, files)
    try:
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        stale = {one.path for one in changed}
        write_files(
            {str(folder / name): text.encode() for name, text in files.items() if folder / name in stale}
        )
        for path in _leftover(folder, files):
            path.unlink()
    except OSError as error:
        zh, en = os_reason(error)
        raise fail("unwritable", f"无法写入：{zh}。", f"cannot be written: {en}.", display(folder)) from error
    return changed


def report_check(changed: list[Difference], language: Language) -> str:
    """Return the outcome of a check, with the command that updates stale files."""
    if not changed:
        return {"zh": "✓ 模型文档与模型一致。\n", "en": "✓ The document agrees with the model.\n"}[language]
    head, mend = {
        "zh": ("✗ 模型文档已过期：", f"请运行 {COMMAND} 更新。"),
        "en": ("✗ The document is stale:", f"Run {COMMAND} to update it."),
    }[language]
    return _listed(head, changed, language) + f"{mend}\n"


def report_written(changed: list[Difference], folder: Path, language: Language) -> str:
    """Return the report on the files written."""
    if not changed:
        return {"zh": "没有变化。\n", "en": "nothing has changed.\n"}[language]
    what = {"zh": "已更新 {count} 个文件：{folder}\n", "en": "{count} files brought up to date: {folder}\n"}
    return what[language].format(count=len(changed), folder=display(folder))


def _listed(head: str, changed: list[Difference], language: Language) -> str:
    return "".join(f"{line}\n" for line in [head, *(f"  {one.text(language)}" for one in changed)])
