"""Payers: at its favourable end every lever of policy leaves an account worse off, in nearly all members."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sim.analysis.checks.check import Check, Found, found
from sim.analysis.checks.lever_ends import Figures, LeverEnds, lever_ends, slots_of, watched_variables
from sim.arrays import Array
from sim.errors import Fault, suggestion
from sim.registry.load import read_payers
from sim.registry.payers import OUTSIDE, Payer, PayersFile
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.scenario.workspace import Workspace

LEAST = 0.99  # share of the members in which somebody pays
SERVED = 0.5  # share of the members in which the favourable end has to serve its purpose
TINY = 1e-9  # relative change of an account or of a purpose that is none


@dataclass(frozen=True)
class Payment:
    """Who pays for a lever at its favourable end.

    Parameters
    ----------
    lever : label of the lever
    stated : its entry in the file
    served : share of the members in which what the lever is for improves [0 to 1]
    paid : share of the members in which at least one of its accounts is worse off [0 to 1]
    accounts : the same for each of them, by id
    """

    lever: str
    stated: Payer
    served: float
    paid: float
    accounts: Mapping[str, float]

    @property
    def is_paid(self) -> bool:
        """Return whether somebody pays in nearly all members."""
        return self.paid >= LEAST

    @property
    def serves(self) -> bool:
        """Return whether the end is favourable in most members."""
        return self.served >= SERVED


def payments(workspace: Workspace, progress: Progress) -> tuple[Payment, ...]:
    """Return who pays for each lever of policy; none where the home does not say so.

    Raises
    ------
    SimError: faults of the file of payers or of the reference scenario.
    """
    file = read_payers(workspace.registry)
    if not file.levers:
        return ()
    ends = lever_ends(workspace, progress)
    return tuple(
        _payment(label, file.levers[name], file, ends, workspace)
        for label, name in _policy(workspace)
        if name in file.levers
    )


def _policy(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Yield the label of each lever of policy, and its name in the registry."""
    for label, slot in slots_of(workspace).items():
        if slot.lever.group != OUTSIDE:
            yield label, label if label in workspace.registry.levers else slot.name


def _payment(label: str, payer: Payer, file: PayersFile, ends: LeverEnds, workspace: Workspace) -> Payment:
    own, moved = ends.own, ends.moved[label, payer.favourable]
    worse = {}
    for key in payer.accounts:
        account = file.accounts[key]
        change = _change(account.variable, own.variables, moved.variables)
        worse[key] = (change if account.worse == "higher" else -change) > TINY
    is_paid = np.any([*worse.values()], axis=0)[ends.sound]
    return Payment(
        label,
        payer,
        float(_is_better(payer, own, moved)[ends.sound].mean()),
        float(is_paid.mean()),
        {key: float(each[ends.sound].mean()) for key, each in worse.items()},
    )


def _change(key: str, own: Mapping[str, Array], moved: Mapping[str, Array]) -> Array:
    """Return the change relative to the size of what changes, (member,) [1]."""
    size = np.maximum(np.abs(own[key]), np.abs(moved[key]))
    change = moved[key] - own[key]
    return np.asarray(np.divide(change, size, out=np.zeros_like(change), where=size > 0))


def _is_better(payer: Payer, own: Figures, moved: Figures) -> Array:
    """Return whether what a lever is for moves in its better direction, (member,) [true or false]."""
    name = payer.improves
    pair = (own.indicators, moved.indicators) if name in own.indicators else (own.variables, moved.variables)
    change = _change(name, *pair)
    return np.asarray((change if payer.better == "higher" else -change) > TINY)


def _unknown(workspace: Workspace) -> Iterator[Fault]:
    """Yield names of the file that are no variable of the model, and no indicator where one may be."""
    file = read_payers(workspace.registry)
    variables, indicators = set(watched_variables(workspace)), workspace.registry.indicators
    known = [*indicators, *workspace.model.variables]
    named = [(("accounts", key, "variable"), one.variable) for key, one in file.accounts.items()]
    named += [
        (("levers", key, "improves"), one.improves)
        for key, one in file.levers.items()
        if one.improves not in indicators or not indicators[one.improves].is_modelled
    ]
    for keys, name in named:
        if name not in variables:
            zh, en = suggestion(name, known)
            yield Fault(
                "unknown-name",
                f'"{name}" 不是模型的变量，也不是建模的指标。{zh}',
                f'"{name}" is no variable of the model and no modelled indicator.{en}',
                file.document.place(*keys),
            )


def _run(workspace: Workspace, progress: Progress) -> Found:
    unknown = list(_unknown(workspace))
    if unknown:
        return found(0, unknown)
    judged = payments(workspace, progress)
    return found(len(judged), (fault for each in judged for fault in _faults(each, workspace)))


def _faults(payment: Payment, workspace: Workspace) -> Iterator[Fault]:
    document = read_payers(workspace.registry).document
    key = payment.lever if payment.lever in workspace.registry.levers else payment.lever.partition("[")[0]
    end_zh, end_en = ("高", "high") if payment.stated.favourable == "high" else ("低", "low")
    if not payment.serves:
        yield Fault(
            "check-failed",
            f"杠杆“{payment.lever}”放到{end_zh}，{payment.stated.improves} 只在 {payment.served:.1%} 的成员中"
            "改善；请核对方向和方程。",
            f"the lever {payment.lever} at its {end_en} end improves {payment.stated.improves} in only "
            f"{payment.served:.1%} of the members; check the end and the equations.",
            document.place("levers", key, "improves"),
        )
    if not payment.is_paid:
        accounts = ", ".join(f"{name} {share:.1%}" for name, share in payment.accounts.items())
        yield Fault(
            "check-failed",
            f"杠杆“{payment.lever}”放到有利的{end_zh}，只有 {payment.paid:.1%} 的成员中有账户变差"
            f"（{accounts}），应不少于 {LEAST:.0%}：请在方程中写明由谁承担。",
            f"the lever {payment.lever} at its favourable {end_en} end leaves an account worse off in "
            f"only {payment.paid:.1%} of the members ({accounts}); it must be {LEAST:.0%}. Let somebody pay "
            "in the equations.",
            document.place("levers", key, "accounts"),
        )


PAYERS = Check(
    "payers",
    Bilingual(
        zh="承担者：政策杠杆的有利一端必有账户变差", en="Payers: the good end of a policy costs somebody"
    ),
    Bilingual(zh="个政策杠杆", en="levers of policy"),
    _run,
)
