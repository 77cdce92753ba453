"""Input that a student can mend: the file, what was found, what was expected, what to do."""

from __future__ import annotations

from autograder.checks import Message, text


class UnusableError(Exception):
    """The notebook can't be used. `message` says it in every language."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return text(self.message)


class HalfWrittenError(UnusableError):
    """The file holds no complete notebook, as while an editor is saving it."""
