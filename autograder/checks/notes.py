"""What a check notices beside right and wrong: warnings, floods of output, slowness."""

from __future__ import annotations

from typing import Any

from autograder.checks.errors import Message


class Watch:
    """Looks on while the block of a check runs."""

    def __init__(self, function: str, namespace: dict[str, Any]) -> None:
        self.function = function
        self.namespace = namespace

    def start(self) -> None:
        """The block begins."""

    def stop(self) -> tuple[Message, ...]:
        """The block has ended: what was noticed."""
        return ()
