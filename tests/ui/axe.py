"""Rules of accessibility (axe-core) on a page as it is shown."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What Streamlit's own elements break and no setting mends, by rule, with a part of the element's HTML.
OF_STREAMLIT = {
    # a narrow window has the menu in a side bar: a list of groups that are no items, items outside of lists
    "list": 'data-testid="stSidebarNavItems"',
    "listitem": "<li class=",
    # where files are dropped: a section that is called a presentation and has a label
    "presentation-role-conflict": 'data-testid="stFileUploaderDropzone"',
}


def violations(page: Page) -> list[str]:
    """Return the rules that a page breaks, each with the element that breaks it; Streamlit's own left out."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']}: {node['html']}"
        for rule in found
        for node in rule["nodes"]
        if rule["id"] not in OF_STREAMLIT or OF_STREAMLIT[rule["id"]] not in node["html"]
    ]
