"""Sentences on the factors that decide an indicator, and notes on the method."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, log10

import numpy as np

from sim.analysis.discovery.result import Discovery
from sim.analysis.sensitivity.result import Method, Ranking, Sensitivity
from sim.arrays import Array
from sim.registry.indicators import Indicator
from sim.registry.levers import GRADES
from sim.report.sensitivity.factor_words import words_of
from sim.report.words.amounts import amount
from sim.report.words.glossary import word
from sim.report.words.numbers import print_count, print_figure, print_share
from sim.report.words.periods import period
from sim.report.words.print_units import print_unit
from sim.report.words.punctuation import listed
from sim.report.words.scenarios import scenario_line, short_hash
from sim.units import LANGUAGES, Language

NAMED = 3  # factors in a sentence, at most
WORTH_NAMING = 0.08  # share of the variance
COURSE_SHOWN = 5  # number of most influential factors whose convergence is shown
INTERACTION = 0.03  # share of the variance from which interactions are mentioned
SWING_DIGITS = 1.3  # share of the widest swing: it then spans 20 or more units of the last digit
SETTLED = 0.02  # change from half of the runs to all that counts as none
UNSETTLED = 0.05  # change that counts as one, however wide the intervals are
METHOD_WORDS: dict[Method, dict[Language, str]] = {
    "shapley": {"zh": "方差分摊（Shapley）", "en": "shares of the variance (Shapley)"},
    "sobol": {"zh": "方差分解（Sobol）", "en": "shares of the variance (Sobol)"},
    "morris": {"zh": "基本效应（Morris）", "en": "elementary effects (Morris)"},
    "pawn": {"zh": "分布距离（PAWN）", "en": "distance of distributions (PAWN)"},
    "regional": {"zh": "分档比较（区域敏感性）", "en": "fifths compared (regional)"},
    "main": {"zh": "主效应（由给定样本）", "en": "main effects from given data"},
}

INDEX_WORDS: dict[Method, dict[Language, str]] = {
    "shapley": {language: word("share", language) for language in LANGUAGES},
    "sobol": {language: word("total_effect", language) for language in LANGUAGES},
    "morris": {"zh": "粗略份额", "en": "rough share"},
    "pawn": {"zh": "PAWN", "en": "PAWN"},
    "regional": {"zh": "分离度", "en": "separation"},
    "main": {language: word("share", language) for language in LANGUAGES},
}


def names_of(study: Sensitivity, language: Language) -> list[str]:
    """Return the names of the factors."""
    return [words_of(factor, study.workspace, language).name for factor in study.factors]


def entry_of(study: Sensitivity, ranking: Ranking) -> Indicator:
    """Return the indicator of a ranking, with digits enough to distinguish its swings.

    The plan prints and judges residents in whole 万人; swings of half of one would
    all look alike.
    """
    entry = study.workspace.registry.indicators[ranking.question.indicator]
    spans = np.abs(np.diff(ranking.swings))
    widest = float(spans[np.isfinite(spans)].max(initial=0.0))
    if widest == 0:
        return entry
    return entry.model_copy(update={"decimals": max(entry.decimals, ceil(SWING_DIGITS - log10(widest)))})


def figure_name(study: Sensitivity, ranking: Ranking, language: Language) -> str:
    """Return the name of the ranked figure: indicator, years and price basis."""
    entry, prices = entry_of(study, ranking), ""
    if entry.price_basis != "none" and "年价" not in entry.unit.zh:
        prices = word(f"prices.{entry.price_basis}", language)
    when = period(entry, ranking.question.year, study.workspace.registry.plan.base_year, language)
    if language == "zh":
        name = f"{when}“{entry.name.zh}”" + (f"（{prices}）" if prices else "")
        return f"{name}是否达标" if ranking.question.is_met else name
    name = f"{entry.name.en} {when}" + (f" ({prices})" if prices else "")
    return f"whether the target of {name} is met" if ranking.question.is_met else name


def sentence(study: Sensitivity, ranking: Ranking, language: Language, *, is_page: bool = False) -> str:
    """Return the sentence on the factors that decide a figure.

    Parameters
    ----------
    is_page : whether it heads a chart, whose figures are in the units of print
    """
    figure = figure_name(study, ranking, language)
    if not ranking.is_moved:
        nothing = {"zh": f"没有一个参数能使 {figure}变动。", "en": f"No parameter moves {figure}."}
        return nothing[language]
    if study.method == "morris":
        return _by_effects(study, ranking, figure, language, is_page=is_page)
    by = {
        "shapley": _by_parts,
        "sobol": _by_shares,
        "pawn": _by_distance,
        "regional": _by_fifths,
        "main": _by_knowledge,
    }
    return by[study.method](study, ranking, figure, language)


def _by_parts(study: Sensitivity, ranking: Ranking, figure: str, language: Language) -> str:
    names = names_of(study, language)
    order = [int(place) for place in ranking.order[:NAMED]]
    named = [place for place in order if ranking.index[place] >= WORTH_NAMING] or order[:1]
    others = 1 - float(ranking.index[named].sum())
    shares = [f"{about(float(ranking.index[place]), language)}" for place in named]
    if language == "zh":
        parts = "，".join(f"{share}来自“{names[place]}”" for share, place in zip(shares, named, strict=True))
        rest = f"，其余参数合计{about(others, 'zh')}" if others > WORTH_NAMING else ""
        return f"{figure}的不确定性（方差）{parts}{rest}。"
    verbs = [" comes", *("" for _ in named[1:])]
    parts = ", ".join(
        f"{share}{verb} from {names[place]}" for share, verb, place in zip(shares, verbs, named, strict=True)
    )
    rest = f"; all others together make up {about(others, 'en')}" if others > WORTH_NAMING else ""
    return f"Of the uncertainty (variance) of {figure}, {parts}{rest}."


def _by_knowledge(study: Sensitivity, ranking: Ranking, figure: str, language: Language) -> str:
    names = names_of(study, language)
    above = [int(place) for place in ranking.order if ranking.index[place] > ranking.noise]
    first, *others = [(names[place], about(float(ranking.index[place]), language)) for place in above[:NAMED]]
    if language == "zh":
        then = "".join(f"；弄清“{name}”，{share}" for name, share in others)
        noise = f"；逐年扰动合计占{about(ranking.rest, 'zh')}，无从预知" if ranking.rest else ""
        return f"若能弄清“{first[0]}”，{figure}的不确定性（方差）可减少{first[1]}{then}{noise}。"
    then = "".join(f", {name} {share}" for name, share in others)
    noise = f"; disturbances of single years make {about(ranking.rest, 'en')}" if ranking.rest else ""
    share = f"{first[1]} of the uncertainty (variance) of {figure}"
    return f"To know {first[0]} would take away {share}{then}{noise}."


def _by_shares(study: Sensitivity, ranking: Ranking, figure: str, language: Language) -> str:
    names, first = names_of(study, language), ranking.columns["first"]
    order = [int(place) for place in ranking.order[:NAMED]]
    named = [place for place in order if ranking.index[place] >= WORTH_NAMING] or order[:1]
    alone, others = float(np.clip(first.sum(), 0, 1)), float(first.sum() - first[named].sum())
    shares = [_both(float(first[place]), float(ranking.index[place]), language) for place in named]
    if language == "zh":
        parts = "，".join(f"{share}来自“{names[place]}”" for share, place in zip(shares, named, strict=True))
        rest = f"，其他参数单独合计{about(others, 'zh')}" if others > WORTH_NAMING else ""
        return (
            f"{figure}的不确定性（方差）{parts}{rest}。"
            f"单列的参数各自单独的作用合计占 {print_share(alone)}，其余来自参数之间的相互作用和未单列的参数。"
        )
    verbs = [" comes", *("" for _ in named[1:])]
    parts = ", ".join(
        f"{share}{verb} from {names[place]}" for share, verb, place in zip(shares, verbs, named, strict=True)
    )
    rest = f"; all others by themselves make up {about(others, 'en')}" if others > WORTH_NAMING else ""
    return (
        f"Of the uncertainty (variance) of {figure}, {parts}{rest}. By themselves the parameters listed "
        f"add up to {print_share(alone)}; the rest is interactions, and parameters not listed."
    )


def _both(first: float, total: float, language: Language) -> str:
    """Return a parameter's own share of the variance, and its share with interactions if that is greater."""
    interacts = total - first > INTERACTION
    whole = print_share(total)
    if language == "zh":
        more = f"，连同相互作用 {whole}" if interacts else ""
        return f"{about(first, 'zh')}（{print_share(max(first, 0))}{more}）"
    return about(first, "en") + (f" ({whole} with interactions)" if interacts else "")


