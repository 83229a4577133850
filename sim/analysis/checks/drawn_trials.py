"""Reality checks in the members of the prior: the share of them in which every expectation holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.checks.check import Check, Found, found
from sim.analysis.checks.drawn import changed, drawn, is_sound, once, run_drawn
from sim.analysis.checks.expectations import Trial, read_trials
from sim.analysis.checks.trials import compared_years
from sim.arrays import Array
from sim.engine.model import Run
from sim.errors import Fault
from sim.names import split_element
from sim.registry.predicate import YEARS, Predicate
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.scenario.workspace import Workspace

LEAST = 0.99  # share of the members in which a reality check has to hold


@dataclass(frozen=True)
class DrawnTrial:
    """A reality check in the members of the prior.

    Parameters
    ----------
    share : of the members in which all its expectations hold, 0 to 1
    first : number of the first member in which one does not, None where all hold
    broken : that expectation, "" where the member became non-finite
    """

    trial: Trial
    share: float
    first: int | None = None
    broken: str = ""

    @property
    def is_passed(self) -> bool:
        """Return whether it holds in nearly all members."""
        return self.share >= LEAST


@once
def drawn_trials(workspace: Workspace, progress: Progress) -> tuple[DrawnTrial, ...]:
    """Run the reality checks in the members of the prior, one batch for each changed world.

    Raises
    ------
    SimError: faults of ``checks.yaml``.
    """
    trials = read_trials(workspace).reality
    predicates = [each for trial in trials for each in trial.predicates]
    names = tuple(
        dict.fromkeys(split_element(name)[0] for each in predicates for name in each.names.values())
    )
    summed = tuple(dict.fromkeys(split_element(name)[0] for each in predicates for name in each.integrals))
    judged: dict[tuple[str, ...], DrawnTrial] = {}
    for scenario in dict.fromkeys(trial.base.scenario for trial in trials):  # one unchanged run at a time
        own: dict[str, float | Array] | None = None
        for trial in (each for each in trials if each.base.scenario == scenario):
            if own is None:
                fixed = trial.base.constants
                own = {**fixed, **drawn(workspace, fixed)}
                base = run_drawn(own, workspace, names, summed)
            world = run_drawn(_changed(trial, own, workspace), workspace, names, summed)
            judged[trial.keys] = _judged(trial, world, base, workspace)
            progress(len(judged), len(trials))
    return tuple(judged[trial.keys] for trial in trials)


def _changed(
    trial: Trial, own: Mapping[str, float | Array], workspace: Workspace
) -> dict[str, float | Array]:
    """Return the constants of a changed world, one value or (member,) [units of the model] by key."""
    plain = {**workspace.model.constants, **own}
    set_to = {
        key: value
        for key, value in trial.world.constants.items()
        if key in trial.multiples or trial.base.constants.get(key) != value
    }
    return changed(own, {**set_to, **{key: plain[key] * times for key, times in trial.multiples.items()}})


def _judged(trial: Trial, world: Run, base: Run, workspace: Workspace) -> DrawnTrial:
    sound = is_sound(world) & is_sound(base)
    holds = {each.text: _holds(each, world, base) & sound for each in trial.predicates}
    together = np.all([sound, *holds.values()], axis=0)
    if together.all():
        return DrawnTrial(trial, 1.0)
    first = int(np.argmin(together))
    broken = next((text for text, each in holds.items() if not each[first]), "") if sound[first] else ""
    return DrawnTrial(trial, float(together.mean()), first, broken)


def _holds(predicate: Predicate, world: Run, base: Run) -> NDArray[np.bool_]:
    """Return whether an expectation holds in every year and element, (member,) [true or false]."""
    years = (world.time - world.time[0]).reshape(1, 1, -1, 1, 1)
    members = max(world.members, base.members)
    integrals = set(predicate.integrals)
    values = {YEARS: np.broadcast_to(years, (2, 2, world.time.size, 1, members))} | {
        placeholder: _values(name, (world, base), members, is_summed=name in integrals)
        for placeholder, name in predicate.names.items()
    }
    _, _, agree = predicate.compare(values)
    return np.asarray(agree[compared_years(predicate, world.time)].all(axis=(0, 1)))


def _values(name: str, runs: Sequence[Run], members: int, *, is_summed: bool) -> Array:
    """Return a variable's values, (kind, run, time, element, member) [unit of the variable]."""
    kinds: list[Array] = []
    for is_integral in (False, True):
        if is_integral and not is_summed:
            kinds.append(np.full_like(kinds[0], np.nan))
            continue
        read = [run.integral(name) if is_integral else run[name] for run in runs]
        whole = [each.reshape(*each.shape[:2], -1) for each in read]  # (time, member, element)
        shaped = [np.broadcast_to(each, (each.shape[0], members, each.shape[2])) for each in whole]
        kinds.append(np.stack([np.moveaxis(each, 1, 2) for each in shaped]))
    return np.stack(kinds)


def _run(workspace: Workspace, progress: Progress) -> Found:
    judged = drawn_trials(workspace, progress)
    return found(len(judged), _faults(judged, workspace))


def _faults(judged: Sequence[DrawnTrial], workspace: Workspace) -> Iterator[Fault]:
    document = read_trials(workspace).file.document
    for each in judged:
        if not each.is_passed:
            name, what = each.trial.name, each.broken
            zh, en = (
                (f"应有 {what}", f"expected {what}") if what else ("不是有限的数字", "is not a finite number")
            )
            yield Fault(
                "check-failed",
                f"“{name.zh}”只在 {each.share:.1%} 的成员中成立，应不少于 {LEAST:.0%}；首个不成立的是成员 "
                f"{each.first}：{zh}。",
                f"{name.en}: it holds in only {each.share:.1%} of the members and must in {LEAST:.0%}; the "
                f"first in which it does not is member {each.first}: {en}.",
                document.place(*each.trial.keys),
            )


DRAWN_REALITY = Check(
    "drawn_reality",
    Bilingual(zh="抽样中的现实性：99% 的成员反应合理", en="Reality in draws: members respond as they must"),
    Bilingual(zh="项检验", en="checks"),
    _run,
)
