"""Texts of a page in both languages, beside the terms of the glossary."""

from __future__ import annotations

from sim.report.words.figures import A_YEAR
from sim.report.words.glossary import heading
from sim.units import LANGUAGES, Language

_TERMS = (
    *("indicator", "unit", "scenario", "target", "p_met", "difference", "year", "seed", "source", "kind"),
    *("base", "median", "fact.about"),
)
_TEXTS = {
    "skip": ("跳到结果", "Skip to the results"),
    "skip_levers": ("跳到杠杆", "Skip to the levers"),
    "questions_button": ("示例问题", "Questions"),
    "questions": ("从一个问题开始", "Start from a question"),
    "questions_fold": ("收起", "Put away"),
    "answer_target": ("{year} 年 {value}，目标 {level}。", "{value} in {year}; the target is {level}."),
    "answer_likely": ("{word}，概率 {chance}。", "It is {word}: {chance}."),
    "answer_reach": ("基准参数下 {year} 年达到。", "In {year} in the central run."),
    "answer_reach_not": ("基准参数下到 {year} 年仍未达到。", "Not until {year} in the central run."),
    "answer_reach_all": ("{year} 年有 95% 的成员达到。", "95% of the members reach it by {year}."),
    "answer_reach_few": (
        "到 {year} 年达到的成员仍不足 95%。",
        "Fewer than 95% of the members reach it by {year}.",
    ),
    "answer_peak": ("基准参数下 {year} 年达峰。", "In {year} in the central run."),
    "answer_peak_not": (
        "基准参数下到 {year} 年尚未达峰。",
        "In the central run emissions have not peaked by {year}.",
    ),
    "answer_peak_range": (
        "九成成员的峰值在 {low} 年至 {high} 年。",
        "Nine in ten members have their peak from {low} to {high}.",
    ),
    "answer_difference": (
        "{year} 年 {value}，“{name}”为 {before}，相差 {change}。",
        "{value} in {year} against {before} in “{name}”: {change}.",
    ),
    "answer_difference_range": (
        "九成成员的差在 {low} 至 {high} 之间。",
        "For nine in ten members the difference is from {low} to {high}.",
    ),
    "points": ("{change} 个百分点", "{change} percentage points"),
    "tour": ("操作导览", "Tour"),
    "tour_offer": ("看四步导览", "Take the tour in four steps"),
    "tour_step": ("{number}/{count} {title}", "{number}/{count} {title}"),
    "tour_back": ("上一步", "Back"),
    "tour_next": ("下一步", "Next"),
    "tour_done": ("知道了，开始用", "Start"),
    "tour_end": ("结束导览", "End the tour"),
    "tour_levers": ("动一个杠杆", "Move a lever"),
    "tour_levers_text": (
        "拖滑块或在方框里填数，图随手变；停下后再算全部成员。“依据与时间”里有出处和起止年份。",
        "Drag the slider or type a number: charts follow at once, all members when you rest. Sources and "
        "years are under “Evidence and timing”.",
    ),
    "tour_charts": ("看图", "Read the charts"),
    "tour_charts_text": (
        "线是基准参数下的推演，阴影是成员的区间，菱形是目标。点标题换指标；移到图上，或用方向键，可读各年的数。",
        "The line is the central run, bands are of the members, diamonds are targets. Click a title for "
        "another indicator; point at a chart, or use the arrow keys, to read its years.",
    ),
    "tour_targets": ("看目标，问为什么", "Targets, and why"),
    "tour_targets_text": (
        "点指标名，看哪些约束和杠杆在起作用，单独一个杠杆要到多少才达标。点表头排序。",
        "Click an indicator to see what limits it, which levers move it and how far one alone must go. Click "
        "a head to sort.",
    ),
    "tour_take": ("保存和分享", "Save and share"),
    "tour_take_text": (
        "“保存方案”把全部设定存成文件，可再打开、寄给同事；地址也记着全部设定。每幅图可存为图片和数据。",
        "Save keeps all that is set in a file, to open again or to mail; the address holds it too. Every "
        "chart can be saved as a picture and as data.",
    ),
    "tour_share_text": ("页面上方还有“分享链接”。", " A link to share is at the head of the page."),
    "language": ("English", "中文"),
    "save": ("保存方案", "Save"),
    "open": ("打开方案", "Open a file"),
    "dismiss": ("知道了", "Dismiss"),
    "file_opened": (
        "已打开“{name}”；撤销可回到原来的设定。",
        "{name} is open; undo goes back to what was set.",
    ),
    "file_large": (
        "“{name}”有 {size} MB，方案文件不超过 {most} KB；没有打开，原来的设定不变。",
        "{name} has {size} MB, a file of a study has at most {most} kB. It was not opened; nothing is "
        "changed.",
    ),
    "file_other": (
        "“{name}”不是本页保存的方案文件（.teda.json）；没有打开，原来的设定不变。",
        "{name} is no study saved by this page (.teda.json). It was not opened; nothing is changed.",
    ),
    "file_newer": (
        "“{name}”是用更新的版本保存的；没有打开，原来的设定不变。",
        "{name} was saved by a newer version. It was not opened; nothing is changed.",
    ),
    "file_scenario": (
        "“{name}”用的情景不在这个页面上；没有打开，原来的设定不变。",
        "{name} stands on a scenario that is not on this page. It was not opened; nothing is changed.",
    ),
    "file_yaml": (
        "“{name}”是情景文件，要由模拟器的页面打开，或用 teda html 做成网页；单个文件里只能打开 .teda.json，"
        "原来的设定不变。",
        "{name} is a scenario file: open it in the page of the simulator, or make a page of it by teda html. "
        "A page in one file opens .teda.json only; nothing is changed.",
    ),
    "no_answer": (
        "服务器没有回应，请稍后再试；推演和 CSV 不受影响。",
        "The server does not answer; try again later. Results and CSV do not need it.",
    ),
    "scenario_opened": (
        "已打开“{name}”（{title}）：情景“{on}”上的 {count} 项改动；撤销可回到原来的设定。",
        "{name} is open ({title}): {count} changes of the scenario {on}. Undo goes back to what was set.",
    ),
    "scenario_faults": (
        "“{name}”有错，没有打开，原来的设定不变：",
        "{name} has faults. It was not opened; nothing is changed:",
    ),
    "scenario_faults_more": ("另有 {count} 处错误。", "{count} more faults."),
    "file_refused": ("没有采用其中的：{part}", "Not used: {part}"),
    "file_refused_more": ("另有 {count} 处没有采用。", "{count} more parts were not used."),
    "file_model": (
        "方案是用另一版模型保存的（{model}，当前为 {own}）。",
        "The study was saved with another model ({model}; the present one is {own}).",
    ),
    "file_figure": ("{name} {year} 年：保存时 {was}，现在 {is}", "{name} {year}: was {was}, is {is}"),
    "pins": ("对照", "Compared with"),
    "pin": ("钉住当前方案", "Pin this study"),
    "pin_scenario": ("加一个情景作对照…", "Compare with a scenario…"),
    "pin_name": ("第 {number} 个对照的名称", "Name of pinned study {number}"),
    "pin_open": ("打开", "Open"),
    "pin_remove": ("移除", "Remove"),
    "pins_full": ("最多 {count} 个对照", "At most {count} can be pinned"),
    "pinned": ("已钉住：{name}", "Pinned: {name}"),
    "pinned_already": ("这个方案已经在对照中。", "This study is pinned already."),
    "pin_of": ("{year} {name}", "{year} {name}"),
    "in_year": ("{year} 年 {name}", "{name}, {year}"),
    "joint": ("{year} 年主要指标同时达标的概率", "All headline targets met, {year}"),
    "comparison": ("方案比较", "Comparison of studies"),
    "settings_differ": ("设定不同之处", "Settings that differ"),
    "as_filed": ("{name}（原值）", "{name} (as filed)"),
    "with_changes": ("{name}（已改 {count} 项）", "{name} ({count} changed)"),
    "undo": ("撤销", "Undo"),
    "redo": ("重做", "Redo"),
    "reset": ("全部复原", "Reset all"),
    "reset_one": ("复原", "Reset"),
    "levers": ("政策与外部杠杆", "Policy and outside levers"),
    "constants": ("常量", "Constants"),
    "levers_note": (
        "滑块设定杠杆的终值，从还没有公布数的第一年年初起变动，此前不变。起点和起止年份在“依据与时间”中改。",
        "A slider sets the value that a lever moves to, from the first January without published figures on; "
        "years before stay as they were. Years and starting value are under “Evidence and timing”.",
    ),
    "constants_note": (
        "滑块的范围取自模型文件；文件没有写的，取 0 到默认值的两倍。方框里可以填范围内的任何数。",
        "Ranges are those of the file, or else from 0 to twice the default. Boxes take any number within.",
    ),
    "with_unit": ("{name}（{unit}）", "{name} ({unit})"),
    "search": ("查找", "Find"),
    "moved": ("{count} 项已改", "{count} changed"),
    "details": ("依据与时间", "Evidence and timing"),
    "ramp": (
        "{start} 年末 {low} → {end} 年末 {high}",
        "{low} at the end of {start} → {high} at the end of {end}",
    ),
    "hindsight": (
        "。含 {known} 年及以前，属事后假设",
        ". Changes years until {known}, in hindsight",
    ),
    "field.from": ("起点值", "Value before"),
    "field.start": ("开始（年末）", "Starts (end of year)"),
    "field.end": ("结束（年末）", "Ends (end of year)"),
    "given": ("已逐年给值到 {year} 年。", "Given by year until {year}. "),
    "changes": ("变化说明", "What changed"),
    "changes_note": (
        "按基准参数下的单次推演；各项改动的贡献为沙普利值，相加等于总变化。",
        "Of the central run. Parts of changes are Shapley values and add up.",
    ),
    "changes_many": (
        "超过 {count} 项改动，不逐项分解；可用 teda contribute。",
        "More than {count} changes are not taken apart here; teda contribute does that.",
    ),
    "changes_beyond": (
        "有逐年给值的改动，不逐项分解；可用 teda contribute。",
        "Changes by year are not taken apart here; teda contribute does that.",
    ),
    "before": ("改动前", "Before the changes"),
    "after": ("改动后", "After the changes"),
    "by_year": ("逐年给值", "Values by year"),
    "by_year_note": (
        "空着的年份：两年之间按等步长变化；首年之前为起点值，一直给到末年的，首年之前仍按情景。",
        "Years left empty move by equal steps between two given ones. Before the first the starting value "
        "holds, or, if values go to the last year, what the scenario has.",
    ),
    "plan_mark": ("规划 {value}", "plan {value}"),
    "filed_mark": ("情景 {value}", "scenario {value}"),
    "default_mark": ("默认 {value}", "default {value}"),
    "equivalent": (
        "其他不变时 ≈ {value} {unit} · {name}为 {base}",
        "all else equal ≈ {value} ({unit}) · {name}: {base}",
    ),
    "no_effect": ("这个杠杆不影响页面上的指标。", "This lever moves no indicator of the page."),
    "not_a_number": ("“{text}”不是数字。", "“{text}” is not a number."),
    "outside": (
        "{value} 超出 {low}–{high}，没有采用。",
        "{value} is outside {low} to {high} and was not used.",
    ),
    "order": (
        "开始（{start}）不能晚于结束（{end}），没有采用。",
        "It cannot start ({start}) after it ends ({end}); this was not used.",
    ),
    "order_given": (
        "已逐年给值到 {year} 年，不能更早开始；没有采用。",
        "The lever is given by year until {year} and cannot start before; this was not used.",
    ),
    "slider": ("{name}（{unit}），滑块", "{name} ({unit}), slider"),
    "box": ("{name}（{unit}），数字", "{name} ({unit}), number"),
    "results": ("结果", "Results"),
    "charts": ("图", "Charts"),
    "count": ("图的数量", "Number of charts"),
    "chart_of": ("第 {number} 幅图的内容", "Content of chart {number}"),
    "take_away": ("带走", "Take away"),
    "save_picture": ("存为图片（PNG）", "Save as a picture (PNG)"),
    "save_drawing": ("存为矢量图（SVG）", "Save as a drawing (SVG)"),
    "save_figures": ("存为数据（CSV）", "Save the figures (CSV)"),
    "save_workbook": ("存为工作簿（Excel）", "Save as a workbook (Excel)"),
    "no_workbook": ("CSV 可用 Excel 打开。", "Excel opens the CSV."),
    "take_pin": ("对照“{name}”：{command}", "Compared with {name}: {command}"),
    "take_scenario": ("情景“{name}”内容 SHA-256：{hash}", "Content of scenario {name}, SHA-256: {hash}"),
    "take_link": ("重新打开：{link}", "Open again: {link}"),
    "chart_facts": ("定义、数据与带走", "Definition, data, take away"),
    "chart_table": ("数据表", "Data table"),
    "chart_text": ("{name}（{unit}），{first}–{last} 年", "{name} ({unit}), {first} to {last}"),
    "chart_text_model": ("{name}（{unit}），时间 {first}–{last}", "{name} ({unit}), time {first} to {last}"),
    "time": ("时间", "Time"),
    "difference": ("图上显示", "Charts show"),
    "difference_none": ("各方案本身", "Studies as they are"),
    "difference_from": ("与“{name}”之差", "Difference from {name}"),
    "read": ("{year}：{value}", "{year}: {value}"),
    "read_band": (
        "{year}：{value}（90% 区间 {low} 至 {high}）",
        "{year}: {value} (90% band {low} to {high})",
    ),
    "cut": ("纵轴不从零起", "truncated axis"),
    "no_target": ("规划未设目标", "no target"),
    "aim": ("目标 {value}", "target {value}"),
    "likely": ("{word} {chance}", "{word} {chance}"),
    "likely.very": ("很可能达标", "very likely met"),
    "likely.rather": ("较可能达标", "likely met"),
    "likely.even": ("难料", "uncertain"),
    "likely.hardly": ("较难达标", "unlikely met"),
    "likely.not": ("很难达标", "very unlikely met"),
    "central": ("基准参数", "Central run"),
    "band": ("{low}–{high}% 区间", "{low}–{high}% band"),
    "targets": ("规划目标", "Targets of the plan"),
    "figure_of": ("{year} 推演值", "{year} result"),
    "edge_of": ("{year} {share} 分位", "{year}, {share} of members"),
    "published_in": ("公布年份", "Published for"),
    "gap_of": ("{year} 差距", "{year} gap"),
    "published": ("最新公布", "Latest published"),
    "course": ("{first}–{last}", "{first}–{last}"),
    "official": ("官方口径（{year} 年末）", "Official class, end of {year}"),
    "range": ("{low} 至 {high}", "{low} to {high}"),
    "find_target": ("查找指标", "Find an indicator"),
    "all_sections": ("全部章节", "All sections"),
    "all_attributes": ("全部属性", "All attributes"),
    "all_verdicts": ("全部达标可能", "Any probability"),
    "shown_of": ("显示 {shown} / {all}", "{shown} of {all} shown"),
    "tally": (
        "{year} 年可评的规划目标 {judged} 个，达标概率不低于 50% 的 {met} 个。",
        "{met} of {judged} targets of the plan that can be judged for {year} have a probability of 50% or "
        "more.",
    ),
    "tally_joint": ("主要指标同时达标的概率 {chance}。", "All headline targets together: {chance}."),
    "tally_table1": (
        "表 1 可评的 {count} 项中，成员达标项数的中位数为 {middle}（5%–95%：{low}–{high}）。",
        "Of {count} targets of Table 1 the median member meets {middle} (5%–95%: {low}–{high}).",
    ),
    "why": ("为什么", "Why"),
    "why_of": ("为什么：{name}", "Why: {name}"),
    "why_lever": ("政策杠杆", "Levers of policy"),
    "why_own": ("现设终值", "End value now"),
    "why_ends": ("从范围下限到上限，指标为", "Indicator from one end of its range to the other"),
    "why_needed": ("单独达标所需终值", "End value that alone meets the target"),
    "why_set": ("设为此值", "Set it"),
    "why_note": (
        "杠杆逐一在其范围内试 41 个值，看 {year} 年的结果，其他一切照当前设定，按基准参数下的单次推演；"
        "“—”表示单独达不到。要几个杠杆一起、按概率达标，用 teda backcast。",
        "Each lever alone at 41 values over its range, judged in {year}, all else as set, in the central "
        "run; — where its range does not suffice. For several levers and a probability use teda backcast.",
    ),
    "why_file": (
        "差别的原因逐层分解，用 teda why。",
        "For the causes of a difference, level by level, use teda why.",
    ),
    "missing": ("未建模，没有数字：{names}。", "Not modelled, without a figure: {names}."),
    "why_beyond": (
        "有逐年给值的改动，不在页面上逐一试杠杆。",
        "Levers are not tried while some are given by year.",
    ),
    "target_of": ("{year} 目标", "{year} target"),
    "chance_of": ("{year} 达标概率", "{year} P(met)"),
    "base_of": ("{year} 基数", "{year} base"),
    "a_year": (A_YEAR["zh"].format("{figure}"), A_YEAR["en"].format("{figure}")),
    "targets_note": (
        "推演值按模型文件中的参数值，与命令 teda run 相同；增长率为 {base} 年以来的年均增速，"
        "累计指标为截至当年的五年合计，带“/年”的是一年的数。"
        "达标概率为 {members} 个成员中达标的比例，按规划公布的位数四舍五入后判定；"
        "很可能：不低于 90%，较可能：不低于 66%，难料：33%–66%，较难：10%–33%，很难：低于 10%。"
        "括号内为模型的 {base} 年值，≈ 表示基数为估计，* 表示目标取自上级文件，° 表示 2020 年不变价。",
        "Results have the parameters of the model file, as teda run prints them; growth is the average "
        "since {base}, sums are of the five years to the year, “/yr” marks those of one. "
        "P(met): the share of {members} members that meet the target after "
        "rounding as the plan prints; very likely: 90% or more, likely: 66% or more, uncertain: 33 to 66%, "
        "unlikely: 10 to 33%, very unlikely: less. In brackets the model's own figure for {base}; "
        "≈ an estimated base; * a target of a higher level; ° at constant 2020 prices.",
    ),
    "targets_note_alone": (
        "推演值按模型文件中的参数值，与命令 teda run 相同；没有要抽样的参数，没有概率。",
        "Results have the parameters of the model file, as teda run prints them. No parameter is drawn, "
        "so there are no probabilities.",
    ),
    "bands_note": (
        "阴影为成员的 5–95% 与 25–75% 区间；线为基准参数下的单次推演。拖动时成员不变，变化即政策效果。",
        "Bands hold 5–95% and 25–75% of the members; the line is the central run. "
        "Members stay the same while you drag, so all change is policy.",
    ),
    "state_ready": ("{members} 个成员", "{members} members"),
    "state_preview": ("预览：{members} 个成员", "Preview: {members} members"),
    "state_line": ("预览：只有单次推演是新的", "Preview: only the single run is new"),
    "state_running": ("正在计算…", "Computing…"),
    "failed": (
        "{count} 个成员超出数值范围，不计。",
        "{count} members became non-finite and are not counted.",
    ),
    "broken": (
        "在这些设定下模型超出数值范围，没有结果；请退回一步。",
        "With these settings the model becomes non-finite and has no result; go back a step.",
    ),
    "said": ("{study}：{year} 年 {name} {value}{unit}", "{study}: {name} {year}: {value}{unit}"),
    "origin": ("出处", "Where the figures are from"),
    "shown": ("页面上的情景：{names}。", "Scenarios on this page: {names}."),
    "settings": ("当前设定", "Settings"),
    "no_settings": ("与情景文件相同。", "As in the scenario's file."),
    "copy": ("复制得出同样数字的命令", "Copy the command that gives these figures"),
    "copied": ("已复制。", "Copied."),
    "no_wasm": (
        "这个浏览器不能运行 WebAssembly（SIMD），请用 2023 年以后的 Chrome、Edge、Firefox 或 Safari。",
        "This browser cannot run WebAssembly with SIMD. Use a Chrome, Edge, Firefox or Safari of 2023 on.",
    ),
    "crash": ("页面内部出错，请重新打开文件。", "The page has failed; open the file again."),
    "starting": ("正在打开模型…", "Opening the model…"),
}


def page_texts() -> dict[str, dict[Language, str]]:
    """Return every text of the page's script, by key and language."""
    terms = {f"term.{key}": {language: heading(key, language) for language in LANGUAGES} for key in _TERMS}
    return terms | {key: dict(zip(LANGUAGES, pair, strict=True)) for key, pair in _TEXTS.items()}
