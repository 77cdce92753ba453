"""The room's side of what a test changes around the student's code: see `judge.surroundings`."""

from __future__ import annotations

import contextlib
import importlib
import io
import random
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

_STREAMS = ("stdout", "stderr")
MAX_TEXT = 4 << 20
_ABSENT = object()


class Surroundings:
    """Where the student's code prints to, and what a test has put in the place of names."""

    def __init__(self) -> None:
        self._writers: list[Callable[[str], Any] | None] = [None, None]
        self._printed: list[tuple[int, str]] = []
        self._left = MAX_TEXT
        self._before: dict[tuple[str, str], Any] = {}

    def redirect(self, writers: Any) -> None:
        """The judge's functions that take what is printed on stdout and stderr, or None."""
        self._writers = writers

    @contextlib.contextmanager
    def around(self) -> Iterator[None]:
        """While the student's code runs in a call: it prints to where the test wants it."""
        before = [getattr(sys, name) for name in _STREAMS]
        for place, name in enumerate(_STREAMS):
            if self._writers[place] is not None:
                setattr(sys, name, _Told(self, place))
        try:
            yield
        finally:
            for name, stream in zip(_STREAMS, before, strict=True):
                setattr(sys, name, stream)
            self.flush()

    def printed(self, place: int, text: str) -> None:
        self._printed.append((place, text[: self._left]))
        self._left = max(0, self._left - len(text))

    def flush(self) -> None:
        """Hand over what was printed, in order."""
        printed, self._printed = self._printed, []
        while printed:
            place = printed[0][0]
            count = next((n for n, each in enumerate(printed) if each[0] != place), len(printed))
            text = "".join(each for _, each in printed[:count])
            del printed[:count]
            write = self._writers[place]
            if write is not None and text:
                write(text)

    def patch(self, body: Any) -> None:
        """Put a judge's value in the place of a module's name, or take it away again."""
        module_name, name, value, is_original = body
        module = importlib.import_module(module_name)
        place = (module_name, name)
        if not is_original:
            self._before.setdefault(place, getattr(module, name, _ABSENT))
            setattr(module, name, value)
        elif (before := self._before.pop(place, _ABSENT)) is not _ABSENT:
            setattr(module, name, before)

    def seed(self, states: Any) -> list[Any] | None:
        """Set the state of numpy's and Python's random numbers; without one, tell it."""
        if states is None:
            return [np.random.get_state(legacy=False), random.getstate()]
        np.random.set_state(states[0])
        random.setstate(states[1])
        return None


class _Told(io.TextIOBase):
    """A stream whose text goes to a function of the judge."""

    def __init__(self, surroundings: Surroundings, place: int) -> None:
        self._surroundings = surroundings
        self._place = place

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._surroundings.printed(self._place, text)
        return len(text)
