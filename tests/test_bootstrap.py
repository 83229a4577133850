"""The set-up on a bare machine, part by part and without a network."""

import ast
import itertools
import os
import re
import runpy
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import bootstrap
from sim.environment import commands, condition, making, pip_settings, place, programs
from sim.environment.lock import lock_entry
from tests.waiting import PATIENCE

ROOT = Path(bootstrap.__file__).parent
SCRIPT = ROOT / "bootstrap.py"
posix_only = pytest.mark.skipif(os.name == "nt", reason="POSIX signals and permissions")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project, set up by the Python that runs the tests."""
    (tmp_path / "requirements.lock").write_text("uv==1 \\\n    --hash=sha256:0\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\ndependencies = []\n", "utf-8")
    monkeypatch.setattr(place, "ROOT", tmp_path)
    monkeypatch.setattr(place, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(place, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(place, "PYTHON", Path(sys.executable))
    return tmp_path


def copy_of_script(folder: Path, before: str) -> list[str]:
    """Return a command that runs a copy of bootstrap.py after a few lines of Python."""
    shutil.copy(SCRIPT, folder)
    run = "import runpy; runpy.run_path('bootstrap.py', run_name='__main__')"
    return [sys.executable, "-c", f"import sys; {before}; {run}"]


# What it says


@pytest.mark.parametrize(
    "arguments",
    [[], ["help"], ["--help"], ["-h"], ["app", "--help"], ["test", "-h"], ["setup", "--help"]],
)
def test_help(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "ME", "py bootstrap.py")
    assert commands.main(arguments) == 0
    seen = capsys.readouterr().out
    assert seen.startswith(
        "TEDA 情景模拟器\nTEDA scenario simulator\n\n用法 / Usage:  py bootstrap.py COMMAND\n"
    )
    assert re.findall("^  ([a-z]+)", seen, re.MULTILINE) == list(commands.COMMANDS)
    assert "{" not in seen


def test_without_a_command_as_a_program() -> None:
    answer = subprocess.run([sys.executable, SCRIPT], capture_output=True, check=False)
    assert answer.returncode == 0
    assert "TEDA scenario simulator" in answer.stdout.decode("utf-8", "replace")


def test_in_the_code_page_of_a_chinese_windows() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    for words in ([], ["tets"]):
        command = [sys.executable, SCRIPT, *words]
        answer = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert answer.returncode == (2 if words else 0)
        said = (answer.stdout + answer.stderr).decode("gbk")
        assert "\\u" not in said
        assert "?" not in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["tets"],
            '没有名为 "tets" 的命令。最接近的是 "test"。可用：app、test、teda、setup、zip。\n'
            'No command "tets". Nearest: "test". There are: app, test, teda, setup, zip.\n',
        ),
        (
            ["xyzzy"],
            '没有名为 "xyzzy" 的命令。可用：app、test、teda、setup、zip。\n'
            'No command "xyzzy". There are: app, test, teda, setup, zip.\n',
        ),
        (
            ["setup", "now"],
            '没有名为 "now" 的选项。可用：--again。\nNo option "now". There are: --again.\n',
        ),
        (
            ["zip", "it"],
            '没有名为 "it" 的选项。可用：无。\nNo option "it". There are: none.\n',
        ),
    ],
)
def test_bad_words(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(arguments) == 2
    assert capsys.readouterr().err == message


# An old Python, and one without ensurepip


def test_the_words_for_an_old_python() -> None:
    assert bootstrap.too_old((3, 8, 10, "final", 0)) == (
        f"需要 Python 3.11 或更新的版本；现在运行的是 3.8.10（{sys.executable}）。\n"
        f"Python 3.11 or later is needed; this is 3.8.10 ({sys.executable}).\n"
    )


def test_an_old_python_is_reported(tmp_path: Path) -> None:
    command = copy_of_script(tmp_path, "sys.version_info = (3, 6, 9)")
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert answer.returncode == 2
    assert b"Python 3.11 or later is needed; this is 3.6.9" in answer.stderr
    assert b"Traceback" not in answer.stderr


def test_an_old_python_can_read_the_file() -> None:
    text = SCRIPT.read_text("utf-8")
    assert text.startswith("# -*- coding: utf-8 -*-\n")  # or Python 2.7 reads no Chinese
    tree = ast.parse(text, feature_version=(3, 4))  # no f-strings, no annotations of variables
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [
        node.name for node in functions if node.returns or any(a.annotation for a in node.args.args)
    ] == []
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"__future__", "sim.environment.commands"}


@posix_only
@pytest.mark.parametrize(("user", "sudo"), [(0, ""), (1000, "sudo ")])
@pytest.mark.parametrize(
    "said",
    [
        "The virtual environment was not created successfully because ensurepip is not available.",
        "Error: Command '['/x/python3', '-m', 'ensurepip']' returned non-zero exit status 1.",
        "/usr/bin/python3: No module named venv",
    ],
)
def test_without_python3_venv_nothing_is_left(
    house: Path, monkeypatch: pytest.MonkeyPatch, said: str, user: int, sudo: str
) -> None:
    place.VENV.mkdir()
    monkeypatch.setattr(making, "install", lambda _command, _environment: [said, ""])
    monkeypatch.setattr(os, "geteuid", lambda: user)
    with pytest.raises(place.Trouble) as caught:
        making.make()
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert str(caught.value) == (
        f"这个 Python 缺少 ensurepip。请先安装软件包 python3-venv：{sudo}apt-get install -y "
        f"python3-venv（不是系统自带的 Python 则为 {package}）\n"
        f"This Python lacks ensurepip. Install the package python3-venv first: {sudo}apt-get "
        f"install -y python3-venv ({package} when it is not the system's own Python)"
    )
    assert caught.value.code == 2
    assert not place.VENV.exists()


# pip's settings


def test_the_settings_of_pip_are_read_in_its_order() -> None:
    listing = (
        ":env:.extra-index-url='https://c.example/simple'\n"
        "global.extra-index-url='https://a.example/simple\\nhttps://b.example/simple'\n"
        "global.cert='/etc/ssl/that\\'s.pem'\n"
        "global.index-url='https://global.example/simple'\n"
        "install.index-url='https://install.example/simple'\n"
        "download.index-url='https://download.example/simple'\n"
        "global.timeout='60'\n"
    )
    assert pip_settings.pip_settings(listing) == {
        "extra-index-url": "https://c.example/simple",
        "cert": "/etc/ssl/that's.pem",
        "index-url": "https://install.example/simple",
        "timeout": "60",
    }


def test_the_settings_of_pip_as_pip_lists_them(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = house / "pip.conf"
    path.write_text("[global]\nindex-url = https://mirror.example/simple\ntimeout = 7\n", "utf-8")
    for name in ("PIP_INDEX_URL", "PIP_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(path))
    monkeypatch.setenv("PIP_PROXY", "http://proxy.example:3128")
    found = pip_settings.read_pip_settings()
    assert found["index-url"] == "https://mirror.example/simple"
    assert found["proxy"] == "http://proxy.example:3128"
    assert found["timeout"] == "7"


PROXY = "http://user:secret@proxy.example:3128"


@pytest.mark.parametrize(
    ("pip", "uv"),
    [
        ({}, {}),
        ({"index-url": "https://a/simple"}, {"UV_DEFAULT_INDEX": "https://a/simple"}),
        ({"extra-index-url": "https://a/simple\nfile:///b c"}, {"UV_INDEX": "https://a/simple file:///b c"}),
        ({"find-links": "/wheels\nhttps://b/x"}, {"UV_FIND_LINKS": "/wheels,https://b/x"}),
        ({"trusted-host": "a.example\nb:8080"}, {"UV_INSECURE_HOST": "a.example b:8080"}),
        ({"timeout": "60"}, {"UV_HTTP_TIMEOUT": "60"}),
        ({"default-timeout": "70"}, {"UV_HTTP_TIMEOUT": "70"}),
        ({"retries": "9"}, {"UV_HTTP_RETRIES": "9"}),
        ({"cert": "/a.pem"}, {"SSL_CERT_FILE": "/a.pem"}),
        (
            {"proxy": PROXY},
            {
                "HTTP_PROXY": PROXY,
                "HTTPS_PROXY": PROXY,
                "ALL_PROXY": PROXY,
                "http_proxy": PROXY,
                "https_proxy": PROXY,
                "all_proxy": PROXY,
            },
        ),
        ({"disable-pip-version-check": "1"}, {}),
    ],
)
def test_settings_of_pip_are_passed_to_uv(pip: dict[str, str], uv: dict[str, str]) -> None:
    assert pip_settings.uv_environment(pip, {}) == {**uv, "UV_INDEX_STRATEGY": "unsafe-best-match"}


def test_precedence_of_settings() -> None:
    pip = {"index-url": "https://pip.example", "proxy": "http://pip.example"}
    own = {"UV_DEFAULT_INDEX": "https://uv.example", "HTTPS_PROXY": "x", "PATH": "p"}
    reported = pip_settings.uv_environment(pip, own)
    assert reported["UV_DEFAULT_INDEX"] == "https://uv.example"
    assert reported["HTTPS_PROXY"] == "http://pip.example"
    assert reported["PATH"] == "p"


class Installer:
    """Stands in for pip and uv: notes what they are asked for and answers what it was given."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, command: list[str], _environment: dict[str, str]) -> list[str]:
        self.asked.append(" ".join(command[2:5]))
        return self.answers.pop(0) if self.answers else []


