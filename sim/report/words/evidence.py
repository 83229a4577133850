"""How well the constants are founded, in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping

from sim.analysis.evidence import Evidence
from sim.registry.levers import Grade
from sim.registry.load import Registry
from sim.units import Language

GRADE_WORDS: Mapping[Grade, Mapping[Language, str]] = {
    "A": {"zh": "A 就本区公布", "en": "A published for the zone"},
    "B": {"zh": "B 由公布数换算", "en": "B scaled from published figures"},
    "C": {"zh": "C 有依据的推断", "en": "C reasoned"},
    "D": {"zh": "D 估计", "en": "D guess"},
}
HEADS: Mapping[Language, tuple[str, str, str]] = {
    "zh": ("等级", "常量数", "对结果离散的贡献"),
    "en": ("Grade", "Constants", "Part in the spread of results"),
}
PUBLISHED: tuple[Grade, ...] = ("A", "B")


def evidence_text(found: Evidence, language: Language) -> str:
    """Return how the constants are founded, in a few sentences."""
    fixed = found.constants - found.uncertain - found.held
    if language == "zh":
        counted = (
            f"共 {found.constants:,} 个常量：{found.uncertain:,} 个在抽样中变动，{found.held:,} 个有范围、"
            f"单个影响小而不抽样，{fixed:,} 个没有范围（定义、公布数、基期账户或建模选择）。"
            f"{found.assumed:,} 个（{found.share_assumed:.0%}）含假设。"
        )
        return counted + _weighted(found, language)
    counted = (
        f"{found.constants:,} constants: {found.uncertain:,} vary in the draws, {found.held:,} have a range "
        f"but singly hardly move the results and are held, {fixed:,} have none (definitions, published "
        "figures, the account of the base year, choices). "
        f"{found.assumed:,} ({found.share_assumed:.0%}) rest on an assumption."
    )
    return f"{counted} {_weighted(found, language)}".strip()


def _weighted(found: Evidence, language: Language) -> str:
    """Return what the grades make up unweighted and weighted; "" where nothing was screened."""
    if not found.weights:
        return ""
    plain = sum(found.grades[grade] for grade in PUBLISHED) / found.constants
    weighted = sum(found.weights[grade] for grade in PUBLISHED)
    guessed, guesses = found.weights["D"], found.grades["D"] / found.constants
    if language == "zh":
        return (
            f"按个数，{plain:.0%} 出自公布数（A、B 级），{guesses:.0%} 是估计（D 级）；"
            f"按对各指标离散的贡献加权，前者占 {weighted:.0%}，后者占 {guessed:.0%}。"
        )
    return (
        f"By number {plain:.0%} rest on published figures (grades A and B) and {guesses:.0%} are guesses "
        f"(grade D); weighted by their part in the spread of the indicators, {weighted:.0%} and "
        f"{guessed:.0%}."
    )


def screening_text(registry: Registry, model_hash: str, language: Language) -> str:
    """Return how the weights were found, and whether of an earlier version of the model; "" without."""
    found = registry.screening
    if found is None:
        return ""
    is_older = found.model_hash != model_hash
    if language == "zh":
        older = "模型此后有改动。" if is_older else ""
        return (
            f"贡献由莫里斯筛选得出（{found.trajectories:,} 条轨迹，种子 {found.seed}）；不抽样的常量合计"
            f"至多占任一指标方差的 {found.held_share:.0%}。{older}"
        )
    older = " The model has changed since." if is_older else ""
    return (
        f"The parts are from a Morris screening ({found.trajectories:,} trajectories, seed {found.seed}); "
        f"the held constants together account for at most {found.held_share:.0%} of the variance of any "
        f"indicator.{older}"
    )


def evidence_rows(found: Evidence, language: Language) -> list[tuple[str, str, str]]:
    """Return a row for each grade: what it is, how many constants, their part in the spread of results."""
    return [
        (
            GRADE_WORDS[grade][language],
            f"{count:,}",
            f"{found.weights[grade]:.1%}" if found.weights else "–",
        )
        for grade, count in found.grades.items()
    ]
