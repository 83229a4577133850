"""What the words of installers and of systems mean."""

import pytest

from sim.environment import causes

SAID = {
    "hash": [
        "error: Hash mismatch for `scipy==1`",
        "THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE",
    ],
    "disk is full": [
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "  Caused by: No space left on device (os error 28)",
        "[WinError 112] 磁盘空间不足。",
    ],
    "in use": [
        "ERROR: Could not install packages due to an OSError: [WinError 5] 拒绝访问。: 'c:\\\\teda\\\\x.pyd'",
        "  Caused by: Access is denied. (os error 5)",
        "[WinError 32] 另一个程序正在使用此文件，进程无法访问。",
    ],
    "too long": [
        "OSError: [Errno 36] File name too long: 'x'",
        "HINT: This error might have occurred since this system does not have Windows Long Path support.",
        "[WinError 206] 文件名或扩展名太长。: 'x'",
        "failed to create file: 系统找不到指定的路径。 (os error 3)",
    ],
    "written here": ["[Errno 13] Permission denied: '/mnt/.venv'", "[Errno 30] Read-only file system: 'x'"],
    "Anaconda Prompt": ["Can't connect to HTTPS URL because the SSL module is not available."],
    "could not be reached": [
        "error: Failed to fetch: https://x/simple/scipy/",
        "Because scipy was not found in the package registry",
        "invalid peer certificate: UnknownIssuer",
        "ERROR: HTTP error 404 while getting x",
    ],
    "no build for this machine": [
        "ERROR: No matching distribution found for llvmlite==0.46.0",
        "because llvmlite==0.46.0 has no wheels with a matching platform tag",
        "ERROR: Failed building wheel for x",
        "error: Microsoft Visual C++ 14.0 or greater is required.",
    ],
    "could not be installed": ["something else"],
}


@pytest.mark.parametrize(
    ("line", "meant"), [(line, meant) for meant, lines in SAID.items() for line in lines]
)
def test_why_nothing_was_installed(line: str, meant: str) -> None:
    trouble = causes.not_installed(["Collecting x", "", line])
    said, zh, en = str(trouble).rsplit("\n", 2)
    assert said == f"    Collecting x\n    {line}"
    assert meant in en
    assert any("\u4e00" <= char <= "\u9fff" for char in zh)
    assert trouble.code == 2


def test_no_network_is_not_a_missing_build() -> None:
    noise = "WARNING: Retrying (Retry(total=4)) after connection broken"
    trouble = str(causes.not_installed([noise, "ERROR: No matching distribution found for uv==1"]))
    assert "could not be reached" in trouble
    assert "Retrying" not in trouble


def test_a_mirror_is_named_in_words_only() -> None:
    everything = "\n".join(f"{zh}{en}" for _, zh, en in causes.CAUSES)
    assert "清华" in everything
    assert "PIP_INDEX_URL" in everything
    assert "http" not in everything
