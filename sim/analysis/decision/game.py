"""The game of a difference: levers or bundles as players, whose coalitions are run in the same members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.attribution import DifferingLever
from sim.analysis.decision.contribution import Contribution, Contributor, Statistic
from sim.analysis.decision.goals import Goal
from sim.analysis.decision.members import Members, Variant
from sim.analysis.decision.shapley import MOST_EXACT, Orders, exact_pairs, exact_parts
from sim.arrays import Array
from sim.ensembles.workers.stopping import Stop, Stopped
from sim.errors import Argument, Fault, fail
from sim.outcomes.indicators import IndicatorRow, IndicatorTable
from sim.run.progress import Progress
from sim.scenario.load import Scenario

MOST_PLAYERS = 62  # bits of a whole number of the machine
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True, eq=False)
class Game:
    """Levers or bundles that differ, as players whose coalitions are run."""

    world: Members
    players: tuple[DifferingLever, ...]
    goals: tuple[Goal, ...]
    statistic: Statistic
    orders: int
    seed: int

    def __post_init__(self) -> None:
        if len(self.players) > MOST_PLAYERS:
            raise fail(
                "too-large",
                f"有 {len(self.players)} 个杠杆不同，至多 {MOST_PLAYERS} 个；请用 `groups` 归并。",
                f"{len(self.players)} levers differ; at most {MOST_PLAYERS} can be divided: bundle them with "
                "`groups`.",
                Argument("groups"),
            )

    def divided(
        self,
        after: Scenario,
        bundles: Sequence[DifferingLever],
        moved: Sequence[DifferingLever],
        facts: Mapping[str, object] | None,
        progress: Progress | None,
    ) -> Contribution:
        """Run the coalitions and return the parts of the difference."""
        is_exact = len(self.players) <= MOST_EXACT
        drawn = None if is_exact else Orders.drawn(len(self.players), self.orders, self.seed)
        coalitions = range(2 ** len(self.players)) if drawn is None else drawn.coalitions
        figures, years = self._figures(list(coalitions), progress)
        members = int(figures.shape[-1])
        worth = self._statistic(figures)
        place = {coalition: at for at, coalition in enumerate(coalitions)}
        pairs = bands = None
        if drawn is None:
            effects, margins = exact_parts(worth), np.zeros((len(self.players), worth.shape[1]))
            pairs = exact_pairs(worth[:, -1])
            bands = None if self.goals else exact_parts(figures[:, -1])
        else:
            effects, margins = drawn.parts(worth, place)
        parts = self._parts(bundles, moved, effects, margins, bands)
        ranked = sorted(range(len(parts)), key=lambda at: -abs(parts[at].effect[-1]))
        scenario, world = self.world.scenario, self.world
        return Contribution(
            after.name,
            scenario.name,
            (after.title, scenario.title),
            after.options,
            None if self.goals else world.rows[0],
            None if self.goals else world.workspace.registry.indicators[world.rows[0]],
            self.goals,
            "probability" if self.goals else self.statistic,
            years,
            worth[place[0]],
            worth[place[2 ** len(self.players) - 1]],
            tuple(parts[at] for at in ranked),
            None if pairs is None else self._ranked(pairs, bundles, ranked),
            0 if is_exact else self.orders,
            len(place),
            members,
            facts,
            world.workspace.model.hash,
        )

    def _figures(self, coalitions: Sequence[int], progress: Progress | None) -> tuple[Array, tuple[int, ...]]:
        """Return the figures of members that stay finite in every coalition, and their years.

        Returns
        -------
        (coalition, year, member) [unit of the row]; for goals whether all are met, 0 or 1, in one year
        """
        found: list[Array] = []
        sound = np.ones(self.world.count, dtype=np.bool_)
        variants = [self._variant(coalition) for coalition in coalitions]
        years: tuple[int, ...] = ()
        with Stop() as stop:
            for table, is_sound in self.world.tables(variants):
                years, figures = self._read(table)
                sound &= is_sound.reshape(-1, self.world.count).all(axis=0)
                found.append(np.moveaxis(figures.reshape(len(years), -1, self.world.count), 1, 0))
                done = min(len(found) * self.world.at_once, len(variants))
                if progress:
                    progress(done, len(variants))
                if stop.asked and done < len(variants):
                    raise Stopped(stop.asked, _stopped(done, len(variants)))
        figures = np.concatenate(found)[:, :, sound]
        exists = np.asarray(np.isfinite(figures).all(axis=(0, 2)))
        if not figures.shape[2] or not exists[-1]:
            zh, en = "没有一个成员在各种组合下都算出数来。", "no member has figures in every coalition."
            raise fail("non-finite", zh, en, Argument("indicator"))
        kept = tuple(year for year, is_there in zip(years, exists, strict=True) if is_there)
        return figures[:, exists], kept

    def _read(self, table: IndicatorTable) -> tuple[tuple[int, ...], Array]:
        """Return years and figures of a batch: (year, variant × member)."""
        if self.goals:
            met = np.logical_and.reduce([goal.met(table) for goal in self.goals])
            return (self.world.until,), met[None].astype(np.float64)
        row = table.rows[self.world.rows[0]]
        years = tuple(
            int(year)
            for year in row.years
            if self.world.workspace.registry.base_year < year <= self.world.until
        )
        return years, np.stack([_figure(row, year) for year in years])

    def _variant(self, coalition: int) -> Variant:
        """Return the constants in which a coalition's scenario differs from the reference."""
        return {
            key: change[1] if coalition >> at & 1 else change[0]
            for at, player in enumerate(self.players)
            for key, change in player.changed.items()
        }

    def _statistic(self, figures: Array) -> Array:
        """Return the worth of each coalition, (coalition, year)."""
        is_median = not self.goals and self.statistic == "median"
        return np.asarray(np.median(figures, axis=2) if is_median else figures.mean(axis=2))

    def _parts(
        self,
        bundles: Sequence[DifferingLever],
        moved: Sequence[DifferingLever],
        effects: Array,
        margins: Array,
        bands: Array | None,
    ) -> list[Contributor]:
        """Return the part of each bundle, in their order; one that changes nothing has none."""
        found, place = [], {id(player): at for at, player in enumerate(self.players)}
        for one in bundles:
            at = place.get(id(one))
            levers = tuple(each.label for each in moved if each.changed.keys() & one.changed.keys())
            if at is None:
                nothing = np.zeros(effects.shape[1])
                found.append(
                    Contributor(one.label, (), nothing, nothing, None if bands is None else (0.0, 0.0))
                )
                continue
            band = None
            if bands is not None:
                low, high = np.quantile(bands[at], (LOW, HIGH))
                band = float(low), float(high)
            found.append(Contributor(one.label, levers, effects[at], margins[at], band))
        return found

    def _ranked(self, pairs: Array, bundles: Sequence[DifferingLever], ranked: Sequence[int]) -> Array:
        """Return the interactions of all bundles in their new order; zero for those that change nothing."""
        place = [at for at, one in enumerate(bundles) if one.changed]
        found = np.zeros((len(bundles), len(bundles)))
        found[np.ix_(place, place)] = pairs
        return found[np.ix_(ranked, ranked)]


def _figure(row: IndicatorRow, year: int) -> Array:
    figure = row.figure(year)
    assert figure is not None
    return figure


def _stopped(done: int, total: int) -> Fault:
    return Fault(
        "unfinished",
        f"已停止：{total:,} 种组合算完了 {done:,} 种，不够分解，没有保留。",
        f"stopped: {done:,} of {total:,} coalitions were run, too few to divide anything; nothing was kept.",
    )
