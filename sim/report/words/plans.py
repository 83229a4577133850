"""Plans in print: which one results are held against where it is not the home's own."""

from __future__ import annotations

from sim.registry.plan import Plan
from sim.report.words.punctuation import COLON, bracketed
from sim.units import Language

_HEAD: dict[Language, str] = {"zh": "对照的规划", "en": "Plan compared with"}
_EXAMPLE: dict[Language, str] = {
    "zh": "目标为占位数，并非官方",
    "en": "its targets are placeholders and nobody's policy",
}


def plan_line(plan: Plan | None, language: Language) -> str:
    """Return the line that names a plan, and says where it is an example; "" for none."""
    if plan is None:
        return ""
    example = bracketed(_EXAMPLE[language], language) if plan.is_example else ""
    return _HEAD[language] + COLON[language] + plan.title.text(language) + example
