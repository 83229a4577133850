"""How many draws may be asked for, and from which seeds."""

from __future__ import annotations

from sim.errors import Fault, SimError

MOST_MEMBERS = 1_000_000


def check_request(members: int, seed: int) -> None:
    """Refuse numbers of members and seeds that cannot be.

    Raises
    ------
    SimError: members not in 1–1,000,000, seed not 0 or above.
    """
    faults = []
    if not 1 <= members <= MOST_MEMBERS:
        faults.append(
            Fault(
                f"成员数为 {members:,}，应在 1 到 {MOST_MEMBERS:,} 之间。",
                f"{members:,} members; the number must be from 1 to {MOST_MEMBERS:,}.",
                "--members",
            )
        )
    if seed < 0:
        faults.append(
            Fault(
                f"种子为 {seed}，应是 0 或更大的整数。",
                f"the seed is {seed}; it must be 0 or above.",
                "--seed",
            )
        )
    if faults:
        raise SimError(faults)
