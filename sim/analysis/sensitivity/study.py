"""Sensitivity studies of a scenario: by variance, by elementary effects, or from given data."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim import arguments
from sim.analysis.sensitivity.dependence import linked_factors
from sim.analysis.sensitivity.elementary_effects import elementary_effects
from sim.analysis.sensitivity.given_data import given_data
from sim.analysis.sensitivity.questions import Question, Year, all_questions, questions_of
from sim.analysis.sensitivity.request import Request, ask
from sim.analysis.sensitivity.result import Method, Sensitivity
from sim.analysis.sensitivity.runs import Runs
from sim.analysis.sensitivity.shapley import shapley
from sim.analysis.sensitivity.variance_based import variance_based
from sim.errors import Argument, Fault, Faults, suggestion
from sim.outcomes.indicators import IndicatorTable
from sim.run.progress import Progress
from sim.sampling.forecast import shipped_forecast
from sim.sampling.methods import DEFAULT, FORECAST
from sim.scenario.changes import Ranges, Settings
from sim.scenario.load import AnyScenario, workspace_for

MOST_RUNS = 200_000
ALL, HEADLINE = "all", "headline"


@dataclass(frozen=True)
class SensitivityMethod:
    """A method of sensitivity analysis.

    Parameters
    ----------
    analyse : carries it out, given the runs, its name, the number of members, and the seed
    members : number of runs by default
    """

    analyse: Callable[[Runs, Method, int, int], Sensitivity]
    members: int


METHODS: Mapping[Method, SensitivityMethod] = {
    "shapley": SensitivityMethod(shapley, 50_000),
    "sobol": SensitivityMethod(variance_based, 50_000),
    "morris": SensitivityMethod(elementary_effects, 5_000),
    "pawn": SensitivityMethod(given_data, 5_000),
    "regional": SensitivityMethod(given_data, 5_000),
    "main": SensitivityMethod(given_data, 2_048),
}
OF_DRAWS: frozenset[Method] = frozenset({"pawn", "regional", "main"})  # the others have their own designs


@arguments.reading(indicator=arguments.names_of, year=arguments.year_or_all)
def sensitivity(
    scenario: AnyScenario,
    indicator: str | Sequence[str],
    year: Year = None,
    method: Method | None = None,
    members: int | None = None,
    seed: int = 7,
    set: Settings | None = None,
    vary: Ranges = (),
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    *,
    is_met: bool = False,
    sampling: str = DEFAULT,
) -> Sensitivity:
    """Return the influence of the uncertain constants on indicators of a scenario.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    indicator : id of an indicator, or several; ``"headline"`` for all headline indicators, ``"all"`` for
        every one that the model decides
    year : year of the figure, ``"all"`` for all years in one analysis; by default each indicator's first
        target year
    method : ``main`` (the share of the variance that would go if a constant were known), ``pawn`` and
        ``regional`` look at the members of an ensemble. ``shapley`` (shares of the variance that add up to
        one), ``sobol`` (shares by oneself and with interactions) and ``morris`` (elementary effects) vary
        the constants of the prior, shapley with the correlations of the registry, the others independently.
        By default main of the forecast; of the prior shapley where constants are correlated, else sobol
    members : largest number of runs; by default 50,000 with shapley and sobol, 2,048 with main, else 5,000
    seed : seed of design and draws; equal requests give equal results
    set : values of levers and constants, ``{"public investment": 120}`` [units of the model]
    vary : ranges of further uncertain levers and constants, ``{"public investment": (100, 160)}`` [units of
        the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    threads : largest number of threads of the engine; all processors by default
    progress : function called with the runs done and all runs
    is_met : whether to ask what decides if the target of the year is met, rather than the figure itself
    sampling : ``forecast``, conditioned on observations, or the prior by ``sobol``, ``lhs`` or ``mc``

    Returns
    -------
    Sensitivity : a ranking of the factors for each figure, with the method's index, 0 to 1, and the figure
        with each factor alone at its points of 5% and 95% [unit of the indicator]

    Raises
    ------
    SimError: invalid input, or too few members for the method, with the number needed.

    References
    ----------
    ``shapley``: Owen 2014, doi:10.1137/130936233, Song, Nelson and Staum 2016, doi:10.1137/15M1048070, and
    Goda 2021, doi:10.1016/j.ress.2021.107702.
    ``sobol``: Sobol' 2001, doi:10.1016/S0378-4754(00)00270-6, with the design and estimators of Saltelli et
    al. 2010, doi:10.1016/j.cpc.2009.09.018. ``morris``: Morris 1991, doi:10.1080/00401706.1991.10484804, and
    Campolongo, Cariboni and Saltelli 2007, doi:10.1016/j.envsoft.2006.10.004. ``pawn``: Pianosi and Wagener
    2015, doi:10.1016/j.envsoft.2015.01.004, and 2018, doi:10.1016/j.envsoft.2018.07.019. ``regional``:
    Hornberger and Spear 1981, Journal of Environmental Management 12, 7-18. ``main``: Plischke, Borgonovo
    and Smith 2013, doi:10.1016/j.ejor.2012.11.047. All but the first and the last by SALib.

    Examples
    --------
    >>> sim.sensitivity("trend", "gross_industrial_output")  # doctest: +ELLIPSIS
    <Sensitivity of trend by main: 1 figures, ... factors, ... runs>
    """
    asked = arguments.names_of(indicator, "indicator")
    is_forecast = sampling == FORECAST and shipped_forecast(workspace_for([scenario], home)) is not None
    method = method or ("main" if is_forecast else None)
    names = () if asked in ((ALL,), (HEADLINE,)) else asked
    most = members if members is not None else _default_members(method)
    request = Request(
        scenario, min(most, MOST_RUNS), seed, () if set is None else set, vary, home, threads, sampling
    )

    def asking(table: IndicatorTable) -> list[Question]:
        if names:
            return questions_of(names, year, table, is_met=is_met)
        among = table.registry.zone.headline if asked == (HEADLINE,) else None
        return all_questions(year, table, among, is_met=is_met)

    with Faults(_request_faults(method, most)):
        runs = ask(request, names, asking, progress)
    chosen: Method = method or ("shapley" if linked_factors(runs.factors, runs.workspace) else "sobol")
    return METHODS[chosen].analyse(runs, chosen, most, seed)


def _default_members(method: str | None) -> int:
    return next((each.members for name, each in METHODS.items() if name == (method or "shapley")), 1)


def _request_faults(method: str | None, members: int) -> Iterator[Fault]:
    """Yield the faults of a method and a number of members."""
    if method is not None and method not in METHODS:
        near_zh, near_en = suggestion(method, METHODS)
        listed = ", ".join(METHODS)
        yield Fault(
            "invalid-choice",
            f'没有方法 "{method}"，应是以下之一：{listed}。{near_zh}',
            f'no method "{method}"; it must be one of: {listed}.{near_en}',
            Argument(f"method={method}"),
        )
    if members > MOST_RUNS:
        yield Fault(
            "outside-limits",
            f"成员数为 {members:,}，这里至多 {MOST_RUNS:,}。",
            f"{members:,} members; here the most is {MOST_RUNS:,}.",
            Argument(f"members={members}"),
        )
