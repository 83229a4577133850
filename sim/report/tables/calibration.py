"""A calibration as text: what was fitted to, what was fitted, and what the data leave open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.analysis.calibration.candidates import Candidate
from sim.analysis.calibration.fit import STARTS, Calibration
from sim.analysis.calibration.identifiability import UNMOVED, narrowing, trade_offs
from sim.analysis.calibration.misfit import TAIL
from sim.analysis.calibration.observations import BASE_SHARE, SHARES
from sim.analysis.calibration.writing import Change
from sim.names import split_element
from sim.registry.observations import LAST_TO_FIT
from sim.report.layout import Column, fold_text, layout
from sim.report.tables.calibration_record import unit_of
from sim.report.words.figures import print_figure
from sim.report.words.observed import element_name, limit_mark, point_name, point_unit
from sim.scenario.workspace import Workspace
from sim.units import Language, unit_label

WIDTH = 98
NAME_WIDTH = 30
_OBSERVED = {
    "zh": ("观测", "单位", "时期", "等级", "观测值", "校准前", "校准后", "前(σ)", "后(σ)"),
    "en": ("Observed", "Unit", "Period", "Grade", "Figure", "Before", "After", "Off before", "Off after"),
}
_FITTED = {
    "zh": ("参数", "单位", "校准前", "校准后", "先验", "标准差", "下限–上限", "后验/先验"),
    "en": ("Parameter", "Unit", "Before", "After", "Prior", "Deviation", "Bounds", "Posterior/prior"),
}


def calibration_table(
    fit: Calibration,
    screened: Sequence[Candidate],
    written: Sequence[Change] | None,
    workspace: Workspace,
    language: Language,
) -> str:
    """Return the report of a calibration, ``written`` None where the file was left as it is."""
    parts = [
        _title(fit, language),
        _observed(fit, workspace, language),
        _fitted(fit, workspace, language),
        "\n".join(_open(fit, workspace, language)),
        "\n".join(_left_out(screened, workspace, language)),
        "\n".join(_ending(fit, written, workspace, language)),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts if part)


def _title(fit: Calibration, language: Language) -> str:
    before, after = fit.errors(fit.before), fit.errors(fit.after)
    first, last = f"{before @ before:.1f}", f"{after @ after:.1f}"
    count, agreeing, runs = len(fit.points), fit.agreeing_starts, f"{fit.evaluations:,}"
    if language == "zh":
        return (
            f"校准：情景 {fit.scenario}，种子 {fit.seed}，模型运行 {runs} 次\n"
            f"用 {LAST_TO_FIT} 年及以前的 {count} 个观测值拟合 {len(fit.free.keys)} 个参数；"
            f"不读目标，不读以后的观测。\n"
            f"加权残差平方和：校准前 {first}，校准后 {last}。{STARTS} 个起点中 {agreeing} 个得到同一结果。\n"
        )
    return (
        f"Calibration: scenario {fit.scenario}, seed {fit.seed}, {runs} runs of the model\n"
        f"{len(fit.free.keys)} parameters fitted to {count} figures of {LAST_TO_FIT} and before; "
        "no target and nothing later is read.\n"
        f"Weighted sum of squares: {first} before, {last} after. "
        f"Starts that found this fit: {agreeing} of {STARTS}.\n"
    )


def _observed(fit: Calibration, workspace: Workspace, language: Language) -> str:
    heads = _OBSERVED[language]
    columns = [
        Column(heads[0], is_figure=False, limit=NAME_WIDTH),
        Column(heads[1], is_figure=False, limit=10),
        *(Column(head) for head in heads[2:]),
    ]
    figures = zip(fit.before, fit.after, fit.errors(fit.before), fit.errors(fit.after), strict=True)
    rows = []
    for point, (before, after, far, near) in zip(fit.points, figures, strict=True):
        shown = [print_figure(value, point.decimals) for value in (point.seen.value, before, after)]
        shown[0] = limit_mark(point) + shown[0]
        grade = point.seen.grade or {"zh": "基数", "en": "base"}[language]
        name, unit = point_name(point, workspace, language), point_unit(point, workspace, language)
        rows.append([name, unit, point.seen.period.text(language), grade, *shown, _off(far), _off(near)])
    return layout(columns, rows) + "\n".join(_notes(fit, workspace, language))


def _off(error: float) -> str:
    return f"{round(error, 1) + 0.0:+.1f}"  # no minus before a nought


def _notes(fit: Calibration, workspace: Workspace, language: Language) -> Iterator[str]:
    """Yield what a standard deviation is, and which figures the model misses even so."""
    shares = [f"{100 * SHARES[grade]:g}%" for grade in SHARES]
    said = {
        "zh": f"σ：观测值的标准差，基数 {100 * BASE_SHARE:g}%，A、B、C、D 级依次为 {'、'.join(shares)}，"
        f"不足一年的加倍；超过 {TAIL:g}σ 的残差按大小而不按平方计，以免个别事件左右拟合。",
        "en": f"Off: in standard deviations, {100 * BASE_SHARE:g}% for a base, {', '.join(shares)} for "
        f"grades A to D, twice as much for parts of years; beyond {TAIL:g} a misfit counts by its size, "
        "not its square, so that no event rules the fit.",
    }[language]
    yield from fold_text(said, WIDTH)
    missed = [
        f"{point_name(point, workspace, language)} {point.seen.period.text(language)} ({error:+.1f}σ)"
        for point, error in zip(fit.points, fit.errors(fit.after), strict=True)
        if abs(error) > TAIL
    ]
    if missed:
        text = {"zh": "校准后仍相差较大：", "en": "Still far off: "}[language]
        yield from fold_text(text + _joined(missed, language) + _stop(language), WIDTH)


def _fitted(fit: Calibration, workspace: Workspace, language: Language) -> str:
    heads = _FITTED[language]
    columns = [
        Column(heads[0], is_figure=False, limit=NAME_WIDTH),
        Column(heads[1], is_figure=False, limit=12),
        *(Column(head) for head in heads[2:]),
    ]
    free, rows = fit.free, []
    for place, share in enumerate(narrowing(fit)):
        key = free.keys[place]
        values = (free.before[place], fit.fitted[place], free.prior[place], free.spread[place])
        rows.append(
            [
                name_of(key, workspace, language),
                unit_label(unit_of(key, workspace), language),
                *(f"{value:.4g}" for value in values),
                f"{free.low[place]:g}–{free.high[place]:g}",
                f"{100 * share:.0f}%",
            ]
        )
    return layout(columns, rows)


def _open(fit: Calibration, workspace: Workspace, language: Language) -> Iterator[str]:
    """Yield what the data do not tell."""
    unmoved = [
        name_of(key, workspace, language)
        for key, share in zip(fit.free.keys, narrowing(fit), strict=True)
        if share >= UNMOVED
    ]
    groups = trade_offs(fit)
    if not unmoved and not groups:
        return
    yield {"zh": "【观测无法识别的】", "en": "[What the figures do not identify]"}[language]
    if unmoved:
        text = {
            "zh": "几乎没有收窄（仍为先验的 90% 以上）：",
            "en": "Hardly narrowed, above 90% of the prior: ",
        }
        yield from fold_text(text[language] + _joined(unmoved, language) + _stop(language), WIDTH)
    for one in groups:
        names = _joined([name_of(key, workspace, language) for key in one.keys], language)
        least = one.singular_values[-1]
        said = {
            "zh": f"相互抵消：{names}。{len(one.keys)} 个参数，观测只定住 {one.pinned} 个组合，"
            f"最小奇异值 {least:.2f}。",
            "en": f"Offset one another: {names}. Of {len(one.keys)} combinations the figures "
            f"pin {one.pinned}; the least singular value is {least:.2f}.",
        }[language]
        yield from fold_text(said, WIDTH)


def _left_out(screened: Sequence[Candidate], workspace: Workspace, language: Language) -> Iterator[str]:
    """Yield what was kept as stated although the data could move it."""
    others = [
        f"{name_of(one.key, workspace, language)} ({one.size:.1f}σ)" for one in screened if not one.is_fitted
    ]
    if others:
        text = {
            "zh": "未拟合而观测能推动的（外部条件和基期账户，按登记的依据取值；括号内为一个标准差的作用）：",
            "en": "Kept as stated although the figures could move them (conditions from outside and the "
            "account of the base year; in brackets the effect of one standard deviation): ",
        }[language]
        yield from fold_text(text + _joined(others, language) + _stop(language), WIDTH)


def _ending(
    fit: Calibration, written: Sequence[Change] | None, workspace: Workspace, language: Language
) -> Iterator[str]:
    """Yield whether the fit may be used, and what was written."""
    if not fit.is_converged:
        yield {"zh": "✗ 没有收敛，不能采用。", "en": "✗ It did not converge and may not be used."}[language]
    if fit.at_bound:
        names = _joined([name_of(key, workspace, language) for key in fit.at_bound], language)
        said = {"zh": f"✗ 碰到边界，不能采用：{names}。", "en": f"✗ At a bound, not to be used: {names}."}
        yield from fold_text(said[language], WIDTH)
    if written is None:
        yield {"zh": "模型文件没有改动。", "en": "The model file was left as it is."}[language]
        return
    count = f"{len(written):,}"
    yield {"zh": f"已改写模型文件中的常量 {count} 个：", "en": f"Constants written: {count}"}[language]
    yield from (f"  {one.key} = {one.before:.15g} → {one.after:.15g}" for one in written)


def name_of(key: str, workspace: Workspace, language: Language) -> str:
    """Return what the registry calls a constant, with the element that its entry does not name."""
    entry = workspace.registry.parameters.get(key)
    if entry is not None:
        return entry.name.text(language)
    name, element = split_element(key)
    named = workspace.registry.parameters[name].name.text(language)
    return named + element_name(element, workspace, language)


def _joined(names: Sequence[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(names)


def _stop(language: Language) -> str:
    return "。" if language == "zh" else "."
