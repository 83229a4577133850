"""The units check: every rule with a right and a wrong equation, its messages word for word."""

from __future__ import annotations

import cProfile
from pathlib import Path

import pytest

from sim.engine.language.functions import FUNCTIONS
from sim.engine.language.parser import parse_equations
from sim.engine.language.source import SKETCH_MARK, split_source
from sim.engine.units.check import Finding, check_units
from sim.engine.units.rules import TABLE_CALLS, rule_of

ROOT = Path(__file__).parents[2]
OUR_OWN = [
    *ROOT.glob("model/*.mdl"),
    *ROOT.glob("tests/small/model/*.mdl"),
    *sorted(ROOT.glob("tests/engine/models/*.mdl")),
]
CONTROLS = "".join(f"{name} = 1 ~ 年 ~|\n" for name in ("INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER"))
VARIABLES = """
stock = 5 ~ 亿元 ~|
flow = 5 ~ 亿元/年 ~|
people = 5 ~ 万人 ~|
delay = 5 ~ 年 ~|
rate = 5 ~ 1/年 ~|
share = 5 ~ dmnl ~|
area = 5 ~ km*km ~|
curve((0,0),(1,1)) ~ 亿元 ~|
wild = 5 ~~|
r: a, b ~~|
capital[r] = 1, 2 ~ 亿元 ~|
"""
SETTINGS = f"\n{SKETCH_MARK}\n*View 1\n///---\\\\\\\n:L\x7f<%^E!@\n1:Current.vdf\n"


def findings(*equations: str, settings: str = "") -> tuple[Finding, ...]:
    """Return what is found in equations that stand on lines of their own, from line 1."""
    source = split_source("\n".join(equations) + CONTROLS + VARIABLES + settings, "m.mdl")
    found = check_units(parse_equations(source), source)
    return tuple(finding for finding in found if finding.variable != "wild")


def lines(*equations: str, settings: str = "") -> list[str]:
    report = "\n".join(finding.fault.report() for finding in findings(*equations, settings=settings))
    return [line.strip() for line in report.splitlines()]


RIGHT = [
    "x = stock + capital[a] - 3*stock ~ 亿元 ~|",
    "x = flow*delay + stock ~ 亿元 ~|",
    "x = stock/delay/people ~ 亿元/万人/年 ~|",
    "x = stock/(delay*people) ~ 亿元/(年*万人) ~|",
    "x = -flow ~ 亿元/年 ~|",
    "x = IF THEN ELSE(stock > 2*stock, flow, 0) ~ 亿元/年 ~|",
    "x = IF THEN ELSE(share :AND: :NOT: (delay > Time), 1, 0) ~ dmnl ~|",
    "x = MIN(stock, MAX(0, flow*delay)) ~ 亿元 ~|",
    "x = delay^2 ~ 年*年 ~|",
    "x = (delay^(1/3))^3 ~ 年 ~|",
    "x = delay^-1 ~ 1/年 ~|",
    "x = (delay/delay)^share ~ dmnl ~|",
    "x = POWER(delay, 2) ~ 年*年 ~|",
    "x = 2^share ~ dmnl ~|",
    "x = SQRT(area) ~ km ~|",
    "x = EXP(-delay*rate) + LN(share) + SIN(share) + LOG(share, 10) ~ dmnl ~|",
    "x = ABS(stock) + INTEGER(stock) + MODULO(stock, stock) + QUANTUM(stock, 5) ~ 亿元 ~|",
    "x = INTEG(flow - stock*rate, stock) ~ 亿元 ~|",
    "x = SMOOTH(flow, delay) + SMOOTHI(flow, delay, flow) + SMOOTH3(flow, delay) ~ 亿元/年 ~|",
    "x = SMOOTH3I(flow, delay, flow) + SMOOTH N(flow, delay, flow, 2) ~ 亿元/年 ~|",
    "x = DELAY1(flow, delay) + DELAY1I(flow, delay, flow) + DELAY3(flow, delay) ~ 亿元/年 ~|",
    "x = DELAY3I(flow, delay, flow) + DELAY N(flow, delay, flow, 2) ~ 亿元/年 ~|",
    "x = DELAY FIXED(flow, delay, flow) ~ 亿元/年 ~|",
    "x = DELAY MATERIAL(flow, delay, flow, 0) ~ 亿元/年 ~|",
    "x = TREND(stock, delay, rate) ~ 1/年 ~|",
    "x = FORECAST(stock, delay, delay) ~ 亿元 ~|",
    "x = SAMPLE IF TRUE(stock > 3, stock, stock) ~ 亿元 ~|",
    "x = INITIAL(stock) ~ 亿元 ~|",
    "x = ACTIVE INITIAL(stock, stock) ~ 亿元 ~|",
    "x = GAME(stock) ~ 亿元 ~|",
    "x = PULSE(delay, delay)*stock + PULSE TRAIN(Time, 1, 2, FINAL TIME)*stock ~ 亿元 ~|",
    "x = STEP(stock, Time) ~ 亿元 ~|",
    "x = RAMP(flow, Time, 2025) ~ 亿元 ~|",
    "x = XIDZ(stock, delay, flow) + ZIDZ(stock, delay) ~ 亿元/年 ~|",
    "x = SUM(capital[r!]) + VMIN(capital[r!]) + VMAX(capital[r!]) ~ 亿元 ~|",
    "x = PROD(share) ~ dmnl ~|",
    "x = SUM(capital[r!])/ELMCOUNT(r) ~ 亿元 ~|",
    "x = WITH LOOKUP(share, ((0,0),(1,1))) ~ 亿元 ~|",
    "x = curve(share) + LOOKUP EXTRAPOLATE(curve, delay*rate) ~ 亿元 ~|",
    "x = Time - 2020 ~ 年 ~|",
]


