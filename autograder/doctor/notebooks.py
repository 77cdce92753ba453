"""Is what the notebooks are built from whole, in all languages, and are they fresh?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.build.course import not_fresh, render_assignment
from autograder.build.errors import BuildError
from autograder.course.complaint import Complaint, of_build
from autograder.doctor.folder import Assignment


def check_languages(assignment: Assignment) -> Iterator[Complaint]:
    """Every language of the course has the assignment."""
    there = {source.language for source in assignment.sources}
    first = assignment.sources[0]
    for language in assignment.languages:
        if language not in there:
            name = assignment.name
            path = assignment.root / "source" / language / name / f"{name}.md"
            yield Complaint(
                path,
                "",
                found=f"no prose in the language {language!r}",
                expected=f"the languages of the course: {', '.join(assignment.languages)}",
                cure=f"write it, with the slots of {first.prose}",
            )


def check_build(assignment: Assignment) -> Iterator[Complaint]:
    """Prose, solution and tests fit together, slots are the same, what is built is fresh."""
    try:
        rendered = render_assignment(assignment.sources)
    except BuildError as error:
        yield of_build(error)
        return
    except Exception as error:
        yield _not_readable(assignment, error)
        return
    yield from map(_not_fresh, not_fresh(rendered))


def _not_readable(assignment: Assignment, error: Exception) -> Complaint:
    return Complaint(
        assignment.tests,
        "",
        found=f"{type(error).__name__}: {error}",
        expected="files that can be read and imported",
        cure="mend what the error names",
    )


def _not_fresh(path: Path) -> Complaint:
    what = "notebook" if path.suffix == ".ipynb" else "lesson"
    return Complaint(
        path,
        "",
        found=f"a {what} that is older than its sources" if path.exists() else f"no {what}",
        expected="what a build makes of prose, solution, tests and known mistakes",
        cure="run `make build` (or `autograder build`) and commit what it changes",
    )
