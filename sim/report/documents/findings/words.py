"""Text of the findings, written by hand. Names in braces are numbers; `numbers` computes them.

What a sentence claims beyond its numbers stands in `claims`: who changes the one looks at the other.
"""

from __future__ import annotations

from sim.registry.schema import Bilingual
from sim.report.words.glossary import heading

TITLE = Bilingual(zh="结论", en="Findings")
PARAGRAPHS: dict[str, Bilingual] = {
    "scope": Bilingual(
        zh="每个情景 {members} 次抽样（种子 {seed}），只含参数的不确定性。表中为达标概率、95% 抽样"
        "区间和中位数的差距。",
        en="{members} draws of each scenario (seed {seed}), with the uncertainty of parameters and no "
        "other. The table has the probability of each target, its 95% interval of sampling, and what "
        "the median lacks.",
    ),
    "reach": Bilingual(
        zh="**能不能达到。** 表 1 可评的 {table1} 项，趋势达到 {trend_met}项，规划 {plan_met}项"
        "，远景 {vision_met}项。没有一次抽样达到人口目标，所以四项主要指标（表中第 2—5 行）同"
        "时达到的概率都是 0（上限 {joint_high}）。三个情景都不到 1% 的 2025 年目标有 "
        "{hopeless_count} 项，规划差得最多的是{hopeless}。",
        en="**What is reached.** Of the {table1} targets in Table 1 that can be assessed, the trend "
        "meets {trend_met}, the plan {plan_met}, the vision {vision_met}. No draw reaches the target "
        "for residents, so the four headline indicators (rows 2 to 5) are met together with "
        "probability 0 (at most {joint_high}). {hopeless_count} targets for 2025 are below 1% in all "
        "three; the plan misses most widely {hopeless}.",
    ),
    "policy": Bilingual(
        zh="**规划改变了什么。** 达标概率升得最多的是研发强度（{rd_trend} 到 {rd_plan}）和外资（"
        "{fdi_trend} 到 {fdi_plan}）。居民比趋势多 {people} 万人而配套没有跟上：医师由 "
        "{physicians_trend} 降到 {physicians_plan}，文化设施由 {culture_trend} 降到 "
        "{culture_plan}。",
        en="**What the plan changes.** The probabilities of R&D intensity ({rd_trend} to {rd_plan}) and "
        "foreign investment ({fdi_trend} to {fdi_plan}) gain most. With {people} more residents than "
        "the trend, services do not keep up: physicians fall from {physicians_trend} to "
        "{physicians_plan}, cultural floor area from {culture_trend} to {culture_plan}.",
    ),
    "binding": Bilingual(
        zh="**卡在哪里。** 先是区外需求：2025 年单独放开它，三个情景的工业产出多 {demand_trend}、"
        "{demand_plan}、{demand_vision}。其次是能源：趋势 2030 年为 {energy_trend}，规划增建供"
        "能后为 {energy_plan}。远景的外需加快后，2035 年五个产业中 {labour} 个改由劳动力卡住，"
        "单独放开任何一项至多加 {late_most}：各项约束一起趋紧。",
        en="**What binds.** First outside demand: lifting it alone in 2025 adds {demand_trend}, "
        "{demand_plan} and {demand_vision} to industrial output. Then energy: {energy_trend} under "
        "the trend in 2030, {energy_plan} once the plan builds supply. When the vision's outside "
        "demand speeds up, labour binds in {labour} of five industries by 2035, and lifting any one "
        "limit adds {late_most} at most: all tighten together.",
    ),
    "matters": Bilingual(
        zh="**什么最要紧。** 2035 年产值最取决于三个假设，各情景相同（括号内为取 5% 和 95% "
        "点时规划的亿元数和证据等级）：{assumptions}。政策杠杆单独拉满最多加 {lever_gain}（"
        "{lever_best}），停掉节能则减 {efficiency_loss}，停供工业用地减 {land_loss}。"
        "就全部指标平均，{influence}占方差最多。",
        en="**What matters most.** Output in 2035 hangs most on three assumptions, the same in all "
        "scenarios (in brackets the plan's output, 100M CNY, at their 5% and 95% points, and the "
        "grade of evidence): {assumptions}. A single lever of policy at its limit adds {lever_gain} "
        "at most ({lever_best}); no energy saving takes away {efficiency_loss}, no new industrial "
        "land {land_loss}. Averaged over all indicators the largest shares of variance belong to "
        "{influence}.",
    ),
    "threefold": Bilingual(
        zh="**三倍要什么成立。** 按 2020 年价，三个情景 2035 年只有 2020 年的 {real_trend}、"
        "{real_plan}、{real_vision} 倍；当年价的 {target} 亿元首先看涨价：远景中价格涨得最快的"
        "三分之一抽样有 {dear} 达到，最慢的三分之一为 {cheap}。**不够**：任何一个政策杠杆单独拉"
        "满（规划 {single_plan} 亿元）；规划加区外条件各取有利一端（{outside_plan}）。**够**（每次"
        "挑最有效的）：规划同时拉满 {levers_count} 个杠杆（{levers}；{levers_figure}），或 "
        "{assumptions_count} 个假设同在有利的 5% 点（{assumptions_needed}；{assumptions_figure}）；"
        "趋势用 {trend_levers} 个或 {trend_assumptions} 个，远景 {vision_levers} 个或 "
        "{vision_assumptions} 个。规划的杠杆各取有利一端可到 {all_figure}，净债务率则由 "
        "{debt_plan} 升到 {debt_all}。",
        en="**What three times the output takes.** At 2020 prices the three scenarios reach only "
        "{real_trend}, {real_plan} and {real_vision} times the output of 2020 by 2035; the {target} "
        "(100M CNY, current prices) depend on prices first: of the third of the vision's draws where "
        "they rise fastest, {dear} get there; of the slowest third, {cheap}. **Not enough**: any "
        "single lever of policy at its limit (plan {single_plan}); the plan with each condition outside "
        "at its favourable end ({outside_plan}). **Enough**, taking the best one each time: the plan "
        "with {levers_count} levers at their limits together ({levers}; {levers_figure}), or "
        "{assumptions_count} assumptions together at their favourable 5% point ({assumptions_needed}; "
        "{assumptions_figure}); the trend with {trend_levers} or {trend_assumptions}, the vision with "
        "{vision_levers} or {vision_assumptions}. With each lever at its favourable end the plan makes "
        "{all_figure}, and public net debt goes from {debt_plan} to {debt_all}.",
    ),
}
TABLE_HEADS = (
    Bilingual(zh=heading("target", "zh"), en=heading("target", "en")),
    Bilingual(zh="趋势", en="Trend"),
    Bilingual(zh="规划", en="Plan"),
    Bilingual(zh="远景", en="Vision"),
)
MET_OF_TABLE1 = Bilingual(zh="表 1 达到几项，中位数（5%–95%）", en="Met of Table 1, median (5%–95%)")
SHORT = Bilingual(zh="差", en="short by")
