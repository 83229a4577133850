"""Elements of an XML file with the lines they stand on.

Prefixes of names are dropped without being resolved, as many tools write ``isee:`` and do not declare it.
Nothing outside the file is ever fetched, and a file that declares entities is refused: they can swell a
few lines to gigabytes.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from sim.errors import SimError, fail

_ESCAPES = {"&": "&amp;", "<": "&lt;"}
_BARE = re.compile(r"""&(?!\#\d+;|\#x[0-9A-Fa-f]+;|[\w:][\w:.-]*;)|<(?=[\s\d=.+("'-])""")
_DEEPEST = 100  # elements within one another; XMILE needs about ten
_MOST = 1_000_000  # elements of a file


@dataclass(frozen=True)
class Element:
    """An element of an XML file.

    Parameters
    ----------
    tag : its name in lower case, without a prefix
    attributes : values by name, names likewise
    line : on which it begins
    is_vendors : whether its name has a prefix: an addition of one tool
    children : elements within it
    text : between its tags, without that of its children
    """

    tag: str
    attributes: Mapping[str, str]
    line: int
    is_vendors: bool = False
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text between its tags, without that of its children."""
        return "".join(self.texts).strip()

    @property
    def name(self) -> str:
        """The attribute ``name`` as XMILE shows it: a line break and underscores are blanks."""
        return shown_name(self.attributes.get("name", ""))

    def all(self, *tags: str) -> Iterator[Element]:
        """Yield its children of these tags."""
        return (child for child in self.children if child.tag in tags)

    def first(self, tag: str) -> Element | None:
        """Return its first child of a tag."""
        for child in self.children:
            if child.tag == tag:
                return child
        return None

    @property
    def variables(self) -> list[Element]:
        """The variables of a model or macro; before XMILE 1.0 they stood in it without ``<variables>``."""
        holders = [*self.all("variables")] or [self]
        return [one for holder in holders for one in holder.children]

    def text_of(self, tag: str) -> str:
        """Return the text of its first child of a tag, "" without one."""
        child = self.first(tag)
        return child.text if child else ""


@functools.lru_cache(maxsize=1 << 16)
def shown_name(name: str) -> str:
    """Return a name with single blanks between its words (3.2.2.2).

    Examples
    --------
    >>> shown_name("net_birth  rate")
    'net birth rate'
    """
    return " ".join(name.replace("\\n", " ").replace("_", " ").split())


def read_elements(text: str, place: str) -> Element:
    """Return the root element of an XML text.

    Vensim has written ``&`` and ``<`` of comments and equations as they are: no markup begins so, and
    such a text is read with them escaped.

    Raises
    ------
    SimError: the text is not well-formed, declares entities, or is nested too deeply.
    """
    try:
        return _Reader(place).read(text)
    except SimError as error:
        escaped = _BARE.sub(lambda sign: _ESCAPES[sign[0]], text)
        if error.faults[0].code != "syntax" or escaped == text or "<![CDATA[" in text:
            raise
        with contextlib.suppress(SimError):
            return _Reader(place).read(escaped)
        raise


class _Reader:
    def __init__(self, place: str) -> None:
        self._place = place
        self._open: list[Element] = []
        self._root: Element | None = None
        self._count = 0
        self._parser = expat.ParserCreate(encoding="utf-8")  # text is decoded already
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.EntityDeclHandler = self._entity

    def read(self, text: str) -> Element:
        try:
            self._parser.Parse(text.encode("utf-8", "replace"), True)
        except expat.ExpatError as error:
            place = f"{self._place}:{error.lineno}"
            reason = expat.errors.messages.get(error.code, "syntax error")
            raise fail(
                "syntax",
                f"XML 有错误，无法读取这个文件：{_ZH_REASONS.get(reason, reason)}。",
                f"the XML cannot be read: {reason}.",
                place,
            ) from error
        assert self._root is not None  # a file without an element is an error of expat
        return self._root

    def _at(self) -> str:
        return f"{self._place}:{self._parser.CurrentLineNumber}"

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= _DEEPEST or self._count > _MOST:
            zh, en = "XML 元素太多，或层数太多。", "too many XML elements, or nested too deeply."
            raise fail("too-large", zh, en, self._at())
        plain = {_local(key): value for key, value in reversed(attributes.items())}  # unprefixed ones last
        plain |= {key.lower(): value for key, value in attributes.items() if ":" not in key}
        element = Element(_local(tag), plain, self._parser.CurrentLineNumber, ":" in tag)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _data(self, text: str) -> None:
        if self._open:
            self._open[-1].texts.append(text)

    def _entity(self, name: str, *_: object) -> None:
        raise fail(
            "unsupported",
            f'不读取定义了 XML 实体（"{name}"）的文件；请把实体换成它的内容。',
            f'files that define XML entities ("{name}") are not read; write their text instead.',
            self._at(),
        )


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


_ZH_REASONS = {
    "not well-formed (invalid token)": "有不合规的字符或标签",
    "mismatched tag": "结束标签与开始标签不对应",
    "no element found": "没有任何元素，或文件不完整",
    "unclosed token": "标签没有写完",
    "duplicate attribute": "属性重复",
    "junk after document element": "根元素之后还有内容",
    "syntax error": "不是 XML",
    "undefined entity": "用到了没有定义的实体",
    "unclosed CDATA section": "CDATA 没有结束",
}