@pytest.mark.parametrize("equation", RIGHT)
def test_units_that_agree(equation: str) -> None:
    assert lines(equation) == []


WRONG = [
    (
        "x = flow ~ 亿元 ~|",
        '左边是 [亿元]，右边 "flow" 是 [亿元/年]。',
        'the left side is [亿元], the right side "flow" is [亿元/年].',
    ),
    (
        "x = flow*people ~ 亿元 ~|",
        '左边是 [亿元]，右边 "flow*people" 是 [亿元*万人/年]（flow [亿元/年]，people [万人]）。',
        'the left side is [亿元], the right side "flow*people" is [亿元*万人/年] '
        "(flow [亿元/年], people [万人]).",
    ),
    (
        "x = stock + flow - stock*rate*delay ~ 亿元 ~|",
        '加减要求单位相同："flow" 是 [亿元/年]，"stock" 是 [亿元]。',
        'addition needs equal units: "flow" is [亿元/年], "stock" is [亿元].',
    ),
    (
        "x = 3*(stock - (flow - people)) ~ 亿元 ~|",
        '加减要求单位相同："people" 是 [万人]，"flow" 是 [亿元/年]。',
        'addition needs equal units: "people" is [万人], "flow" is [亿元/年].',
    ),
    (
        "x = IF THEN ELSE(stock > people, 1, 0) ~ dmnl ~|",
        '比较要求单位相同："people" 是 [万人]，"stock" 是 [亿元]。',
        'comparison needs equal units: "people" is [万人], "stock" is [亿元].',
    ),
    (
        "x = IF THEN ELSE(people, stock, stock) ~ 亿元 ~|",
        'IF THEN ELSE 的第 1 个参数 "people" 是 [万人]，应为 [无量纲]。',
        'argument 1 of IF THEN ELSE, "people", is [万人]; it should be [dimensionless].',
    ),
    (
        "x = IF THEN ELSE(share > 0, flow, stock) ~ 亿元 ~|",
        'IF THEN ELSE 要求单位相同："flow" 是 [亿元/年]，"stock" 是 [亿元]。',
        'IF THEN ELSE needs equal units: "flow" is [亿元/年], "stock" is [亿元].',
    ),
    (
        "x = IF THEN ELSE(share :AND: people, 1, 0) ~ dmnl ~|",
        ':AND: 的第 2 个参数 "people" 是 [万人]，应为 [无量纲]。',
        'argument 2 of :AND:, "people", is [万人]; it should be [dimensionless].',
    ),
    (
        "x = MIN(stock, flow) ~ 亿元 ~|",
        'MIN 要求单位相同："flow" 是 [亿元/年]，"stock" 是 [亿元]。',
        'MIN needs equal units: "flow" is [亿元/年], "stock" is [亿元].',
    ),
    (
        "x = MODULO(stock, people) ~ 亿元 ~|",
        'MODULO 要求单位相同："people" 是 [万人]，"stock" 是 [亿元]。',
        'MODULO needs equal units: "people" is [万人], "stock" is [亿元].',
    ),
    (
        "x = delay^3 ~ 年*年 ~|",
        '左边是 [年*年]，右边 "delay^3" 是 [年*年*年]（delay [年]）。',
        'the left side is [年*年], the right side "delay^3" is [年*年*年] (delay [年]).',
    ),
    (
        "x = (stock + stock)^share ~ dmnl ~|",
        '幂的底数 "stock + stock" 是 [亿元]，指数 "share" 不是数字，底数应为 [无量纲]。',
        'the base of a power, "stock + stock", is [亿元]; as its exponent "share" is not a number, '
        "it should be [dimensionless].",
    ),
    (
        "x = 2^delay ~ dmnl ~|",
        '^ 的第 2 个参数 "delay" 是 [年]，应为 [无量纲]。',
        'argument 2 of ^, "delay", is [年]; it should be [dimensionless].',
    ),
    (
        "x = SQRT(stock) ~ 亿元 ~|",
        '左边是 [亿元]，右边 "SQRT(stock)" 是 [亿元^0.5]（stock [亿元]）。',
        'the left side is [亿元], the right side "SQRT(stock)" is [亿元^0.5] (stock [亿元]).',
    ),
    (
        "x = EXP(delay) ~ dmnl ~|",
        'EXP 的第 1 个参数 "delay" 是 [年]，应为 [无量纲]。',
        'argument 1 of EXP, "delay", is [年]; it should be [dimensionless].',
    ),
    (
        "x = EXP(2) ~ 亿元 ~|",
        '左边是 [亿元]，右边 "EXP(2)" 是 [无量纲]。',
        'the left side is [亿元], the right side "EXP(2)" is [dimensionless].',
    ),
    (
        "x = INTEG(stock, stock) ~ 亿元 ~|",
        'INTEG 的第 1 个参数 "stock" 是 [亿元]，应为 [亿元/年]。',
        'argument 1 of INTEG, "stock", is [亿元]; it should be [亿元/年].',
    ),
    (
        "x = INTEG(flow - stock, stock) ~ 亿元 ~|",
        '加减要求单位相同："stock" 是 [亿元]，"flow" 是 [亿元/年]。',
        'addition needs equal units: "stock" is [亿元], "flow" is [亿元/年].',
    ),
    (
        "x = INTEG(flow, people) ~ 亿元 ~|",
        'INTEG 的第 2 个参数 "people" 是 [万人]，应为 [亿元]。',
        'argument 2 of INTEG, "people", is [万人]; it should be [亿元].',
    ),
    (
        "x = SMOOTH(flow, people) ~ 亿元/年 ~|",
        'SMOOTH 的第 2 个参数 "people" 是 [万人]，应为 [年]。',
        'argument 2 of SMOOTH, "people", is [万人]; it should be [年].',
    ),
    (
        "x = SMOOTH3I(flow, delay, stock) ~ 亿元/年 ~|",
        'SMOOTH3I 要求单位相同："stock" 是 [亿元]，"flow" 是 [亿元/年]。',
        'SMOOTH3I needs equal units: "stock" is [亿元], "flow" is [亿元/年].',
    ),
    (
        "x = SMOOTH N(flow, delay, flow, delay) ~ 亿元/年 ~|",
        'SMOOTH N 的第 4 个参数 "delay" 是 [年]，应为 [无量纲]。',
        'argument 4 of SMOOTH N, "delay", is [年]; it should be [dimensionless].',
    ),
    (
        "x = DELAY1(stock, delay) ~ 亿元/年 ~|",
        '左边是 [亿元/年]，右边 "DELAY1(stock, delay)" 是 [亿元]（stock [亿元]，delay [年]）。',
        'the left side is [亿元/年], the right side "DELAY1(stock, delay)" is [亿元] '
        "(stock [亿元], delay [年]).",
    ),
    (
        "x = DELAY FIXED(flow, rate, flow) ~ 亿元/年 ~|",
        'DELAY FIXED 的第 2 个参数 "rate" 是 [1/年]，应为 [年]。',
        'argument 2 of DELAY FIXED, "rate", is [1/年]; it should be [年].',
    ),
    (
        "x = DELAY MATERIAL(flow, delay, flow, stock) ~ 亿元/年 ~|",
        'DELAY MATERIAL 要求单位相同："stock" 是 [亿元]，"flow" 是 [亿元/年]。',
        'DELAY MATERIAL needs equal units: "stock" is [亿元], "flow" is [亿元/年].',
    ),
    (
        "x = DELAY N(flow, people, flow, 3) ~ 亿元/年 ~|",
        'DELAY N 的第 2 个参数 "people" 是 [万人]，应为 [年]。',
        'argument 2 of DELAY N, "people", is [万人]; it should be [年].',
    ),
    (
        "x = TREND(stock, delay, share) ~ 1/年 ~|",
        'TREND 的第 3 个参数 "share" 是 [无量纲]，应为 [1/年]。',
        'argument 3 of TREND, "share", is [dimensionless]; it should be [1/年].',
    ),
    (
        "x = FORECAST(stock, delay, rate) ~ 亿元 ~|",
        'FORECAST 的第 3 个参数 "rate" 是 [1/年]，应为 [年]。',
        'argument 3 of FORECAST, "rate", is [1/年]; it should be [年].',
    ),
    (
        "x = SAMPLE IF TRUE(share, stock, flow) ~ 亿元 ~|",
        'SAMPLE IF TRUE 要求单位相同："flow" 是 [亿元/年]，"stock" 是 [亿元]。',
        'SAMPLE IF TRUE needs equal units: "flow" is [亿元/年], "stock" is [亿元].',
    ),
    (
        "x = INITIAL(stock) ~ 万人 ~|",
        '左边是 [万人]，右边 "INITIAL(stock)" 是 [亿元]（stock [亿元]）。',
        'the left side is [万人], the right side "INITIAL(stock)" is [亿元] (stock [亿元]).',
    ),
    (
        "x = ACTIVE INITIAL(stock, people) ~ 亿元 ~|",
        'ACTIVE INITIAL 要求单位相同："people" 是 [万人]，"stock" 是 [亿元]。',
        'ACTIVE INITIAL needs equal units: "people" is [万人], "stock" is [亿元].',
    ),
    (
        "x = PULSE(rate, 1) ~ dmnl ~|",
        'PULSE 的第 1 个参数 "rate" 是 [1/年]，应为 [年]。',
        'argument 1 of PULSE, "rate", is [1/年]; it should be [年].',
    ),
    (
        "x = PULSE TRAIN(1, people, 3, 4) ~ dmnl ~|",
        'PULSE TRAIN 的第 2 个参数 "people" 是 [万人]，应为 [年]。',
        'argument 2 of PULSE TRAIN, "people", is [万人]; it should be [年].',
    ),
    (
        "x = STEP(stock, rate) ~ 亿元 ~|",
        'STEP 的第 2 个参数 "rate" 是 [1/年]，应为 [年]。',
        'argument 2 of STEP, "rate", is [1/年]; it should be [年].',
    ),
    (
        "x = RAMP(stock, 1, 2) ~ 亿元 ~|",
        '左边是 [亿元]，右边 "RAMP(stock, 1, 2)" 是 [亿元*年]（stock [亿元]）。',
        'the left side is [亿元], the right side "RAMP(stock, 1, 2)" is [亿元*年] (stock [亿元]).',
    ),
    (
        "x = XIDZ(stock, delay, stock) ~ 亿元/年 ~|",
        'XIDZ 要求单位相同："stock" 是 [亿元]，"stock/delay" 是 [亿元/年]。',
        'XIDZ needs equal units: "stock" is [亿元], "stock/delay" is [亿元/年].',
    ),
    (
        "x = SUM(capital[r!]) ~ 万人 ~|",
        '左边是 [万人]，右边 "SUM(capital[r!])" 是 [亿元]（capital [亿元]）。',
        'the left side is [万人], the right side "SUM(capital[r!])" is [亿元] (capital [亿元]).',
    ),
    (
        "x = PROD(capital[r!]) ~ 亿元 ~|",
        'PROD 的第 1 个参数 "capital[r!]" 是 [亿元]，应为 [无量纲]。',
        'argument 1 of PROD, "capital[r!]", is [亿元]; it should be [dimensionless].',
    ),
    (
        "x = curve(share) ~ 万人 ~|",
        '左边是 [万人]，右边 "curve(share)" 是 [亿元]（curve [亿元]，share [无量纲]）。',
        'the left side is [万人], the right side "curve(share)" is [亿元] '
        "(curve [亿元], share [dimensionless]).",
    ),
    (
        "x = Time ~ 月 ~|",
        '左边是 [月]，右边 "Time" 是 [年]。',
        'the left side is [月], the right side "Time" is [年].',
    ),
]


