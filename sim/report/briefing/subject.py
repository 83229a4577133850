"""What a briefing is about: a scenario with its draws, what it extends, and scenarios beside it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from sim.analysis.binding import BindingTable, binding_faults, binding_of
from sim.cache import kept
from sim.ensembles.drawn import AnyEnsemble, drawn_ensemble
from sim.ensembles.result import Ensemble
from sim.errors import Argument, Faults, fail
from sim.outcomes.chances import drawn_key
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.registry.load import Registry
from sim.report.charts.effect import Effect, largest_effect, parent_of
from sim.report.charts.result import IndicatorResult, ensemble_faults, result_of
from sim.run.single import ScenarioRun, simulate
from sim.sampling.methods import DRAWN, Drawn
from sim.sampling.request import SEED
from sim.sampling.sampler import draw
from sim.sampling.uncertain import is_uncertain
from sim.scenario.load import Scenario
from sim.units import Language

FEW = 128  # draws of what limits output, of which each is run six times


@dataclass(frozen=True, eq=False)
class Subject:
    """A scenario that is briefed on.

    Parameters
    ----------
    run : of the scenario
    asked : what its bands are of
    language : of all text
    year : of the findings, None for the last horizon
    compared : scenarios beside it
    against : what it is held against in place of the scenario that it extends, None for that one
    """

    run: ScenarioRun
    asked: AnyEnsemble
    language: Language
    year: int | None
    compared: tuple[ScenarioRun, ...] = ()
    against: ScenarioRun | None = None

    @property
    def registry(self) -> Registry:
        """Return the registry of the home."""
        return self.run.workspace.registry

    @functools.cached_property
    def table(self) -> IndicatorTable:
        """Return the indicators of the run."""
        return indicators(self.run)

    @functools.cached_property
    def headline(self) -> IndicatorResult:
        """Return the first headline indicator."""
        return self.result(self.registry.zone.headline[0])

    @property
    def ensemble(self) -> Ensemble | None:
        """Return the draws, None for the run alone."""
        return self.headline.ensemble

    @property
    def focus(self) -> int:
        """Return the year of the findings."""
        return self.headline.focus

    @functools.cached_property
    def parent(self) -> ScenarioRun | None:
        """Return the run of the scenario that it is held against.

        That is the one that is extended, or the scenario without its settings, where no other is asked for.
        """
        if self.against is not None:
            return self.against
        scenario = parent_of(self.run)
        return None if scenario is None else simulate(scenario, self.run.workspace)

    @functools.cached_property
    def effect(self) -> Effect | None:
        """Return what the scenario changes most beside its parent."""
        return largest_effect(self.run, self.against)

    @functools.cached_property
    def limits(self) -> BindingTable | None:
        """Return what limits output, with fewer draws than the rest; None where the model does not tell."""
        workspace = self.run.workspace
        if any(binding_faults(workspace)):
            return None
        drawn = self.asked if isinstance(self.asked, str) and is_uncertain(workspace.registry) else None
        key = drawn_key(self.run.scenario, workspace, drawn, FEW)
        scenario = self.run.scenario
        what = (scenario.name, *scenario.title.model_dump().values(), *scenario.options)
        return kept("binding", (*what, *key), lambda: self._limits(drawn), worth=0)

    def _limits(self, drawn: Drawn | None) -> BindingTable:
        workspace = self.run.workspace
        draws = None if drawn is None else draw(workspace, FEW, SEED, DRAWN[drawn])
        return binding_of(self.run.scenario, workspace, draws)

    def result(self, indicator: str) -> IndicatorResult:
        """Return an indicator with its draws.

        Raises
        ------
        SimError: no such indicator, or one that is not modelled.
        """
        return result_of(self.run, indicator, self.asked, self.year)

    def drawn_beside(self, scenario: Scenario) -> Ensemble | None:
        """Return the same draws under another scenario, None where the subject's are not run here."""
        if not isinstance(self.asked, str):
            return None
        return drawn_ensemble(scenario, self.run.workspace, self.asked)


def subject_of(
    runs: Sequence[ScenarioRun], asked: AnyEnsemble, language: Language, year: int | None
) -> Subject:
    """Return the subject of a briefing: the first scenario, with the others beside it.

    Raises
    ------
    SimError: an ensemble of another model or scenario; no headline indicator; two scenarios of one name.
    """
    run = runs[0]
    if not (asked is None or isinstance(asked, str)):
        Faults(ensemble_faults(asked, run.scenario, run.model_hash, [])).check()
    given = [(each.scenario.name, each.scenario.options) for each in runs]
    twice = next(
        (name for place, (name, options) in enumerate(given) if (name, options) in given[:place]), None
    )
    if twice is not None:
        zh, en = f"情景 {twice} 给了两次。", f"the scenario {twice} is given twice."
        raise fail("duplicate", zh, en, "scenarios")
    if len(runs) > 1 and not (asked is None or isinstance(asked, str)):
        zh = "几个情景并列时抽样要相同，由命令自行计算；请去掉已有的集合，或只给一个情景。"
        en = "scenarios side by side need the same draws, which are run here; leave out the ensemble."
        raise fail("conflict", zh, en, Argument("ensemble"))
    registry = run.workspace.registry
    if not registry.zone.headline:
        place = registry.documents["zone"].place("headline")
        raise fail("no-data", "没有主要指标可画。", "there is no headline indicator to draw.", place)
    return Subject(run, asked, language, year, tuple(runs[1:]))
