"""The namespace of the judge's room."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from autograder.judge.exceptions import RoomEndedError, StudentTimeoutError
from autograder.judge.proxies import is_proxy
from autograder.judge.view import View

_GONE = object()
# IPython asks for names on its own account: a broken room must not break the test cell.
_UNKNOWN = (KeyError, RoomEndedError, StudentTimeoutError)
_IMMUTABLE = (int, float, bool, str, complex, type(None))


class Names(dict[str, Any]):
    """The judge's own names, and behind them the student's.

    What a locked cell defines stays here and wins: a test uses the given helper and never the
    student's replacement of it. Built-in names are never the student's either. Every other name
    is looked up in the student's room, once for each test cell.

    A test cell that has read a student's name may delete it, or put a function in its place, as
    in `saved = squares; del squares`: until the cell ends the student's code sees that too.
    """

    def __init__(self) -> None:
        super().__init__()
        self._view: View | None = None
        self._found: dict[str, Any] = {}
        self._epoch = 0
        self._calls = 0

    def look_at(self, view: View | None) -> None:
        """From now on the student's names are those that `view` shows."""
        if self._view is not None:
            self._view.close()
        self._view = view
        self._found = {}
        self._epoch = view.epoch if view is not None else 0

    def __missing__(self, name: str) -> Any:
        if self._view is None or name.startswith("__") or hasattr(builtins, name):
            raise KeyError(name)
        self._forget_what_may_have_changed(self._view)
        if name not in self._found:
            is_defined, value = self._view.look_up(name)
            if not is_defined:
                raise KeyError(name)
            self._found[name] = value
        if self._found[name] is _GONE:
            raise KeyError(name)
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        """As in `"softmax" in globals()`: the student's names are there."""
        try:
            self[str(name)]
        except _UNKNOWN:
            return False
        return True

    def get(self, name: str, default: Any = None) -> Any:
        try:
            return self[name]
        except _UNKNOWN:
            return default

    def _forget_what_may_have_changed(self, view: View) -> None:
        """A call may have changed the student's numbers and texts, a lost snapshot everything.

        What the test cell itself can change in place (arrays, lists) is not looked up again.
        """
        if self._epoch != view.epoch:
            self._epoch = view.epoch
            self._found = {name: v for name, v in self._found.items() if v is _GONE}
        elif self._calls != view.calls:
            kept = self._found.items()
            self._found = {name: v for name, v in kept if type(v) not in _IMMUTABLE}
        self._calls = view.calls

    def __setitem__(self, name: str, value: Any) -> None:
        if hasattr(builtins, name) and callable(value) and self._view is not None:
            self._view.bind(name, value)  # as in `input = lambda prompt: "5"`
        if name in self._found and self._view is not None:
            self._found[name] = value
            if callable(value):
                self._view.bind(name, value)
            if is_proxy(value):
                # The student's own again, and only as long as this cell's snapshot lives.
                super().pop(name, None)
                return
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        if super().__contains__(name) or self._view is None or name not in self._found:
            super().__delitem__(name)
        else:
            self._found[name] = _GONE
            self._view.unbind(name)

    def replaced(self, functions: dict[str, Callable[..., Any]]) -> AbstractContextManager[None]:
        """Within the block the student's code finds the judge's functions under these names."""
        if self._view is None:
            raise RuntimeError("no student's room is open")
        return self._view.replaced(functions)
