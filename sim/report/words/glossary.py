"""Glossary: the terms used as labels in tables, charts, decks, documents and pages, in both languages.

A concept has one Chinese and one English term wherever it is shown. English terms are written as within a
sentence; `heading` capitalises them. Full sentences are kept where they are used.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.units import Language

GLOSSARY: Mapping[str, tuple[str, str]] = {  # key: Chinese, English
    # subject of a table or a chart
    "indicator": ("指标", "indicator"),
    "unit": ("单位", "unit"),
    "year": ("年份", "year"),
    "period": ("时期", "period"),
    "scenario": ("情景", "scenario"),
    "model": ("模型", "model"),
    "plan": ("规划", "plan"),
    "seed": ("种子", "seed"),
    "members": ("成员", "members"),
    "name": ("名称", "name"),
    "id": ("ID", "ID"),
    "chinese_name": ("中文名", "Chinese name"),
    "english_name": ("英文名", "English name"),
    "default": ("默认值", "default"),
    "low": ("下限", "lower limit"),
    "high": ("上限", "upper limit"),
    "function": ("函数", "function"),
    "arguments": ("函数参数", "arguments"),
    "parameter": ("参数", "parameter"),
    "grade": ("等级", "grade"),
    "kind": ("性质", "kind"),
    "measure": ("数值口径", "measure"),
    "price_basis": ("价格口径", "price basis"),
    "number": ("序号", "no."),
    "difference": ("相差", "difference"),
    "compared": ("对照情景", "compared scenario"),
    "loop": ("回路", "loop"),
    "path": ("路径", "path"),
    "source": ("来源", "source"),
    "by_year": ("逐年取值", "by year"),
    "binding_indicators": ("约束性指标", "binding indicators of Table 1"),
    "expected_indicators": ("预期性指标", "expected indicators of Table 1"),
    "other": ("其他", "other"),
    "fault": ("不合格", "fault"),
    "examined": ("数量", "examined"),
    "check": ("检验", "check"),
    # levers and their groups
    "people": ("人口与公共服务", "people and services"),
    "investment": ("投资与招商", "investment"),
    "innovation": ("科技创新（研发）", "innovation (R&D)"),
    "energy": ("能源与减排", "energy and emissions"),
    "land_transport": ("土地与交通", "land and transport"),
    "outside": ("外部需求", "outside demand"),
    "factor": ("倍数", "multiple"),
    # ensembles on disk
    "folder": ("文件夹", "folder"),
    "size": ("大小", "size"),
    "state": ("状态", "state"),
    "date": ("日期", "date"),
    # actuals
    "vintage": ("版本", "vintage"),
    "file": ("文件", "file"),
    "sheet": ("工作表", "sheet"),
    "cell": ("单元格", "cell"),
    "published": ("公布日期", "published"),
    # figures
    "base": ("基数", "base"),
    "estimated": ("基数为估计", "base estimated"),
    "target": ("目标", "target"),
    "stand_in": ("参照目标", "stand-in target"),
    "projected": ("预计", "projected"),
    "simulated": ("推演", "simulated"),
    "median": ("中位数", "median"),
    "band": ("5–95% 区间", "5–95% of draws"),
    "inner_band": ("25–75% 区间", "25–75% of draws"),
    "observation": ("观测", "observation"),
    "observed": ("观测值", "observed"),
    "interval": ("95% 区间", "95% interval"),
    "inner_points": ("25%–75%", "25%–75%"),
    "points": ("5%–95%", "5%–95%"),
    "median_lacks": ("中位数差距", "median lacks"),
    "reached": ("达到年", "reached"),
    "never": ("始终未达", "never"),
    "assessed": ("考核值", "assessed"),
    "plan_base": ("规划基数", "base in the plan"),
    "estimated_base": ("估计的基数", "estimated base"),
    "estimate_range": ("估计的范围", "range of the estimate"),
    "percentile": ("百分位", "percentile"),
    "lies": ("落在", "lies"),
    "remark": ("备注", "remark"),
    "before": ("校准前", "before"),
    "after": ("校准后", "after"),
    "off_before": ("前(σ)", "off before"),
    "off_after": ("后(σ)", "off after"),
    "prior": ("先验", "prior"),
    "deviation": ("标准差", "deviation"),
    "bounds": ("下限–上限", "bounds"),
    "narrowing": ("后验/先验", "posterior/prior"),
    "probability": ("达标概率", "probability"),
    "p_met": ("达标概率", "P(met)"),
    "judgement": ("判定", "judgement"),
    "met": ("达标", "met"),
    "not_met": ("未达标", "not met"),
    "binding": ("约束性", "binding"),
    "expected": ("预期性", "expected"),
    # kind of an indicator: result of a model, sum, setting
    "kind.causal": ("模型推演", "causal"),
    "kind.accounting": ("核算得出", "accounting"),
    "kind.scenario_input": ("情景输入", "scenario input"),
    "kind.set_by_scenario": ("情景设定", "set by scenario"),
    "kind.not_modelled": ("未建模", "not modelled"),
    # price bases
    "prices.constant": ("2020 年不变价", "constant 2020 prices"),
    "prices.current": ("当年价", "current prices"),
    "prices.none": ("", ""),
    # place of a target in the plan
    "section.table1": ("规划表 1 主要指标", "Table 1 of the plan"),
    "section.text": ("规划正文目标", "targets in the text of the plan"),
    "section.vision": ("2035 年远景目标", "vision for 2035"),
    "section.model": ("规划未列的模型结果", "results of the model beyond the plan"),
    # measure of an indicator
    "measure.stock": ("年末数", "at year end"),
    "measure.flow": ("全年数", "for the whole year"),
    "measure.ratio": ("全年比率", "ratio over the year"),
    "measure.growth": ("增长率", "growth"),
    "measure.five_year_sum": ("五年合计", "sum of five years"),
    "measure.reduction": ("比基年的降幅", "reduction against the base year"),
    "measure.peak_year": ("峰值距 2020 年的年数", "years from 2020 to the peak"),
    "measure.none": ("", ""),
    # influences on an indicator
    "parameter_values": ("参数取值 5%–95%", "its 5% to 95%"),
    "indicator_then": ("指标随之", "indicator then"),
    "first_order": ("一阶", "first order"),
    "total_effect": ("总效应", "total effect"),
    "share": ("份额", "share"),
    "lowest": ("最低档", "lowest"),
    "middle": ("中间档", "middle"),
    "highest": ("最高档", "highest"),
    "not_listed": ("未单列", "not listed"),
    "condition": ("条件", "condition"),
    "conditions_count": ("条件数", "number of conditions"),
    "side": ("方向", "side"),
    "limit": ("界限", "limit"),
    "again": ("再现", "again"),
    "limit_in_resamples": ("重抽样的界限", "limit in resamples"),
    "coverage": ("覆盖", "coverage"),
    "density": ("密度", "density"),
    # variables of the model
    "variable": ("变量", "variable"),
    "value": ("数值", "value"),
    "type": ("类别", "type"),
    "subscripts": ("下标", "subscripts"),
    "limits": ("范围", "range"),
    "comment": ("注释", "comment"),
    "line": ("行", "line"),
    "equation": ("方程", "equation"),
    "causes": ("取决于", "depends on"),
    "uses": ("用于", "used in"),
    "role.stock": ("存量", "stock"),
    "role.flow": ("流量", "flow"),
    "role.flow_or_auxiliary": ("流量或辅助变量", "flow or auxiliary"),
    "role.auxiliary": ("辅助变量", "auxiliary"),
    "role.lever": ("杠杆", "lever"),
    "role.constant": ("常量", "constant"),
    "role.lookup": ("查找表", "lookup"),
    "role.data": ("外部数据", "external data"),
    "role.lever_part": ("杠杆的常量", "constant of a lever"),
    "role.switch": ("回路开关", "switch of a loop"),
    "role.control": ("时间设定", "time setting"),
    # grades of evidence
    "grade.A": ("A 就本区公布", "A published for the zone"),
    "grade.B": ("B 由公布数换算", "B scaled from published figures"),
    "grade.C": ("C 有依据的推断", "C reasoned"),
    "grade.D": ("D 估计", "D guess"),
    # facts about a constant or lever
    "fact.about": ("含义", "about"),
    "fact.range": ("不确定范围", "uncertain range"),
    "fact.influence": ("影响大小", "influence"),
    "fact.lever": ("杠杆范围", "range of the lever"),
    "fact.plan": ("规划值", "value in the plan"),
    "fact.history": ("历史上", "in the past"),
    "fact.grade": ("证据等级", "evidence grade"),
    "fact.reason": ("理由", "reason"),
    "fact.source": ("来源", "sources"),
    "fact.loop": ("所切断的回路", "loops cut here"),
    "fact.indicator": ("指标", "indicators"),
    # audit of the plan
    "label.contradict": ("矛盾", "contradict"),
    "label.strain": ("偏紧", "strain"),
    "label.imply": ("隐含条件", "imply"),
    "identity": ("算式", "identity"),
    "reading": ("读法", "reading"),
    "holds": ("成立", "holds"),
    "fails": ("不成立", "does not hold"),
    "derived": ("推算", "derived"),
    "label": ("判断", "label"),
    "item": ("条目", "item"),
    "statement": ("内容", "statement"),
    # slides
    "placeholder": ("占位符", "placeholder"),
    "placed": ("用来放", "put into it"),
    "left_top": ("左 × 上", "left × top"),
    "width_height": ("宽 × 高", "width × height"),
    "font_size": ("字号", "font size"),
    "colour": ("颜色", "colour"),
    "code": ("代码", "code"),
    "contrast": ("与底色的对比度", "contrast to the ground"),
    # tests
    "passed": ("通过", "passed"),
    "not_passed": ("未通过", "not passed"),
    "effect.lower": ("降低", "lower"),
    "effect.higher": ("升高", "higher"),
}


def word(key: str, language: Language) -> str:
    """Return a term as used within a sentence."""
    return GLOSSARY[key][0 if language == "zh" else 1]


def heading(key: str, language: Language) -> str:
    """Return a term as a heading or label: an English one is capitalised."""
    term = word(key, language)
    return term[:1].upper() + term[1:]


def headings(language: Language, *keys: str) -> list[str]:
    """Return terms as headings of columns."""
    return [heading(key, language) for key in keys]


def both(key: str) -> str:
    """Return a term in Chinese and then in English, for a document in both languages."""
    return f"{word(key, 'zh')} {word(key, 'en')}".strip()


def both_heading(key: str) -> str:
    """Return a term as a heading of a document in both languages."""
    return " ".join(dict.fromkeys((word(key, "zh"), heading(key, "en"))))
