"""Numbers of the findings, by the names that texts and claims of ``model/findings.yaml`` use."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.analysis.binding import LEAST, RELIEF
from sim.analysis.findings import Findings, Outlook
from sim.outcomes.board import Standing
from sim.outcomes.fan import LIKELY
from sim.outcomes.share import Share
from sim.outcomes.targets import HEADLINE, TABLE1
from sim.report.documents.findings.limits import limit_numbers

Number = Mapping[tuple[str, int], float]  # by scenario or other element, and by year; "" and 0 for none
HOPELESS = 0.01  # share of draws
MOST_NAMED = 3  # assumptions
MOST_GAINS = 3  # in probability


def numbers(found: Findings) -> dict[str, Number]:
    """Return all numbers by name.

    Shares are fractions, money of industry is in 亿元, residents in 万人, debt in per cent.
    """
    return {
        "members": _one(found.page.members),
        "seed": _one(found.page.seed),
        "is_forecast": _one("forecast" in (found.featured.limits.facts or ())),
        **_reach(found),
        **_policy(found),
        **limit_numbers(
            {name: one.limits for name, one in found.outlooks.items()},
            found.workspace.registry.plan.horizons[-1],
        ),
        "industries": _one(len(found.featured.limits.industries)),
        "least_gain": _one(LEAST),
        "relief": _one(RELIEF),
        **_first_edition(found),
        **_matters(found),
        **_threefold(found),
    }


def _one(value: float) -> Number:
    return {("", 0): float(value)}


def _each(values: Mapping[str, float]) -> Number:
    return {(name, 0): float(value) for name, value in values.items()}


def _reach(found: Findings) -> dict[str, Number]:
    near, board = found.near, found.featured.board
    headline = {(one.indicator, one.year) for one in board.group(HEADLINE, near).targets}
    joint = {name: one.board.group(HEADLINE, near).joint for name, one in found.outlooks.items()}
    return {
        "table1": _one(len(board.group(TABLE1, near).targets)),
        "headline_targets": _one(len(headline)),
        "headline_rows": _one(len(headline & set(found.page.table.rows[: len(headline)]))),
        "joint": _each({name: share.value for name, share in joint.items()}),
        "joint_limit": _one(max(share.interval[1] for share in joint.values())),
        "hopeless_count": _one(len(hopeless(found))),
    }


def hopeless(found: Findings) -> list[Standing]:
    """Return the plan's targets of its last year that hardly any draw meets, the largest shortfall first.

    Shortfalls are those of the scenario whose figures are listed.
    """
    rows = [
        row
        for row in found.featured.board.rows
        if row.target.year == found.near
        and row.planned.kind == "plan"
        and row.share is not None
        and all(share_of(one, row).value <= HOPELESS for one in found.each)
    ]
    return sorted(rows, key=lambda row: -row.relative_shortfall)


def share_of(outlook: Outlook, row: Standing) -> Share:
    """Return the share of an outlook's members that meet a target which is judged in all outlooks."""
    share = outlook.board[row.target.indicator, row.target.year].share
    assert share is not None
    return share


def _policy(found: Findings) -> dict[str, Number]:
    """Return probabilities, and the effect of policy on them."""
    subject = found.page.subject
    residents = {
        name: one.board[subject.residents, found.near].median for name, one in found.outlooks.items()
    }
    return {
        **{name: _chances(found, indicator) for name, indicator in subject.chances.items()},
        "met_likely": _each({name: len(_likely(one, found)) for name, one in found.outlooks.items()}),
        "set_by_scenario": _each(
            {
                name: sum(is_set(one, row) for row in _likely(one, found))
                for name, one in found.outlooks.items()
            }
        ),
        "residents": _each(residents),
        "more_residents": _one(residents[subject.scenario] - residents[subject.reference]),
    }


def is_set(outlook: Outlook, row: Standing) -> bool:
    """Return whether one lever decides how far an outlook differs from the reference in a target's figure."""
    return outlook.made_by.decided_by(row.target.indicator, row.target.year) is not None


def _likely(outlook: Outlook, found: Findings) -> list[Standing]:
    """Return the targets of Table 1 that at least half of an outlook's members meet."""
    targets = outlook.board.group(TABLE1, found.near).targets
    rows = [outlook.board[target.indicator, target.year] for target in targets]
    return [row for row in rows if row.share is not None and row.share.value >= LIKELY]


