"""Misconceptions: who stands with which cause, what stays unexplained, what is none at all."""

from dataclasses import replace

import pytest
from made import (
    BROKEN,
    FAILED,
    FORWARD,
    SOFTMAX,
    class_of,
    done,
    named,
    outcome,
    scored,
    student,
    unwritten,
)
from sample_class import sample_class

from autograder.checks import Message, literal
from autograder.checks.lessons import lesson_of
from autograder.checks.result import Certainty, Diagnosis
from autograder.report.causes import went_wrong
from autograder.report.misconceptions import misconceptions_of
from autograder.report.words import say

UNKNOWN = Diagnosis(Certainty.UNKNOWN)


def wrong(diagnosis=None, lost=3.0, fact=None, code="", exercise=SOFTMAX):
    right = outcome(points=exercise.points - lost)
    failing = outcome(FAILED, lost, "more", fact=fact)
    return done(exercise, right, failing, diagnosis=diagnosis, code=code)


def table(*exercises, lesson=None):
    """(certainty, keys, students, points lost) of each misconception."""
    class_ = class_of(*(student(f"s{n}", each) for n, each in enumerate(exercises)))
    return [
        (each.certainty.name, each.keys, each.students, each.points_lost)
        for each in misconceptions_of(class_, lesson)
    ]


def test_equal_causes_are_counted_together_the_most_frequent_first():
    assert table(
        wrong(named("shift"), 1.0),
        wrong(named("axis"), 2.0),
        wrong(named("axis"), 3.0),
        done(SOFTMAX, outcome(points=4.0)),
    ) == [("NAMED", ("axis",), ("s1", "s2"), 5.0), ("NAMED", ("shift",), ("s0",), 1.0)]


def test_who_has_two_mistakes_stands_with_both_and_shares_the_points():
    both = named("axis", "shift", certainty=Certainty.SEVERAL)
    assert table(wrong(both, 4.0), wrong(named("axis"), 1.0)) == [
        ("NAMED", ("axis",), ("s0", "s1"), 3.0),
        ("SEVERAL", ("shift",), ("s0",), 2.0),
    ]


def test_mistakes_that_give_the_same_numbers_are_one_entry_with_all_their_hints():
    class_ = class_of(student("ada", wrong(named("axis", "shift"))))
    (found,) = misconceptions_of(class_)
    assert found.keys == ("axis", "shift")
    assert say(found.cause, "en") == "one of these: hint of axis, hint of shift"
    assert say(found.cause, "zh") == "以下之一：axis 的提示、shift 的提示"


def pattern(*facts, causes=(), keys=()):
    return Diagnosis(Certainty.PATTERN, facts, causes, keys)


def test_patterns_are_told_apart_by_cause_else_by_the_kind_of_fact():
    twice = Message("pattern.factor", {"factor": 2.0})
    thrice = Message("pattern.factor", {"factor": 3.0})
    sign = Message("pattern.sign")
    axis, sums = literal("the axis", "轴"), literal("the sum", "和")
    found = table(
        wrong(pattern(twice)),
        wrong(pattern(thrice)),
        wrong(pattern(sign)),
        wrong(pattern(twice, causes=(axis,))),
        wrong(pattern(sign, causes=(axis,))),
        wrong(pattern(sign, causes=(sums,))),
        wrong(pattern(twice, keys=("known",))),
    )
    assert [students for *_, students, _ in found] == [
        *(("s0", "s1"), ("s3", "s4")),
        *(("s2",), ("s5",), ("s6",)),
    ]
    assert {certainty for certainty, *_ in found} == {"PATTERN"}


