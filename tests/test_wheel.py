"""The wheel runs from anywhere: built, installed without a network, and used from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from sim.cli.page import free_port
from tests.waiting import program, wait_until

ROOT = Path(__file__).parents[1]
SCRIPTS = "Scripts" if os.name == "nt" else "bin"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of what is carried, so that the checkout stays as it is."""
    folder = tmp_path_factory.mktemp("build")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a checkout of git")
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("tests/", "docs/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    code = "from setuptools import build_meta; build_meta.build_wheel('dist')"
    subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, check=True)
    [built] = (folder / "dist").iterdir()
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment of its own with the wheel, and the libraries of the one that runs the tests."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / SCRIPTS / Path(sys.executable).name
    install = [sys.executable, "-m", "uv", "pip", "install", "--offline", "--no-deps", "--python", python]
    subprocess.run([*install, wheel], capture_output=True, check=True)
    (packages(folder) / "borrowed.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return folder


def packages(environment: Path) -> Path:
    """Return the folder of the packages of an environment."""
    return Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))


def elsewhere(cache: Path) -> dict[str, str]:
    """Return the variables of a user who knows nothing of the checkout."""
    own = {"PYTHONPATH", "TEDA_HOME", "TEDA_CACHE"}
    left = {name: value for name, value in os.environ.items() if name not in own}
    place = {"XDG_CACHE_HOME": str(cache), "LOCALAPPDATA": str(cache), "PYTHONDONTWRITEBYTECODE": "1"}
    return left | place


def contents(folder: Path) -> Mapping[str, int]:
    """Return the sizes of all files of a folder."""
    return {str(path): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def test_what_the_wheel_carries(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        names = file.namelist()
    carried = {name.removeprefix("sim/home/") for name in names if name.startswith("sim/home/")}
    folders = [ROOT / name for name in ("model", "scenarios", "examples")]
    there = {
        path.relative_to(ROOT).as_posix() for one in folders for path in one.rglob("*") if path.is_file()
    }
    assert carried == there | {"app.py", ".streamlit/config.toml"}
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"sim", "teda_simulator"}


def test_a_scenario_runs_from_another_folder(environment: Path, tmp_path: Path) -> None:
    before = contents(packages(environment))
    done = subprocess.run(
        [environment / SCRIPTS / "teda", "run", "plan", "--format", "csv"],
        cwd=tmp_path,
        env=elsewhere(tmp_path / "cache"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) > 50
    assert contents(packages(environment)) == before  # which may be read-only
    where = [environment / SCRIPTS / Path(sys.executable).name, "-c", "import sim; print(sim.__file__)"]
    answer = subprocess.run(where, cwd=tmp_path, env=elsewhere(tmp_path), capture_output=True, check=True)
    assert Path(answer.stdout.decode().strip()).is_relative_to(environment)


def test_the_page_is_served_from_another_folder(environment: Path, tmp_path: Path) -> None:
    before = contents(packages(environment))
    cache = tmp_path / "cache"
    port = free_port(18500)
    command = [str(environment / SCRIPTS / "teda"), "app", "--no-browser", "--port", str(port)]
    with program(command, cwd=tmp_path, env=elsewhere(cache)) as server:
        wait_until(lambda: _answers(f"http://127.0.0.1:{port}/_stcore/health"), server)
        page = cache / "teda-simulator"
        for weight in ("Regular", "Bold"):  # before any page asks
            assert _answers(f"http://127.0.0.1:{port}/app/static/NotoSansSC-{weight}.woff")
        (page / "static" / "Any.woff").write_bytes(b"wOFF")
        assert _answers(f"http://127.0.0.1:{port}/")
        assert _answers(f"http://127.0.0.1:{port}/app/static/Any.woff")
        server.terminate()
        out, err = server.communicate(timeout=60)
    assert f"the simulator is at http://127.0.0.1:{port}; Ctrl-C stops it\n" in err
    assert "WARNING" not in out + err  # that there is no folder static
    settings = (ROOT / ".streamlit" / "config.toml").read_bytes()
    assert (page / ".streamlit" / "config.toml").read_bytes() == settings
    assert contents(packages(environment)) == before


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