@pytest.fixture
def fill(house: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return a function that fills an empty environment and returns what was asked of the installers."""
    place.VENV.mkdir()

    def filled(*answers: list[str], pip: dict[str, str] | None = None) -> list[str]:
        installer = Installer(*answers)
        monkeypatch.setattr(making, "install", installer)
        monkeypatch.setattr(making, "read_pip_settings", lambda: pip or {})
        making.fill("core")
        return installer.asked

    return filled


PIP, UV = "pip install --disable-pip-version-check", "uv --color=never pip"


def test_uv_installs_what_pip_need_not(fill: Callable[..., list[str]]) -> None:
    assert fill() == [PIP, UV, UV]


def test_pip_installs_what_uv_cannot(fill: Callable[..., list[str]]) -> None:
    assert fill(["error: no build for this machine"]) == [PIP, PIP, PIP]
    assert fill([], ["error: what uv does not know"]) == [PIP, UV, PIP, PIP]


@pytest.mark.parametrize(
    "name",
    ["client-cert", "keyring-provider", "no-cache-dir", "no-index"],
)
def test_pip_respects_settings_that_uv_interprets_differently(
    fill: Callable[..., list[str]], name: str
) -> None:
    assert fill(pip={name: "x"}) == [PIP, PIP]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ([["WARNING: Retrying (Retry(total=0)) after connection broken", "no route"]], "not be reached"),
        ([[], ["error: Hash mismatch for `scipy==1`"]], "does not match its hash"),
        ([["No luck"], ["No luck"]], "could not be installed"),
        ([[], [], ["No luck"]], "could not be installed"),
    ],
)
def test_no_second_try_where_it_would_fail_alike(
    fill: Callable[..., list[str]], answers: list[list[str]], message: str
) -> None:
    with pytest.raises(place.Trouble, match=message):
        fill(*answers)


# Is the environment that of this lock?


def test_the_condition_of_an_environment(house: Path) -> None:
    assert condition.check("core") == "absent"
    place.VENV.mkdir()
    assert condition.check("core") == "stale"  # somebody's own
    version = condition.probe()
    assert version == f"{sys.version_info[0]}.{sys.version_info[1]}"
    condition.mark(condition.stamp(version, "core"))
    assert condition.check("core") == "ready"
    assert [path.name for path in place.VENV.iterdir()] == ["teda-stamp.txt"]


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_file_asks_for_other_packages(house: Path, name: str) -> None:
    place.VENV.mkdir()
    condition.mark(condition.stamp(condition.probe(), "all"))
    with (house / name).open("a", encoding="utf-8") as file:
        file.write("# more\n")
    assert condition.check("core") == "stale"


def test_the_stamp_distinguishes_the_two_files(house: Path) -> None:
    before = condition.digest()
    lock, project = house / "requirements.lock", house / "pyproject.toml"
    text = lock.read_bytes() + project.read_bytes()
    lock.write_bytes(text[:5])
    project.write_bytes(text[5:])
    assert condition.digest() != before


@pytest.mark.parametrize("stamped", ["unfinished", "", "Python 3.1"])
def test_a_half_made_environment_is_not_trusted(house: Path, stamped: str) -> None:
    place.VENV.mkdir()
    condition.mark(stamped)
    assert condition.check("core") == "broken"


def test_a_moved_environment(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.VENV.mkdir()
    condition.mark(condition.stamp(condition.probe(), "all"))
    place.VENV.rename(house / "moved")
    monkeypatch.setattr(place, "VENV", house / "moved")
    assert condition.check("core") == "broken"


def test_an_environment_of_another_python(house: Path) -> None:
    place.VENV.mkdir()
    condition.mark(condition.stamp("3.99", "core"))
    assert condition.check("core") == "broken"


def test_a_python_that_does_not_run(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.VENV.mkdir()
    monkeypatch.setattr(place, "PYTHON", place.VENV / "bin" / "python")
    assert condition.check("core") == "broken"


def test_an_environment_without_pip(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place.VENV], check=True)
    path = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    monkeypatch.setattr(place, "PYTHON", place.VENV / path)
    assert condition.check("core") == "broken"


@posix_only
def test_a_link_is_removed_and_not_what_it_points_at(house: Path) -> None:
    (house / "elsewhere").mkdir()
    place.VENV.symlink_to(house / "elsewhere")
    making.remove()
    assert not os.path.lexists(place.VENV)
    assert (house / "elsewhere").is_dir()


# The lock


def test_the_entry_of_one_package() -> None:
    wanted = "uv==2 \\\n    --hash=sha256:b \\\n    --hash=sha256:c\n    # via x\n"
    lock = f"# head\nuvicorn==1 \\\n    --hash=sha256:a\n{wanted}xlrd==3\n"
    assert lock_entry(lock, "uv") == wanted
    with pytest.raises(place.Trouble) as caught:
        lock_entry(lock, "u")
    assert str(caught.value) == ('requirements.lock 中没有 "u"。\n"u" is missing from requirements.lock.')


def locked() -> dict[str, list[str]]:
    """Return the versions of every package in the lock."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", place.LOCK.read_text("utf-8"), re.M):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def test_the_lock_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = locked()
    extras = project["optional-dependencies"].values()
    for text in [*project["dependencies"], *itertools.chain.from_iterable(extras)]:
        wanted = Requirement(text)
        found = versions[canonicalize_name(wanted.name)]
        assert all(wanted.specifier.contains(version) for version in found), text


