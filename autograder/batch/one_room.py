"""Submissions that can't run in two rooms: `nbgrader autograde` for one student, in this process.

Its kernel holds the student's code and the tests together, so an instructor has to ask for it:
`c.TwoRooms.fallback = "one-room"`, or a notebook in another language than Python.
"""

from __future__ import annotations

from nbgrader.converters import Autograde, NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.judge.errors import GraderError


def autograde_as_nbgrader(config: Config, course: CourseDirectory, student: str) -> None:
    """Raises `GraderError` if nbgrader can't grade it; its own words are in its log."""
    alone = CourseDirectory(config=config)
    alone.root, alone.db_url = course.root, course.db_url
    alone.assignment_id, alone.student_id = course.assignment_id, student
    converter = Autograde(coursedir=alone, config=config)
    converter.force = True
    try:
        converter.start()
    except NbGraderException as error:
        raise GraderError(f"nbgrader could not grade it in its own way: {error}") from error
