"""The judge's view of one student's room: snapshots, proxies, and calls in both directions."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any

from autograder.judge.budget import SHORT_SECONDS, Budget
from autograder.judge.exceptions import (
    NotSendableError,
    RoomEndedError,
    StudentTimeoutError,
)
from autograder.judge.live import Live
from autograder.judge.nodes import Nodes
from autograder.judge.operators import Operators, is_refused
from autograder.judge.surroundings import Surroundings
from autograder.sandbox.arguments import write_back
from autograder.sandbox.connection import RoomLostError, RoomTimeoutError, StudentCodeError
from autograder.sandbox.errors import too_long
from autograder.sandbox.room import Room, Snapshot
from autograder.sandbox.wire import UnsendableError

Function = Callable[..., Any]


class View:
    """What a test cell sees of the student's room as it stands at one point of the notebook.

    Requests go to a snapshot (a fork) of the room. If the student's code ends the snapshot, the
    next request gets a new one: one test's damage reaches no other.
    """

    def __init__(self, room: Room, operators: Operators | None = None) -> None:
        self._room = room
        self._operators = operators
        self._snapshot: Snapshot | None = None
        self.limits: list[str] = []
        self.calls = 0
        self._nodes = Nodes(self)
        self._live = Live()
        self._surroundings = Surroundings()
        self._surroundings.look(self.operate)
        self._replaced: dict[str, Function] = {}  # what the student's code shall find,
        self._bound = self._replaced  # and what the snapshot knows of it
        self._unbound: set[str] = set()
        self._budget = Budget(room.limits)

    @property
    def epoch(self) -> int:
        """How many rooms have ended: what lived in an earlier one is lost."""
        return self._nodes.epoch

    def look_up(self, name: str) -> tuple[bool, Any]:
        """(whether the student's notebook defines the name, its value or a proxy)."""
        answer = self._request("lookup", name, SHORT_SECONDS)
        if type(answer) is not list or len(answer) != 3 or type(answer[0]) is not bool:
            raise RoomEndedError("the room answered in no known form")
        return answer[0], self._live.take(answer[2], answer[1])

    def call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call the student's function; changed arguments come back changed."""
        seconds = self._budget.allowance()
        answer = self._used("call", [target, args, kwargs, seconds], seconds)
        if type(answer) is not dict or set(answer) != {"value", "arguments", "same"}:
            raise RoomEndedError("the room answered in no known form")
        changed = answer["arguments"]
        if type(changed) is list and len(changed) == 2:
            write_back(args, changed[0])
            write_back(kwargs, changed[1])
        given = [*args, *kwargs.values()]
        same = answer["same"]
        return given[same] if type(same) is int and 0 <= same < len(given) else answer["value"]

    def operate(self, operation: str, *args: Any) -> Any:
        """Raises `PlainDataError` where the student's object must not see the test's data."""
        if is_refused(operation, args, self._operators):
            return NotImplemented
        seconds = self._budget.allowance()
        answer = self._used("operate", [operation, args, seconds], seconds)
        if type(answer) is not list or len(answer) != 2:
            raise RoomEndedError("the room answered in no known form")
        return self._live.take(answer[1], answer[0])

    def _used(self, operation: str, body: Any, seconds: float) -> Any:
        """Run the student's code: what the test has changed around it, it must find changed."""
        self._surroundings.before(self._ask)
        self._live.before(self._ask)
        try:
            return self._request(operation, body, seconds)
        finally:
            if self._snapshot is not None:
                self._surroundings.after(self._ask)
                self._live.after(self._ask)

    def _ask(self, operation: str, body: Any) -> Any:
        return self._request(operation, body, SHORT_SECONDS)

    def bind(self, name: str, function: Function) -> None:
        """The student's code finds `function` under this name, until this view is closed."""
        self._replaced = {**self._replaced, name: function}
        self._unbound.discard(name)
        self._request("ping", None, SHORT_SECONDS)

    def unbind(self, name: str) -> None:
        """The student's code does not find this name any more, until this view is closed."""
        self._unbound.add(name)
        self._request("unbind", name, SHORT_SECONDS)
        left = {key: function for key, function in self._replaced.items() if key != name}
        self._replaced = self._bound = left

    @contextlib.contextmanager
    def replaced(self, functions: dict[str, Function]) -> Iterator[None]:
        """Within the block the student's code finds the judge's functions under these names."""
        before = {name: f for name, f in self._replaced.items() if name in functions}
        self._replaced = {**self._replaced, **functions}
        try:
            yield
        finally:
            others = {name: f for name, f in self._replaced.items() if name not in functions}
            self._replaced = {**others, **before}

    def close(self) -> None:
        if self._snapshot is not None:
            self._snapshot.close()
        self._snapshot = None

    def _request(self, operation: str, body: Any, seconds: float) -> Any:
        self.calls += operation in ("call", "operate")
        started = time.monotonic()
        try:
            return self._asked(operation, body, seconds)
        except StudentCodeError as failed:
            raise self._as_exception(failed) from None
        except RoomTimeoutError:
            self._lose()
            self._budget.run_out()
            raise StudentTimeoutError(too_long(seconds)) from None
        except RoomLostError as lost:
            why = self._room.why_ended(lost)
            self._lose()
            raise RoomEndedError(why) from None
        except UnsendableError as error:
            self.limits.append(f"{error} can't be sent to the student's room")
            raise NotSendableError(self.limits[-1]) from None
        finally:
            self._budget.spend(time.monotonic() - started)

    def _asked(self, operation: str, body: Any, seconds: float) -> Any:
        """The room's answer. What it must bind first goes with the request: no trip of its own."""
        connection = self._open().connection
        before, self._bound = self._bound, self._replaced
        if before is self._replaced or not (before or self._replaced):
            return connection.request(operation, body, seconds)
        gone = dict.fromkeys(name for name in before if name not in self._replaced)
        try:
            binding = [{**gone, **self._replaced}, operation, body]
            return connection.request("bound", binding, seconds)
        except UnsendableError:
            self._bound = before
            raise

    def _as_exception(self, failed: StudentCodeError) -> BaseException:
        error = self._nodes.as_exception(failed.report)
        if isinstance(error, StudentTimeoutError):
            self._budget.run_out()
        return error

    def _open(self) -> Snapshot:
        if self._snapshot is None:
            self._snapshot = self._room.snapshot(self._nodes.send, self._nodes.revive, self._run)
            for name in self._unbound:
                self._snapshot.connection.request("unbind", name, SHORT_SECONDS)
            self._bound = {}
        return self._snapshot

    def _lose(self) -> None:
        self.close()
        self._nodes.forget_room()
        self._live = Live()
        self._surroundings = Surroundings()

    def construct(self, kind: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """An exception of the student's class, made by a test: (text, its room's number)."""
        return self.call(self._nodes.proxy_of_class(kind), args, kwargs)

    def _run(self, function: int, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """A function of the judge, called by the student's code."""
        lent = self._nodes.lent(function)
        if any(type(name) is not str for name in kwargs):
            raise TypeError("keywords must be strings")
        with self._budget.standing_still():
            return lent.use(*args, **kwargs)
