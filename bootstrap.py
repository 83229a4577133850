"""Make the environment in .venv, then open the simulator, run the tests or a teda command.

``python3 bootstrap.py`` says what there is. Only the standard library is used. The syntax is one
that Python 3.6 can read, so that an old Python gets as far as being told that it is too old.
"""

import ast
import collections
import contextlib
import difflib
import hashlib
import importlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

OLDEST = (3, 11)
TRIED = "3.11–3.14"
START = time.monotonic()
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = "teda-stamp.txt"  # in .venv
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
ME = "py bootstrap.py" if os.name == "nt" else "python3 bootstrap.py"
PORT = 8501


def too_old(version: tuple) -> str:
    """Return what a Python older than `OLDEST` is told."""
    given = ".".join(str(part) for part in version[:3])
    return (
        f"需要 Python 3.11 或更新的版本；现在运行的是 {given}（{sys.executable}）。\n"
        f"Python 3.11 or later is needed; this is {given} ({sys.executable})."
    )


if sys.version_info < OLDEST:
    sys.stderr.write(too_old(sys.version_info) + "\n")
    sys.exit(2)

HELP = f"""\
TEDA 情景模拟器
TEDA scenario simulator

用法 / Usage:  {ME} COMMAND

  app [--port N] [--no-browser]
      准备环境，在浏览器中打开模拟器（127.0.0.1，默认端口 {PORT}）
      make the environment and open the simulator at 127.0.0.1 (port {PORT} unless taken)
  test [--fast] [-- PYTEST ARGUMENTS]
      准备环境，检查格式、风格和类型，运行测试；--fast 不含耗时的和需要浏览器的测试
      make the environment, check format, style and types, run the tests;
      --fast leaves out those that take long or need a browser
  teda ARGUMENTS
      准备环境，运行 teda 命令，例如 {ME} teda run plan
      make the environment and run a teda command, as in {ME} teda run plan
  setup
      只准备环境（.venv）
      only make the environment (.venv)

首次运行需要联网下载约 400 MB；pip 的镜像、代理等设置同样有效。
The first run downloads about 400 MB; your pip settings (mirror, proxy) are obeyed.
"""


class Trouble(Exception):
    """What stops a command, in Chinese and English, and the exit code that says so."""

    def __init__(self, zh: str, en: str, code: int = 2) -> None:
        super().__init__(f"{zh}\n{en}")
        self.code = code


def say(zh: str, en: str) -> None:
    """Print a line of progress with the seconds since the start."""
    print(f"[{time.monotonic() - START:5.1f} s] {zh} · {en}", file=sys.stderr, flush=True)


# The user's own pip settings

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
UV_NAMES = {  # what uv, which does not read the settings of pip, calls them
    "index-url": ("UV_DEFAULT_INDEX",),
    "extra-index-url": ("UV_INDEX",),
    "find-links": ("UV_FIND_LINKS",),
    "trusted-host": ("UV_INSECURE_HOST",),
    "timeout": ("UV_HTTP_TIMEOUT",),
    "default-timeout": ("UV_HTTP_TIMEOUT",),
    "retries": ("UV_HTTP_RETRIES",),
    "proxy": PROXIES,
    "cert": ("SSL_CERT_FILE",),
}
# With any of these pip installs everything: it is slower, and knows what they mean.
PIP_ALONE = {"client-cert", "keyring-provider", "no-cache-dir", "no-index"}


def pip_settings(listing: str) -> dict[str, str]:
    """Return the settings that hold for an installation, from the text of ``pip config list``.

    Later places take precedence as they do in pip: [global], then [install], then the environment.
    """
    found = re.findall(r"^(global|install|:env:)\.([\w-]+)=(.*)$", listing, re.MULTILINE)
    places = ("global", "install", ":env:")
    ordered = sorted(found, key=lambda setting: places.index(setting[0]))
    return {name: str(ast.literal_eval(value.strip())) for _, name, value in ordered}


