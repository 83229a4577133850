"""The audit as text and as records, on the small home and on the plan."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from sim.analysis.audit import audit_of
from sim.registry.load import load_registry
from sim.report.layout import width_of
from sim.report.tables.audit import audit_report, identities, sources
from sim.report.words.sections import section_text
from sim.report.writers import WIDTH, written
from sim.units import Language

HAN = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
SMALL_TABLE = """\
【偏紧】产值增速  output_growth
  须增 50.0%，以往 25.0%。
  算式  所需增幅 = 100 × (工业总产值 2025 ÷ 工业总产值 2020 − 1) = 100 × (7,500 ÷ 5,000 − 1) = 50.0%
  算式  以往增幅 = 100 × (工业总产值 2020 ÷ 2015 年产值 − 1) = 100 × (5,000 ÷ 4,000 − 1) = 25.0%
  判定  偏紧：所需增幅 > 以往增幅，即 50.0% > 25.0%，成立
  读法  目标为下限。
  来源  s1（规划纲要）：2015 年产值 = 4,000 亿元
  来源  第一章 第三节 四 表1，s1（规划纲要）：工业总产值 2020 = 5,000 亿元；工业总产值 2025 ≥ 7,500
        亿元
"""


def test_the_table_of_the_small_home(small_home: Path) -> None:
    _, growth, each, counts = written(audit_report(audit_of(load_registry(small_home))), "table", "zh").split(
        "\n\n"
    )
    assert f"{growth}\n" == SMALL_TABLE
    assert each.startswith("【隐含条件】人均产值  output_per_resident\n  人均 250 万元。\n")
    assert "判定" not in each
    assert counts == "矛盾 0，偏紧 1，隐含条件 1\n"


def test_a_contradiction_is_shown_where_it_holds(own_home: Path) -> None:
    path = own_home / "model" / "audit.yaml"
    path.write_text(path.read_text("utf-8").replace("target < base / 2", "target > base"), encoding="utf-8")
    text = written(audit_report(audit_of(load_registry(own_home))), "table", "en")
    assert "[contradict] Growth of output  output_growth\n" in text
    assert (
        "judgement  contradict: Gross industrial output 2025 > Gross industrial output 2020, that is 7,500\n"
        in text
    )
    assert "contradict 1, strain 0, imply 1" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_plan_fits_the_terminal_and_speaks_one_language(language: Language) -> None:
    text = written(audit_report(audit_of(load_registry())), "table", language)
    assert max(map(width_of, text.splitlines())) <= WIDTH
    assert bool(HAN.search(text)) == (language == "zh")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_stated_figure_is_shown_with_its_source(language: Language) -> None:
    for finding in audit_of(load_registry()):
        lines = list(sources(finding, language))
        for figure in finding.figures.values():
            if figure.formula is None:
                [line] = [each for each in lines if f"{figure.name.text(language)} " in each]
                assert figure.text in line
                assert all(source in line for source in figure.sources)
        worked_out = [figure for figure in finding.figures.values() if figure.formula]
        assert len(list(identities(finding, language))) == len(worked_out)


def test_json_holds_both_languages_and_every_figure() -> None:
    findings = audit_of(load_registry()).findings
    record = json.loads(written(audit_report(findings), "json", "zh"))
    assert sum(record["counts"].values()) == len(findings) == len(record["findings"])
    [patents] = [each for each in record["findings"] if each["id"] == "patents_and_residents"]
    assert patents["label_zh"] == "隐含条件"
    assert patents["figures"]["implied_residents"]["value"] == 35
    assert patents["figures"]["patents"] == {
        "name": {"zh": "有效发明专利 2025", "en": "Valid invention patents 2025"},
        "value": 7000,
        "unit": "件",
        "unit_en": "patents",
        "comparison": ">",
        "section": "第三章 第三节 三",
        "sources": ["plan.targets"],
        "formula": None,
    }


def test_csv_has_a_row_for_each_finding() -> None:
    findings = audit_of(load_registry()).findings
    rows = list(csv.DictReader(io.StringIO(written(audit_report(findings), "csv", "zh"))))
    assert [row["id"] for row in rows] == [each.id for each in findings]
    assert set(rows[0]) == {"id", "判断", "条目", "内容", "算式", "判定", "读法", "来源"}


@pytest.mark.parametrize(
    ("section", "english"),
    [
        ("第一章 第三节 四 表1", "chapter 1, section 3, part 4, Table 1"),
        ("第一章 第一节 二；第三章 第三节 三", "chapter 1, section 1, part 2; chapter 3, section 3, part 3"),
        ("第十一章 第二十节", "chapter 11, section 20"),
        ("第八章 专栏16", "chapter 8, box 16"),
        ("第一章 第三节 四 表1；2035：第二章", "chapter 1, section 3, part 4, Table 1; 2035: chapter 2"),
    ],
)
def test_sections_in_english(section: str, english: str) -> None:
    assert section_text(section, "en") == english
    assert section_text(section, "zh") == section
