"""Local folders: files are whole or absent, and no second writer is admitted."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.ensembles.folder import local
from sim.ensembles.folder.local import DRAFT, LOCK, Folder
from sim.errors import SimError


def names(folder: Folder) -> list[str]:
    return sorted(
        path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*") if path.is_file()
    )


def test_a_file_is_written_and_read(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "new")
    folder.write("deep/a.bin", b"first")
    folder.write("deep/a.bin", b"second")
    assert folder.read("deep/a.bin") == b"second"
    assert names(folder) == ["deep/a.bin"]


def test_a_failed_write_leaves_the_file_unchanged(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("a.bin", b"first")
    stream = folder.writing("a.bin")
    stream.__enter__().write(b"sec")
    assert len(names(folder)) == 2
    stream.__exit__(RuntimeError, RuntimeError("half way"), None)
    assert folder.read("a.bin") == b"first"
    assert names(folder) == ["a.bin"]


def test_another_content_is_set_aside_and_an_equal_one_left_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for content in (b"one", b"one", b"two", b"three"):
        folder.put("a.bin", content)
    assert {name: folder.read(name) for name in names(folder)} == {
        "a.bin": b"three",
        "a.bin.damaged-1": b"one",
        "a.bin.damaged-2": b"two",
    }


@pytest.mark.parametrize("size", [0, 1, 4_096, 4_097, 2_500_000])
def test_a_file_that_is_not_read_soon_has_the_same_content(tmp_path: Path, size: int) -> None:
    content = random.Random(size).randbytes(size)
    folder = Folder(tmp_path)
    folder.put("a.bin", content, is_read_soon=False)
    assert folder.read("a.bin") == content


def refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk not know of writing past memory."""
    control = local.fcntl.fcntl

    def refusing(handle: int, command: int, flags: int = 0) -> int:
        if flags & os.O_DIRECT:
            raise OSError(errno.EINVAL, "invalid")
        return int(control(handle, command, flags))

    monkeypatch.setattr(local.fcntl, "fcntl", refusing)


def broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk take a part of what it is given, and then nothing more in this way."""
    write, sizes = os.write, [3, 0]

    def writing(handle: int, content: memoryview) -> int:
        size = sizes.pop(0)
        if not size:
            raise OSError(errno.EINVAL, "invalid")
        flags = local.fcntl.fcntl(handle, local.fcntl.F_GETFL)
        local.fcntl.fcntl(handle, local.fcntl.F_SETFL, flags & ~os.O_DIRECT)
        return write(handle, content[:size])

    monkeypatch.setattr(local.os, "write", writing)


def unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the system not know of it."""
    monkeypatch.delattr(os, "O_DIRECT")


@pytest.mark.skipif(not hasattr(os, "O_DIRECT"), reason="this system writes all files alike")
@pytest.mark.parametrize("hindrance", [refused, broken_off, unknown])
def test_what_cannot_be_written_past_memory_is_written_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hindrance: Callable[[pytest.MonkeyPatch], None]
) -> None:
    content = random.Random(7).randbytes(20_000)
    hindrance(monkeypatch)
    folder = Folder(tmp_path)
    folder.put("a.bin", content, is_read_soon=False)
    assert folder.read("a.bin") == content


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SimError) as caught:
        Folder(tmp_path).read("nothing")
    assert caught.value.faults[0].place == str(tmp_path / "nothing")
    assert caught.value.faults[0].en.startswith("cannot be read: ")


def test_traces_of_a_run_that_never_began_are_ignored(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / LOCK).touch()
    (tmp_path / f".manifest.json-0000{DRAFT}").touch()
    assert not folder.exists()
    folder.drop_drafts()
    assert names(folder) == [LOCK]
    (tmp_path / "mine").touch()
    assert folder.exists()


def test_a_claim_ends_with_the_process_that_made_it(tmp_path: Path) -> None:
    code = (
        "import os, sys; from sim.ensembles.folder.local import Folder\n"
        "with Folder(sys.argv[1]).claimed():\n    print('mine', flush=True); sys.stdin.read()"
    )
    root = Path(__file__).parents[3]
    folder = Folder(tmp_path / "run")
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder.path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        assert folder.is_claimed()
        with pytest.raises(SimError, match="another program is writing this ensemble"), folder.claimed():
            pass
        other.kill()
    assert not folder.is_claimed()
    with folder.claimed():
        assert folder.is_claimed()
    assert not folder.path.exists()  # nothing was written