def read_pip_settings() -> dict[str, str]:
    """Return the settings of the pip in .venv."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    command = [str(PYTHON), "-m", "pip", "config", "list"]
    listing = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=False).stdout
    return pip_settings(listing.decode("utf-8", "replace").replace("\r\n", "\n"))


def uv_environment(pip: dict[str, str], environment: dict[str, str]) -> dict[str, str]:
    """Return the environment for uv, in which its own variables take precedence over settings of pip."""
    for_pip = {
        name: ("," if key == "find-links" else " ").join(pip[key].split())
        for key, names in UV_NAMES.items()
        if key in pip
        for name in names
    }
    # pip takes the best version of all its indexes; the hashes of the lock keep that safe
    for_pip["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    for_uv = {name: value for name, value in environment.items() if name.startswith("UV_")}
    return {**environment, **for_pip, **for_uv}


# Is the environment there, whole, and that of this lock?


def stamp(python: str) -> str:
    """Return what the stamp holds after a complete installation: a line of what is there, one of the lock."""
    digest = hashlib.sha256()
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"Python {python} in {VENV}\n{digest.hexdigest()}\n"


def probe() -> str | None:
    """Return the version of the Python in .venv, None when it is too old or does not run.

    One without pip counts as not running: nothing could be installed into it.
    """
    code = "import pip, sys; print(*sys.version_info[:2], sep='.')"
    try:
        answer = subprocess.run([str(PYTHON), "-c", code], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    version = answer.stdout.decode().strip()
    return version if tuple(map(int, version.split("."))) >= OLDEST else None


def check() -> str:
    """Return "absent", "ready", "stale" (other packages wanted) or "broken" (to be made again).

    An environment without a stamp is somebody's own: it is kept, and its packages made to agree.
    """
    if not os.path.lexists(VENV):
        return "absent"
    python = probe()
    if python is None:
        return "broken"
    path = VENV / STAMP
    wanted = stamp(python)
    stamped = path.read_text("utf-8") if path.exists() else wanted.partition("\n")[0]
    if stamped == wanted:
        return "ready"
    return "stale" if stamped.partition("\n")[0] == wanted.partition("\n")[0] else "broken"


def mark(text: str) -> None:
    """Write the stamp in one piece: half of one would be trusted."""
    part = VENV / "teda-stamp.part"
    part.write_text(text, "utf-8")
    part.replace(VENV / STAMP)


# Running other programs


@contextlib.contextmanager
def child(command: list[str], **options: object) -> Iterator[subprocess.Popen]:
    """Run a program; when this one is stopped, wait for it a little, then end it."""
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        except BaseException as stop:
            patience = 5 if isinstance(stop, KeyboardInterrupt) else 0
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)
            process.terminate()
            raise


def run(command: list[str], cwd: Path) -> int:
    """Run a program in the foreground and return its exit code."""
    with child(command, cwd=cwd) as process:
        code = process.wait()
    return code if code >= 0 else 128 - code


TELLING = re.compile(r"\s*(Downloading|Building|Prepared|Installed|Collecting|Installing) ")


def install(command: list[str], environment: dict[str, str]) -> list[str]:
    """Run an installer, repeat its lines of progress, return its last lines if it failed."""
    last: collections.deque[str] = collections.deque(maxlen=20)
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with child(command, cwd=ROOT, env=environment, encoding="utf-8", errors="replace", **options) as process:
        for line in process.stdout:
            last.append(line.rstrip())
            if TELLING.match(line):
                print(f"[{time.monotonic() - START:5.1f} s]   {line.strip()}", file=sys.stderr)
    return (list(last) or ["?"]) if process.returncode else []


# Making the environment


def lacks_venv() -> Trouble:
    """Return the fault of a Debian without python3-venv, or of a Python that lacks it otherwise."""
    is_root = not hasattr(os, "geteuid") or os.geteuid() == 0
    command = f"{'' if is_root else 'sudo '}apt-get install -y python3-venv"
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    return Trouble(
        f"这个 Python 缺少 ensurepip。请先安装软件包 python3-venv：{command}"
        f"（不是系统自带的 Python 则为 {package}）",
        f"This Python lacks ensurepip. Install the package python3-venv first: {command} "
        f"({package} when it is not the system's own Python)",
    )


def remove() -> None:
    """Remove .venv, whatever it is."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)


def make() -> None:
    """Make an empty .venv that is marked unfinished from its first moment."""
    say("创建环境 .venv", "making the environment .venv")
    remove()
    VENV.mkdir()
    mark("unfinished")
    python = getattr(sys, "_base_executable", sys.executable)
    last = install([python, "-m", "venv", str(VENV)], dict(os.environ))
    if last:
        remove()
        lacks = re.search("ensurepip|No module named venv", "\n".join(last))
        raise lacks_venv() if lacks else not_installed(last)


def lock_entry(lock: str, name: str) -> str:
    """Return the lines of one package in the lock, with its hashes."""
    found = re.search(rf"^{re.escape(name)}==.*\n(?:[ \t]+.*\n?)*", lock, re.MULTILINE)
    if found is None:
        raise Trouble(f'requirements.lock 中没有 "{name}"。', f'"{name}" is missing from requirements.lock.')
    return found.group()


