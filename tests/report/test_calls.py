"""Whom to call: facts that an instructor can act on, and near misses that are none."""

from dataclasses import replace

from made import (
    BROKEN,
    FAILED,
    FORWARD,
    LOSS,
    SOFTMAX,
    absent,
    class_of,
    done,
    outcome,
    scored,
    student,
    unwritten,
)

from autograder.batch.history import Grading
from autograder.checks import Message
from autograder.checks.result import Certainty, Diagnosis
from autograder.report.calls import calls_of
from autograder.report.results import Standing
from autograder.report.words import say

UNKNOWN = Diagnosis(Certainty.UNKNOWN)


def right(exercise):
    return done(exercise, outcome(points=exercise.points))


def half(exercise, lost=0.5, **more):
    lost *= exercise.points
    failing = outcome(FAILED, lost, "more")
    return done(exercise, outcome(points=exercise.points - lost), failing, **more)


def told(*students, language="en"):
    return [
        (call.student, [say(fact, language) for fact in call.facts])
        for call in calls_of(class_of(*students, exercises=(SOFTMAX, FORWARD, LOSS)))
    ]


def facts_of(*exercises, **more):
    found = told(student("ada", *exercises, **more))
    return found[0][1] if found else []


def test_whoever_did_well_is_not_called():
    assert facts_of(right(SOFTMAX), right(FORWARD), right(LOSS)) == []
    assert facts_of(right(SOFTMAX), half(FORWARD), right(LOSS)) == []
    assert facts_of(scored(SOFTMAX, 0.0), scored(FORWARD, 0.0), scored(LOSS, 0.0)) == []


def test_nothing_and_blank_are_told():
    blank = student("bo", *map(unwritten, (SOFTMAX, FORWARD, LOSS)))
    assert told(absent("ada"), blank) == [
        ("ada", ["handed in nothing"]),
        ("bo", ["handed in, and nothing is written"]),
    ]


def test_at_least_half_unwritten_is_told_with_where_it_begins():
    assert facts_of(right(SOFTMAX), unwritten(FORWARD), unwritten(LOSS)) == [
        "2 of 3 exercises are not written; the first is rnn_forward"
    ]
    assert facts_of(right(SOFTMAX), right(FORWARD), unwritten(LOSS)) == []


def test_what_only_the_student_can_mend_is_told_and_the_graders_failure_is_not():
    def ungraded(**values):
        return student("ada", standing=Standing.NOT_GRADED, grading=Grading("ada", "", **values))

    assert told(ungraded(problem="no notebook")) == [
        ("ada", ["handed in what can't be graded: no notebook"])
    ]
    assert told(ungraded(problem="no room starts", is_graders=True)) == []
    assert told(ungraded()) == []


def test_code_that_never_ended_is_told():
    stopped = Message("student.stopped", {"function": "softmax"})
    endless = done(SOFTMAX, outcome(FAILED, 4.0, fact=stopped), visible=(FAILED,))
    assert facts_of(endless, right(FORWARD), right(LOSS)) == [
        "code that ran too long and was stopped: softmax"
    ]


def test_whose_visible_checks_passed_twice_without_the_points_believes_to_be_done():
    assert facts_of(half(SOFTMAX), half(FORWARD), right(LOSS)) == [
        "all visible checks passed, and half of the points or more are lost: softmax, rnn_forward"
    ]
    assert facts_of(half(SOFTMAX), half(FORWARD, 0.4), right(LOSS)) == []
    assert facts_of(half(SOFTMAX), half(FORWARD, visible=(FAILED,)), right(LOSS)) == []


def test_what_nobody_could_explain_twice_needs_a_human():
    small = {"lost": 0.25, "diagnosis": UNKNOWN}
    assert facts_of(half(SOFTMAX, **small), half(FORWARD, **small), right(LOSS)) == [
        "points are lost and nobody could say why: softmax, rnn_forward"
    ]
    assert facts_of(half(SOFTMAX, **small), half(FORWARD, 0.25), right(LOSS)) == []


def test_a_failure_of_the_graders_is_no_fact_about_a_student():
    broken = outcome(BROKEN, 1.0, "the grader's")
    both = (half(SOFTMAX, 0.5), half(FORWARD, 0.5))
    marred = [
        replace(e, hidden=replace(e.hidden, outcomes=(*e.hidden.outcomes, broken))) for e in both
    ]
    assert facts_of(*both, right(LOSS)) != []
    assert facts_of(*marred, right(LOSS)) == []


def test_a_large_late_penalty_is_told_with_what_it_is_taken_from():
    everything = (right(SOFTMAX), right(FORWARD), right(LOSS))
    assert facts_of(*everything, penalty=4.0) == ["4 of 20 points are off for being late"]
    assert facts_of(*everything, penalty=3.9) == []
    assert facts_of(scored(SOFTMAX, 1.0), penalty=9.0) == []


def test_calls_are_in_the_order_of_points_then_of_ids_and_several_facts_stand_together():
    late = student("ada", right(SOFTMAX), right(FORWARD), right(LOSS), penalty=5.0)
    few = student("chen", half(SOFTMAX), half(FORWARD), right(LOSS), penalty=8.0)
    found = told(late, absent("dora"), few, absent("bo"))
    assert [name for name, _ in found] == ["bo", "dora", "chen", "ada"]
    assert len(found[2][1]) == 2


def test_facts_are_told_in_chinese_too():
    blank = student("bo", *map(unwritten, (SOFTMAX, FORWARD, LOSS)))
    assert told(absent("ada"), blank, language="zh") == [
        ("ada", ["没有提交"]),
        ("bo", ["提交了，但什么都没有写"]),
    ]