@pytest.mark.parametrize(("equation", "zh", "en"), WRONG)
def test_units_that_disagree(equation: str, zh: str, en: str) -> None:
    assert lines(equation) == [f'm.mdl:1: "x"：{zh}', f'"x": {en}']
    assert [(found.kind, found.is_fault, found.line) for found in findings(equation)] == [
        ("imbalance", True, 1)
    ]


# --- numbers, and variables without units -------------------------------------------------------


def test_a_number_agrees_with_anything_in_a_sum() -> None:
    assert lines("x = MAX(0, stock + 1) - 2 ~ 亿元 ~|", "y = 10000 + STEP(5000, 10) ~ 元/月 ~|") == []


def test_a_number_is_dimensionless_in_a_product() -> None:
    assert len(findings("x = 0.02*stock ~ 亿元/年 ~|")) == 1


def test_a_variable_without_units_is_reported_once_and_agrees_with_anything() -> None:
    assert lines("x = 5 ~~|", "y = stock*x ~ 万人 ~|", "z = flow + x ~ 亿元/年 ~|") == [
        'm.mdl:1: "x" 没有单位，用到它的方程只能部分检查。',
        '"x" has no units; the equations that use it are checked in part.',
    ]
    assert [(found.kind, found.is_fault) for found in findings("x = 5 ~~|")] == [("missing", False)]