WRONG_HASH = re.compile("hash mismatch|do not match the hashes", re.IGNORECASE)
UNREACHED = re.compile(
    r"connection|connect error|timed? ?out|dns error|failed to fetch|error sending request"
    r"|getaddrinfo|name resolution|certificate|proxy|unreachable|no matching distribution"
    r"|not found in the|there is no version|HTTP (error|status)",
    re.IGNORECASE,
)
CAUSES = (  # by what an installer says last; the first that fits
    (
        WRONG_HASH,
        "下载的文件与 requirements.lock 中的哈希不符；请换用与官方一致的镜像。",
        "A downloaded file does not match its hash in requirements.lock; use another mirror.",
    ),
    (
        UNREACHED,
        "软件包下载不到。请检查网络，或设置镜像：pip config set global.index-url <镜像地址>",
        "The packages could not be reached. Check the network, or name a mirror: "
        "pip config set global.index-url <mirror address>",
    ),
    (
        re.compile(""),
        f"软件包没有装上（试过的 Python 版本为 {TRIED}）。",
        f"The packages could not be installed (tried with Python {TRIED}).",
    ),
)


def not_installed(last: list[str]) -> Trouble:
    """Return why the packages could not be installed, with the installer's last lines."""
    worth = [line for line in last if line.strip() and "WARNING: " not in line]
    said = "\n".join(f"    {line}" for line in worth[-4:])
    zh, en = next((zh, en) for cause, zh, en in CAUSES if cause.search("\n".join(last)))
    return Trouble(f"{said}\n{zh}", en)


PIP = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps"]
UV = [str(PYTHON), "-m", "uv", "--color=never", "pip"]


def pip_install(requirements: str, environment: dict[str, str]) -> list[str]:
    """Install exactly what some entries of the lock name; return the last lines if that failed."""
    path = VENV / "teda-requirements.txt"
    path.write_text(requirements, "utf-8")
    return install([*PIP, "--progress-bar=off", "--require-hashes", "-r", str(path)], environment)


def install_with_uv(lock: str, environment: dict[str, str]) -> bool:
    """Install the packages of the lock with uv; False when pip has to do it."""
    pip = read_pip_settings()
    if PIP_ALONE.intersection(pip):
        return False
    say("安装 uv", "installing uv")
    last = pip_install(lock_entry(lock, "uv"), environment)
    if any("Retrying (" in line for line in last):  # no use to try the others as well
        raise not_installed(last)
    if not last:
        say("安装软件包", "installing the packages")
        command = [*UV, "sync", "--python", str(PYTHON), "--require-hashes", str(LOCK)]
        last = install(command, uv_environment(pip, environment))
    if WRONG_HASH.search("\n".join(last)):
        raise not_installed(last)
    if last:
        say("uv 没有完成", f"uv did not get through: {last[-1].strip()}")
    return not last


def install_with_pip(lock: str, environment: dict[str, str]) -> None:
    """Install the packages of the lock with pip; uv itself is not needed then."""
    say("用 pip 安装，需要几分钟", "installing with pip, a few minutes")
    last = pip_install(lock.replace(lock_entry(lock, "uv"), ""), environment)
    if last:
        raise not_installed(last)


