"""Evidence behind the constants, in sentences and as a table of grades."""

from __future__ import annotations

from collections.abc import Mapping

from sim.analysis.evidence import Evidence
from sim.registry.levers import Grade
from sim.registry.load import Registry
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import NO_FIGURE, print_count, print_share
from sim.units import Language

HEADS: Mapping[Language, tuple[str, str, str]] = {
    "zh": (heading("grade", "zh"), "常量数", "对结果离散的贡献"),
    "en": (heading("grade", "en"), "Number of constants", "Part in the spread of results"),
}
PUBLISHED: tuple[Grade, ...] = ("A", "B")


def evidence_text(found: Evidence, language: Language) -> str:
    """Return the evidence behind the constants, in a few sentences."""
    fixed = found.constants - found.uncertain
    if language == "zh":
        counted = (
            f"共 {print_count(found.constants)} 个常量：{print_count(found.uncertain)} 个在抽样中变动，"
            f"{print_count(fixed)} 个不变（定义、公布数、基期账户或建模选择）。"
            f"{print_count(found.assumed)} 个（{print_share(found.share_assumed)}）含假设。"
        )
        return counted + _weighted(found, language)
    counted = (
        f"{print_count(found.constants)} constants: {print_count(found.uncertain)} vary in the draws, "
        f"{print_count(fixed)} do not (definitions, published figures, the account of the base year, "
        f"choices). {print_count(found.assumed)} ({print_share(found.share_assumed)}) rest on an assumption."
    )
    return f"{counted} {_weighted(found, language)}".strip()


def _weighted(found: Evidence, language: Language) -> str:
    """Return the shares of the grades, unweighted and weighted; "" where nothing was screened."""
    if not found.weights:
        return ""
    plain = sum(found.grades[grade] for grade in PUBLISHED) / found.constants
    weighted = sum(found.weights[grade] for grade in PUBLISHED)
    guessed, guesses = found.weights["D"], found.grades["D"] / found.constants
    if language == "zh":
        return (
            f"按个数，{print_share(plain)} 出自公布数（A、B 级），{print_share(guesses)} 是估计（D 级）；"
            f"按对各指标离散的贡献加权，前者占 {print_share(weighted)}，后者占 {print_share(guessed)}。"
        )
    return (
        f"By number {print_share(plain)} rest on published figures (grades A and B) and "
        f"{print_share(guesses)} are guesses "
        f"(grade D); weighted by their part in the spread of the indicators, {print_share(weighted)} and "
        f"{print_share(guessed)}."
    )


def screening_text(registry: Registry, model_hash: str, language: Language) -> str:
    """Return the origin of the weights, and whether the model has changed since; "" without weights."""
    found = registry.screening
    if found is None:
        return ""
    is_older = found.model_hash != model_hash
    if language == "zh":
        older = "模型此后有改动。" if is_older else ""
        return f"贡献由莫里斯筛选得出（{print_count(found.trajectories)} 条轨迹，种子 {found.seed}）。{older}"
    older = " The model has changed since." if is_older else ""
    return (
        f"The parts are from a Morris screening ({print_count(found.trajectories)} trajectories, seed "
        f"{found.seed}).{older}"
    )


def evidence_rows(found: Evidence, language: Language) -> list[tuple[str, str, str]]:
    """Return a row for each grade: its meaning, number of constants, and share in the spread of results."""
    return [
        (
            word(f"grade.{grade}", language),
            print_count(count),
            print_share(found.weights[grade], 1) if found.weights else NO_FIGURE,
        )
        for grade, count in found.grades.items()
    ]
