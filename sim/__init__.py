"""Public interface of the TEDA scenario simulator; each name is imported on first use."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.analysis.appraisal.appraise import appraise as appraise
    from sim.analysis.audit import audit as audit
    from sim.analysis.conditioning.condition import condition as condition
    from sim.analysis.decision.backcast import backcast as backcast
    from sim.analysis.decision.contribute import contribute as contribute
    from sim.analysis.decision.gradient import gradient as gradient
    from sim.analysis.decision.likeliest import likeliest as likeliest
    from sim.analysis.decision.loops import loops as loops
    from sim.analysis.decision.measure_next import measure_next as measure_next
    from sim.analysis.decision.pareto import pareto as pareto
    from sim.analysis.decision.signposts import signposts as signposts
    from sim.analysis.decision.why import why as why
    from sim.analysis.discovery.study import discover as discover
    from sim.analysis.evaluation.evaluate import evaluate as evaluate
    from sim.analysis.ledger.check import check_ledger as check_ledger
    from sim.analysis.ledger.score import score_ledger as score_ledger
    from sim.analysis.ledger.seal import seal_forecast as seal_forecast
    from sim.analysis.model_changes.compare import compare_models as compare_models
    from sim.analysis.record.replay import validate as validate
    from sim.analysis.sensitivity.study import sensitivity as sensitivity
    from sim.engine.model import Model as Model
    from sim.engine.model import Run as Run
    from sim.engine.model import load_model as load_model
    from sim.ensembles.branch import branch as branch
    from sim.ensembles.ensemble import run_ensemble as run_ensemble
    from sim.ensembles.opening import open_ensemble as open_ensemble
    from sim.ensembles.probability import probability as probability
    from sim.ensembles.sweep import run_sweep as run_sweep
    from sim.errors import SimError as SimError
    from sim.outcomes.comparison import compare as compare
    from sim.outcomes.indicators import indicators as indicators
    from sim.registry.home import open_home as open_home
    from sim.registry.load import load_registry as load_registry
    from sim.report.book.build import build_workbook as build_workbook
    from sim.report.charts.indicator import build_chart as build_chart
    from sim.report.deck.build import build_deck as build_deck
    from sim.report.html.build import build_html as build_html
    from sim.report.paper import build_report as build_report
    from sim.run.single import run_scenario as run_scenario
    from sim.sampling.sample import sample_draws as sample_draws
    from sim.scenario.load import list_scenarios as list_scenarios
    from sim.scenario.load import load_scenario as load_scenario

_ROOMS = {
    "load_model": "sim.engine.model",
    "Model": "sim.engine.model",
    "Run": "sim.engine.model",
    "load_registry": "sim.registry.load",
    "open_home": "sim.registry.home",
    "load_scenario": "sim.scenario.load",
    "list_scenarios": "sim.scenario.load",
    "run_scenario": "sim.run.single",
    "run_ensemble": "sim.ensembles.ensemble",
    "branch": "sim.ensembles.branch",
    "open_ensemble": "sim.ensembles.opening",
    "run_sweep": "sim.ensembles.sweep",
    "sample_draws": "sim.sampling.sample",
    "appraise": "sim.analysis.appraisal.appraise",
    "audit": "sim.analysis.audit",
    "condition": "sim.analysis.conditioning.condition",
    "evaluate": "sim.analysis.evaluation.evaluate",
    "validate": "sim.analysis.record.replay",
    "seal_forecast": "sim.analysis.ledger.seal",
    "check_ledger": "sim.analysis.ledger.check",
    "score_ledger": "sim.analysis.ledger.score",
    "compare_models": "sim.analysis.model_changes.compare",
    "compare": "sim.outcomes.comparison",
    "backcast": "sim.analysis.decision.backcast",
    "contribute": "sim.analysis.decision.contribute",
    "gradient": "sim.analysis.decision.gradient",
    "likeliest": "sim.analysis.decision.likeliest",
    "loops": "sim.analysis.decision.loops",
    "measure_next": "sim.analysis.decision.measure_next",
    "pareto": "sim.analysis.decision.pareto",
    "signposts": "sim.analysis.decision.signposts",
    "why": "sim.analysis.decision.why",
    "discover": "sim.analysis.discovery.study",
    "build_chart": "sim.report.charts.indicator",
    "build_deck": "sim.report.deck.build",
    "build_html": "sim.report.html.build",
    "build_workbook": "sim.report.book.build",
    "build_report": "sim.report.paper",
    "indicators": "sim.outcomes.indicators",
    "sensitivity": "sim.analysis.sensitivity.study",
    "probability": "sim.ensembles.probability",
    "SimError": "sim.errors",
}

__all__ = sorted(_ROOMS)


def __getattr__(name: str) -> Any:
    """Import a public name from its room."""
    if name == "__version__":
        return version("teda-simulator")
    if name not in _ROOMS:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_ROOMS[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return [*__all__, "__all__", "__doc__", "__version__"]