def test_limits_alone_are_not_units() -> None:
    assert [found.kind for found in findings("x = 5 ~ [0,10] ~|")] == ["missing"]


def test_the_rest_of_a_sum_with_an_unknown_term_is_checked() -> None:
    assert len(findings("x = stock + wild + people ~ 亿元 ~|")) == 1


def test_one_mistake_is_reported_once() -> None:
    assert len(findings("x = 2*(stock + people)*delay ~ 亿元 ~|")) == 1
    assert len(findings("x = EXP(stock + people) ~ dmnl ~|")) == 1
    assert len(findings("x = SMOOTH(flow, people)*delay ~ 万人 ~|")) == 1


def test_a_function_without_a_rule_leaves_its_result_open_but_not_its_arguments() -> None:
    assert [found.variable for found in findings("x = MACRO CALL(stock + people) ~ 亿元 ~|")] == ["x"]


def test_every_function_of_the_engine_has_a_rule() -> None:
    by_hand = {"power", "sqrt", "xidz", "zidz", *TABLE_CALLS}
    assert [name for name in FUNCTIONS if rule_of(name) is None and name not in by_hand] == []


# --- lookups ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("equation", "table"),
    [
        ("x = curve(delay) ~ 亿元 ~|", "curve"),
        ("x = LOOKUP FORWARD(curve, delay) ~ 亿元 ~|", "curve"),
        ("x = WITH LOOKUP(delay, ((0,0),(1,1))) ~ 亿元 ~|", "WITH LOOKUP"),
    ],
)
def test_a_lookup_argument_with_units_is_a_note(equation: str, table: str) -> None:
    assert lines(equation) == [
        f'm.mdl:1: "x"：查找表 {table} 的自变量 "delay" 是 [年]，最好是 [无量纲]。',
        f'"x": the argument of lookup {table}, "delay", is [年]; [dimensionless] would be better.',
    ]
    assert [(found.kind, found.is_fault) for found in findings(equation)] == [("lookup", False)]


