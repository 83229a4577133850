"""A packed document as its parts: what is not changed is written as it was read, byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any

from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml

from sim.errors import SimError, fail
from sim.files import expand, missing_file, not_a_file, os_reason

LIMIT = 200_000_000  # bytes, as they are packed and as they are unpacked
_OLD = b"\xd0\xcf\x11\xe0"  # how .ppt begins, and what is encrypted
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # its name in the directory of such a file
_UNPACKING = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)  # of zipfile
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Raw:
    """The parts of a packed document, in their order.

    Parameters
    ----------
    content : of the file
    place : the file, for faults

    Raises
    ------
    SimError: the content is no packed document, or one that is too large once unpacked.
    """

    def __init__(self, content: bytes, place: str = "") -> None:
        self._place = place
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                self._entries = packed.infolist()
                is_bomb = sum(entry.file_size for entry in self._entries) > LIMIT
                self._parts = {} if is_bomb else {each.filename: packed.read(each) for each in self._entries}
        except _UNPACKING as error:
            raise no_presentation(place) from error
        if is_bomb:
            zh, en = "解压后太大，上限是 200 MB。", "it is too large once unpacked; the limit is 200 MB."
            raise fail("too-large", zh, en, place)
        self._trees: dict[str, Any] = {}
        self._changed: set[str] = set()

    def __contains__(self, name: str) -> bool:
        """Return whether there is a part."""
        return name in self._parts

    def blob(self, name: str) -> bytes:
        """Return the content of a part.

        Raises
        ------
        SimError: there is no such part.
        """
        if name not in self._parts:
            zh, en = f"文件已损坏：缺少部件 {name}。", f"the file is damaged: its part {name} is missing."
            raise fail("damaged", zh, en, self._place)
        return self._parts[name]

    def put(self, name: str, content: bytes) -> None:
        """Replace the content of a part."""
        self._parts[name] = content
        self._trees.pop(name, None)

    def tree(self, name: str) -> Any:
        """Return a part as XML; what is changed in it counts once `touch` is told.

        Raises
        ------
        SimError: there is no such part, or it is no XML.
        """
        if name not in self._trees:
            try:
                self._trees[name] = parse_xml(self.blob(name))
            except SyntaxError as error:
                zh, en = (
                    f"文件已损坏：部件 {name} 读不出。",
                    f"the file is damaged: its part {name} is no XML.",
                )
                raise fail("damaged", zh, en, self._place) from error
        return self._trees[name]

    def touch(self, name: str) -> None:
        """Tell that the XML of a part has changed."""
        self._changed.add(name)

    def names(self) -> list[str]:
        """Return the names of all parts."""
        return list(self._parts)

    def related(self, name: str, kind: str) -> dict[str, str]:
        """Return the parts that a part relates to by a kind of relationship, by id and in their order."""
        folder, _, file = name.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels".lstrip("/")
        if relations not in self._parts:
            return {}
        return {
            each.get("Id"): posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))[1:]
            for each in self.tree(relations).iter(RELATIONS)
            if each.get("Type", "").endswith(f"/{kind}") and each.get("TargetMode") != "External"
        }

    def target(self, name: str, kind: str, number: str) -> str:
        """Return the part that a part relates to by an id.

        Raises
        ------
        SimError: there is no such relationship.
        """
        found = self.related(name, kind)
        if number not in found:
            zh, en = f"文件已损坏：{name} 缺少 {number}。", f"the file is damaged: {name} lacks {number}."
            raise fail("damaged", zh, en, self._place)
        return found[number]

    def packed(self) -> bytes:
        """Return the document as the content of a file."""
        for name in self._changed:
            if name in self._trees:
                self._parts[name] = serialize_part_xml(self._trees[name])
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in self._entries:
                info = zipfile.ZipInfo(entry.filename, entry.date_time)
                new.writestr(info, self._parts[entry.filename], entry.compress_type)
        return buffer.getvalue()


def no_presentation(place: str) -> SimError:
    """Return the fault of a file that is damaged, or of another kind."""
    zh, en = "文件已损坏，或不是 PowerPoint 演示文稿。", "the file is damaged or no PowerPoint presentation."
    return fail("damaged", zh, en, place)


def read_file(place: str) -> bytes:
    """Return the content of a presentation.

    Raises
    ------
    SimError: no such file, a folder, one that is too large, encrypted or an old .ppt, or cannot be read.
    """
    target = expand(place)
    try:
        if target.is_dir():
            raise not_a_file(target, place)
        if target.stat().st_size > LIMIT:
            zh, en = "文件太大，上限是 200 MB。", "the file is too large; the limit is 200 MB."
            raise fail("too-large", zh, en, place)
        content = target.read_bytes()
    except FileNotFoundError as error:
        raise missing_file(target, place) from error
    except OSError as error:
        zh, en = os_reason(error)
        raise fail("unreadable", f"无法读取：{zh}。", f"cannot be read: {en}.", place) from error
    if _ENCRYPTED in content and content.startswith(_OLD):
        zh, en = "文件加了密码，请先去掉密码。", "the file is encrypted; remove its password first."
        raise fail("unreadable", zh, en, place)
    if content.startswith(_OLD):
        zh, en = "这是旧的 .ppt 格式，请另存为 .pptx。", "this is an old .ppt; save it as .pptx."
        raise fail("unsupported", zh, en, place)
    return content
