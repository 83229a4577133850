"""Texts of the pages in both languages, in addition to the terms of the glossary."""

from __future__ import annotations

from sim.report.words.glossary import heading
from sim.units import Language

LANGUAGE_NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}

TEXTS: dict[str, dict[Language, str]] = {
    "title": {"zh": "泰达情景模拟器", "en": "TEDA scenario simulator"},
    "subtitle": {
        "zh": "{zone} · 系统动力学模型 · {first}–{last}",
        "en": "{zone} · {first}–{last}",
    },
    "explore": {"zh": "情景推演", "en": "Explore"},
    "evidence": {"zh": "研究依据", "en": "Evidence"},
    "findings": {"zh": "结论", "en": "Main findings"},
    "findings_running": {
        "zh": "正在按现在的模型和数据重算结论，约半分钟……",
        "en": "Computing the findings by today's model and data, in about half a minute …",
    },
    "audit": {"zh": "规划体检", "en": "Plan audit"},
    "evaluation": {"zh": "规划评估", "en": "Evaluation"},
    "evaluation_year": {"zh": "评估到哪一年年末", "en": "Evaluated at the end of"},
    "evaluation_running": {
        "zh": "正在评估；最后一年以外的年份要按当时已公布的数重做预测，约需一两分钟…",
        "en": "Evaluating; a year before the last is forecast again from what was known: a minute or two…",
    },
    "evaluation_annex": {"zh": "指标完成情况", "en": "Standing of the targets"},
    "evaluation_behind": {"zh": "滞后指标及差距的来源", "en": "Targets behind, and what made the gap"},
    "evaluation_word": {"zh": "Word 附表", "en": "Annex (Word)"},
    "evaluation_slides": {"zh": "幻灯片", "en": "Slides (PowerPoint)"},
    "evaluation_workbook": {"zh": "Excel 表", "en": "Table (Excel)"},
    "confidence": {"zh": "模型可信度检验", "en": "Confidence"},
    "notes": {"zh": "说明", "en": "Notes"},
    "actuals_heading": {"zh": "读入实绩", "en": "Read actuals"},
    "actuals_note": {
        "zh": "选一个或几个文件（统计局导出、年鉴表、月报、开放平台的表、填好的模板），看读到了什么，"
        "再下载保存的文件夹。"
        "文件只在本次会话中读，不留在服务器上。",
        "en": "Choose files (exports, yearbook tables, releases, open data, the template), see what is "
        "understood, and download the folder to keep. Files are read for this session only; nothing stays on "
        "the server.",
    },
    "actuals_wrong": {"zh": "文件有误，什么都没有读入", "en": "The files have faults, and nothing was read"},
    "actuals_files": {"zh": "CSV、XLSX、XLS，每个不超过 16 MB", "en": "CSV, XLSX, XLS up to 16 MB each"},
    "actuals_keep": {"zh": "下载实绩文件夹（ZIP）", "en": "Download the folder of actuals (ZIP)"},
    "actuals_next": {
        "zh": "解压后：teda condition --actuals 文件夹。有疑问的数，用命令 teda actuals import 回答。",
        "en": "Unpacked: teda condition --actuals FOLDER. Answer doubtful figures in teda actuals import.",
    },
    "language": {"zh": "语言", "en": "Language"},
    "starting": {
        "zh": "首次打开，正在载入模型，约需数秒…",
        "en": "First visit: loading the model, a few seconds…",
    },
    "sign_in": {"zh": "登录", "en": "Sign in"},
    # the side bar
    "levers": {"zh": "政策与外部杠杆", "en": "Policy and outside levers"},
    "uncertainty": {"zh": "不确定性", "en": "Uncertainty"},
    "draws": {"zh": "抽样取自", "en": "Draws from"},
    "forecast": {"zh": "预测（已向观测学习）", "en": "Forecast (learned from observations)"},
    "draws_help": {
        "zh": "预测：参数和近年的扰动已向公布的观测学习。先验：学习之前的参数范围，可看观测起了多大作用。",
        "en": "Forecast: parameters and the disturbances of past years have learned from published "
        "observations. Prior: the ranges before that, which shows what observations contribute.",
    },
    "draw_seed": {"zh": "抽样种子", "en": "Seed of the draws"},
    "seed_help": {
        "zh": "同一种子得到同一组抽样。换种子可看区间对抽样的敏感程度。",
        "en": "The same seed gives the same draws. Another one shows how much the bands depend on chance.",
    },
    # share, download
    "share_link": {"zh": "分享链接", "en": "Share link"},
    "share_note": {
        "zh": "打开此链接可恢复情景、杠杆、对照、年份和语言。地址栏中始终是同一链接。",
        "en": "Restores scenario, levers, comparison, year and language. The address bar always holds the "
        "same link.",
    },
    "copy": {"zh": "复制链接", "en": "Copy link"},
    "copied": {"zh": "已复制", "en": "Copied"},
    "download": {"zh": "下载数据", "en": "Download"},
    "download_charts": {"zh": "所示各图 (PPTX，每图一页)", "en": "Charts shown (PPTX, a slide each)"},
    "download_deck": {"zh": "汇报幻灯片 (PPTX，约需十几秒)", "en": "Slides (PPTX, some ten seconds)"},
    "download_report": {"zh": "Word 报告 (约需十几秒)", "en": "Word report (some ten seconds)"},
    "download_workbook": {"zh": "全部数据 (Excel)", "en": "All data (Excel)"},
    "bands": {"zh": "不确定区间", "en": "Uncertainty bands"},
    "download_table": {"zh": "指标总表 (CSV)", "en": "All indicators (CSV)"},
    "download_fan": {"zh": "不确定区间 (CSV)", "en": "Uncertainty bands (CSV)"},
    "download_scenario": {"zh": "情景文件 (YAML)", "en": "Scenario file (YAML)"},
    "download_note": {
        "zh": "UTF-8 编码，可用 Excel 或 WPS 直接打开。",
        "en": "UTF-8; opens in Excel and WPS.",
    },
    # cards
    "adjusted": {"zh": "{name}（已调整）", "en": "{name} (changed)"},
    "original": {"zh": "{name}（原值）", "en": "{name} (as filed)"},
    # charts
    "tip.central": {"zh": "基准参数", "en": "Central run"},
    "fan_note": {
        "zh": "抽样取自{source}，共 {members} 组，种子 {seed}；阴影为其 5–95% 与 25–75% 区间，含模型参数和"
        "逐年扰动的不确定性，不含结构误差和突发事件。滑块移动时抽样不变，变化即政策效果。实线为模型文件中的参数值，与"
        "命令 teda run 的数字相同。",
        "en": "The bands hold 5–95% and 25–75% of {members} draws from {source}, seed {seed}: uncertainty of "
        "the parameters and of single years, not of the model's structure nor of sudden events. The draws "
        "stay the same when a slider moves, so all changes come from policy. The solid line has the values "
        "of the model file, as teda run prints it.",
    },
    "price_note": {
        "zh": "产值、投资、进出口等金额为当年价（按外生价格指数折算）；增速与能耗强度按 2020 年不变价。",
        "en": "Money is at current prices (by an outside price index); growth and energy intensity are at "
        "2020 prices.",
    },
    "kind_note": {
        "zh": "“达标”指达标概率不低于 50%，“未达标”指低于 50%；每组抽样按规划公布的位数四舍五入后判定。“情景"
        "设定”“情景输入”由情景直接给定，不评达标；“未建模”的指标不给数字。",
        "en": "Met: with a probability of 50% or more; not met: with less. Each draw is judged after "
        "rounding to the precision the plan prints. What a scenario sets itself is not judged; indicators "
        "that are not modelled have no figure.",
    },
    "model_note": {"zh": "模型 {hash}", "en": "Model {hash}"},
    # definition of an indicator
    # confidence
    "confidence_running": {
        "zh": "正在检验模型可信度，约需一两分钟…",
        "en": "Testing the model, one or two minutes…",
    },
    "confidence_count": {"zh": "共 {count} {counted}", "en": "{count} {counted}"},
    "confidence_failed": {"zh": "尚未通过", "en": "Tests not passed"},
    "confidence_record": {"zh": "预测记录", "en": "Record of past forecasts"},
    "confidence_no_record": {
        "zh": "没有与当前模型相符的预测记录；请运行 {command}。",
        "en": "There is no record of today's model; run {command}.",
    },
    "confidence_predictions": {
        "zh": "逐项：{count} 次预测，差的在前",
        "en": "each of the {count} predictions, the worst first",
    },
    "confidence_reality": {"zh": "现实性检验", "en": "Reality checks"},
    "confidence_accounts": {"zh": "账目", "en": "Accounts"},
    "confidence_loops": {"zh": "切断回路", "en": "Loops, cut"},
    # audit
    "audit_all": {"zh": "全部 {count}", "en": "all {count}"},
    "audit_some": {"zh": "{label} {count}", "en": "{label} {count}"},
    "audit_filter": {"zh": "按判断筛选", "en": "Filter by label"},
    "audit_none": {"zh": "没有这一类条目。", "en": "There is no finding of this label."},
    "audit_workings": {"zh": "算式与依据", "en": "Calculation and sources"},
    # model
    "sector": {"zh": "部门", "en": "Sector"},
    "search": {"zh": "查找变量", "en": "Find a variable"},
    "search_hint": {"zh": "输入中文名或英文名", "en": "type a part of its name"},
    "sector_variables": {"zh": "本部门的变量", "en": "Variables of the sector"},
    "role_count": {"zh": "{role}（{count}）", "en": "{role} ({count})"},
    "value_here": {"zh": "（{name}：{value}）", "en": " ({name}: {value})"},
    "element": {"zh": "分项", "en": "Element"},
    "course_alt": {
        "zh": "{name} 情景下该变量（{unit}）2020 年以来的走势",
        "en": "The variable ({unit}) since 2020 in {name}",
    },
    "no_picture": {"zh": "模型文件中没有这个部门的图。", "en": "The model file has no view of this sector."},
    "picture_fit": {"zh": "适合页宽", "en": "Fit"},
    "picture_closer": {"zh": "放大", "en": "Zoom in"},
    "picture_wider": {"zh": "缩小", "en": "Zoom out"},
    "picture_hint": {"zh": "点击变量查看方程", "en": "Click a variable for its equation"},
    # cards of levers and constants
    "effects_heading": {"zh": "单独变动的影响", "en": "Effect when moved alone"},
    "effects_note": {
        "zh": "情景“{name}”，其他一切照旧（不计滑块的改动），从范围一端到另一端。",
        "en": "Scenario {name} as its file has it, without the sliders; moved alone across its range.",
    },
    "effects_ends": {"zh": "{low} → {high}", "en": "{low} → {high}"},
    # the browser's own memory
    "workbench_opens": {"zh": "正在打开推演台…", "en": "Opening the workbench…"},
    "workbench_fails": {
        "zh": "推演台没有打开，请刷新页面",
        "en": "The workbench did not open; reload the page",
    },
    "skip_levers": {"zh": "跳到杠杆", "en": "Skip to the levers"},
    "offer_study": {
        "zh": "这个浏览器里还有上次的推演。",
        "en": "This browser still has your last study.",
    },
    "offer_take": {"zh": "继续上次的推演", "en": "Go on with it"},
    "offer_earlier": {"zh": "更早的推演", "en": "An earlier one:"},
    "other_tab": {
        "zh": "另一个标签页也在改方案。两边各自保存，互不覆盖；要合到一处，用“保存方案”和“打开方案”。",
        "en": "Another tab is changing a study too. Each keeps its own and neither overwrites the other; to "
        "take one to the other, save it and open the file.",
    },
    "offer_leave": {"zh": "不用", "en": "Not now"},
    # notes
    "about_heading": {"zh": "这是什么", "en": "About this model"},
    "about": {
        "zh": "一个闭环的系统动力学模型：人口、劳动、投资、创新、产出、能源互相牵动，从 2020 年推演到 2035 "
        "年。模型不为达标而调参：它以 2020 年基数、观测值和文献范围为据，规划目标能否实现是它给出的回答。",
        "en": "A closed-loop system dynamics model: people, labour, investment, innovation, output and "
        "energy drive each other from 2020 to 2035. It is not tuned to reach the targets: it rests on the "
        "base year, on observations and on ranges from the literature, and whether the targets are met is "
        "its result.",
    },
    "evidence_heading": {"zh": "参数依据", "en": "Evidence behind the constants"},
    "loops_heading": {"zh": "主要反馈回路", "en": "Main feedback loops"},
    "scenarios_heading": {"zh": "情景", "en": "Scenarios"},
    "reading_heading": {"zh": "怎样读图", "en": "How to read the charts"},
    # faults
    "faults_heading": {"zh": "模型或情景文件有误，无法推演", "en": "The model or a scenario file has faults"},
    "faults_note": {"zh": "请改正后刷新页面：", "en": "Correct these, then reload the page:"},
    "link_heading": {
        "zh": "链接中有几处未能采用，其余已恢复",
        "en": "Parts of the link were ignored; the rest is restored",
    },
    # what it would take
    "how": {"zh": "怎样能达到", "en": "What would it take"},
    "how_of": {"zh": "哪一项指标", "en": "Which indicator"},
    "how_figure": {"zh": "{year} 年的{name}要到（{unit}）", "en": "{name} in {year} is to reach ({unit})"},
    "how_probability": {"zh": "达到的概率不低于", "en": "With a probability of at least"},
    "how_reach": {"zh": "怎样能达到", "en": "What would it take"},
    "how_share": {"zh": "谁贡献了多少", "en": "Who contributes what"},
    "how_trade": {"zh": "拿什么换什么", "en": "What is traded for what"},
    "how_note": {
        "zh": "可动的是没有改过的政策杠杆，从 {start} 年起；已改的保持不变。每个问题要在后台搜一两分钟，"
        "期间可以照常用页面，也可以停止；搜索不等于证明。",
        "en": "Levers of policy that are not set here may move, from {start} on; what is set stays. A "
        "question is searched in the background for a minute or two; the page can be used meanwhile, "
        "and the search stopped. A search proves nothing.",
    },
    "how_begun": {"zh": "正在准备…", "en": "Preparing…"},
    "how_running": {"zh": "正在搜索：{done} / {total}", "en": "Searching: {done} / {total}"},
    "how_stop": {"zh": "停止", "en": "Stop"},
    "how_stopped": {"zh": "已停止，没有结果。", "en": "Stopped; there is no result."},
    "told_heading": {
        "zh": "模型、数据或情景在链接生成之后改过，数值与当时不同",
        "en": "Model, data or scenario have changed since the link was made",
    },
    "told_line": {
        "zh": "{name} {year} 年：当时 {before}{sign}，现在 {after}{sign}{unit}",
        "en": "{name} {year}: was {before}{sign}, is {after}{sign}{unit}",
    },
    "told_same": {"zh": "主要指标的数值没有变化。", "en": "The headline figures are the same."},
    "dismiss": {"zh": "知道了", "en": "Dismiss"},
    "crash": {
        "zh": "程序内部出错（{what}）。刷新页面可从地址栏中的状态继续。",
        "en": "An internal error occurred ({what}). Reload the page to continue from the state in the "
        "address bar.",
    },
}


