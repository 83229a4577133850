"""Time settings of an XMILE file: ``<sim_specs>`` (2.3, 3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.engine.language.source import Equation, Method
from sim.engine.language.writing import number_text
from sim.engine.xmile.elements import Element
from sim.errors import Faults, fail
from sim.names import CONTROLS, fold

# Stella's RK2 is Heun's method (isee's Computational Details); "midpoint" is what we write for Vensim's.
_METHODS: dict[str, Method] = {
    "euler": "euler",
    "midpoint": "rk2",
    "rk2": "heun",
    "rk4": "rk4",
    "rk45": "rk4",
}
STAGED = frozenset({"heun", "rk2", "rk4"})  # methods that compute flows more than once a step
_GROUP = "Control"
_SAVES = ("saveper", "savestep")
_CONTROLS = {fold(name) for name in CONTROLS}


@dataclass(frozen=True)
class Settings:
    """Time settings.

    Parameters
    ----------
    equations : of the time settings
    integration : name of the method in the file, and the method; None where it is not supported
    """

    equations: tuple[Equation, ...]
    integration: tuple[str, Method | None]


def read_settings(root: Element, place: str, saveper: str = "") -> Settings:
    """Return the time settings of a file.

    Parameters
    ----------
    saveper : right-hand side of the variable SAVEPER, where the file has one

    Raises
    ------
    SimError: no settings, or numbers that are none.
    """
    holder = _holder(root)
    if holder is None:
        raise fail("missing", "文件没有时间设置（<sim_specs>）。", "the file has no <sim_specs>.", place)
    at = f"{place}:{holder.line}"
    with Faults() as faults:
        start, stop = (faults.take(_number, holder, tag, None, at) for tag in ("start", "stop"))
        step = faults.take(_number, holder, "dt", 1.0, at)
        save = faults.take(_save_interval, holder, at)
    written = holder.first("dt")
    is_reciprocal = written is not None and written.attributes.get("reciprocal", "").lower() == "true"
    if is_reciprocal and step:
        step = 1.0 / step
    units = " ".join(holder.attributes.get("time_units", "").split())
    texts = {
        "INITIAL TIME": number_text(start),
        "FINAL TIME": number_text(stop),
        "TIME STEP": number_text(step),
        "SAVEPER": number_text(save) if save else saveper or "TIME STEP",
    }
    return Settings(tuple(_equations(texts, units, holder.line)), _integration(holder))


def read_integration(root: Element) -> tuple[str, Method | None]:
    """Return the name of the method of a file, and the method; None where it is not supported."""
    holder = _holder(root)
    return ("", None) if holder is None else _integration(holder)


def _holder(root: Element) -> Element | None:
    models = (element for element in root.all("model") if not element.name)
    places = (root, *models, *root.all("model"))
    return next((one for where in places if (one := where.first("sim_specs"))), None)


def _equations(texts: dict[str, str], units: str, line: int) -> Iterator[Equation]:
    for name, text in texts.items():
        yield Equation(f"{name} = {text}", units, "", (None, None), line, group=_GROUP)


def _number(holder: Element, tag: str, default: float | None, at: str) -> float:
    name, _, value = holder.text_of(tag).rpartition("=")
    text = value.strip() if fold(name) in _CONTROLS else holder.text_of(tag)  # Vensim's: TIME_STEP=1
    if not text and default is not None:
        return default
    try:
        return float(text)
    except ValueError:
        raise fail(
            "not-a-number",
            f'<sim_specs> 的 {tag} 应是数字，这里是 "{text}"。',
            f'{tag} in <sim_specs> must be a number; it is "{text}".',
            at,
        ) from None


def _save_interval(holder: Element, at: str) -> float:
    """Return the interval at which Stella, Vensim or sd.js is told to keep results, 0 without one."""
    written = (holder.attributes.get("save_interval", "").strip(), *map(holder.text_of, _SAVES))
    text = next(filter(None, written), "0")
    if fold(text) == "time step":
        return 0.0
    try:
        return float(text)
    except ValueError:
        raise fail(
            "not-a-number",
            f'保存间隔（save_interval）应是数字，这里是 "{text}"。',
            f'the interval of saves (save_interval) must be a number; it is "{text}".',
            at,
        ) from None


def _integration(holder: Element) -> tuple[str, Method | None]:
    """Return the first method of a list that is known; rk45 falls back to rk4 (3.4.1)."""
    given = holder.attributes.get("method", "").strip() or holder.text_of("method") or "euler"
    known = (_METHODS.get(one.strip().lower()) for one in given.split(","))
    return given, next((one for one in known if one), None)
