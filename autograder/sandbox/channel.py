"""The room's end of the line to the judge: blocking, one frame at a time."""

from __future__ import annotations

import socket
from array import array
from typing import Any, NamedTuple

from autograder.sandbox import wire
from autograder.sandbox.frames import READ_SIZE

# The number of the frame that a room sends unasked, when it is ready or could not become it.
GREETING = 0

HEADER_SIZE = wire.HEADER.size
_SPACE_FOR_ONE_DESCRIPTOR = socket.CMSG_LEN(array("i").itemsize)


class Request(NamedTuple):
    """What the judge asks for. The reply carries the same number."""

    number: int
    operation: str
    body: Any
    descriptors: tuple[int, ...] = ()


class Channel:
    """Requests come in, replies go out. The judge is trusted, so the values are not checked."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def receive(self, revive: wire.Revive | None = None) -> Request | None:
        """The next request, or None when the judge has hung up.

        The judge sends one request at a time: what arrives together is a part of one frame.
        """
        data, ancillary, _, _ = self._line.recvmsg(READ_SIZE, _SPACE_FOR_ONE_DESCRIPTOR)
        if len(data) < HEADER_SIZE and not (data := self._at_least(HEADER_SIZE, data)):
            return None
        head, blob = wire.read_header(data[:HEADER_SIZE])
        end_of_head = HEADER_SIZE + head
        if len(data) < end_of_head + blob and not (
            data := self._at_least(end_of_head + blob, data)
        ):
            return None
        number, operation, body = wire.decode(
            data[HEADER_SIZE:end_of_head], data[end_of_head:], revive, shared=True
        )
        return Request(number, operation, body, _descriptors(ancillary) if ancillary else ())

    def reply(
        self, number: int, operation: str, body: Any, special: wire.Special | None = None
    ) -> None:
        """Raises `UnsendableError` before anything is sent."""
        self._line.sendall(wire.encode((number, operation, body), special))

    def close(self) -> None:
        self._line.close()

    def _at_least(self, size: int, start: bytes) -> bytes:
        """So many bytes; none if the judge has hung up."""
        parts = bytearray(start)
        while parts and len(parts) < size:
            part = self._line.recv(min(size - len(parts), 1 << 20))
            if not part:
                return b""
            parts += part
        return bytes(parts)


def _descriptors(ancillary: list[tuple[int, int, bytes]]) -> tuple[int, ...]:
    found = array("i")
    for _, _, data in ancillary:
        found.frombytes(data[: len(data) - len(data) % found.itemsize])
    return tuple(found)
