"""Report of the check of a model file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from sim.engine.model import Failure, Feedback
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, Value, key_values
from sim.report.words.glossary import word
from sim.report.words.numbers import print_plain
from sim.report.words.scenarios import short_hash
from sim.run.model_file import ModelCheck
from sim.units import LANGUAGES, Language

if TYPE_CHECKING:
    from sim.engine.reality import RealityCheck

Label = Mapping[Language, str]

FINDINGS_SHOWN, LOOPS_SHOWN = 50, 8
PLAIN_LOOP = 2  # variables in the loop of a stock and its drain, which is common; longer loops come first
KINDS = ("stock", "auxiliary", "constant", "lookup", "data")
LABELS: dict[str, Label] = {
    "variables": {"zh": "变量", "en": "variables"},
    "scalars": {"zh": "展开下标后的标量", "en": "scalars, subscripts written out"},
    "stock": {"zh": "存量", "en": "stocks"},
    "auxiliary": {"zh": "流量与辅助变量", "en": "flows and auxiliaries"},
    "constant": {"zh": "常量", "en": "constants"},
    "lookup": {"zh": "查找表", "en": "lookups"},
    "data": {language: word("role.data", language) for language in LANGUAGES},
    "subscripted": {"zh": "带下标的变量", "en": "variables with subscripts"},
    "without_units": {"zh": "没有单位的变量", "en": "variables without units"},
    "without_comment": {"zh": "没有注释的变量", "en": "variables without a comment"},
    "unused": {"zh": "没有用到的常量、查找表与数据", "en": "constants, lookups and data not used"},
    "results": {"zh": "最终结果（不再被引用的变量）", "en": "final results (used by no equation)"},
    "feedback_groups": {"zh": "反馈组", "en": "groups with feedback"},
    "independent_loops": {"zh": "独立的反馈回路", "en": "independent feedback loops"},
    "initial_time": {"zh": "起始时间", "en": "initial time"},
    "final_time": {"zh": "结束时间", "en": "final time"},
    "time_step": {"zh": "步长", "en": "time step"},
    "saveper": {"zh": "保存间隔", "en": "time between saves"},
}


def model_report(check: ModelCheck) -> Report:
    """Return the report of a check of a model."""
    return Report(partial(_blocks, check), partial(_rows, check), partial(_record, check))


def _record(check: ModelCheck) -> dict[str, object]:
    """Return counts, time settings and hash of a model, and all findings of its check."""
    return {
        **_counts(check),
        "passed": check.is_passed,
        "broken": [{"variable": one.variable, "time": one.time} for one in check.failures],
        "units": [
            {
                "kind": one.kind,
                "variable": one.variable,
                "line": one.line,
                "zh": one.fault.zh,
                "en": one.fault.en,
            }
            for one in check.findings
        ],
        "reality_checks": [
            {
                "name": one.name,
                "line": one.line,
                "holds": one.holds,
                "broken_at": one.time,
                "faults": [{"zh": fault.zh, "en": fault.en} for fault in one.faults],
            }
            for one in check.reality
        ],
        "notes": [{"place": one.place, "zh": one.zh, "en": one.en} for one in check.model.notes],
        "left_out": check.model.left_out,
        "unused": check.unused,
        "results": check.results,
        "feedback": [
            {
                "variables": group.variables,
                "stocks": group.stocks,
                "independent_loops": group.independent_loops,
                "loops": group.loops,
            }
            for group in check.feedback
        ],
    }


def _rows(check: ModelCheck, language: Language) -> Table:
    """Return columns key and value, with one row for each finding."""
    rows: list[tuple[str, object]] = [*_counts(check).items(), ("passed", check.is_passed)]
    rows += [("broken", f"{one.variable} {print_plain(one.time)}") for one in check.failures]
    rows += [(f"units {one.kind}", f"{one.line}: {one.fault.text(language)}") for one in check.findings]
    rows += [("reality check", _reality_line(one, language)) for one in check.reality]
    rows += [("note", one.text(language)) for one in check.model.notes]
    rows += [("left out", name) for name in check.model.left_out]
    rows += [("unused variable", name) for name in check.unused]
    rows += [("result", name) for name in check.results]
    rows += [("loop", _written(loop)) for group in check.feedback for loop in group.loops]
    return key_values(rows)


def _blocks(check: ModelCheck, language: Language) -> Iterator[Block]:
    """Yield a row for each count, the findings, and the outcome."""
    counts = _counts(check)
    rows: list[Row] = [[label[language], _cell(counts[key])] for key, label in LABELS.items()]
    rows.append([{"zh": "内容哈希", "en": "hash"}[language], short_hash(check.model.hash)])
    heading = {"zh": "模型结构", "en": "Structure of the model"}[language]
    yield from (Table([Column(heading, is_figure=False, limit=40), Column("")], rows), "")
    lines = [
        _listed({"zh": "没有用到", "en": "Not used"}[language], check.unused, language),
        *(f"{one.place}: {one.text(language)}" for one in check.model.notes),
        *_feedback_lines(check.feedback, language),
        *_unit_lines(check, language),
        *(_reality_line(one, language) for one in check.reality),
        _outcome(check.failures, language),
        _unit_outcome(len(check.unit_faults), language),
    ]
    for line in filter(None, lines):
        text = line.lstrip()
        yield Paragraph(text, line.removesuffix(text), hang=2)


# --- counts ---------------------------------------------------------------------------------


def _counts(check: ModelCheck) -> dict[str, Value]:
    model = check.model
    variables = model.variables.values()
    kinds = Counter(variable.kind for variable in variables)
    return {
        "model_hash": model.hash,
        "variables": len(variables),
        "scalars": sum(len(variable.elements) for variable in variables),
        **{kind: kinds[kind] for kind in KINDS},
        "subscripted": sum(bool(variable.dimensions) for variable in variables),
        "without_units": sum(not variable.units for variable in variables),
        "without_comment": sum(not variable.comment for variable in variables),
        "unused": len(check.unused),
        "results": len(check.results),
        "feedback_groups": len(check.feedback),
        "independent_loops": sum(group.independent_loops for group in check.feedback),
        "initial_time": model.initial_time,
        "final_time": model.final_time,
        "time_step": model.time_step,
        "saveper": model.saveper,
    }


def _cell(value: Value) -> Cell | Value:
    return Cell(value, print_plain(value)) if isinstance(value, float) else value


# --- feedback -------------------------------------------------------------------------------


def _feedback_lines(feedback: Sequence[Feedback], language: Language) -> Iterator[str]:
    """Yield each group with its stocks and shortest loops, then variables that act only on themselves."""
    alone = [group.variables[0] for group in feedback if len(group.variables) == 1]
    for number, group in enumerate((one for one in feedback if len(one.variables) > 1), 1):
        variables, loops = len(group.variables), group.independent_loops
        title = {
            "zh": f"反馈组 {number}（变量 {variables} 个，独立回路 {loops} 条），存量",
            "en": f"Feedback group {number} (variables: {variables}, independent loops: {loops}), stocks",
        }[language]
        yield _listed(title, group.stocks, language)
        yield from _loop_lines(group, language)
    yield _listed({"zh": "只作用于自身", "en": "Acting on themselves alone"}[language], alone, language)


def _loop_lines(group: Feedback, language: Language) -> Iterator[str]:
    longer = [loop for loop in group.loops if len(loop) > PLAIN_LOOP]
    shown = (longer or group.loops)[:LOOPS_SHOWN]
    for loop in shown:
        yield f"  {_written(loop)}"
    hidden = len(group.loops) - len(shown)
    if hidden:
        yield {
            "zh": f"  另有 {hidden} 条，见 JSON 格式。",
            "en": f"  More loops in JSON: {hidden}.",
        }[language]


def _written(loop: Sequence[str]) -> str:
    return " → ".join([*loop, loop[0]])


# --- units ----------------------------------------------------------------------------------


def _unit_lines(check: ModelCheck, language: Language) -> Iterator[str]:
    """Yield the faults of the units, then the doubtful findings; missing units are counted above."""
    reported = sorted(
        (one for one in check.findings if one.kind != "missing"), key=lambda finding: not finding.is_fault
    )
    for one in reported[:FINDINGS_SHOWN]:
        yield f"{'✗' if one.is_fault else '·'} {one.fault.place}: {one.fault.text(language)}"
    hidden = len(reported) - FINDINGS_SHOWN
    if hidden > 0:
        yield {
            "zh": f"  另有 {hidden} 处，见 JSON 格式。",
            "en": f"  More findings in JSON: {hidden}.",
        }[language]


def _unit_outcome(faults: int, language: Language) -> str:
    if not faults:
        return {"zh": "✓ 单位：左右一致。", "en": "✓ Units balance."}[language]
    return {"zh": f"✗ 单位：有 {faults} 处不一致。", "en": f"✗ Units do not balance; faults: {faults}."}[
        language
    ]


# --- reality checks -------------------------------------------------------------------------


def _reality_line(check: RealityCheck, language: Language) -> str:
    """Return whether a reality check of the file holds, or why it was not run."""
    if check.holds is None:
        reasons = " ".join(fault.text(language) for fault in check.faults)
        head = {
            "zh": f'· 现实性检验 "{check.name}" 没有执行：',
            "en": f'· Reality check "{check.name}" not run: ',
        }
        return head[language] + reasons
    if check.time is None:
        return {"zh": f'✓ 现实性检验 "{check.name}" 成立。', "en": f'✓ Reality check "{check.name}" holds.'}[
            language
        ]
    time = print_plain(check.time)
    return {
        "zh": f'✗ 现实性检验 "{check.name}" 不成立，最早在时间 {time}。',
        "en": f'✗ Reality check "{check.name}" is broken, first at time {time}.',
    }[language]


# --- lines ----------------------------------------------------------------------------------


def _outcome(failures: Sequence[Failure], language: Language) -> str:
    if not failures:
        return {
            "zh": "✓ 语法、函数、代数环：没有问题；按默认值试算，所有变量都是有限的数字。",
            "en": "✓ Syntax, functions and loops are in order; a run of the defaults stays finite.",
        }[language]
    first = failures[0]
    return {
        "zh": f'✗ 按默认值试算，变量 "{first.variable}" 从时间 {print_plain(first.time)} 起不是有限的数字。',
        "en": f'✗ In a run of the defaults "{first.variable}" '
        f"is not a finite number from time {print_plain(first.time)} on.",
    }[language]


def _listed(title: str, names: Iterable[str], language: Language) -> str:
    """Return ``title: a, b``, or "" without names."""
    listed = ", ".join(names)
    return f"{title}{'：' if language == 'zh' else ': '}{listed}" if listed else ""
