"""The judge's view of one student's room: snapshots, proxies, and calls in both directions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from autograder.judge.exceptions import RoomEndedError, as_exception
from autograder.judge.modules import StudentModule
from autograder.judge.proxies import Proxy, importable_name, is_proxy, write_back
from autograder.sandbox.connection import RoomLostError, RoomTimeoutError, StudentCodeError
from autograder.sandbox.errors import ErrorReport
from autograder.sandbox.room import Room, Snapshot
from autograder.sandbox.wire import UnsendableError, WireError

SHORT_SECONDS = 1.0


class View:
    """What a test cell sees of the student's room as it stands at one point of the notebook.

    Requests go to a snapshot (a fork) of the room. If the student's code ends the snapshot, the
    next request gets a new one: one test's damage reaches no other.

    The student's code has the limit of one cell for all calls of a test cell; after that every
    call gets one second, so that one endless function does not hold up the whole class.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._snapshot: Snapshot | None = None
        self.epoch = 0
        self._functions: list[Callable[..., Any]] = []
        self._replaced: dict[str, Callable[..., Any]] = {}
        self._seconds_left = room.limits.cell_seconds

    def look_up(self, name: str) -> tuple[bool, Any]:
        """(whether the student's notebook defines the name, its value or a proxy)."""
        answer = self._request("lookup", name, SHORT_SECONDS)
        if type(answer) is not list or len(answer) != 2 or type(answer[0]) is not bool:
            raise RoomEndedError("the room answered in no known form")
        return answer[0], answer[1]

    def call(self, target: Proxy, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call the student's function; changed arguments come back changed."""
        body = [target, args, kwargs, self._allowance()]
        answer = self._request("call", body, self._allowance())
        if type(answer) is not dict or set(answer) != {"value", "arguments"}:
            raise RoomEndedError("the room answered in no known form")
        changed = answer["arguments"]
        if type(changed) is list and len(changed) == 2:
            write_back(args, changed[0])
            write_back(kwargs, changed[1])
        return answer["value"]

    def operate(self, operation: str, *args: Any) -> Any:
        body = [operation, args, self._allowance()]
        return self._request("operate", body, self._allowance())

    def bind(self, name: str, function: Callable[..., Any]) -> None:
        """The student's code finds `function` under this name, until this view is closed."""
        self._request("bind", {name: function}, SHORT_SECONDS)

    def unbind(self, name: str) -> None:
        """The student's code does not find this name any more, until this view is closed."""
        self._request("unbind", name, SHORT_SECONDS)

    @contextmanager
    def replaced(self, functions: dict[str, Callable[..., Any]]) -> Iterator[None]:
        """Within the block the student's code finds the judge's functions under these names."""
        before = self._replaced
        self._replaced = {**before, **functions}
        self._request("bind", functions, SHORT_SECONDS)
        try:
            yield
        finally:
            self._replaced = before
            if self._snapshot is not None:
                again = {name: before.get(name) for name in functions}
                self._request("bind", again, SHORT_SECONDS)

    def close(self) -> None:
        if self._snapshot is not None:
            self._snapshot.close()
        self._snapshot = None

    def _allowance(self) -> float:
        return max(SHORT_SECONDS, min(self._seconds_left, self._room.limits.call_seconds))

    def _request(self, operation: str, body: Any, seconds: float) -> Any:
        started = time.monotonic()
        try:
            return self._open().connection.request(operation, body, seconds)
        except StudentCodeError as failed:
            raise as_exception(failed.report) from None
        except RoomTimeoutError:
            self._lose()
            raise as_exception(_timed_out(seconds)) from None
        except RoomLostError as lost:
            self._lose()
            raise RoomEndedError(str(lost)) from None
        except UnsendableError as error:
            raise TypeError(f"{error} can't be sent to the student's room") from None
        finally:
            self._seconds_left -= time.monotonic() - started

    def _open(self) -> Snapshot:
        if self._snapshot is None:
            self._snapshot = self._room.snapshot(self._send_special, self._revive, self._run)
            if self._replaced:
                request = self._snapshot.connection.request
                request("bind", self._replaced, SHORT_SECONDS)
        return self._snapshot

    def _lose(self) -> None:
        self.close()
        self.epoch += 1

    def _send_special(self, value: Any) -> dict[str, Any] | None:
        """Nodes for what only we know: proxies, and functions that stay here."""
        if is_proxy(value):
            return {"h": self._number_of(value)}
        if (name := importable_name(value)) is not None:
            return {"g": list(name)}
        if callable(value):
            self._functions.append(value)
            return {"j": [len(self._functions) - 1, str(getattr(value, "__name__", "function"))]}
        return None

    def _number_of(self, proxy: Proxy) -> int:
        epoch = object.__getattribute__(proxy, "_epoch")
        if object.__getattribute__(proxy, "_line") is not self or epoch != self.epoch:
            raise RoomEndedError("this object lived in a room that has ended")
        number: int = object.__getattribute__(proxy, "_number")
        return number

    def _revive(self, tag: str, body: Any) -> Any:
        """What a node of the student's room stands for."""
        if tag == "h" and type(body) is int:
            return Proxy(self, body, self.epoch)
        if tag == "j" and type(body) is int and 0 <= body < len(self._functions):
            return self._functions[body]
        if tag == "m" and type(body) is str:
            return StudentModule(body[:200])
        raise WireError("unknown node")

    def _run(self, function: int, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """A function of the judge, called by the student's code."""
        if not 0 <= function < len(self._functions):
            raise LookupError("no such function")
        return self._functions[function](*args, **kwargs)


def _timed_out(seconds: float) -> ErrorReport:
    message = f"it ran longer than {seconds:.3g} seconds"
    return ErrorReport("CellTimeoutError", (), message, ())
