"""The loop of `autograder watch`: on every save what changed runs again; keys ask for more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from queue import Queue

from autograder.checks import Message, Status, text
from autograder.checks.hintcard import Card, card_text
from autograder.checks.render import SYMBOLS
from autograder.workbench.errors import HalfWrittenError, UnusableError
from autograder.workbench.events import SAVED, Events, keys, saves
from autograder.workbench.render import Line, error_line, one_line, progress_lines, verdict_lines
from autograder.workbench.session import Session
from autograder.workbench.verdicts import CellReport, progress_of

Show = Callable[[Iterable[Line]], None]


class Watching:
    """Shows a session through `show`; `clear` makes room for what came of a run."""

    KEYS = ("h", "l", "n")

    def __init__(
        self, session: Session, language: str | None, show: Show, clear: Callable[[], None]
    ) -> None:
        self.session = session
        self._language = language
        self._show = show
        self._clear = clear
        shown = (self.hint_lines, self.list_lines, self.next_lines)
        self._answers = dict(zip(self.KEYS, shown, strict=True))

    @property
    def language(self) -> str:
        return self._language or self.session.workbook.language

    def loop(self) -> None:
        """Until q is pressed. Raises UnusableError if the first run finds nothing to run."""
        events: Events = Queue()
        with saves(self.session.path, events):
            self.run(first=True)
            with keys(events) as has_keys:
                if not has_keys:
                    self._show([self._line("watch.no_keys")])
                while (event := events.get()) != "q":
                    self.answer(event)
        self._show([self._line("watch.end", file=self.session.path.name)])

    def answer(self, event: str) -> None:
        """Do what a save or a key asks for; other keys do nothing."""
        if event == SAVED:
            self.run()
        elif event in self._answers:
            self._show(self._answers[event]())

    def run(self, first: bool = False) -> None:
        """Run what changed and show what came of it. A half-written file is waited for.

        What was shown stays until there is something new to show.
        """
        try:
            reports = list(self.session.update(self._tell))
        except HalfWrittenError:
            self._show([self._line("bad.changing", file=self.session.path.name)])
            return
        except UnusableError as error:
            if first:
                raise
            self._show([self._said(error.message), self._line("bad.waiting")])
            return
        if reports:
            self.session.refocus()
            self._clear()
            self._show(self.run_lines(reports))

    def _tell(self, told: Message) -> None:
        self._show([self._said(told)])

    def run_lines(self, reports: Iterable[CellReport]) -> Iterator[Line]:
        """Errors, a line for each check that ran, the card of the exercise, how far, the keys."""
        for report in reports:
            if report.error:
                yield error_line(report.error, self.language)
            for verdict in report.verdicts:
                if verdict.title != self.session.focus:
                    yield one_line(verdict, self.language)
        yield from self.focus_lines()
        yield self._line("watch.keys")

    def focus_lines(self) -> Iterator[Line]:
        """The card of the exercise that is looked at, and the progress."""
        session, language = self.session, self.language
        verdict = session.verdicts.get(session.focus)
        if verdict is not None:
            yield Line("")
            yield from verdict_lines(verdict, language)
        elif not session.focus:
            yield self._line("watch.all_done", file=session.path.name)
        yield from progress_lines(progress_of(session.workbook, session.passed), language)

    def next_lines(self) -> Iterator[Line]:
        self.session.next()
        yield from self.focus_lines()

    def list_lines(self) -> Iterator[Line]:
        """Every exercise and what came of its check; the one that is looked at is marked."""
        for name in self.session.exercises:
            verdict = self.session.verdicts.get(name)
            status = verdict.status if verdict else Status.SKIPPED
            key = f"status.{status.value}" if verdict else "watch.not_yet"
            mark = "→" if name == self.session.focus else " "
            word = text(Message(key), self.language)
            yield Line(f"{mark} {SYMBOLS[status]} {name}  {word}", status)

    def hint_lines(self) -> Iterator[Line]:
        """The hints so far and one more. There may be none, or all may have been shown."""
        exercise = self.session.focus
        if not exercise:
            yield self._line("watch.all_done", file=self.session.path.name)
            return
        before, shown, total = self.session.hinted, self.session.hint(), self.session.hints
        if not shown:
            yield self._line("watch.no_hint", exercise=exercise)
            return
        key = "hint.last" if len(shown) == total else "watch.more"
        closing = Message("hint.no_more", {"exercise": exercise}) if before == total else None
        card = Card(exercise, shown, total, closing or Message(key))
        yield from (Line(line) for line in card_text(card, self.language).split("\n"))

    def _line(self, key: str, **values: object) -> Line:
        return self._said(Message(key, values))

    def _said(self, message: Message) -> Line:
        return Line(text(message, self.language))