def test_the_lock_names_hashes_and_no_place() -> None:
    text = place.LOCK.read_text("utf-8")
    assert "/" not in re.sub(r"^ +# .*$", "", text, flags=re.M)
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.M)[1:]
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert {"uv", "setuptools"} <= set(locked())  # what bootstrap.py itself works with


# Other programs


def python(code: str) -> list[str]:
    """Return a command that runs a line of Python."""
    return [sys.executable, "-c", code]


def test_the_exit_code_of_a_program() -> None:
    assert programs.run(python(""), ROOT) == 0
    assert programs.run(python("raise SystemExit(3)"), ROOT) == 3


@posix_only
def test_the_exit_code_of_a_killed_program() -> None:
    assert programs.run(python("import os; os.kill(os.getpid(), 15)"), ROOT) == 143


def test_an_installer_that_gets_through(capfd: pytest.CaptureFixture[str]) -> None:
    code = "print('Resolved'); print(' Downloading scipy (33 MB)'); print(' + scipy')"
    assert programs.install(python(code), dict(os.environ)) == []
    error = capfd.readouterr().err
    assert re.fullmatch(r"\[ *\d+\.\d s\]   Downloading scipy \(33 MB\)\n", error)


def test_an_installer_that_does_not_get_through() -> None:
    code = "import sys; [print('line', i) for i in range(30)]; sys.exit('cause')"
    last = programs.install(python(code), dict(os.environ))
    assert len(last) == 20
    assert last[-2:] == ["line 29", "cause"]
    assert programs.install(python("raise SystemExit(1)"), dict(os.environ)) == ["?"]


