"""The audit of the plan: every finding's figures and label against arithmetic done by hand here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from sim.analysis.audit import LABELS, Finding, audit_of
from sim.errors import SimError
from sim.registry.indicators import Base
from sim.registry.load import Registry, load_registry, read_audit

GDP = 1.40255  # 1.07 five times multiplied with itself
HAN = re.compile("[\u2e80-\u9fff\uff00-\uffef]")

# Worked out with a pocket calculator from Table 1, the text of the plan and the evidence.
BY_HAND: dict[str, tuple[str, dict[str, float]]] = {
    "output_and_manufacturing": (
        "imply",
        {"output_rate": 8.06, "manufacturing_rate": 6.165, "rest_rate": 7.877, "gap": 1.786},
    ),
    "vision_multiple": ("imply", {"needed": 7.60, "reached": 15061, "multiple": 2.959, "gap": 209.3}),
    "vision_second_leg": ("imply", {"first_leg": 8.06, "second_leg": 7.368}),
    "four_pillars": ("imply", {"pillars": 7000, "other": 500, "share": 93.333}),
    "pillar_growth": (
        "strain",
        {"health_rate": 18.58, "chemicals_rate": 15.08, "it_autos_rate": 17.10, "total_rate": 8.06},
    ),
    "strategic_emerging": (
        "imply",
        {"faster": 7.552, "relative": 0.829, "output_share_needed": 54.67, "output_rate": 12.06},
    ),
    "high_tech_manufacturing": (
        "imply",
        {"relative": 0.9396, "needed": 2732, "named": 2300, "named_share": 30.67, "missing": 432},
    ),
    "modern_services": ("imply", {"faster": 9.689, "most_base": 16.32, "most": 22.5}),
    "gdp_share_of_tianjin": ("strain", {"share_2020": 14.2, "faster": 2.31, "record": 0.2956}),
    "jobs": (
        "imply",
        {
            "productivity_rate": 2.49,
            "jobs_growth": 24.02,
            "residents_growth": 30.43,
            "members_growth": 7.08,
            "members_with_jobs": 43.78,
            "coverage": 86.34,
            "productivity_with_members": 67.06,
        },
    ),
    "jobs_and_commuters": (
        "imply",
        {"jobs_base": 39.06, "jobs_added": 9.385, "residents_added": 7, "commuters_added": 2.385},
    ),
    "residents": ("strain", {"needed": 5.457, "record": 2.357, "binhai": -1.0577}),
    "migration": ("imply", {"added": 7, "births": 0.7937, "migrants": 6.2063, "share": 88.66}),
    "pension_and_residents": ("imply", {"outside_base": 12.3, "outside": 7.8}),
    "talent": ("imply", {"grown": 19.72, "share": 86.96, "of_grown": 101.42}),
    "patents_and_residents": ("imply", {"implied_residents": 35, "at_target": 233.33, "enough": 6000}),
    "patent_grants": ("strain", {"stock": 2277, "added": 4723, "yearly": 944.6, "multiple": 1.968}),
    "patents_per_research": (
        "strain",
        {"spending_factor": 1.4438, "spending_rate": 7.622, "patents_factor": 3.0742, "ratio": 2.1292},
    ),
    "high_value_patents": (
        "imply",
        {
            "number_base": 437,
            "number": 690,
            "change": 57.89,
            "share_base": 19.19,
            "share": 11.5,
            "at_old_share": 38.38,
        },
    ),
    "high_tech_certificates": ("strain", {"yearly": 500, "net": 143.2, "net_record": 161.5}),
    "technology_firms_and_entities": (
        "imply",
        {"share_base": 1.8256, "share_added": 2.75, "per_firm_base": 0.99873, "per_firm": 1},
    ),
    "science_services": ("imply", {"research": 98.18, "ratio": 2.037, "rest": 101.8}),
    "listed_firms": ("imply", {"added": 9, "listings": 10, "share": 80}),
    "leading_talents": ("imply", {"added": 200, "in_place": 150}),
    "investment": (
        "strain",
        {"average": 520, "average_record": 376.942, "multiple": 1.3795, "rate": 5.557},
    ),
    "investment_and_growth": (
        "imply",
        {"investment_index": 1.1797, "gdp_index": 1.23066, "ratio": 95.86},
    ),
    "foreign_investment": (
        "imply",
        {"average": 14.6, "rate": 5.276, "record": 6.515, "beside_investment": 99.17},
    ),
    "trade": (
        "strain",
        {"rate": 7.448, "output_rate": 8.06, "ratio_base": 43.69, "ratio": 42.47},
    ),
    "budget_revenue": ("imply", {"flat": 100, "with_prices": 95.147}),
    "market_entities": (
        "imply",
        {"rate": 9.918, "net": 0.52, "leaving": 0.68, "jobs_per_entity": 77.29},
    ),
    "beijing_investment": ("imply", {"ratio": 1.857, "most": 53.85}),
    "energy": ("strain", {"change": 19.918, "rate": 3.7, "needed": 3.085, "record": 1.983}),
    "carbon": ("imply", {"change": 15.01, "per_energy": -4.094}),
    "pm25": ("imply", {"needed": 2.971, "record": 7.789}),
    "industrial_land": ("imply", {"land_base": 33.487, "land_added": 15.855, "per_land_needed": 223.97}),
    "green_area": ("imply", {"per_head_base": 99.78, "per_head": 76.5, "added": 698.5}),
    "physicians": (
        "imply",
        {"number_base": 1117.8, "number": 1458, "added": 340.2, "change": 30.43, "beds": 800},
    ),
    "culture": ("imply", {"area_base": 43.01, "area": 60, "change": 39.5}),
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def findings(registry: Registry) -> dict[str, Finding]:
    return {each.id: each for each in audit_of(registry)}


def with_targets(registry: Registry, targets: Mapping[tuple[str, int], float]) -> dict[str, Finding]:
    """Return the findings with the targets of some indicators and years changed."""
    planned = dict(registry.plan.targets)
    for (key, year), value in targets.items():
        planned[key] = planned[key].model_copy(update={"values": {**planned[key].values, year: value}})
    plan = registry.plan.model_copy(update={"targets": planned})
    return {each.id: each for each in audit_of(replace(registry, plan=plan))}


def test_every_finding_is_worked_out_by_hand(findings: Mapping[str, Finding]) -> None:
    assert set(findings) == set(BY_HAND)
    for key, (label, values) in BY_HAND.items():
        assert findings[key].label == label, key
        for name, value in values.items():
            assert findings[key].figures[name].value == pytest.approx(value, rel=1e-3), (key, name)


def test_every_figure_that_is_worked_out_is_checked_but_for_steps(findings: Mapping[str, Finding]) -> None:
    derived = {(key, name) for key, each in findings.items() for name, f in each.figures.items() if f.formula}
    by_hand = {(key, name) for key, (_, values) in BY_HAND.items() for name in values}
    assert derived - by_hand == {("jobs", "jobs_factor")}
    assert findings["jobs"].figures["jobs_factor"].value == pytest.approx(GDP * 51.2 / 57.9, rel=1e-5)


def test_the_sums_of_five_years_add_up(findings: Mapping[str, Finding]) -> None:
    for key, base, total in (("investment", 440.8, 2600), ("foreign_investment", 12.48, 73)):
        step = 1 + findings[key].figures["rate"].value / 100
        assert base * (step + step**2 + step**3 + step**4 + step**5) == pytest.approx(total)


def test_the_hardest_come_first(findings: Mapping[str, Finding]) -> None:
    order = [LABELS.index(each.label) for each in findings.values()]
    assert order == sorted(order)
    assert {each.label for each in findings.values()} == {"strain", "imply"}


def test_a_label_follows_its_condition(findings: Mapping[str, Finding]) -> None:
    for each in findings.values():
        holding = [condition.label for condition in each.conditions if condition.holds]
        assert each.label == (holding[0] if holding else "imply"), each.id


def test_every_stated_figure_has_a_source_that_exists(
    registry: Registry, findings: Mapping[str, Finding]
) -> None:
    for each in findings.values():
        stated = [figure for figure in each.figures.values() if figure.formula is None]
        assert stated, each.id
        for figure in stated:
            assert figure.sources, (each.id, figure.name.zh)
            assert set(figure.sources) <= set(registry.sources)
            if any(source.startswith("plan.") for source in figure.sources):
                assert figure.section.startswith("第"), figure.name.zh


def test_both_languages_say_the_same_figures(findings: Mapping[str, Finding]) -> None:
    for each in findings.values():
        for text in (each.title, each.statement, each.reading):
            assert HAN.search(text.zh), each.id
            assert not HAN.search(text.en), each.id
        for figure in each.figures.values():
            assert not HAN.search(figure.name.en + figure.unit.en), figure.name.zh


def test_figures_are_filled_in_and_never_typed(registry: Registry) -> None:
    """Years, a chapter and counts of years apart, no text holds a figure of its own."""
    allowed = re.compile(
        r"\{\w+\}|20\d\d|PM2\.5|CO2|km2|ug/m3|m2\b|100M|10k|10,000|1,000|1%|100%|15|超过 1(?!0)|exceed 1\b"
    )
    for key, entry in read_audit(registry).findings.items():
        for text in (entry.title, entry.statement, entry.reading):
            for words in (text.zh, text.en):
                assert not re.search(r"\d", allowed.sub("", words)), (key, words)


def test_every_fact_and_figure_is_used(registry: Registry, findings: Mapping[str, Finding]) -> None:
    book = read_audit(registry)
    given = [text for entry in book.findings.values() for text in entry.given.values()]
    assert {text.split()[1] for text in given if text.startswith("fact ")} == set(book.facts)
    for key, entry in book.findings.items():
        figures = [figure for figure in findings[key].figures.values() if figure.formula]
        used = {name for figure in figures if figure.formula for name in figure.formula.names}
        used |= {name for condition in findings[key].conditions for name in condition.formula.names}
        texts = (entry.statement.zh, entry.reading.zh)
        used |= {name for text in texts for name in re.findall(r"\{(\w+)\}", text)}
        assert set(findings[key].figures) <= used, key


# --- changed targets ------------------------------------------------------------------------


def test_changed_targets_change_the_findings(registry: Registry, findings: Mapping[str, Finding]) -> None:
    factor = 1.2
    scrambled = {
        (key, year): value * factor
        for key, planned in registry.plan.targets.items()
        for year, value in planned.values.items()
    }
    changed = with_targets(registry, scrambled)
    same = [key for key in findings if changed[key].statement == findings[key].statement]
    assert set(same) == {"talent", "beijing_investment"}  # what the record alone says


def test_a_lower_patent_target_no_longer_strains(registry: Registry) -> None:
    # 2,277 + 5 x 480 = 4,677: what the grants of 2020 reach if no patent lapses
    above = with_targets(registry, {("valid_invention_patents", 2025): 4678})
    below = with_targets(registry, {("valid_invention_patents", 2025): 4677})
    assert (above["patent_grants"].label, below["patent_grants"].label) == ("strain", "imply")
    assert "年均 480 件" in below["patent_grants"].statement.zh


def test_a_higher_target_turns_what_is_implied_into_strain(registry: Registry) -> None:
    # 12.48 grew 6.515% a year since 2018; five more years of that add up to 75.7
    assert with_targets(registry, {("utilised_fdi", 2025): 75.5})["foreign_investment"].label == "imply"
    assert with_targets(registry, {("utilised_fdi", 2025): 76.5})["foreign_investment"].label == "strain"
    # 1.2 (10k) entered in 2021: 4.3 + 5 x 1.2 = 10.3
    assert with_targets(registry, {("market_entities", 2025): 10.2})["market_entities"].label == "imply"
    assert with_targets(registry, {("market_entities", 2025): 10.4})["market_entities"].label == "strain"
    assert with_targets(registry, {("co2_intensity_reduction", 2025): 19})["carbon"].label == "strain"
    assert with_targets(registry, {("pm25", 2025): 30})["pm25"].label == "strain"


def test_a_share_above_the_whole_contradicts_and_comes_first(registry: Registry) -> None:
    changed = with_targets(registry, {("manufacturing_share_of_gdp", 2025): 100, ("pm25", 2025): 43})
    assert changed["output_and_manufacturing"].label == "imply"
    entries = {("gdp_share_of_tianjin", 2035): 101.0, ("energy_intensity_reduction", 2025): 99.0}
    changed = with_targets(registry, entries)
    assert next(iter(changed)) == "gdp_share_of_tianjin"
    assert changed["gdp_share_of_tianjin"].label == "contradict"
    assert changed["energy"].label == "strain"


def test_lower_bounds_that_only_lie_apart_do_not_contradict(registry: Registry) -> None:
    changed = with_targets(
        registry,
        {
            ("resident_population", 2025): 60,
            ("valid_invention_patents", 2025): 70_000,
            ("output_chemical_materials", 2025): 15_000,
            ("output_growth_to_2035", 2035): 30,
        },
    )
    assert {each.label for each in changed.values()} == {"strain", "imply"}
    assert changed["four_pillars"].figures["other"].value == -13_000


def test_a_changed_base_changes_the_label(registry: Registry) -> None:
    entries = dict(registry.indicators)
    base = Base(year=2020, value=28)
    entries["resident_population"] = entries["resident_population"].model_copy(update={"base": base})
    changed = {each.id: each for each in audit_of(replace(registry, indicators=entries))}
    assert changed["residents"].label == "imply"  # 28 to 30 is 1.4% a year, 20 to 28 was 5.8%


def test_figures_without_a_value_are_reported_with_their_place(registry: Registry) -> None:
    with pytest.raises(SimError) as caught:
        with_targets(registry, {("labour_productivity", 2025): 0, ("valid_invention_patents", 2025): -1})
    faults = caught.value.faults
    assert {fault.place.rpartition("/")[2].partition(":")[0] for fault in faults} == {"audit.yaml"}
    assert len(faults) == 3  # jobs, jobs and commuters, market entities
    assert all("算不出有限的数" in fault.zh for fault in faults)


def test_the_model_file_is_not_read(own_home: Path) -> None:
    (own_home / "model" / "teda.mdl").unlink()
    found = audit_of(load_registry(own_home)).findings
    assert [(each.id, each.label) for each in found] == [
        ("output_growth", "strain"),
        ("output_per_resident", "imply"),
    ]
    assert found[0].statement.zh == "须增 50.0%，以往 25.0%。"
