"""Reading text and YAML, and each message for a file that cannot be read."""

from __future__ import annotations

import json
import math
import os
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.document import NODE_LIMIT, read_text, read_yaml
from sim.errors import SimError

CommandResult = tuple[str, str, str]


def faults_in(error: SimError, folder: Path) -> list[CommandResult]:
    """Return (place without the folder of the test, Chinese, English) of each fault."""
    cut = f"{folder}{os.sep}"
    return [(fault.place.replace(cut, ""), fault.zh, fault.en) for fault in error.faults]


def fault_of(folder: Path, text: str) -> list[CommandResult]:
    """Return the faults of a YAML file ``s.yaml`` of this text."""
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SimError) as caught:
        read_yaml(folder / "s.yaml")
    return faults_in(caught.value, folder)


def text_fault(path: Path, folder: Path) -> CommandResult:
    """Return (Chinese, English, place) of the one fault of a text file that cannot be read."""
    with pytest.raises(SimError) as caught:
        read_text(path, limit_bytes=100)
    [(place, zh, en)] = faults_in(caught.value, folder)
    return zh, en, place


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_text_is_read_in_the_encodings_of_chinese_windows(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "开发区 模型.mdl"
    path.write_bytes("投资 = 120 ~ 亿元/年\r\n人口 = 23\r".encode(encoding))
    assert read_text(path) == "投资 = 120 ~ 亿元/年\n人口 = 23\n"


@pytest.mark.parametrize(
    "text",
    [
        "a = 1 ~ m ~ café|\nb = 2 ~ ñ~|",  # é| and ñ~ are characters of GB18030
        "população = 3 ~~ação|\nGröße = 4 ~ °C ~ 20 °C – 30°|",
        "coût = 3 ~€~“l’été”|",
    ],
)
def test_text_is_read_in_the_encoding_of_western_windows(tmp_path: Path, text: str) -> None:
    """What ends an equation is not taken into a character before it, so that none vanishes."""
    path = tmp_path / "m.mdl"
    path.write_bytes(text.encode("cp1252"))
    assert read_text(path) == text


@pytest.mark.parametrize(
    "text", ["朱镕基 = 1 ~ 人 ~ 喆|", "GDP增长率a = 3 ~%~年|", "x = 1 ~ 元 ~ y年z|", "漢語 = 的"]
)
def test_chinese_stays_chinese(tmp_path: Path, text: str) -> None:
    """With rare characters, between letters, and in the old forms."""
    path = tmp_path / "m.mdl"
    path.write_bytes(text.encode("gbk"))
    assert read_text(path) == text


def test_home_is_written_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert read_text("~/a.txt") == "x"


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (b"", "文件是空的。", "the file is empty."),
        (b" \n\n", "文件是空的。", "the file is empty."),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00\x00",
            "不是文本文件，或编码不认识。可用的编码是 UTF-8、GBK（GB18030）和西欧的 Windows-1252。",
            "not a text file, or in an unknown encoding. UTF-8, GBK (GB18030) and Windows-1252 can be read.",
        ),
        (
            "a = 1".encode("utf-16-le"),  # without its mark, which read_text goes by
            "不是文本文件，或编码不认识。可用的编码是 UTF-8、GBK（GB18030）和西欧的 Windows-1252。",
            "not a text file, or in an unknown encoding. UTF-8, GBK (GB18030) and Windows-1252 can be read.",
        ),
        (
            b"x" * 101,
            "文件太大，上限是 0.0001 MB。",
            "the file is too large; the limit is 0.0001 MB.",
        ),
    ],
)
def test_content_that_is_not_text(tmp_path: Path, content: bytes, zh: str, en: str) -> None:
    path = tmp_path / "m.mdl"
    path.write_bytes(content)
    assert text_fault(path, tmp_path) == (zh, en, "m.mdl")


def test_missing_file_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "teda.mdl").write_text("x", encoding="utf-8")
    assert text_fault(tmp_path / "tdea.mdl", tmp_path) == (
        '找不到这个文件。最接近的是 "teda.mdl"。',
        'there is no such file. Nearest: "teda.mdl".',
        "tdea.mdl",
    )


def test_missing_file_in_a_missing_folder(tmp_path: Path) -> None:
    assert text_fault(tmp_path / "no" / "a.mdl", tmp_path) == (
        "找不到这个文件。",
        "there is no such file.",
        f"no{os.sep}a.mdl",
    )


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    assert text_fault(tmp_path / "d", tmp_path) == (
        "这是文件夹，不是文件。",
        "this is a folder, not a file.",
        "d",
    )


