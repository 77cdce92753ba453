"""The command `autograder`."""

from __future__ import annotations

import click

from autograder import __version__
from autograder.cli.lazy import Lazy, LazyGroup

COMMANDS = {
    "audit": Lazy(
        "autograder.cli.audit:audit",
        "Judge the hidden tests by programs that are known to be right or wrong.",
    ),
    "build": Lazy(
        "autograder.cli.build:build", "Build the notebooks and lessons of COURSE (default: here)."
    ),
    "check": Lazy(
        "autograder.cli.check:check",
        "Run NOTEBOOK in a fresh kernel and show its visible checks, or those of EXERCISES.",
    ),
    "course": Lazy(
        "autograder.cli.course:course",
        "Make a course in the folder NEW_DIR, ready for nbgrader and JupyterHub.",
    ),
    "demo": Lazy("autograder.cli.demo:demo", "Take a sample class all the way round."),
    "doctor": Lazy(
        "autograder.cli.doctor:doctor", "Check a course as its author's conscience would."
    ),
    "export": Lazy(
        "autograder.cli.export:export", "Write graded results as files for other systems."
    ),
    "feedback": Lazy("autograder.cli.feedback:feedback", "Write the feedback pages of ASSIGNMENT."),
    "gradescope": Lazy(
        "autograder.cli.gradescope:gradescope",
        "Make the autograder zip of ASSIGNMENT for Gradescope.",
    ),
    "grade": Lazy(
        "autograder.cli.grade:grade", "Grade all new submissions of ASSIGNMENT, in parallel."
    ),
    "history": Lazy(
        "autograder.cli.history:history",
        "Show what graded ASSIGNMENT, and when: everybody's newest grading, or all of STUDENT's.",
    ),
    "item": Lazy(
        "autograder.cli.item:item",
        "Show how hard EXERCISE was, what went wrong in it, and where to look.",
    ),
    "new": Lazy(
        "autograder.cli.new:new",
        "Make the files of a new exercise set NAME, with one exercise that works.",
    ),
    "points": Lazy("autograder.cli.points:points", "Show what every check of ASSIGNMENT is worth."),
    "ready": Lazy(
        "autograder.cli.ready:ready",
        "Run a copy of NOTEBOOK from top to bottom and tell what to mend before it is handed in.",
    ),
    "regrade": Lazy(
        "autograder.cli.regrade:regrade",
        "Grade ASSIGNMENT again, show old and new scores, and write them if that is wanted.",
    ),
    "report": Lazy(
        "autograder.cli.report:report",
        "Write what there is to know about the graded ASSIGNMENT, as one page.",
    ),
    "scores": Lazy("autograder.cli.scores:scores", "Show what everybody earned in ASSIGNMENT."),
    "secret": Lazy(
        "autograder.cli.secret:secret",
        "Make the course's secret, from which hidden inputs are drawn, unless there is one.",
    ),
    "student": Lazy(
        "autograder.cli.one_student:one_student",
        "Show what STUDENT earned, and what went wrong: in all assignments, or in one.",
    ),
    "watch": Lazy(
        "autograder.cli.watch:watch",
        "Run NOTEBOOK, and on every save run again what changed.",
    ),
}


@click.group(cls=LazyGroup, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Auto-graded exercises for recurrent networks, on nbgrader."""