def _by_effects(
    study: Sensitivity, ranking: Ranking, figure: str, language: Language, *, is_page: bool
) -> str:
    entry, names, sizes = entry_of(study, ranking), names_of(study, language), ranking.columns["size"]
    first, *others = [names[place] for place in ranking.order[:NAMED] if sizes[place] > 0]
    unit, largest = print_unit(entry, language), float(sizes.max())
    size = unit.amount(unit.number(largest)) if is_page else amount(largest, entry, language)
    if language == "zh":
        then = f"；其次是{listed([f'“{name}”' for name in others], 'zh')}" if others else ""
        return f"粗看，最能推动 {figure}的是“{first}”：从低到高变动一遍，平均改变 {size}{then}。"
    then = f"; then {listed(others, 'en')}" if others else ""
    return f"At first sight {figure} is moved most by {first}: by {size} on average over its range{then}."


def _by_distance(study: Sensitivity, ranking: Ranking, figure: str, language: Language) -> str:
    names = names_of(study, language)
    count = int((ranking.index > ranking.noise).sum())
    named = [
        (names[place], print_figure(ranking.index[place], 2)) for place in ranking.order[: min(NAMED, count)]
    ]
    leaders = listed(
        (f"“{name}”（{by}）" if language == "zh" else f"{name} ({by})" for name, by in named), language
    )
    if language == "zh":
        return (
            f"对 {figure}的分布影响最大的依次是{leaders}（0 为无影响，1 为完全决定）；"
            f"{print_count(len(study.factors))} 个参数中有 {print_count(count)} "
            f"个高于毫不相干的参数也会有的 {print_figure(ranking.noise, 3)}。"
        )
    return (
        f"The distribution of {figure} depends most on {leaders}, where 0 is not at all and 1 entirely; "
        f"{print_count(count)} of {print_count(len(study.factors))} parameters are above the "
        f"{print_figure(ranking.noise, 3)} that one with "
        "no effect at all would show."
    )


