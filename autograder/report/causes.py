"""What went wrong in one exercise of one student, in a sentence."""

from __future__ import annotations

from autograder.checks import Message
from autograder.checks.result import Certainty
from autograder.report import facts
from autograder.report.results import ExerciseResult, StudentResult


def went_wrong(student: StudentResult, each: ExerciseResult) -> Message | None:
    """The likeliest cause, else the first fact; None where nothing went wrong, or nothing is known.

    A failure of the grader's is said to be one.
    """
    if why := facts.grader_error(student, each):
        return Message("report.trust.grader_error_all", {"why": why})
    if facts.is_unwritten(each):
        return Message("report.cause.unwritten")
    if each.hidden is None or each.hidden.earned >= each.hidden.points:
        return None
    found = each.hidden.diagnosis
    if found is not None and found.certainty is not Certainty.UNKNOWN:
        told = found.causes or found.facts
        if len(told) > 1 and found.certainty is Certainty.SEVERAL:
            return Message("report.cause.together", {"causes": told})
        if told:
            return told[0]
    facts_ = [outcome.fact for outcome in facts.failed(each) if outcome.fact is not None]
    return facts_[0] if facts_ else None