# The commands


def test_the_app_is_a_command_of_teda(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(commands, "setup", lambda: None)
    monkeypatch.setattr(commands, "run", lambda *words: asked.append(words) or 0)
    teda = [sys.executable, "-P", "-m", "sim"]
    assert commands.main(["app", "--port", "8600"]) == 0
    assert commands.main(["teda", "run", "plan"]) == 0
    assert asked == [([*teda, "app", "--port", "8600"], house), ([*teda, "run", "plan"], Path.cwd())]


def test_the_app_is_served_on_this_machine_only() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["browser"]["gatherUsageStats"] is False


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (["-k", "fan", "-q"], f"{[*commands.SHARED, '-k', 'fan', '-q']}"),
        (["--", "-k", "fan", "-q"], f"{[*commands.SHARED, '-k', 'fan', '-q']}"),
        (["--fast"], f"{commands.FAST}"),
        (["--fast", "--", "-q"], f"{[*commands.FAST, '-q']}"),
    ],
)
def test_every_check_runs_and_the_failed_ones_are_named(
    house: Path, arguments: list[str], given: str, capfd: pytest.CaptureFixture[str]
) -> None:
    place.VENV.mkdir()
    condition.mark(condition.stamp(condition.probe(), "all"))
    (house / "ruff.py").write_text("import sys; sys.exit(sys.argv[1] == 'check')", "utf-8")
    for name in ("mypy", "pytest"):
        (house / f"{name}.py").write_text("import sys; print(sys.argv[1:])", "utf-8")
    assert commands.main(["test", *arguments]) == 1
    seen = capfd.readouterr()
    assert seen.out == f"[]\n{given}\n"
    last = seen.err.splitlines()[-1]
    assert last.endswith("] 未通过：ruff check . · failed: ruff check .")
    (house / "ruff.py").write_text("", "utf-8")
    assert commands.main(["test"]) == 0
    assert capfd.readouterr().err.splitlines()[-1].endswith("] 全部通过 · all passed")


