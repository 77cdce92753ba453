"""Inside the student's room: serves the judge's requests for one notebook.

Everything here shares a process with the student's code and could be tampered with by it. The
judge therefore believes nothing that comes from here; what this module must get right is that an
honest student's code behaves as it would in a notebook.
"""

from __future__ import annotations

import builtins
import contextlib
import getpass
import json
import os
import random
import socket
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from IPython.core.error import StdinNotImplementedError

from autograder.sandbox import wire
from autograder.sandbox.alarm import TimeLimit, TimeStandsStill
from autograder.sandbox.changes import Before
from autograder.sandbox.channel import Channel, Request
from autograder.sandbox.errors import as_tree, report
from autograder.sandbox.limits import Limits
from autograder.sandbox.live import MUTABLE, Live
from autograder.sandbox.objects import JudgeObject, Objects
from autograder.sandbox.operations import OPERATIONS
from autograder.sandbox.processes import end_child
from autograder.sandbox.shell import ZMQInteractiveShell
from autograder.sandbox.surroundings import Surroundings
from autograder.sandbox.warm_up import forget_event_loop

_ABSENT = object()


def _error_of_the_judge(kind: str, message: str) -> Exception:
    """What a function of the judge, called from here, raised: the same built-in type."""
    made = getattr(builtins, kind, None)
    if isinstance(made, type) and issubclass(made, Exception):
        with contextlib.suppress(TypeError):
            return made(message)
    return RuntimeError(message)


