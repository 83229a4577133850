"""What a template is used for: its layouts and placeholders, its colours and fonts, and what does not fit."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sim.errors import Fault
from sim.report.deck.fit import in_cm, room_faults
from sim.report.deck.footers import KINDS
from sim.report.deck.layouts import (
    area_of,
    area_of_content,
    cover_layout,
    is_title,
    kind_of,
    others,
    page_layout,
    size_of,
)
from sim.report.deck.lettering import Area
from sim.report.deck.template import read_template
from sim.report.deck.theme import Theme, contrast, theme_of
from sim.report.record import Block, Column, Paragraph, Report, Row, Table, section
from sim.report.words.figures import MET, NOT_MET
from sim.report.words.glossary import GLOSSARY, headings
from sim.report.words.numbers import NO_FIGURE, print_figure
from sim.units import Language

TEXT_CONTRAST, LINE_CONTRAST = 4.5, 3.0  # Web Content Accessibility Guidelines 2.2, 1.4.3 and 1.4.11
_WIDE = 40  # cells of a column of words
_USES: dict[str, tuple[str, str]] = {
    "bg1": ("底色", "ground"),
    "tx1": ("文字；远景为其浅色", "text; the vision in a lighter tone"),
    "accent1": ("本情景的线，区间为其浅色", "line of the scenario, bands in lighter tones"),
    "accent2": ("并列的第二个情景", "second scenario"),
    "accent3": ("并列的第三个情景", "third scenario"),
    "accent4": ("堆叠图", "stacked charts"),
    "accent5": ("并列的第四个情景，堆叠图", "fourth scenario, stacked charts"),
    "accent6": ("堆叠图", "stacked charts"),
}
_PLACED: dict[str, tuple[str, str]] = {
    "title": ("页的标题", "title of the slide"),
    "content": ("图、表或文字", "chart, table or text"),
    "cover": ("情景、日期和标注", "scenario, date and marking"),
    "dt": GLOSSARY["date"],
    "ftr": ("标注", "marking"),
    "sldNum": ("页码", "number of the slide"),
    "none": ("不放内容", "left empty"),
}
_PAGES: dict[Language, tuple[str, str]] = {
    "zh": ("封面用版式“{}”", "其他各页用版式“{}”"),
    "en": ('Cover: layout "{}"', 'All other slides: layout "{}"'),
}


@dataclass(frozen=True, eq=False)
class Inspection:
    """A template that was looked at.

    Parameters
    ----------
    deck : it, without its slides
    faults : what does not fit
    notes : what is otherwise than in other decks, in both languages
    """

    deck: Any
    theme: Theme
    faults: tuple[Fault, ...]
    notes: tuple[tuple[str, str], ...]

    @property
    def is_fit(self) -> bool:
        """Return whether everything fits."""
        return not self.faults


def inspect(path: str | os.PathLike[str]) -> Inspection:
    """Look at a template.

    Raises
    ------
    SimError: it cannot be read, or has no layout with a title.
    """
    deck = read_template(path).deck
    theme = theme_of(page_layout(deck).slide_master)
    faults = (*room_faults(deck), *_colour_faults(theme))
    return Inspection(deck, theme, faults, tuple(_notes(page_layout(deck), theme)))


def _colour_faults(theme: Theme) -> Iterator[Fault]:
    """Yield the colours that are hard to see on their ground."""
    ground = theme.colours.get("bg1", "FFFFFF")
    for name, least in (("tx1", TEXT_CONTRAST), ("accent1", LINE_CONTRAST), ("accent2", LINE_CONTRAST)):
        if name in theme.colours and contrast(theme.colours[name], ground) < least:
            is_, wanted = (print_figure(each, 1) for each in (contrast(theme.colours[name], ground), least))
            zh, en = (word.partition("；" if word == _USES[name][0] else ";")[0] for word in _USES[name])
            zh = f"颜色 {name}（{zh}）与底色的对比度只有 {is_}，看不清；至少要 {wanted}。"
            en = f"the colour {name} ({en}) has a contrast of {is_} to its ground; it takes {wanted}."
            yield Fault("outside-limits", zh, en)


def _notes(layout: Any, theme: Theme) -> Iterator[tuple[str, str]]:
    lacking = [kind for kind in KINDS if kind not in map(kind_of, layout.placeholders)]
    if lacking:
        zh, en = (
            "、".join(_PLACED[kind][0] for kind in lacking),
            ", ".join(_PLACED[kind][1] for kind in lacking),
        )
        yield (
            f"版式“{layout.name}”没有这些占位符，各页不写：{zh}。",
            f'The layout "{layout.name}" lacks placeholders, so slides go without: {en}.',
        )
    if theme.is_red:
        yield (
            "主色是红色，图中的目标改用文字的颜色，以免与情景的线混淆。",
            "The first accent is red, so targets in charts have the colour of text.",
        )


def inspection_report(found: Inspection) -> Report:
    """Return what a template is used for, as a report."""
    return Report(partial(_blocks, found), None, partial(_record, found))


def _record(found: Inspection) -> dict[str, object]:
    return {"passed": found.is_fit, "faults": [{"zh": one.zh, "en": one.en} for one in found.faults]}


def _blocks(found: Inspection, language: Language) -> Iterator[Block]:
    place = 0 if language == "zh" else 1
    words = _WORDS[language]
    yield from (section(words["layouts"], language), _layouts(found.deck, language))
    yield from ("", section(words["colours"], language), _colours(found.theme, language))
    yield from ("", section(words["fonts"], language))
    for key, faces in (("heads", found.theme.heads), ("bodies", found.theme.bodies)):
        yield Paragraph(words[key].format(*(face or words["system"] for face in faces)))
    yield ""
    for note in found.notes:
        yield Paragraph(note[place])
    for fault in found.faults:
        yield Paragraph(f"{NOT_MET} {fault.text(language)}", hang=2)
    if found.is_fit:
        yield Paragraph(f"{MET} {words['fit']}", hang=2)


_WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "layouts": "版式与占位符",
        "colours": "主题颜色",
        "fonts": "主题字体",
        "heads": "标题：西文 {}，中文 {}",
        "bodies": "正文：西文 {}，中文 {}",
        "system": "随系统",
        "fit": "这个模板可以用。",
    },
    "en": {
        "layouts": "Layouts and placeholders",
        "colours": "Colours of the theme",
        "fonts": "Fonts of the theme",
        "heads": "Titles: Latin {}, Chinese {}",
        "bodies": "Text: Latin {}, Chinese {}",
        "system": "of the system",
        "fit": "The template can be used.",
    },
}


def _layouts(deck: Any, language: Language) -> Table:
    """Return the placeholders of both layouts: what goes into each, where it stands, the size of its text."""
    placeholder, holds, *figures = headings(
        language, "placeholder", "placed", "left_top", "width_height", "font_size"
    )
    columns = [
        *(Column(text, is_figure=False, limit=_WIDE) for text in (placeholder, holds)),
        *(Column(f"{text} [{unit}]") for text, unit in zip(figures, ("cm", "cm", "pt"), strict=True)),
    ]
    rows: list[Row | str] = []
    for number, chosen in enumerate((cover_layout(deck), page_layout(deck))):
        rows.append(_PAGES[language][number].format(chosen.name))
        found = [(each, _placed(each, chosen, is_cover=not number)) for each in chosen.placeholders]
        rows += [
            (
                holder.name,
                _PLACED[key][0 if language == "zh" else 1],
                *_where(area_of(holder)),
                print_figure(size_of(holder), 0) if key in ("title", "cover") else "",
            )
            for holder, key in found
        ]
        if number and "content" not in (key for _, key in found):
            content = _PLACED["content"][0 if language == "zh" else 1]
            rows.append((NO_FIGURE, content, *_where(area_of_content(chosen)), ""))
    return Table(columns, rows)


def _where(area: Area) -> tuple[str, str]:
    return in_cm(area.left, area.top), in_cm(area.width, area.height)


def _placed(holder: Any, layout: Any, *, is_cover: bool) -> str:
    """Return what goes into a placeholder, as a key of `_PLACED`."""
    kind = kind_of(holder)
    if is_title(holder):
        return "title"
    if kind in KINDS:
        return "none" if is_cover else kind
    number = holder.placeholder_format.idx
    if is_cover:
        return "cover" if number == min(each.placeholder_format.idx for each in others(layout)) else "none"
    return "content" if area_of(holder) == area_of_content(layout) else "none"


def _colours(theme: Theme, language: Language) -> Table:
    colour, code, uses, contrasts = headings(language, "colour", "code", "uses", "contrast")
    columns = [
        *(Column(text, is_figure=False, limit=_WIDE) for text in (colour, code, uses)),
        Column(contrasts),
    ]
    ground = theme.colours.get("bg1", "FFFFFF")
    rows = [
        (
            name,
            f"#{theme.colours[name]}",
            _USES[name][0 if language == "zh" else 1],
            "" if name == "bg1" else print_figure(contrast(theme.colours[name], ground), 1),
        )
        for name in _USES
        if name in theme.colours
    ]
    return Table(columns, rows)
