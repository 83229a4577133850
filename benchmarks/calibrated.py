"""Whether a conditioned forecast knows what it knows: simulation-based calibration.

python -m benchmarks.calibrated [--truths 200] [--members 512] [--file calibrated.csv]

A truth is drawn from the prior, its figures are observed with their errors, and the prior is conditioned
on them. If all is right, the rank of the truth among the members is uniform for every constant and every
figure, and intervals of 90% hold it in 90% of the cases. Every truth is kept in the file as soon as it is
done, so that a stopped run goes on. Limits take no part: a truth would need a rule for what is published.

Talts, Betancourt, Simpson, Vehtari and Gelman 2018, Validating Bayesian inference algorithms with
simulation-based calibration, arXiv:1804.06788.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy import stats

from sim.analysis.calibration.observations import Point, known_points
from sim.analysis.conditioning.target import Observed
from sim.analysis.conditioning.tempering import first_stage, stages
from sim.arrays import Array
from sim.cli.progress import Bar
from sim.run.single import prepare
from sim.sampling.prior import joint_prior
from sim.scenario.workspace import Workspace, load_workspace

BINS = 10
INTERVAL = (0.05, 0.95)
LEAST_P = 0.01


def main() -> int:
    """Draw truths, condition on each, and tell how uniform their ranks are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--truths", type=int, default=200)
    parser.add_argument("--members", type=int, default=512)
    parser.add_argument("--file", type=Path, default=Path("calibrated.csv"))
    asked = parser.parse_args()
    workspace = load_workspace()
    points = [point for point in known_points(workspace) if not point.seen.bound]
    done = _kept(asked.file)
    with Bar("en") as bar:
        for number in range(len(done), asked.truths):
            bar.show(number, asked.truths)
            _keep(asked.file, ranks(number, points, asked.members, workspace))
    tell(_kept(asked.file))
    return 0


def ranks(number: int, points: list[Point], members: int, workspace: Workspace) -> Mapping[str, float]:
    """Return the rank of a truth among the members conditioned on it, 0 to 1, by constant and figure."""
    scenario = prepare(workspace.registry.zone.reference, (), workspace)
    prior = joint_prior(workspace)
    random = np.random.default_rng([number, members])
    count = len(prior.axes) + len(prior.innovations)
    plain = Observed(points, prior, scenario, workspace)
    truth = random.standard_normal((count, 1))
    figures = plain.figures(truth)[:, 0]
    noise = random.standard_normal(len(points))
    seen = [
        replace(point, seen=replace(point.seen, value=float(value + point.error * each)))
        for point, value, each in zip(points, figures, noise, strict=True)
    ]
    target = replace(plain, points=seen)
    z = random.standard_normal((count, members))
    *_, last = stages(first_stage(z, target.misses(z), target), target, number, lambda _: None)
    if not last.is_last:
        raise RuntimeError(f"truth {number}: the sample degenerates at the weight {last.weight:.3f}")
    values, true = target.values(last.z), target.values(truth)
    found = {key: _rank(row, own[0], random) for key, row, own in zip(prior.keys, values, true, strict=True)}
    for point, row, own in zip(points, target.figures(last.z), figures, strict=True):
        found[f"{point.id} {point.seen.measure} {point.seen.period}"] = _rank(row, own, random)
    return found


def _rank(values: Array, truth: float, random: np.random.Generator) -> float:
    """Return the share of members below the truth; ties count as chance has it."""
    below, equal = int((values < truth).sum()), int((values == truth).sum())
    return float((below + random.random() * (equal + 1)) / (len(values) + 1))


def _keep(path: Path, found: Mapping[str, float]) -> None:
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if is_new:
            writer.writerow(found)
        writer.writerow(f"{rank:.5f}" for rank in found.values())


def _kept(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tell(rows: list[dict[str, str]]) -> None:
    """Write how uniform the ranks are: of each quantity by χ², and how often the intervals hold."""
    names = list(rows[0])
    found = np.array([[float(row[name]) for name in names] for row in rows])
    counts = np.array([np.histogram(column, BINS, (0, 1))[0] for column in found.T])
    p = stats.chisquare(counts, axis=1).pvalue
    held = ((found > INTERVAL[0]) & (found < INTERVAL[1])).mean(axis=0)
    sys.stdout.write(
        f"{len(rows)} truths, {len(names)} constants and figures\n"
        f"uniform (chi-square p > {LEAST_P}): {(p > LEAST_P).mean():.1%}\n"
        f"90% intervals hold: {held.mean():.1%} pooled; of single ones {held.min():.0%} to {held.max():.0%}, "
        f"within 83-97%: {((held >= 0.83) & (held <= 0.97)).mean():.1%}\n"
    )
    for place in np.argsort(p)[:10]:
        sys.stdout.write(f"{p[place]:.4f} {held[place]:.0%} {names[place]}\n")


if __name__ == "__main__":
    sys.exit(main())
