"""Payers of levers on a model whose results are known by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.checks.drawn import unseen
from sim.analysis.checks.payers import PAYERS, payments
from sim.errors import SimError
from sim.registry.load import load_registry, read_payers
from sim.scenario.workspace import load_workspace
from tests.analysis.checks.homes import outcome, reported

ACCOUNTS = """\
accounts:
  budget: {name: {zh: 财政, en: The budget}, variable: total investment, worse: higher}
  plant: {name: {zh: 资本, en: Plant}, variable: capital, worse: lower}
levers:
"""
LEVER = """\
  NAME:
    favourable: END
    improves: IMPROVES
    accounts: [PAID]
    capital: {zh: 财政, en: The budget.}
    running: {zh: 无, en: None.}
"""


def lever(name: str, end: str, improves: str, paid: str) -> str:
    """Return the entry of a lever."""
    text = LEVER.replace("NAME", name).replace("END", end)
    return text.replace("IMPROVES", improves).replace("PAID", paid)


def write(home: Path, *levers: str) -> Path:
    """Write the file of payers into a home."""
    (home / "model" / "payers.yaml").write_text(ACCOUNTS + "".join(levers), encoding="utf-8")
    return home


def test_a_home_need_not_say_who_pays(small_home: Path) -> None:
    assert outcome(PAYERS, small_home).examined == 0
    assert payments(load_workspace(small_home), unseen) == ()


def test_who_pays_is_counted_in_the_members(own_home: Path) -> None:
    home = write(
        own_home,
        lever("public investment", "high", "gross_output", "budget, plant"),
        lever("clean share", "high", "clean_share", "plant"),
    )
    more, cleaner = payments(load_workspace(home), unseen)
    assert (more.lever, more.served, more.paid) == ("public investment", 1, 1)
    assert more.accounts == {"budget": 1, "plant": 0}  # there is more plant, and nobody lacks it
    assert (cleaner.served, cleaner.paid) == (1, 0)
    assert reported(PAYERS, home) == {
        "payers.yaml:14": "the lever clean share at its favourable high end leaves an account worse off "
        "in only 0.0% of the members (plant 0.0%); it must be 99%. Let somebody pay in the equations."
    }


def test_the_wrong_end_does_not_serve(own_home: Path) -> None:
    home = write(
        own_home,
        lever("public investment", "low", "gross_output", "plant"),
        lever("clean share", "low", "capital", "plant, budget"),
    )
    faults = outcome(PAYERS, home).faults
    assert faults[0].en.startswith(
        "the lever public investment at its low end improves gross_output in only 0.0% of the members"
    )
    assert [fault.en.partition(" end")[0] for fault in faults[1:]] == [
        "the lever clean share at its low",
        "the lever clean share at its favourable low",
    ]


def test_names_that_the_model_does_not_have(own_home: Path) -> None:
    home = write(
        own_home,
        lever("public investment", "high", "gross_outputs", "budget"),
        lever("clean share", "high", "satisfaction", "budget"),
    )
    text = (home / "model" / "payers.yaml").read_text(encoding="utf-8")
    (home / "model" / "payers.yaml").write_text(
        text.replace("variable: capital", "variable: capitol"), "utf-8"
    )
    assert reported(PAYERS, home) == {
        "payers.yaml:3": '"capitol" is no variable of the model and no modelled indicator. '
        'Nearest: "capital".',
        "payers.yaml:7": '"gross_outputs" is no variable of the model and no modelled indicator. '
        'Nearest: "gross_output".',
        "payers.yaml:13": '"satisfaction" is no variable of the model and no modelled indicator. '
        'Nearest: "satisfaction".',
    }


@pytest.mark.parametrize(
    ("levers", "fault"),
    [
        (
            [lever("public investment", "high", "gross_output", "budget")],
            'the lever of policy "clean share" has no payer.',
        ),
        (
            [
                lever("public investment", "high", "gross_output", "budgets"),
                lever("clean share", "high", "clean_share", "budget"),
            ],
            'no account "budgets". Nearest: "budget".',
        ),
        (
            [
                lever("demand growth[health]", "high", "gross_output", "budget"),
                lever("public investment", "high", "gross_output", "budget"),
                lever("clean share", "high", "clean_share", "budget"),
            ],
            'no lever of policy "demand growth[health]".',
        ),
    ],
)
def test_every_lever_of_policy_has_a_known_payer(own_home: Path, levers: list[str], fault: str) -> None:
    with pytest.raises(SimError) as caught:
        read_payers(load_registry(write(own_home, *levers)))
    assert [one.en for one in caught.value.faults] == [fault]