# --- names of units -----------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["dmnl", "Dmnl", "Dimensionless", "1", "fraction", "比例", "年/年", "1/1"])
def test_ways_to_write_dimensionless(unit: str) -> None:
    assert lines(f"x = share ~ {unit} ~|") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tons CO2/Year", "tons_co2/YEAR"),
        ("people*km/(Year*Year)", "km/Year*people/Year"),
        ("m^2", "m*m"),
        ("m^-1", "1/m"),
        ("1/(万吨标准煤/年)", "年/万吨标准煤"),
    ],
)
def test_the_same_units_in_other_words(one: str, other: str) -> None:
    assert lines(f"x = y ~ {one} ~|", f"y = 5 ~ {other} ~|") == []


@pytest.mark.parametrize(("one", "other"), [("km", "m"), ("人", "万人"), ("Mile", "Miles"), ("年", "Year")])
def test_units_are_names_and_are_not_converted(one: str, other: str) -> None:
    assert lines(f"x = y ~ {one} ~|", f"y = 5 ~ {other} ~|") == [
        f'm.mdl:1: "x"：左边是 [{one}]，右边 "y" 是 [{other}]。',
        f'"x": the left side is [{one}], the right side "y" is [{other}].',
    ]


def test_synonyms_are_read_from_the_settings() -> None:
    settings = SETTINGS + "22:亿元,100M CNY\n22:Box,Boxes\n"
    shipped = "x = y*z ~ Nails/年 ~|", "y = 5 ~ Boxes/年 ~|", "z = 5 ~ Nails/Box ~|"
    assert lines("x = stock ~ 100m cny ~|", settings=settings) == []
    assert lines(*shipped, settings=settings) == []
    assert len(findings(*shipped)) == 1


