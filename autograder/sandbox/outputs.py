"""The outputs of one cell, as nbformat v4 dicts, collected as a notebook front end would."""

from __future__ import annotations

import json
from typing import Any

Output = dict[str, Any]
MAX_OUTPUT = 2 << 20
NOTE = "\n[grader] more output than allowed; the rest was left out\n"


class Outputs:
    """What a cell printed and displayed, in order, up to a limit in characters of JSON."""

    def __init__(self, limit: int = MAX_OUTPUT) -> None:
        self._items: list[Output] = []
        self._by_display_id: dict[str, list[Output]] = {}
        self._limit = limit
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

    def add(self, output: Output) -> bool:
        """A display, a result or an error; whether there was room for it.

        An error always has room: it says why the cell stopped.
        """
        output = _as_plain_json(output)
        fits = self._accepts(len(json.dumps(output))) or output["output_type"] == "error"
        if fits:
            self._items.append(output)
        return fits

    def display(self, output: Output, display_id: str | None, update: bool) -> None:
        output = _as_plain_json(output)
        if update:
            fits = self._accepts(len(json.dumps(output)))
            for shown in self._by_display_id.get(str(display_id), ()) if fits else ():
                shown.update(data=output["data"], metadata=output["metadata"])
        elif self._accepts(len(json.dumps(output))):
            self._items.append(output)
            if display_id is not None:
                self._by_display_id.setdefault(str(display_id), []).append(output)

    def clear(self, wait: bool) -> None:
        if wait:
            self._clear_before_next = True
        else:
            self._items.clear()
            self._left = self._limit

    def error(self) -> Output | None:
        """The error that was shown last."""
        errors = (item for item in reversed(self._items) if item["output_type"] == "error")
        return next(errors, None)

    def collected(self) -> list[Output]:
        """The outputs, each stream's text joined, and a note if some were left out."""
        outputs = [
            {**item, "text": "".join(item["text"])} if item["output_type"] == "stream" else item
            for item in self._items
        ]
        note = {"output_type": "stream", "name": "stderr", "text": NOTE}
        return [*outputs, note] if self.truncated else outputs

    def _accepts(self, size: int) -> bool:
        if self._clear_before_next:
            self._clear_before_next = False
            self.clear(wait=False)
        self._left -= size
        if self._left < 0:
            self.truncated = True
        return self._left >= 0


def _as_plain_json(output: Output) -> Output:
    """The output without what JSON does not know, as a display of odd objects may hold."""
    try:
        plain: Output = json.loads(json.dumps(output, default=str))
    except (TypeError, ValueError, RecursionError):
        kept = {key: value for key, value in output.items() if key not in ("data", "metadata")}
        return {**kept, "data": {"text/plain": "[grader] can't be shown"}, "metadata": {}}
    return plain