def _by_fifths(study: Sensitivity, ranking: Ranking, figure: str, language: Language) -> str:
    names = names_of(study, language)
    lowest, highest = (
        int(np.argmax(ranking.columns[f"fifth_{number}"])) for number in (1, len(ranking.columns))
    )
    low, high = (_side(ranking, place, language) for place in (lowest, highest))
    if language == "zh":
        return (
            f"{figure}最低的五分之一结果，多出现在“{names[lowest]}”偏{low[0]}时；"
            f"最高的五分之一，多出现在“{names[highest]}”偏{high[1]}时。"
        )
    return (
        f"The lowest fifth of {figure} goes with {low[0]} values of {names[lowest]}; "
        f"the highest fifth with {high[1]} values of {names[highest]}."
    )


def _side(ranking: Ranking, place: int, language: Language) -> tuple[str, str]:
    """Return the values of a factor at which the figure is low, and those at which it is high."""
    low, high = {"zh": ("低", "高"), "en": ("low", "high")}[language]
    at_low, at_high = ranking.swings[place]
    return (low, high) if at_high >= at_low else (high, low)


def about(share: float, language: Language) -> str:
    """Return a share in round words: tenths in Chinese, per cent in English."""
    if language == "en":
        return f"about {print_share(max(share, 0))}"
    tenths = round(20 * share) / 2
    if tenths >= 10:
        return "几乎全部"
    if tenths < 1:
        return f"约 {print_share(max(share, 0))}"
    half = "半" if tenths % 1 else ""
    return f"约{'一二三四五六七八九'[int(tenths) - 1]}成{half}"


def notes(study: Sensitivity, language: Language) -> list[str]:
    """Return the notes on the method behind the figures."""
    return [
        *_kept(study, language),
        MEANING[study.method][language],
        *_limits(study, language),
        *_course(study, language),
        _origin(study, language),
    ]


def grade_note(language: Language) -> str:
    """Return the meaning of the grades of evidence."""
    grades = listed([word(f"grade.{grade}", language) for grade in GRADES], language)
    return f"等级：{grades}。" if language == "zh" else f"Grades: {grades}."


