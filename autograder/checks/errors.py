"""What a failed check carries: a fact, perhaps an advice, and where the student's code stopped.

A fact is always true; an advice names the likely cause. Both are messages, a key and its values:
their text is looked up late, so one result can be read in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.checks.comparison import Comparison

LONGEST = 300
VERBATIM = "verbatim"


@dataclass(frozen=True)
class Message:
    """A key of the catalogues and the values of its placeholders.

    Values are plain data: strings, numbers, tuples of strings (joined as the language does it)
    and messages (rendered in the same language).
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)


def literal(en: str, zh: str) -> Message:
    """A message that brings its own text, such as the hint of a known mistake."""
    return Message(VERBATIM, {"en": en, "zh": zh})


@dataclass(frozen=True)
class StudentFrame:
    """The place in the student's code where an exception was raised.

    `line` counts from 1 within the cell; `None` or 0 when it is not known.
    """

    function: str
    line: int | None = None
    text: str = ""
    cell: str | int | None = None


def printable(value: object, longest: int = LONGEST) -> str:
    """The text of any object on one line, without control characters, at most `longest` long.

    Never raises: a student's class may have a `__str__` that does.
    """
    try:
        words = str(value)[: 20 * longest].split()
    except Exception:
        return "?"
    # Not printable also means: terminal escapes, right-to-left overrides, lone surrogates.
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(words))
    return line if len(line) <= longest else line[: longest - 1] + "…"


def type_name(value: object) -> str:
    """The name of the value's type, past any metaclass."""
    return printable(type.__dict__["__name__"].__get__(type(value)), 60)


class CheckFailed(AssertionError):  # noqa: N818 - it is no error, it is the answer
    """A check said no. `fact` says what is the case, `advice` what is most likely behind it.

    `comparisons` are the arrays that it looked at together, the right ones too.
    """

    def __init__(
        self,
        fact: Message,
        advice: Message | None = None,
        comparisons: tuple[Comparison, ...] = (),
    ) -> None:
        super().__init__(fact, advice)
        self.fact = fact
        self.advice = advice
        self.comparisons = comparisons
        # What is left to say where a card has told it all.
        self.short = ""

    def __str__(self) -> str:
        from autograder.checks.catalogue import explain  # the catalogue needs Message

        return "\n".join(explain(self.fact, self.advice))

    def _render_traceback_(self) -> list[str]:
        """What IPython prints in place of a traceback."""
        return (self.short or str(self)).split("\n")
