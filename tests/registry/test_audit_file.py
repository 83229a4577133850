"""The file of the audit: every fault is reported with its line, all together."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.registry.load import load_registry, read_audit


def faults_of(home: Path, *changes: tuple[str, str]) -> list[tuple[str, str, str]]:
    """Return line, Chinese and English of each fault after some changes of the small file."""
    path = home / "model" / "audit.yaml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SimError) as caught:
        read_audit(load_registry(home))
    return [(fault.place.removeprefix(f"{path}:"), fault.zh, fault.en) for fault in caught.value.faults]


def test_the_small_file_is_sound(small_home: Path) -> None:
    book = read_audit(load_registry(small_home))
    assert list(book.facts) == ["output_2015"]
    assert list(book.findings) == ["output_growth", "output_per_resident"]


def test_missing_names_are_reported_together(own_home: Path) -> None:
    assert faults_of(
        own_home,
        ("source: s1", "source: s2"),
        ("fact output_2015", "fact output_2016"),
        ("base: base gross_output", "base: base gross_outptu"),
        ("target: target gross_output 2025", "target: target gross_output 2030"),
        ("output / residents", "output / residnts"),
        ("'人均 {each} 万元。'", "'人均 {eahc} 万元。'"),
        ("target resident_population 2025", "traget resident_population 2025"),
        ("contradict: target < base / 2", "contradict: target"),
    ) == [
        ("2", '没有名为 "s2" 的来源。最接近的是 "s1"。', 'no source "s2". Nearest: "s1".'),
        (
            "7",
            '没有名为 "output_2016" 的数据。最接近的是 "output_2015"。',
            'no fact "output_2016". Nearest: "output_2015".',
        ),
        (
            "8",
            '没有名为 "gross_outptu" 的指标。最接近的是 "gross_output"。',
            'no indicator "gross_outptu". Nearest: "gross_output".',
        ),
        ("9", '"gross_output" 没有 2030 年的目标。', '"gross_output" has no target for 2030.'),
        (
            "21",
            '"target" 应是比较两个数的条件，如 "needed > record"。',
            '"target" must be a condition that compares two figures, such as "needed > record".',
        ),
        (
            "29",
            '"given" 为 "traget resident_population 2025"，应是以下之一：'
            '"target ID YEAR", "base ID", "fact NAME"。',
            '"given" is "traget resident_population 2025"; it must be one of: '
            '"target ID YEAR", "base ID", "fact NAME".',
        ),
        (
            "34",
            '公式 "output / residnts" 中的 "residnts" 没有在它之前给出。最接近的是 "residents"。',
            '"residnts" in the formula "output / residnts" is not given before it. Nearest: "residents".',
        ),
        (
            "35",
            '文字中的 "{eahc}" 没有给出。最接近的是 "each"。',
            '"{eahc}" in the text is not given. Nearest: "each".',
        ),
    ]


@pytest.mark.parametrize(
    ("old", "new", "reported"),
    [
        ("base: base gross_output", "base: base satisfaction", '"satisfaction" has no published base.'),
        ("    strain: needed", "    strian: needed", 'no field "strian". Nearest: "strain".'),
        ("value: 4000", "value: many", '"facts.output_2015.value" is "many"; it must be a number.'),
        ("facts:", "fatcs:", 'no field "fatcs". Nearest: "facts".'),
        ("{each} (10k", "{each (10k", "a brace in"),
        ("      each:", "      output:", '"output" is in given already.'),
        ("output / residents", "output % residents", "cannot be used"),
        ("{zh: 都是下限。, en: Both", "{zh: 都是下限。, eng: Both", '"reading.en" is missing.'),
    ],
)
def test_each_fault_is_reported(own_home: Path, old: str, new: str, reported: str) -> None:
    found = [en for _, _, en in faults_of(own_home, (old, new))]
    assert any(reported.removeprefix('"facts.output_2015.').removeprefix('"') in each for each in found), (
        found
    )


def test_a_file_that_is_missing_is_reported(own_home: Path) -> None:
    (own_home / "model" / "audit.yaml").unlink()
    with pytest.raises(SimError) as caught:
        read_audit(load_registry(own_home))
    [fault] = caught.value.faults
    assert fault.zh.startswith("找不到这个文件。")
