"""Results of pure functions, kept within bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Memory(dict[Any, Any]):
    """Keeps results until they are `room` characters; then it forgets all and begins anew.

    `memory[text]` is `function(text)`, at most once for each text that is kept.
    """

    def __init__(self, room: int, function: Callable[[str], Any] | None = None) -> None:
        super().__init__()
        self.room, self.function, self.used = room, function, 0

    def __missing__(self, key: Any) -> Any:
        if self.function is None:
            raise KeyError(key)
        value = self.function(key)
        self.keep(key, value, len(key))
        return value

    def keep(self, key: Any, value: Any, characters: int) -> None:
        """What is so long that it would push out much else is not kept."""
        if characters > self.room // 8:
            return
        self.used += characters
        if self.used > self.room:
            self.clear()
            self.used = characters
        self[key] = value
