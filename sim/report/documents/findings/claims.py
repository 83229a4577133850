"""What the text of the findings says beyond its numbers, so that it cannot stay when it is no longer true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sim.analysis.binding import LIMITS
from sim.analysis.findings import DEBT, HORIZON, LEVERS, PRICES, THREEFOLD, Findings, Outlook, least
from sim.analysis.greedy_ascent import Ascent
from sim.errors import Fault
from sim.outcomes.goals import HEADLINE
from sim.registry.schema import Bilingual
from sim.report.documents.findings.numbers import (
    MOST_MISSED,
    NEAR,
    SHOWN,
    chance,
    hopeless,
    largest_keys,
    loss,
    residents,
)

PLACE = "sim/report/findings_page/words.py"
INDUSTRIES = 5
PER_RESIDENT = ("physicians_per_1000", "cultural_facilities_per_capita")
SMALL = 0.02  # of the output


@dataclass(frozen=True)
class Claim:
    """Something that a paragraph says, and whether it is so.

    Parameters
    ----------
    paragraph : its name among the words
    said : the claim
    holds : whether it is true of what was found
    """

    paragraph: str
    said: Bilingual
    holds: Callable[[Findings], bool]


def broken_claims(found: Findings) -> Iterator[Fault]:
    """Yield the claims that are no longer true."""
    for claim in CLAIMS:
        if not claim.holds(found):
            yield Fault(
                "check-failed",
                f"结论“{claim.paragraph}”一段所说的不再成立：{claim.said.zh}。请改写这一段和它的依据。",
                f'the paragraph "{claim.paragraph}" of the findings no longer holds: {claim.said.en}. '
                "Rewrite it, and the claim with it.",
                PLACE,
            )


def _gains(found: Findings) -> list[str]:
    """Return the indicators of 2025 by how much the plan raises their probability over the trend."""
    trend, plan = found.outlooks["trend"], found.outlooks["plan"]
    judged = [row.goal for row in plan.board.rows if row.share is not None and row.goal.year == NEAR]
    names = [goal.indicator for goal in judged]
    return sorted(names, key=lambda name: chance(trend, name) - chance(plan, name))


def _falls(found: Findings, indicator: str) -> bool:
    return chance(found.outlooks["plan"], indicator) < chance(found.outlooks["trend"], indicator)


def _grows(found: Findings, per_resident: str) -> bool:
    """Return whether the plan has more of a service in all than the trend, at the medians."""
    trend, plan = (
        found.outlooks[name].board.row(per_resident, NEAR).median * residents(found, name)
        for name in ("trend", "plan")
    )
    return plan > trend


def _first_limits(outlook: Outlook, year: int) -> list[str]:
    return sorted(LIMITS, key=lambda limit: -outlook.lost(limit, year))[:2]


def _is_enough(ascent: Ascent, found: Findings) -> bool:
    return bool(ascent.needed(least(found.workspace.registry.indicators[THREEFOLD], HORIZON)))


def _falls_short(figure: float, found: Findings) -> bool:
    return figure < least(found.workspace.registry.indicators[THREEFOLD], HORIZON)


def _multiple(outlook: Outlook, found: Findings) -> float:
    base = found.workspace.registry.indicators[THREEFOLD].base
    return outlook.output(HORIZON) / base.value if base and base.value else float("inf")


def _is_lopsided(found: Findings) -> bool:
    plan = found.outlooks["plan"]
    gain = plan.policy.alone[0].figure / plan.policy.start - 1
    return all(loss(plan, lever) > gain for lever in LEVERS)


def _is_screened(found: Findings) -> bool:
    screening = found.workspace.registry.screening
    return screening is not None and screening.model_hash == found.workspace.model.hash


def _stops_at_nothing(found: Findings) -> bool:
    levers = found.workspace.registry.levers
    return all(levers[name].minimum == 0 for name in LEVERS)


CLAIMS = (
    Claim(
        "reach",
        Bilingual(
            zh="表中第 2—5 行就是有 2025 年目标的主要指标", en="rows 2 to 5 are the headline targets for 2025"
        ),
        lambda found: (
            {
                (goal.indicator, goal.year)
                for one in found.each
                for goal in one.board.group(HEADLINE, NEAR).goals
            }
            == set(SHOWN[:4])
        ),
    ),
    Claim(
        "reach",
        Bilingual(zh="主要指标没有一次同时达到", en="no draw meets all headline targets together"),
        lambda found: all(one.board.group(HEADLINE, NEAR).joint.count == 0 for one in found.each),
    ),
    Claim(
        "reach",
        Bilingual(zh="没有一次抽样达到人口目标", en="no draw reaches the target for residents"),
        lambda found: all(chance(one, "resident_population") == 0 for one in found.each),
    ),
    Claim(
        "reach",
        Bilingual(zh="有几项目标三个情景都不到 1%", en="some targets are below 1% in all scenarios"),
        lambda found: len(hopeless(found)) >= MOST_MISSED,
    ),
    Claim(
        "policy",
        Bilingual(zh="升得最多的是研发强度和外资", en="R&D intensity and foreign investment gain most"),
        lambda found: _gains(found)[:2] == ["rd_intensity", "utilised_fdi"],
    ),
    Claim(
        "policy",
        Bilingual(zh="规划情景的居民多于趋势", en="the plan has more residents than the trend"),
        lambda found: residents(found, "plan") > residents(found, "trend"),
    ),
    Claim(
        "policy",
        Bilingual(zh="医师和文化设施的概率下降", en="physicians and cultural floor area fall"),
        lambda found: (
            _falls(found, "physicians_per_1000") and _falls(found, "cultural_facilities_per_capita")
        ),
    ),
    Claim(
        "binding",
        Bilingual(zh="2025 年最紧的是需求，其次是能源", en="demand binds most in 2025, then energy"),
        lambda found: all(_first_limits(one, NEAR) == ["demand", "energy"] for one in found.each),
    ),
    Claim(
        "binding",
        Bilingual(zh="规划增建供能后能源松得多", en="the plan's supply eases energy by far"),
        lambda found: (
            found.outlooks["plan"].lost("energy", 2030) < found.outlooks["trend"].lost("energy", 2030) / 4
        ),
    ),
    Claim(
        "binding",
        Bilingual(
            zh="远景 2035 年放开任何一项都增产不多", en="lifting any one limit adds little to the vision"
        ),
        lambda found: all(found.outlooks["vision"].lost(limit, HORIZON) < SMALL for limit in LIMITS),
    ),
    Claim(
        "binding",
        Bilingual(zh="五个产业中有几个由劳动力卡住", en="labour binds in some of five industries"),
        lambda found: (
            found.outlooks["vision"].tightest(HORIZON).count("labour") > 0
            and len(found.outlooks["vision"].limits.industries) == INDUSTRIES
        ),
    ),
    Claim(
        "matters",
        Bilingual(zh="三个情景最取决于同样三个假设", en="the same three assumptions matter most in all"),
        lambda found: len({frozenset(largest_keys(one)) for one in found.each}) == 1,
    ),
    Claim(
        "matters",
        Bilingual(zh="停掉的损失大于拉满的所得", en="stopping costs more than any single lever adds"),
        lambda found: _is_lopsided(found) and _stops_at_nothing(found),
    ),
    Claim(
        "matters",
        Bilingual(zh="影响的筛选是用当前模型做的", en="the screening of influences is of this very model"),
        _is_screened,
    ),
    Claim(
        "threefold",
        Bilingual(zh="按 2020 年价都不到三倍", en="at 2020 prices none makes three times"),
        lambda found: all(_multiple(one, found) < 3 for one in found.each),
    ),
    Claim(
        "threefold",
        Bilingual(zh="远景能否达到首先看价格", en="prices decide first whether the vision gets there"),
        lambda found: (
            largest_keys(found.outlooks["vision"])[0] == PRICES
            and found.outlooks["vision"].dear.value > 10 * found.outlooks["vision"].cheap.value
        ),
    ),
    Claim(
        "threefold",
        Bilingual(zh="任何一个政策杠杆单独都不够", en="no single lever of policy is enough"),
        lambda found: all(_falls_short(one.policy.alone[0].figure, found) for one in found.each),
    ),
    Claim(
        "threefold",
        Bilingual(zh="规划加上最有利的区外条件不够", en="the plan with the best outside world is not enough"),
        lambda found: _falls_short(found.outlooks["plan"].outside.top, found),
    ),
    Claim(
        "threefold",
        Bilingual(zh="几个杠杆或几个假设一起就够", en="several levers, or several assumptions, are enough"),
        lambda found: all(
            _is_enough(one.policy, found) and _is_enough(one.assumptions, found) for one in found.each
        ),
    ),
    Claim(
        "threefold",
        Bilingual(zh="政策全部拉满时债务更重", en="every lever at its best raises the debt"),
        lambda found: any(
            step.beside[DEBT] > found.outlooks["plan"].debt
            for step in found.outlooks["plan"].policy.steps[-1:]
        ),
    ),
)
