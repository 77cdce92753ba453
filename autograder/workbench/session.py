"""A notebook that runs again and again in one kernel, as its file changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from autograder.checks import Message, Status, Verdict
from autograder.workbench.changes import to_run
from autograder.workbench.kernel import Kernel, open_kernel
from autograder.workbench.lesson import exercises_of, rungs_of
from autograder.workbench.verdicts import CellReport, run_cells
from autograder.workbench.workbook import Workbook, read_workbook

Tell = Callable[[Message], None]


class Session:
    """The notebook as it last ran, the verdicts so far, and the exercise that is looked at."""

    def __init__(self, path: Path, seconds: float) -> None:
        self.path = path
        self.seconds = seconds
        self.workbook: Workbook = read_workbook(path)
        self.verdicts: dict[str, Verdict] = {}
        self.focus = ""
        self._hints: dict[str, int] = {}
        self._ran: tuple[str, ...] = ()
        self._kernel: Kernel | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def update(self, tell: Tell) -> Iterator[CellReport]:
        """Read the file and run what must run again. Raises UnusableError as reading does."""
        self.workbook = read_workbook(self.path)
        sources = tuple(cell.source for cell in self.workbook.code)
        positions = to_run(self._ran, sources) if self._is_running else None
        if positions is None:
            if self._is_running:
                tell(Message("watch.again"))
            self._start()
            positions = tuple(range(len(sources)))
        self._ran = sources
        if not positions:
            tell(Message("watch.nothing"))
            return
        tell(Message("watch.running", {"count": len(positions), "total": len(sources)}))
        yield from self._run(positions)

    @property
    def exercises(self) -> tuple[str, ...]:
        """The exercises of the lesson or the notebook, in order."""
        return exercises_of(self.workbook)

    @property
    def passed(self) -> tuple[str, ...]:
        return tuple(t for t, v in self.verdicts.items() if v.status is Status.PASSED)

    def refocus(self) -> None:
        """Keep looking at an exercise until it passes; then at the next one that does not."""
        if not self.focus or self.focus in self.passed or self.focus not in self.exercises:
            self.next()

    def next(self) -> None:
        """Look at the next exercise that has not passed, from the start again after the last."""
        names = self.exercises
        after = names.index(self.focus) + 1 if self.focus in names else 0
        round_ = (*names[after:], *names[:after])
        self.focus = next((name for name in round_ if name not in self.passed), "")

    def hint(self) -> tuple[Message, ...]:
        """The hints of the exercise so far and one more; empty if it has none."""
        rungs = rungs_of(self.workbook, self.focus)
        self._hints[self.focus] = min(self.hinted + 1, len(rungs))
        return rungs[: self._hints[self.focus]]

    @property
    def hinted(self) -> int:
        """How many hints of the exercise were shown."""
        return self._hints.get(self.focus, 0)

    @property
    def hints(self) -> int:
        """How many hints there are for the exercise."""
        return len(rungs_of(self.workbook, self.focus))

    @property
    def _is_running(self) -> bool:
        return self._kernel is not None and self._kernel.is_alive

    def _start(self) -> None:
        self._stack.close()
        self.verdicts.clear()
        folder = self.path.resolve().parent
        self._kernel = self._stack.enter_context(open_kernel(self.workbook.kernel, folder))

    def _run(self, positions: tuple[int, ...]) -> Iterator[CellReport]:
        assert self._kernel is not None
        cells = [self.workbook.code[position] for position in positions]
        for report in run_cells(self._kernel, cells, self.seconds):
            self.verdicts |= {verdict.title: verdict for verdict in report.verdicts}
            yield report