def test_the_usual_plurals_go_without_settings_but_settings_replace_them() -> None:
    equations = "x = y ~ Year ~|", "y = z ~ years ~|", "z = 5 ~ YEARS ~|"
    assert lines(*equations, settings=SETTINGS) == []
    assert len(findings(*equations, settings=SETTINGS + "22:Box,Boxes\n")) == 1


def test_a_sketch_line_is_not_a_setting() -> None:
    sketch = f"\n{SKETCH_MARK}\n22:亿元,万人\n"
    assert len(findings("x = stock ~ 万人 ~|", settings=sketch)) == 1


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        ("亿元//年", '"/" 前面缺少单位名', 'a unit is missing before "/"'),
        ("/年", '"/" 前面缺少单位名', 'a unit is missing before "/"'),
        ("亿元/", "末尾缺少单位名", "a unit is missing at its end"),
        ("亿元/(年", "括号不配对", "its brackets do not match"),
        ("亿元/年)", "括号不配对", "its brackets do not match"),
        ("t(CO2)", '"(" 前面缺少 * 或 /', '* or / is missing before "("'),
        ("(t)CO2", '"CO2" 前面缺少 * 或 /', '* or / is missing before "CO2"'),
        ("m^x", '"^" 后面应为整数', 'a whole number should follow "^"'),
        ("1000/年", '"1000" 不能作单位名', '"1000" cannot be the name of a unit'),
        ("年 [0", '"年 [0" 不能作单位名', '"年 [0" cannot be the name of a unit'),
        ("亿元／年", "请用半角的 * / ^ ( )", "write * / ^ ( ) in half width"),
        ("(" * 500 + "m" + ")" * 500, "括号太多", "it has too many brackets"),
    ],
)
def test_unreadable_unit_text(unit: str, zh: str, en: str) -> None:
    equations = "y = 5 ~ 年 ~|", f"x = stock ~ {unit} ~|"
    assert lines(*equations) == [
        f'm.mdl:2: "x" 的单位 "{unit}" 读不懂：{zh}。',
        f'the units of "x", "{unit}", cannot be read: {en}.',
    ]
    assert [(found.kind, found.is_fault) for found in findings(*equations)] == [("unreadable", True)]


