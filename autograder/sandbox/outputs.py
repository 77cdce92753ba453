"""The outputs of one cell, as nbformat v4 dicts, collected as a notebook front end would."""

from __future__ import annotations

import json
from typing import Any

Output = dict[str, Any]
MAX_OUTPUT = 2 << 20


class Outputs:
    """What a cell printed and displayed, in order, up to a limit in bytes."""

    def __init__(self, limit: int = MAX_OUTPUT) -> None:
        self._items: list[Output] = []
        self._by_display_id: dict[str, list[Output]] = {}
        self._left = limit
        self._clear_before_next = False
        self.truncated = False

    def stream(self, name: str, text: str) -> None:
        """Text on stdout or stderr; consecutive texts of one stream become one output."""
        if not self._accepts(len(text)):
            text = text[: max(0, len(text) + self._left)]
        if not text:
            return
        last = self._items[-1] if self._items else {}
        if last.get("output_type") != "stream" or last.get("name") != name:
            self._items.append({"output_type": "stream", "name": name, "text": []})
        self._items[-1]["text"].append(text)

    def add(self, output: Output) -> None:
        """A display, a result or an error."""
        if self._accepts(len(json.dumps(output, default=str))):
            self._items.append(output)

    def display(self, output: Output, display_id: str | None, update: bool) -> None:
        if update:
            for shown in self._by_display_id.get(str(display_id), ()):
                shown.update(data=output["data"], metadata=output["metadata"])
            return
        self.add(output)
        if display_id is not None:
            self._by_display_id.setdefault(display_id, []).append(output)

    def clear(self, wait: bool) -> None:
        if wait:
            self._clear_before_next = True
        else:
            self._items.clear()

    def _accepts(self, size: int) -> bool:
        if self._clear_before_next:
            self._items.clear()
            self._clear_before_next = False
        self._left -= size
        if self._left < 0:
            self.truncated = True
        return self._left >= 0

    def collected(self) -> list[Output]:
        """The outputs, each stream's text joined."""
        return [
            {**item, "text": "".join(item["text"])} if item["output_type"] == "stream" else item
            for item in self._items
        ]