def test_what_nobody_could_explain_is_one_entry_for_each_exercise():
    class_ = class_of(
        student("ada", wrong(UNKNOWN), wrong(UNKNOWN, exercise=FORWARD)),
        student("bo", wrong(None), wrong(named("axis"), exercise=FORWARD)),
        student("chen", scored(SOFTMAX, 1.0), scored(FORWARD, 10.0)),
    )
    found = [m for m in misconceptions_of(class_) if m.certainty is Certainty.UNKNOWN]
    assert [(m.exercise, m.students, m.points_lost) for m in found] == [
        ("softmax", ("ada", "bo", "chen"), 9.0),
        ("rnn_forward", ("ada",), 3.0),
    ]
    assert {(m.cause, m.keys) for m in found} == {(None, ())}


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("student.not_defined", "the function is not defined"),
        ("student.stopped_at", "the code runs too long"),
        ("student.raised_at", "the code raises an error"),
    ],
)
def test_what_never_came_to_a_number_is_told_by_what_happened(fact, told):
    class_ = class_of(
        student("ada", wrong(None, fact=Message(fact, {"name": "softmax"}))),
        student("bo", wrong(None, fact=Message(fact, {"name": "other"}))),
    )
    (found,) = misconceptions_of(class_)
    assert say(found.cause, "en").startswith(told)
    assert found.count == 2


def test_what_is_no_misconception_is_not_among_them():
    assert (
        table(
            unwritten(SOFTMAX),
            done(SOFTMAX, outcome(points=4.0), outcome(FAILED, 0.0, "reported only")),
            done(SOFTMAX, outcome(FAILED, 2.0), outcome(BROKEN, 2.0, "the grader's")),
            scored(SOFTMAX, None),
        )
        == []
    )


def test_a_score_that_a_human_gave_hides_no_misconception():
    assert table(replace(wrong(named("axis")), manual=4.0)) == [("NAMED", ("axis",), ("s0",), 3.0)]


def test_the_sample_is_of_the_middle_length():
    codes = ["x = 1", "x = 1\nx = 2\nx = 3", "x = 1\nx = 2"]
    class_ = class_of(
        *(student(f"s{n}", wrong(UNKNOWN, code=code)) for n, code in enumerate(codes)),
    )
    assert misconceptions_of(class_)[0].sample == codes[2]


def test_a_sample_that_has_nothing_left_gives_way_to_another():
    codes = ["x = 1", "# nothing but\n# comments", "# nothing"]
    class_ = class_of(
        *(student(f"s{n}", wrong(UNKNOWN, code=code)) for n, code in enumerate(codes)),
    )
    assert misconceptions_of(class_)[0].sample == "x = 1"


def test_the_lectures_section_stands_with_the_cause():
    lesson = lesson_of("rnn", None)
    class_ = class_of(student("ada", wrong(UNKNOWN, exercise=FORWARD)))
    (found,) = misconceptions_of(class_, lesson)
    assert say(found.section, "en") == "The network, unrolled in time"
    assert misconceptions_of(class_)[0].section is None


def test_all_lost_points_of_what_is_written_are_accounted_for():
    class_ = sample_class(80)
    lost = sum(
        each.hidden.points - each.hidden.earned
        for s in class_.graded
        for each in s.exercises
        if each.code
    )
    found = misconceptions_of(class_)
    assert sum(m.points_lost for m in found) == pytest.approx(lost)
    assert [m.count for m in found] == sorted((m.count for m in found), reverse=True)
    assert all(len(set(m.students)) == m.count for m in found)


def test_what_went_wrong_is_one_sentence():
    def told(each):
        message = went_wrong(student("ada", each), each)
        return message and say(message, "en")

    fact = Message("student.not_defined", {"name": "softmax"})
    assert told(done(SOFTMAX, outcome(points=4.0))) is None
    assert told(scored(SOFTMAX, 1.0)) is None
    assert told(wrong(named("axis", "shift"))) == "hint of axis"
    both = named("axis", "shift", certainty=Certainty.SEVERAL)
    assert told(wrong(both)) == "together: hint of axis, hint of shift"
    assert told(wrong(UNKNOWN, fact=fact)) == "softmax is not defined"
    assert told(unwritten(SOFTMAX)) == "not written"
    broken = outcome(BROKEN, 4.0, fact=Message("grader_error", {"error": "KeyError"}))
    assert told(done(SOFTMAX, broken)) == "the grader failed, not the student: KeyError"
