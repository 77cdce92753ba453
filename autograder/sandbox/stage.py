"""Become bubblewrap: the last steps before it, as a small program of its own.

python -I -S -c "…main(START, DESCRIPTOR)". As root it first mounts what the room may read where
an unprivileged user can reach it (root's home is closed to everybody else), in a mount namespace
of its own, and then gives up being root. Student code is never root, not even outside the room.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from autograder.sandbox import bubblewrap, linux, user
from autograder.sandbox.limits import first_to_end

_STAGE = Path("/mnt")
_NEW_MOUNTS = 0x2_0000
_BIND, _RECURSIVE, _PRIVATE = 1 << 12, 1 << 14, 1 << 18


def main(described: str) -> None:
    """`described` is a `bubblewrap.Start` as JSON. Does not return; the reason is the exit."""
    start = bubblewrap.Start(**json.loads(described))
    first_to_end()
    try:
        _become(start)
    except OSError as error:
        sys.exit(f"{start.program}: {error}")


def _become(start: bubblewrap.Start) -> None:
    program, mounts = start.program, [(source, target) for source, target in start.mounts]
    if os.getuid() == 0:
        homes = [start.home] if start.home else []
        staged = _staged([*homes, *(source for source, _ in mounts)])
        if start.home:
            program = str(staged.pop(0) / Path(program).relative_to(start.home))
        mounts = [(str(there), target) for there, (_, target) in zip(staged, mounts, strict=True)]
        user.become(start.user)
    os.execv(program, [program, *bubblewrap.arguments(mounts), "--", *start.command])


def _staged(sources: list[str]) -> list[Path]:
    """The same files and folders where everybody can reach them."""
    linux.unshare(_NEW_MOUNTS)
    linux.mount(None, "/", None, _RECURSIVE | _PRIVATE)
    opened = [os.open(source, os.O_PATH | os.O_CLOEXEC) for source in sources]
    linux.mount("tmpfs", str(_STAGE), "tmpfs", 0, "mode=755")
    return [_bound(number, descriptor) for number, descriptor in enumerate(opened)]


def _bound(number: int, descriptor: int) -> Path:
    source = Path(f"/proc/self/fd/{descriptor}")
    target = _STAGE / str(number)
    if source.is_dir():
        target.mkdir()
    else:
        target.touch()
    linux.mount(str(source), str(target), None, _BIND | _RECURSIVE)
    return target
