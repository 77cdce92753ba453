"""How well a student's room is isolated, and what the instructor demands."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.sandbox.launch import Tier

__all__ = ["Tier", "Walls"]


@dataclass(frozen=True)
class Walls:
    """`tier`: exactly this one, None for the best there is. `minimum`: refuse what is below."""

    tier: str | None = None
    minimum: str = "C"
