"""Garbage collection around the model: permanent objects are frozen, so that sliders stay fast."""

from __future__ import annotations

import gc

import streamlit as st


@st.cache_resource(max_entries=8, show_spinner=False)
def settle_memory(model_hash: str) -> str:
    """Freeze permanent objects once for each model: libraries, model, registry.

    Streamlit runs a full garbage collection after every run of a page. With the libraries and the parsed
    model among the objects searched it takes about 0.1 s, for which a visitor would wait.
    """
    gc.collect()
    gc.freeze()
    return model_hash
