"""What a test changes around the student's code, which must find it changed in its own room:
redirected output, names of modules that `mock.patch` replaced, seeded random numbers."""

from __future__ import annotations

import contextlib
import inspect
import random
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import numpy as np

from autograder.judge.proxies import is_proxy, line_of
from autograder.sandbox.shell import CellStream

Ask = Callable[[str, Any], Any]
_STREAMS = ("stdout", "stderr")
_WATCHED = (("builtins", "input"), ("builtins", "print"), ("builtins", "open"), ("sys", "stdin"))
_patched: set[tuple[str, str]] = set()
_is_seeded = False
_drawing: list[Any] = []  # pyplot, once it is watched
_drawing_on: list[contextlib.ExitStack] = []
_looked_at: list[Any] = []  # the surroundings of the view that a test looks at


class Surroundings:
    """What one view of the student's room has been told so far."""

    def __init__(self) -> None:
        self._streams: list[Any] = [None, None]
        self._told: dict[tuple[str, str], Any] = {}

    def look(self, operate: Callable[..., Any]) -> None:
        """From now on a test's `plt.gca()` is what the student's code has drawn."""
        _looked_at[:] = [operate]

    def before(self, ask: Ask) -> None:
        """Tell the room what has changed since the last request."""
        if "matplotlib.pyplot" in sys.modules and not _drawing:
            _watch_drawing()
        streams = [getattr(sys, name) for name in _STREAMS]
        wanted = [None if isinstance(each, CellStream) else each for each in streams]
        if any(a is not b for a, b in zip(wanted, self._streams, strict=True)):
            ask("streams", [None if each is None else each.write for each in wanted])
            self._streams = wanted
        for place in (*_WATCHED, *_patched):
            self._patch(ask, place)
        if _is_seeded:
            ask("seed", [np.random.get_state(legacy=False), random.getstate()])

    def after(self, ask: Ask) -> None:
        if _is_seeded:
            numpy_state, python_state = ask("seed", None)
            np.random.set_state(numpy_state)
            random.setstate(python_state)

    def _patch(self, ask: Ask, place: tuple[str, str]) -> None:
        module, name = place
        value = getattr(sys.modules[module], name)
        if value is self._told.get(place, _ORIGINAL.get(place)):
            return
        is_original = value is _ORIGINAL.get(place)
        ask("patch", [module, name, None if is_original else value, is_original])
        self._told[place] = value


_ORIGINAL: dict[tuple[str, str], Any] = {}


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """Within the block it is known what a test patches and seeds, and source is the student's."""
    global _is_seeded
    _is_seeded = False
    _patched.clear()
    _ORIGINAL.clear()
    _ORIGINAL.update({place: getattr(sys.modules[place[0]], place[1]) for place in _WATCHED})
    with contextlib.ExitStack() as stack:
        for module, name, made in _wrappers():
            stack.enter_context(_replaced(module, name, made))
        stack.callback(_drawing.clear)
        _drawing_on.append(stack)
        yield
    _drawing_on.clear()
    _looked_at.clear()
    _is_seeded = False


@contextlib.contextmanager
def _replaced(owner: Any, name: str, make: Callable[[Any], Any]) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, make(before))
    try:
        yield
    finally:
        setattr(owner, name, before)


def _wrappers() -> list[tuple[Any, str, Callable[[Any], Any]]]:
    return [
        (np.random, "seed", _seeding),
        (np.random, "set_state", _seeding),
        (random, "seed", _seeding),
        (random, "setstate", _seeding),
        (mock._patch, "__enter__", _patching),
        (inspect, "getsource", _source),
        (inspect, "getsourcelines", _source_lines),
    ]


def _seeding(before: Callable[..., Any]) -> Callable[..., Any]:
    def seed(*args: Any, **kwargs: Any) -> Any:
        global _is_seeded
        _is_seeded = True
        return before(*args, **kwargs)

    return seed


def _watch_drawing() -> None:
    """As soon as a test has pyplot, its current axes are the student's."""
    pyplot = sys.modules["matplotlib.pyplot"]
    for stack in _drawing_on:
        _drawing.append(pyplot)
        for name in ("gca", "gcf"):
            stack.enter_context(_replaced(pyplot, name, _pyplot(name)))


def _pyplot(name: str) -> Callable[[Any], Any]:
    def replacing(before: Callable[..., Any]) -> Callable[..., Any]:
        def look(*args: Any, **kwargs: Any) -> Any:
            own = sys.modules["matplotlib.pyplot"].get_fignums()
            theirs = _looked_at[0]("pyplot", name) if _looked_at and not own else None
            return before(*args, **kwargs) if theirs is None else theirs

        return look

    return replacing


def _patching(before: Callable[..., Any]) -> Callable[..., Any]:
    def enter(self: Any) -> Any:
        target = self.getter()
        place = (str(getattr(target, "__name__", "")), self.attribute)
        is_module = isinstance(target, types.ModuleType) and sys.modules.get(place[0]) is target
        if is_module and place[0] != "__main__" and place[1] not in _STREAMS:
            _ORIGINAL.setdefault(place, getattr(target, place[1], None))
            _patched.add(place)
        return before(self)

    return enter


def _source(before: Callable[..., Any]) -> Callable[..., Any]:
    def getsource(value: Any) -> Any:
        return line_of(value).operate("source", value) if is_proxy(value) else before(value)

    return getsource


def _source_lines(before: Callable[..., Any]) -> Callable[..., Any]:
    def getsourcelines(value: Any) -> Any:
        if not is_proxy(value):
            return before(value)
        return line_of(value).operate("source", value).splitlines(keepends=True), 1

    return getsourcelines
