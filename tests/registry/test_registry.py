"""Loading the registry, and each message for what is wrong in its files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.registry.home import find_home
from sim.registry.load import load_registry

FILES = {
    "levers": """\
public investment:
  name: {zh: 公共投资, en: Public investment}
  group: investment
  min: 0
  max: 400
  plan: 120
  plan_quote: 年均投资120亿元
  about: {zh: 政府投资。, en: Investment by the government.}
  grade: C
  source: [s1]
""",
    "parameters": """\
depreciation rate:
  name: {zh: 折旧率, en: Depreciation rate}
  grade: B
  source: [s1]
  reason: {zh: 文献。, en: Literature.}
  distribution: {kind: triangular, low: 0.06, high: 0.12}
""",
    "indicators": """\
output:
  name: {zh: 产值, en: Output}
  unit: {zh: 亿元, en: 100M CNY}
  measure: flow
  variable: output
  price_basis: current
  kind: causal
  base: {year: 2020, value: 5090}
  source: [s1]
""",
    "loops": """\
R1:
  switch: switch R1
  name: {zh: 再投资, en: Reinvestment}
  path: {zh: 产值 → 投资 → 资本, en: output → investment → capital}
  scenario: plan
  indicator: output
  effect: lower
""",
    "sources": "s1: {title: 规划纲要, year: 2021, quote: 工业总产值}\n",
    "plans/small": """\
title: {zh: 小规划, en: Small plan}
period: [2021, 2025]
base_year: 2020
horizons: [2025, 2035]
groups: {table1: {zh: 表 1, en: Table 1}}
targets:
  output:
    group: table1
    values: {2025: 7500, 2035: 15270}
    source: [s1]
""",
    "home": """\
name: {zh: 小开发区, en: Small zone}
short_name: {zh: 小区, en: SMALL}
plan: small
scenarios: [trend, plan]
reference: trend
opening: plan
last_year_to_fit: 2021
headline: [output]
""",
}


def home_with(folder: Path, **changed: str) -> Path:
    """Write a home folder whose registry files are those above, or as given."""
    (folder / "model" / "plans").mkdir(parents=True)
    for name, text in (FILES | changed).items():
        (folder / "model" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def faults_of(folder: Path, **changed: str) -> list[tuple[str, str, str]]:
    """Return (place within ``model/``, Chinese, English) of each fault of such a registry."""
    home = home_with(folder, **changed)
    with pytest.raises(SimError) as caught:
        load_registry(home)
    cut = f"{home / 'model'}{os.sep}"
    return [(fault.place.replace(cut, ""), fault.zh, fault.en) for fault in caught.value.faults]


def test_a_registry_is_read(tmp_path: Path) -> None:
    registry = load_registry(home_with(tmp_path))
    lever = registry.levers["public investment"]
    assert (lever.minimum, lever.maximum, lever.plan) == (0, 400, 120)
    assert lever.name.text("zh") == "公共投资"
    distribution = registry.parameters["depreciation rate"].spread
    assert distribution is not None
    assert distribution.high == 0.12
    assert registry.plan.of("output").values == {2025: 7500, 2035: 15270}
    assert registry.loops["R1"].effect == "lower"
    assert registry.sources["s1"].year == 2021
    assert registry.documents["levers"].place("public investment", "max").endswith("levers.yaml:5")


def test_a_registry_is_read_once_until_a_file_changes(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    first = load_registry(home)
    assert load_registry(home) is first
    path = home / "model" / "levers.yaml"
    path.write_text(FILES["levers"].replace("400", "500"), encoding="utf-8")
    assert load_registry(home).levers["public investment"].maximum == 500
    assert load_registry(home).hash != first.hash


def test_the_home_is_the_one_asked_for_then_that_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "一 号", tmp_path / "two"
    for home in (one, two):
        (home / "model").mkdir(parents=True)
    monkeypatch.setenv("TEDA_HOME", str(two))
    assert find_home(one).folder == one
    assert find_home().folder == two
    monkeypatch.delenv("TEDA_HOME")
    assert find_home().folder == Path(__file__).resolve().parents[2]


def test_a_home_without_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zh = (
        "这里没有 model 文件夹。应是含有 model 和 scenarios 两个文件夹的目录，"
        "由 `home` 或环境变量 TEDA_HOME 指定。"
    )
    en = (
        "there is no folder model here. It must be a folder that holds model and scenarios, "
        "named by `home` or the environment variable TEDA_HOME."
    )
    with pytest.raises(SimError) as caught:
        find_home(tmp_path)
    [fault] = caught.value.faults
    assert (fault.place, fault.zh, fault.en) == (f"home={tmp_path}", zh, en)
    monkeypatch.setenv("TEDA_HOME", str(tmp_path / "no"))
    with pytest.raises(SimError) as caught:
        find_home()
    [fault] = caught.value.faults
    assert (fault.place, fault.zh, fault.en) == (f"TEDA_HOME={tmp_path / 'no'}", zh, en)


def test_missing_files_are_all_reported(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(SimError) as caught:
        load_registry(tmp_path)
    assert [Path(fault.place).name for fault in caught.value.faults] == [
        "home.yaml",
        "levers.yaml",
        "parameters.yaml",
        "indicators.yaml",
        "loops.yaml",
        "sources.yaml",
    ]
    assert {fault.zh for fault in caught.value.faults} == {"找不到这个文件。"}


def test_all_faults_of_all_files_are_reported_together(tmp_path: Path) -> None:
    levers = """\
