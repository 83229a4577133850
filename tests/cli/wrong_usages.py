"""Wrong usages made at random from a seed: names, numbers, files, encodings and options."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

HEAD = 'title: {zh: "测", en: "T"}\nabout: {zh: "a", en: "a"}\n'
WORDS = (
    *("", " ", "公共投次", "规化", "xyz", "--", "none", "１２", "a\nb"),
    *("“”", "[", "投资[煤]", "\u3000", "😀", "a" * 300),
)
NUMBERS = (
    *("", "abc", "1,20", "１,２", "3..5", "nan", "inf", "1e999"),
    *("120亿元", "35%", "--", "1 2", "０x10", "。"),
)
MARKS = (
    *("：", "，", "；", "１２０", "“", "\u3000", "｛", "】", "％"),
    *("\t", "{", "[", "'", "&", "*", "!x", "\u0007", "\x85"),
)
BETWEEN = ("...", "~", "-", "—", "…")
VALUES = ("to：120", "to:120", "to: 1,20", "to: １２０", "to: 120亿")
LEVERS = ("公共投次", "“公共", "　公共投次", "[", "公共 投 资")
CONTENTS = (
    *(b"", b"\x00\x01", b"\xff\xfe\x00", b"\x80" * 9),
    *("公共投资\n一百\n".encode("gbk"), b"a,b\n1\n"),
)
LEVER = "  public investment: {to: 120, start: 2021}\n"
Usage = list[str]


def usages(count: int, home: Path, seed: int = 7) -> Iterator[Usage]:
    """Yield wrong command lines for a small home, with the files that they name in it."""
    make = random.Random(seed)
    for number in range(count):
        yield _MAKERS[number % len(_MAKERS)](make, home, number)


def _not(word: str) -> str:
    """Return a word that begins as no option does, so that it is read as a name."""
    return word if not word.startswith("-") else f"x{word}"


def _name(make: random.Random, home: Path, number: int) -> Usage:
    word = _not(make.choice(WORDS))
    commands: list[Usage] = [
        ["run", f"不{word}"],
        ["compare", "plan", f"不{word}"],
        ["run", "plan", "--set", f"不{word}=120"],
        ["ensemble", "plan", "--outputs", f"不{word}", "--out", "made"],
        ["ensemble", "plan", "--vary", f"不{word}=1..2", "--out", "made"],
        ["chart", "plan", "--indicator", f"不{word}", "--out", "made.png"],
        ["sensitivity", "plan", "--indicator", f"不{word}", "--out", "made.csv"],
        ["discover", "plan", "--indicator", f"不{word}"],
        ["model", "show", "model/teda.mdl", f"不{word}"],
        ["check", "--only", f"不{word}"],
        ["list", f"不{word}", "--out", "made.csv"],
        ["new", "made", "--from", f"不{word}"],
        ["new", make.choice(["plan", "PLAN", "a:b", "no/made", "a\nb", ""])],
        ["audit", "--label", f"不{word}"],
    ]
    return make.choice(commands)


def _number(make: random.Random, home: Path, number: int) -> Usage:
    text = make.choice(NUMBERS)
    commands: list[Usage] = [
        ["run", "plan", "--set", f"公共投资={text}"],
        ["run", "plan", "--set", f"公共投资{make.choice('＝：: ')}120"],
        ["run", "plan", "--set", "公共投资=120", "--set", "Public_investment=130"],
        ["ensemble", "plan", "--vary", f"公共投资={text}..2", "--out", "made"],
        [
            "ensemble",
            "plan",
            "--vary",
            f"公共投资=60{make.choice(BETWEEN)}120",
            "--out",
            "made",
        ],
        ["ensemble", "plan", "--members", f"{text or 0}x", "--out", "made"],
        ["ensemble", "plan", "--workers", make.choice(["0", "-2", "x"]), "--out", "made"],
        ["discover", "plan", "--indicator", "gross_output", "--threads", make.choice(["0", "-2", "x"])],
        ["sensitivity", "plan", "--indicator", "gross_output", "--threads", make.choice(["0", "-2", "1.5"])],
        ["validate", "--threads", make.choice(["0", "-2", "x"])],
    ]
    return make.choice(commands)


def _file(make: random.Random, home: Path, number: int) -> Usage:
    """Return a run of a scenario file in which a mark stands where it must not."""
    text = f"extends: trend\n{HEAD}levers:\n{LEVER}"
    place = make.choice([at for at, char in enumerate(text) if char in ":{},\n"])
    spoilt = make.choice(
        [
            text[:place] + make.choice(MARKS) + text[place + 1 :] + "  nothing: {to: 1}\n",
            text.replace("to: 120", make.choice(VALUES)),
            text.replace("public investment", make.choice(LEVERS)),
            text + "  公共投资: {to: 100}\n",
            text.replace('"测"', make.choice(["“测试”", '"a\\nb"', '"a\\u001bb"', "[1]"])),
        ]
    )
    name = f"own-{number}.yaml"
    (home / name).write_text(spoilt, encoding="utf-8")
    return ["run", name, "--out", "made.csv"]


def _bytes(make: random.Random, home: Path, number: int) -> Usage:
    name = f"bytes-{number}.{make.choice(['yaml', 'csv'])}"
    content = make.choice(
        [b"", b"\x00\x01", b"\xff\xfe\x00", b"\x80" * 9, "公共投资\n一百\n".encode("gbk"), b"a,b\n1\n"]
    )
    (home / name).write_bytes(content)
    return ["run", name] if name.endswith("yaml") else ["ensemble", "plan", "--draws", name, "--out", "made"]


def _option(make: random.Random, home: Path, number: int) -> Usage:
    commands: list[Usage] = [
        ["run", "plan", make.choice(["--verbose", "--fromat", "-v", "--输出"])],
        ["run", "plan", "--set"],
        ["run"],
        ["run", "plan", "规划", "x"],
        ["list", "levers", "a", "b"],
        ["run", "plan.yaml"],
        ["run", "model/teda.mdl"],
        ["run", "model"],
        ["model", make.choice(["shwo", "列表", ""])],
        [make.choice(["levers", "indicators", "运行", "rnu"])],
        ["run", "plan", "--lang", make.choice(["cn", "中文", ""])],
        ["list", "levers", "--format", make.choice(["xml", "xls", "表"])],
        ["sensitivity", "plan", "--indicator", "gross_output", "--chart", "made.gif"],
        ["doctor", "--format", "xml"],
        ["new", "made", "--lang", "fr"],
        ["runs", "none"],
    ]
    return make.choice(commands)


_MAKERS: tuple[Callable[[random.Random, Path, int], Usage], ...] = (_name, _number, _file, _bytes, _option)