class Session:
    """One notebook's cells, names and objects, and the line to the judge."""

    def __init__(self, shell: ZMQInteractiveShell, channel: Channel, limits: Limits) -> None:
        self._shell = shell
        shell.descriptors.are_the_rooms = True
        self._channel = channel
        self._limits = limits
        self._objects = Objects(self._call_back)
        self._number = 0
        self._surroundings = Surroundings()
        self._live = Live(self._objects)
        self._replaced: dict[str, Any] = {}
        self._snapshots: list[int] = []
        self._handlers: dict[str, Callable[[Any], Any]] = {
            "cell": self._run_cell,
            "lookup": self._look_up,
            "call": self._call,
            "operate": self._operate,
            "bind": self._bind,
            "bound": self._with_bound,
            "unbind": self._unbind,
            "streams": self._surroundings.redirect,
            "patch": self._surroundings.patch,
            "seed": self._surroundings.seed,
            "write": self._live.write,
            "changes": self._live.changes,
            "ping": self._end_snapshots,
        }

    def serve(self) -> None:
        """Answer requests until the judge hangs up."""
        while True:
            self.serve_once()

    def serve_once(self) -> None:
        self._serve(self._receive())

    def _receive(self) -> Request:
        request = self._channel.receive(self._objects.revive)
        if request is None:
            os._exit(0)
        return request

    def _serve(self, request: Request) -> None:
        self._number = request.number
        if request.operation == "snapshot":
            self._snapshot(request)
        else:
            self._answer(request)

    def _answer(self, request: Request) -> None:
        try:
            operation, body = "value", self._handlers[request.operation](request.body)
        except BaseException as error:
            number = self._objects.number_of(error)
            operation, body = "error", {**as_tree(report(error)), "number": number}
        try:
            self._channel.reply(request.number, operation, body, self._objects.keep)
        except wire.UnsendableError as error:
            self._channel.reply(request.number, "error", as_tree(report(error)))

    def _snapshot(self, request: Request) -> None:
        """Fork: the child answers on the line that came with the request, this process goes on."""
        (descriptor,) = request.descriptors
        self._end_snapshots(request.body)
        try:
            process = os.fork()
        except OSError as error:
            os.close(descriptor)
            self._channel.reply(request.number, "error", as_tree(report(error)))
            return
        if process == 0:
            self._channel.close()
            self._channel = Channel(socket.socket(fileno=descriptor))
            self._snapshots = []
            forget_event_loop()
            return
        os.close(descriptor)
        self._snapshots.append(process)
        self._channel.reply(request.number, "value", process)

    def _end_snapshots(self, processes: Any) -> None:
        for process in processes or ():
            if process in self._snapshots:
                self._snapshots.remove(process)
                end_child(process)

    def _run_cell(self, body: Any) -> dict[str, Any]:
        source, count = body
        with TimeLimit(self._limits.cell_seconds):
            run = self._shell.run(source, count)
        error = None if run.error is None else as_tree(report(run.error))
        return {"outputs": json.dumps(run.outputs), "ok": run.ok, "error": error}

    def _look_up(self, name: Any) -> list[Any]:
        """[whether the notebook defines the name, its value]."""
        if name not in self._shell.user_ns or name in self._shell.user_ns_hidden:
            return [False, None, None]
        value = self._shell.user_ns[name]
        return [True, value, self._live.number_of(value)]

    def _call(self, body: Any) -> dict[str, Any]:
        function, args, kwargs, seconds = body
        before = Before(args, kwargs)
        with self._surroundings.around(), TimeLimit(seconds):
            value = function(*args, **kwargs)
        is_told = before.is_changed() and _can_travel((args, kwargs))
        same = _place_of(value, [*args, *kwargs.values()])
        return {
            "value": value if same is None else None,
            "arguments": [args, kwargs] if is_told else None,
            "same": same,
        }

    def _operate(self, body: Any) -> Any:
        name, args, seconds = body
        with self._surroundings.around(), TimeLimit(seconds):
            value = OPERATIONS[name](*args)
        return [value, self._live.number_of(value) if name in ("getattr", "getitem") else None]

    def _bind(self, body: Any) -> None:
        """Set names to functions of the judge; None takes the replacement away again."""
        names = self._shell.user_ns
        for name, function in body.items():
            if function is not None:
                self._replaced.setdefault(name, names.get(name, _ABSENT))
                names[name] = function
            elif (before := self._replaced.pop(name, _ABSENT)) is _ABSENT:
                names.pop(name, None)
            else:
                names[name] = before

    def _with_bound(self, body: Any) -> Any:
        """Bind names first, then do what the judge wants done with them."""
        functions, operation, rest = body
        self._bind(functions)
        return self._handlers[operation](rest)

    def _unbind(self, name: Any) -> None:
        self._shell.user_ns.pop(name, None)

    def _call_back(self, function: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Ask the judge; until it answers, serve what its function in turn asks of this room."""
        number = self._number
        self._surroundings.flush()
        with TimeStandsStill():
            self._channel.reply(number, "callback", [function, args, kwargs], self._objects.keep)
            while (answer := self._receive()).operation not in ("value", "raise"):
                self._serve(answer)
        self._number = number
        if answer.operation == "raise":
            raise _error_of_the_judge(*answer.body)
        return answer.body


def _can_travel(arguments: Any) -> bool:
    """What can't travel counts as unchanged."""
    try:
        wire.encode(arguments, lambda _: {"h": 0})
    except wire.UnsendableError:
        return False
    return True


def _place_of(value: Any, given: list[Any]) -> int | None:
    """Which of the arguments a function returned, if it is one that can be changed."""
    if type(value) not in MUTABLE:
        return None
    return next((place for place, each in enumerate(given) if each is value), None)


def _no_input(prompt: object = "") -> str:
    if type(sys.stdin) is JudgeObject:  # a test put something there to be read
        return str(sys.stdin.readline()).removesuffix("\n")
    raise StdinNotImplementedError(f"input({prompt!r}): nobody answers while a notebook is graded")


def _no_password(prompt: object = "Password: ", *_: object, **__: object) -> str:
    raise StdinNotImplementedError(
        f"getpass({prompt!r}): nobody answers while a notebook is graded"
    )


def prepare_for_student(seed: int = 0) -> None:
    """The last step before the student's first cell: the same start for everybody."""
    random.seed(seed)
    np.random.seed(seed)
    builtins.input = _no_input
    getpass.getpass = _no_password
