"""Why packages could not be installed, told from what an installer or the system says last."""

import os
import platform
import re
import sys

from sim.environment import place
from sim.environment.place import VENV_VARIABLE, Trouble

TRIED = "3.11–3.14"
WRONG_HASH = re.compile("hash mismatch|do not match the hashes", re.IGNORECASE)
ELSEWHERE = f"set {VENV_VARIABLE}=DIR" if place.WINDOWS else f"export {VENV_VARIABLE}=DIR"


def _machine() -> str:
    version = f"Python {sys.version_info[0]}.{sys.version_info[1]}"
    return f"{version}, {64 if sys.maxsize > 2**32 else 32} bit, {platform.system()} {platform.machine()}"


CAUSES = (  # the first that fits
    (
        WRONG_HASH,
        "下载的文件与 requirements.lock 中的哈希不符；请换用与官方一致的镜像。",
        "A downloaded file does not match its hash in requirements.lock; use another mirror.",
    ),
    (
        re.compile(
            r"no space left|not enough space|disk quota|disk full|WinError 112|磁盘空间不足", re.IGNORECASE
        ),
        f"磁盘已满：环境约需 1 GB。请腾出空间，或把它放到另一个磁盘：{ELSEWHERE}",
        "The disk is full: the environment takes about 1 GB. Make room, or put it on another disk: "
        f"{ELSEWHERE}",
    ),
    (
        re.compile(
            r"WinError (5|32)\b|access is denied|used by another process|拒绝访问|另一个程序正在使用",
            re.IGNORECASE,
        ),
        "文件被占用。请先关闭正在运行的模拟器（以及打开着这个文件夹的程序），再试一次。",
        "Files are in use. Close the simulator that is running, and whatever has this folder open; then try "
        "again.",
    ),
    (
        re.compile(
            r"WinError (3|206)\b|os error (3|206)\)|too long|long path support|cannot find the path"
            r"|找不到指定的路径",
            re.IGNORECASE,
        ),
        f"路径太长。请把文件夹移到较短的路径（如 C:\\teda），或把环境放到别处：{ELSEWHERE}",
        "The path is too long. Move the folder to a shorter one (C:\\teda, say), or put the environment "
        f"elsewhere: {ELSEWHERE}",
    ),
    (
        re.compile(r"permission denied|read-only file system", re.IGNORECASE),
        f"这里不能写入。请把文件夹复制到可写的位置，或把环境放到别处：{ELSEWHERE}",
        "Nothing can be written here. Copy the folder to a place of your own, or put the environment "
        f"elsewhere: {ELSEWHERE}",
    ),
    (
        re.compile(r"ssl module is not available|No module named '?_ssl|DLL load failed.*ssl", re.IGNORECASE),
        "这个 Python 不能用 SSL。若来自 Anaconda，请在 Anaconda Prompt 中运行（先 conda activate）。",
        "This Python has no SSL. If it is Anaconda's, use the Anaconda Prompt (conda activate comes first).",
    ),
    (
        re.compile(
            r"connection|connect error|timed? ?out|dns error|failed to fetch|error sending request"
            r"|getaddrinfo|name resolution|certificate|proxy|unreachable"
            r"|not found in the|there is no version|HTTP (error|status)",
            re.IGNORECASE,
        ),
        "软件包下载不到。请检查网络，或改用镜像（如清华、阿里云）："
        "pip config set global.index-url <镜像地址>，或设环境变量 PIP_INDEX_URL",
        "The packages could not be reached. Check the network, or use a mirror (of Tsinghua or Aliyun, say): "
        "pip config set global.index-url <mirror address>, or the variable PIP_INDEX_URL",
    ),
    (
        re.compile(
            r"no matching distribution|has no wheels|doesn't have a .*wheel|failed building wheel"
            r"|Microsoft Visual C\+\+",
            re.IGNORECASE,
        ),
        f"没有适合这台机器的软件包（{_machine()}），或所用镜像尚未收录。"
        f"请换 64 位的 Python {TRIED}，或换镜像。",
        f"There is no build for this machine ({_machine()}), or the mirror lacks it. "
        f"Use a 64-bit Python {TRIED}, or another mirror.",
    ),
)


def cause_of(text: str) -> tuple[str, str] | None:
    """Return what a text means, in Chinese and English, None when it tells nothing known."""
    return next(((zh, en) for cause, zh, en in CAUSES if cause.search(text)), None)


def not_installed(last: list[str]) -> Trouble:
    """Return why the packages could not be installed, with the installer's last lines."""
    worth = [line for line in last if line.strip() and "WARNING: " not in line]
    said = "\n".join(f"    {line}" for line in worth[-4:])
    unknown = (
        f"软件包没有装上（试过的 Python 版本为 {TRIED}）。",
        f"The packages could not be installed (tried with Python {TRIED}).",
    )
    zh, en = cause_of("\n".join(last)) or unknown
    return Trouble(f"{said}\n{zh}", en)


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
