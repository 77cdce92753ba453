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


def wrong_program(assignment, mistake):
    """The reference with the mistake."""
    return patched(mistake, reference_of(assignment))


@functools.cache
def other_spellings(assignment, exercise, number):
    """The definitions of all other functions in their spelling of that number."""
    return "".join(
        definitions[number % len(definitions)]
        for name, definitions in spellings_of(assignment).items()
        if name != exercise and definitions
    )


# What the check of an exercise saw of a program: (prose, exercise, program).
run_once = functools.cache(run_visible)


@functools.cache
def run_of(assignment, mistake):
    """What the visible check of a mistake's exercise saw."""
    return run_once(prose_of(assignment), mistake.exercise, wrong_program(assignment, mistake))


def right_run_of(assignment, exercise):
    return run_once(prose_of(assignment), exercise, reference_of(assignment))


def told(monkeypatch, assignment, exercise, *cells):
    """The verdict that the notebook shows of one visible check, after cells of a student's."""
    verdicts = []
    monkeypatch.setattr(check, "publish", lambda *_: None)
    monkeypatch.setattr(block, "verdict_text", lambda verdict: verdicts.append(verdict) or "")
    monkeypatch.setattr(block, "verdict_html", lambda verdict: "")
    monkeypatch.setattr(block, "drawing_of", lambda comparisons: None)
    with warnings.catch_warnings(), contextlib.suppress(CheckFailed):
        warnings.simplefilter("ignore")  # wrong programs divide by zero
        run_check(prose_of(assignment), exercise, *cells)
    (verdict,) = verdicts
    return verdict
