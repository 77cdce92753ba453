"""Processes that write pages: each a copy of one that has everything loaded."""

from __future__ import annotations

import multiprocessing
import os
import signal
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from autograder.batch.feedback_pages import Folder, Outcome, Pages
from autograder.sandbox.processes import end_with_parent

MOST_AT_ONCE = 25  # students whose grades are read together
SMALL = 4_000_000  # bytes
ENDED = (
    "{path}: found that the process that made its pages was ended, most likely for want of memory; "
    "expected a notebook that can be shown. Look at the size of its outputs."
)


class PagePool:
    """Writes the pages of many folders. Nothing is written to any folder in part, also if it is
    stopped, or killed."""

    def __init__(self, pages: Pages, workers: int) -> None:
        self._pages, self._workers = pages, workers
        self._context = multiprocessing.get_context("fork")
        self._stop = self._context.RawValue("b", 0)  # no lock that a killed process could keep
        self.late: list[Outcome] = []

    def results(self, folders: Sequence[Folder]) -> Iterator[Outcome]:
        """One for each folder, in the order in which they get ready. On Ctrl-C the folders at
        work are finished; their outcomes are in `late`. Raises `OSError` if nothing can be
        written."""
        left = {folder.student: folder for folder in folders}
        if folders and _is_small(folders[0]):
            # All that is kept of these pages is in every process that is forked afterwards.
            yield from _write(self._pages, self._stop, [left.pop(folders[0].student)])
        try:
            for outcome in self._together(list(left.values())):
                del left[outcome.student]
                yield outcome
        except BrokenProcessPool:
            done, self.late = self.late, []
            for outcome in done:
                del left[outcome.student]
                yield outcome
            for folder in left.values():
                yield from self._alone(folder)

    def _together(self, folders: Sequence[Folder]) -> Iterator[Outcome]:
        if not folders:
            return
        size = min(MOST_AT_ONCE, -(-len(folders) // (2 * self._workers)))
        chunks = [folders[start : start + size] for start in range(0, len(folders), size)]
        executor = ProcessPoolExecutor(
            min(self._workers, len(chunks)), self._context, _start, (self._pages, self._stop)
        )
        left: list[Future[list[Outcome]]] = []
        try:
            with warnings.catch_warnings():
                # Python warns of threads at a fork; ours (linear algebra, progress) hold nothing.
                warnings.simplefilter("ignore", DeprecationWarning)
                futures = [executor.submit(_work, chunk) for chunk in chunks]
            left += futures
            for future in as_completed(futures):
                left.remove(future)
                yield from future.result()
        finally:
            self._stop.value = 1
            executor.shutdown(wait=True, cancel_futures=True)
            self._stop.value = 0
            ended = [each for each in left if not each.cancelled() and each.exception() is None]
            self.late += [outcome for future in ended for outcome in future.result()]

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


def _start(pages: Pages, stop: Any) -> None:
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says when to stop
    _Process.pages, _Process.stop = pages, stop


def _work(folders: Sequence[Folder]) -> list[Outcome]:
    return _write(_Process.pages, _Process.stop, folders)


def _write(pages: Pages, stop: Any, folders: Sequence[Folder]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for number, folder in enumerate(folders):
        if stop.value:
            break
        if number == 0:
            students = [folder.student for folder in folders]
            pages.grades.read(pages.coursedir.assignment_id, students)
        outcomes.append(pages.write(folder))
    return outcomes


def _is_small(folder: Folder) -> bool:
    """Whether this process may try it: it is not the one to be lost for want of memory."""
    try:
        return sum(os.path.getsize(name) for name in folder.notebooks) < SMALL
    except OSError:
        return False
