"""All findings together: fast for a large class, the same every time, nothing for nobody."""

import time
from dataclasses import replace

from made import absent, class_of
from sample_class import sample_class

from autograder.checks.lessons import lesson_of
from autograder.report.findings import Pair
from autograder.report.overview import findings_of
from autograder.report.words import say


def large_class(students):
    """Ten classes in one, under other names."""
    made = sample_class(students // 10).students
    many = tuple(
        replace(each, student=replace(each.student, id=f"t{n * len(made) + place:04}"))
        for n in range(10)
        for place, each in enumerate(made)
    )
    return replace(sample_class(students // 10), students=many)


def test_a_class_of_a_thousand_is_worked_out_in_little_time():
    class_ = large_class(1000)
    started = time.process_time()
    found = findings_of(class_, lesson=lesson_of("rnn", None))
    assert time.process_time() - started < 1.5
    assert len(found.items) == len(found.gaps) == 12
    assert found.trust.graded == 900
    assert found.results.students[-1].student.id == "t0999"


def test_findings_are_the_same_every_time_and_hold_what_they_are_of():
    class_ = sample_class(40)
    pairs = (Pair("s0001", "s0002", 0.9, 120, ()),)
    found = findings_of(class_, pairs=pairs)
    assert found == findings_of(sample_class(40), pairs=pairs)
    assert found.results is class_
    assert found.pairs == pairs


def test_a_class_that_handed_in_nothing_has_findings_too():
    found = findings_of(class_of(absent("ada"), absent("bo")))
    assert found.trust.no_submission == ("ada", "bo")
    assert found.distribution is None
    assert (found.gaps, found.misconceptions, found.slowest) == ((), (), ())
    assert [item.students for item in found.items] == [0]
    assert [call.student for call in found.calls] == ["ada", "bo"]
    empty = findings_of(class_of())
    assert (empty.trust.students, empty.calls) == (0, ())


def test_every_sentence_of_the_findings_can_be_said_in_both_languages():
    found = findings_of(sample_class(200), lesson=lesson_of("rnn", None))
    messages = [flag for item in found.items for flag in item.flags]
    messages += [fact for call in found.calls for fact in call.facts]
    messages += [m.cause for m in found.misconceptions if m.cause]
    messages += [m.section for m in found.misconceptions if m.section]
    assert len(messages) > 100
    for language in ("en", "zh"):
        assert not any(say(message, language).startswith("[") for message in messages)
