"""Central differences, against which derivatives are held."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.engine.model import Model


def central(
    model: Model,
    inputs: Mapping[str, float | NDArray[np.float64]],
    name: str,
    output: str,
    step: float = 1e-4,
    method: str | None = None,
    integral: bool = False,
) -> NDArray[np.float64]:
    """Return the central difference of an output, or of its integral, extrapolated to fourth order."""

    def at(change: float) -> NDArray[np.float64]:
        whole = {**inputs, name: np.asarray(inputs.get(name, model.constants.get(name))) + change}
        run = model.simulate(whole, [output], [output] if integral else None, method=method)
        return run.integral(output) if integral else run[output]

    near, far = ((at(h) - at(-h)) / (2 * h) for h in (step, 2 * step))
    return (4 * near - far) / 3
