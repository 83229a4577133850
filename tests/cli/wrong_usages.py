"""Wrong usages made at random from a seed: names, numbers, files, encodings, options, destinations."""

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


def _destination(make: random.Random, home: Path, number: int) -> Usage:
    """Return a right command whose results cannot go where they are to go."""
    table = make.choice(
        [
            ["run", "plan"],
            ["compare", "plan", "trend"],
            ["list", "levers"],
            ["model", "run", "model/teda.mdl"],
        ]
    )
    commands: list[Usage] = [
        [*table, "--out", make.choice(["made.docx", "made", "made.xls", "made.", "made.csv.zip", "结果.表"])],
        [*table, "--out", make.choice(["no/such/made.csv", "model/teda.mdl/made.csv", "scenarios", "."])],
        [*table, "--out", make.choice(["a\nb/made.csv", f"{'长' * 300}.csv", "model/"])],
        [*table, "--out", "made.csv", "--format", make.choice(["json", "xlsx", "table"])],
        [*table, "--format", "xlsx"],
        ["chart", "plan", "--indicator", "gross_output", "--out", make.choice(["made.jpg", "no/a.png"])],
        ["deck", "plan", "--out", make.choice(["made.ppt", "made", "no/made.pptx", "scenarios"])],
        ["refresh", make.choice(["none.pptx", "model/teda.mdl", "scenarios"])],
        ["html", "plan", "--out", make.choice(["made.htm5", "made", "no/made.html", "scenarios"])],
        ["ensemble", "plan", "--members", "8", "--out", "model/teda.mdl"],
        ["init", make.choice(["model", "model/teda.mdl", "."])],
        ["run", "plan", "--home", make.choice(["none", "scenarios", "model/teda.mdl", "a\nb", "家"])],
        ["probability", make.choice(["none", "model", "a\nb"])],
        ["app", "--port", make.choice(["80a", "65536", "0", "-1", "八千"])],
    ]  # fmt: skip
    return make.choice(commands)


def _plan(make: random.Random, home: Path, number: int) -> Usage:
    """Return an ensemble or an analysis that cannot be: too few members, a bad seed, year or method."""
    bad = make.choice(["0", "-1", "1.5", "一百", "", "1e3x", "9" * 30])
    commands: list[Usage] = [
        ["ensemble", "plan", "--members", bad, "--out", "made"],
        ["ensemble", "plan", "--seed", make.choice(["-1", "x", "1.5"]), "--out", "made"],
        ["ensemble", "plan", "--sampling", make.choice(["sobel", "", "拉丁"]), "--out", "made"],
        ["ensemble", "plan", "plan", "--members", "8", "--out", "made"],
        ["ensemble", "plan", "--vary", "公共投资=60..120", "--vary", "Public investment=1..2"],
        ["ensemble", "plan", "--vary", f"公共投资={make.choice(['120..60', '60..', '..60', '60..1e999'])}",
         "--out", "made"],
        ["ensemble", "plan", "--every", make.choice(["month", "0", "年"]), "--out", "made"],
        ["sensitivity", "plan", "--indicator", "gross_output", "--year", make.choice(["1999", "2099", "x"])],
        ["sensitivity", "plan", "--indicator", "gross_output", "--method", make.choice(["sobal", "方差"])],
        ["sensitivity", "plan", "--indicator", "gross_output", "--all"],
        ["discover", "plan", "--indicator", "gross_output", "--members", bad],
        ["run", "plan", "--until", make.choice(["1999", "2050", "x", "二〇三五"])],
        ["run", "plan", "--every", "year"],
        ["model", "bench", "model/teda.mdl", "--members", bad],
        ["model", "run", "model/teda.mdl", "--method", make.choice(["rk45", "欧拉", ""])],
        ["validate", "--members", bad],
        ["new", "made", "--from", "plan", "--home", "none"],
    ]  # fmt: skip
    return make.choice(commands)


_MAKERS: tuple[Callable[[random.Random, Path, int], Usage], ...] = (
    *(_name, _number, _file, _bytes, _option),
    *(_destination, _plan),
)
