"""Rooms for students' code, as the judge opens and uses them.

with StudentRooms(Limits()) as rooms:             # one warm process
    with rooms.open(folder) as room:              # one notebook: a fork of it
        run = room.run_cell("x = 1", 1)
        with room.snapshot() as snapshot:         # a fork of the room as it stands
            snapshot.request("lookup", "x", 5)
"""

from __future__ import annotations

import socket
import subprocess
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from autograder.sandbox import affinity, files, launch
from autograder.sandbox.control import RoomsUnavailableError, ask
from autograder.sandbox.limits import Limits
from autograder.sandbox.room import START_SECONDS, Room
from autograder.sandbox.tiers import Tier, TierUnavailableError, Walls
from autograder.sandbox.user import owner_of_new_files


class StudentRooms:
    """The warm process, from which a room is forked for each notebook: one at a time.

    `walls` say which tiers of isolation are good enough; the best that works is taken.
    """

    def __init__(self, limits: Limits, walls: Walls | None = None) -> None:
        self.limits = limits
        self._walls = walls or Walls()
        self._attempts = launch.attempts(self._walls)
        self._refused: dict[str, str] = {}
        self._warm = self._start_next()
        self._ready: launch.Ready | None = None

    @property
    def tier(self) -> Tier:
        """Raises `TierUnavailableError`."""
        self.wait_until_ready()
        assert self._warm is not None
        return self._warm.tier

    @property
    def scratch(self) -> Path:
        """The student's folder, as this process can use it."""
        return self.wait_until_ready().scratch

    def open(self, folder: Path | None = None, limits: Limits | None = None) -> Room:
        """A fresh room, whose current folder holds copies of the data files of `folder`.

        Raises `RoomsUnavailableError`.
        """
        self.wait_until_ready()
        return self._open(folder, limits or self.limits)

    def wait_until_ready(self) -> launch.Ready:
        """Take the best tier that works: that starts, and in which a room can be opened.

        Raises `TierUnavailableError` if none does that is good enough.
        """
        while self._ready is None:
            if self._warm is None:
                raise TierUnavailableError(self._walls.expected, self._refused)
            try:
                self._ready = launch.await_ready(self._warm, START_SECONDS)
                self._open(None, self.limits).close()
            except (launch.LaunchError, RoomsUnavailableError, OSError) as error:
                self._refuse(self._warm.tier, error)
                self._warm.end()
                self._ready = None
                self._warm = self._start_next()
        return self._ready

    def as_students_files(self) -> AbstractContextManager[None]:
        """Within the block files that this process makes in the student's folder are theirs."""
        return owner_of_new_files(self.scratch.stat().st_uid)

    def end_open_rooms(self) -> None:
        """End the open room, and every process that was started in it; empty its folder.

        Raises `RoomsUnavailableError` if the warm process is gone or can't do that.
        """
        if not self._ask({"operation": "close"})["done"]:
            raise RoomsUnavailableError("the student's room can't be cleared")

    def end_processes(self) -> None:
        """End the open room; its files stay. Raises `RoomsUnavailableError`."""
        if not self._ask({"operation": "end"})["done"]:
            raise RoomsUnavailableError("processes of the student's room can't be ended")

    def why_ended(self) -> str:
        """Why the open room has ended, in words; empty if nothing is known."""
        return str(self._ask({"operation": "why"})["why"])

    def close(self) -> None:
        """End the warm process, and with it whatever it started."""
        if self._warm is not None:
            if self._ready is None:  # it has no room yet, and is not listening
                self._warm.process.kill()
            self._warm.end()

    def _start_next(self) -> launch.WarmProcess | None:
        for attempt in self._attempts:
            try:
                return attempt.start()
            except (launch.LaunchError, OSError, subprocess.SubprocessError) as error:
                self._refuse(attempt.tier, error)
        return None

    def _refuse(self, tier: Tier, error: Exception) -> None:
        before = self._refused.get(tier.name)
        self._refused[tier.name] = f"{before}, {error}" if before else str(error)

    def _open(self, folder: Path | None, granted: Limits) -> Room:
        assert self._ready is not None
        assert self._warm is not None
        copied = {}
        if folder is not None:
            with self.as_students_files():
                copied = files.copy_in(folder, self._ready.scratch)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        allowed = granted.with_processes(launch.processes_counted(self._warm.tier))
        request = {
            "operation": "open",
            "limits": allowed.as_dict(),
            "address_space": self._ready.address_space,
            "cpus": affinity.cpus(),
        }
        with theirs:
            self._ask(request, theirs.fileno())
        room = Room(self, ours, granted, copied)
        room.wait_until_ready()
        return room

    def _ask(self, request: dict[str, Any], descriptor: int | None = None) -> dict[str, Any]:
        assert self._warm is not None
        return ask(self._warm.control, request, descriptor)

    def __enter__(self) -> StudentRooms:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
