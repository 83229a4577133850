"""The numbers in the text of the findings, as printed in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.analysis.binding import LIMITS
from sim.analysis.effects import Effect
from sim.analysis.findings import DEBT, HORIZON, LEVERS, THREEFOLD, Findings, Outlook, least
from sim.analysis.greedy_ascent import Step
from sim.names import split_element
from sim.outcomes.board import Share, Standing, Together
from sim.outcomes.goals import HEADLINE, TABLE1
from sim.registry.indicators import HORIZONS
from sim.registry.parameters import Parameter
from sim.report.words.figures import print_target
from sim.units import Language

NEAR = HORIZONS[0]
SHOWN = (  # in the table
    (THREEFOLD, NEAR),
    ("resident_population", NEAR),
    ("rd_intensity", NEAR),
    ("national_high_tech_firms", NEAR),
    (THREEFOLD, HORIZON),
    ("output_growth_to_2035", HORIZON),
    ("gdp_share_of_tianjin", HORIZON),
)
HOPELESS = 0.01
MOST_MISSED = 4  # targets
MOST_NAMED = 3  # assumptions
LEAST = 0.0005
TEN = 0.095  # from here on a share is told in whole per cent


def percent(share: float) -> str:
    """Return a share in per cent, whole from ten on, with one digit below; 0 is told as such."""
    if share == 0:
        return "0"
    if 0 < share < LEAST:
        return "<0.1%"
    return f"{share:.0%}" if abs(share) >= TEN else f"{share:.1%}"


def numbers(found: Findings, language: Language) -> dict[str, str]:
    """Return all numbers by the name that the text gives them."""
    return {
        "members": f"{found.members:,}",
        "seed": str(found.seed),
        **_reach(found, language),
        **_policy(found, language),
        **_binding(found),
        **_matters(found, language),
        **_threefold(found, language),
    }


def _reach(found: Findings, language: Language) -> dict[str, str]:
    plan = found.outlooks["plan"].board
    return {
        "table1": str(len(plan.group(TABLE1, NEAR).goals)),
        **{
            f"{name}_met": together_text(one.board.group(TABLE1, NEAR), language)
            for name, one in found.outlooks.items()
        },
        "joint_high": percent(max(one.board.group(HEADLINE, NEAR).joint.interval[1] for one in found.each)),
        "hopeless_count": str(len(hopeless(found))),
        "hopeless": _listed(
            (
                f"{name_of(row, language)}{bracketed(percent(row.relative_shortfall), language)}"
                for row in hopeless(found)[:MOST_MISSED]
            ),
            language,
        ),
    }


def hopeless(found: Findings) -> list[Standing]:
    """Return the plan's targets of 2025 that hardly any draw meets in any scenario, as the plan misses them.

    The farthest stands first.
    """
    rows = [
        row
        for row in found.outlooks["plan"].board.rows
        if row.goal.year == NEAR
        and row.entry.target_kind == "plan"
        and row.share is not None
        and all(share_of(one, row).value <= HOPELESS for one in found.each)
    ]
    return sorted(rows, key=lambda row: -row.relative_shortfall)


def share_of(outlook: Outlook, row: Standing) -> Share:
    """Return the share of members that meet in an outlook what is judged in all of them."""
    share = outlook.board.row(row.goal.indicator, row.goal.year).share
    assert share is not None
    return share


def chance(outlook: Outlook, indicator: str, year: int = NEAR) -> float:
    """Return the probability of a target, 0 to 1."""
    return share_of(outlook, outlook.board.row(indicator, year)).value


def name_of(row: Standing, language: Language) -> str:
    """Return the name of an indicator, without what stands in brackets."""
    name = row.entry.name.text(language)
    return name.split("（")[0] if language == "zh" else name.split(" (")[0]


def together_text(one: Together, language: Language) -> str:
    """Return how many targets are met: the median, and in brackets the points of 5% and 95%."""
    low, middle, high = (one.quantile(level) for level in (0.05, 0.5, 0.95))
    return f"{middle}{bracketed(f'{low}–{high}', language)}"


def bracketed(text: str, language: Language) -> str:
    """Return a text in the brackets of a language."""
    return f"（{text}）" if language == "zh" else f" ({text})"


def _listed(texts: Iterable[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(texts)


def _policy(found: Findings, language: Language) -> dict[str, str]:
    named = {
        "rd": "rd_intensity",
        "fdi": "utilised_fdi",
        "physicians": "physicians_per_1000",
        "culture": "cultural_facilities_per_capita",
    }
    shares = {
        f"{word}_{name}": percent(chance(found.outlooks[name], indicator))
        for word, indicator in named.items()
        for name in ("trend", "plan")
    }
    more = residents(found, "plan") - residents(found, "trend")  # 万人
    return {**shares, "people": f"{more:.1f}" if language == "zh" else f"{10_000 * round(more, 1):,.0f}"}


def residents(found: Findings, scenario: str) -> float:
    """Return the median of the residents in 2025, 万人."""
    return found.outlooks[scenario].board.row("resident_population", NEAR).median


def _binding(found: Findings) -> dict[str, str]:
    trend, plan, vision = found.each
    return {
        "demand_trend": percent(trend.lost("demand", NEAR)),
        "demand_plan": percent(plan.lost("demand", NEAR)),
        "demand_vision": percent(vision.lost("demand", NEAR)),
        "energy_trend": percent(trend.lost("energy", 2030)),
        "energy_plan": percent(plan.lost("energy", 2030)),
        "late_most": percent(max(vision.lost(limit, HORIZON) for limit in LIMITS)),
        "labour": str(vision.tightest(HORIZON).count("labour")),
    }


def largest(outlook: Outlook) -> list[Effect]:
    """Return what the assumptions do that move the output of 2035 most, the largest first."""
    return sorted(outlook.tails.values(), key=lambda each: -abs(each.change))[:MOST_NAMED]


def largest_keys(outlook: Outlook) -> list[str]:
    """Return the keys of those assumptions."""
    return sorted(outlook.tails, key=lambda key: -abs(outlook.tails[key].change))[:MOST_NAMED]


def _matters(found: Findings, language: Language) -> dict[str, str]:
    plan = found.outlooks["plan"]
    best = plan.policy.alone[0]
    told = []
    for key, effect in zip(largest_keys(plan), largest(plan), strict=True):
        ends = f"{effect.low:,.0f}–{effect.high:,.0f}"
        grade = (
            f"{_assumption(key, found).grade} 级"
            if language == "zh"
            else f"grade {_assumption(key, found).grade}"
        )
        comma = "，" if language == "zh" else ", "
        told.append(
            f"{_assumption(key, found).name.text(language)}{bracketed(f'{ends}{comma}{grade}', language)}"
        )
    return {
        "assumptions": _listed(told, language),
        "lever_gain": percent(best.figure / plan.policy.start - 1),
        "lever_best": lever_name(best, found, language),
        "efficiency_loss": percent(loss(plan, LEVERS[0])),
        "land_loss": percent(loss(plan, LEVERS[1])),
        "influence": _listed(
            (
                f"{_assumption(key, found).name.text(language)}{bracketed(percent(share), language)}"
                for key, share in _most_influential(found)
            ),
            language,
        ),
    }


def _most_influential(found: Findings) -> list[tuple[str, float]]:
    """Return the constants with the largest mean share of the indicators' variance, and that share."""
    screening = found.workspace.registry.screening
    assert screening is not None  # the claims say so first
    shares = {key: one.share for key, one in screening.found.items()}
    return sorted(shares.items(), key=lambda item: -item[1])[:MOST_NAMED]


