"""Models written out in a test, and drawn inputs for them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.engine.model import Model

_CONTROLS = """
INITIAL TIME = {start} ~~|
FINAL TIME = {end} ~~|
TIME STEP = {step} ~~|
SAVEPER = TIME STEP ~~|
"""


def text_of(*equations: str, start: float = 0, end: float = 10, step: float = 0.125) -> str:
    """Return the text of a model of these equations, written without units and comments."""
    body = "\n".join(f"{equation} ~~|" for equation in equations)
    return body + _CONTROLS.format(start=start, end=end, step=step)


def model_of(*equations: str, start: float = 0, end: float = 10, step: float = 0.125) -> Model:
    """Return a model of these equations."""
    return Model(text_of(*equations, start=start, end=end, step=step), "model.mdl")


def evaluated(expression: str, **draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return an expression of constants, one member for each draw: (members,)."""
    constants = [f"{name} = 1" for name in draws]
    model = model_of(f"result = {expression}", *constants, end=0)
    return np.asarray(model.simulate(draws, outputs=["result"])["result"][0])
