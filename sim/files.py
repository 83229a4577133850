"""Paths as users write them, messages of the operating system on them, and atomic writes."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from sim.errors import Fault, Faults, SimError, fail, nearest_of

URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")  # a Windows drive has one letter
_OS_REASONS = {
    errno.ENOENT: ("没有这个文件或文件夹", "no such file or folder"),
    errno.EACCES: ("没有权限", "permission denied"),
    errno.EPERM: ("没有权限", "permission denied"),
    errno.EROFS: ("磁盘是只读的", "read-only file system"),
    errno.ENOSPC: ("磁盘已满", "the disk is full"),
    errno.EDQUOT: ("磁盘配额已用完", "the disk quota is used up"),
    errno.EFBIG: ("文件超过了系统允许的大小", "the file is larger than the system allows"),
    errno.ENAMETOOLONG: ("路径太长", "the path is too long"),
    errno.ELOOP: ("符号链接互相指向", "the links point at each other"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "a part of the path is not a folder"),
}


def expand(path: str | os.PathLike[str]) -> Path:
    """Return the path with ``~`` expanded; a ``~`` of an unknown user stays as it is.

    Raises
    ------
    SimError: it is a URL, or holds the null character, which no path of a system can hold.
    """
    if "\0" in os.fspath(path):
        zh, en = os_reason(ValueError())
        raise fail("unreadable", f"{zh}。", f"{en}.", os.fspath(path))
    if URL.match(os.fspath(path)):
        raise fail(
            "unsupported",
            "这里只接受本机的文件或文件夹，不接受网址。",
            "this must be a file or folder of this machine, not a URL.",
            os.fspath(path),
        )
    with contextlib.suppress(RuntimeError):
        return Path(path).expanduser()
    return Path(path)


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; one that the system refuses, such as one too long, is none."""
    with contextlib.suppress(OSError, ValueError):
        return path.is_dir()
    return False


def display(path: Path) -> str:
    """Return the path as messages show it: relative to the working directory if it lies within it."""
    with contextlib.suppress(ValueError):
        return os.fspath(path.relative_to(Path.cwd()))
    return os.fspath(path)


def os_reason(error: OSError | ValueError) -> tuple[str, str]:
    """Return why the system refused a path, in Chinese and English."""
    if not isinstance(error, OSError):
        return "路径中有不允许的字符", "the path holds a character that is not allowed"
    known = _OS_REASONS.get(error.errno or 0)
    reason = error.strerror or type(error).__name__
    return known or (reason, reason)


def fingerprint(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 of a file, or "" when it cannot be read; the fault is left to the reader."""
    try:
        target = expand(path)
        return hashlib.sha256(target.read_bytes()).hexdigest() if target.is_file() else ""
    except (OSError, ValueError):
        return ""


def missing_file(target: Path, place: str) -> SimError:
    """Return the fault of a missing file, naming the one most like it."""

    def is_alike(name: str) -> bool:
        return Path(name).suffix.lower() == target.suffix.lower()  # of one stem, the last is kept

    beside = (
        [entry.name for entry in target.parent.iterdir() if entry.is_file()] if target.parent.is_dir() else []
    )
    near = nearest_of(target.stem, {Path(name).stem: name for name in sorted(beside, key=is_alike)})
    zh, en = (f'最接近的是 "{near}"。', f' Nearest: "{near}".') if near else ("", "")
    return fail("missing-file", f"找不到这个文件。{zh}", f"there is no such file.{en}", place)


def not_a_file(target: Path, place: str) -> SimError:
    """Return the fault of a path that names something other than a file."""
    if target.is_dir():
        return fail("not-a-file", "这是文件夹，不是文件。", "this is a folder, not a file.", place)
    return fail("not-a-file", "这不是普通文件。", "this is not a regular file.", place)


def write_text(path: str | os.PathLike[str], text: str, encoding: str = "utf-8") -> None:
    """Write one file whole or not at all."""
    write_files({os.fspath(path): text.encode(encoding)})


def write_files(contents: Mapping[str, bytes]) -> None:
    """Write several files: all are complete in temporary files before the first target is replaced.

    Raises
    ------
    SimError: a target is a folder or no regular file, its folder is missing, or it cannot be
        written; all such faults together, and no file is changed.
    """
    Faults(fault for place in contents if (fault := _target_fault(place))).check()
    drafts: list[tuple[Path, Path]] = []
    place = ""
    try:
        for place, content in contents.items():
            drafts.append(_draft(place, content))
        for draft, target in drafts:
            place = os.fspath(target)
            draft.replace(target)
    except OSError as error:
        zh, en = os_reason(error)
        raise fail("unwritable", f"无法写入：{zh}。", f"cannot be written: {en}.", place) from error
    finally:
        for draft, _ in drafts:
            draft.unlink(missing_ok=True)


def _target_fault(place: str) -> Fault | None:
    try:
        target = _resolved(place)
        if target.exists() and not target.is_file():
            return not_a_file(target, place).faults[0]
        if not target.parent.is_dir():
            parent = display(target.parent)
            return Fault(
                "missing-file",
                f"无法写入：没有文件夹 {parent}。",
                f"cannot be written: there is no folder {parent}.",
                place,
            )
        if target.exists() and not os.access(target, os.W_OK):
            return Fault("unwritable", "无法写入：没有权限。", "cannot be written: permission denied.", place)
    except SimError as error:
        return error.faults[0]
    except (OSError, ValueError) as error:
        zh, en = os_reason(error)
        return Fault("unwritable", f"无法写入：{zh}。", f"cannot be written: {en}.", place)
    return None


def _resolved(place: str) -> Path:
    return Path(os.path.realpath(expand(place)))


def _draft(place: str, content: bytes) -> tuple[Path, Path]:
    """Write the content to a temporary file in the target's folder, so that the move is atomic."""
    target = _resolved(place)
    draft = target.parent / f".teda-{secrets.token_hex(6)}.tmp"
    try:
        draft.write_bytes(content)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft, target
