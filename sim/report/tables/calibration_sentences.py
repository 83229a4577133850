"""Sentences on a calibration: the fit, what the data leave open, and whether the fit may be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.analysis.calibration.candidates import Candidate
from sim.analysis.calibration.fit import STARTS, Calibration
from sim.analysis.calibration.identifiability import UNMOVED, narrowing, trade_offs
from sim.analysis.calibration.misfit import TAIL
from sim.analysis.calibration.observations import BASE_SHARE, SHARES
from sim.analysis.calibration.writing import Change
from sim.report.record import section
from sim.report.words.constants import name_of
from sim.report.words.numbers import print_change, print_count, print_figure, print_plain, print_share
from sim.report.words.observed import point_name
from sim.report.words.punctuation import STOP, listed
from sim.scenario.workspace import Workspace
from sim.units import Language


def title(fit: Calibration, workspace: Workspace, language: Language) -> str:
    """Return the title: fitted constants, observations and goodness of fit."""
    before, after = fit.errors(fit.before), fit.errors(fit.after)
    first, last = (print_figure(float(each @ each), 1) for each in (before, after))
    year = workspace.registry.zone.last_year_to_fit
    count, agreeing, runs = len(fit.points), fit.agreeing_starts, print_count(fit.evaluations)
    if language == "zh":
        return (
            f"校准：情景 {fit.scenario}，种子 {fit.seed}，模型运行 {runs} 次\n"
            f"用 {year} 年及以前的 {count} 个观测值拟合 {len(fit.free.keys)} 个参数；"
            f"不读目标，不读以后的观测。\n"
            f"加权残差平方和：校准前 {first}，校准后 {last}。{STARTS} 个起点中 {agreeing} 个得到同一结果。"
        )
    return (
        f"Calibration: scenario {fit.scenario}, seed {fit.seed}, {runs} runs of the model\n"
        f"{len(fit.free.keys)} parameters fitted to {count} figures of {year} and before; "
        "no target and nothing later is read.\n"
        f"Weighted sum of squares: {first} before, {last} after. "
        f"Starts that found this fit: {agreeing} of {STARTS}."
    )


def notes(fit: Calibration, workspace: Workspace, language: Language) -> Iterator[str]:
    """Yield the meaning of a standard deviation, and the figures that the model still misses."""
    shares = [print_share(SHARES[grade]) for grade in SHARES]
    base, tail = print_share(BASE_SHARE, 1), print_plain(TAIL)
    yield {
        "zh": f"σ：观测值的标准差，基数 {base}，A、B、C、D 级依次为 {listed(shares, 'zh')}，不足一年的加倍；"
        f"超过 {tail}σ 的残差按大小而不按平方计，以免个别事件左右拟合。",
        "en": f"Off: in standard deviations, {base} for a base, {listed(shares, 'en')} for grades A to D, "
        f"twice as much for parts of years; beyond {tail} a misfit counts by its size, not its square, so "
        "that no event rules the fit.",
    }[language]
    missed = [
        f"{point_name(point, workspace, language)} {point.seen.period.text(language)} "
        f"({print_change(error, 1)}σ)"
        for point, error in zip(fit.points, fit.errors(fit.after), strict=True)
        if abs(error) > TAIL
    ]
    if missed:
        text = {"zh": "校准后仍相差较大：", "en": "Still far off: "}[language]
        yield text + listed(missed, language) + STOP[language]


def left_open(fit: Calibration, workspace: Workspace, language: Language) -> Iterator[str]:
    """Yield the constants that the data do not identify."""
    unmoved = [
        name_of(key, workspace, language)
        for key, share in zip(fit.free.keys, narrowing(fit), strict=True)
        if share >= UNMOVED
    ]
    groups = trade_offs(fit)
    if not unmoved and not groups:
        return
    yield section({"zh": "观测无法识别的", "en": "What the figures do not identify"}[language], language)
    if unmoved:
        text = {
            "zh": "几乎没有收窄（仍为先验的 90% 以上）：",
            "en": "Hardly narrowed, above 90% of the prior: ",
        }
        yield text[language] + listed(unmoved, language) + STOP[language]
    for one in groups:
        names = listed([name_of(key, workspace, language) for key in one.keys], language)
        least = print_figure(one.singular_values[-1], 2)
        yield {
            "zh": f"相互抵消：{names}。{len(one.keys)} 个参数，观测只定住 {one.pinned} 个组合，"
            f"最小奇异值 {least}。",
            "en": f"Offset one another: {names}. Of {len(one.keys)} combinations the figures "
            f"pin {one.pinned}; the least singular value is {least}.",
        }[language]


def left_out(screened: Sequence[Candidate], workspace: Workspace, language: Language) -> Iterator[str]:
    """Yield the constants that were kept as stated although the data could move them."""
    others = [
        f"{name_of(one.key, workspace, language)} ({print_figure(one.size, 1)}σ)"
        for one in screened
        if not one.is_fitted
    ]
    if others:
        text = {
            "zh": "未拟合而观测能推动的（外部条件和基期账户，按登记的依据取值；括号内为一个标准差的作用）：",
            "en": "Kept as stated although the figures could move them (conditions from outside and the "
            "account of the base year; in brackets the effect of one standard deviation): ",
        }[language]
        yield text + listed(others, language) + STOP[language]


def ending(
    fit: Calibration, written: Sequence[Change] | None, workspace: Workspace, language: Language
) -> Iterator[str]:
    """Yield whether the fit may be used, and the constants written."""
    if not fit.is_converged:
        yield {"zh": "✗ 没有收敛，不能采用。", "en": "✗ It did not converge and may not be used."}[language]
    if fit.at_bound:
        names = listed([name_of(key, workspace, language) for key in fit.at_bound], language)
        yield {
            "zh": f"✗ 碰到边界，不能采用：{names}。",
            "en": f"✗ At a bound, not to be used: {names}.",
        }[language]
    if written is None:
        yield {"zh": "模型文件没有改动。", "en": "The model file was left as it is."}[language]
        return
    count = print_count(len(written))
    yield {"zh": f"已改写模型文件中的常量 {count} 个：", "en": f"Constants written: {count}"}[language]
    yield from (
        f"  {one.key} = {print_plain(one.before, 15)} → {print_plain(one.after, 15)}" for one in written
    )
