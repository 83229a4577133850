"""Garbage collection around the model: permanent objects are frozen, so that sliders stay fast."""

from __future__ import annotations

import gc

import streamlit as st


@st.cache_resource(max_entries=8, show_spinner=False)
def settle_memory(model_hash: str) -> str:
    """Set aside, once for a model, all that stays: libraries, model, registry.

    Streamlit collects garbage in full after every run of a page. With the libraries and the parsed
    model among what is searched that takes about 0.1 s, which a visitor would wait for.
    """
    gc.collect()
    gc.freeze()
    return model_hash
