"""A share of members and its sampling error."""

from __future__ import annotations

import math
from dataclasses import dataclass

NORMAL_95 = 1.959963984540054  # standard deviations that hold 95% of a normal distribution
REPLICATES = 16  # independent scrambles that the error of a sequence is measured on
STUDENT_95 = 2.131449545559323  # the same of Student's distribution with one degree of freedom fewer


@dataclass(frozen=True)
class Share:
    """A share of members with its sampling error.

    Parameters
    ----------
    count, members : whole numbers, count of members
    effect : variance of the share relative to that of as many independent draws, measured on replicates;
        None where it is not known, and the members are taken as independent
    """

    count: int
    members: int
    effect: float | None = None

    @property
    def value(self) -> float:
        """Return the share, 0 to 1, not a number without members."""
        return self.count / self.members if self.members else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95% interval of Wilson for the effective number of members, n = members / effect.

        (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), where z is Student's if the effect is measured.

        References
        ----------
        Wilson 1927, doi:10.1080/01621459.1927.10502953; for an effective number: Dean and Pagano 2015,
        doi:10.1093/jssam/smv024.
        """
        if not self.members:
            return math.nan, math.nan
        z = NORMAL_95 if self.effect is None else STUDENT_95
        share, n, z2 = self.value, self.members / (self.effect or 1.0), z**2
        middle = share + z2 / (2 * n)
        half = z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
        low, high = (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)
        return (low if self.count else 0.0), (high if self.count < self.members else 1.0)

    @property
    def error(self) -> float:
        """Return the larger distance of the share from an end of its interval, 0 to 1."""
        low, high = self.interval
        return max(self.value - low, high - self.value)
