"""Which submissions took longest to grade."""

from __future__ import annotations

from autograder.report.findings import Slow
from autograder.report.results import ClassResults

MOST = 10


def slowest_of(results: ClassResults) -> tuple[Slow, ...]:
    """The ten slowest of those whose time is on record. A result out of the cache has the time
    that it took when it was made."""
    known = [
        Slow(student.student.id, student.grading.seconds, student.grading.timeouts)
        for student in results.students
        if student.grading is not None and student.grading.seconds > 0
    ]
    return tuple(sorted(known, key=lambda slow: (-slow.seconds, slow.student))[:MOST])
