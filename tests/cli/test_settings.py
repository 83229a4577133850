"""The forms of --set and --vary, and each message for another form."""

from __future__ import annotations

import pytest

from sim.cli.settings import read_ranges, read_settings
from sim.errors import SimError
from sim.scenario.changes import Range, Setting


def test_settings_are_read_once_into_numbers() -> None:
    settings = read_settings(["public investment=1e2", " a = b=c "])
    assert settings == (Setting("public investment", 100.0), Setting("a", "b=c"))
    assert settings[0].place == '--set "public investment=1e2"'
    assert read_settings(None) == ()


def test_ranges_are_read_once_into_numbers() -> None:
    assert read_ranges(["energy= -1 .. 1e3", "a=-.1...1"]) == (
        Range("energy", -1.0, 1000.0),
        Range("a", -0.1, 0.1),
    )


def test_settings_of_another_form_are_refused_together() -> None:
    with pytest.raises(SimError) as caught:
        read_settings(["public investment", "=3", "energy=1", "energy="])
    assert [fault.place for fault in caught.value.faults] == [
        '--set "public investment"',
        '--set "=3"',
        '--set "energy="',
    ]
    assert {(fault.zh, fault.en) for fault in caught.value.faults} == {
        (
            '应写成 "名称=数值"，如 --set "public investment=120"。',
            'write "name=value", as in --set "public investment=120".',
        )
    }


def test_ranges_of_another_form_are_refused_together() -> None:
    options = ["public investment", "public investment=120", "public investment=120..", "=1..2"]
    with pytest.raises(SimError) as caught:
        read_ranges([*options, "energy=1..2"])
    assert [fault.place for fault in caught.value.faults] == [f'--vary "{option}"' for option in options]
    assert {(fault.zh, fault.en) for fault in caught.value.faults} == {
        (
            '应写成 "名称=下限..上限"，如 --vary "public investment=100..160"。',
            'write "name=low..high", as in --vary "public investment=100..160".',
        )
    }


@pytest.mark.parametrize(
    ("option", "hint"),
    [
        ("公共投资＝120", "名称后面用半角等号“=”，不用“＝”。"),
        ("公共投资：120", "名称后面用半角等号“=”，不用“：”。"),
        ("公共投资:120", "名称后面用半角等号“=”，不用“:”。"),
        ("公共投资 120", ""),
    ],
)
def test_another_sign_after_the_name_is_told(option: str, hint: str) -> None:
    with pytest.raises(SimError) as caught:
        read_settings([option])
    zh = f'应写成 "名称=数值"，如 --set "public investment=120"。{hint}'
    assert [fault.zh for fault in caught.value.faults] == [zh]


@pytest.mark.parametrize("ends", ["60...120", "60~120", "60～120", "60—120", "60-120", "60至120", "60…120"])
def test_another_sign_between_the_ends_is_told(ends: str) -> None:
    with pytest.raises(SimError) as caught:
        read_ranges([f"公共投资={ends}"])
    [fault] = caught.value.faults
    assert fault.zh.endswith("两端之间写两个半角的点。")
    assert fault.en.endswith("Two half-width dots stand between the ends.")
