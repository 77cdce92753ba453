"""What happens while a notebook is watched: it was saved, a key was pressed."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

SAVED = "saved"
# Editors write a file in several steps; what comes within this time is one save.
TOGETHER_MILLISECONDS = 200
Events = Queue[str]


@contextmanager
def saves(path: Path, events: Events) -> Iterator[None]:
    """Put SAVED into the queue whenever the file is written, or another is renamed to it.

    The folder is watched: an editor that saves by renaming puts a new file in the old one's place.
    """
    from watchfiles import watch

    stop = threading.Event()
    target = path.resolve()

    def look() -> None:
        for changes in watch(
            target.parent,
            stop_event=stop,
            step=TOGETHER_MILLISECONDS,
            recursive=False,
            watch_filter=lambda _, name: Path(name).name == target.name,
        ):
            if changes and target.exists():
                events.put(SAVED)

    thread = threading.Thread(target=look, name="saves", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=2)


@contextmanager
def keys(events: Events) -> Iterator[bool]:
    """Put each key that is pressed into the queue; whether there is anything to read keys from.

    A terminal is told to give keys at once and without showing them; Ctrl-C works as ever. From
    a pipe come characters, until it ends.
    """
    stream = sys.stdin
    if stream is None or stream.closed:
        yield False
        return
    with _at_once(stream) as read:
        threading.Thread(target=_pass_on, args=(read, events), name="keys", daemon=True).start()
        yield True


def _pass_on(read: Callable[[], str], events: Events) -> None:
    try:
        while key := read():
            if key.strip():
                events.put(key.lower())
    except (OSError, ValueError):  # the terminal is gone
        return


@contextmanager
def _at_once(stream: Any) -> Iterator[Callable[[], str]]:
    """A function that waits for the next key; the terminal's settings are put back afterwards."""
    if not stream.isatty():
        yield lambda: str(stream.read(1))
        return
    try:
        import termios
        import tty
    except ImportError:  # Windows
        import msvcrt

        yield lambda: str(msvcrt.getwch())  # type: ignore[attr-defined]
        return
    before = termios.tcgetattr(stream)
    try:
        tty.setcbreak(stream)
        yield lambda: str(stream.read(1))
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, before)