@posix_only
def test_a_folder_that_cannot_be_written(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place.VENV.mkdir()
    (place.VENV / "teda-stamp.txt").mkdir()
    assert commands.main(["setup"]) == 2
    reason = f"[Errno 21] Is a directory: '{place.VENV / 'teda-stamp.txt'}'"
    assert capsys.readouterr().err == f"读写失败：{reason}\nReading or writing failed: {reason}\n"


@posix_only
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_from_outside(house: Path, number: signal.Signals, code: int) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from sim.environment import commands;"
        "commands.setup = lambda: None;"
        f"commands._teda = lambda *_: ['/bin/sh', '-c', 'echo ready; exec sleep 60'];"
        "sys.argv[1:] = ['teda']; commands.start()"
    )
    with subprocess.Popen(
        python(program), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        os.killpg(process.pid, number)
        _, error = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    lines = error.decode().splitlines()
    assert len(lines) == (number == signal.SIGINT)
    assert all(line.endswith("] 已停止 · stopped") for line in lines)


@posix_only
def test_the_script_of_the_checks_can_be_run() -> None:
    path = ROOT / ".ci" / "run"
    assert os.access(path, os.X_OK)
    assert path.read_text("utf-8").splitlines()[-1] == "exec python3 bootstrap.py test"


def test_the_file_does_nothing_when_it_is_only_read() -> None:
    names = runpy.run_path(str(SCRIPT))
    assert "start" not in names
