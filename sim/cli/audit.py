"""The command ``teda audit``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.help import BilingualCommand
from sim.cli.options import Format, HomeFolder, Lang, Out, PlanChoice, home_of
from sim.cli.output import Output, read_output
from sim.errors import Faults, fail, suggestion
from sim.units import LANGUAGES

if TYPE_CHECKING:
    from sim.analysis.audit import Label

LabelName = Annotated[
    str,
    typer.Option(
        "--label",
        metavar="LABEL",
        help="只列：矛盾、偏紧或隐含条件\nonly one: contradict, strain or imply",
    ),
]


def add_audit_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "audit",
        cls=BilingualCommand,
        help="""规划体检：规划自己的数字彼此是否矛盾、偏紧、隐含什么。只有算术，不用模型。
Audit the plan: compare its own figures with one another, by arithmetic, without the model.""",
        epilog="""例 Examples
  teda audit --label 偏紧
  teda audit --label strain --lang en
  teda audit
  teda audit --out audit.csv
  teda audit --format json --out audit.json""",
    )(audit)


def audit(
    label: LabelName = "",
    lang: Lang = "zh",
    form: Format = "",
    out: Out = "",
    home: HomeFolder = None,
    plan: PlanChoice = "",
) -> None:
    """List what the plan's own figures say about one another."""
    output, wanted = _read_options(lang, form, out, label)
    from sim.analysis.audit import audit as audit_plan
    from sim.report.tables.audit import audit_report

    findings = [each for each in audit_plan(home_of(home, plan)) if wanted in (None, each.label)]
    output.write_report(audit_report(findings))


def _read_options(lang: str, form: str, out: str, label: str) -> tuple[Output, Label | None]:
    """Return the checked options.

    Raises
    ------
    SimError: the faults of all of them.
    """
    with Faults() as faults:
        output = faults.take(read_output, lang, form, out)
        wanted = faults.take(read_label, label)
    return output, wanted


def read_label(text: str) -> Label | None:
    """Return the label of a word in either language, None for no word.

    Raises
    ------
    SimError: the word is no label.
    """
    from sim.analysis.audit import LABELS
    from sim.report.tables.audit import label_word

    known = {label_word(label, language): label for label in LABELS for language in LANGUAGES}
    if not text:
        return None
    if text not in known:
        zh, en = suggestion(text, known)
        raise fail(
            "invalid-choice",
            f'"{text}" 不可用，应是以下之一：{"、".join(known)}。{zh}',
            f'"{text}" is invalid; it must be one of: {", ".join(known)}.{en}',
            f"--label {text}",
        )
    return known[text]
