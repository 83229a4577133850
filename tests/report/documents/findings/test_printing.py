"""Print formats of the numbers in the text of the findings."""

from __future__ import annotations

import pytest

from sim.report.documents.findings.printing import fields, filled, print_share_briefly


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0"), (0.0004, "<0.1%"), (0.0086, "0.9%"), (0.094, "9.4%"), (0.096, "10%"), (0.5249, "52%")],
)
def test_shares_have_the_digits_they_deserve(share: float, text: str) -> None:
    assert print_share_briefly(share) == text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{one}", "12,346"),
        ("{one:whole}", "12,346"),
        ("{one:tenths}", "12,345.7"),
        ("{each[plan]:share}", "50%"),
        ("{each[trend]:percent}", "1%"),
        ("{each[trend]:people}", "14,000"),
        ("{yearly[plan][2030]:share}", "2.0%"),
        ("no number at all", "no number at all"),
    ],
)
def test_a_text_is_filled_with_numbers_in_their_formats(text: str, printed: str) -> None:
    known = {
        "one": fields({("", 0): 12345.67}),
        "each": fields({("trend", 0): 1.38, ("plan", 0): 0.5}),
        "yearly": fields({("plan", 2030): 0.02}),
    }
    assert filled(text, known) == printed
