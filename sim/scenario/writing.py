"""Settings written as a scenario file that extends the scenario on which they stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from sim.registry.schema import Bilingual
from sim.scenario.changes import Setting
from sim.scenario.load import Scenario
from sim.scenario.paths import LeverPath


def scenario_text(parent: Scenario, settings: Iterable[Setting], title: Bilingual) -> str:
    """Return the text of a scenario file that sets levers on top of another scenario.

    Parameters
    ----------
    settings : end values and paths of levers, under the model's names
    title : of the new scenario
    """
    given: dict[str, list[str]] = {}
    for setting in settings:
        given.setdefault(setting.name, []).append(_field(setting))
    levers = [f"  {_quoted(name)}: {{{', '.join(fields)}}}" for name, fields in given.items()]
    about = Bilingual(zh=f"以“{parent.title.zh}”为基础。", en=f"On top of the scenario {parent.title.en}.")
    lines = [f"extends: {_quoted(parent.name)}", *_both("title", title), *_both("about", about)]
    return "\n".join([*lines, "levers:" if levers else "levers: {}", *levers, ""])


def _field(setting: Setting) -> str:
    if isinstance(setting.value, LeverPath):
        years = (f"{year}: {value!r}" for year, value in setting.value.values.items())
        return f"path: {{{', '.join(years)}}}"
    return f"to: {setting.value!r}"


def _both(field: str, text: Bilingual) -> Iterator[str]:
    yield f"{field}: {{zh: {_quoted(text.zh)}, en: {_quoted(text.en)}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
