"""Divides the difference between two scenarios among levers, or bundles of them, by Shapley values."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from sim import arguments
from sim.analysis.attribution import differing_levers
from sim.analysis.decision.bundles import Bundles, bundled
from sim.analysis.decision.contribution import Contribution, Statistic
from sim.analysis.decision.game import Game
from sim.analysis.decision.goals import Goal, read_goals
from sim.analysis.decision.members import Members, drawn_members
from sim.arrays import Array
from sim.errors import Argument, Faults, fail
from sim.run.progress import Progress
from sim.run.single import prepare
from sim.sampling.methods import DRAWN
from sim.scenario.changes import Settings
from sim.scenario.load import AnyScenario, Scenario, workspace_for
from sim.scenario.workspace import Workspace

MEMBERS, SEED, ORDERS = 128, 7, 32
LEAST, MOST = 16, 4_096  # members
FEWEST_ORDERS, MOST_ORDERS = 8, 1_024


@arguments.reading(
    groups=lambda given, place: given if isinstance(given, Mapping) else arguments.path_of(given, place),
    against=arguments.path_like,
    targets=arguments.names_of,
    statistic=arguments.one_of("median", "mean"),
    probability=arguments.flag,
    members=arguments.whole_within(LEAST, MOST),
    orders=arguments.whole_within(FEWEST_ORDERS, MOST_ORDERS),
)
def contribute(
    scenario: AnyScenario,
    indicator: str = "",
    year: int | None = None,
    *,
    against: AnyScenario | None = None,
    groups: str | os.PathLike[str] | Bundles | None = None,
    targets: str | Sequence[str] = (),
    probability: bool = False,
    statistic: Statistic = "median",
    members: int = MEMBERS,
    seed: int = SEED,
    orders: int = ORDERS,
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    prior: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Contribution:
    """Divide the difference between a scenario and another among its levers, so that the parts add up to it.

    A lever's part is what it adds when levers change over from the one scenario to the other one by one,
    averaged over all orders of doing so. Up to 12 levers or groups all their coalitions are run; beyond,
    orders are drawn, and each part has an interval.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    indicator : id or name of the row that is divided; not with ``targets``
    year : last year; the plan's first horizon by default
    against : the scenario to compare with; by default the reference, which has no new policy
    groups : levers that act together, ``{"Science bureau": ["fiscal research support", …]}`` or a YAML file
        of the same form; those it does not name are one group of the rest. By default each lever is its own
    targets : ``"gross_industrial_output>=7500@2025"``, or ``"gross_industrial_output@2025"`` for the plan's
        target: what is divided is then the probability of meeting all of them together
    probability : divide the probability of the plan's own target of ``indicator`` in ``year``
    statistic : of the row over the members: ``median`` or ``mean``
    members : number of members that every coalition is run in, 16 to 4,096
    seed : of the draws and orders; equal requests give equal bits
    orders : number of orders drawn where there are more than 12 levers or groups, 8 to 1,024
    set : values of levers and constants in both scenarios [units of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    prior : draw from the prior, not from the forecast
    threads : largest number of threads of the engine; all processors by default
    progress : function called with coalitions done and all coalitions

    Returns
    -------
    Contribution : parts by year [unit of the row; fraction for a probability], interactions of pairs

    Raises
    ------
    SimError: invalid input, unknown levers or levers of two groups, scenarios without a difference.
    Stopped: a signal ended the run; a `KeyboardInterrupt`.

    References
    ----------
    Shapley 1953, doi:10.1515/9781400881970-018; Castro, Gómez and Tejada 2009, doi:10.1016/j.cor.2008.04.004.

    Examples
    --------
    >>> bundles = {"People": ["registration openness", "housing supply"], "Money": ["public investment"]}
    >>> found = sim.contribute("plan", "resident_population", groups=bundles, members=16)
    >>> found
    <Contribution to the median of resident_population: plan against trend, 3 parts, exact, 16 members>
    >>> bool(abs(sum(part.effect for part in found.parts) - found.whole).max() < 1e-9)
    True
    """
    workspace = workspace_for([scenario], home)
    goals, last = _asked(
        indicator, year, arguments.names_of(targets, "targets"), workspace, is_chance=probability
    )
    changes = () if set is None else set
    with Faults() as faults:
        after = faults.take(prepare, scenario, changes, workspace)
        other = workspace.registry.zone.reference if against is None else against
        before = faults.take(prepare, other, changes, workspace)
    moved = differing_levers(after, before, workspace)
    if not moved:
        zh = f"情景 {after.name} 与 {before.name} 没有不同，没有可分的差距。"
        en = f"scenarios {after.name} and {before.name} do not differ: there is nothing to divide."
        raise fail("no-data", zh, en, Argument("against"))
    bundles = moved if groups is None else bundled(moved, groups, workspace)
    rows = tuple(dict.fromkeys(goal.indicator for goal in goals)) or (
        workspace.registry.indicator_names.resolve(indicator, Argument("indicator")),
    )
    count, draws, facts = drawn_members(workspace, members, seed, DRAWN["prior" if prior else "forecast"])
    world = Members(before, workspace, _shared(draws, after), count, rows, last, threads=threads)
    game = Game(world, tuple(one for one in bundles if one.changed), goals, statistic, orders, seed)
    return game.divided(after, bundles, moved, facts, progress)


def _asked(
    indicator: str, year: int | None, targets: tuple[str, ...], workspace: Workspace, *, is_chance: bool
) -> tuple[tuple[Goal, ...], int]:
    """Return the goals, none for a row, and the last year.

    Raises
    ------
    SimError: a row and targets together, neither of them, an unknown row, or one without figures in the year.
    """
    last = workspace.registry.plan.horizons[0] if year is None else year
    if targets and (indicator or is_chance or year is not None):
        raise fail(
            "conflict",
            "`targets` 已写明指标和年份，不能再用 `indicator`、`year` 或 `probability`；请去掉其一。",
            "`targets` state indicators and years; leave out `indicator`, `year` and `probability`.",
            Argument("targets"),
        )
    if targets:
        goals = read_goals(targets, workspace)
        return goals, max(goal.year for goal in goals)
    if not indicator:
        raise fail(
            "missing",
            "请用 `indicator` 给出要分解的指标，或用 `targets` 给出目标。",
            "give the row to divide with `indicator`, or goals with `targets`.",
            Argument("indicator"),
        )
    key = workspace.registry.indicator_names.resolve(indicator, Argument("indicator"))
    if is_chance:
        return read_goals([f"{key}@{last}"], workspace, Argument("indicator")), last
    _check_row(key, last, workspace)
    return (), last


def _check_row(key: str, year: int, workspace: Workspace) -> None:
    entry, first = workspace.registry.indicators[key], workspace.registry.base_year + 1
    first += 4 if entry.measure == "five_year_sum" else 0
    final = int(workspace.model.final_time)
    if not entry.is_modelled:
        zh, en = f'模型不算 "{key}"，没有数可分。', f'the model does not compute "{key}".'
        raise fail("unsupported", zh, en, Argument("indicator"))
    if not first <= year <= final:
        raise fail(
            "outside-limits",
            f"年份为 {year}，应在 {first} 到 {final} 之间。",
            f"the year is {year}; it must be from {first} to {final}.",
            Argument("year"),
        )


def _shared(draws: Mapping[str, Array], scenario: Scenario) -> Mapping[str, Array]:
    """Return the draws of what neither scenario sets; the other one's run leaves out its own."""
    return {key: values for key, values in draws.items() if key not in scenario.constants}
