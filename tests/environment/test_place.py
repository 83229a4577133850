"""How the program was started, where the environment lies, and one set-up at a time."""

import errno
import os
import types
from pathlib import Path

import pytest

from sim.environment import making, place


@pytest.mark.parametrize(
    ("windows", "first", "there", "said"),
    [
        (False, "python3", [], "python3"),
        (False, "python3.12", [], "python3.12"),
        (False, "/root/.pyenv/versions/3.11.7/bin/python3", ["python3"], "python3"),
        (False, "/opt/my python/bin/python3", [], '"/opt/my python/bin/python3"'),
        (True, "python", ["py"], "python"),
        (True, "python.exe", ["py"], "python"),
        (True, r"C:\Python313\python.exe", ["py", "python"], "py"),
        (True, r"C:\anaconda3\python.exe", ["python"], "python"),
        (True, r"C:\anaconda3\python.exe", [], r"C:\anaconda3\python.exe"),
    ],
)
def test_the_command_is_told_as_it_was_typed(
    windows: bool, first: str, there: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "WINDOWS", windows)
    monkeypatch.setattr(place.shutil, "which", lambda name: name if name in there else None)
    assert place.started_as(first) == f"{said} bootstrap.py"


def test_the_environment_lies_where_it_was_put(tmp_path: Path) -> None:
    assert place.venv_folder("") == place.ROOT / ".venv"
    assert place.venv_folder(str(tmp_path)) == tmp_path
    assert place.venv_folder("~/teda") == Path.home() / "teda"


def test_two_set_ups_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    others = [PermissionError(errno.EACCES, "taken")] * 2

    def locking(_handle: int, _mode: int, _count: int) -> None:
        if others:
            raise others.pop()

    def module(name: str) -> types.SimpleNamespace:
        assert name == "msvcrt"
        return types.SimpleNamespace(locking=locking, LK_NBLCK=2)

    monkeypatch.setattr(place, "WINDOWS", True)
    monkeypatch.setattr(place, "VENV", tmp_path / "deep" / ".venv")
    monkeypatch.setattr(making.importlib, "import_module", module)
    monkeypatch.setattr(making.time, "sleep", lambda _: None)
    with making.alone():
        assert (tmp_path / "deep" / ".venv.lock").exists()
    assert capsys.readouterr().err.count("等待另一次安装结束 · waiting for another set-up to end") == 1


@pytest.mark.skipif(os.name == "nt", reason="POSIX locks")
def test_two_set_ups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "ROOT", tmp_path)
    with making.alone():
        handle = os.open(tmp_path, os.O_RDONLY)
        assert not making.take(handle)
        os.close(handle)
