"""Sign-in on a server of a team: asked for where the secrets of Streamlit name an identity provider."""

from __future__ import annotations

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from sim.ui.texts import say
from sim.units import Language


def is_admitted(language: Language) -> bool:
    """Return whether the visitor may see the page; one who has yet to sign in gets a button instead.

    Secrets that are there and cannot be read admit nobody.

    Raises
    ------
    StreamlitSecretNotFoundError: the secrets cannot be read.
    """
    if not _is_asked_for() or st.user.is_logged_in:
        return True
    st.html(f'<div class="teda"><h1>{say("title", language)}</h1></div>')
    if st.button(say("sign_in", language), key="sign_in"):
        st.login()
    return False


def _is_asked_for() -> bool:
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError as error:
        if error.error_id == "no-secrets-found":
            return False
        raise
