"""One resolver of names: spellings, both languages, what is ambiguous, and what is near."""

from __future__ import annotations

import pytest

from sim.bilingual_names import Names, comment_names, fold_any, halves
from sim.errors import SimError, nearest

FIRMS = Names(
    ("指标", "indicator"),
    {
        "eaglet_firms": ("“雏鹰”企业", "Eaglet firms"),
        "pm25": ("PM2.5年均浓度", "PM2.5, annual mean"),
        "output": ("产值", "Output"),
        "product": ("产值", "Product"),
        "growth[health]": ("医药需求增速", "Growth of health demand"),
        "growth": ("需求增速", "Growth of demand"),
    },
    "teda list indicators",
)
ELEMENTS = Names(("下标", "element"), {"health": ("医药健康", "Medicine")})


@pytest.mark.parametrize(
    ("given", "id"),
    [
        ("eaglet_firms", "eaglet_firms"),
        (" Eaglet  Firms ", "eaglet_firms"),
        ("雏鹰企业", "eaglet_firms"),
        ("“雏鹰”企业", "eaglet_firms"),
        ("ＰＭ2.5年均浓度", "pm25"),
        ("Output", "output"),
    ],
)
def test_a_thing_is_found_by_its_id_and_its_names(given: str, id: str) -> None:
    assert FIRMS.find(given) == (id,)
    assert FIRMS.resolve(given, "here") == FIRMS.known(given) == id


def test_a_name_of_several_is_refused_with_all_of_them() -> None:
    with pytest.raises(SimError) as caught:
        FIRMS.resolve("产值", "here")
    [fault] = caught.value.faults
    assert (fault.zh, fault.en, fault.place) == (
        '"产值" 可指几个指标："output", "product"。请写其中一个。',
        '"产值" may be any of several: "output", "product". Name one of them.',
        "here",
    )
    assert FIRMS.known("产值") == "产值"


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        ("eaglet_firm", '最接近的是 "eaglet_firms"。', ' Nearest: "eaglet_firms".'),
        ("雏鹰企", '最接近的是 "“雏鹰”企业"（eaglet_firms）。', ' Nearest: "“雏鹰”企业" (eaglet_firms).'),
        ("PM2.5年均", '最接近的是 "PM2.5年均浓度"（pm25）。', ' Nearest: "PM2.5年均浓度" (pm25).'),
        (
            "zzz",
            "可用的有：eaglet_firms, pm25, output, product, growth。",
            " There are: eaglet_firms, pm25, output, product, growth.",
        ),
    ],
)
def test_what_is_near_is_looked_for_in_both_languages(given: str, zh: str, en: str) -> None:
    assert FIRMS.hint(given) == (zh, en)


def test_of_many_names_none_is_listed() -> None:
    many = Names(("参数", "parameter"), {f"rate {n:02}": () for n in range(30)}, "teda list parameters")
    assert many.unknown("xyz", "").zh == '没有名为 "xyz" 的参数。全部见 teda list parameters。'
    assert many.unknown("xyz", "").en == 'no parameter "xyz". See teda list parameters.'


@pytest.mark.parametrize(
    ("given", "id"),
    [
        ("医药需求增速", "growth[health]"),
        ("需求增速［医药健康］", "growth[health]"),
        ("Growth[ Medicine ]", "growth[health]"),
        ("需求增速[煤]", "growth[煤]"),  # whoever reads it says which elements there are
        ("煤[医药健康]", "煤[医药健康]"),
    ],
)
def test_an_element_has_names_too(given: str, id: str) -> None:
    assert FIRMS.with_element(given, ELEMENTS) == id


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ("list", ["validate", "run"]),
        ("indicators", ["findings", "discover"]),
        ("--verbose", ["--every", "--set"]),
        ("--threads", ["--resume", "--workers"]),
        ("none.mdl", ["CHANGELOG.md"]),
    ],
)
def test_what_is_not_alike_is_not_suggested(given: str, known: list[str]) -> None:
    assert nearest(given, known) is None


def test_one_wrong_letter_of_a_short_word_is_near() -> None:
    assert nearest("规化", ["规划", "趋势"]) == "规划"
    assert nearest("gdp", ["gdp_growth", "gross_domestic_product"]) == "gdp_growth"


def test_a_comment_names_a_variable_by_how_it_begins() -> None:
    assert comment_names("常住人口 / Resident population") == ("常住人口", "Resident population")
    assert comment_names("出生率（按人口）。说明 / Birth rate, by age.") == ("出生率", "Birth rate")
    assert comment_names("") == ()
    assert halves("万元/年 / 10k CNY")["en"] == "10k CNY"
    assert fold_any("Ａ　“b”") == "a b"
