"""nbgrader's configuration of this course. Plain `nbgrader` commands need no flags.

AUTOGRADER_LANGUAGE=zh makes the Chinese notebooks. Whichever was released, a notebook in either
language can be handed in: exercises, grade ids and points are the same.
"""

import os
from pathlib import Path

from autograder.nbgrader.config import use_two_rooms

c = get_config()

language = os.environ.get("AUTOGRADER_LANGUAGE", "en")
if language not in ("en", "zh"):
    raise SystemExit(f"AUTOGRADER_LANGUAGE: found {language!r}; expected en or zh")

c.CourseDirectory.course_id = "rnn"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.source_directory = f"source/{language}"
c.CourseDirectory.release_directory = f"assignments/{language}"
# The prose that notebooks are built from is not for release.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc*", "__pycache__", ".DS_Store", "*.md"]

c.ClearSolutions.code_stub = {
    "python": "# YOUR CODE HERE · 在此处写下你的代码\nraise NotImplementedError()"
}

# Seconds for one cell, and for all calls of the student's functions in one test cell.
c.Execute.timeout = 10

use_two_rooms(c)