@pytest.mark.skipif(os.name == "nt", reason="named pipes and permission bits are POSIX")
def test_a_pipe_is_not_a_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")
    assert text_fault(tmp_path / "p", tmp_path) == (
        "这不是普通文件。",
        "this is not a regular file.",
        "p",
    )


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "m.mdl"
    path.write_text("x", encoding="utf-8")
    path.chmod(0)
    assert text_fault(path, tmp_path) == (
        "无法读取：没有权限。",
        "cannot be read: permission denied.",
        "m.mdl",
    )


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_that_point_at_each_other_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert text_fault(tmp_path / "a", tmp_path) == (
        "无法读取：符号链接互相指向。",
        "cannot be read: the links point at each other.",
        "a",
    )


def test_a_path_with_a_forbidden_character() -> None:
    with pytest.raises(SimError) as caught:
        read_text("a\0b")
    assert caught.value.faults[0].zh == "路径中有不允许的字符。"
    assert caught.value.faults[0].en == ("the path holds a character that is not allowed.")


def test_yaml_is_version_1_2(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(
        "a: 1e-3\nb: no\nc: 0x1F\nd: 1_000\ne: -.inf\nf: True\ng:\nh: 2020-01-01\n"
        "i: [1, 2.5]\n2025: x\nk: '7'\nl: &p 3\nm: *p\nn: 1:30\no: +4\n",
        encoding="utf-8",
    )
    assert read_yaml(path).data == {
        "a": 0.001,
        "b": "no",
        "c": 31,
        "d": 1000,
        "e": float("-inf"),
        "f": True,
        "g": None,
        "h": "2020-01-01",
        "i": [1, 2.5],
        2025: "x",
        "k": "7",
        "l": 3,
        "m": 3,
        "n": "1:30",
        "o": 4,
    }


@pytest.mark.parametrize(
    ("plain", "value"),
    [
        *((text, None) for text in ("", "~", "null", "Null", "NULL")),
        *((text, True) for text in ("true", "True", "TRUE")),
        *((text, False) for text in ("false", "False", "FALSE")),
        *(
            (text, text)
            for text in ("nULL", "tRUE", "yes", "on", "Off", "y", "N", "=", "2020-01-01", "12:30:45")
        ),
        *((text, text) for text in ("_1", "-_1", "-_", "0o8", "12e", ".5e3", ".", "+", "-.nan")),
        *((text, 8) for text in ("8", "08", "+8", "0_8", "8_", "0o10", "0x8", "0x_8")),
        *((text, -31) for text in ("-31", "-0x1F", "-0o37", "-3_1")),
        *((text, 500.0) for text in ("500.", "5e2", "5E+2", ".5e+3", "+5_00.0", "5.0e2", "5000.0e-1")),
        *((text, math.inf) for text in (".inf", "+.Inf", ".INF", "9" * 400, "1e999")),
        ("-.inf", -math.inf),
        ("R&D", "R&D"),
        ("x:y#z", "x:y#z"),
    ],
)
def test_plain_text_by_the_rules_of_version_1_2(tmp_path: Path, plain: str, value: object) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(f"%YAML 1.1\n---\na: {plain}\nb: '{plain}'\n", encoding="utf-8")
    read = read_yaml(path).data
    assert (read["a"], type(read["a"]), read["b"]) == (value, type(value), plain)


def test_tags(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(
        "%TAG !e! tag:yaml.org,2002:\n---\na: !!str 3\nb: !!int '4'\nc: ! '5'\nd: !!float 1\n"
        "e: !!bool 'TRUE'\nf: !!seq [!!null '']\ng: !<tag:yaml.org,2002:int> '6'\nh: !e!map {!!str 7: 8}\n",
        encoding="utf-8",
    )
    assert read_yaml(path).data == {
        "a": "3",
        "b": 4,
        "c": "5",
        "d": 1.0,
        "e": True,
        "f": [None],
        "g": 6,
        "h": {"7": 8},
    }


def test_an_alias_is_of_the_last_anchor_of_its_name(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(
        "a: &x j\nA: &x k\nb: &y\n\n  c: &w [*x]\nd: [*x, *y]\n? &z e\n: *z\n'<<': 1\n", encoding="utf-8"
    )
    document = read_yaml(path)
    k = {"c": ["k"]}
    assert document.data == {"a": "j", "A": "k", "b": k, "d": ["k", k], "e": "e", "<<": 1}
    assert [document.line("d", *keys) for keys in ((0,), (1,), (1, "c"), (1, "c", 0))] == [2, 3, 5, 2]


def test_tabs_next_to_a_value(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("a:\t1\t# one\n\nb:\t[2,\t3]\t\n", encoding="utf-8")
    assert read_yaml(path).data == {"a": 1, "b": [2, 3]}


def test_the_slower_parser_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("a: &x [yes, 010, !!str 3]\nb: {c: *x}\n'd': |\n  e\n", encoding="utf-8")
    fast = read_yaml(path)
    monkeypatch.setattr("sim.document._LOADER", yaml.SafeLoader)
    assert read_yaml(path) == fast
    assert fast.data == {"a": ["yes", 10, "3"], "b": {"c": ["yes", 10, "3"]}, "d": "e\n"}


TEXT = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=20)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.dictionaries(TEXT, PLAIN, min_size=1, max_size=4))
def test_json_is_yaml(data: dict[str, object]) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.yaml"
        path.write_bytes(text.encode())
        assert read_yaml(path).data == data


def test_lines_of_key_paths(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("a:\n  b:\n    - 1\n    - {c: 2}\nd: 3\n", encoding="utf-8")
    document = read_yaml(path)
    assert [document.line(*keys) for keys in (("a",), ("a", "b"), ("a", "b", 1, "c"), ("d",))] == [
        1,
        2,
        4,
        5,
    ]
    assert document.line("a", "b", "missing") == 2
    assert document.line("missing") == 1
    assert document.place("d") == f"{path}:5"


@pytest.mark.parametrize(
    ("text", "line", "zh", "en"),
    [
        ("a: b: c", 1, "此处不应有冒号", "a colon is not allowed here"),
        ("a: 1\nb: [1, 2", 2, "方括号未闭合，或缺少逗号", "a bracket is open or a comma missing"),
        ("b: {c: 1\nd: 2\n", 2, "花括号未闭合，或缺少逗号", "a brace is open or a comma missing"),
        (
            "a:\n  b: 1\n c: 2",
            3,
            "缩进与上文不一致",
            "the indentation does not match the lines above",
        ),
        ("a:\n  - 1\n - 2", 3, "缩进与上文不一致", "the indentation does not match the lines above"),
        (
            "  a: 1\nb: 2",
            2,
            "比首行缩进少，或内容已经结束",
            "indented less than the first line, or after the end",
        ),
        ("a: 1\nb\n", 3, "缺少冒号", "a colon is missing"),
        ("a: 1\nb", 2, "缺少冒号", "a colon is missing"),
        ("a: 1\n: 2", 2, "冒号前没有名称", "a name is missing before the colon"),
        ("a: [1, : 2]", 1, "冒号前没有名称", "a name is missing before the colon"),
        ("a: [1,, 2]", 1, "此处缺少一个值", "a value is missing here"),
        ("a: - 1", 1, "此处不应有列表项", "an item of a list is not allowed here"),
        ('a: "C:\\path"', 1, "双引号中的反斜杠应写两个", "write a backslash in double quotes twice"),
        ("a: 1\nb: 'x\n\n", 2, "引号没有闭合", "a quotation mark is not closed"),
        ("a:\n\tb: 1", 2, "缩进不能用制表符", "a tab cannot be used to indent"),
        ("a:\n  b: 1\n\tc: 2", 3, "缩进不能用制表符", "a tab cannot be used to indent"),
        ("a: 1\nb: *nope", 2, "引用了没有定义的锚点", "an alias without an anchor"),
        ("a: *要点", 1, "& 和 * 后应是英文名；文字请加引号", "& and * take an ASCII name; quote a text"),
        ("a: 1\n---\nb: 2", 2, "多了一个 ---，一个文件只能有一份内容", "one --- too many"),
        ("a: 1\nb: \x01", 2, "含有不允许的控制字符", "a control character is not allowed"),
        ("a: [\nb\u2028", 2, "含有不允许的控制字符", "a control character is not allowed"),
        ("a: 1\nb: \ufeff2", 2, "含有不允许的控制字符", "a control character is not allowed"),
        ("a: @x", 1, "值不能以这个字符开头，请加引号", "a value cannot begin so; quote it"),
        (
            "%YAML 1.2\n%YAML 1.2\n---\na: 1",
            2,
            "found duplicate %YAML directive at '%'",
            "found duplicate %YAML directive at '%'",
        ),
    ],
)
def test_yaml_syntax_errors(tmp_path: Path, text: str, line: int, zh: str, en: str) -> None:
    assert fault_of(tmp_path, text) == [
        (f"s.yaml:{line}", f"YAML 语法错误：{zh}。", f"YAML syntax error: {en}.")
    ]


def test_all_duplicate_keys_are_reported(tmp_path: Path) -> None:
    text = "a: 1\nb: {c: 1, c: 2}\nd: 3\na: 4\n"
    assert fault_of(tmp_path, text) == [
        ("s.yaml:2", '"c" 重复了，第 2 行已有。', '"c" is given twice; first on line 2.'),
        ("s.yaml:4", '"a" 重复了，第 1 行已有。', '"a" is given twice; first on line 1.'),
    ]


def test_aliases_beyond_reason_are_refused_before_they_are_expanded(tmp_path: Path) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 40)]
    assert fault_of(tmp_path, "\n".join(rows)) == [
        (
            "s.yaml:5",
            "YAML 别名展开后超过 100,000 个值。",
            "the YAML aliases expand to more than 100,000 values.",
        )
    ]
    assert NODE_LIMIT == 100_000


def test_an_alias_of_itself(tmp_path: Path) -> None:
    assert fault_of(tmp_path, "a: 1\nb: &x [1, *x]") == [
        ("s.yaml:2", "YAML 别名引用了自己。", "a YAML alias refers to itself.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 50_000,
        "a: " + "[" * 5_000 + "]" * 5_000,
        "a: " + "{a: " * 5_000,
        "\n".join(f"{' ' * depth}a:" for depth in range(1_500)),
        "a: &a " + "[" * 400 + "]" * 400 + "\nb: " + "[" * 400 + "*a" + "]" * 400,
    ],
    ids=["open", "closed", "braces", "indents", "aliases"],
)
def test_nesting_beyond_reason(tmp_path: Path, text: str) -> None:
    assert fault_of(tmp_path, text) == [
        ("s.yaml", "括号或缩进的层数太多。", "brackets or indents are nested too deeply.")
    ]


@pytest.mark.parametrize(
    ("text", "line", "zh", "en"),
    [
        (
            "- 1\n- 2",
            1,
            "最外层应是“名称: 值”的形式。",
            'the top level must be "name: value" pairs.',
        ),
        (
            "just text",
            1,
            "最外层应是“名称: 值”的形式。",
            'the top level must be "name: value" pairs.',
        ),
        (
            "a: {b: 1}\n<<: {c: 1}",
            2,
            '不支持合并键 "<<"。',
            'the merge key "<<" is not supported.',
        ),
        (
            "a: 1\ntrue: 2",
            2,
            "名称 true 应是文字或整数；请加引号。",
            "the name true must be text or a whole number; put it in quotation marks.",
        ),
        (
            "? [1, 2]\n: 3",
            1,
            "名称 […] 应是文字或整数；请加引号。",
            "the name […] must be text or a whole number; put it in quotation marks.",
        ),
        (
            "a: !!python/object:os.system ls",
            1,
            "标签 python/object:os.system 不受支持，或与所标的值不符。",
            "the tag python/object:os.system is not supported, or does not fit its value.",
        ),
        (
            "a: !foo [1]",
            1,
            "标签 !foo 不受支持，或与所标的值不符。",
            "the tag !foo is not supported, or does not fit its value.",
        ),
        (
            "a: !!int abc",
            1,
            "标签 int 不受支持，或与所标的值不符。",
            "the tag int is not supported, or does not fit its value.",
        ),
        *(
            (
                text,
                1,
                f"标签 {tag} 不受支持，或与所标的值不符。",
                f"the tag {tag} is not supported, or does not fit its value.",
            )
            for text, tag in (
                ("a: !!bool yes", "bool"),
                ("a: !!seq {b: 1}", "seq"),
                ("a: !!map 1", "map"),
                ("a: [<<]", "merge"),
                ("a: 0b101", "int"),
            )
        ),
    ],
)
def test_yaml_beyond_plain_data(tmp_path: Path, text: str, line: int, zh: str, en: str) -> None:
    assert fault_of(tmp_path, text) == [(f"s.yaml:{line}", zh, en)]


def test_only_comments(tmp_path: Path) -> None:
    assert fault_of(tmp_path, "# nothing\n") == [
        ("s.yaml", "文件中没有内容。", "the file holds nothing but comments.")
    ]
