"""Scenario files: inheritance, elements, and each message for an invalid one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.scenario.load import list_scenarios, load_scenario

HEAD = "title: {zh: 题, en: Title}\nabout: {zh: 说明, en: About}\n"


def faults_of(home: Path, text: str, name: str = "high") -> list[tuple[str, str, str]]:
    """Return (place within the home, Chinese, English) of each fault of a scenario file."""
    (home / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SimError) as caught:
        load_scenario(name, home)
    cut = f"{home / 'scenarios'}{os.sep}"
    return [(fault.place.replace(cut, ""), fault.zh, fault.en) for fault in caught.value.faults]


def lever_fault(home: Path, lever: str) -> tuple[str, str]:
    """Return (Chinese, English) of the one fault of a scenario with this line under levers."""
    [(place, zh, en)] = faults_of(home, f"{HEAD}levers:\n  {lever}\n")
    assert place == "high.yaml:4"
    return zh, en


def test_a_scenario_sets_constants_of_the_model(small_home: Path) -> None:
    scenario = load_scenario("plan", small_home)
    assert scenario.name == "plan"
    assert scenario.title.text("zh") == "规划"
    assert [Path(file).name for file in scenario.files] == ["plan.yaml", "trend.yaml"]
    assert scenario.constants == {
        "public investment from": 100,
        "public investment to": 200,
        "public investment start": 2020,
        "public investment end": 2025,
        "demand growth to[automobiles]": 0.05,
        "demand growth to[health]": 0.1,
    }


def test_shipped_scenarios_are_listed(small_home: Path) -> None:
    assert [(entry.name, entry.title.en) for entry in list_scenarios(small_home)] == [
        ("plan", "Plan"),
        ("trend", "Trend"),
    ]


def test_a_child_changes_single_fields_of_its_parent(own_home: Path) -> None:
    path = own_home / "scenarios" / "child.yaml"
    path.write_text(f"extends: plan\n{HEAD}levers:\n  PUBLIC_investment: {{to: 300}}\n", encoding="utf-8")
    constants = load_scenario("child", own_home).constants
    assert constants["public investment to"] == 300
    assert constants["public investment end"] == 2025


def test_a_whole_lever_in_a_child_overrides_an_element_in_the_parent(own_home: Path) -> None:
    path = own_home / "scenarios" / "child.yaml"
    path.write_text(f"extends: plan\n{HEAD}levers:\n  demand growth: {{to: 0}}\n", encoding="utf-8")
    constants = load_scenario("child", own_home).constants
    assert constants["demand growth to[health]"] == 0


def test_the_order_within_a_file_does_not_matter(own_home: Path) -> None:
    path = own_home / "scenarios" / "order.yaml"
    path.write_text(
        f"{HEAD}levers:\n  demand growth[Health]: {{to: 0.1}}\n  demand growth: {{to: 0.02}}\n",
        encoding="utf-8",
    )
    assert load_scenario("order", own_home).constants == {
        "demand growth to[automobiles]": 0.02,
        "demand growth to[health]": 0.1,
    }


def test_a_file_extends_a_shipped_scenario_or_one_in_its_folder(small_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "我的 情景"
    folder.mkdir()
    (folder / "a.yaml").write_text(f"extends: plan\n{HEAD}", encoding="utf-8")
    (folder / "b.yml").write_text(f"extends: a\n{HEAD}", encoding="gbk")
    (folder / "c.yaml").write_text(f"extends: b.yml\n{HEAD}", encoding="utf-8-sig")
    scenario = load_scenario(folder / "c.yaml", small_home)
    assert scenario.name == "c"
    assert [Path(file).name for file in scenario.files] == [
        "c.yaml",
        "b.yml",
        "a.yaml",
        "plan.yaml",
        "trend.yaml",
    ]
    assert scenario.constants["public investment to"] == 200


def test_an_unknown_scenario(small_home: Path) -> None:
    with pytest.raises(SimError) as caught:
        load_scenario("paln", small_home)
    [fault] = caught.value.faults
    assert fault.place.endswith("scenarios")
    assert fault.zh == '没有名为 "paln" 的情景。最接近的是 "plan"。可用的有：plan, trend。'
    assert fault.en == 'no scenario "paln". Nearest: "plan". There are: plan, trend.'


def test_a_missing_scenario_file(small_home: Path, tmp_path: Path) -> None:
    with pytest.raises(SimError) as caught:
        load_scenario(tmp_path / "no.yaml", small_home)
    [fault] = caught.value.faults
    assert (fault.zh, fault.en) == ("找不到这个文件。", "there is no such file.")


def test_an_unknown_parent(own_home: Path) -> None:
    assert faults_of(own_home, f"{HEAD}extends: trends\n") == [
        (
            "high.yaml:3",
            '没有名为 "trends" 的情景。最接近的是 "trend"。可用的有：high, plan, trend。',
            'no scenario "trends". Nearest: "trend". There are: high, plan, trend.',
        )
    ]


def test_extends_in_a_circle(own_home: Path) -> None:
    (own_home / "scenarios" / "a.yaml").write_text(f"{HEAD}extends: b\n", encoding="utf-8")
    (own_home / "scenarios" / "b.yaml").write_text(f"{HEAD}extends: high\n", encoding="utf-8")
    assert faults_of(own_home, f"{HEAD}extends: a\n") == [
        (
            "b.yaml:3",
            "extends 成环：high → a → b → high。",
            "extends in a circle: high → a → b → high.",
        )
    ]


def test_faults_of_the_parent_are_reported_after_those_of_the_file(own_home: Path) -> None:
    (own_home / "scenarios" / "a.yaml").write_text(
        f"{HEAD}levers:\n  clean share: {{to: 2000}}\n", encoding="utf-8"
    )
    places = [place for place, _, _ in faults_of(own_home, f"extends: a\n{HEAD}color: red\n")]
    assert places == ["high.yaml:4", "a.yaml:4"]


def test_all_faults_of_a_file_are_reported_together(own_home: Path) -> None:
    text = """\
