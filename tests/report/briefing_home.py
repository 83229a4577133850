"""A home and an ensemble for charts and decks, whose every figure is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from sim.ensembles.folder.local import Folder
from sim.ensembles.result import Ensemble
from sim.outcomes.spread import QUANTILE_COLUMNS
from sim.run.single import ScenarioRun

YEARS = np.arange(2020, 2036)
MEMBERS, SEED = 100, 7
SHIFTS = dict(zip(QUANTILE_COLUMNS, (-12.0, -4.0, 0.0, 3.0, 9.0), strict=True))


def fan_around(middle: np.ndarray, width: float = 1.0) -> pd.DataFrame:
    """Return quantiles by year around a line, as many widths off as `SHIFTS` says."""
    columns = {name: middle + shift * width for name, shift in SHIFTS.items()}
    return pd.DataFrame(columns, index=pd.Index(YEARS, name="year"))


def ensemble_of(run: ScenarioRun, fans: dict[str, pd.DataFrame], chances: dict[str, float]) -> Ensemble:
    """Return an ensemble of a run with given fans, and chances of meeting the targets of 2025."""
    quantiles = pd.concat(
        [fan.reset_index().assign(indicator=name) for name, fan in fans.items()], ignore_index=True
    )
    entries, plan = run.workspace.registry.indicators, run.workspace.registry.plan
    targets = [
        {"indicator": name, "year": 2025, "target": plan.of(name).values[2025], "met": chance,
         "members": MEMBERS, **fans[name].loc[2025, ["p05", "p50", "p95"]].to_dict()}
        for name, chance in chances.items()
    ]  # fmt: skip
    manifest = {
        "scenario": run.scenario.name,
        "model_hash": run.model_hash,
        "constants": dict(run.scenario.constants),
        "seed": SEED,
        "members": MEMBERS,
        "indicators": list(entries),
    }
    failures = pd.DataFrame({"member": [], "variable": [], "time": []})
    tables = (pa.Table.from_pandas(each) for each in (quantiles, pd.DataFrame(targets), failures))
    return Ensemble(manifest, *tables, Folder("runs/trend"))
