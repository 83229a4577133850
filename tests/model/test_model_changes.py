"""No change of the shipped model goes by unseen: the page of changes since the last release is of today's."""

from __future__ import annotations

import pytest

from sim.analysis.model_changes.compare import compare_with_release
from sim.report.documents.folder import DOCS
from sim.report.documents.model_changes.document import COMMAND, build_model_changes
from sim.scenario.workspace import load_workspace


@pytest.mark.slow
def test_the_page_is_up_to_date() -> None:
    workspace = load_workspace()
    for name, text in build_model_changes(compare_with_release(workspace)).items():
        kept = (workspace.home.folder / DOCS / name).read_text(encoding="utf-8")
        assert kept == text, f"stale; run `teda rebuild` or `{COMMAND}` and commit docs/"