def _kept(study: Sensitivity, language: Language) -> Iterator[str]:
    kept, out = len(study.factors), len(study.left_out)
    if out:
        rough = print_share(study.screened.max(), 1)
        rest = max([0.0, *(one.rest for one in study.rankings)])
        if language == "zh":
            yield (
                f"要变动的参数共 {print_count(kept + out)} 个。先用莫里斯法筛选，留下 "
                f"{print_count(kept)} 个单列；"
                f"另外 {print_count(out)} 个合为一组一起变动，筛选时估计至多占方差的 {rough}，"
                f"实测至多 {print_share(rest, 1)}。"
            )
        else:
            yield (
                f"{print_count(kept + out)} parameters vary. A Morris screening kept "
                f"{print_count(kept)}, listed one by one; "
                f"the other {print_count(out)} vary as one group: at most {rough} of the variance by "
                "the screening, "
                f"{print_share(rest, 1)} as measured."
            )


def _limits(study: Sensitivity, language: Language) -> Iterator[str]:
    """Yield the limits of the analysis: constants that do not vary, and runs that failed."""
    independent = study.method in ("sobol", "morris")
    shared = _SHARED if study.method == "shapley" else _CORRELATED
    yield (_INDEPENDENT if independent else shared)[language]
    yield variation(study, language)
    if study.failed:
        yield {
            "zh": f"{print_count(study.failed)} 次运行超出数值范围，与之配套的运行不计在内。",
            "en": f"{print_count(study.failed)} runs became non-finite; results that depend on them are "
            "left out.",
        }[language]


def variation(study: Sensitivity, language: Language) -> str:
    """Return whether the constants vary as in the forecast or as in the prior."""
    if study.last_year is None:
        return {
            "zh": "参数按先验变动，未向观测学习。",
            "en": "Parameters vary as in the prior, which has learned from no observations.",
        }[language]
    return {
        "zh": f"参数按预测变动：已向截至 {study.last_year} 年的观测学习。",
        "en": f"Parameters vary as in the forecast, conditioned on observations to {study.last_year}.",
    }[language]


SWING_NOTE: dict[Language, str] = {
    "zh": "“指标随之”：只把这一个参数放到自己的 5% 点和 95% 点，其他不动时指标的数值。",
    "en": '"Indicator then": the indicator with this parameter alone at its 5% and its 95% point.',
}
MEANING: dict[Method, dict[Language, str]] = {
    "shapley": {
        "zh": "份额：方差分摊到各参数，合计为 1；相互作用和相关参数共同带来的部分平均分给有关的参数。"
        "± 为 95% 置信区间的半宽。",
        "en": "Share: the variance divided among the parameters, adding up to one; what interactions and "
        "correlated parameters bring together is divided evenly. ± is the half-width of the 95% interval.",
    },
    "sobol": {
        "zh": "一阶：参数单独占方差的份额；总效应：含它参与的全部相互作用。± 为 95% 置信区间的半宽。",
        "en": "First order: the parameter's share of the variance by itself; total: with all its "
        "interactions. ± is the half-width of the 95% interval.",
    },
    "morris": {
        "zh": "μ*：参数从 5% 点到 95% 点时指标平均改变的绝对值；μ 带方向；σ 大说明作用不是直线或有"
        "相互作用。份额为 μ*² 的占比，只作粗略比较；要方差份额请用 sobol 方法。",
        "en": "μ*: mean absolute change of the indicator from the parameter's 5% to its 95% point; μ: with "
        "sign; a large σ: curvature or interactions. The share is that of μ*², for a rough comparison only; "
        "the method sobol gives shares of the variance.",
    },
    "pawn": {
        "zh": "PAWN：知道参数落在其十段中的哪一段后，指标的分布最多移动多少（各段的中位数），0 到 1。",
        "en": "PAWN: how far the indicator's distribution moves once it is known in which tenth of its "
        "range the parameter lies (median over the tenths), 0 to 1.",
    },
    "regional": {
        "zh": "分离度：某一档结果里参数的取值与其余结果有多不同，0 为一样，1 为互不重叠；"
        "档按指标从低到高分五等份。",
        "en": "Separation: how different the parameter's values are within a fifth of the results from all "
        "others, 0 the same, 1 apart; fifths from the lowest figures to the highest.",
    },
    "main": {
        "zh": "份额：知道这个参数的值以后，指标的方差平均减少多少。观测使参数彼此相关，各份额互有重叠，"
        "合计不必为 1；逐年扰动（价格、需求等）合列一行。± 为 95% 置信区间的半宽。",
        "en": "Share: how much of the variance would go on average if the parameter were known. Observations "
        "make parameters depend on one another, so shares overlap and need not add up to one; disturbances "
        "of single years (prices, demand, …) have one row together. ± is the half-width of the 95% interval.",
    },
}
STAYS: dict[Language, str] = {
    "zh": "杠杆（另行变动的除外）和模型结构不变",
    "en": "levers, but for those that vary, and the model's structure stay",
}
_INDEPENDENT: dict[Language, str] = {
    "zh": f"各参数独立变动，不计登记的相关系数（方差分摊、PAWN 和区域敏感性则计入）；{STAYS['zh']}。",
    "en": "Parameters vary independently, without the registry's correlations (Shapley, PAWN and regional "
    f"analysis use them); {STAYS['en']}.",
}
_SHARED: dict[Language, str] = {
    "zh": f"计入登记的相关系数；{STAYS['zh']}。",
    "en": f"With the registry's correlations; {STAYS['en']}.",
}
_CORRELATED: dict[Language, str] = {
    "zh": f"与集合同样的抽样，计入相关系数：与真正起作用的参数相关的，自己也会显得有影响；{STAYS['zh']}。",
    "en": "The same draws as an ensemble, with correlations: a parameter that goes with one that matters "
    f"seems to matter too; {STAYS['en']}.",
}


