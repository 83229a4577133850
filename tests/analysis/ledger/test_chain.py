"""The chain: whatever is done to a line is found, and named by its number."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import sim
from sim.analysis.ledger.chain import START, chained, faults_of, read_chain

ROWS = [{"indicator": "output", "year": year, "figures": [5000.5, year / 7]} for year in (2025, 2026, 2027)]
CONTENT = b"".join(chained(ROWS, None))
LINES = CONTENT.splitlines(keepends=True)


def found(content: bytes) -> list[tuple[int, str]]:
    """Return line and English text of each fault."""
    return [(link.line, link.fault.en) for link in read_chain(content) if link.fault]


def test_a_line_states_the_hash_of_its_content_and_of_the_line_before() -> None:
    links = read_chain(CONTENT)
    assert faults_of(links) == []
    previous = START
    for number, (line, link) in enumerate(zip(LINES, links, strict=True), start=1):
        fields = json.loads(line)
        assert (fields["number"], fields["previous"]) == (number, previous)
        stated = fields.pop("hash")
        body = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
        assert stated == link.hash == hashlib.sha256(body).hexdigest()
        assert {key: fields[key] for key in ROWS[0]} == ROWS[number - 1]
        previous = stated


@pytest.mark.parametrize("change", [lambda byte: byte ^ 1, lambda byte: byte ^ 0x20, lambda _: 0x0A])
def test_a_change_of_any_byte_is_found_in_its_line(change) -> None:  # type: ignore[no-untyped-def]
    ends = [sum(map(len, LINES[: place + 1])) for place in range(len(LINES))]
    for place, byte in enumerate(CONTENT):
        changed = bytes([*CONTENT[:place], change(byte), *CONTENT[place + 1 :]])
        if changed == CONTENT:  # the ends of the lines, made ends
            continue
        own = next(number for number, end in enumerate(ends, start=1) if place < end)
        assert own in {line for line, _ in found(changed)}, place


def test_a_cut_anywhere_but_between_lines_is_found() -> None:
    between = {0, *(sum(map(len, LINES[: place + 1])) for place in range(len(LINES)))}
    missed = {place for place in range(len(CONTENT)) if not found(CONTENT[:place])}
    assert missed == between - {len(CONTENT)}


def test_lines_removed_inserted_or_moved_are_found() -> None:
    first, second, third = LINES
    missing = "this is row {}; row {} is missing: lines were removed or moved."
    moved = "this is row {}, not {}: lines were inserted or moved."
    assert found(second + third) == [(1, missing.format(2, 1))]
    assert found(first + third) == [(2, missing.format(3, 2))]
    assert found(third) == [(1, missing.format(3, "1–2"))]
    assert found(first + first + second + third) == [(2, moved.format(1, 2))]
    assert found(first + third + second) == [(2, missing.format(3, 2)), (3, moved.format(2, 4))]
    assert found(first + second + third + third) == [(4, moved.format(3, 4))]


def test_a_line_written_anew_with_a_right_hash_does_not_carry_the_next() -> None:
    first = next(iter(chained([{**ROWS[0], "year": 2024}], None)))
    replaced = "the line does not continue the one before: one of the two was replaced."
    assert found(first + LINES[1] + LINES[2]) == [(2, replaced)]


def test_only_the_head_shows_that_the_last_lines_are_gone(tmp_path: Path) -> None:
    place = tmp_path / "ledger.jsonl"
    place.write_bytes(CONTENT)
    heads = [link.hash for link in read_chain(CONTENT)]
    whole = sim.check_ledger(place, heads[-1])
    assert (whole.is_intact, whole.count, whole.head, whole.noted) == (True, 3, heads[-1], 3)
    assert sim.check_ledger(place, f" {heads[1].upper()} ").noted == 2  # a day when there were two
    place.write_bytes(LINES[0] + LINES[1])
    assert sim.check_ledger(place).is_intact
    cut = sim.check_ledger(place, heads[-1])
    assert [fault.place for fault in cut.faults] == [f"{place}:2"]
    assert "its last lines are gone" in cut.faults[0].en
    anew = b"".join(chained([ROWS[0], {**ROWS[1], "figures": [1.0]}, ROWS[2]], None))
    place.write_bytes(anew)
    assert sim.check_ledger(place).is_intact
    assert not sim.check_ledger(place, heads[-1]).is_intact


def test_a_head_that_is_no_hash_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    place = tmp_path / "ledger.jsonl"
    with pytest.raises(sim.SimError, match="there is no such file"):
        sim.check_ledger(place)
    place.write_bytes(b"")
    with pytest.raises(sim.SimError, match=r'head: "abc" 不是哈希(.|\n)*"abc" is no hash'):
        sim.check_ledger(place, "abc")
    assert sim.check_ledger(place).count == 0
    with pytest.raises(sim.SimError, match="this is a folder, not a file"):
        sim.check_ledger(tmp_path)
