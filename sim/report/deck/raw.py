"""A packed document as its parts: what is not changed is written as it was read, byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any

from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml

from sim.errors import fail
from sim.files import expand, missing_file, not_a_file, os_reason

LIMIT = 200_000_000  # bytes, as they are packed and as they are unpacked
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Raw:
    """The parts of a packed document, in their order.

    Parameters
    ----------
    content : of the file

    Raises
    ------
    zipfile.BadZipFile: the content is no packed document.
    """

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            self._entries = packed.infolist()
            self._parts = {entry.filename: packed.read(entry) for entry in self._entries}
        self._trees: dict[str, Any] = {}
        self._changed: set[str] = set()

    def __contains__(self, name: str) -> bool:
        """Return whether there is a part."""
        return name in self._parts

    def blob(self, name: str) -> bytes:
        """Return the content of a part."""
        return self._parts[name]

    def put(self, name: str, content: bytes) -> None:
        """Replace the content of a part."""
        self._parts[name] = content
        self._trees.pop(name, None)

    def tree(self, name: str) -> Any:
        """Return a part as XML; what is changed in it counts once `touch` is told."""
        if name not in self._trees:
            self._trees[name] = parse_xml(self._parts[name])
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
            each.get("Id"): posixpath.normpath(posixpath.join(folder, each.get("Target"))).lstrip("/")
            if not each.get("Target").startswith("/")
            else each.get("Target").lstrip("/")
            for each in self.tree(relations).iter(RELATIONS)
            if each.get("Type").endswith(f"/{kind}") and each.get("TargetMode") != "External"
        }

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


def read_file(place: str) -> bytes:
    """Return the content of a presentation.

    Raises
    ------
    SimError: no such file, a folder, one that is too large or cannot be read.
    """
    target = expand(place)
    try:
        if target.is_dir():
            raise not_a_file(target, place)
        if target.stat().st_size > LIMIT:
            zh, en = "文件太大，上限是 200 MB。", "the file is too large; the limit is 200 MB."
            raise fail("too-large", zh, en, place)
        return target.read_bytes()
    except FileNotFoundError as error:
        raise missing_file(target, place) from error
    except OSError as error:
        zh, en = os_reason(error)
        raise fail("unreadable", f"无法读取：{zh}。", f"cannot be read: {en}.", place) from error
