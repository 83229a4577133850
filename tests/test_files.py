"""Atomic writes, and each message for a target that cannot be written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.files import expand, is_folder, write_files, write_text


def faults_of(contents: dict[str, bytes]) -> list[tuple[str, str, str]]:
    """Return (place, Chinese, English) of each fault of a refused writing."""
    with pytest.raises(SimError) as caught:
        write_files(contents)
    return [(fault.place, fault.zh, fault.en) for fault in caught.value.faults]


def test_text_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "结果 表.csv"
    target.write_text("old", encoding="utf-8")
    write_text(target, "指标\n", encoding="utf-8-sig")
    assert target.read_bytes() == b"\xef\xbb\xbf" + "指标\n".encode()
    assert list(tmp_path.iterdir()) == [target]


def test_home_is_written_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    write_text("~/a.txt", "x")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "x"


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "new"


def test_all_targets_are_checked_before_any_is_written(tmp_path: Path) -> None:
    good, folder, lost = tmp_path / "good", tmp_path / "folder", tmp_path / "no" / "x"
    folder.mkdir()
    assert faults_of({str(good): b"1", str(folder): b"2", str(lost): b"3"}) == [
        (str(folder), "这是文件夹，不是文件。", "this is a folder, not a file."),
        (
            str(lost),
            f"无法写入：没有文件夹 {tmp_path / 'no'}。",
            f"cannot be written: there is no folder {tmp_path / 'no'}.",
        ),
    ]
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.skipif(os.name == "nt", reason="a device of POSIX")
def test_a_device_is_not_replaced() -> None:
    assert faults_of({"/dev/null": b"1"}) == [
        ("/dev/null", "这不是普通文件。", "this is not a regular file.")
    ]
    assert not Path("/dev/null").is_file()


@pytest.mark.skipif(os.name == "nt", reason="a file system of Linux")
def test_a_folder_that_takes_no_files() -> None:
    if not Path("/proc/self").exists():
        pytest.skip("no /proc")
    [(place, zh, en)] = faults_of({"/proc/out.csv": b"1"})
    assert place == "/proc/out.csv"
    assert zh.startswith("无法写入：")
    assert en.startswith("cannot be written: ")


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    place = str(tmp_path / ("x" * 300))
    assert faults_of({place: b"1"}) == [
        (place, "无法写入：路径太长。", "cannot be written: the path is too long.")
    ]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_file_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o444)
    assert faults_of({str(target): b"new"}) == [
        (str(target), "无法写入：没有权限。", "cannot be written: permission denied.")
    ]
    assert target.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("name", ["none", "a" * 300, "\x00"])
def test_what_is_no_folder(tmp_path: Path, name: str) -> None:
    assert is_folder(tmp_path)
    assert not is_folder(tmp_path / name)


@pytest.mark.parametrize("url", ["s3://bucket/x", "https://host/x.csv", "file:///x"])
def test_a_url_is_no_path(url: str) -> None:
    with pytest.raises(SimError, match="this must be a file or folder of this machine, not a URL"):
        expand(url)


def test_no_path_holds_the_null_character(tmp_path: Path) -> None:
    with pytest.raises(SimError, match="the path holds a character that is not allowed"):
        expand(tmp_path / "a\0b")


def test_a_url_to_be_written_is_told_as_such() -> None:
    with pytest.raises(SimError, match="not a URL"):
        write_files({"https://host/x.csv": b""})
