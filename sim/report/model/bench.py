"""How fast a model was read, compiled and run, as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json

from sim.report.layout import Column, layout
from sim.report.words.numbers import NO_FIGURE, print_count, print_duration, print_figure, print_size
from sim.run.bench import Bench
from sim.units import Language


def model_bench(bench: Bench, form: str, language: Language) -> str:
    """Return what was measured, in one of the three formats."""
    if form == "json":
        return json.dumps(_record(bench), ensure_ascii=False, indent=1) + "\n"
    return _csv(bench) if form == "csv" else _table(bench, language)


def _record(bench: Bench) -> dict[str, object]:
    return {
        "variables": bench.variables,
        "steps": bench.steps,
        "outputs": list(bench.outputs),
        "members": bench.members,
        "read_seconds": bench.read,
        "compile_seconds": bench.compile,
        "single_run_seconds": bench.single,
        "runs_per_second": {str(threads): rate for threads, rate in bench.rates.items()},
        "result_bytes": bench.held,
        "extra_bytes": bench.extra,
    }


def _csv(bench: Bench) -> str:
    record = _record(bench)
    del record["runs_per_second"]
    rows = [(key, "; ".join(value) if isinstance(value, list) else value) for key, value in record.items()]
    rows += [(f"runs_per_second, threads {threads}", rate) for threads, rate in bench.rates.items()]
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([("key", "value"), *rows])
    return text.getvalue()


def _table(bench: Bench, language: Language) -> str:
    zh, en = _rows(bench)
    variables, steps, members = map(print_count, (bench.variables, bench.steps, bench.members))
    heading = {
        "zh": f"变量 {variables} 个，{steps} 步，成员 {members} 个",
        "en": f"{variables} variables, {steps} steps, {members} members",
    }[language]
    columns = [Column(heading, is_figure=False, limit=60), Column("")]
    return layout(columns, zh if language == "zh" else en)


def _rows(bench: Bench) -> tuple[list[list[str]], list[list[str]]]:
    """Return the rows in Chinese and in English."""
    extra = NO_FIGURE if bench.extra is None else print_size(bench.extra)
    count = len(bench.outputs)
    zh = [
        ["读取", print_duration(bench.read)],
        ["编译并首次运行", print_duration(bench.compile)],
        ["再运行一次", print_duration(bench.single)],
        *([f"{threads} 线程", f"{print_figure(rate, 0)} 次/s"] for threads, rate in bench.rates.items()),
        [f"同时保存的结果（变量 {count} 个）", print_size(bench.held)],
        ["结果之外的内存峰值", extra],
    ]
    en = [
        ["read", print_duration(bench.read)],
        ["compile and first run", print_duration(bench.compile)],
        ["another run", print_duration(bench.single)],
        *(
            [f"threads: {threads}", f"{print_figure(rate, 0)} runs/s"]
            for threads, rate in bench.rates.items()
        ),
        [f"results held at a time (variables: {count})", print_size(bench.held)],
        ["peak memory beyond the results", extra],
    ]
    return zh, en
