"""The `results.json` of a whole class, and who has none."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.report.gradescope.results import (
    AFTER_PUBLISHED,
    NoScoreError,
    as_json,
    gradescope_results,
)
from autograder.report.results import ClassResults, Standing

NO_FOLDER = "found an id that can't be a folder's name; expected a shorter one without / and \\"
# No folder of a student's.
RESERVED = {"", ".", ".."}
LONGEST = 255  # bytes of a name, on the usual file systems


@dataclass(frozen=True)
class Everybody:
    """`files`: student → content. `left_out`: student → why there is none."""

    files: dict[str, str]
    left_out: dict[str, str]


def everybody(
    results: ClassResults, visibility: str = AFTER_PUBLISHED, language: str = ""
) -> Everybody:
    """Of all who handed in. Raises `ValueError` for a visibility that there is not."""
    files: dict[str, str] = {}
    left_out: dict[str, str] = {}
    for each in results.students:
        name = each.student.id
        if not is_folder_name(name):
            left_out[name] = NO_FOLDER
        elif each.standing is Standing.NO_SUBMISSION:
            left_out[name] = each.standing.value
        else:
            try:
                files[name] = as_json(gradescope_results(each, visibility, language))
            except NoScoreError as error:
                left_out[name] = str(error)
    return Everybody(files, left_out)


def is_folder_name(student: str) -> bool:
    """Whether a folder can be called like this id, and lies where it seems to."""
    size = len(student.encode("utf-8", "surrogatepass"))
    has_mark = any(mark in "/\\\0" or "\ud800" <= mark <= "\udfff" for mark in student)
    return student not in RESERVED and not has_mark and size <= LONGEST
