"""The committed document of the model is what the model generates now."""

from __future__ import annotations

import pytest

from sim.report.documents.folder import DOCS
from sim.report.documents.model.build import COMMAND, build_document
from sim.report.documents.model.files import find_differences
from sim.scenario.workspace import load_workspace

pytestmark = pytest.mark.slow


def test_the_document_is_up_to_date() -> None:
    workspace = load_workspace()
    changed = find_differences(workspace.home.folder / DOCS, build_document(workspace))
    reported = "\n".join(one.text("en") for one in changed)
    assert not changed, f"stale; run {COMMAND} and commit docs/:\n{reported}"
