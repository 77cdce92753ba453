"""The judge's line to the warm process, from which rooms are forked."""

from __future__ import annotations

import json
import secrets
import select
import socket
import time
from typing import Any

ANSWER_SECONDS = 30.0


class RoomsUnavailableError(Exception):
    """The warm process can't be started or does not answer: the grader's failure."""


def ask(
    control: socket.socket, request: dict[str, Any], descriptor: int | None = None
) -> dict[str, Any]:
    """The warm process's answer. Raises `RoomsUnavailableError` if there is none."""
    descriptors = [] if descriptor is None else [descriptor]
    number = secrets.randbits(48)
    message = json.dumps({**request, "id": number}).encode()
    try:
        socket.send_fds(control, [message], descriptors)
    except OSError as error:
        raise RoomsUnavailableError(f"the student's room is gone: {error}") from error
    return _receive(control, number)


def _receive(control: socket.socket, number: int) -> dict[str, Any]:
    """The answer to request `number`. One to a judge that crashed before it is dropped."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while True:
        left = max(0.0, deadline - time.monotonic())
        if not select.select([control], [], [], left)[0]:
            raise RoomsUnavailableError("the student's room did not answer in time")
        try:
            message = control.recv(1 << 16)
        except OSError:
            message = b""
        if not message:
            raise RoomsUnavailableError("the warm process of the student's room has ended")
        answer: dict[str, Any] = json.loads(message)
        if answer["id"] == number:
            return answer
