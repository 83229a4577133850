"""The option --set: what it may set, and each message for an invalid setting."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.cli.settings import read_settings
from sim.errors import SimError
from sim.scenario.changes import Settings
from sim.scenario.load import Scenario, read_scenario
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import load_workspace, unregistered


def set_on(home: Path, settings: Settings, name: str = "trend") -> Scenario:
    workspace = load_workspace(home)
    return apply_settings(read_scenario(name, workspace), settings, workspace)


def set_by(home: Path, options: list[str], name: str = "trend") -> Scenario:
    return set_on(home, read_settings(options), name)


@pytest.mark.parametrize(
    ("option", "constants"),
    [
        ("public investment=120", {"public investment to": 120}),
        (" Public_Investment = 1e2 ", {"public investment to": 100}),
        ("public investment start=2021", {"public investment start": 2021}),
        ("demand growth[health]=0.2", {"demand growth to[health]": 0.2}),
        (
            "demand growth=0.05",
            {"demand growth to[automobiles]": 0.05, "demand growth to[health]": 0.05},
        ),
        ("demand growth from[ Health ]=-0.1", {"demand growth from[health]": -0.1}),
        ("switch R1=0", {"switch R1": 0}),
        ("initial demand=5", {"initial demand[automobiles]": 5, "initial demand[health]": 5}),
        ("initial demand[health]=7", {"initial demand[health]": 7}),
    ],
)
def test_levers_and_constants_are_set(small_home: Path, option: str, constants: dict[str, float]) -> None:
    scenario = set_by(small_home, [option])
    assert scenario.constants == constants
    assert [setting.place for setting in scenario.settings] == [f'--set "{option}"']


@pytest.mark.parametrize("health", ["demand growth[health]=0.01", "demand growth to [Health]=0.01"])
def test_settings_go_before_the_scenario_and_an_element_before_the_whole(
    small_home: Path, health: str
) -> None:
    scenario = set_by(small_home, [health, "demand growth=0", "public investment=2"], "plan")
    assert scenario.constants["public investment to"] == 2
    assert scenario.constants["public investment end"] == 2025
    assert scenario.constants["demand growth to[automobiles]"] == 0
    assert scenario.constants["demand growth to[health]"] == 0.01


@pytest.mark.parametrize(
    ("value", "number", "text"),
    [
        (120, 120.0, "120"),
        (1 / 3, 1 / 3, "0.3333333333333333"),
        (np.float64(120), 120.0, "120"),
        (np.float32(0.1), float(np.float32(0.1)), "0.10000000149011612"),
        (np.int64(7), 7.0, "7"),
        (np.array(2.5), 2.5, "2.5"),
    ],
)
def test_a_mapping_sets_to_numbers_of_python_and_numpy(
    small_home: Path, value: float, number: float, text: str
) -> None:
    scenario = set_on(small_home, {"public investment": value})
    assert scenario.constants["public investment to"] == number
    assert type(scenario.constants["public investment to"]) is float
    assert scenario.options == (f"public investment={text}",)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(True, "true"), (np.True_, "True"), (None, "(empty)"), ([1, 2], "[1, 2]"), (np.ones(2), "[1. 1.]")],
)
def test_values_that_are_not_numbers_are_refused_by_name(small_home: Path, value: object, shown: str) -> None:
    with pytest.raises(SimError) as caught:
        set_on(small_home, {"clean share": value})  # type: ignore[dict-item]
    [fault] = caught.value.faults
    assert (fault.code, fault.place) == ("not-a-number", 'set["clean share"]')
    assert fault.en == f'"clean share" is {shown}; it must be a number, 0 to 1 [fraction].'


def test_a_number_as_text_is_refused_with_what_to_do(small_home: Path) -> None:
    with pytest.raises(SimError, match=r"Leave out the quotation marks\."):
        set_on(small_home, {"public investment": "120"})  # type: ignore[dict-item]
    with pytest.raises(SimError, match="it must be a finite number"):
        set_on(small_home, {"public investment": 10**400})


@pytest.mark.parametrize("given", ["public investment=120", ["public investment=120"], [("a", 1)], 5])
def test_settings_that_map_no_names_are_refused(small_home: Path, given: Settings) -> None:
    with pytest.raises(SimError) as caught:
        set_on(small_home, given)
    [fault] = caught.value.faults
    assert (fault.code, fault.place) == ("wrong-type", "set")
    assert fault.en == 'must map names to numbers, as {"public investment": 120} does.'


@pytest.mark.parametrize(
    ("option", "zh", "en"),
    [
        (
            "public investmnt=120",
            '没有名为 "public investmnt" 的杠杆或常量。最接近的是 "public investment"（亿元/年，0–400）。',
            'no lever or constant "public investmnt". '
            'Nearest: "public investment" [100M CNY/year, 0 to 400].',
        ),
        (
            "swtich R1=0",
            '没有名为 "swtich R1" 的杠杆或常量。最接近的是 "switch R1"（0–1）。',
            'no lever or constant "swtich R1". Nearest: "switch R1" [0 to 1].',
        ),
        (
            "zzzzzz=0",
            '没有名为 "zzzzzz" 的杠杆或常量。全部见 teda list levers 和 teda list parameters。',
            'no lever or constant "zzzzzz". See teda list levers and teda list parameters.',
        ),
        (
            "public investment=500",
            '"public investment" 为 500 [亿元/年]，超出 0–400 [亿元/年]。',
            '"public investment" is 500 [100M CNY/year], outside 0 to 400 [100M CNY/year].',
        ),
        (
            "public investment=120亿",
            '"public investment" 为 "120亿"，应是数字，0–400 [亿元/年]。只写数字 120，单位是 亿元/年。',
            '"public investment" is "120亿"; it must be a number, 0 to 400 [100M CNY/year]. '
            "Write the number 120 alone; its unit is 100M CNY/year.",
        ),
        (
            "clean share=35",
            '"clean share" 为 35 [%]，超出 0–1 [比例]。是否为 0.35？',
            '"clean share" is 35 [%], outside 0 to 1 [fraction]. Did you mean 0.35?',
        ),
        (
            "clean share=35%",
            '"clean share" 为 "35%"，应是数字，0–1 [比例]。是否为 0.35？',
            '"clean share" is "35%"; it must be a number, 0 to 1 [fraction]. Did you mean 0.35?',
        ),
        (
            "energy=nan",
            '"energy" 为 .nan，应是有限的数字。',
            '"energy" is .nan; it must be a finite number.',
        ),
        (
            "output per capital=50",
            '"output per capital" 为 50 [1/年]，超出 0–20 [1/年]。',
            '"output per capital" is 50 [1/year], outside 0 to 20 [1/year].',
        ),
        (
            "switch R1=2",
            '"switch R1" 为 2，超出 0–1。',
            '"switch R1" is 2, outside 0 to 1.',
        ),
        (
            "initial demand[autos]=2",
            '"initial demand" 没有下标 [autos]。可用的有：automobiles, health。',
            '"initial demand" has no element [autos]. There are: automobiles, health.',
        ),
        (
            "energy[health]=2",
            '"energy" 没有下标，不能写 [health]。',
            '"energy" has no subscript, so no [health].',
        ),
        (
            "capital=2",
            '"capital" 由模型算出，不是常量，不能设定。',
            '"capital" is computed by the model; only constants can be set.',
        ),
        (
            "time step=1",
            '"TIME STEP" 是模型的时间设置，不能设定。',
            '"TIME STEP" is a time setting of the model and cannot be set.',
        ),
        (
            "public investment end=2019",
            '"public investment" 的结束（2019）早于开始（2020）。',
            '"public investment" ends (2019) before it starts (2020).',
        ),
    ],
)
def test_what_cannot_be_set(small_home: Path, option: str, zh: str, en: str) -> None:
    with pytest.raises(SimError) as caught:
        set_by(small_home, [option])
    [fault] = caught.value.faults
    assert (fault.place, fault.zh, fault.en) == (f'--set "{option}"', zh, en)


@pytest.mark.parametrize(("least", "hint"), [(-1, " Did you mean 0.35?"), (-1.5, "")])
def test_a_share_may_be_in_per_cent_where_the_limits_are_those_of_a_share(
    own_home: Path, least: float, hint: str
) -> None:
    """Below -1 lies no share: what may fall by more than all of it is a rate, or a number."""
    path = own_home / "model" / "levers.yaml"
    share = "group: energy\n  min: "
    path.write_text(path.read_text("utf-8").replace(f"{share}0", f"{share}{least}"), encoding="utf-8")
    with pytest.raises(SimError) as caught:
        set_by(own_home, ["clean share=35"])
    [fault] = caught.value.faults
    assert f"outside {least} to 1 [" in fault.en
    assert fault.en.endswith(f"].{hint}")


def test_all_options_are_checked(small_home: Path) -> None:
    with pytest.raises(SimError) as caught:
        set_by(small_home, ["a=1", "clean share=2", "energy=1", "capital=1"])
    assert [fault.place for fault in caught.value.faults] == [
        '--set "a=1"',
        '--set "clean share=2"',
        '--set "capital=1"',
    ]


def test_unregistered_constants_are_found(own_home: Path) -> None:
    assert list(unregistered_in(own_home)) == []
    path = own_home / "model" / "teda.mdl"
    text = path.read_text("utf-8").replace("migration= 1", "migration= net\n~人~|\nnet= 1", 1)
    path.write_text(text, encoding="utf-8")
    parameters = own_home / "model" / "parameters.yaml"
    parameters.write_text(parameters.read_text("utf-8").replace("migration:", "net:"), "utf-8")
    assert list(unregistered_in(own_home)) == []
    parameters.write_text(parameters.read_text("utf-8").partition("net:")[0], "utf-8")
    assert list(unregistered_in(own_home)) == [
        (
            "net",
            '常量 "net" 没有登记在 levers、parameters 或 loops 中。',
            'the constant "net" is not in levers, parameters or loops.',
        ),
        (
            "energy",
            '常量 "energy" 没有登记在 levers、parameters 或 loops 中。',
            'the constant "energy" is not in levers, parameters or loops.',
        ),
    ]


def unregistered_in(home: Path) -> list[tuple[str, str, str]]:
    workspace = load_workspace(home)
    faults = unregistered(workspace.model, workspace.registry)
    return [(fault.place, fault.zh, fault.en) for fault in faults]