a lever:
  name: {zh: 名称, eng: Name}
  group: investmnt
  min: "0"
  max: true
  abuot: {zh: 说明, en: About}
  grade: C
  source: s1
other: 3
"""
    loops = FILES["loops"].replace("effect: lower", "effect: .nan\n  nonsense: [1]")
    sources = FILES["sources"].replace("规划纲要", "''") + "s1: {title: x}\n"
    assert faults_of(tmp_path, levers=levers, loops=loops, sources=sources) == [
        ("levers.yaml:2", '缺少 "name.en"。', '"name.en" is missing.'),
        (
            "levers.yaml:2",
            '没有 "name.eng" 这一项。最接近的是 "en"。',
            'no field "name.eng". Nearest: "en".',
        ),
        (
            "levers.yaml:3",
            '"group" 为 "investmnt"，应是以下之一：'
            "people, investment, innovation, energy, land_transport, outside。",
            '"group" is "investmnt"; it must be one of: '
            "people, investment, innovation, energy, land_transport, outside.",
        ),
        ("levers.yaml:4", '"min" 为 "0"，应是数字。', '"min" is "0"; it must be a number.'),
        ("levers.yaml:5", '"max" 为 true，应是数字。', '"max" is true; it must be a number.'),
        ("levers.yaml:1", '缺少 "about"。', '"about" is missing.'),
        ("levers.yaml:8", '"source" 为 "s1"，应是列表。', '"source" is "s1"; it must be a list.'),
        (
            "levers.yaml:6",
            '没有 "abuot" 这一项。最接近的是 "about"。',
            'no field "abuot". Nearest: "about".',
        ),
        (
            "levers.yaml:9",
            '"other" 为 3，应是“名称: 值”的形式。',
            '"other" is 3; it must be "name: value" pairs.',
        ),
        (
            "loops.yaml:7",
            '"effect" 为 .nan，应是以下之一：lower, higher。',
            '"effect" is .nan; it must be one of: lower, higher.',
        ),
        (
            "loops.yaml:8",
            '没有 "nonsense" 这一项。可用的有：switch, name, path, scenario, indicator, effect。',
            'no field "nonsense". Allowed: switch, name, path, scenario, indicator, effect.',
        ),
        ("sources.yaml:2", '"s1" 重复了，第 1 行已有。', '"s1" is given twice; first on line 1.'),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "zh", "en"),
    [
        (
            "levers",
            "max: 400",
            "max: -1",
            5,
            '"max" 为 -1，应大于 "min"（0）。',
            '"max" is -1; it must be above "min" (0).',
        ),
        (
            "levers",
            "plan: 120",
            "plan: 500",
            6,
            '"plan" 为 500，超出 0–400。',
            '"plan" is 500, outside 0 to 400.',
        ),
        (
            "levers",
            "  plan_quote: 年均投资120亿元\n",
            "",
            6,
            '"plan" 与 "plan_quote" 必须同时给出。',
            '"plan" and "plan_quote" must be given together.',
        ),
        (
            "levers",
            "[s1]",
            "[s1, s2]",
            10,
            '没有名为 "s2" 的来源。最接近的是 "s1"。',
            'no source "s2". Nearest: "s1".',
        ),
        (
            "parameters",
            "low: 0.06",
            "low: 0.2",
            6,
            '"high" 为 0.12，应大于 "low"（0.2）。',
            '"high" is 0.12; it must be above "low" (0.2).',
        ),
        (
            "parameters",
            "kind: triangular, low: 0.06",
            "kind: lognormal, low: 0",
            6,
            '对数正态分布的 "low" 为 0，应大于 0。',
            '"low" of a lognormal is 0; it must be above 0.',
        ),
        (
            "parameters",
            "low: 0.06",
            "low: .inf",
            6,
            '"distribution.low" 为 .inf，应是有限的数字。',
            '"distribution.low" is .inf; it must be a finite number.',
        ),
        (
            "parameters",
            "{zh: 折旧率, en: Depreciation rate}",
            "{zh: 折旧率, en: ''}",
            2,
            '"name.en" 为 ""，不能为空。',
            '"name.en" is ""; it must not be empty.',
        ),
        (
            "indicators",
            "kind: causal",
            "kind: not_modelled",
            4,
            '"measure" 与 "variable" 必须同时给出；未建模（not_modelled）的指标两者都不给。',
            '"measure" and "variable" go together; one that is not_modelled has neither.',
        ),
        (
            "indicators",
            "measure: flow",
            "measure: ratio",
            1,
            '"per" 只用于 ratio 和 reduction，且必须给出。',
            '"per" belongs to ratio and reduction only.',
        ),
        (
            "plans/small",
            "2035: 15270",
            "2035年: 15270",
            9,
            '"targets.output.values.2035年" 为 "2035年"，应是整数。',
            '"targets.output.values.2035年" is "2035年"; it must be a whole number.',
        ),
        (
            "plans/small",
            "horizons: [2025, 2035]",
            "horizons: [2035, 2025]",
            4,
            '"horizons" 为 2035, 2025，应递增，且都晚于 2020。',
            '"horizons" are 2035, 2025; they must rise, all after 2020.',
        ),
        (
            "plans/small",
            "  output:",
            "  ouput:",
            7,
            '没有名为 "ouput" 的指标。最接近的是 "output"。',
            'no indicator "ouput". Nearest: "output".',
        ),
        (
            "plans/small",
            "group: table1",
            "group: vision",
            8,
            '没有名为 "vision" 的目标组。',
            'no group of targets "vision".',
        ),
        (
            "plans/small",
            "source: [s1]",
            "source: [s2]",
            10,
            '没有名为 "s2" 的来源。最接近的是 "s1"。',
            'no source "s2". Nearest: "s1".',
        ),
        (
            "loops",
            "indicator: output",
            "indicator: ouput",
            6,
            '没有名为 "ouput" 的指标。最接近的是 "output"。',
            'no indicator "ouput". Nearest: "output".',
        ),
        (
            "home",
            "reference: trend",
            "reference: tredn",
            5,
            '没有名为 "tredn" 的情景。最接近的是 "trend"。',
            'no scenario "tredn". Nearest: "trend".',
        ),
        (
            "home",
            "headline: [output]",
            "headline: [ouput]",
            8,
            '没有名为 "ouput" 的指标。最接近的是 "output"。',
            'no indicator "ouput". Nearest: "output".',
        ),
        (
            "home",
            "scenarios: [trend, plan]",
            "scenarios: []",
            4,
            '"scenarios" 为 []，不能为空。',
            '"scenarios" is []; it must not be empty.',
        ),
        (
            "sources",
            "title: 规划纲要",
            "title: ' '",
            1,
            '"title" 为 " "，不能为空。',
            '"title" is " "; it must not be empty.',
        ),
    ],
)
def test_faults_of_single_fields(
    tmp_path: Path, file: str, old: str, new: str, line: int, zh: str, en: str
) -> None:
    assert old in FILES[file]
    text = FILES[file].replace(old, new)
    assert faults_of(tmp_path, **{file: text}) == [(f"{file}.yaml:{line}", zh, en)]


# --- bases and reasons -----------------------------------------------------------------------

BASE = "base: {year: 2020, value: 5090}"
RANGE = "low: 5, high: 9, grade: D, reason: {zh: 依据, en: grounds}"


@pytest.mark.parametrize(
    ("base", "place", "en"),
    [
        ("base: {year: 2020}", 8, 'give either "value", as published, or "estimate", a range, and not both.'),
        (
            f"base: {{year: 2020, value: 7, estimate: {{{RANGE}}}}}",
            8,
            'give either "value", as published, or "estimate", a range, and not both.',
        ),
        (
            f"base: {{year: 2020, estimate: {{{RANGE.replace('9', '4')}}}}}",
            8,
            '"high" is 4; it must be above "low" (5).',
        ),
        (
            f"base: {{year: 2019, estimate: {{{RANGE}}}}}",
            8,
            "an estimated base is the model's own figure for 2020: only for an indicator that is modelled "
            'and no growth, with "year" 2020.',
        ),
        (
            f"base: {{year: 2020, estimate: {{{RANGE}, level: {{zh: 水平, en: level}}}}}}",
            8,
            '"level" names the level and the unit of "low" and "high"; '
            "it belongs to reduction only, where it is required.",
        ),
        (
            f"base: {{year: 2020, estimate: {{{RANGE.replace('D', 'A')}}}}}",
            8,
            '"base.estimate.grade" is "A"; it must be one of: B, C, D.',
        ),
        (
            f"base: {{year: 2020, estimate: {{{RANGE}, source: [s2]}}}}",
            8,
            'no source "s2". Nearest: "s1".',
        ),
    ],
)
def test_a_base_is_published_or_an_estimate(tmp_path: Path, base: str, place: int, en: str) -> None:
    [(where, _, reported)] = faults_of(tmp_path, indicators=FILES["indicators"].replace(BASE, base))
    assert (where, reported) == (f"indicators.yaml:{place}", en)


@pytest.mark.parametrize(
    ("kind", "reason", "en"),
    [
        (
            "scenario_input",
            "",
            '"reason" is missing: say in zh and en why an indicator that is scenario_input '
            "does not follow from the model.",
        ),
        (
            "causal",
            "  reason: {zh: 因为, en: because}\n",
            '"reason" belongs to scenario_input, set_by_scenario and not_modelled only.',
        ),
    ],
)
def test_scenario_inputs_state_their_reason(tmp_path: Path, kind: str, reason: str, en: str) -> None:
    text = FILES["indicators"].replace("kind: causal\n", f"kind: {kind}\n{reason}")
    assert [reported for _, _, reported in faults_of(tmp_path, indicators=text)] == [en]


@pytest.mark.parametrize(
    ("old", "new", "reported"),
    [
        ("high: 6}", "high: 6}\n  prior: 6", '"prior" is 6; it must lie between "low" and "high" (4 to 6'),
        ("by: choice}\ninitial", "by: choice}\n  prior: 1\ninitial", '"prior" belongs to a parameter whose'),
    ],
)
def test_a_prior_lies_within_the_range_of_its_parameter(
    own_home: Path, old: str, new: str, reported: str
) -> None:
    path = own_home / "model" / "parameters.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SimError) as caught:
        load_registry(own_home)
    (fault,) = caught.value.faults
    assert fault.en.startswith(reported)
    assert "parameters.yaml:" in fault.place


@pytest.mark.parametrize(
    ("words", "en"),
    [
        ("{kind: fixed}", '"distribution.by" is missing.'),
        (
            "{kind: fixed, by: habit}",
            '"distribution.by" is "habit"; it must be one of: definition, published, account, choice.',
        ),
        ("{kind: fixed, by: choice, low: 1}", 'no field "distribution.low". Allowed: kind, by.'),
        ("{kind: uniform, low: 0, hihg: 1}", 'no field "distribution.hihg". Nearest: "high".'),
        (
            "{kind: normal, low: 0, high: 1}",
            '"distribution.kind" is "normal"; it must be triangular, uniform, lognormal, fixed, or the name '
            'of a continuous distribution of scipy.stats. Nearest: "norm".',
        ),
        ("{low: 0, high: 1}", '"distribution.kind" is missing.'),
        (
            "{kind: uniform, low: 0, high: 1, held: true}",
            'no field "distribution.held". Allowed: kind, low, high, mode, shape, loc, scale.',
        ),
    ],
)
def test_a_wrong_distribution_is_reported_by_its_field(tmp_path: Path, words: str, en: str) -> None:
    given = FILES["parameters"].replace("{kind: triangular, low: 0.06, high: 0.12}", words)
    found = faults_of(tmp_path, parameters=given)
    assert en in [reported for _, _, reported in found]
    assert {place for place, _, _ in found} == {"parameters.yaml:6"}


def test_a_missing_plan_is_reported_with_the_nearest_name(tmp_path: Path) -> None:
    home = FILES["home"].replace("plan: small", "plan: smal")
    [(place, zh, en)] = faults_of(tmp_path, home=home)
    assert place == str(Path("plans") / "smal.yaml")
    assert zh == '找不到这个文件。最接近的是 "small.yaml"。'
    assert en == 'there is no such file. Nearest: "small.yaml".'
