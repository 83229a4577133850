"""Questions that the tests of confidence ask, and sentences on their findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.analysis.checks.loops import Knockout
from sim.analysis.checks.trials import Answer, Result
from sim.registry.schema import Bilingual
from sim.report.words.glossary import word
from sim.report.words.numbers import print_digits, print_plain, print_share_change
from sim.report.words.punctuation import clauses
from sim.units import Language

ASKS: Mapping[str, Bilingual] = {
    "units": Bilingual(
        zh="对每个方程作量纲分析，左右两边的单位是否一致。",
        en="Do the units of every equation balance, by dimensional analysis of the equation itself?",
    ),
    "completeness": Bilingual(
        zh="每个常量是否有登记和证据等级，每个来源是否被引用，每个变量是否有单位和中英文说明。",
        en="Is every constant registered with a grade of evidence, is every source cited, and does every "
        "variable have a unit and a description in both languages?",
    ),
    "kinds": Bilingual(
        zh="称为推演的指标，是否确由存量和至少两个杠杆推动。",
        en="Do the indicators that are called causal depend on stocks and on at least two levers?",
    ),
    "base_year": Bilingual(
        zh="模拟的 2020 年是否与公布的数字相差不到 1%，没有公布数的是否在估计范围内。",
        en="Is the simulated year 2020 within 1% of the published figures, or within the estimate where "
        "there is none?",
    ),
    "start_up": Bilingual(
        zh="前两年各存量的变化是否平稳，没有因初值不当引起的跳动。",
        en="Do stocks change evenly over the first two years, without a jump caused by initial values?",
    ),
    "reality": Bilingual(
        zh="把外部条件改到极端或只改一处，模型的反应是否合乎常理；逐项见下。",
        en="When the world is changed, to an extreme or in one place, does the model respond as it must? "
        "Listed one by one below.",
    ),
    "conservation": Bilingual(
        zh="每个存量的变化是否恰等于流入减流出，人口、资本、证书、财政、土地、能源和产出的账目是否相符（10⁻⁹）。",
        en="Does the change of every stock equal its inflows less its outflows, and do the accounts of "
        "people, capital, certificates, money, land, energy and output close, to 1e-9?",
    ),
    "robustness": Bilingual(
        zh="杠杆和参数在整个合法范围内任意取值，是否出现无穷大或不该有的负数。",
        en="Over the full legal ranges of levers and parameters, is anything infinite, or negative that "
        "cannot be?",
    ),
    "loops": Bilingual(
        zh="逐条切断反馈回路，2035 年的相关指标是否按事先写明的方向变化 1% 以上。",
        en="Does cutting each feedback loop move the indicator of 2035 that is named for it by more than 1%, "
        "in the direction stated beforehand?",
    ),
    "steps": Bilingual(
        zh="步长减半，或改用四阶龙格—库塔法，各情景各指标是否相差不到 0.5%（百分数按百分点，年份按一年）。",
        en="With half the step, and by Runge and Kutta's method, is every indicator of every scenario within "
        "0.5% (points for what is in percent, a year for years)?",
    ),
    "drawn_base": Bilingual(
        zh="先验的 1,000 个成员中，是否至少 99% 的模拟 2020 年与每个公布数在印出的位数上一致。",
        en="Of 1,000 members of the prior, do at least 99% reproduce every published figure of 2020 to its "
        "printed digit?",
    ),
    "drawn_reality": Bilingual(
        zh="现实性检验是否不只在单次运行中、也在先验至少 99% 的成员中成立；比例见现实性一节。",
        en="Do the reality checks hold in at least 99% of 1,000 members of the prior, and not in the single "
        "run alone? The shares stand with the reality checks.",
    ),
    "payers": Bilingual(
        zh="每个政策杠杆放到有利的一端，先验至少 99% 的成员中是否有账户变差"
        "（财政、企业、电网、居民、土地等）；逐项见下。",
        en="With each lever of policy at its favourable end, is an account (budget, firms, grid, households, "
        "land and others) worse off in at least 99% of the members? Listed below.",
    ),
    "signs": Bilingual(
        zh="每个杠杆从低端移到高端，最后一个目标年的主要指标"
        "是否在先验至少 95% 的成员中按事先写明的方向变化；逐项见下。",
        en="From the low end of each lever to its high end, do the headline figures of the last horizon move "
        "as stated in at least 95% of the members? Listed below.",
    ),
    "growth": Bilingual(
        zh="任何一个 D 级（假设）常量从 5% 分位移到 95% 分位，"
        "各年增速的变化是否不超过两个百分点；最大的见下。",
        en="From the 5% point to the 95% point of any single constant of grade D (assumed), does growth in "
        "every year change by two points at most? The largest are listed below.",
    ),
}
SCOPE = Bilingual(
    zh="这些检验说明模型内部是否自洽、极端条件下是否合理；通过检验不等于预测准确。",
    en="These tests show whether the model is consistent and behaves sensibly under extremes; passing them "
    "does not prove that its figures are right.",
)
NOTHING_FAILED = Bilingual(zh="没有未通过的检验。", en="The model has passed every test.")


def verdict(is_passed: bool, language: Language) -> str:
    """Return whether a test is passed, in words."""
    return word("passed" if is_passed else "not_passed", language)


def settings_of(result: Result, written: Mapping[str, object], language: Language) -> str:
    """Return the settings of a trial as its file writes them; where nothing is set, the scenario alone."""
    settings = [f"{name} = {_multiple(value)}" for name, value in written.items()]
    scenario = f"{word('scenario', language)} {result.trial.world.scenario}"
    return clauses([scenario, *settings], language)


def _multiple(value: object) -> str:
    return f"× {value[1:].strip()}" if isinstance(value, str) else f"{value}"


def failures(result: Result, language: Language) -> Iterator[str]:
    """Yield the failed expectations with time and both sides, or the variable that became non-finite."""
    if result.failure is not None:
        name, time = result.failure.variable, print_plain(result.failure.time)
        yield (
            f"{name} 从 {time} 起不是有限的数字" if language == "zh" else f"{name} is infinite from {time} on"
        )
    for answer in result.answers:
        if not answer.holds:
            yield _failure(answer, language)


def _failure(answer: Answer, language: Language) -> str:
    left, right = (print_digits(value) for value in (answer.left, answer.right))
    element = f"[{answer.element}]" if answer.element else ""
    if language == "zh":
        return f"{answer.predicate.text}：{answer.year} 年{element}左边 {left}，右边 {right}"
    return f"{answer.predicate.text}: in {answer.year}{element} {left} on the left, {right} on the right"


def knockout_text(cut: Knockout, indicator: Bilingual, language: Language) -> str:
    """Return the expected and the actual effect of cutting a loop."""
    effect = word(f"effect.{cut.loop.effect}", language)
    if language == "zh":
        return f"{cut.year} 年“{indicator.zh}”应{effect}，实为 {print_share_change(cut.change)}"
    return f"{indicator.en} of {cut.year} should be {effect}: {print_share_change(cut.change)}"
