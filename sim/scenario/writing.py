"""Settings written as a scenario file that extends the scenario on which they stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from sim.names import fold
from sim.registry.schema import Bilingual
from sim.scenario.changes import Setting
from sim.scenario.levers import PATH
from sim.scenario.load import Scenario
from sim.scenario.paths import LeverPath
from sim.scenario.settable import lever_fields
from sim.scenario.workspace import Workspace


def scenario_text(
    parent: Scenario, settings: Iterable[Setting], title: Bilingual, workspace: Workspace
) -> str:
    """Return the text of a scenario file that sets levers on top of another scenario.

    Parameters
    ----------
    settings : paths of levers, and numbers of their fields, under the model's names: ``X``, ``X start``
    title : of the new scenario
    """
    known = lever_fields(workspace.slots)
    given: dict[str, list[str]] = {}
    for setting in settings:
        slot, field = known[fold(setting.name)]
        given.setdefault(slot.key, []).append(_field(field, setting))
    levers = [f"  {_quoted(name)}: {{{', '.join(fields)}}}" for name, fields in given.items()]
    about = Bilingual(zh=f"以“{parent.title.zh}”为基础。", en=f"On top of the scenario {parent.title.en}.")
    lines = [f"extends: {_quoted(parent.name)}", *_both("title", title), *_both("about", about)]
    return "\n".join([*lines, "levers:" if levers else "levers: {}", *levers, ""])


def _field(name: str, setting: Setting) -> str:
    if isinstance(setting.value, LeverPath):
        years = (f"{year}: {value!r}" for year, value in setting.value.values.items())
        return f"{PATH}: {{{', '.join(years)}}}"
    return f"{name}: {setting.value!r}"


def _both(field: str, text: Bilingual) -> Iterator[str]:
    yield f"{field}: {{zh: {_quoted(text.zh)}, en: {_quoted(text.en)}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
