"""Reads the text and YAML files that users write."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.errors import Code, Fault, SimError, fail
from sim.files import expand, missing_file, not_a_file, os_reason

TEXT_LIMIT = 16_000_000  # bytes; the largest public Vensim models are about 3 MB
YAML_LIMIT = 2_000_000  # bytes; the YAML reader is slow, and no file of ours is above 0.2 MB
NODE_LIMIT = 100_000  # values in a YAML file once its aliases are written out

_YAML_PROBLEMS = (  # beginning of the reader's problem, what to tell the user
    ("mapping values are not allowed", "此处不应有冒号", "a colon is not allowed here"),
    ("expected ',' or ']'", "方括号未闭合，或缺少逗号", "a bracket is open or a comma missing"),
    ("expected ',' or '}'", "花括号未闭合，或缺少逗号", "a brace is open or a comma missing"),
    ("expected <block end>", "缩进与上文不一致", "the indentation does not match the lines above"),
    ("could not find expected ':'", "缺少冒号", "a colon is missing"),
    ("found unexpected end of stream", "引号没有闭合", "a quotation mark is not closed"),
    ("found character '\\t'", "缩进不能用制表符", "a tab cannot be used to indent"),
    ("found character", "值不能以这个字符开头，请加引号", "a value cannot begin so; quote it"),
    ("unacceptable character", "含有不允许的控制字符", "a control character is not allowed"),
    ("found undefined alias", "引用了没有定义的锚点", "an alias without an anchor"),
    ("but found another document", "多了一个 ---，一个文件只能有一份内容", "one --- too many"),
)  # fmt: skip


@dataclass(frozen=True)
class Document:
    """A YAML file as plain data, with the line each value stands on.

    Parameters
    ----------
    path : the file as the user named it
    data : what the file holds; keys are text or whole numbers
    lines : line (from 1) of every key path
    """

    path: str
    data: dict[Any, Any]
    lines: Mapping[tuple[Any, ...], int]

    def line(self, *keys: Any) -> int:
        """Return the line of a key path, or of its nearest ancestor that the file holds."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def place(self, *keys: Any) -> str:
        """Return ``file:line`` of a key path."""
        return f"{self.path}:{self.line(*keys)}"

    def part(self, key: str) -> Document:
        """Return what stands under a key as a document of its own."""
        lines = {keys[1:]: line for keys, line in self.lines.items() if keys[:1] == (key,)}
        return Document(self.path, self.data[key], lines)


def read_text(path: str | os.PathLike[str], limit_bytes: int = TEXT_LIMIT) -> str:
    """Return a text file, UTF-8 (with or without BOM) or GB18030, its lines ended by a line feed.

    Raises
    ------
    SimError: missing, not a file, unreadable, empty, larger than ``limit_bytes``, or not text.
    """
    place = os.fspath(path)
    raw = _read_bytes(place, limit_bytes)
    text = decode_text(raw, place).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise fail("no-data", "文件是空的。", "the file is empty.", place)
    return text


def _read_bytes(place: str, limit: int) -> bytes:
    target = expand(place)
    try:
        if not stat.S_ISREG(target.stat().st_mode):
            raise not_a_file(target, place)
        with target.open("rb") as stream:
            raw = stream.read(limit + 1)
    except FileNotFoundError as error:
        raise missing_file(target, place) from error
    except SimError:
        raise
    except (OSError, ValueError) as error:
        zh, en = os_reason(error)
        raise fail("unreadable", f"无法读取：{zh}。", f"cannot be read: {en}.", place) from error
    if len(raw) > limit:
        size = f"{limit / 1e6:g} MB"
        raise fail(
            "too-large", f"文件太大，上限是 {size}。", f"the file is too large; the limit is {size}.", place
        )
    return raw


def decode_text(raw: bytes, place: str) -> str:
    """Return the text of a file's bytes: UTF-8, with or without BOM, or GB18030.

    The encodings are tried in the order in which a wrong guess is least likely.

    Raises
    ------
    SimError: no text, or another encoding.
    """
    if b"\x00" not in raw:
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode("utf-8-sig")
        with contextlib.suppress(UnicodeDecodeError):
            text = raw.decode("gb18030")
            if not any(ord(char) < 32 and char not in "\t\n\r\f\x1a" for char in text):
                return text
    raise fail(
        "unreadable",
        "不是文本文件，或编码不认识。可用的编码是 UTF-8 和 GBK（GB18030）。",
        "not a text file, or in an unknown encoding. UTF-8 and GBK (GB18030) can be read.",
        place,
    )


def read_yaml(path: str | os.PathLike[str]) -> Document:
    """Return a YAML 1.2 file whose top level is a mapping.

    Raises
    ------
    SimError: what `read_text` raises; a syntax error, duplicate keys, keys that are neither text
        nor whole numbers, tags, aliases that refer to themselves or swell beyond `NODE_LIMIT`.
    """
    place = os.fspath(path)
    text = read_text(path, YAML_LIMIT)
    try:
        root = _compose(text, place)
        if root is None:
            raise fail("no-data", "文件中没有内容。", "the file holds nothing but comments.", place)
        _check_size(root, place)
        return _Builder(place).document(root)
    except RecursionError as error:
        raise fail(
            "too-large", "括号或缩进的层数太多。", "brackets or indents are nested too deeply.", place
        ) from error


