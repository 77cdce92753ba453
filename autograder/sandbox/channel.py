"""The room's end of the line to the judge: blocking, one frame at a time."""

from __future__ import annotations

import socket
from array import array
from typing import Any, NamedTuple

from autograder.sandbox import wire
from autograder.sandbox.frames import READ_SIZE

# The number of the frame that a room sends unasked, when it is ready or could not become it.
GREETING = 0

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
        header_bytes = self._at_least(wire.HEADER.size, data) if data else None
        if header_bytes is None:
            return None
        header = wire.read_header(header_bytes[: wire.HEADER.size])
        end_of_head = wire.HEADER.size + header.head
        frame = self._at_least(end_of_head + header.blob, header_bytes)
        if frame is None:
            return None
        head, blob = frame[wire.HEADER.size : end_of_head], frame[end_of_head:]
        number, operation, body = wire.decode(head, blob, revive, shared=True)
        return Request(number, operation, body, _descriptors(ancillary) if ancillary else ())

    def reply(
        self, number: int, operation: str, body: Any, special: wire.Special | None = None
    ) -> None:
        """Raises `UnsendableError` before anything is sent."""
        self._line.sendall(wire.encode((number, operation, body), special))

    def close(self) -> None:
        self._line.close()

    def _at_least(self, size: int, start: bytes) -> bytes | None:
        if len(start) >= size:
            return start
        parts = bytearray(start)
        while len(parts) < size:
            part = self._line.recv(min(size - len(parts), 1 << 20))
            if not part:
                return None
            parts += part
        return bytes(parts)


def _descriptors(ancillary: list[tuple[int, int, bytes]]) -> tuple[int, ...]:
    found = array("i")
    for _, _, data in ancillary:
        found.frombytes(data[: len(data) - len(data) % found.itemsize])
    return tuple(found)