extend: trend
title: {zh: 高}
levers:
  public investmnt: {to: 120}
  public investment: {from: -5, to: "120亿", ramp: 3, end: 2045}
  clean share: {to: 35, start: yes}
  demand growth[autos]: {to: 0.05}
  public investment[health]: {to: 3}
  demand growth: {to: 0.15}
  energy: {to: 3}
  2025: {to: 1}
"""
    assert faults_of(own_home, text) == [
        ("high.yaml:1", '缺少 "about"。', '"about" is missing.'),
        (
            "high.yaml:1",
            '没有 "extend" 这一项。最接近的是 "extends"。',
            'no field "extend". Nearest: "extends".',
        ),
        ("high.yaml:2", '缺少 "title.en"。', '"title.en" is missing.'),
        (
            "high.yaml:4",
            '没有名为 "public investmnt" 的杠杆。最接近的是 "public investment"（亿元/年，0–400）。',
            'no lever "public investmnt". Nearest: "public investment" [100M CNY/year, 0 to 400].',
        ),
        (
            "high.yaml:5",
            '"public investment from" 为 -5 [亿元/年]，超出 0–400 [亿元/年]。',
            '"public investment from" is -5 [100M CNY/year], outside 0 to 400 [100M CNY/year].',
        ),
        (
            "high.yaml:5",
            '"public investment" 为 "120亿"，应是数字，0–400 [亿元/年]。只写数字 120，单位是 亿元/年。',
            '"public investment" is "120亿"; it must be a number, 0 to 400 [100M CNY/year]. '
            "Write the number 120 alone; its unit is 100M CNY/year.",
        ),
        (
            "high.yaml:5",
            '没有 "public investment: ramp" 这一项。可用的有：from, to, start, end, path, source。',
            'no field "public investment: ramp". Allowed: from, to, start, end, path, source.',
        ),
        (
            "high.yaml:5",
            '"public investment end" 为 2045 [年]，超出 2019–2035 [年]。',
            '"public investment end" is 2045 [year], outside 2019 to 2035 [year].',
        ),
        (
            "high.yaml:6",
            '"clean share" 为 35 [%]，超出 0–1 [比例]。是否为 0.35？',
            '"clean share" is 35 [%], outside 0 to 1 [fraction]. Did you mean 0.35?',
        ),
        (
            "high.yaml:6",
            '"clean share start" 为 "yes"，应是数字，2019–2035 [年]。',
            '"clean share start" is "yes"; it must be a number, 2019 to 2035 [year].',
        ),
        (
            "high.yaml:7",
            '"demand growth" 没有下标 [autos]。可用的有：automobiles, health。',
            '"demand growth" has no element [autos]. There are: automobiles, health.',
        ),
        (
            "high.yaml:8",
            '"public investment" 没有下标，不能写 [health]。',
            '"public investment" has no subscript, so no [health].',
        ),
        (
            "high.yaml:9",
            '"demand growth[automobiles]" 为 0.15 [1/年]，超出 -0.1 至 0.1 [1/年]。',
            '"demand growth[automobiles]" is 0.15 [1/year], outside -0.1 to 0.1 [1/year].',
        ),
        (
            "high.yaml:10",
            '没有名为 "energy" 的杠杆。可用的有：public investment, clean share, demand growth。',
            'no lever "energy". There are: public investment, clean share, demand growth.',
        ),
        (
            "high.yaml:11",
            '"levers.2025" 为 2025，应是文字。',
            '"levers.2025" is 2025; it must be text.',
        ),
    ]


@pytest.mark.parametrize(
    ("lever", "zh", "en"),
    [
        (
            "public investment: {to: true}",
            '"public investment" 为 true，应是数字，0–400 [亿元/年]。',
            '"public investment" is true; it must be a number, 0 to 400 [100M CNY/year].',
        ),
        (
            "public investment: {to: .nan}",
            '"public investment" 为 .nan，应是有限的数字，0–400 [亿元/年]。',
            '"public investment" is .nan; it must be a finite number, 0 to 400 [100M CNY/year].',
        ),
        (
            "public investment: {to: -.inf}",
            '"public investment" 为 -.inf，应是有限的数字，0–400 [亿元/年]。',
            '"public investment" is -.inf; it must be a finite number, 0 to 400 [100M CNY/year].',
        ),
        (
            "public investment: {to: }",
            '"public investment" 为（空），应是数字，0–400 [亿元/年]。',
            '"public investment" is (empty); it must be a number, 0 to 400 [100M CNY/year].',
        ),
        (
            "public investment: {to: '120'}",
            '"public investment" 为 "120"，应是数字，0–400 [亿元/年]。请去掉引号。',
            '"public investment" is "120"; it must be a number, 0 to 400 [100M CNY/year]. '
            "Leave out the quotation marks.",
        ),
        (
            "clean share: {to: 35%}",
            '"clean share" 为 "35%"，应是数字，0–1 [比例]。是否为 0.35？',
            '"clean share" is "35%"; it must be a number, 0 to 1 [fraction]. Did you mean 0.35?',
        ),
        (
            "clean share: {to: 350}",
            '"clean share" 为 350 [比例]，超出 0–1 [比例]。',
            '"clean share" is 350 [fraction], outside 0 to 1 [fraction].',
        ),
        (
            "public investment: 120",
            '"public investment" 为 120，应写成 {to: 数值}，可用 from、to、start、end、path、source。',
            '"public investment" is 120; write {to: number} with from, to, start, end, path or source.',
        ),
        (
            "public investment: {}",
            '"public investment" 为 {}，应写成 {to: 数值}，可用 from、to、start、end、path、source。',
            '"public investment" is {}; write {to: number} with from, to, start, end, path or source.',
        ),
        (
            "public investment: {start: 2030}",
            '"public investment" 的结束（2025）早于开始（2030）。',
            '"public investment" ends (2025) before it starts (2030).',
        ),
    ],
)
def test_values_that_a_lever_cannot_take(own_home: Path, lever: str, zh: str, en: str) -> None:
    assert lever_fault(own_home, lever) == (zh, en)


def test_a_parent_that_is_not_text(own_home: Path) -> None:
    assert faults_of(own_home, f"{HEAD}extends: [a]\n") == [
        (
            "high.yaml:3",
            "\"extends\" 为 ['a']，应是文字。",
            "\"extends\" is ['a']; it must be text.",
        )
    ]


def test_levers_that_are_a_list(own_home: Path) -> None:
    assert faults_of(own_home, f"{HEAD}levers: [a]\n") == [
        (
            "high.yaml:3",
            "\"levers\" 为 ['a']，应是“名称: 值”的形式。",
            '"levers" is [\'a\']; it must be "name: value" pairs.',
        )
    ]


def test_a_registry_that_names_what_the_model_lacks(own_home: Path) -> None:
    for file, old, new in (
        ("home", "[trend, plan]", "[trend, plan, vision]"),
        ("levers", "public investment:", "private investment:"),
        ("parameters", "migration:", "emigration:"),
        ("loops", "switch R1", "switch R9"),
        ("indicators", "per: output", "per: outptu"),
    ):
        path = own_home / "model" / f"{file}.yaml"
        path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SimError) as caught:
        load_scenario("trend", own_home)
    cut = f"{own_home / 'model'}{os.sep}"
    reported = [(fault.place.replace(cut, ""), fault.zh, fault.en) for fault in caught.value.faults]
    assert reported[0] == ("home.yaml:5", '没有名为 "vision" 的情景。', 'no scenario "vision".')
    assert reported[1] == (
        "levers.yaml:1",
        '模型中没有常量 "private investment from"。最接近的是 "public investment from"。',
        'the model has no constant "private investment from". Nearest: "public investment from".',
    )
    assert [place for place, _, _ in reported] == [
        "home.yaml:5",
        *["levers.yaml:1"] * 4,
        "parameters.yaml:17",
        "loops.yaml:2",
        "indicators.yaml:39",
    ]


def test_an_indicator_of_a_whole_subscripted_variable(own_home: Path) -> None:
    path = own_home / "model" / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("demand[health]", "demand"), encoding="utf-8")
    with pytest.raises(SimError) as caught:
        load_scenario("trend", own_home)
    [fault] = caught.value.faults
    assert fault.zh == '"demand" 有下标，请写明哪一个，如 "demand[…]"。'
    assert fault.en == '"demand" has a subscript; say which element, as in "demand[…]".'
