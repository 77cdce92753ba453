"""Processes that write pages: each a copy of one that has everything loaded."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from typing import Any

from autograder.batch.feedback_pages import Folder, Outcome, Pages
from autograder.sandbox.processes import end_with_parent

MOST_AT_ONCE = 25  # students whose grades are read together
ENDED = (
    "{path}: found that the process that made its pages was ended, most likely for want of memory; "
    "expected a notebook that can be shown. Look at the size of its outputs."
)


class PagePool:
    """Writes the pages of many folders. Nothing is written to any folder in part, also if it is
    stopped, or killed."""

    def __init__(self, pages: Pages, workers: int) -> None:
        self._pages, self._workers = pages, workers
        # A forked process has all modules and templates; elsewhere than on Linux forks are unsafe.
        self._context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._stop: Any = self._context.Event()

    def results(self, folders: Sequence[Folder]) -> Iterator[Outcome]:
        """One for each folder, in the order in which they get ready. On Ctrl-C the folders at
        work are finished, without their results. Raises `OSError` if nothing can be written."""
        left = list(folders)
        try:
            for outcome in self._together(left):
                left = [folder for folder in left if folder.student != outcome.student]
                yield outcome
        except BrokenProcessPool:
            for folder in left:
                yield from self._alone(folder)

    def _together(self, folders: Sequence[Folder]) -> Iterator[Outcome]:
        size = min(MOST_AT_ONCE, -(-len(folders) // (2 * self._workers)))
        chunks = [folders[start : start + size] for start in range(0, len(folders), size)]
        executor = ProcessPoolExecutor(
            min(self._workers, len(chunks)), self._context, _start, (self._pages, self._stop)
        )
        try:
            futures: list[Future[list[Outcome]]] = [
                executor.submit(_write, chunk) for chunk in chunks
            ]
            for future in as_completed(futures):
                yield from future.result()
        finally:
            self._stop.set()
            executor.shutdown(wait=True, cancel_futures=True)
            self._stop.clear()

    def _alone(self, folder: Folder) -> Iterator[Outcome]:
        """In a process of its own: another one's end does no harm to it."""
        try:
            yield from self._together([folder])
        except BrokenProcessPool:
            yield Outcome(folder.student, problem=ENDED.format(path=folder.path))


class _Process:
    """What a process works with."""

    pages: Pages
    stop: Any
    stack = ExitStack()


def _start(pages: Pages, stop: Any) -> None:
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says when to stop
    _Process.pages, _Process.stop = pages, stop
    _Process.stack.enter_context(pages.warm())


def _write(folders: Sequence[Folder]) -> list[Outcome]:
    pages = _Process.pages
    if _Process.stop.is_set():
        return []
    pages.grades.read(pages.coursedir.assignment_id, [folder.student for folder in folders])
    outcomes = []
    for folder in folders:
        if _Process.stop.is_set():
            break
        outcomes.append(pages.write(folder))
    return outcomes