def _assumption(key: str, found: Findings) -> Parameter:
    """Return what the registry says of a constant, by itself or as one of several elements."""
    parameters = found.workspace.registry.parameters
    return parameters.get(key) or parameters[split_element(key)[0]]


def loss(outlook: Outlook, lever: str) -> float:
    """Return what the low end of a lever takes away from the output of 2035, as a share of it."""
    effect = outlook.ends[f"{lever} to"]
    return 1 - effect.low / effect.own


def lever_name(step: Step, found: Findings, language: Language) -> str:
    """Return the name of the lever that a step moves."""
    levers: Mapping[str, str] = {
        slot.target("to").key: slot.lever.name.text(language)
        for elements in found.workspace.slots.values()
        for slot in elements.values()
    }
    return levers[step.key]


def _threefold(found: Findings, language: Language) -> dict[str, str]:
    plan, entry = found.outlooks["plan"], found.workspace.registry.indicators[THREEFOLD]
    levers, assumptions = (_needed(plan, each, found) for each in ("policy", "assumptions"))
    base = entry.base.value if entry.base and entry.base.value else float("nan")
    return {
        "target": print_target(entry.targets[HORIZON]),
        **{f"real_{name}": f"{one.output(HORIZON) / base:.1f}" for name, one in found.outlooks.items()},
        "single_plan": f"{plan.policy.alone[0].figure:,.0f}",
        "dear": percent(found.outlooks["vision"].dear.value),
        "cheap": percent(found.outlooks["vision"].cheap.value),
        "outside_plan": f"{plan.outside.top:,.0f}",
        "levers_count": str(len(levers)),
        "levers": _listed((lever_name(step, found, language) for step in levers), language),
        "levers_figure": f"{levers[-1].figure:,.0f}",
        "assumptions_count": str(len(assumptions)),
        "assumptions_needed": _listed(
            (_assumption(step.key, found).name.text(language) for step in assumptions), language
        ),
        "assumptions_figure": f"{assumptions[-1].figure:,.0f}",
        **{
            f"{name}_{what}": str(len(_needed(found.outlooks[name], ascent, found)))
            for name in ("trend", "vision")
            for what, ascent in (("levers", "policy"), ("assumptions", "assumptions"))
        },
        "all_figure": f"{plan.policy.top:,.0f}",
        "debt_plan": f"{plan.debt:.0f}%",
        "debt_all": f"{plan.policy.steps[-1].beside[DEBT]:.0f}%",
    }


def _needed(outlook: Outlook, ascent: str, found: Findings) -> tuple[Step, ...]:
    enough = least(found.workspace.registry.indicators[THREEFOLD], HORIZON)
    steps = (outlook.policy if ascent == "policy" else outlook.assumptions).needed(enough)
    assert steps  # the claims say so first
    return steps
