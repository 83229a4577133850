"""What things are called, in any spelling and in both languages: one resolver for all that takes a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from sim.errors import Fault, SimError, nearest_of
from sim.names import fold, split_element
from sim.units import Language

_QUOTES = str.maketrans("", "", "“”‘’")
_FEW = 12  # names that a message lists rather than say where they are listed


def fold_any(text: str) -> str:
    """Return the form in which two spellings of one name are equal, in Chinese or English.

    Full-width letters, digits and marks count as half-width ones, and curly quotation marks not at all.

    Examples
    --------
    >>> fold_any("“雏鹰”企业（家）"), fold_any("ＰＭ2.5　年均浓度"), fold_any("Public_Investment")
    ('雏鹰企业(家)', 'pm2.5 年均浓度', 'public investment')
    """
    return fold(unicodedata.normalize("NFKC", text).translate(_QUOTES))


def one_line(text: str) -> str:
    """Return text as a message quotes it: as it is, or escaped where it holds line breaks or the like."""
    return text if text.isprintable() else ascii(text)[1:-1]


class Names:
    """Things of one kind by their names: ids, and what else they are called in either language.

    An id goes before another name, and the first of the other names before those that follow.

    Parameters
    ----------
    what : what such a thing is called, in Chinese and English
    called : other names of each thing, by its id
    listed_by : the commands that list them all, for messages
    """

    def __init__(self, what: tuple[str, str], called: Mapping[str, Iterable[str]], *listed_by: str) -> None:
        self.ids = tuple(called)
        self.what, self._listed_by = what, listed_by
        self._spellings: dict[str, str] = {}  # every name as it is written: its id
        self._ranks: tuple[dict[str, list[str]], ...] = ({}, {}, {})  # folded: ids
        for name, others in called.items():
            for place, spelling in enumerate((name, *others)):
                self._spellings.setdefault(spelling, name)
                found = self._ranks[min(place, 2)].setdefault(fold_any(spelling), [])
                found += [] if name in found else [name]

    def find(self, given: str) -> tuple[str, ...]:
        """Return the ids that a name may mean: one, several or none."""
        if given in self.ids:
            return (given,)
        folded = fold_any(given)
        return tuple(next((rank[folded] for rank in self._ranks if folded in rank), ()))

    def resolve(self, given: str, place: str) -> str:
        """Return the id that a name means.

        Raises
        ------
        SimError: there is none, or there are several.
        """
        found = self.find(given)
        if len(found) == 1:
            return found[0]
        raise SimError(self.fault(given, place))

    def known(self, given: str) -> str:
        """Return the id that a name means, or the name as it is where it means none, or several."""
        found = self.find(given)
        return found[0] if len(found) == 1 else given

    def with_element(self, given: str, elements: Names, place: str = "") -> str:
        """Return the id that ``name`` or ``name[element]`` means, as given where no thing has the name.

        Parameters
        ----------
        elements : names of the elements of subscripts

        Raises
        ------
        SimError: the name may mean several.
        """
        whole = unicodedata.normalize("NFKC", given)
        base, bracket = split_element(whole)
        for name in (given, base):
            found = self.find(name)
            if len(found) > 1:
                raise SimError(self.several(name, found, place))
            if found:
                return found[0] if name == given else f"{found[0]}{elements._bracketed(bracket)}"
        return given

    def _bracketed(self, bracket: str) -> str:
        """Return ``[element, …]`` with each element by its id."""
        parts = (self.known(part.strip()) for part in bracket.strip("[]").split(","))
        return f"[{','.join(parts)}]"

    def nearest(self, given: str) -> tuple[str, str] | None:
        """Return the known name most like what was given, as it is written, and its id."""
        written: dict[str, str] = {}
        for name in (*self.ids, *self._spellings):
            written.setdefault(fold_any(name), name)
        near = nearest_of(fold_any(given), written)
        return None if near is None else (near, self._spellings[near])

    def fault(self, given: str, place: str) -> Fault:
        """Return the fault of a name that means none or several."""
        found = self.find(given)
        return self.several(given, found, place) if found else self.unknown(given, place)

    def unknown(self, given: str, place: str) -> Fault:
        """Return the fault of a name that nothing has: the nearest one, or what there is."""
        zh, en = self.hint(given)
        given = one_line(given)
        return Fault(
            "unknown-name",
            f'没有名为 "{given}" 的{self.what[0]}。{zh}',
            f'no {self.what[1]} "{given}".{en}',
            place,
        )

    def hint(self, given: str) -> tuple[str, str]:
        """Return the end of a message on a name that nothing has, in Chinese and English."""
        near = self.nearest(given)
        if near is not None:
            spelling, name = near
            zh, en = ("", "") if spelling == name else (f"（{name}）", f" ({name})")
            return f'最接近的是 "{spelling}"{zh}。', f' Nearest: "{spelling}"{en}.'
        wholes = [name for name in self.ids if split_element(name)[0] not in self.ids or "[" not in name]
        if len(wholes) <= _FEW or not self._listed_by:
            listed = ", ".join(wholes[:_FEW]) + (" …" if len(wholes) > _FEW else "")
            return (f"可用的有：{listed}。", f" There are: {listed}.") if wholes else ("", "")
        return f"全部见 {' 和 '.join(self._listed_by)}。", f" See {' and '.join(self._listed_by)}."

    def several(self, given: str, found: Iterable[str], place: str) -> Fault:
        """Return the fault of a name that several things have."""
        listed, given = ", ".join(f'"{name}"' for name in found), one_line(given)
        return Fault(
            "unknown-name",
            f'"{given}" 可指几个{self.what[0]}：{listed}。请写其中一个。',
            f'"{given}" may be any of several: {listed}. Name one of them.',
            place,
        )


NO_NAMES = Names(("", ""), {})
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
_HALVES = " / "
_HEAD: Mapping[Language, re.Pattern[str]] = {
    "zh": re.compile("[。；，（]"),
    "en": re.compile(r"[;,(]|\.(?:\s|$)"),
}
_FIRST = re.compile("[：:]")


def halves(text: str) -> Mapping[Language, str]:
    """Return the Chinese and the English of ``中文 / English``; "" for what is missing.

    A text without a Chinese character is English, one that does not divide is Chinese.
    """
    if not _HAN.search(text):
        return {"zh": "", "en": text}
    start = text.find(_HALVES)
    while start >= 0:
        left, right = text[:start], text[start + len(_HALVES) :]
        if _HAN.search(left) and not _HAN.search(right):
            return {"zh": left.strip(), "en": right.strip()}
        start = text.find(_HALVES, start + 1)
    return {"zh": text, "en": ""}


def comment_names(comment: str) -> tuple[str, ...]:
    """Return what a variable's comment calls it in either language: how it begins, the longer form first.

    Examples
    --------
    >>> comment_names("住房供应：终点值 / Housing supply: value after the ramp")
    ('住房供应：终点值', '住房供应', 'Housing supply: value after the ramp', 'Housing supply')
    """
    heads = [_HEAD[language].split(text)[0].strip() for language, text in halves(comment).items()]
    longer_first = ((head, _FIRST.split(head)[0].strip()) for head in heads)
    return tuple(dict.fromkeys(name for pair in longer_first for name in pair if name))
