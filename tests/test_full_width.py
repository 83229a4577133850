"""Marks of Chinese input methods: told with line and cure where they matter, left alone elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.full_width import marks_in
from sim.scenario.load import read_scenario
from sim.scenario.workspace import load_workspace

HEAD = 'title: {zh: "测", en: "T"}\nabout: {zh: "a", en: "a"}\nlevers:\n'


@pytest.mark.parametrize(
    ("line", "marks"),
    [
        ("extends： trend", ["colon"]),
        ("  public investment： {to: 120}", ["colon"]),
        ("  public investment: {to： 120, start: 2021}", ["colon"]),
        ("  public investment: {to: 120， start: 2021}", ["comma"]),
        ("  public investment: {to: 120；start: 2021}", ["comma"]),
        ("  public investment: {to: １２０}", ["digits"]),
        ("  public investment: {to: 1,20}", ["thousands"]),
        ("  public investment: {to:120}", ["blank"]),
        ("extends:trend", ["blank"]),
        ("　　public investment: {to: 120}", ["indent"]),
        ("  public investment: ｛to: 120｝", ["brackets"]),
        ("title: {zh: “测试”, en: Test}", ["quotes"]),
        ("  公共投资：{to：１２０，start：2021}", ["colon", "comma"]),
        ("about: {zh: 见下文：如，此, en: a}", []),
        ("title: {zh: “十四五”规划, en: Test}", []),
        ('title: {zh: "全角：如，此；１２０", en: Test}  # 注：，', []),
        ("address: http://example.org/a", []),
        ("years: [2020,2030]", []),
        ("levers:", []),
    ],
)
def test_marks_of_a_line(line: str, marks: list[str]) -> None:
    assert [mark for _, mark in marks_in(line)] == marks


def test_text_that_goes_on_over_lines_may_hold_any_mark() -> None:
    assert list(marks_in("about:\n  zh: 第一行\n    说明：第二行\n    如：此\n  en： a\n")) == [(5, "colon")]


def faults_of(home: Path, text: str) -> list[tuple[str, str, str]]:
    (home / "scenarios" / "high.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SimError) as caught:
        read_scenario("high", load_workspace(home))
    return [(fault.place.rpartition(":")[2], fault.zh, fault.en) for fault in caught.value.faults]


COLON = (
    "用了全角冒号“：”，请改为半角冒号加空格“: ”。",
    'a full-width colon "：" stands here; write a half-width one and a blank ": ".',
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"extends： trend\n{HEAD}", "1"),
        (f"{HEAD}  public investment： {{to: 120}}\n", "4"),
        (f"{HEAD}  public investment: {{to： 120, start: 2021}}\n", "4"),
        (f"{HEAD}  公共投资：{{to: 120}}\n", "4"),
    ],
)
def test_the_mark_is_told_and_not_what_it_causes(own_home: Path, text: str, line: str) -> None:
    assert faults_of(own_home, text) == [(line, *COLON)]


def test_other_faults_are_told_beside_it(own_home: Path) -> None:
    text = f"{HEAD}  public investment： {{to: 120}}\n\n\n  clean share: {{to: 3}}\n"
    assert [line for line, _, _ in faults_of(own_home, text)] == ["4", "7"]  # where the parser gave up
    text = f"{HEAD}  public investment: {{to： 120}}\n  clean share: {{to: 3}}\n"
    assert [line for line, _, _ in faults_of(own_home, text)] == ["4", "5"]


def test_a_fault_without_marks_stays_as_it_is(own_home: Path) -> None:
    text = f"{HEAD}  nothing: {{to: 3}}\n".replace('"测"', '"如：此"')
    [(line, zh, _)] = faults_of(own_home, text)
    assert (line, zh.startswith('没有名为 "nothing" 的杠杆。')) == ("4", True)


def test_curly_quotes_around_a_title_are_told(own_home: Path) -> None:
    [(line, zh, _)] = faults_of(own_home, "title: {zh: “测试”, en: T}\nabout: {zh: a, en: a}\n")
    assert (line, zh) == (
        "1",
        '用了弯引号“ ”，请改为直引号 "…"；引号若是文字的一部分，请在外面再加直引号。',
    )


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("3.5%", "单位是 1/年：3.5% 写成 0.035。", "The unit is 1/year: 3.5% is written 0.035."),
        ("3.5", "单位是 1/年：3.5% 写成 0.035。", "The unit is 1/year: 3.5% is written 0.035."),
        ("0.1亿", "只写数字 0.1，单位是 1/年。", "Write the number 0.1 alone; its unit is 1/year."),
        ('"1,5"', "数字中不能有逗号。", "A number must not hold a comma."),
        ('"０.１"', "请用半角数字：0.1。", "Write half-width digits: 0.1."),
    ],
)
def test_a_number_in_another_form_is_told_how_to_write_it(
    own_home: Path, value: str, zh: str, en: str
) -> None:
    [(_, told_zh, told_en)] = faults_of(own_home, f"{HEAD}  demand growth[health]: {{to: {value}}}\n")
    assert (told_zh.endswith(zh), told_en.endswith(en)) == (True, True), (told_zh, told_en)
    assert "-0.1 至 0.2 [1/年]" in told_zh


def test_control_characters_in_a_title_are_refused(own_home: Path) -> None:
    text = 'title: {zh: "a\\u001b[31mred\\nx", en: T}\nabout: {zh: a, en: a}\n'
    assert faults_of(own_home, text) == [
        (
            "1",
            "标题 'a\\x1b[31mred\\nx' 中不能有换行和控制字符。",
            "the title 'a\\x1b[31mred\\nx' must not hold line breaks or control characters.",
        )
    ]


def test_an_empty_list_of_levers_sets_nothing(own_home: Path) -> None:
    (own_home / "scenarios" / "high.yaml").write_text(HEAD, encoding="utf-8")
    assert read_scenario("high", load_workspace(own_home)).constants == {}