# --- several equations, and time ----------------------------------------------------------------


def test_units_stated_once_hold_for_all_equations_of_a_variable() -> None:
    assert lines("x[a] = stock ~~|", "x[b] = people ~ 亿元 ~|") == [
        'm.mdl:2: "x"：左边是 [亿元]，右边 "people" 是 [万人]。',
        '"x": the left side is [亿元], the right side "people" is [万人].',
    ]


def test_units_stated_twice_must_be_the_same() -> None:
    assert lines("x[a] = 1 ~ 亿元 ~|", "x[b] = 1 ~ 万人 ~|") == [
        'm.mdl:2: "x" 在这里的单位是 [万人]，在第 1 行是 [亿元]。',
        '"x" is [万人] here but [亿元] on line 1.',
    ]


def test_time_has_the_units_of_the_time_step() -> None:
    text = (
        "INITIAL TIME = 0 ~ Year ~|\nFINAL TIME = 9 ~ Year ~|\nTIME STEP = 1 ~ Month ~|\nx = Time ~ Month ~|"
    )
    source = split_source(text, "m.mdl")
    report = [finding.fault.report() for finding in check_units(parse_equations(source), source)]
    assert report == [
        f'm.mdl:{line}: "{name}" 的单位是 [Year]，时间的单位是 [Month]。\n'
        f'         "{name}" is [Year], but time is [Month].'
        for line, name in ((1, "INITIAL TIME"), (2, "FINAL TIME"))
    ]


# --- models -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", OUR_OWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_our_own_models_are_without_fault(path: Path) -> None:
    source = split_source(path.read_text(encoding="utf-8"), path.name)
    found = check_units(parse_equations(source), source)
    assert [finding.fault.report() for finding in found if finding.is_fault] == []


def _calls_to_check(equations: int) -> int:
    """Return how many functions are called to check a chain of equations: the same on every machine."""
    one = "x{} = IF THEN ELSE(x{before} > 3, x{before}*delay*rate, stock) ~ 亿元 ~|"
    chain = [one.format(number, before=number - 1) for number in range(1, equations)]
    source = split_source("\n".join(["x0 = 5 ~ 亿元 ~|", *chain]) + CONTROLS + VARIABLES, "m.mdl")
    parsed = parse_equations(source)
    with cProfile.Profile() as profile:
        found = check_units(parsed, source)
    assert [one.variable for one in found] == ["wild"]
    return sum(row.callcount for row in profile.getstats())


def test_a_model_of_twice_the_size_takes_twice_the_work() -> None:
    _calls_to_check(1)  # what is read once, as the names of units
    assert _calls_to_check(800) < 2.1 * _calls_to_check(400)
