"""Who may see the page of a team's server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.runtime.secrets import secrets_singleton
from streamlit.testing.v1 import AppTest

from sim.ui.texts import TEXTS
from tests.ui.pages import html, open_app, workbench

AUTH = """\
[auth]
redirect_uri = "https://example.org/oauth2callback"
cookie_secret = "x"
client_id = "x"
client_secret = "x"
server_metadata_url = "https://example.org/.well-known/openid-configuration"
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_home: Path) -> Iterator[Path]:
    """Return a working directory whose secrets Streamlit reads."""
    (tmp_path / ".streamlit").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TEDA_HOME", str(small_home))
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    monkeypatch.setattr(secrets_singleton, "_secrets", None)
    monkeypatch.setattr("streamlit.config.get_option", _with([str(secrets)]))
    yield tmp_path
    secrets_singleton._reset()


def _with(files: list[str]):
    kept = st.config.get_option
    return lambda name: files if name == "secrets.files" else kept(name)


def open_as(is_logged_in: bool, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr("sim.ui.sign_in.st.user", SimpleNamespace(is_logged_in=is_logged_in))
    return open_app()


def test_without_secrets_everybody_is_admitted(home: Path) -> None:
    page = open_app()
    assert workbench(page)


def test_a_visitor_signs_in_first(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / ".streamlit" / "secrets.toml").write_text(AUTH, "utf-8")
    page = open_as(False, monkeypatch)
    assert not page.exception
    assert [button.label for button in page.button] == [TEXTS["sign_in"]["zh"]]
    assert not workbench(page)
    assert workbench(open_as(True, monkeypatch))


def test_secrets_that_cannot_be_read_admit_nobody(home: Path) -> None:
    (home / ".streamlit" / "secrets.toml").write_text("[auth", "utf-8")
    page = open_app()
    assert not page.exception
    assert html(page, "fault")
    assert not workbench(page)
