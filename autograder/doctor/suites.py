"""A suite of hidden tests against what its author knows: solution, stubs, mistakes, spellings.

The audit judges; here what it finds becomes complaints. This runs the course's code: see `apart`,
which does that in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from autograder.audit.assignment import Assignment as Suite
from autograder.audit.judging import graded, reasons
from autograder.audit.known_look import SpellingError, loses, of_spelling
from autograder.audit.suite_look import paid_for_nothing
from autograder.checks.catalogue import LANGUAGES
from autograder.course.complaint import Complaint
from autograder.doctor.folder import Assignment
from autograder.judge.mistakes import Mistake, MistakeError


def check_suite(files: Assignment, suite: Suite) -> Iterator[Complaint]:
    """Solutions earn everything, stubs nothing, spellings everything, mistakes less; sentences and
    hints are there in both languages."""
    for exercise in suite.exercises:
        yield from _check_solution(files, suite, exercise)
        yield from _check_stub(files, suite, exercise)
        yield from _check_titles(files, suite, exercise)
        yield from _check_mistakes(files, suite, exercise)
        yield from _check_spellings(files, suite, exercise)
    yield from _check_strangers(files, suite)


def _check_solution(files: Assignment, suite: Suite, exercise: str) -> Iterator[Complaint]:
    for why in reasons(graded(suite, exercise, suite.reference())):
        yield Complaint(
            files.solution,
            exercise,
            found=f"the solution fails a hidden test: {why}",
            expected=f"all {suite.points_of(exercise):g} points",
            cure=f"correct the solution, or the test in {files.tests}",
        )


def _check_stub(files: Assignment, suite: Suite, exercise: str) -> Iterator[Complaint]:
    for name, result in paid_for_nothing(suite, exercise):
        passed = [outcome.sentence("en") for outcome in result.outcomes if outcome.earned > 0]
        yield Complaint(
            files.tests,
            f'@exercise("{exercise}")',
            found=f"{name} earns {result.earned:g} points: {passed[0]}",
            expected="no points as long as nothing is written",
            cure=f"let the test call student.{exercise}, and let its errors through",
        )
        return  # what a stub earns, no function at all earns, too


def _check_titles(files: Assignment, suite: Suite, exercise: str) -> Iterator[Complaint]:
    for test in suite.tests[exercise]:
        for language in LANGUAGES:
            if not test.title.get(language, "").strip():
                yield Complaint(
                    files.tests,
                    test.name,
                    found=f"no sentence in the language {language!r}",
                    expected="what a student reads, in every language",
                    cure="write the docstring (English), and zh= (Chinese)",
                )


def _check_mistakes(files: Assignment, suite: Suite, exercise: str) -> Iterator[Complaint]:
    mistakes = suite.mistakes_of(exercise)
    if not mistakes:
        yield Complaint(
            files.mistakes,
            exercise,
            found="no known mistake of this exercise",
            expected="one or more: they are the test of its hidden tests",
            cure="add a Mistake(…) to MISTAKES: what one line of the solution can get wrong",
        )
    for mistake in mistakes:
        yield from _check_hints(files, mistake)
        yield from _check_mistake(files, suite, mistake)


def _check_hints(files: Assignment, mistake: Mistake) -> Iterator[Complaint]:
    for language in LANGUAGES:
        if not getattr(mistake, language, "").strip():
            yield Complaint(
                files.mistakes,
                _place(mistake),
                found=f"no hint in the language {language!r}",
                expected="a hint in each",
                cure=f'write {language}="…": what is most likely, never the answer',
            )


def _check_mistake(files: Assignment, suite: Suite, mistake: Mistake) -> Iterator[Complaint]:
    exercise, place = mistake.exercise, _place(mistake)
    try:
        is_caught = loses(suite, mistake)
    except MistakeError as error:
        cure = "fit `find` to the solution as it is now"
        yield Complaint(files.mistakes, place, str(error), "a patch that fits the solution", cure)
        return
    if not is_caught:
        yield Complaint(
            files.mistakes,
            place,
            found=f"a wrong program that earns all {suite.points_of(exercise):g} points",
            expected=f"a hidden test of {exercise} that fails on it",
            cure=f"write that test in {files.tests}; or, if the program is right after all, move "
            f"it to {files.spellings}",
        )


def _place(mistake: Mistake) -> str:
    return f"{mistake.exercise}, {mistake.key!r}"


def _check_spellings(files: Assignment, suite: Suite, exercise: str) -> Iterator[Complaint]:
    for number, definition in enumerate(suite.spellings.get(exercise, ()), start=1):
        place = f"{exercise}, number {number}"
        try:
            refused = reasons(of_spelling(suite, exercise, definition))
        except SpellingError as error:
            yield Complaint(
                files.spellings,
                place,
                found=f"a spelling that {error}",
                expected=f"a right definition of {exercise}",
                cure="correct the spelling, or drop it",
            )
            continue
        if refused:
            yield Complaint(
                files.spellings,
                place,
                found=f"a right program that a hidden test refuses: {refused[0]}",
                expected="all points for every right program",
                cure=f"make the test in {files.tests} ask for less, or drop the spelling if it is "
                "wrong",
            )


def _check_strangers(files: Assignment, suite: Suite) -> Iterator[Complaint]:
    """What the builder does not see: it looks at the solution itself."""
    strangers = suite.strangers()
    for path, folder in ((files.mistakes, "mistakes"), (files.spellings, "spellings")):
        for name in strangers[folder]:
            yield Complaint(
                path,
                name,
                found="an exercise that no hidden test names",
                expected=f"one of {', '.join(suite.exercises)}",
                cure=f"correct the name, or write its tests in {files.tests}",
            )
