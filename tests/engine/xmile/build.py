"""XMILE files written out in a test."""

from __future__ import annotations

from typing import Any

from sim.engine.model import Model

DIMENSIONS = """<dimensions>
  <dim name="Region"><elem name="North"/><elem name="South Side"/></dim>
  <dim name="Age" size="3"/>
</dimensions>"""


def aux(name: str, equation: str, inside: str = "") -> str:
    """Return an auxiliary, its equation escaped."""
    text = equation.replace("&", "&amp;").replace("<", "&lt;")
    return f'<aux name="{name}"><eqn>{text}</eqn>{inside}</aux>'


def over(*dimensions: str) -> str:
    """Return the dimensions of a variable."""
    inside = "".join(f'<dim name="{one}"/>' for one in dimensions)
    return f"<dimensions>{inside}</dimensions>"


def xmile_of(
    *variables: str, beside: str = "", stop: float = 4, step: str = "<dt>1</dt>", method: str = "Euler"
) -> str:
    """Return an XMILE file of these variables, and of what stands beside the model."""
    body = "\n".join(variables)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">
<header><vendor>test</vendor><product version="1.0" lang="en">test</product></header>
<sim_specs method="{method}" time_units="Months"><start>0</start><stop>{stop:g}</stop>{step}</sim_specs>
{DIMENSIONS}
<model><variables>
{body}
</variables></model>
{beside}
</xmile>
"""


def model_of(*variables: str, partial: bool = False, **settings: Any) -> Model:
    """Return the model of these variables."""
    return Model(xmile_of(*variables, **settings), "model.xmile", partial=partial)


def values_of(*variables: str, name: str = "y", **settings: Any) -> tuple[float, ...]:
    """Return a variable at each time of a run."""
    return tuple(model_of(*variables, **settings).simulate(outputs=[name])[name][:, 0].tolist())
