"""The option --vary: what it may vary, and each message for an invalid range."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.cli.settings import read_ranges, read_settings
from sim.errors import SimError
from sim.scenario.changes import Ranges, Settings
from sim.scenario.load import read_scenario
from sim.scenario.vary import Varied, read_vary, varied_order_faults
from sim.scenario.workspace import load_workspace


def vary(home: Path, ranges: Ranges, settings: Settings = ()) -> tuple[Varied, ...]:
    return read_vary(ranges, settings, load_workspace(home))


def vary_by(home: Path, options: list[str], settings: Settings = ()) -> tuple[Varied, ...]:
    return vary(home, read_ranges(options), settings)


@pytest.mark.parametrize(
    ("option", "keys", "low", "high"),
    [
        ("public investment=100..160", ("public investment to",), 100, 160),
        (" Public_Investment = 1e2 .. 1.6e2 ", ("public investment to",), 100, 160),
        ("demand growth[health]=-0.02..0.06", ("demand growth to[health]",), -0.02, 0.06),
        ("demand growth=0..0.05", ("demand growth to[automobiles]", "demand growth to[health]"), 0, 0.05),
        ("demand growth from[health]=-.1...1", ("demand growth from[health]",), -0.1, 0.1),
        ("output per capital=4..6", ("output per capital",), 4, 6),
        ("public investment start=2020..2024", ("public investment start",), 2020, 2024),
    ],
)
def test_levers_and_constants_vary(
    small_home: Path, option: str, keys: tuple[str, ...], low: float, high: float
) -> None:
    (varied,) = vary_by(small_home, [option])
    assert varied.place == f'--vary "{option}"'
    assert (varied.keys, varied.low, varied.high) == (keys, low, high)


def test_a_mapping_lets_vary_as_well(small_home: Path) -> None:
    (varied,) = vary(small_home, {"public investment": (1 / 3, 2 / 3)})
    assert (varied.keys, varied.low, varied.high) == (("public investment to",), 1 / 3, 2 / 3)
    assert vary(small_home, {"public investment": np.array([1 / 3, 2 / 3])}) == (varied,)  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("given", "place", "en"),
    [
        ({"energy": 5}, 'vary["energy"]', "must be a lower and an upper end, as in (100, 160)."),
        ({"energy": "15"}, 'vary["energy"]', "must be a lower and an upper end, as in (100, 160)."),
        ({"energy": (1, 2, 3)}, 'vary["energy"]', "must be a lower and an upper end, as in (100, 160)."),
        (
            ["energy=1..2"],
            "vary",
            'must map names to lower and upper ends, as {"public investment": (100, 160)} does.',
        ),
    ],
)
def test_ranges_that_have_not_two_ends_are_refused(
    small_home: Path, given: Ranges, place: str, en: str
) -> None:
    with pytest.raises(SimError) as caught:
        vary(small_home, given)
    assert [(fault.place, fault.en) for fault in caught.value.faults] == [(place, en)]


def test_the_order_of_the_options_does_not_matter(small_home: Path) -> None:
    options = ["public investment=1..2", "clean share=0.1..0.2", "demand growth[health]=0..0.1"]
    found = vary_by(small_home, options)
    assert found == vary_by(small_home, options[::-1])
    assert [one.keys[0] for one in found] == [
        "clean share to", "demand growth to[health]", "public investment to",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("option", "zh", "en"),
    [
        (
            "public investmnt=1..2",
            '没有名为 "public investmnt" 的杠杆或常量。最接近的是 "public investment"（亿元/年，0–400）。',
            'no lever or constant "public investmnt". '
            'Nearest: "public investment" [100M CNY/year, 0 to 400].',
        ),
        (
            "public investment=100..500",
            '"public investment" 为 500 [亿元/年]，超出 0–400 [亿元/年]。',
            '"public investment" is 500 [100M CNY/year], outside 0 to 400 [100M CNY/year].',
        ),
        (
            "clean share=0.2..35%",
            '"clean share" 为 "35%"，应是数字，0–1 [比例]。是否为 0.35？',
            '"clean share" is "35%"; it must be a number, 0 to 1 [fraction]. Did you mean 0.35?',
        ),
        (
            "energy=900..inf",
            '"energy" 为 .inf，应是有限的数字。',
            '"energy" is .inf; it must be a finite number.',
        ),
        (
            "clean share=0.6..0.2",
            "下限 0.6 应小于上限 0.2；只取一个值请直接设定。",
            "the lower end 0.6 must be below the upper end 0.2; to use one value, set it.",
        ),
        (
            "clean share=0.6..0.6",
            "下限 0.6 应小于上限 0.6；只取一个值请直接设定。",
            "the lower end 0.6 must be below the upper end 0.6; to use one value, set it.",
        ),
        (
            "demand growth[autos]=0..1",
            '"demand growth" 没有下标 [autos]。可用的有：automobiles, health。',
            '"demand growth" has no element [autos]. There are: automobiles, health.',
        ),
        (
            "output=1..2",
            '"output" 由模型算出，不是常量，不能设定。',
            '"output" is computed by the model; only constants can be set.',
        ),
    ],
)
def test_a_wrong_option_is_reported(small_home: Path, option: str, zh: str, en: str) -> None:
    with pytest.raises(SimError) as caught:
        vary_by(small_home, [option])
    (fault,) = caught.value.faults
    assert (fault.place, fault.zh, fault.en) == (f'--vary "{option}"', zh, en)


def test_both_ends_beyond_the_limits_and_all_options_are_reported_together(small_home: Path) -> None:
    with pytest.raises(SimError) as caught:
        vary_by(small_home, ["public investment=-1..500", "nothing=1..2"])
    assert [fault.en for fault in caught.value.faults] == [
        '"public investment" is -1 [100M CNY/year], outside 0 to 400 [100M CNY/year].',
        '"public investment" is 500 [100M CNY/year], outside 0 to 400 [100M CNY/year].',
        'no lever or constant "nothing". See teda list levers and teda list parameters.',
    ]


def test_set_constants_cannot_vary(small_home: Path) -> None:
    settings = read_settings(["public investment=120", "public investment from=90"])
    with pytest.raises(SimError) as caught:
        vary_by(small_home, ["public investment=100..160"], settings)
    assert [(fault.place, fault.zh, fault.en) for fault in caught.value.faults] == [
        (
            '--vary "public investment=100..160"',
            '"public investment to" 已设为 120，不能同时变动；请去掉其一。',
            '"public investment to" is set to 120 and cannot vary as well; leave out one of them.',
        )
    ]
    assert vary_by(small_home, ["public investment=100..160"], settings[1:])


def test_a_constant_varies_once(small_home: Path) -> None:
    with pytest.raises(SimError) as caught:
        vary_by(small_home, ["demand growth=0..0.1", "demand growth[health]=0..0.2"])
    assert [(fault.place, fault.zh, fault.en) for fault in caught.value.faults] == [
        (
            '--vary "demand growth[health]=0..0.2"',
            '"demand growth to[health]" 已由 --vary "demand growth=0..0.1" 给出范围。',
            '"demand growth to[health]" has a range from --vary "demand growth=0..0.1" already.',
        )
    ]


@pytest.mark.parametrize(
    ("options", "reported"),
    [
        (["public investment start=2020..2026"], ["2025", "2026"]),
        (["public investment end=2019..2026"], ["2019", "2020"]),
        (["public investment start=2020..2024", "public investment end=2023..2030"], ["2023", "2024"]),
        (["public investment start=2020..2024", "public investment end=2025..2030"], []),
        (["public investment start=2020..2025"], []),  # a jump: it starts when it ends
        (["public investment=1..2"], []),
    ],
)
def test_no_draw_may_end_a_lever_before_it_starts(
    small_home: Path, options: list[str], reported: list[str]
) -> None:
    workspace = load_workspace(small_home)
    found = list(
        varied_order_faults(
            read_vary(read_ranges(options), (), workspace),
            read_scenario("plan", workspace).constants,
            workspace,
        )
    )
    assert len(found) == bool(reported)
    for fault in found:
        assert fault.en == f'"public investment" ends ({reported[0]}) before it starts ({reported[1]}).'
        assert fault.place == " ".join(f'--vary "{option}"' for option in sorted(options))
