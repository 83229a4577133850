"""What the members are drawn from: the forecast or the prior, and their seed."""

from __future__ import annotations

import streamlit as st

from sim.sampling.forecast import shipped_hash
from sim.sampling.methods import DRAWN
from sim.scenario.workspace import Workspace
from sim.ui.choice import choose
from sim.ui.texts import say
from sim.ui.view import MOST_SEED
from sim.units import Language


def draw_uncertainty(workspace: Workspace, language: Language) -> None:
    """Draw the choices; forecast or prior only where the home ships a forecast."""
    if shipped_hash(workspace) is not None:
        options: dict[str, str] = {name: say(name, language) for name in DRAWN}
        choose(say("draws", language), options, "draws", language, say("draws_help", language))
    st.number_input(
        say("draw_seed", language), 0, MOST_SEED, step=1, key="seed", help=say("seed_help", language)
    )
