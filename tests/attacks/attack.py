"""What an attack is: a notebook that a student hands in, and what it must come to."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import nbformat

Change = Callable[[nbformat.NotebookNode], None]


@dataclass(frozen=True)
class Attack:
    """A hostile submission.

    `answers` (exercise → source) and `change` (done to the whole notebook) are the hostile part,
    `honest` the exercises that are answered rightly beside it: they earn `earns` points, and that
    is what the submission must earn, or less if it does not `keep` them: some attacks ruin the
    attacker's own room. `words` is a regular expression for what the student is told,
    in the outputs of the graded notebook; `never` is what no page may show. In sources, @ROOT@
    stands for the course's folder.
    """

    name: str
    steals: str
    words: str
    answers: Mapping[str, str] = field(default_factory=dict)
    change: Change | None = None
    honest: tuple[str, ...] = ("guesses",)
    earns: float = 3
    assignment: str = "ps1"
    never: tuple[str, ...] = ()
    keep: bool = True


def cell(code: str, exercise: str = "square", signature: str = "square(x)") -> dict[str, str]:
    """An answer cell that does harm when it runs; the function in it is wrong."""
    return {exercise: f"{textwrap.dedent(code).strip()}\ndef {signature}:\n    return 0\n"}


def call(
    body: str, exercise: str = "square", signature: str = "square(x)", before: str = ""
) -> dict[str, str]:
    """An answer whose function does harm when a test calls it."""
    inside = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return {exercise: f"{textwrap.dedent(before).strip()}\ndef {signature}:\n{inside}\n"}
