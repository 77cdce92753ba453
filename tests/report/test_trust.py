"""Trust: who was graded and by what, worked out by hand; the grader's failures are its own."""

from dataclasses import replace

from made import (
    BROKEN,
    FAILED,
    GRADED,
    SOFTMAX,
    VERSIONS,
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
from autograder.report.results import Standing
from autograder.report.slowest import slowest_of
from autograder.report.trust import trust_of
from autograder.report.words import say

RIGHT = done(SOFTMAX, outcome(points=4.0))


def grading(name, **values):
    return Grading(**{"student": name, "written": GRADED, "versions": VERSIONS, **values})


def sentences(remarks):
    return [(remark.student, say(remark.sentence, "en")) for remark in remarks]


def test_everybody_is_counted_once():
    found = trust_of(
        class_of(
            student("ada", RIGHT),
            student("bo", RIGHT, grading=grading("bo", from_cache=True)),
            student("chen", standing=Standing.NOT_GRADED, grading=False),
            absent("dora"),
            student("eve", RIGHT, grading=False, tier=""),
        )
    )
    assert (found.students, found.collected, found.graded) == (5, 4, 3)
    assert (found.from_cache, found.unrecorded) == (1, 1)
    assert found.tiers == {"": 1, "A": 2}
    assert found.no_submission == ("dora",)
    assert sentences(found.not_graded) == [
        ("chen", "handed in, and no result yet: `autograder grade` grades it or says why")
    ]
    assert (found.timeouts, found.grader_errors, found.to_review) == ((), (), ())


def test_what_plain_nbgrader_graded_is_not_on_record_even_with_a_stamp():
    found = trust_of(class_of(student("ada", RIGHT, grading=grading("ada", written=""))))
    assert found.unrecorded == 1
    assert found.newest == ""


def test_versions_are_counted_and_the_newest_time_is_told():
    other = replace(VERSIONS, tests="changed")
    found = trust_of(
        class_of(
            student("ada", RIGHT),
            student("bo", RIGHT, grading=grading("bo", versions=other)),
            student("chen", RIGHT, grading=grading("chen", written="2026-11-22T09:00:00+00:00")),
        )
    )
    assert found.versions == ((VERSIONS, 2), (other, 1))
    assert found.newest == "2026-11-22T09:00:00+00:00"


def test_a_grader_error_is_the_graders_and_neither_a_failure_nor_a_timeout():
    broken = done(
        SOFTMAX, outcome(BROKEN, 4.0, fact=Message("grader_error", {"error": "KeyError: 'y'"}))
    )
    flagged = replace(RIGHT, needs_review=True)
    flags = {"rnn/test_softmax": "grader error: the judge broke"}
    found = trust_of(
        class_of(
            student("ada", broken),
            student("bo", flagged, grading=grading("bo", flags=flags)),
            student(
                "chen",
                standing=Standing.NOT_GRADED,
                grading=grading("chen", problem="no room starts", is_graders=True),
            ),
        )
    )
    assert sentences(found.grader_errors) == [
        ("ada", "softmax: the grader failed, not the student: KeyError: 'y'"),
        ("bo", "softmax: the grader failed, not the student: the judge broke"),
        ("chen", "the grader failed, not the student: no room starts"),
    ]
    assert found.not_graded == ()


def test_what_cant_be_graded_is_told_with_its_reason():
    found = trust_of(
        class_of(
            student(
                "ada",
                standing=Standing.NOT_GRADED,
                grading=grading("ada", problem="rnn.ipynb is no notebook"),
            ),
        )
    )
    assert sentences(found.not_graded) == [
        ("ada", "not graded: rnn.ipynb is no notebook"),
    ]


def test_timeouts_are_told_by_exercise_else_by_number():
    stopped = Message("student.stopped_at", {"function": "softmax", "line": 2, "text": "while"})
    slow = done(SOFTMAX, outcome(FAILED, 4.0, fact=stopped))
    found = trust_of(
        class_of(
            student("ada", slow, grading=grading("ada", timeouts=1)),
            student("bo", RIGHT, grading=grading("bo", timeouts=2)),
            student("chen", RIGHT),
        )
    )
    assert sentences(found.timeouts) == [
        ("ada", "ran too long and was stopped: softmax"),
        ("bo", "cells that ran too long and were stopped: 2"),
    ]


def test_every_reason_for_a_look_is_told():
    def to_review(each, flags=()):
        whole = student("ada", each, grading=grading("ada", flags=dict(flags)))
        return sentences(trust_of(class_of(whole)).to_review)[0][1]

    marked = replace(RIGHT, needs_review=True)
    assert to_review(marked).endswith("is marked for review in the gradebook")
    assert to_review(replace(marked, manual=3.0)).endswith("was graded again since")
    by_hand = scored(SOFTMAX, None, needs_review=True)
    assert to_review(by_hand).endswith("and waits for yours")
    flags = {"rnn/test_softmax": "not in two rooms: a figure"}
    assert to_review(marked, flags) == "softmax waits for a look: not in two rooms: a figure"
    other = {"other/test_softmax": "not in two rooms: a figure"}
    assert to_review(marked, other).endswith("is marked for review in the gradebook")


def test_sentences_are_there_in_chinese_too():
    marked = replace(RIGHT, needs_review=True, manual=3.0)
    (remark,) = trust_of(class_of(student("ada", marked))).to_review
    assert say(remark.sentence, "zh") == "softmax 待查看：有人工给的分，之后又重新评过分"


def test_the_slowest_ten_come_first_and_unknown_times_not_at_all():
    class_ = class_of(
        *(
            student(f"s{n:02}", RIGHT, grading=grading(f"s{n:02}", seconds=n / 2))
            for n in range(13)
        ),
        student("t", RIGHT, grading=grading("t", seconds=6.0, timeouts=1)),
        student("u", unwritten(SOFTMAX), grading=False),
    )
    found = slowest_of(class_)
    assert [slow.student for slow in found] == ["s12", "t", *(f"s{n:02}" for n in range(11, 3, -1))]
    assert (found[1].seconds, found[1].timeouts) == (6.0, 1)