def fill() -> None:
    """Install the packages of the lock and this project."""
    mark("unfinished")
    # settings that are meant for other places and that this one would refuse
    environment = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_HASHES": "0"}
    lock = LOCK.read_text("utf-8")
    installer = [*UV, "install", "--python", str(PYTHON), "--no-deps"]
    if not install_with_uv(lock, environment):
        install_with_pip(lock, environment)
        installer = PIP
    last = install([*installer, "--no-build-isolation", "--no-index", "-e", str(ROOT)], environment)
    if last:
        raise not_installed(last)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Keep two set-ups that start together from mixing (not on Windows)."""
    if os.name == "nt":
        yield
        return
    fcntl = importlib.import_module("fcntl")
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("等待另一次安装结束", "waiting for another set-up to end")
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:
            pass  # a network folder may know no locks
        yield
    finally:
        os.close(handle)


def setup() -> None:
    """Make .venv ready; at once when it already is."""
    with alone():
        found = check()
        if found == "ready":
            return
        if found == "broken":
            say("环境不完整，重新创建", "the environment is incomplete and is made again")
        if found != "stale":
            make()
        fill()
        mark(stamp(probe() or ""))
        say("环境就绪", "the environment is ready")


# The commands


def free_port(wanted: int) -> int | None:
    """Return the port, the next free one of twenty, or None."""
    for port in range(wanted, min(wanted + 20, 65536)):
        with socket.socket() as trial:
            if os.name != "nt":
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                trial.bind(("127.0.0.1", port))
                return port
    return None


def read_port(text: str) -> int:
    """Return the port that the text names."""
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise Trouble(
            f'--port 为 "{text}"，应为 1–65535 的整数。',
            f'--port is "{text}", not a whole number from 1 to 65535.',
        )
    return int(text)


def app_options(arguments: list[str]) -> tuple[int | None, bool]:
    """Return the port that was asked for, if any, and whether a browser is to be opened."""
    port, browser, rest = None, True, list(arguments)
    while rest:
        word = rest.pop(0)
        name, _, value = word.partition("=")
        if name == "--port":
            port = read_port(value or (rest.pop(0) if rest else ""))
        elif word == "--no-browser":
            browser = False
        else:
            raise unknown("选项", "option", word, ["--port", "--no-browser"])
    return port, browser


def choose_port(asked: int | None) -> int:
    """Return the port to serve at; one that was asked for is not replaced silently."""
    port = free_port(asked or PORT)
    if port is None or asked not in {None, port}:
        advice = f"--port {port}" if port else "--port N"
        raise Trouble(
            f"端口 {asked or PORT} 已被占用或不允许使用。可改用 {advice}。",
            f"Port {asked or PORT} is taken or not allowed. Try {advice}.",
        )
    return port


def app_command(port: int, browser: bool) -> list[str]:
    """Return the command that serves the simulator, and opens a browser where there is one."""
    headless = [] if browser else ["--server.headless=true"]
    return [str(PYTHON), "-m", "streamlit", "run", "app.py", f"--server.port={port}", *headless]


def app(arguments: list[str]) -> int:
    """Open the simulator."""
    asked, browser = app_options(arguments)
    setup()
    port = choose_port(asked)
    say(f"模拟器在 http://127.0.0.1:{port}，按 Ctrl-C 停止", "the simulator; Ctrl-C stops it")
    return run(app_command(port, browser), ROOT)


CHECKS = ("ruff format --check .", "ruff check .", "mypy sim", "pytest")
SHARED = ["-n", "auto", "--maxprocesses", "8", "--dist", "loadfile"]  # out among the processors
FAST = [*SHARED, "-m", "not slow and not browser"]


def test(arguments: list[str]) -> int:
    """Run every check, whether or not one before it failed; 1 when any did."""
    fast, rest = arguments[:1] == ["--fast"], arguments[arguments[:1] == ["--fast"] :]
    more = [*(FAST if fast else SHARED), *rest[rest[:1] == ["--"] :]]
    setup()
    failed = []
    for check in CHECKS:
        say("检查", check)
        if run([str(PYTHON), "-m", *check.split(), *(more if check == "pytest" else [])], ROOT):
            failed.append(check)
    if failed:
        say(f"未通过：{'、'.join(failed)}", f"failed: {', '.join(failed)}")
    else:
        say("全部通过", "all passed")
    return int(bool(failed))


def teda(arguments: list[str]) -> int:
    """Run a teda command where the user stands."""
    setup()
    return run([str(PYTHON.with_name("teda")), *arguments], Path.cwd())


def only_setup(arguments: list[str]) -> int:
    """Make the environment."""
    if arguments:
        raise unknown("选项", "option", arguments[0], [])
    setup()
    say("下一步", f"{ME} app")
    return 0


COMMANDS = {"app": app, "test": test, "teda": teda, "setup": only_setup}


def unknown(zh: str, en: str, given: str, known: list[str]) -> Trouble:
    """Return the fault of a word that is none of the known ones."""
    near = difflib.get_close_matches(given, known, n=1, cutoff=0.5)
    allowed = "、".join(known) or "无"
    return Trouble(
        f'没有名为 "{given}" 的{zh}。' + (f'最接近的是 "{near[0]}"。' if near else "") + f"可用：{allowed}。",
        f'No {en} "{given}". '
        + (f'Nearest: "{near[0]}". ' if near else "")
        + f"There are: {', '.join(known) or 'none'}.",
    )


def obey(arguments: list[str]) -> int:
    """Run the command that the arguments name and return its exit code."""
    name, *rest = arguments or ["help"]
    asks = {"-h", "--help"}
    if name in asks | {"help"} or (name != "teda" and asks.intersection(rest)):
        print(HELP, end="")
        return 0
    if name not in COMMANDS:
        raise unknown("命令", "command", name, list(COMMANDS))
    return COMMANDS[name](rest)


def main(arguments: list[str]) -> int:
    """Run a command; every trouble ends in two lines and an exit code, not in a traceback."""
    try:
        return obey(arguments)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return trouble.code
    except KeyboardInterrupt:
        say("已停止", "stopped")
        return 130
    except OSError as error:
        print(f"读写失败：{error}\nReading or writing failed: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
