"""Directions of levers on a model whose results are known by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.checks.drawn import unseen
from sim.analysis.checks.signs import SIGNS, directions
from sim.errors import SimError
from sim.registry.load import load_registry, read_signs
from sim.scenario.workspace import load_workspace
from tests.analysis.checks.homes import change, outcome, reported

ROWS = (
    "gross_output",
    "resident_population",
    "output_growth",
    "investment_sum",
    "energy_intensity_reduction",
)
LEVERS = ("public investment", "clean share", "demand growth[automobiles]", "demand growth[health]")
MOVED = (
    "+0++±"  # of public investment: with more capital and the same energy; either way is too little to say
)


def write(home: Path, first: str = MOVED, reason: str = "  reason: {zh: 因, en: A cause.}\n") -> Path:
    """Write the file of signs into a home, the directions of public investment one after another."""
    text = ""
    for lever in LEVERS:
        signs = first if lever == LEVERS[0] else "00000"
        rows = "".join(f'    {row}: "{sign}"\n' for row, sign in zip(ROWS, signs, strict=True))
        text += f"{lever}:\n  signs:\n{rows}{reason if '±' in signs else ''}"
    (home / "model" / "signs.yaml").write_text(text, encoding="utf-8")
    return home


def test_a_home_need_not_state_directions(small_home: Path) -> None:
    assert outcome(SIGNS, small_home).examined == 0


def test_directions_are_judged_in_the_members(own_home: Path) -> None:
    found = directions(load_workspace(write(own_home)), unseen)
    assert len(found) == len(LEVERS) * len(ROWS)
    output, people, *_ = found
    assert (output.lever, output.indicator) == ("public investment", "gross_output")
    assert (output.up, output.down, output.hardly, output.is_as_stated) == (1, 0, 0, True)
    assert output.median == pytest.approx(4800 / 2450, rel=0.2)  # 0 to 400 a year for 15 years on 1000
    assert (people.up, people.down, people.hardly) == (0, 0, 1)


def test_what_members_agree_on_is_not_either_way(own_home: Path) -> None:
    faults = reported(SIGNS, write(own_home))
    [(place, en)] = faults.items()
    assert place == "signs.yaml:7"
    assert en.startswith(
        "from the low to the high end of public investment, energy_intensity_reduction of 2035 is stated "
        "as ±; of the members, + 100.0%"
    )
    assert outcome(SIGNS, write(own_home, "+0+++")).is_passed


def test_a_wrong_direction_is_reported(own_home: Path) -> None:
    [en] = reported(SIGNS, write(own_home, "-0+++")).values()
    assert "gross_output of 2035 is stated as -; of the members, + 100.0%, - 0.0%, 0 0.0%" in en


def test_an_effect_that_hangs_on_a_drawn_constant_goes_either_way(own_home: Path) -> None:
    change(
        own_home,
        "teda.mdl",
        "residents= INTEG (migration, 22)",
        "residents= INTEG (migration+public investment*(output per capital-5)/100, 22)",
    )
    assert outcome(SIGNS, write(own_home, "+±+++")).is_passed
    [en] = reported(SIGNS, write(own_home, "+++++")).values()
    assert "resident_population of 2035 is stated as +; of the members, + 50.0%, - 50.0%" in en


OUTPUT = '    gross_output: "+"\n'


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (OUTPUT, "", '"public investment" lacks the direction of the headline indicator "gross_output".'),
        (
            OUTPUT,
            OUTPUT.replace("output", "outputs") + OUTPUT,
            'no headline indicator "gross_outputs". Nearest: "gross_output".',
        ),
        ("clean share:", "clean shares:", 'no lever "clean shares". Nearest: "clean share".'),
        (
            OUTPUT,
            OUTPUT.replace("+", "up"),
            '"signs.gross_output" is "up"; it must be one of: +, -, 0, ±.',
        ),
    ],
)
def test_every_lever_has_a_direction_for_every_headline_indicator(
    own_home: Path, before: str, after: str, fault: str
) -> None:
    file = write(own_home) / "model" / "signs.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(SimError) as caught:
        read_signs(load_registry(own_home))
    assert caught.value.faults[0].en == fault


def test_either_way_needs_a_reason(own_home: Path) -> None:
    with pytest.raises(SimError) as caught:
        read_signs(load_registry(write(own_home, reason="")))
    assert [fault.en for fault in caught.value.faults] == ['"±" needs a "reason".']
