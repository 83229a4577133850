"""A page whose libraries are missing says so in our own words."""

from __future__ import annotations

import sys

import pytest

from tests.ui.pages import html, open_app


@pytest.mark.parametrize(
    ("language", "first"), [("zh", "环境不完整（"), ("en", "the environment is incomplete (")]
)
def test_a_missing_library_is_told_with_its_cure(
    language: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "sim.ui.shell", raising=False)
    monkeypatch.setitem(sys.modules, "sim.scenario.workspace", None)  # as if it were not there
    page = open_app(lang=language)
    assert not page.exception
    (told,) = html(page, "fault")
    assert f">{first}" in told
    assert "sim.scenario.workspace" in told
    assert "bootstrap.py setup --again" in told
    assert "环境不完整" in told
    assert "is incomplete" in told


def test_any_other_fault_of_loading_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_name: str) -> None:
        raise OSError("libLLVM is not there")

    monkeypatch.setattr("sim.ui.landing.import_module", broken)
    page = open_app()
    assert not page.exception
    (told,) = html(page, "fault")
    assert "OSError: libLLVM is not there" in told
