"""`hint("rnn_backward")` in a notebook: one rung more at each call, and it costs nothing."""

from __future__ import annotations

from difflib import get_close_matches

from autograder.checks.errors import Message, printable
from autograder.checks.hintcard import Card, card_html, card_text
from autograder.checks.lessons import Lesson, lesson_of, progress, rungs
from autograder.checks.notebook import Check, check


class Hint:
    """The hints of a notebook; how many of each exercise were shown is known as long as it runs."""

    def __init__(self, of: Check) -> None:
        self.check = of
        self.shown: dict[tuple[str, str], int] = {}

    def __call__(self, exercise: object = "") -> None:
        """Show one rung more of an exercise's hints; without a name, of the next exercise."""
        found = self.card(exercise)
        self.check.publish(card_text(found), card_html(found), None)

    def card(self, exercise: object = "") -> Card:
        """What the next call of this exercise shows."""
        try:
            lesson = lesson_of(self.check.assignment)
        except ValueError as error:
            return Card(closing=Message("hint.broken", {"error": printable(error, 500)}))
        if lesson is None:
            return Card(closing=Message("hint.no_lesson"))
        name = _name(exercise) or progress(lesson, self.check.solved).following
        if not name:
            return Card(closing=Message("hint.all_solved"))
        return self._more(lesson, name) if name in lesson.exercises else unknown(lesson, name)

    def _more(self, lesson: Lesson, name: str) -> Card:
        key, there = (lesson.assignment, name), rungs(lesson, name)
        before = self.shown.get(key, 0)
        self.shown[key] = now = min(before + 1, len(there))
        if before == len(there):
            closing = Message("hint.no_more", {"exercise": name})
        elif now == len(there):
            closing = Message("hint.last")
        else:
            closing = Message("hint.again", {"exercise": name})
        return Card(name, there[:now], len(there), closing)


def unknown(lesson: Lesson, name: str) -> Card:
    """The exercise that was meant, or all there are."""
    near = get_close_matches(name, lesson.exercises, n=1)
    if near:
        return Card(closing=Message("hint.near", {"name": name, "near": near[0]}))
    names = {"name": name, "exercises": lesson.exercises}
    return Card(closing=Message("hint.unknown", names))


def _name(exercise: object) -> str:
    """The function itself may be given, too: hint(rnn_backward)."""
    if isinstance(exercise, str):
        return printable(exercise.strip(), 60)
    return printable(getattr(exercise, "__name__", exercise), 60)


hint = Hint(check)
