"""Known mistakes run as a student would run them, and what the notebook says."""

import contextlib
import functools
import warnings
from pathlib import Path

from visible import run_check

from autograder.build.slots import read_prose
from autograder.build.visible import run_visible
from autograder.checks import CheckFailed, block, check
from autograder.judge.course import assignments_of, list_path, load_module
from autograder.judge.mistakes import patched

COURSE = Path(__file__).parents[2]
ASSIGNMENTS = assignments_of(COURSE)


@functools.cache
def prose_of(assignment):
    return read_prose(COURSE / "source" / "en" / assignment / f"{assignment}.md")


@functools.cache
def reference_of(assignment):
    return (COURSE / "solutions" / f"{assignment}.py").read_text(encoding="utf-8")


def mistakes_of(assignment):
    return load_module(list_path(COURSE, "mistakes", assignment), COURSE).MISTAKES


def spellings_of(assignment):
    return load_module(list_path(COURSE, "spellings", assignment), COURSE).SPELLINGS


def wrong_program(assignment, mistake, spelling=None):
    """The reference with the mistake; all other functions in their spelling of that number."""
    source = patched(mistake, reference_of(assignment))
    if spelling is None:
        return source
    others = spellings_of(assignment)
    return source + "".join(
        definitions[spelling % len(definitions)]
        for name, definitions in others.items()
        if name != mistake.exercise and definitions
    )


@functools.cache
def run_of(assignment, mistake):
    """What the visible check of a mistake's exercise saw."""
    return run_visible(prose_of(assignment), mistake.exercise, wrong_program(assignment, mistake))


@functools.cache
def right_run_of(assignment, exercise):
    return run_visible(prose_of(assignment), exercise, reference_of(assignment))


def told(monkeypatch, assignment, exercise, program):
    """The verdict that the notebook shows of one visible check."""
    verdicts = []
    monkeypatch.setattr(check, "publish", lambda *_: None)
    monkeypatch.setattr(block, "verdict_text", lambda verdict: verdicts.append(verdict) or "")
    monkeypatch.setattr(block, "verdict_html", lambda verdict: "")
    monkeypatch.setattr(block, "drawing_of", lambda comparisons: None)
    with warnings.catch_warnings(), contextlib.suppress(CheckFailed):
        warnings.simplefilter("ignore")  # wrong programs divide by zero
        run_check(prose_of(assignment), exercise, program)
    (verdict,) = verdicts
    return verdict