def gains(found: Findings) -> list[tuple[Standing, float]]:
    """Return the near targets that the featured scenario meets more often than the reference, with the gain.

    The largest gain in probability is first.
    """
    reference = found.outlooks[found.page.subject.reference]
    rows = [
        (row, share_of(found.featured, row).value - share_of(reference, row).value)
        for row in found.featured.board.rows
        if row.share is not None and row.target.year == found.near
    ]
    return sorted(((row, gain) for row, gain in rows if gain > 0), key=lambda each: -each[1])


def _chances(found: Findings, indicator: str) -> Number:
    rows = {name: one.board[indicator, found.near] for name, one in found.outlooks.items()}
    return _each({name: share_of(found.outlooks[name], row).value for name, row in rows.items()})


def _first_edition(found: Findings) -> dict[str, Number]:
    """Return probabilities of the first edition, by the name of their number today."""
    return {f"{name}_first": _each(shares) for name, shares in found.page.first_edition.items()}


def largest(outlook: Outlook) -> list[str]:
    """Return the assumptions that move the output of the last horizon most, the largest first."""
    return _by_change(outlook)[:MOST_NAMED]


def _by_change(outlook: Outlook) -> list[str]:
    return sorted(outlook.tails, key=lambda key: -abs(outlook.tails[key].change))


def _matters(found: Findings) -> dict[str, Number]:
    subject, registry = found.page.subject, found.workspace.registry
    common = set.intersection(*(set(largest(one)) for one in found.each))
    screening = registry.screening
    is_screened = screening is not None and screening.model_hash == found.workspace.model.hash
    influences = by_influence(found)
    stopped = {}
    for name, lever in subject.stopped.items():
        losses = {key: _loss(one, lever) for key, one in found.outlooks.items()}
        stopped[f"{name}_loss"] = _each(losses)
        stopped[f"{name}_least"] = _one(registry.levers[lever].minimum)
    gains = {name: one.policy.alone[0].figure / one.policy.start - 1 for name, one in found.outlooks.items()}
    ranks = {name: _by_change(one).index(subject.prices) + 1 for name, one in found.outlooks.items()}
    return {
        **stopped,
        "common_assumptions": _one(len(common)),
        "best_gain": _each(gains),
        "prices_rank": _each(ranks),
        "unpublished_rank": _one(influences.index(subject.unpublished) + 1 if influences else math.nan),
        "is_screened": _one(is_screened),
    }


def by_influence(found: Findings) -> list[str]:
    """Return the screened constants, that with the largest mean share of the indicators' variance first."""
    screening = found.workspace.registry.screening
    shares = {} if screening is None else {key: one.share for key, one in screening.found.items()}
    return sorted(shares, key=lambda key: -shares[key])


def _loss(outlook: Outlook, lever: str) -> float:
    """Return the share of the last horizon's output that is lost with a lever at its low end."""
    effect = outlook.ends[f"{lever} to"]
    return 1 - effect.low / effect.own


def _threefold(found: Findings) -> dict[str, Number]:
    subject, registry, each = found.page.subject, found.workspace.registry, found.outlooks
    base = registry.indicators[subject.output].base
    start = base.value if base and base.value else float("nan")
    target = registry.plan.of(subject.output).values[registry.plan.horizons[-1]]
    return {
        "target": _one(target),
        "enough": _one(found.enough),
        "multiple": {
            (name, year): one.output(year) / start for name, one in each.items() for year in one.limits.years
        },
        "single": _each({name: one.policy.alone[0].figure for name, one in each.items()}),
        "outside": _each({name: one.outside.top for name, one in each.items()}),
        "dear": _each({name: one.dear.value for name, one in each.items()}),
        "cheap": _each({name: one.cheap.value for name, one in each.items()}),
        "all_figure": _each({name: one.policy.top for name, one in each.items()}),
        "debt": _each({name: one.debt for name, one in each.items()}),
        "debt_all": _each({name: one.policy.steps[-1].beside[subject.debt] for name, one in each.items()}),
        **_needed(found),
    }


def _needed(found: Findings) -> dict[str, Number]:
    """Return the number of levers, or assumptions, that together are enough, 0 without, and their output."""
    counts: dict[str, Number] = {}
    for word in ("levers", "assumptions"):
        steps = {
            name: (one.policy if word == "levers" else one.assumptions).needed(found.enough) or ()
            for name, one in found.outlooks.items()
        }
        counts[f"{word}_count"] = _each({name: len(each) for name, each in steps.items()})
        counts[f"{word}_figure"] = _each({name: each[-1].figure for name, each in steps.items() if each})
    return counts