FOREIGN: list[dict[Language, str]] = [  # labels of Streamlit, which it has in English alone
    {"zh": "页面", "en": "App pages"},
    {"zh": "跳到正文", "en": "Skip to main content"},
    {"zh": "请选择", "en": "Choose an option"},
    {"zh": "打开", "en": "Open"},
    {"zh": "本节链接", "en": "Link to heading"},
    {"zh": "没有匹配的项", "en": "No results"},
    {"zh": "上传", "en": "Upload"},
    {"zh": "每个文件不超过 200 MB", "en": "200MB per file"},
    {"zh": "选择文件上传", "en": "file upload"},
    {"zh": "没有这个页面", "en": "Page not found"},
    {
        "zh": "要打开的页面不在这个应用中，已打开首页。",
        "en": "The page that you have requested does not seem to exist. Running the app's main page.",
    },
    {"zh": "关闭", "en": "Close"},
    {"zh": "知道了", "en": "Dismiss"},
    {"zh": "连接中断", "en": "Connection error"},
    {
        "zh": "模拟器没有应答。已改的设定保存在浏览器中。",
        "en": "Streamlit server is not responding. Are you connected to the internet?",
    },
    {"zh": "清除", "en": "Clear value"},
    {"zh": "主菜单", "en": "Main menu"},
    {"zh": "加一", "en": "Increment"},
    {"zh": "减一", "en": "Decrement"},
]


def say(key: str, language: Language, **values: object) -> str:
    """Return a text of the pages with its values filled in, or a term of the glossary as a heading."""
    return TEXTS[key][language].format(**values) if key in TEXTS else heading(key, language)
