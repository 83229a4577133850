"""Reads the text and YAML files that users write."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from sim.errors import Code, Fault, Faults, SimError, fail
from sim.files import expand, missing_file, not_a_file, os_reason
from sim.full_width import with_marks

TEXT_LIMIT = 16_000_000  # bytes; the largest public Vensim models are about 3 MB
YAML_LIMIT = 2_000_000  # bytes; no file of ours is above 0.2 MB
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}  # by byte-order mark
NODE_LIMIT = 100_000  # values in a YAML file once its aliases are written out

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # used for its events only: libyaml's, if it is there
_KINDS = {yaml.SequenceStartEvent: "seq", yaml.MappingStartEvent: "map"}
_FORBIDDEN = re.compile(  # what libyaml refuses, or takes for the end of a line although YAML 1.2 does not
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_PLAIN = re.compile(  # what YAML 1.2 makes of plain text; underscores may stand among the digits
    r"""(?P<null>|~|[nN]ull|NULL)|(?P<bool>[tT]rue|TRUE|[fF]alse|FALSE)|(?P<merge><<)
    |(?P<int>[-+]?(0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*))
    |(?P<float>[-+]?([0-9][0-9_]*(\.[0-9_]*([eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)
        |\.[0-9_]+([eE][-+][0-9]+)?|\.(inf|Inf|INF))|\.(nan|NaN|NAN))""",
    re.VERBOSE,
)

_YAML_PROBLEMS = (  # pattern of the parser's problem and where it is, what to tell the user
    ("mapping values are not allowed", "此处不应有冒号", "a colon is not allowed here"),
    ("expected ',' or ']'", "方括号未闭合，或缺少逗号", "a bracket is open or a comma missing"),
    ("expected ',' or '}'", "花括号未闭合，或缺少逗号", "a brace is open or a comma missing"),
    ("expected (key|node content) at ':'", "冒号前没有名称", "a name is missing before the colon"),
    ("expected (key|'-')", "缩进与上文不一致", "the indentation does not match the lines above"),
    ("expected ':'", "缺少冒号", "a colon is missing"),
    ("expected node content", "此处缺少一个值", "a value is missing here"),
    ("sequence entries are not allowed", "此处不应有列表项", "an item of a list is not allowed here"),
    ("expected alphabetic", "& 和 * 后应是英文名；文字请加引号", "& and * take an ASCII name; quote a text"),
    ("expected <doc", "比首行缩进少，或内容已经结束", "indented less than the first line, or after the end"),
    ("found unexpected end of stream", "引号没有闭合", "a quotation mark is not closed"),
    ("found unknown escape", "双引号中的反斜杠应写两个", "write a backslash in double quotes twice"),
    (r"found a tab|token at '\\t'", "缩进不能用制表符", "a tab cannot be used to indent"),
    ("found character", "值不能以这个字符开头，请加引号", "a value cannot begin so; quote it"),
    ("unacceptable character", "含有不允许的控制字符", "a control character is not allowed"),
    ("found undefined alias", "引用了没有定义的锚点", "an alias without an anchor"),
    ("another document", "多了一个 ---，一个文件只能有一份内容", "one --- too many"),
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
        return Document(self.path, self.data.get(key, {}), lines)


@dataclass(frozen=True)
class MergedDocument(Document):
    """Several YAML files of one folder, whose top levels together are one mapping.

    Parameters
    ----------
    path : the folder
    files : the file of each top-level key
    """

    files: Mapping[Any, Document]

    def place(self, *keys: Any) -> str:
        """Return ``file:line`` of a key path, the folder where no file has it."""
        file = self.files.get(keys[0]) if keys else None
        return file.place(*keys) if file else self.path


def merged(documents: Sequence[Document]) -> Document:
    """Return the documents of several files as one.

    Raises
    ------
    SimError: top-level keys that two files have.
    """
    files: dict[Any, Document] = {}
    with Faults() as faults:
        for document in documents:
            for key in document.data:
                first = files.setdefault(key, document)
                if first is not document:
                    faults.append(_twice(key, first.place(key), document.place(key)))
    folder = os.path.commonpath([document.path for document in documents])
    return MergedDocument(folder, {key: file.data[key] for key, file in files.items()}, {}, files)


def _twice(key: object, first: str, place: str) -> Fault:
    zh, en = f'"{key}" 重复了，{first} 已有。', f'"{key}" is given twice; first at {first}.'
    return Fault("duplicate", zh, en, place)


def read_text(path: str | os.PathLike[str], limit_bytes: int = TEXT_LIMIT) -> str:
    """Return a text file, its lines ended by a line feed: UTF-8, GB18030, Windows-1252, UTF-16 with its mark.

    Raises
    ------
    SimError: missing, not a file, unreadable, empty, larger than ``limit_bytes``, or not text.
    """
    place = os.fspath(path)
    raw = _read_bytes(place, limit_bytes)
    text = (_utf_16(raw) or decode_text(raw, place)).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise fail("no-data", "文件是空的。", "the file is empty.", place)
    return text


def _utf_16(raw: bytes) -> str:
    """Return text that its byte-order mark tells to be UTF-16, else nothing."""
    for mark, encoding in _UTF_16.items():
        if raw.startswith(mark):
            with contextlib.suppress(UnicodeDecodeError):
                return raw[len(mark) :].decode(encoding)
    return ""


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
    """Return the text of a file's bytes, in the encoding that `encoding_of` finds.

    Raises
    ------
    SimError: no text, or another encoding.
    """
    encoding = encoding_of(raw)
    if not encoding:
        raise fail(
            "unreadable",
            "不是文本文件，或编码不认识。可用的编码是 UTF-8、GBK（GB18030）和西欧的 Windows-1252。",
            "not a text file, or in an unknown encoding. UTF-8, GBK (GB18030) and Windows-1252 can be read.",
            place,
        )
    return raw.decode(encoding)


def encoding_of(raw: bytes) -> str:
    """Return the encoding of a text: UTF-8, with or without BOM, GB18030, Windows-1252; "" for none.

    A text of western Europe is often valid GB18030 too: a letter with an accent and the sign after it, be it
    one that ends an equation, make a character that hardly any Chinese text has. Hence a text is Chinese
    where a third of its signs are common ones.
    """
    if b"\x00" in raw:
        return ""
    with contextlib.suppress(UnicodeDecodeError):
        raw.decode("utf-8-sig")
        return "utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else "utf-8"
    for encoding in ("gb18030", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            text = raw.decode(encoding)
            is_text = not any(ord(char) < 32 and char not in "\t\n\r\f\x1a" for char in text)
            if is_text and (encoding == "cp1252" or _is_chinese(text)):
                return encoding
    return ""


def _is_chinese(text: str) -> bool:
    """Return whether a third of the signs beyond ASCII are Chinese ones of everyday use.

    Those are the marks and the 3,755 characters of the first level of GB 2312.
    """
    signs = [char.encode("gb18030") for char in text if not char.isascii()]
    common = sum(len(one) == 2 and one[1] >= 0xA1 and _is_everyday(one[0]) for one in signs)
    return common * 3 >= len(signs)


def _is_everyday(row: int) -> bool:
    return 0xA1 <= row <= 0xA3 or 0xB0 <= row <= 0xD7


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
        return _document(text, place)
    except SimError as error:
        raise SimError(with_marks(error.faults, place, text)) from error


def _document(text: str, place: str) -> Document:
    try:
        root = _compose(text, place)
        if root is None:
            raise fail("no-data", "文件中没有内容。", "the file holds nothing but comments.", place)
        return _Builder(place).document(root)
    except RecursionError as error:
        zh, en = "括号或缩进的层数太多。", "brackets or indents are nested too deeply."
        raise fail("too-large", zh, en, place) from error


@dataclass(slots=True)
class _Node:
    """A value as the file states it; an alias is the node of its anchor, so that nothing is expanded."""

    kind: str  # scalar, seq or map
    tag: str  # what its tag makes of it, or its text if that is plain
    line: int  # from 1
    text: str  # of a scalar
    parts: list[_Node]  # items of a sequence; keys and values of a mapping in turn
    size: int = 0  # number of values once aliases are written out; 0 until its end is read


def _compose(text: str, place: str) -> _Node | None:
    """Return the tree of the text, None if it holds nothing but comments."""
    if forbidden := _FORBIDDEN.search(text):
        raise _syntax_error("unacceptable character", place, text.count("\n", 0, forbidden.start()) + 1)
    events = yaml.parse(text, Loader=_LOADER)
    anchors: dict[str, _Node] = {}
    root = None
    try:
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                root = _node(event, events, anchors, place)
            elif isinstance(event, yaml.DocumentStartEvent) and root:
                raise _syntax_error("another document", place, event.start_mark.line + 1)
    except yaml.MarkedYAMLError as error:
        mark, char = error.problem_mark, text[error.problem_mark.index :][:1]
        problem = f"{error.problem} at {char!r}" if char else error.problem
        if not char and "':'" not in problem:  # what is open until the end is mended where it began
            mark = error.context_mark or mark
        raise _syntax_error(problem, place, min(mark.line, text.count("\n")) + 1) from error
    return root


def _node(event: Any, events: Iterator[Any], anchors: dict[str, _Node], place: str) -> _Node:
    """Return the node that an event begins, having read the events of its parts."""
    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent):
        if event.anchor not in anchors:
            raise _syntax_error("found undefined alias", place, line)
        node = anchors[event.anchor]
        if not node.size:
            zh, en = "YAML 别名引用了自己。", "a YAML alias refers to itself."
            raise fail("circular", zh, en, f"{place}:{node.line}")
        return node
    node = _Node(*_kind_and_tag(event), line, getattr(event, "value", ""), [])
    if event.anchor:
        anchors[event.anchor] = node
    if node.kind != "scalar":
        while not isinstance(part := next(events), yaml.CollectionEndEvent):
            node.parts.append(_node(part, events, anchors, place))
    node.size = 1 + sum(part.size for part in node.parts)
    if node.size > NODE_LIMIT:
        zh = f"YAML 别名展开后超过 {NODE_LIMIT:,} 个值。"
        en = f"the YAML aliases expand to more than {NODE_LIMIT:,} values."
        raise fail("too-large", zh, en, f"{place}:{line}")
    return node


def _kind_and_tag(event: Any) -> tuple[str, str]:
    kind = _KINDS.get(type(event), "scalar")
    if event.tag not in (None, "!"):
        return kind, event.tag.removeprefix("tag:yaml.org,2002:")
    if kind != "scalar":
        return kind, kind
    plain = None if event.style else _PLAIN.fullmatch(event.value)
    return kind, (plain and plain.lastgroup) or "str"


def _syntax_error(problem: str, place: str, line: int) -> SimError:
    told = ((zh, en) for pattern, zh, en in _YAML_PROBLEMS if re.search(pattern, problem))
    zh, en = next(told, (problem, problem))
    return fail("syntax", f"YAML 语法错误：{zh}。", f"YAML syntax error: {en}.", f"{place}:{line}")


class _Builder:
    """Turns a node tree into plain data, noting lines and collecting all faults."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.lines: dict[tuple[Any, ...], int] = {}
        self.faults: list[Fault] = []

    def document(self, root: _Node) -> Document:
        data = self.build(root, ())
        if not self.faults and not isinstance(data, dict):
            zh, en = "最外层应是“名称: 值”的形式。", 'the top level must be "name: value" pairs.'
            self.fault(root, "wrong-type", zh, en)
        if self.faults:
            raise SimError(self.faults)
        return Document(self.place, data, self.lines)

    def fault(self, node: _Node, code: Code, zh: str, en: str) -> None:
        self.faults.append(Fault(code, zh, en, f"{self.place}:{node.line}"))

    def build(self, node: _Node, path: tuple[Any, ...]) -> Any:
        self.lines.setdefault(path, node.line)
        if node.kind == "scalar":
            return self.scalar(node)
        if node.tag != node.kind:
            self.tag_fault(node)
        if node.kind == "map":
            return self.mapping(node, path)
        return [self.build(item, (*path, index)) for index, item in enumerate(node.parts)]

    def mapping(self, node: _Node, path: tuple[Any, ...]) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for key_node, value_node in zip(node.parts[::2], node.parts[1::2], strict=True):
            key = self.key(key_node)
            if key is None:
                continue
            if key in result:
                first = self.lines[*path, key]
                zh = f'"{key}" 重复了，第 {first} 行已有。'
                en = f'"{key}" is given twice; first on line {first}.'
                self.fault(key_node, "duplicate", zh, en)
                continue
            self.lines[*path, key] = key_node.line
            result[key] = self.build(value_node, (*path, key))
        return result

    def key(self, node: _Node) -> str | int | None:
        if node.tag == "merge":
            self.fault(node, "unsupported", '不支持合并键 "<<"。', 'the merge key "<<" is not supported.')
            return None
        key = self.scalar(node) if node.kind == "scalar" else None
        if isinstance(key, str) or type(key) is int:
            return key
        shown = node.text if node.kind == "scalar" else "[…]"
        zh = f"名称 {shown} 应是文字或整数；请加引号。"
        en = f"the name {shown} must be text or a whole number; put it in quotation marks."
        self.fault(node, "wrong-type", zh, en)
        return None

    def scalar(self, node: _Node) -> Any:
        try:
            return _SCALARS[node.tag](node.text)
        except (KeyError, ValueError):
            self.tag_fault(node)
            return None

    def tag_fault(self, node: _Node) -> None:
        zh = f"标签 {node.tag} 不受支持，或与所标的值不符。"
        en = f"the tag {node.tag} is not supported, or does not fit its value."
        self.fault(node, "unsupported", zh, en)


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
    "bool": lambda text: {"true": True, "false": False}[text.lower()],
    "null": lambda text: None,
}