def _compose(text: str, place: str) -> Any:
    """Return the node tree of the text; aliases share nodes, so nothing is expanded yet."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    reader = YAML(typ="safe", pure=True)
    reader.composer.warn_double_anchors = False
    try:
        return reader.compose(text)
    except MarkedYAMLError as error:
        raise _syntax_error(str(error.problem or error), place, _fault_line(error)) from error
    except YAMLError as error:
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position if isinstance(position, int) else 0) + 1
        raise _syntax_error(str(error).partition("\n")[0], place, line) from error
    except ValueError as error:  # a malformed %YAML directive
        raise _syntax_error(str(error), place, 1) from error


def _fault_line(error: Any) -> int:
    """Return where to look: what is open until the end of the file is mended where it began."""
    open_at_end = "end of stream" in str(error.problem) or "<stream end>" in str(error.problem)
    mark = error.context_mark if open_at_end else error.problem_mark
    mark = mark or error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _syntax_error(problem: str, place: str, line: int) -> SimError:
    for start, zh, en in _YAML_PROBLEMS:
        if problem.startswith(start):
            return fail("syntax", f"YAML 语法错误：{zh}。", f"YAML syntax error: {en}.", f"{place}:{line}")
    return fail("syntax", f"YAML 语法错误：{problem}。", f"YAML syntax error: {problem}.", f"{place}:{line}")


def _children(node: Any) -> Iterator[Any]:
    if isinstance(node.value, str):
        return iter(())
    if node.id == "mapping":
        return (part for pair in node.value for part in pair)
    return iter(node.value)


def _check_size(root: Any, place: str) -> None:
    """Refuse aliases that refer to themselves or swell, counting each shared node once."""
    sizes: dict[int, int] = {}
    open_nodes: set[int] = set()

    def measure(node: Any) -> int:
        key = id(node)
        where = f"{place}:{node.start_mark.line + 1}"
        if key in open_nodes:
            raise fail("circular", "YAML 别名引用了自己。", "a YAML alias refers to itself.", where)
        if key not in sizes:
            open_nodes.add(key)
            sizes[key] = 1 + sum(measure(child) for child in _children(node))
            open_nodes.discard(key)
        if sizes[key] > NODE_LIMIT:
            raise fail(
                "too-large",
                f"YAML 别名展开后超过 {NODE_LIMIT:,} 个值。",
                f"the YAML aliases expand to more than {NODE_LIMIT:,} values.",
                where,
            )
        return sizes[key]

    measure(root)


def _short_tag(node: Any) -> str:
    return str(node.tag).removeprefix("tag:yaml.org,2002:")


class _Builder:
    """Turns a node tree into plain data, noting lines and collecting all faults."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.lines: dict[tuple[Any, ...], int] = {}
        self.faults: list[Fault] = []

    def document(self, root: Any) -> Document:
        data = self.build(root, ())
        if not self.faults and not isinstance(data, dict):
            self.fault(
                root,
                "wrong-type",
                "最外层应是“名称: 值”的形式。",
                'the top level must be "name: value" pairs.',
            )
        if self.faults:
            raise SimError(self.faults)
        return Document(self.place, data, self.lines)

    def fault(self, node: Any, code: Code, zh: str, en: str) -> None:
        self.faults.append(Fault(code, zh, en, f"{self.place}:{node.start_mark.line + 1}"))

    def build(self, node: Any, path: tuple[Any, ...]) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if node.id != "scalar" and (tag := _short_tag(node)) not in ("map", "seq"):
            self.tag_fault(node, tag)
        if node.id == "mapping":
            return self.mapping(node, path)
        if node.id == "sequence":
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        return self.scalar(node)

    def mapping(self, node: Any, path: tuple[Any, ...]) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.key(key_node)
            if key is None:
                continue
            if key in result:
                first = self.lines[*path, key]
                self.fault(
                    key_node,
                    "duplicate",
                    f'"{key}" 重复了，第 {first} 行已有。',
                    f'"{key}" is given twice; first on line {first}.',
                )
                continue
            self.lines[*path, key] = key_node.start_mark.line + 1
            result[key] = self.build(value_node, (*path, key))
        return result

    def key(self, node: Any) -> str | int | None:
        if str(node.tag).endswith(":merge"):
            self.fault(node, "unsupported", '不支持合并键 "<<"。', 'the merge key "<<" is not supported.')
            return None
        key = self.scalar(node) if node.id == "scalar" else None
        if isinstance(key, str) or type(key) is int:
            return key
        shown = node.value if node.id == "scalar" else "[…]"
        self.fault(
            node,
            "wrong-type",
            f"名称 {shown} 应是文字或整数；请加引号。",
            f"the name {shown} must be text or a whole number; put it in quotation marks.",
        )
        return None

    def scalar(self, node: Any) -> Any:
        tag = _short_tag(node)
        try:
            return _SCALARS[tag](node.value)
        except (KeyError, ValueError):
            self.tag_fault(node, tag)
            return None

    def tag_fault(self, node: Any, tag: str) -> None:
        self.fault(
            node,
            "unsupported",
            f"标签 {tag} 不受支持，或与所标的值不符。",
            f"the tag {tag} is not supported, or does not fit its value.",
        )


def _integer(text: str) -> int | float:
    digits = text.replace("_", "")
    if digits.lstrip("+-").lower().startswith(("0x", "0o")):
        return int(digits, 0)
    return int(digits) if len(digits) < 300 else float(digits)


def _float(text: str) -> float:
    return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))


_SCALARS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "timestamp": str,
    "value": str,
    "int": _integer,
    "float": _float,
    "bool": lambda text: text.lower() == "true",
    "null": lambda text: None,
}
