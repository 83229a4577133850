"""A chain of lines, each of which holds the hash of the line before and its own.

A line is a JSON object that ends with ``"hash"``: the SHA-256 of the line's bytes without that field. The
field ``previous`` is the hash of the line before, ``number`` counts from 1. So a changed byte breaks its own
line, and a line that was removed, inserted or moved breaks the next. What no chain can show is that its last
lines are gone, or that it was written anew from some line on; for that the head, which is the last line's
hash, is to be kept elsewhere.

References
----------
Haber and Stornetta 1991, How to time-stamp a digital document, Journal of Cryptology 3,
doi:10.1007/BF00196791.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.errors import Fault

START = "0" * 64  # what the first line has for the hash of the line before
_TAIL = re.compile(rb',"hash":"([0-9a-f]{64})"\}')
_TAIL_LENGTH = len(b',"hash":""}') + 64


@dataclass(frozen=True)
class Link:
    """A line of a chain.

    Parameters
    ----------
    line : its number in the file, from 1
    record : its fields, None where it is damaged
    hash : its hash as it states it, "" where it states none
    fault : what is wrong with it, None where it continues the line before
    """

    line: int
    record: Mapping[str, Any] | None
    hash: str
    fault: Fault | None


def chained(records: Iterable[Mapping[str, Any]], last: Link | None) -> Iterator[bytes]:
    """Yield records as the lines that continue a chain.

    Parameters
    ----------
    last : line that they follow, None for the first

    Examples
    --------
    >>> content = b"".join(chained([{"figure": 1}, {"figure": 2}], None))
    >>> [link.record["figure"] for link in read_chain(content)], faults_of(read_chain(content))
    ([1, 2], [])
    >>> [fault.en for fault in faults_of(read_chain(content.replace(b":1", b":3", 1)))]
    ['the line was altered: its content does not have the hash that it states.']
    """
    number, previous = (last.line, last.hash) if last else (0, START)
    for record in records:
        number += 1
        fields = {"number": number, "previous": previous, **record}
        body = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        previous = hashlib.sha256(body).hexdigest()
        yield body[:-1] + b',"hash":"' + previous.encode() + b'"}\n'


def read_chain(content: bytes) -> tuple[Link, ...]:
    """Return the lines of a chain, each held against the one before."""
    *lines, rest = content.split(b"\n")
    found: list[Link] = []
    for number, line in enumerate([*lines, rest] if rest else lines, start=1):
        found.append(_link(number, line, found[-1] if found else None, is_ended=number <= len(lines)))
    return tuple(found)


def faults_of(links: Iterable[Link]) -> list[Fault]:
    """Return what is wrong with the lines of a chain."""
    return [link.fault for link in links if link.fault]


def _link(number: int, line: bytes, before: Link | None, *, is_ended: bool) -> Link:
    tail = _TAIL.fullmatch(line[-_TAIL_LENGTH:])
    stated = tail.group(1).decode() if tail else ""
    body = line[:-_TAIL_LENGTH] + b"}"
    record = _record(body) if hashlib.sha256(body).hexdigest() == stated else None
    if not is_ended:
        return Link(number, None, stated, _fault("这一行不完整：缺少换行。", "the line lacks its end."))
    if record is None:
        zh = "这一行被改动过：内容与所记的哈希不符。"
        en = "the line was altered: its content does not have the hash that it states."
        return Link(number, None, stated, _fault(zh, en))
    return Link(number, record, stated, _order_fault(record, before))


def _record(body: bytes) -> Mapping[str, Any] | None:
    try:
        record = json.loads(body)
    except ValueError:
        return None
    return record if isinstance(record, dict) and isinstance(record.get("number"), int) else None


def _order_fault(record: Mapping[str, Any], before: Link | None) -> Fault | None:
    """Return why a sound line does not continue the line before; after a damaged one nothing is said."""
    if before is not None and before.record is None:
        return None
    last, previous = (before.record["number"], before.hash) if before and before.record else (0, START)
    number = record["number"]
    if number > last + 1:
        gone = f"{last + 1}" if number == last + 2 else f"{last + 1}–{number - 1}"
        zh = f"这里是第 {number} 条，缺第 {gone} 条：有行被删去或移走。"
        return _fault(zh, f"this is row {number}; row {gone} is missing: lines were removed or moved.")
    if number != last + 1:
        zh = f"这里是第 {number} 条，应是第 {last + 1} 条：有行被插入或换了次序。"
        en = f"this is row {number}, not {last + 1}: lines were inserted or moved."
        return _fault(zh, en)
    if record.get("previous") != previous:
        zh = "这一行不接上一行：两行之一被换过。"
        return _fault(zh, "the line does not continue the one before: one of the two was replaced.")
    return None


def _fault(zh: str, en: str) -> Fault:
    return Fault("damaged", zh, en)
