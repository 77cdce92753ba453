"""The judge's end of the line to a room. Every wait has an end, every frame is checked."""

from __future__ import annotations

import secrets
import select
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

from autograder.sandbox import wire
from autograder.sandbox.channel import GREETING
from autograder.sandbox.errors import ErrorReport, from_tree
from autograder.sandbox.frames import READ_SIZE

ANSWER_GRACE_SECONDS = 3.0
MAX_CALLBACKS = 100_000
_AT_ONCE = socket.MSG_DONTWAIT


class RoomLostError(Exception):
    """The room does not answer any more: the student's code ended, blocked or broke it."""


class RoomTimeoutError(RoomLostError):
    """The room did not answer in time."""


class StudentCodeError(Exception):
    """The student's code raised; `report` tells what."""

    def __init__(self, report: ErrorReport) -> None:
        super().__init__(f"{report.name}: {report.message}")
        self.report = report


class Connection:
    """Requests to one room (or to one snapshot of it), one at a time."""

    def __init__(
        self,
        line: socket.socket,
        special: wire.Special | None = None,
        revive: wire.Revive | None = None,
        call: Callable[[int, list[Any], dict[str, Any]], Any] | None = None,
    ) -> None:
        self._line = line
        self._unread = b""
        self._numbers = _unguessable_numbers()
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(line, select.POLLIN)
        self._writable.register(line, select.POLLOUT)
        self._special = special
        self._revive = revive
        self._call = call
        self._lost: RoomLostError | None = None

    def request(
        self, operation: str, body: Any, seconds: float, descriptor: int | None = None
    ) -> Any:
        """The room's answer.

        Raises `StudentCodeError` if the student's code raised, `RoomLostError` if no answer can
        come any more, `UnsendableError` if `body` can't travel.
        """
        if self._lost is not None:
            raise self._lost
        number = next(self._numbers)
        deadline = time.monotonic() + seconds + ANSWER_GRACE_SECONDS
        frame = wire.encode((number, operation, body), self._special, share=True)
        try:
            self._send(frame, deadline, descriptor)
            return self._answer(number, deadline)
        except RoomLostError as lost:
            self._lost = lost
            self._line.close()
            raise

    def await_greeting(self, seconds: float) -> None:
        """Wait for what the room says first, before any of the student's code runs in it.

        Raises `StudentCodeError` with the reason, or `RoomLostError`, if it could not be prepared.
        """
        self._answer(GREETING, time.monotonic() + seconds)

    @property
    def is_lost(self) -> bool:
        """Whether no answer can come any more."""
        return self._lost is not None

    def close(self) -> None:
        self._lost = self._lost or RoomLostError("the room is closed")
        self._line.close()

    def _answer(self, number: int, deadline: float) -> Any:
        for _ in range(MAX_CALLBACKS):
            operation, body = self._reply_to(number, deadline)
            if operation == "value":
                return body
            if operation == "error":
                raise StudentCodeError(_report(body))
            started = time.monotonic()
            frame = self._call_back(number, body)
            if self._lost is not None:  # the judge's function asked the room, and lost it
                raise self._lost
            deadline += time.monotonic() - started
            self._send(frame, deadline)
        raise RoomLostError("the student's code called back too often")

    def _reply_to(self, number: int, deadline: float) -> tuple[str, Any]:
        try:
            reply = self._receive(deadline)
        except wire.WireError as error:
            raise RoomLostError(f"the room answered in no known form ({error})") from None
        if type(reply) is not tuple or len(reply) != 3 or reply[0] != number:
            raise RoomLostError("the room answered something that was not asked")
        if reply[1] not in ("value", "error", "callback"):
            raise RoomLostError("the room answered in no known form")
        return reply[1], reply[2]

    def _call_back(self, number: int, body: Any) -> bytes:
        """Run the judge's function that the student's code called; the frame with its result."""
        if self._call is None or type(body) is not list or len(body) != 3:
            raise RoomLostError("the room called a function that it was not given")
        function, args, kwargs = body
        if type(function) is not int or type(args) is not tuple or type(kwargs) is not dict:
            raise RoomLostError("the room called a function in no known form")
        try:
            result = self._call(function, list(args), kwargs)
            return wire.encode((number, "value", result), self._special, share=True)
        except Exception as error:
            return wire.encode((number, "raise", _told(error)))

    def _send(self, frame: bytes, deadline: float, descriptor: int | None = None) -> None:
        try:
            if descriptor is not None:
                sent = socket.send_fds(self._line, [frame], [descriptor])
            else:
                sent = self._line.send(frame, _AT_ONCE)
        except BlockingIOError:
            sent = 0
        except OSError:
            raise RoomLostError("the room's process has ended") from None
        if sent < len(frame):
            self._send_rest(memoryview(frame)[sent:], deadline)

    def _send_rest(self, rest: memoryview, deadline: float) -> None:
        while rest:
            self._wait(self._writable, deadline)
            try:
                rest = rest[self._line.send(rest, _AT_ONCE) :]
            except BlockingIOError:
                continue
            except OSError:
                raise RoomLostError("the room's process has ended") from None

    def _receive(self, deadline: float) -> Any:
        data = self._at_least(wire.HEADER.size, self._unread, deadline)
        header = wire.read_header(data[: wire.HEADER.size])
        end_of_head = wire.HEADER.size + header.head
        end = end_of_head + header.blob
        data = self._at_least(end, data, deadline)
        self._unread = data[end:]
        head, blob = data[wire.HEADER.size : end_of_head], data[end_of_head:end]
        return wire.decode(head, blob, self._revive)

    def _at_least(self, size: int, start: bytes, deadline: float) -> bytes:
        """At least so many bytes; most often all of them came with one read."""
        if len(start) >= size:
            return start
        data = self._read(deadline)
        if not start and len(data) >= size:
            return data
        parts = bytearray(start + data)
        while len(parts) < size:
            parts += self._read(deadline, size - len(parts))
        return bytes(parts)

    def _read(self, deadline: float, missing: int = 0) -> bytes:
        size = min(max(missing, READ_SIZE), 1 << 20)
        while True:
            self._wait(self._readable, deadline)
            try:
                data = self._line.recv(size, _AT_ONCE)
            except BlockingIOError:
                continue
            except OSError:
                data = b""
            if not data:
                raise RoomLostError("the room's process has ended")
            return data

    def _wait(self, event: select.poll, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0 or not event.poll(left * 1000):
            raise RoomTimeoutError("the room did not answer in time")


def _unguessable_numbers() -> Iterator[int]:
    """48 random bits for each request, a hundred fetched at a time."""
    while True:
        data = secrets.token_bytes(600)
        yield from (int.from_bytes(data[at : at + 6], "little") for at in range(0, 600, 6))


def _told(error: Exception) -> list[str]:
    """[built-in type, message] of what the judge's function raised, for the student's code.

    The message of an assertion may hold an expected value: it stays here.
    """
    kinds = [kind for kind in type(error).__mro__ if kind.__module__ == "builtins"]
    message = "" if isinstance(error, AssertionError) else str(error)[:500]
    return [kinds[0].__name__, message]


def _report(tree: Any) -> ErrorReport:
    try:
        return from_tree(tree)
    except ValueError as error:
        raise RoomLostError(f"the room answered in no known form ({error})") from None
