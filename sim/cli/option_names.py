"""Option names in faults: the library's argument names translated to command-line options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.errors import Argument, Fault

_IN_TEXT = re.compile(r"`(\w+)(?:=([^`]+))?`")  # `members`, `resume=True`, `every="step"`


def option_names(command: Any) -> dict[str, str]:
    """Return the options of a command and its subcommands by argument: ``--every`` for ``every``.

    An argument that is called otherwise than its option, such as ``branch`` for ``--from``, goes by both.
    """
    own = [(one.name, option) for one in command.params for option in one.opts if option.startswith("--")]
    names = dict(own) | {option[2:].replace("-", "_"): option for _, option in own}
    for inner in getattr(command, "commands", {}).values():
        names |= option_names(inner)
    return names


def with_options(fault: Fault, options: Mapping[str, str]) -> Fault:
    """Return a fault that names options instead of arguments, in its place and in its texts."""
    zh, en = (_IN_TEXT.sub(lambda found: _in_text(found, options), text) for text in (fault.zh, fault.en))
    place = _place(fault.place, options) if isinstance(fault.place, Argument) else fault.place
    return replace(fault, zh=zh, en=en, place=place)


def _in_text(found: re.Match[str], options: Mapping[str, str]) -> str:
    name, value = found[1], found[2] or "True"
    if name not in options:
        return found[0]
    return options[name] if value == "True" else f"{options[name]} {value}".replace('"', "")


def _place(place: str, options: Mapping[str, str]) -> str:
    name, _, value = place.partition("=")
    return f"{options[name]} {value}".rstrip() if name in options else place
