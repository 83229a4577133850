"""The causes of a difference as a tree that is opened cause by cause, each with a bar of its share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from sim.analysis.decision.causes import Cause, Why
from sim.report.words.numbers import print_share_change
from sim.report.words.why import cause_words, others_words, print_part, values_words, via_words
from sim.units import Language


def cause_tree(found: Why, language: Language) -> str:
    """Return the tree as HTML; causes of causes are folded, those of the largest are open."""
    return f'<div class="teda tree">{_level(found.causes, found.rest, found.smaller, found, language)}</div>'


def _level(causes: Sequence[Cause], rest: float, smaller: int, found: Why, language: Language) -> str:
    items = [_item(one, found, language, is_open=place == 0) for place, one in enumerate(causes)]
    if smaller:
        items.append(f"<li>{_line(others_words(smaller, language), rest, found)}</li>")
    return f"<ul>{''.join(items)}</ul>"


def _item(one: Cause, found: Why, language: Language, *, is_open: bool) -> str:
    line = _line(cause_words(one, found, language), one.share, found, _more(one, found, language))
    if not one.causes:
        return f"<li>{line}</li>"
    below = _level(one.causes, one.rest, one.smaller, found, language)
    return f"<li><details{' open' if is_open else ''}><summary>{line}</summary>{below}</details></li>"


def _line(name: str, share: float, found: Why, more: Iterable[str] = ()) -> str:
    part = share / found.whole
    side = "less" if part < 0 else "more"
    bar = f'<i class="{side}" style="width:{round(100 * min(abs(part), 1))}%"></i>'
    figures = f"{print_part(share, found)} · {print_share_change(part, 0)}"
    rest = "".join(f' <span class="quiet">{escape(text)}</span>' for text in more)
    return f'<span class="bar">{bar}</span><b>{escape(name)}</b> {escape(figures)}{rest}'


def _more(one: Cause, found: Why, language: Language) -> Iterator[str]:
    """Yield how the cause itself changes, and by way of what it acts."""
    yield values_words(one, found, language)
    if one.via:
        yield f"← {via_words(one, found, language)}"
