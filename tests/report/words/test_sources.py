"""Titles of sources on formal pages: those of publications, and not the accounts that handed them on."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from sim.report.words.sources import is_own, titled
from sim.scenario.workspace import load_workspace

LEAST = 4  # letters of a name of an account
PUBLICATIONS = {"investing", "lexology", "people", "thechina"}  # that publish under the name of their site


def accounts(address: str) -> set[str]:
    """Return the names in an address under which somebody may have handed a text on."""
    host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    return {label for label in host.split(".")[:-1] if len(label) >= LEAST} - PUBLICATIONS


def test_no_title_names_an_account() -> None:
    sources = load_workspace().registry.sources
    assert accounts("http://m.wwwrrr80.com/zonghe") == {"wwwrrr80"}
    for key, source in sources.items():
        title = source.title.casefold()
        assert not [name for name in accounts(source.address or "") if name in title], key
        assert not re.search(rf"[a-z0-9]{{{LEAST},}}\s*转载|转载\s*[（(]?[a-z0-9]{{{LEAST},}}", title), key


def test_own_arithmetic_is_told_in_chinese_and_is_no_publication() -> None:
    titles = {source.title for source in load_workspace().registry.sources.values()}
    derived = {title for title in titles if "derived" in title.casefold()}
    assert derived
    assert all(is_own(title) for title in derived)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("统计公报", "《统计公报》"),
        ("《统计公报》", "《统计公报》"),
        ("统计公报 / statistical communiqué", "《统计公报》"),
        ("Job Prospects", "《Job Prospects》"),
        ("推算：12.48×1.178 / derived: 12.48 x 1.178", "推算"),
    ],
)
def test_a_title_in_a_sentence(title: str, shown: str) -> None:
    assert titled(title) == shown
