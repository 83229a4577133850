"""The long table that integrated assessment models exchange.

References
----------
Layout of the Integrated Assessment Modeling Consortium, as pyam reads it: Huppmann et al. 2021,
doi:10.12688/openreseurope.13633.2. Quantiles are named as in the scenario database of the IPCC's sixth
assessment report.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.ensembles.labels import About
from sim.outcomes.spread import QUANTILE_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("model", "scenario", "region", "variable", "unit", "year", "value")
_SHOWN = 12  # digits of the model's hash


def iamc_table(quantiles: pd.DataFrame, manifest: Mapping[str, Any], known: About) -> pd.DataFrame:
    """Return a row for each indicator, quantile and year that has a figure, in its unit.

    Parameters
    ----------
    quantiles : a row for each indicator and year: indicator, year, p05 … p95
    """
    import pandas as pd

    long = quantiles.melt(["indicator", "year"], list(QUANTILE_COLUMNS), "level", "value").dropna()
    names = {key: one["name"]["en"].replace("|", "/") for key, one in known.indicators.items()}
    shares = long["level"].str.removeprefix("p").astype(float)
    frame = pd.DataFrame(
        {
            "model": f"TEDA simulator {manifest['model_hash'][:_SHOWN]}",
            "scenario": manifest["scenario"],
            "region": known.region["en"],
            "variable": long["indicator"].map(names) + "|" + shares.map("{:.1f}th Percentile".format),
            "unit": long["indicator"].map({key: one["unit"]["en"] for key, one in known.indicators.items()}),
            "year": long["year"],
            "value": long["value"],
        }
    )
    return frame[list(COLUMNS)].reset_index(drop=True)
