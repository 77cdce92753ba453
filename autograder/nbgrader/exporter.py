"""nbgrader's way to a submitted file: read it carefully, and say plainly what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from traitlets import Float

from autograder.nbgrader.context import Kept
from autograder.nbgrader.folders import absent_students, bad_folders
from autograder.nbgrader.gradebook import open_gradebooks_quickly
from autograder.nbgrader.submission import MIB, BadSubmissionError, read_notebook


class SubmissionExporter(NotebookExporter):
    """Put it in `c.Autograde.exporter_class`.

    nbgrader makes one for a whole batch, before the first submission: that is the moment to tell
    which folders hold no notebook of the assignment.
    """

    max_mib = Float(32.0, help="The largest notebook file, in MiB, that is graded.").tag(
        config=True
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        open_gradebooks_quickly()
        self.kept: Kept = {}
        course = getattr(self.parent, "coursedir", None)
        if course is not None:
            for problem in bad_folders(course):
                self.log.error("%s", problem)
            absent = ", ".join(absent_students(course))
            if absent:
                self.log.warning("no submission of %r from: %s", course.assignment_id, absent)

    def _preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """As nbconvert's, which checks the notebook after each preprocessor, and before them
        copies and mends it: `read_notebook` has just made this one, and made it valid."""
        for preprocessor in self._preprocessors:
            nb, resources = preprocessor(nb, resources)
        self._validate_preprocessor(nb, "all of them")
        return nb, resources

    def from_file(self, file_stream: Any, resources: Any = None, **kw: Any) -> Any:
        """As nbconvert's. Raises `BadSubmissionError`, and logs it: nbgrader shows a traceback."""
        try:
            notebook = read_notebook(Path(file_stream.name), int(self.max_mib * MIB))
            return self.from_notebook_node(notebook, resources=resources, **kw)
        except BadSubmissionError as error:
            self.log.error("%s", error)
            raise