def error_of(ranking: Ranking) -> Array | None:
    """Return the half-widths of the intervals of the index, (factor,), None where the method has none."""
    return next(
        (ranking.columns[key] for key in ("share_error", "total_error") if key in ranking.columns), None
    )


def _course(study: Sensitivity, language: Language) -> Iterator[str]:
    """Yield whether the indices have converged."""
    change, settled = convergence(study)
    if language == "zh":
        verdict = "已稳定" if settled else "尚未稳定，请增加成员"
        yield (
            f"收敛：从一半运行到全部，居前 {COURSE_SHOWN} 位的指数最多变动 "
            f"{print_figure(change, 3)}，{verdict}。"
        )
    else:
        verdict = "converged" if settled else "not converged yet: run more members"
        yield (
            f"Convergence: from half of the runs to all, none of the first {COURSE_SHOWN} indices changes by "
            f"more than {print_figure(change, 3)}: {verdict}."
        )


def convergence(study: Sensitivity) -> tuple[float, bool]:
    """Return the largest change of an index from half of the runs to all, and whether that is small."""
    moved = [
        float(np.abs(one.course[2] - one.course[1])[one.order[:COURSE_SHOWN]].max()) for one in study.rankings
    ]
    errors = [float(error.max()) for one in study.rankings if (error := error_of(one)) is not None]
    change, limit = max(moved), min(UNSETTLED, max([SETTLED, *errors]))
    return change, change <= limit


def _origin(study: Sensitivity, language: Language) -> str:
    shown, seed = short_hash(study.workspace.model.hash), study.seed
    runs, points = print_count(study.runs), print_count(study.points)
    of: dict[Method, dict[Language, str]] = {
        "shapley": {"zh": f"逐个重抽 {points} 次", "en": f"{points} walks"},
        "sobol": {"zh": f"基点 {points} 个", "en": f"{points} base points"},
        "morris": {"zh": f"轨迹 {points} 条", "en": f"{points} trajectories"},
        "pawn": {"zh": f"抽样 {points} 次", "en": f"{points} draws"},
        "regional": {"zh": f"抽样 {points} 次", "en": f"{points} draws"},
        "main": {"zh": f"抽样 {points} 次", "en": f"{points} draws"},
    }
    what = of[study.method][language]
    if language == "zh":
        return (
            f"方法：{METHOD_WORDS[study.method]['zh']}，{what}，共运行 {runs} 次，种子 {seed}；模型：{shown}"
        )
    return f"Method: {METHOD_WORDS[study.method]['en']}, {what}, {runs} runs, seed {seed}; model: {shown}"


def study_line(study: Sensitivity | Discovery, language: Language) -> str:
    """Return the line that identifies the scenario of a study."""
    scenario = study.scenario
    return scenario_line(scenario.name, scenario.title.text(language), scenario.options, language)
