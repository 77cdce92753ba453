"""The room's end of the line to the judge: blocking, one frame at a time."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any

from autograder.sandbox import wire

# The number of the frame that a room sends unasked, when it is ready or could not become it.
GREETING = 0


@dataclass(frozen=True)
class Request:
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
        """The next request, or None when the judge has hung up."""
        first, descriptors, _, _ = socket.recv_fds(self._line, wire.HEADER.size, 1)
        header_bytes = self._exactly(wire.HEADER.size, first) if first else None
        if header_bytes is None:
            return None
        header = wire.read_header(header_bytes)
        head, blob = self._exactly(header.head), self._exactly(header.blob)
        if head is None or blob is None:
            return None
        number, operation, body = wire.decode(head, blob, revive, shared=True)
        return Request(number, operation, body, tuple(descriptors))

    def reply(
        self, number: int, operation: str, body: Any, special: wire.Special | None = None
    ) -> None:
        """Raises `UnsendableError` before anything is sent."""
        self._line.sendall(wire.encode((number, operation, body), special))

    def close(self) -> None:
        self._line.close()

    def _exactly(self, size: int, start: bytes = b"") -> bytes | None:
        parts = bytearray(start)
        while len(parts) < size:
            part = self._line.recv(min(size - len(parts), 1 << 20))
            if not part:
                return None
            parts += part
        return bytes(parts)
