"""``teda app`` as far as it goes without a server, and ``teda init``."""

from __future__ import annotations

import os
import runpy
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import page
from sim.errors import SimError
from sim.places import incomplete_environment
from sim.registry.home import Home, copy_home, find_home
from tests.command_line import CommandResult, report

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the command lines of the servers that would have been started."""
    lines: list[list[str]] = []
    monkeypatch.setattr(runpy, "run_module", lambda *_words, **_options: lines.append(sys.argv))
    monkeypatch.setattr(sys, "argv", sys.argv)
    monkeypatch.setenv("TEDA_HOME", "")
    return lines


def test_the_page_is_served_beside_its_settings(
    started: list[list[str]], capsys: pytest.CaptureFixture[str], small_home: Path
) -> None:
    port = page.free_port(18600)
    told = CommandResult(capsys, "app", "--no-browser", f"--port={port}", "--home", str(small_home))
    served = ["streamlit", "run", str(ROOT / "app.py"), f"--server.port={port}", "--server.headless=true"]
    assert started == [served]
    assert os.environ["TEDA_HOME"] == str(small_home)
    assert (ROOT / "static").is_dir()  # or Streamlit would warn
    assert told.code == 0
    assert told.err.startswith(f"模拟器在 http://127.0.0.1:{port}，")


def test_a_browser_is_opened_unless_told_otherwise(
    started: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    CommandResult(capsys, "app")
    assert "--server.headless=true" not in started[0]


def test_a_package_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    copy_home(find_home(ROOT), package / "home")
    for name in ("app.py", ".streamlit/config.toml"):
        (package / "home" / name).parent.mkdir(exist_ok=True)
        (package / "home" / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr("sim.places._PACKAGE", package)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    for name in ("TEDA_HOME", "TEDA_CACHE"):
        monkeypatch.delenv(name, raising=False)
    assert find_home().folder == package / "home"
    placed = page.place_page()
    assert placed == tmp_path / "cache" / "teda-simulator" / "app.py"
    assert sorted(path.name for path in placed.parent.iterdir()) == [".streamlit", "app.py", "static"]
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "file"))
    assert page.place_page().parent.name.startswith("teda-page-")


@pytest.mark.parametrize("port", ["80a", "65536", "0", "-1"])
def test_what_is_no_port(port: str, capsys: pytest.CaptureFixture[str], started: list[list[str]]) -> None:
    told = CommandResult(capsys, "app", f"--port={port}")
    zh, en = f'"{port}" 应为 1–65535 的整数。', f'"{port}" is not a whole number from 1 to 65535.'
    assert (told.code, told.err, started) == (2, report("--port", zh, en), [])


def test_a_port_that_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        free = page.free_port(taken)
        assert free is not None
        assert free > taken
        with pytest.raises(SimError) as caught:
            page.choose_port(str(taken))
        monkeypatch.setattr(page, "PORT", taken)
        assert page.choose_port("") == free
    assert str(caught.value) == report(
        "--port",
        f"端口 {taken} 已被占用或不允许使用。可改用 --port {free}。",
        f"port {taken} is taken or not allowed. Try --port {free}.",
    ).rstrip("\n")
    assert page.choose_port("") == taken


def test_a_home_of_ones_own(own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "我的 model"
    told = CommandResult(capsys, "init", str(mine), "--home", str(own_home))
    assert (told.code, told.err) == (0, "")
    assert told.out == (
        f"已复制 model、scenarios 到 {mine}。\n"
        f"下一步：teda run plan --home '{mine}'；或设环境变量 TEDA_HOME，对各命令都有效。\n"
        f"copied to {mine}: model, scenarios.\n"
        f"Next: teda run plan --home '{mine}', or set the variable TEDA_HOME for all commands.\n"
    )
    assert files(mine) == files(own_home)
    assert CommandResult(capsys, "run", "plan", "--home", str(mine)).code == 0


def test_the_examples_come_too(own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "examples", own_home / "examples")
    told = CommandResult(capsys, "init", str(tmp_path / "mine"), "--home", str(own_home))
    assert told.out.startswith("已复制 examples、model、scenarios 到 ")
    copied = {path.name for path in (tmp_path / "mine" / "examples").iterdir()}
    assert copied == {path.name for path in (ROOT / "examples").iterdir()}


def test_an_empty_folder_will_do(own_home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert files(copy_home(Home(own_home), tmp_path / "empty").folder) == files(own_home)


def test_nothing_is_overwritten(own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x", "utf-8")
    told = CommandResult(capsys, "init", str(tmp_path / "full"), "--home", str(own_home))
    zh = "这里已有文件。请另选一个新文件夹或空文件夹。"
    en = "there are files here. Choose a new folder or an empty one."
    assert (told.code, told.err) == (2, report(str(tmp_path / "full"), zh, en))
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]


def test_nothing_is_left_of_a_copy_that_failed(own_home: Path, tmp_path: Path) -> None:
    (own_home / "scenarios").rename(own_home / "gone")
    with pytest.raises(SimError):
        copy_home(Home(own_home), tmp_path / "mine")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def files(folder: Path) -> dict[str, bytes]:
    """Return the contents of all files of the model and the scenarios."""
    found = [path for name in ("model", "scenarios") for path in (folder / name).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def broken(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Return what a command says where a module is not there."""
    code = (
        f"import sys; sys.modules[{module!r}] = None; sys.argv[1:] = {list(arguments)!r};"
        "from sim.__main__ import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("module", ["typer", "pydantic"])  # needed at once, needed later
def test_a_missing_library_is_told_with_its_cure(module: str) -> None:
    done = broken(module, "run", "plan")
    assert (done.returncode, done.stdout) == (2, "")
    zh, en = done.stderr.splitlines()
    python = "python" if os.name == "nt" else "python3"
    assert zh.startswith("环境不完整（")
    assert zh.endswith(f"）。请重建：{python} bootstrap.py setup --again")
    assert en.startswith("the environment is incomplete (")
    assert en.endswith(f"Make it again: {python} bootstrap.py setup --again")
    assert module in zh
    assert module in en


def test_an_installed_package_is_mended_by_pip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sim.places._PACKAGE", tmp_path)
    fault = incomplete_environment(ImportError("DLL load failed\nmore"))
    assert fault.zh == "环境不完整（DLL load failed）。请重建：pip install --force-reinstall teda-simulator"


def test_a_temporary_folder_goes_with_its_process() -> None:
    code = "from sim.places import folder_of_this_process; print(folder_of_this_process('page'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    folder = Path(done.stdout.strip())
    assert folder.name.startswith("teda-page-")
    assert not folder.exists()
