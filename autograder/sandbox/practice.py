"""Practice for the warm process: the line's own code runs before the first room is forked.

Python makes code that runs often faster, and a fork begins with what its parent has learnt. A
snapshot serves a few dozen calls: without practice it would end before its code is fast.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from autograder.sandbox import wire
from autograder.sandbox.channel import Channel
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session

TIMES = 50
_SECONDS = 5.0
_CALL, _JUDGES = "call", "a function of the judge"
_NODES: dict[str, dict[str, Any]] = {
    _CALL: {"g": [__name__, "call"]},
    _JUDGES: {"j": [0, "practice"]},
}


class _Named:
    """A value that only `special` knows."""

    def __init__(self, name: str) -> None:
        self.name = name


class _Line:
    """In the place of the socket to the judge: has all its requests ready, forgets the answers."""

    def __init__(self) -> None:
        self._frames: list[bytes] = []

    def ask(self, number: int, operation: str, body: Any) -> None:
        self._frames.append(wire.encode((number, operation, body), _special, share=True))

    def recvmsg(self, *_: int) -> tuple[bytes, list[Any], int, None]:
        return self._frames.pop(0), [], 0, None

    def sendall(self, frame: bytes) -> None:
        pass


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    """What is practised: `operator.call`, which Python has from 3.11 on."""
    return function(*arguments)


def practise() -> None:
    """Serve calls that are made up, and ask back. Nothing of that stays behind."""
    shell = SimpleNamespace(user_ns={}, user_ns_hidden={}, descriptors=SimpleNamespace())
    before = signal.getsignal(signal.SIGALRM)
    line = _Line()
    session = Session(cast(Any, shell), Channel(cast(Any, line)), Limits())
    for number in range(1, TIMES + 1):
        arguments = [_Named(_JUDGES), *_values()]
        line.ask(number, "lookup", "")
        line.ask(number, "call", [_Named(_CALL), arguments, {}, _SECONDS])
        line.ask(number, "value", _values())
        session.serve_once()
        session.serve_once()
    signal.signal(signal.SIGALRM, before)


def _special(value: Any) -> Any:
    return _NODES[value.name] if type(value) is _Named else None


def _values() -> list[Any]:
    """Of everything that courses send a little."""
    arrays = [np.ones((2, 3)), np.ones(4), np.zeros((1, 2), int)]
    named = {"a": arrays[0], "b": arrays[1]}
    steps = [(arrays[2], named, 0.5), (arrays[1], named, 1)]
    return [*arrays, named, steps, [1, 2.0, "text", None, True], {"x": 1, "y": [2]}, np.float64(3)]
